//! What counts as one host: everything under one registrable domain, since one publisher's machines answer for it.

use url::{Host, Url};

/// The registrable domain (public suffix list), or the address with its port where there is no such domain.
pub fn host_key(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            match psl::domain_str(name) {
                Some(domain) => domain.to_owned(),
                None => with_port(name, url),
            }
        }
        // Literals occur on private networks, where each port is a service of its own.
        Some(literal) => with_port(&literal.to_string(), url),
        None => String::new(),
    }
}

fn with_port(host: &str, url: &Url) -> String {
    format!("{host}:{}", url.port_or_known_default().unwrap_or(0))
}

/// Whether two addresses belong to one publisher.
pub fn same_site(a: &Url, b: &Url) -> bool {
    host_key(a) == host_key(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_grouped_by_publisher() {
        for (url, key) in [
            ("https://www.akhbar.example.sa/x", "example.sa"),
            ("https://news.gov.sa/x", "news.gov.sa"),
            ("https://a.news.gov.sa/x", "news.gov.sa"),
            ("http://feeds.akhbar.example/", "akhbar.example"),
            ("http://one.blogspot.com/", "one.blogspot.com"),
            ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("http://[::1]/", "[::1]:80"),
            ("http://localhost:99/", "localhost:99"),
            ("http://akhbar.example./", "akhbar.example"),
        ] {
            assert_eq!(host_key(&Url::parse(url).unwrap()), key, "{url}");
        }
    }
}
