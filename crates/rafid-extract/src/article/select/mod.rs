//! Which part of the page is the article.
//!
//! The page's text is cut into blocks ([`blocks`]); blocks that read like prose give their weight to the elements around
//! them, the names of elements ([`hints`]) and what the page declares shift the balance, and the element with the most
//! becomes the article's root ([`candidate`]). Then what is not article is taken out of it ([`prune`]).

mod aggregate;
mod blocks;
mod candidate;
mod hints;
mod prune;

use crate::html::{Document, NodeId, Tag};
use blocks::TextBlock;
pub use blocks::holds_prose;
use hints::Hints;
pub use prune::Harvest;

/// The subtrees that make the body, and what is left out of them.
#[derive(Debug, Default)]
pub struct Chosen {
    pub roots: Vec<NodeId>,
    skipped: Vec<bool>,
    pub harvest: Harvest,
}

impl Chosen {
    pub fn skips(&self, id: NodeId) -> bool {
        self.skipped.get(id).copied().unwrap_or(false)
    }

    /// Takes other subtrees instead, whole.
    pub fn take(&mut self, roots: Vec<NodeId>) {
        self.roots = roots;
        self.skipped.fill(false);
    }

    /// Leaves a subtree out.
    pub fn skip(&mut self, id: NodeId) {
        if let Some(skipped) = self.skipped.get_mut(id) {
            *skipped = true;
        }
    }
}

/// The page as the rules of this room see it.
pub struct Page<'d, 'a> {
    document: &'d Document<'a>,
    hints: Vec<Hints>,
    /// Subtrees that are no article wherever they stand.
    dropped: Vec<bool>,
    blocks: Vec<TextBlock>,
    /// The block that announces a second whole article.
    second: Option<usize>,
}

/// What the metadata said that tells where the article begins and ends.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'k> {
    pub title: Option<&'k str>,
    pub byline: Option<&'k str>,
    pub summary: Option<&'k str>,
}

/// The article's subtrees.
pub fn article(document: &Document<'_>, known: Known<'_>) -> Chosen {
    let page = Page::read(document);
    let roots = candidate::roots(&page, known);
    let pruned = prune::prune(&page, &roots, known);
    Chosen { roots, skipped: pruned.skipped, harvest: pruned.harvest }
}

impl<'d, 'a> Page<'d, 'a> {
    fn read(document: &'d Document<'a>) -> Self {
        let hints = hints::of_all(document);
        let mut prose = vec![0u32; document.nodes.len() + 1];
        blocks::each(document, &|_| false, &mut |block| {
            if block.is_prose() {
                prose[block.first() + 1] += block.chars;
            }
        });
        for n in 1..prose.len() {
            prose[n] += prose[n - 1];
        }
        let all = prose.last().copied().unwrap_or(0);
        let within = |id: NodeId| prose[document.end(id)] - prose[id];
        let dropped = (0..document.nodes.len()).map(|id| drops(document, &hints, id, within(id), all)).collect::<Vec<_>>();
        let mut blocks = blocks::of(document, &|id| dropped[id]);
        blocks::mark_teasers(document, &mut blocks);
        let mut page = Self { document, hints, dropped, blocks, second: None };
        page.second = aggregate::second_article(&page);
        if let Some(second) = page.second {
            page.blocks[second..].iter_mut().for_each(|block| block.teaser = true);
        }
        page
    }
}

/// Whether a subtree is no article wherever it stands. An element that holds most of the page's prose is kept whatever
/// it is called: themes put `sidebar` on the body and ASP.NET puts a form around the page.
fn drops(document: &Document<'_>, hints: &[Hints], id: NodeId, prose: u32, all: u32) -> bool {
    let tag = document.tag(id);
    if matches!(tag, Tag::Text | Tag::Document | Tag::Html | Tag::Body) {
        return false;
    }
    let hint = hints[id];
    let most = prose * 2 > all;
    let by_tag =
        matches!(tag, Tag::Nav | Tag::Footer | Tag::Aside | Tag::Form | Tag::Button | Tag::Dialog | Tag::AmpAd | Tag::Menu);
    if by_tag || hint.has(Hints::HIDDEN) {
        return !most;
    }
    hint.has(Hints::NEGATIVE) && !most && !hint.has(Hints::DECLARED_BODY)
}
