//! Numbers for Prometheus: plain counters, no registry. Text format 0.0.4; labels come from our own routes only.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::portal::Status;

/// Requests by the class of their status (1xx to 5xx), and the time spent on them.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    by_class: [AtomicU64; 5],
    busy_micros: AtomicU64,
}

impl Metrics {
    pub fn count(&self, status: u16, took: std::time::Duration) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let Some(counter) = self.by_class.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        self.busy_micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub fn render(&self, status: &Status) -> String {
        let mut out = String::new();
        let mut family = |name: &str, kind: &str, help: &str, samples: &[(String, f64)]| {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in samples {
                let _ = writeln!(out, "{name}{labels} {value}");
            }
        };
        let requests: Vec<(String, f64)> = self
            .by_class
            .iter()
            .enumerate()
            .map(|(n, counter)| (format!("{{status=\"{}xx\"}}", n + 1), counter.load(Ordering::Relaxed) as f64))
            .collect();
        family("rafid_http_requests_total", "counter", "Requests by class of status.", &requests);
        let busy = self.busy_micros.load(Ordering::Relaxed) as f64 / 1e6;
        family("rafid_http_request_seconds_total", "counter", "Time spent on requests.", &[(String::new(), busy)]);
        for (name, help, value) in [
            ("rafid_articles", "Articles in the store.", status.counts.articles),
            ("rafid_stories", "Stories in the store.", status.counts.stories),
            ("rafid_sources", "Outlets in the store.", status.counts.sources),
            ("rafid_unsettled_articles", "Articles that wait for a story.", status.counts.unsettled),
            ("rafid_index_lag_changes", "Changes that the search index has not seen.", status.index_lag),
        ] {
            family(name, "gauge", help, &[(String::new(), value as f64)]);
        }
        out
    }
}
