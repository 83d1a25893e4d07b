//! `config check|show|example`.

use std::path::Path;

use crate::cli::ConfigCommand;
use crate::config::{self, Origin};

pub fn run(command: &ConfigCommand, data_dir: &Path, file: Option<&Path>) -> anyhow::Result<()> {
    match command {
        ConfigCommand::Check => {
            config::load(data_dir, file)?;
            println!("the configuration is right");
        }
        ConfigCommand::Show => {
            let (raw, _) = config::load(data_dir, file)?;
            println!("data = {:?}", data_dir.display().to_string());
            for (setting, value, origin) in raw.all() {
                let origin = match origin {
                    Origin::Default => "default",
                    Origin::File => "file",
                    Origin::Environment => "environment",
                };
                println!("{} = {value}  # {origin}", setting.key);
            }
        }
        ConfigCommand::Example => print!("{}", config::example()),
    }
    Ok(())
}
