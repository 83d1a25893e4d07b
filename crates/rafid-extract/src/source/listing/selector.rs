//! The part of CSS selectors that rules need: `div.list > article h2.title a[href], li.item`.
//!
//! Type, `#id`, `.class`, `[attribute]`, `[attribute="value"]`, descendant, `>` and lists with commas. Matching an
//! element costs at most its depth for each part: of several ancestors that fit, the nearest leaves the most room for
//! what stands further left, so that no other has to be tried.

use serde::{Deserialize, Deserializer};

use crate::html::{Document, NodeId, Tag};

/// A parsed list of selectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// Alternatives; each a list of chains from right to left, joined by "descendant".
    alternatives: Vec<Vec<Chain>>,
}

/// Compounds from right to left, each the parent of the one before.
type Chain = Vec<Compound>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Compound {
    /// In lower case; `None` is any.
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    attributes: Vec<(String, Option<String>)>,
}

impl Selector {
    /// The error says what was not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let alternatives = text.split(',').map(alternative).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { alternatives })
    }

    pub fn matches(&self, document: &Document<'_>, id: NodeId) -> bool {
        let is_element = !matches!(document.tag(id), Tag::Text | Tag::Document);
        is_element && self.alternatives.iter().any(|chains| matches_chains(document, id, chains))
    }
}

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

fn matches_chains(document: &Document<'_>, id: NodeId, chains: &[Chain]) -> bool {
    let Some((first, rest)) = chains.split_first() else { return false };
    let Some(mut top) = matches_chain(document, id, first) else { return false };
    for chain in rest {
        match document.ancestors(top).find_map(|up| matches_chain(document, up, chain)) {
            Some(found) => top = found,
            None => return false,
        }
    }
    true
}

/// The element that the chain's leftmost compound matched.
fn matches_chain(document: &Document<'_>, id: NodeId, chain: &[Compound]) -> Option<NodeId> {
    let mut at = id;
    for (n, compound) in chain.iter().enumerate() {
        if n > 0 {
            at = document.parent(at)?;
        }
        if !compound.matches(document, at) {
            return None;
        }
    }
    Some(at)
}

impl Compound {
    fn matches(&self, document: &Document<'_>, id: NodeId) -> bool {
        let has_class = |class: &String| {
            let classes = document.raw_attr(id, "class").unwrap_or_default();
            classes.split_ascii_whitespace().any(|c| c == class)
        };
        let has_attribute = |(name, value): &(String, Option<String>)| match (document.raw_attr(id, name), value) {
            (Some(_), None) => true,
            (Some(actual), Some(expected)) => actual == expected,
            (None, _) => false,
        };
        self.name.as_ref().is_none_or(|name| document.raw(id).eq_ignore_ascii_case(name))
            && self.id.as_ref().is_none_or(|wanted| document.raw_attr(id, "id") == Some(wanted))
            && self.classes.iter().all(has_class)
            && self.attributes.iter().all(has_attribute)
    }
}

fn alternative(text: &str) -> Result<Vec<Chain>, String> {
    let spaced = text.replace('>', " > ");
    let mut chains: Vec<Chain> = Vec::new();
    let mut joined = false;
    for part in spaced.split_whitespace() {
        if part == ">" {
            if chains.is_empty() || joined {
                return Err(format!("\">\" without a left side in {text:?}"));
            }
            joined = true;
            continue;
        }
        let compound = compound(part)?;
        match chains.last_mut() {
            Some(chain) if joined => chain.insert(0, compound),
            _ => chains.push(vec![compound]),
        }
        joined = false;
    }
    if chains.is_empty() || joined {
        return Err(format!("incomplete selector {text:?}"));
    }
    chains.reverse();
    Ok(chains)
}

fn compound(text: &str) -> Result<Compound, String> {
    let mut compound = Compound::default();
    let mut rest = text;
    let special = |c: char| matches!(c, '#' | '.' | '[');
    let end = rest.find(special).unwrap_or(rest.len());
    if !matches!(&rest[..end], "" | "*") {
        compound.name = Some(word(&rest[..end], text)?.to_ascii_lowercase());
    }
    rest = &rest[end..];
    while let Some(kind) = rest.chars().next() {
        let body = &rest[1..];
        if kind == '[' {
            let (inside, after) = body.split_once(']').ok_or_else(|| format!("\"[\" without \"]\" in {text:?}"))?;
            let (name, value) = match inside.split_once('=') {
                Some((name, value)) => (name, Some(value.trim_matches(['"', '\'']).to_owned())),
                None => (inside, None),
            };
            compound.attributes.push((word(name, text)?.to_ascii_lowercase(), value));
            rest = after;
            continue;
        }
        let end = body.find(special).unwrap_or(body.len());
        let name = word(&body[..end], text)?.to_owned();
        if kind == '#' {
            compound.id = Some(name);
        } else {
            compound.classes.push(name);
        }
        rest = &body[end..];
    }
    Ok(compound)
}

fn word<'t>(word: &'t str, whole: &str) -> Result<&'t str, String> {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if word.is_empty() || !word.chars().all(good) {
        return Err(format!("cannot read {word:?} in the selector {whole:?}"));
    }
    Ok(word)
}
