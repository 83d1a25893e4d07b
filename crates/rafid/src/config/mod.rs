//! The configuration: every setting is one line of [`settings::ALL`], which gives its name, default and text; the file
//! and the environment are checked against it, and [`Config`] is what comes out. Nothing reads the environment after
//! that.

mod raw;
mod settings;

use std::path::{Path, PathBuf};

use anyhow::Context;
use rafid_core::DisplayPolicy;
use rafid_pipeline::collect::PagePolicy;

pub use raw::{Origin, Raw};

/// Validated.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: String,
    pub metrics: bool,
    pub health: bool,
    pub portal_name: String,
    pub time_zone: jiff::tz::TimeZone,
    pub public_url: Option<String>,
    pub grow: bool,
    pub connections: usize,
    pub host_delay_ms: u64,
    pub pages: PagePolicy,
    pub min_interval_secs: u32,
    pub max_interval_secs: u32,
    pub timeout_secs: u64,
    pub max_body_bytes: u64,
    pub contact: Option<String>,
    pub allow_private: Vec<String>,
    pub site_rules: Option<String>,
    pub policy: DisplayPolicy,
    pub log_level: String,
    pub log_json: Option<bool>,
}

/// Reads the file (when there is one) and the environment.
pub fn load(data_dir: &Path, file: Option<&Path>) -> anyhow::Result<(Raw, Config)> {
    let default_file = data_dir.join("rafid.toml");
    let file: Option<PathBuf> = match file {
        Some(file) => Some(file.to_owned()),
        None => default_file.exists().then_some(default_file),
    };
    let mut raw = Raw::defaults();
    if let Some(file) = &file {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("could not read the configuration {}", file.display()))?;
        raw.read_file(&text).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    }
    raw.read_environment(std::env::vars())?;
    let config = validate(&raw)?;
    Ok((raw, config))
}

/// A commented file with every setting at its default.
pub fn example() -> String {
    settings::example()
}

fn validate(raw: &Raw) -> anyhow::Result<Config> {
    let min_interval_secs = raw.number("collect.min_interval_secs")?;
    let max_interval_secs = raw.number("collect.max_interval_secs")?;
    anyhow::ensure!(
        min_interval_secs <= max_interval_secs,
        "collect.min_interval_secs ({min_interval_secs}) is above collect.max_interval_secs ({max_interval_secs})"
    );
    let zone = raw.text("portal.time_zone");
    let connections: usize = raw.number("collect.connections")?;
    anyhow::ensure!((1..=1024).contains(&connections), "collect.connections is {connections}: use 1 to 1024");
    let log_format = raw.text("log.format");
    Ok(Config {
        listen: raw.text("serve.listen"),
        metrics: raw.boolean("serve.metrics")?,
        health: raw.boolean("serve.health")?,
        portal_name: raw.text("portal.name"),
        time_zone: jiff::tz::TimeZone::get(&zone)
            .map_err(|_| anyhow::anyhow!("portal.time_zone is {zone:?}: use a name such as \"Asia/Riyadh\" or \"UTC\""))?,
        public_url: raw.optional("portal.public_url"),
        grow: raw.boolean("search.grow")?,
        connections,
        host_delay_ms: raw.number("collect.host_delay_ms")?,
        pages: raw.text("collect.pages").parse().map_err(|error| anyhow::anyhow!("collect.pages: {error}"))?,
        min_interval_secs,
        max_interval_secs,
        timeout_secs: raw.number("collect.timeout_secs")?,
        max_body_bytes: raw.number("collect.max_body_bytes")?,
        contact: raw.optional("collect.contact"),
        allow_private: raw.list("collect.allow_private"),
        site_rules: raw.optional("collect.site_rules"),
        policy: raw.text("collect.policy").parse().map_err(|error| anyhow::anyhow!("collect.policy: {error}"))?,
        log_level: raw.text("log.level"),
        log_json: match log_format.as_str() {
            "auto" => None,
            "human" => Some(false),
            "json" => Some(true),
            other => anyhow::bail!("log.format is {other:?}: use \"auto\", \"human\" or \"json\""),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let mut raw = Raw::defaults();
        raw.read_file(file).map_err(|error| error.to_string())?;
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        raw.read_environment(environment).map_err(|error| error.to_string())?;
        validate(&raw).map_err(|error| error.to_string())
    }

    #[test]
    fn the_example_is_the_defaults() {
        let uncommented: String = example()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(setting) if setting.contains(" = ") && !setting.contains(". ") => setting,
                _ => line,
            })
            .collect::<Vec<_>>()
            .join("\n");
        let config = check(&uncommented, &[]).unwrap();
        assert_eq!(config.listen, check("", &[]).unwrap().listen);
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let config = check("[serve]\nlisten = \"127.0.0.1:1\"", &[("RAFID_SERVE_LISTEN", "127.0.0.1:2")]).unwrap();
        assert_eq!(config.listen, "127.0.0.1:2");
    }

    #[test]
    fn unknown_names_are_errors_with_a_suggestion() {
        let error = check("[serve]\nlisten_on = \"x\"", &[]).unwrap_err();
        assert!(error.contains("serve.listen_on") && error.contains("serve.listen`"), "{error}");
        let error = check("", &[("RAFID_SERVE_LISTN", "x")]).unwrap_err();
        assert!(error.contains("RAFID_SERVE_LISTEN"), "{error}");
        assert!(check("[portal]\ntime_zone = \"Mars/Olympus\"", &[]).is_err());
        assert!(check("[collect]\nconnections = \"many\"", &[]).is_err());
    }
}
