//! Article links of a listing page: a home page or a section, for outlets that have neither feed nor sitemap.
//!
//! [`find`] needs no configuration: it looks for links that repeat in one place of the page, read like headlines and
//! point to what look like articles. Where it is wrong, a [`Rule`] of CSS selectors says what the items are, see
//! [`find_by_rule`]. Neither reaches the network: whether a link is an article is known when its page was read.

mod address;
mod selector;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

pub use selector::Selector;

use super::discover::base_of;
use super::feed::date;
use crate::html::{Document, Limits, NodeId, Tag, parse};

/// A link that seems to lead to an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLink {
    /// Absolute, without fragment.
    pub url: String,
    pub title: String,
    /// Where the page shows a date beside the link.
    pub published: Option<Timestamp>,
}

/// What the items of one site's listing pages are, as CSS selectors. See [`Selector`] for what they may say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Each item, or the link itself.
    pub item: Selector,
    /// The link inside the item; by default its first link.
    pub link: Option<Selector>,
    /// By default the text of the link.
    pub title: Option<Selector>,
    /// An element with a `datetime` attribute or a date as its text.
    pub date: Option<Selector>,
}

/// `item: div.card; link: h3 a; title: h3; date: time`: as an operator writes it on a line.
impl std::str::FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mut item, mut link, mut title, mut date) = (None, None, None, None);
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, selector) =
                part.split_once(':').ok_or_else(|| format!("`{part}` has no colon: write `item: div.card`"))?;
            let place = match name.trim() {
                "item" => &mut item,
                "link" => &mut link,
                "title" => &mut title,
                "date" => &mut date,
                other => return Err(format!("`{other}` is no part of a rule: item, link, title and date are")),
            };
            *place = Some(Selector::parse(selector.trim()).map_err(|error| format!("{}: {error}", name.trim()))?);
        }
        let item = item.ok_or("a rule needs an item: `item: div.card`")?;
        Ok(Self { item, link, title, date })
    }
}

const MAX_LINKS: usize = 500;
/// How many links of the same address are looked past when the next other one is sought.
const NEIGHBOURS: usize = 64;
/// A headline has at least so many words, and a menu entry fewer.
const MIN_TITLE_WORDS: usize = 4;
const MAX_TITLE_CHARS: usize = 300;
/// What a place on the page must score on average for its links to be taken.
const MIN_PLACE_SCORE: f32 = 2.5;

/// The article links of a page in document order, each once. `url` is where the page is from.
pub fn find(html: &str, url: &str) -> Vec<ListedLink> {
    let document = parse(html, Limits::default());
    let Some(base) = base_of(&document, url) else { return Vec::new() };
    let page = Url::parse(url.trim()).unwrap_or_else(|_| base.clone());
    let anchors = anchors(&document, &base, &page);
    let places = place_scores(&anchors);
    let chosen: Vec<&Anchor> = anchors.iter().filter(|a| places.get(&a.place).is_some_and(|p| *p >= MIN_PLACE_SCORE)).collect();
    merge(&document, &chosen)
}

struct Anchor {
    id: NodeId,
    url: String,
    title: String,
    /// Hash of the elements around it: links of one list share it.
    place: u64,
    score: f32,
}

fn anchors(document: &Document<'_>, base: &Url, page: &Url) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    for id in (0..document.nodes.len()).filter(|&id| document.tag(id) == Tag::A) {
        let Some(href) = document.attr(id, "href") else { continue };
        let Some(url) = address::article_like(base, page, &href) else { continue };
        let title = title_of(document, id);
        let words = title.split_whitespace().count();
        let headline = match words {
            0 => -1.0,
            1..MIN_TITLE_WORDS => -1.5,
            MIN_TITLE_WORDS..=30 => 1.5,
            _ => 0.5,
        };
        let score = headline + url.score + region_score(document, id);
        anchors.push(Anchor { id, url: url.address, title, place: place(document, id), score });
    }
    anchors
}

fn title_of(document: &Document<'_>, id: NodeId) -> String {
    let text = document.text(id);
    let text = if text.is_empty() { document.attr(id, "title").map(|t| t.trim().to_owned()).unwrap_or_default() } else { text };
    if text.chars().count() > MAX_TITLE_CHARS {
        // A card that is one large link: its heading is the title.
        let heading = document.subtree(id).find(|&n| is_heading(document.tag(n)));
        return heading.map(|n| document.text(n)).unwrap_or_else(|| text.chars().take(MAX_TITLE_CHARS).collect());
    }
    text
}

fn is_heading(tag: Tag) -> bool {
    matches!(tag, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5)
}

