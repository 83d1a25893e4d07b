//! What an operator can set about fetching.

use std::time::Duration;

use super::guard::Cidr;

/// Limits on every fetch. The defaults suit the public web.
#[derive(Debug, Clone)]
pub struct FetchConfig {
    /// Who we are, with an address where a publisher can complain: `Rafid/0.1 (+https://…)`. Its first word is
    /// what robots.txt may call us.
    pub user_agent: String,
    /// Private networks that may be fetched from; empty for the public web.
    pub allow: Vec<Cidr>,
    pub connect_timeout: Duration,
    /// From the start of a request to the end of its answer's headers.
    pub header_timeout: Duration,
    /// The longest silence inside a body.
    pub idle_timeout: Duration,
    /// For an address with all its redirects; waiting for our own politeness is not counted.
    pub total_timeout: Duration,
    pub max_redirects: usize,
    pub max_header_bytes: usize,
    /// After decompression.
    pub max_feed_bytes: usize,
    /// After decompression.
    pub max_page_bytes: usize,
    /// Of all large bodies together, until they are read.
    pub max_bytes_in_flight: usize,
    /// Connections at a time. Those that have become slow move to a lane of their own, six times as wide, so that slow
    /// hosts do not hold up the others.
    pub max_connections: usize,
    /// After this a connection is slow.
    pub slow_after: Duration,
    /// For how long the addresses of a name are remembered. The guard looks at them each time a connection is made.
    pub name_ttl: Duration,
    pub politeness: PolitenessConfig,
}

/// How we treat hosts.
#[derive(Debug, Clone)]
pub struct PolitenessConfig {
    pub connections_per_host: usize,
    /// To one machine, whatever names lead to it: many small outlets live at one hosting service.
    pub connections_per_service: usize,
    /// Between the end of one request to a host and the start of the next.
    pub min_delay: Duration,
    /// A longer Crawl-delay in robots.txt is cut to this.
    pub max_crawl_delay: Duration,
    pub obey_robots: bool,
    /// For how long a robots.txt is believed (RFC 9309, 2.4: at most a day).
    pub robots_ttl: Duration,
    /// A host that asks for a longer pause than this is not waited for: its fetches fail at once until it is over.
    pub max_wait: Duration,
}

impl Default for FetchConfig {
    fn default() -> Self {
        Self {
            user_agent: concat!("Rafid/", env!("CARGO_PKG_VERSION"), " (Arabic news engine)").to_owned(),
            allow: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            header_timeout: Duration::from_secs(20),
            idle_timeout: Duration::from_secs(15),
            total_timeout: Duration::from_secs(30),
            max_redirects: 7,
            max_header_bytes: 64 * 1024,
            max_feed_bytes: 6 * 1024 * 1024,
            max_page_bytes: 4 * 1024 * 1024,
            max_bytes_in_flight: 64 * 1024 * 1024,
            max_connections: 32,
            slow_after: Duration::from_millis(250),
            name_ttl: Duration::from_secs(60),
            politeness: PolitenessConfig::default(),
        }
    }
}

impl Default for PolitenessConfig {
    fn default() -> Self {
        Self {
            connections_per_host: 1,
            connections_per_service: 1,
            min_delay: Duration::from_secs(1),
            max_crawl_delay: Duration::from_secs(30),
            obey_robots: true,
            robots_ttl: Duration::from_secs(12 * 3600),
            max_wait: Duration::from_secs(60),
        }
    }
}

impl FetchConfig {
    /// For a press on this machine: loopback is allowed, and nobody needs to be spared.
    pub fn loopback() -> Self {
        Self {
            allow: ["127.0.0.0/8", "::1/128"].iter().filter_map(|block| block.parse().ok()).collect(),
            politeness: PolitenessConfig {
                connections_per_host: 4,
                connections_per_service: 4,
                min_delay: Duration::ZERO,
                ..PolitenessConfig::default()
            },
            ..Self::default()
        }
    }
}
