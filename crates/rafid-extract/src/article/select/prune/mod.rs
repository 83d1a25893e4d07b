//! What inside the article's root is not article.
//!
//! The rules look at the text blocks of the root in reading order, each with its words ([`line`]). They only ever drop
//! short or linked blocks, or everything below a mark that ends the article: a paragraph of prose is never judged by its
//! content. [`lead`] knows what stands above an article, [`inside`] what stands between its paragraphs, [`tail`] what
//! stands below; what was dropped is read once more by [`harvest`] for links, source and keywords.

mod harvest;
mod inside;
mod lead;
mod line;
mod tail;

use super::{Known, Page};
use crate::html::{NodeId, Tag};
pub use harvest::Harvest;
pub use line::Line;

/// What is left out of the body, and what it said.
#[derive(Debug, Default)]
pub struct Pruned {
    /// By node.
    pub skipped: Vec<bool>,
    pub harvest: Harvest,
}

/// Applies the rules to the blocks of `roots`.
pub fn prune(page: &Page<'_, '_>, roots: &[NodeId], known: Known<'_>) -> Pruned {
    let mut lines: Vec<Line<'_>> = page
        .blocks
        .iter()
        .filter(|block| roots.iter().any(|&root| page.document.subtree(root).contains(&block.first())))
        .map(|block| Line::read(page, block))
        .collect();
    lead::drop_before_headline(&mut lines, known.title);
    lead::drop_byline(&mut lines);
    lead::drop_lead_labels(&mut lines, known.title);
    let second = tail::cut_second_article(page, &mut lines);
    tail::cut_at_end_heading(page, &mut lines);
    inside::drop_repeated(page, &mut lines);
    inside::drop_set_phrases(&mut lines);
    inside::drop_contents(page, &mut lines);
    inside::drop_linked(&mut lines);
    tail::drop_author_note(page, &mut lines, known.byline);
    tail::drop_tail(&mut lines);
    tail::drop_lone_headings(&mut lines);
    let beyond = beyond(page, roots, &mut lines);
    let second = second.or(beyond);
    let mut harvest = Harvest::read(page, &lines, second);
    harvest.below(page, roots);
    harvest.boxes(page);
    let mut skipped = page.dropped.clone();
    skip_cards(page, roots, &lines, &mut skipped);
    for line in lines.iter().filter(|line| !line.kept) {
        let nodes = line.block.first()..line.block.end();
        for (skip, node) in skipped[nodes.clone()].iter_mut().zip(nodes) {
            *skip |= page.document.tag(node) == Tag::Text;
        }
    }
    Pruned { skipped, harvest }
}

/// Where a second article follows, the lines between it and the root, and the article itself, are read for what they say.
/// Where the label stands among the lines is given back.
fn beyond<'p>(page: &'p Page<'_, '_>, roots: &[NodeId], lines: &mut Vec<Line<'p>>) -> Option<usize> {
    let label = page.blocks.get(page.second?)?.first();
    let end = roots.iter().map(|&root| page.document.end(root)).max()?;
    let mut place = None;
    for block in page.blocks.iter().filter(|block| block.first() >= end).take(300) {
        if block.first() >= label {
            place.get_or_insert(lines.len());
        }
        let mut line = Line::read(page, block);
        line.kept = false;
        lines.push(line);
    }
    place
}

/// A card goes with its picture: the largest element around a dropped link that holds no kept text.
fn skip_cards(page: &Page<'_, '_>, roots: &[NodeId], lines: &[Line<'_>], skipped: &mut [bool]) {
    let mut kept = vec![0u32; page.document.nodes.len() + 1];
    for line in lines.iter().filter(|line| line.kept) {
        kept[line.block.first() + 1] = 1;
    }
    for n in 1..kept.len() {
        kept[n] += kept[n - 1];
    }
    let holds_kept = |id: NodeId| kept[page.document.end(id)] > kept[id];
    for line in lines.iter().filter(|line| !line.kept && line.block.link_density() > 0.8) {
        let card =
            page.document.ancestors(line.block.first()).take(5).take_while(|&up| !roots.contains(&up) && !holds_kept(up)).last();
        if let Some(card) = card
            && page.document.end(card) - card < 120
        {
            skipped[card] = true;
        }
    }
}
