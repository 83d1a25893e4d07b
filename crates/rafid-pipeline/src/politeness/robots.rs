//! robots.txt (RFC 9309), pure: text into rules, rules and an address into yes or no.
//!
//! Both sides are brought into one percent-encoded form before they are compared, so that `/%70rivate` does not slip past
//! `Disallow: /private`. Matching is linear in the path for each `*`, and rules and patterns are capped.

use std::time::Duration;

use url::Url;

/// What one robots.txt says to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    pub crawl_delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

const MAX_RULES: usize = 5000;
const MAX_PATTERN_BYTES: usize = 2048;

impl Robots {
    /// Everything is allowed.
    pub fn open() -> Self {
        Self { rules: Vec::new(), crawl_delay: None }
    }

    /// Nothing is allowed.
    pub fn closed() -> Self {
        Self { rules: vec![Rule { allow: false, pattern: b"/".to_vec() }], ..Self::open() }
    }

    /// Reads the rules for `agent`, the first word of our user agent; those for `*` where there are none.
    pub fn parse(text: &[u8], agent: &str) -> Self {
        let text = String::from_utf8_lossy(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text));
        let mut ours = Group::default();
        let mut everyone = Group::default();
        let (mut for_us, mut for_all, mut in_agents) = (false, false, false);
        for line in text.split(['\n', '\r']) {
            let Some((key, value)) = line.split('#').next().unwrap_or_default().split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if matches!(key.as_str(), "user-agent" | "useragent" | "user agent") {
                if !in_agents {
                    (for_us, for_all, in_agents) = (false, false, true);
                }
                for_all |= value == "*";
                if product(value).eq_ignore_ascii_case(agent) {
                    for_us = true;
                    ours.named = true;
                }
                continue;
            }
            if key == "sitemap" {
                continue; // It may stand anywhere, and belongs to no group.
            }
            in_agents = false;
            for (group, open) in [(&mut ours, for_us), (&mut everyone, for_all)] {
                if open {
                    group.take(&key, value);
                }
            }
        }
        let group = if ours.named { ours } else { everyone };
        Self { rules: group.rules, crawl_delay: group.crawl_delay }
    }

    /// The rules as a robots.txt for `agent` alone: [`Robots::parse`] reads it back.
    pub fn to_text(&self, agent: &str) -> String {
        let mut text = format!("User-agent: {agent}\n");
        if let Some(delay) = self.crawl_delay {
            text.push_str(&format!("Crawl-delay: {}\n", delay.as_secs_f64()));
        }
        for rule in &self.rules {
            // A pattern in its normal form is ASCII, but for `#`, which would begin a comment.
            let pattern = String::from_utf8_lossy(&rule.pattern).replace('#', "%23");
            text.push_str(if rule.allow { "Allow: " } else { "Disallow: " });
            text.push_str(&pattern);
            text.push('\n');
        }
        text
    }

    /// Whether `url` may be fetched: the longest matching pattern decides, and an allowing one wins a tie.
    pub fn allows(&self, url: &Url) -> bool {
        if url.path() == "/robots.txt" {
            return true;
        }
        let mut path = normalise(url.path().as_bytes());
        if let Some(query) = url.query() {
            path.push(b'?');
            path.extend(normalise(query.as_bytes()));
        }
        let best =
            self.rules.iter().filter(|rule| matches(&rule.pattern, &path)).max_by_key(|rule| (rule.pattern.len(), rule.allow));
        best.is_none_or(|rule| rule.allow)
    }
}

#[derive(Default)]
struct Group {
    named: bool,
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

impl Group {
    fn take(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() && self.rules.len() < MAX_RULES => {
                let pattern = normalise(value.as_bytes());
                if pattern.len() <= MAX_PATTERN_BYTES {
                    self.rules.push(Rule { allow: key == "allow", pattern });
                }
            }
            "crawl-delay" => {
                let secs = value.parse::<f64>().ok().filter(|secs| secs.is_finite() && *secs >= 0.0);
                self.crawl_delay = secs.map(|secs| Duration::from_secs_f64(secs.min(86_400.0)));
            }
            _ => {}
        }
    }
}

/// The product token of a user-agent line: letters, `-` and `_`.
fn product(value: &str) -> &str {
    let end = value.find(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_').unwrap_or(value.len());
    &value[..end]
}

/// Unreserved characters bare, everything else that is encoded in upper case, raw bytes beyond ASCII encoded.
fn normalise(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        let decoded = match (byte, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        rest = if decoded.is_some() { &tail[2..] } else { tail };
        match decoded {
            Some(value) if value.is_ascii_alphanumeric() || b"-._~".contains(&value) => out.push(value),
            Some(value) => encode(value, &mut out),
            None if byte.is_ascii_graphic() => out.push(byte),
            None => encode(byte, &mut out),
        }
    }
    out
}

fn encode(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// `*` stands for anything, `$` at the end for the end; otherwise a pattern is a prefix.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_end) = pattern.strip_suffix(b"$").map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split(|&byte| byte == b'*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && to_end {
            return rest.ends_with(part);
        }
        let Some(at) = find(rest, part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() { Some(0) } else { text.windows(part.len()).position(|window| window == part) }
}

#[cfg(test)]
#[path = "robots_tests.rs"]
mod tests;
