//! Logs go to standard error: for people on a terminal, JSON elsewhere or when asked.

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

/// `level` is a level or a filter; `json` decides, or whether standard error is a terminal does.
pub fn start(level: &str, json: Option<bool>) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(level).with_context(|| format!("`{level}` is not a log level or filter"))?;
    let terminal = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(terminal);
    let started = if json.unwrap_or(!terminal) { builder.json().try_init() } else { builder.with_target(false).try_init() };
    started.map_err(|error| anyhow::anyhow!("could not start logging: {error}"))
}
