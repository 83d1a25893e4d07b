//! What an element's names say about it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::html::{Document, NodeId, Tag};

/// Flags of an element; those of its ancestors are added where it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hints(u8);

impl Hints {
    pub const BODY: Hints = Hints(1);
    pub const NEGATIVE: Hints = Hints(2);
    pub const COMMENT: Hints = Hints(4);
    /// Not shown to readers.
    pub const HIDDEN: Hints = Hints(8);
    /// `itemprop=articleBody` and the like: the page says so itself.
    pub const DECLARED_BODY: Hints = Hints(16);
    /// A box of links to other articles.
    pub const RELATED: Hints = Hints(32);

    pub fn has(self, flag: Hints) -> bool {
        self.0 & flag.0 != 0
    }

    pub fn add(&mut self, flag: Hints) {
        self.0 |= flag.0;
    }
}

/// How much of a name a word has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    PartStart,
    Part,
    NameStart,
    Name,
}

struct Pattern {
    fit: Fit,
    hint: Hints,
}

static MATCHER: LazyLock<Option<(AhoCorasick, Vec<Pattern>)>> = LazyLock::new(|| {
    let mut words = Vec::new();
    let mut patterns = Vec::new();
    for line in include_str!("hints.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split_whitespace();
        let hint = match fields.next() {
            Some("body") => Hints::BODY,
            Some("negative") => Hints::NEGATIVE,
            Some("comment") => Hints::COMMENT,
            Some("related") => Hints::RELATED,
            _ => continue,
        };
        for word in fields {
            let (fit, word) = match word.as_bytes().first() {
                Some(b'=') => (Fit::Part, &word[1..]),
                Some(b'^') => (Fit::NameStart, &word[1..]),
                Some(b'@') => (Fit::Name, &word[1..]),
                _ => (Fit::PartStart, word),
            };
            let mut forms = vec![word.to_owned()];
            if word.contains('-') {
                forms.extend([word.replace('-', "_"), word.replace('-', ""), word.replace('-', "__")]);
            }
            for form in forms {
                words.push(form);
                patterns.push(Pattern { fit, hint });
            }
        }
    }
    let matcher = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(&words).ok()?;
    Some((matcher, patterns))
});

/// The hints of every element of the page, by node.
pub fn of_all(document: &Document<'_>) -> Vec<Hints> {
    (0..document.nodes.len()).map(|id| of(document, id)).collect()
}

fn of(document: &Document<'_>, id: NodeId) -> Hints {
    let mut hints = Hints::default();
    if matches!(document.tag(id), Tag::Text | Tag::Document | Tag::Html | Tag::Meta | Tag::Script) {
        return hints;
    }
    for (name, value) in document.attributes(id) {
        if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("data-component") {
            read_names(value, &mut hints);
        } else if name.eq_ignore_ascii_case("itemprop") || name.eq_ignore_ascii_case("property") {
            if value.eq_ignore_ascii_case("articleBody") || value.eq_ignore_ascii_case("schema:articleBody") {
                hints.add(Hints::DECLARED_BODY);
            }
        } else if name.eq_ignore_ascii_case("role") {
            if ["navigation", "complementary", "contentinfo", "search", "dialog", "menu"]
                .iter()
                .any(|r| value.eq_ignore_ascii_case(r))
            {
                hints.add(Hints::NEGATIVE);
            }
        } else if name.eq_ignore_ascii_case("hidden") {
            hints.add(Hints::HIDDEN);
        } else if name.eq_ignore_ascii_case("aria-hidden") {
            if value == "true" {
                hints.add(Hints::HIDDEN);
            }
        } else if name.eq_ignore_ascii_case("style") {
            let style: String = value.chars().filter(|c| !c.is_whitespace()).take(200).collect();
            if style.contains("display:none") || style.contains("visibility:hidden") {
                hints.add(Hints::HIDDEN);
            }
        }
    }
    hints
}

fn read_names(value: &str, hints: &mut Hints) {
    let Some((matcher, patterns)) = MATCHER.as_ref() else { return };
    let bytes = value.as_bytes();
    for found in matcher.find_overlapping_iter(value) {
        let pattern = &patterns[found.pattern().as_usize()];
        let (start, end) = (found.start(), found.end());
        let starts_name = start == 0 || bytes[start - 1].is_ascii_whitespace();
        let ends_name = end == bytes.len() || bytes[end].is_ascii_whitespace();
        let camel = |at: usize| bytes[at - 1].is_ascii_lowercase() && bytes[at].is_ascii_uppercase();
        let starts = starts_name || !bytes[start - 1].is_ascii_alphabetic() || camel(start);
        let ends = ends_name || !bytes[end].is_ascii_alphanumeric() || camel(end);
        let fits = match pattern.fit {
            Fit::PartStart => starts,
            Fit::Part => starts && ends,
            Fit::NameStart => starts_name && ends,
            Fit::Name => starts_name && ends_name,
        };
        // `has-sidebar`, `no-comments`: the name speaks of something else.
        if fits && (starts_name || !is_about_another(bytes, start)) {
            hints.add(pattern.hint);
        }
    }
}

fn is_about_another(bytes: &[u8], at: usize) -> bool {
    let name_start = bytes[..at].iter().rposition(u8::is_ascii_whitespace).map_or(0, |space| space + 1);
    let before = &bytes[name_start..at];
    ["has", "with", "no", "is", "single", "page", "content", "post-type"].iter().any(|prefix| {
        before.len() >= prefix.len() && before[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes()) && {
            let next = before.get(prefix.len());
            next.is_none_or(|b| !b.is_ascii_lowercase())
        }
    })
}