/// Menus, footers and side bars hold few articles, headings many.
fn region_score(document: &Document<'_>, id: NodeId) -> f32 {
    let mut score: f32 = 0.0;
    for (steps, up) in document.ancestors(id).enumerate() {
        match document.tag(up) {
            Tag::Nav | Tag::Footer | Tag::Menu => return -3.0,
            Tag::Aside => score -= 0.5,
            tag if steps < 3 && is_heading(tag) => score += 1.0,
            Tag::Article if steps < 6 => score += 0.5,
            _ => {}
        }
    }
    if document.subtree(id).take(2000).any(|n| is_heading(document.tag(n))) {
        score += 1.0;
    }
    score
}

fn place(document: &Document<'_>, id: NodeId) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    for node in std::iter::once(id).chain(document.ancestors(id)).take(4) {
        document.tag(node).hash(&mut hasher);
        let class = document.raw_attr(node, "class").unwrap_or_default();
        class.split_ascii_whitespace().next().hash(&mut hasher);
    }
    hasher.finish()
}

/// Mean score of the links of each place, with a little more for places with many different links.
fn place_scores(anchors: &[Anchor]) -> HashMap<u64, f32> {
    let mut members: HashMap<u64, (f32, f32, HashSet<&str>)> = HashMap::new();
    for anchor in anchors {
        let (sum, count, urls) = members.entry(anchor.place).or_default();
        *sum += anchor.score;
        *count += 1.0;
        urls.insert(&anchor.url);
    }
    let score = |(sum, count, urls): (f32, f32, HashSet<&str>)| {
        let crowd = (urls.len() as f32).ln().min(2.5) * 0.4;
        sum / count + crowd
    };
    members.into_iter().map(|(place, member)| (place, score(member))).collect()
}

/// One link an address: the longest title, the nearest date.
fn merge(document: &Document<'_>, anchors: &[&Anchor]) -> Vec<ListedLink> {
    let mut position: HashMap<&str, usize> = HashMap::new();
    let mut links: Vec<ListedLink> = Vec::new();
    for (n, anchor) in anchors.iter().enumerate() {
        let published = date_near(document, anchors, n);
        let at = *position.entry(&anchor.url).or_insert(links.len());
        if at == links.len() {
            if links.len() == MAX_LINKS {
                break;
            }
            links.push(ListedLink { url: anchor.url.clone(), title: anchor.title.clone(), published });
            continue;
        }
        let known = &mut links[at];
        if anchor.title.chars().count() > known.title.chars().count() {
            known.title.clone_from(&anchor.title);
        }
        known.published = known.published.or(published);
    }
    links.retain(|link| !link.title.is_empty());
    links
}

/// The date in the largest element around a link that holds no other chosen link.
fn date_near(document: &Document<'_>, anchors: &[&Anchor], n: usize) -> Option<Timestamp> {
    let url = &anchors[n].url;
    let before = anchors[..n].iter().rev().take(NEIGHBOURS).find(|a| a.url != *url).map(|a| a.id);
    let after = anchors[n + 1..].iter().take(NEIGHBOURS).find(|a| a.url != *url).map(|a| a.id);
    let alone = |id: &NodeId| before.is_none_or(|b| b < *id) && after.is_none_or(|a| a >= document.end(*id));
    let item = document.ancestors(anchors[n].id).take(6).take_while(alone).last()?;
    document.subtree(item).take(400).filter(|&id| document.tag(id) == Tag::Time).find_map(|id| date_of(document, id))
}

fn date_of(document: &Document<'_>, id: NodeId) -> Option<Timestamp> {
    let attribute = document.attr(id, "datetime").and_then(|text| date::parse(&text));
    attribute.or_else(|| date::parse(&document.text(id)))
}

/// The links that a rule names, in document order, each once.
pub fn find_by_rule(html: &str, url: &str, rule: &Rule) -> Vec<ListedLink> {
    let document = parse(html, Limits::default());
    let Some(base) = base_of(&document, url) else { return Vec::new() };
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    for item in (0..document.nodes.len()).filter(|&id| rule.item.matches(&document, id)) {
        let first = |selector: &Selector| document.subtree(item).find(|&id| selector.matches(&document, id));
        let link = match &rule.link {
            Some(selector) => first(selector),
            None => document.subtree(item).find(|&id| document.tag(id) == Tag::A),
        };
        let Some(link) = link else { continue };
        let Some(url) = document.attr(link, "href").and_then(|href| address::absolute(&base, &href)) else { continue };
        let title = document.text(rule.title.as_ref().and_then(first).unwrap_or(link));
        let published = rule.date.as_ref().and_then(first).and_then(|id| date_of(&document, id));
        let url = String::from(url);
        if !title.is_empty() && seen.insert(url.clone()) {
            links.push(ListedLink { url, title, published });
            if links.len() == MAX_LINKS {
                break;
            }
        }
    }
    links
}

#[cfg(test)]
mod tests;
