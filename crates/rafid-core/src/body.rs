//! The body of an article as data: blocks of inline runs, never markup.
//!
//! HTML from outside is taken apart into these types by `rafid-extract` and written out again, escaped, by
//! `rafid-web`. There is no string of HTML in between, so that there is nothing to forget to sanitise: a
//! script cannot be expressed in a [`Block`]. The one dangerous value, an address, has a type of its own,
//! [`WebUrl`], whose only constructor refuses everything but `http` and `https`.

use serde::{Deserialize, Serialize};

/// An absolute `http://` or `https://` address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct WebUrl(String);

impl WebUrl {
    /// Takes an absolute address; `None` unless the scheme is `http` or `https`, a host follows, and no control
    /// character or white space occurs.
    pub fn new(address: &str) -> Option<Self> {
        let address = address.trim();
        let rest = strip_scheme(address, "https://").or_else(|| strip_scheme(address, "http://"))?;
        let host_ok = rest.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '[');
        let clean = !address.chars().any(|c| c.is_control() || c.is_whitespace());
        (host_ok && clean).then(|| Self(address.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for WebUrl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let address = String::deserialize(deserializer)?;
        Self::new(&address).ok_or_else(|| serde::de::Error::custom(format!("not a web address: {address:?}")))
    }
}

impl std::fmt::Display for WebUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn strip_scheme<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let head = address.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
}

/// A run of text inside a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    Text(String),
    Strong(String),
    Emphasis(String),
    Link { url: WebUrl, text: String },
    Break,
}

/// One piece of a body, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    Paragraph(Vec<Inline>),
    /// `level` is 2 to 4: the page's own headline is level 1.
    Heading {
        level: u8,
        text: String,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Inline>>,
    },
    Quote(Vec<Inline>),
    Table {
        rows: Vec<Vec<String>>,
    },
    Figure {
        image: WebUrl,
        caption: Option<String>,
        alt: Option<String>,
    },
    /// A video, post or other foreign object: shown as a link, never loaded.
    Embed {
        url: WebUrl,
        title: Option<String>,
    },
    Preformatted(String),
}

impl Block {
    /// The words of this block, inline runs joined.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    fn push_text(&self, out: &mut String) {
        match self {
            Block::Paragraph(runs) | Block::Quote(runs) => push_runs(runs, out),
            Block::Heading { text, .. } | Block::Preformatted(text) => out.push_str(text),
            Block::List { items, .. } => {
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        out.push('\n');
                    }
                    push_runs(item, out);
                }
            }
            Block::Table { rows } => {
                for (n, row) in rows.iter().enumerate() {
                    if n > 0 {
                        out.push('\n');
                    }
                    out.push_str(&row.join(" "));
                }
            }
            Block::Figure { caption, .. } => out.push_str(caption.as_deref().unwrap_or_default()),
            Block::Embed { title, .. } => out.push_str(title.as_deref().unwrap_or_default()),
        }
    }
}

fn push_runs(runs: &[Inline], out: &mut String) {
    for run in runs {
        match run {
            Inline::Text(t) | Inline::Strong(t) | Inline::Emphasis(t) | Inline::Link { text: t, .. } => out.push_str(t),
            Inline::Break => out.push('\n'),
        }
    }
}

/// A whole body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(pub Vec<Block>);

impl Body {
    /// Plain text into paragraphs: one a non-empty line.
    pub fn from_text(text: &str) -> Self {
        Self(
            text.lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(|line| Block::Paragraph(vec![Inline::Text(line.to_owned())]))
                .collect(),
        )
    }

    /// The words, one line a block; captions and embeds are left out, since they are not the article's prose.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.0 {
            if matches!(block, Block::Figure { .. } | Block::Embed { .. }) {
                continue;
            }
            let start = out.len();
            block.push_text(&mut out);
            if out.len() > start {
                out.push('\n');
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_addresses() {
        for good in ["http://a.example/x", "HTTPS://مثال.example/خبر", "https://[::1]/"] {
            assert!(WebUrl::new(good).is_some(), "{good}");
        }
        for bad in
            ["javascript:alert(1)", "data:text/html,x", "//a.example", "/x", "http://", "http://a b/", "https:///x", "http:\n//x"]
        {
            assert!(WebUrl::new(bad).is_none(), "{bad}");
        }
        assert!(serde_json::from_str::<WebUrl>("\"javascript:1\"").is_err());
    }

    #[test]
    fn text_of_a_body_keeps_paragraphs() {
        let body = Body::from_text("سطر أول\n\n  سطر ثان  \n");
        assert_eq!(body.0.len(), 2);
        assert_eq!(body.text(), "سطر أول\nسطر ثان");
    }
}
