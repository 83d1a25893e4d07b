//! The command line: takes the configuration, opens what a command needs, and prints what the rooms answer.
//!
//! The one place where concrete things (the store, the press of the demo) meet contracts. Each command is a file in
//! `commands`; `cli` says how they are called; `config` has every setting once, with its default and its text.
//! Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 wrong use.

mod cli;
mod commands;
mod config;
mod logging;
mod output;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(broken) = error.downcast_ref::<std::io::Error>()
                && broken.kind() == std::io::ErrorKind::BrokenPipe
            {
                // The reader has seen enough (`rafid export articles | head`).
                return ExitCode::SUCCESS;
            }
            eprintln!("rafid: {}", output::chain(&error));
            ExitCode::from(if error.is::<output::WrongUse>() { 2 } else { 1 })
        }
    }
}
