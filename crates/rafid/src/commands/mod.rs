//! One file a command. Each opens what it needs, asks, and prints.

mod analysers;
mod ask;
mod collect;
mod config;
mod demo;
mod doctor;
mod export;
mod import;
mod index;
mod keywords;
mod serve;
mod source;

use crate::cli::{Cli, Command};
use crate::wiring::{self, Setup};
use crate::{config as configuration, logging};

pub fn run(cli: Cli) -> anyhow::Result<()> {
    let data_dir = wiring::data_dir(cli.data.as_deref())?;
    match cli.command {
        // These need neither store nor configuration.
        Command::Extract(args) => return analysers::extract(&args),
        Command::Feed(args) => return analysers::feed(&args),
        Command::Date(args) => return analysers::date(&args),
        Command::Keywords(args) => return keywords::run(&args),
        Command::Config(command) => return config::run(&command, &data_dir, cli.config.as_deref()),
        _ => {}
    }
    let (_, config) = configuration::load(&data_dir, cli.config.as_deref())?;
    logging::start(cli.log.as_deref().unwrap_or(&config.log_level), config.log_json)?;
    let setup = Setup { data_dir, config };
    match cli.command {
        Command::Demo(args) => demo::run(setup, &args, cli.data.is_some()),
        Command::Serve(args) => serve::run(&setup, &args),
        Command::Collect(args) => collect::run(&setup, &args),
        Command::Import(args) => import::run(&setup, &args),
        Command::Source(command) => source::run(&setup, &command),
        Command::Search(args) => ask::search(&setup, &args),
        Command::Show(args) => ask::show(&setup, &args),
        Command::Related(args) => ask::related(&setup, &args),
        Command::Stories(args) => ask::stories(&setup, &args),
        Command::Export(command) => export::run(&setup, &command),
        Command::Index(command) => index::run(&setup, &command),
        Command::Reindex => index::rebuild(&setup, "reindex", false),
        Command::Doctor(args) => doctor::run(&setup, &args),
        Command::Extract(_) | Command::Feed(_) | Command::Date(_) | Command::Keywords(_) | Command::Config(_) => Ok(()),
    }
}

/// RFC 3339, or a day (its first moment, UTC).
fn time(text: &str) -> anyhow::Result<jiff::Timestamp> {
    if let Ok(time) = text.parse() {
        return Ok(time);
    }
    let day: jiff::civil::Date = text
        .parse()
        .map_err(|_| crate::output::WrongUse(format!("`{text}` is not a time: write 2018-05-22 or 2018-05-22T10:00:00Z")))?;
    Ok(day.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp())
}
