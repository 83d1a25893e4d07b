//! Every setting once: name, default, what it does.

#[derive(Debug)]
pub struct Setting {
    /// `section.name`; the environment calls it `RAFID_SECTION_NAME`.
    pub key: &'static str,
    pub default: Value,
    pub text: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub enum Value {
    Text(&'static str),
    Number(i64),
    Boolean(bool),
    /// Texts; empty by default.
    List,
}

pub const ALL: &[Setting] = &[
    setting(
        "serve.listen",
        Value::Text("127.0.0.1:8080"),
        "Where the portal listens. 0.0.0.0:8080 opens it to the network: put a proxy with TLS before it.",
    ),
    setting("serve.metrics", Value::Boolean(false), "Serve /metrics for Prometheus."),
    setting("serve.health", Value::Boolean(true), "Show /health: how the sources fare, for everybody; it has no secrets."),
    setting("portal.name", Value::Text("رافد"), "The portal's name, as readers see it."),
    setting("portal.time_zone", Value::Text("Asia/Riyadh"), "The zone in which times are shown (IANA name)."),
    setting(
        "portal.public_url",
        Value::Text(""),
        "The portal's address as the world sees it, for links in feeds, such as \"https://news.example\".",
    ),
    setting(
        "search.grow",
        Value::Boolean(true),
        "While serve runs, learn new words from the articles once a day, and make the search index anew when there are enough.",
    ),
    setting("collect.connections", Value::Number(32), "Connections at the same time, over all hosts; one a host."),
    setting(
        "collect.host_delay_ms",
        Value::Number(1000),
        "Pause between two requests to one host; a longer Crawl-delay is obeyed.",
    ),
    setting(
        "collect.pages",
        Value::Text("when_needed"),
        "Whether an article's own page is fetched: \"when_needed\" (the feed carries no full text), \"always\" or \"never\".",
    ),
    setting("collect.min_interval_secs", Value::Number(300), "No feed is asked more often than this."),
    setting("collect.max_interval_secs", Value::Number(86_400), "Every feed is asked at least this often."),
    setting("collect.timeout_secs", Value::Number(30), "One fetch takes no longer than this, in all."),
    setting("collect.max_body_bytes", Value::Number(8_388_608), "A page or feed is no larger than this, decompressed."),
    setting("collect.contact", Value::Text(""), "An address or page where publishers reach you; it is part of the user agent."),
    setting(
        "collect.allow_private",
        Value::List,
        "Private networks that may be fetched from, such as [\"10.1.0.0/16\"]. None by default.",
    ),
    setting(
        "collect.site_rules",
        Value::Text(""),
        "A file with your own rules for sites that are not read well, in the data directory or with its whole path; by default site-rules.txt there, if there is one.",
    ),
    setting(
        "collect.policy",
        Value::Text("excerpt"),
        "What the portal may show of new outlets: \"full\", \"excerpt\" or \"headline\".",
    ),
    setting(
        "log.level",
        Value::Text("info"),
        "error, warn, info, debug, trace, or a filter such as \"info,rafid_pipeline=debug\".",
    ),
    setting("log.format", Value::Text("auto"), "\"human\", \"json\", or \"auto\": human on a terminal, JSON elsewhere."),
];

const fn setting(key: &'static str, default: Value, text: &'static str) -> Setting {
    Setting { key, default, text }
}

impl Setting {
    pub fn variable(&self) -> String {
        format!("RAFID_{}", self.key.replace('.', "_").to_uppercase())
    }

    pub fn section(&self) -> &'static str {
        self.key.split_once('.').map_or("", |(section, _)| section)
    }

    pub fn name(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(_, name)| name)
    }

    pub fn default_toml(&self) -> String {
        match self.default {
            Value::Text(text) => format!("{text:?}"),
            Value::Number(number) => number.to_string(),
            Value::Boolean(boolean) => boolean.to_string(),
            Value::List => "[]".to_owned(),
        }
    }
}

/// A commented file.
pub fn example() -> String {
    let mut out = String::from(
        "# Rafid's configuration. Every line shows a default: take the # away to change it.\n# The environment wins over this file: RAFID_SERVE_LISTEN is serve.listen, and so on.\n",
    );
    let mut section = "";
    for setting in ALL {
        if setting.section() != section {
            section = setting.section();
            out.push_str(&format!("\n[{section}]\n"));
        }
        out.push_str(&format!("# {}\n# {} = {}\n", setting.text, setting.name(), setting.default_toml()));
    }
    out
}
