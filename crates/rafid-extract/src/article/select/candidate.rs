//! The element that holds the article.

use super::Page;
use super::hints::Hints;
use crate::article::phrases::fold;
use crate::html::{NodeId, Tag};

/// The subtrees of the article, in document order; empty when the page has no prose.
pub fn roots(page: &Page<'_, '_>, known: super::Known<'_>) -> Vec<NodeId> {
    let Some(top) = best(page, &scores(page)) else { return Vec::new() };
    let top = widen(page, top);
    let mut roots = intro(page, top, known.summary);
    roots.push(top);
    roots.extend(outro(page, top));
    roots
}

/// Every block gives its weight to the elements around it, less the farther they are.
fn scores(page: &Page<'_, '_>) -> Vec<f32> {
    let document = page.document;
    let mut scores = vec![0.0f32; document.nodes.len()];
    for block in page.blocks.iter().filter(|block| block.is_prose()) {
        let length = (block.chars as f32 / 60.0).min(6.0);
        let weight = (1.0 + length + (block.stops as f32).min(6.0)) * (1.0 - block.link_density());
        let mut level = 0;
        let mut id = block.owner();
        if matches!(document.tag(id), Tag::P | Tag::Li | Tag::Blockquote | Tag::Dd | Tag::Pre) || document.tag(id).is_heading() {
            id = document.parent(id).unwrap_or(0);
        }
        loop {
            let divider = match level {
                0 => 1.0,
                1 => 2.0,
                _ => level as f32 * 3.0,
            };
            scores[id] += weight / divider;
            level += 1;
            if level > 6 {
                break;
            }
            let Some(up) = document.parent(id) else { break };
            id = up;
        }
    }
    for (id, score) in scores.iter_mut().enumerate() {
        let hint = page.hints[id];
        if *score > 0.0 {
            if hint.has(Hints::BODY) {
                *score *= 1.3;
            }
            if hint.has(Hints::DECLARED_BODY) {
                *score *= 1.6;
            }
            if document.tag(id) == Tag::Article {
                *score *= 1.2;
            }
        }
    }
    scores
}

fn best(page: &Page<'_, '_>, scores: &[f32]) -> Option<NodeId> {
    (0..scores.len())
        .filter(|&id| scores[id] > 0.0 && !matches!(page.document.tag(id), Tag::Text | Tag::Document))
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))
}

/// Climbs to the ancestors that add prose without adding much else.
fn widen(page: &Page<'_, '_>, top: NodeId) -> NodeId {
    let document = page.document;
    let sums = Sums::of(page);
    let mut root = top;
    let mut at = top;
    let mut fenced = false;
    for up in document.ancestors(top) {
        if matches!(document.tag(up), Tag::Html | Tag::Document) {
            break;
        }
        if page.hints[root].has(Hints::DECLARED_BODY) {
            break;
        }
        let inside = sums.prose(page, root);
        let prose = sums.prose(page, up) - inside;
        let other = sums.other(page, up) - sums.other(page, root);
        // What the page calls its article is left only for much more of it.
        fenced |= is_article(page, at);
        at = up;
        let enough = if fenced { prose > inside } else { prose * 10 > inside || (prose >= 150 && other * 4 < prose) };
        let clean = if is_article(page, up) { other < prose * 3 / 2 } else { other * 2 < prose };
        if enough && clean {
            root = up;
            fenced = false;
        }
    }
    root
}

/// Whether the page says that this element is an article or its body.
fn is_article(page: &Page<'_, '_>, id: NodeId) -> bool {
    page.document.tag(id) == Tag::Article || page.hints[id].has(Hints::BODY) || page.hints[id].has(Hints::DECLARED_BODY)
}

/// Sums over subtrees: characters of prose, and of everything else.
struct Sums {
    prose: Vec<u32>,
    other: Vec<u32>,
}

impl Sums {
    fn of(page: &Page<'_, '_>) -> Self {
        let mut sums = Self { prose: vec![0; page.document.nodes.len() + 1], other: vec![0; page.document.nodes.len() + 1] };
        for block in &page.blocks {
            let good = block.chars >= 40 && block.words >= 7 && block.link_density() < 0.35 && !block.teaser;
            let into = if good { &mut sums.prose } else { &mut sums.other };
            into[block.first() + 1] += block.chars;
        }
        for n in 1..sums.prose.len() {
            sums.prose[n] += sums.prose[n - 1];
            sums.other[n] += sums.other[n - 1];
        }
        sums
    }

    fn prose(&self, page: &Page<'_, '_>, id: NodeId) -> u32 {
        self.prose[page.document.end(id)] - self.prose[id]
    }

    fn other(&self, page: &Page<'_, '_>, id: NodeId) -> u32 {
        self.other[page.document.end(id)] - self.other[id]
    }
}

/// Paragraphs between the headline and the root that stand in containers of their own: where a page lays its article
/// out in sections, the first is the article's as well. One that the page gives as its summary is a deck.
fn intro(page: &Page<'_, '_>, root: NodeId, summary: Option<&str>) -> Vec<NodeId> {
    let document = page.document;
    let Some(headline) = (0..root).rev().find(|&id| document.tag(id) == Tag::H1) else { return Vec::new() };
    if document.end(headline) > root || document.is_inside(headline, root) {
        return Vec::new();
    }
    let summary = summary.map(fold).unwrap_or_default();
    let is_deck = |id: NodeId| {
        let text = fold(&document.text(id));
        !summary.is_empty() && (same_start(&text, &summary) || text.contains(&summary) && summary.len() > 60)
    };
    let found: Vec<_> = page
        .blocks
        .iter()
        .filter(|block| block.first() >= document.end(headline) && block.first() < root && !block.teaser)
        .filter(|block| {
            block.link_density() < 0.3
                && block.chars >= 80
                && block.words >= 12
                && block.stops >= 2
                && document.end(block.owner()) <= root
                && !is_deck(block.owner())
        })
        .collect();
    let chars: u32 = found.iter().map(|block| block.chars).sum();
    if chars < 160 {
        return Vec::new();
    }
    let mut owners: Vec<NodeId> = Vec::new();
    for block in found {
        if owners.last().is_none_or(|&last| !document.is_inside(block.owner(), last)) {
            owners.push(block.owner());
        }
    }
    owners
}

/// Whether two folded texts begin alike for as long as the shorter, and for some words at least.
fn same_start(one: &str, other: &str) -> bool {
    let alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    alike >= 30
}

/// Sections below the root, beside it or up to two levels up, that are long and nothing but prose: the questions and
/// answers of a guide. What has a headline, a time or an article's name of its own is another article.
fn outro(page: &Page<'_, '_>, root: NodeId) -> Vec<NodeId> {
    let document = page.document;
    let sums = Sums::of(page);
    let own = sums.prose(page, root);
    let mut found = Vec::new();
    let mut at = root;
    for up in document.ancestors(root).take(3) {
        if matches!(document.tag(up), Tag::Html | Tag::Document) {
            break;
        }
        for id in document.children(up).filter(|&id| id >= document.end(at)) {
            let (prose, other) = (sums.prose(page, id), sums.other(page, id));
            let another = || document.subtree(id).any(|n| matches!(document.tag(n), Tag::H1 | Tag::Time | Tag::Article));
            if prose >= 600 && prose < own * 2 && other * 4 < prose && !page.dropped[id] && !another() {
                found.push(id);
            }
        }
        at = up;
    }
    found.sort_unstable();
    found
}
