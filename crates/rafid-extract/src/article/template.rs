//! What repeats on the pages of a host is not article: newsletter calls, tails, default pictures.
//!
//! A [`Template`] is a small sketch of one host: which pieces of bodies were seen in how many different articles. It holds hashes
//! only, a few hundred, and forgets slowly, so that a site may change. [`Template::learn`] shows it an article,
//! [`Template::apply`] takes out of an article what the host puts into most of them. It is careful: an article that comes
//! again (by address, by headline, or with mostly the same text) is one article, prose has to repeat in most articles and to stand at an edge,
//! subheads go only with the text below them, and something is always left. To carry it from run to run, keep
//! [`Template::to_bytes`].

mod codec;
mod learn;

use std::collections::{HashMap, VecDeque};

use rafid_core::{Block, Body, Inline, Issue};

use super::{Extraction, credit, links, phrases};

/// From how many different articles on a piece can be the site's.
const LEAST_ARTICLES: u8 = 4;
/// The same for sentences without a link, which a running story may repeat.
const LEAST_ARTICLES_OF_PROSE: u8 = 6;

/// The sketch of one host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    /// Different articles that it has seen; halved with all other counts when they are many.
    articles: u8,
    /// The articles seen last, by address and by headline.
    recent: VecDeque<u64>,
    pieces: HashMap<u64, Seen>,
}

/// One piece of text, or one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    /// In how many articles.
    articles: u8,
    /// How many articles were seen before the first of them, and up to the last.
    before: u8,
    last: u8,
}

/// What a block of the body is to the template.
struct Piece {
    hash: u64,
    chars: usize,
    /// A sentence without a link.
    prose: bool,
    /// It says what is below it.
    leads: bool,
}

impl Piece {
    fn of(block: &Block) -> Option<Self> {
        let (key, linked) = match block {
            Block::Figure { image, .. } => (image.as_str().to_owned(), true),
            Block::Embed { url, .. } => (url.as_str().to_owned(), true),
            Block::Table { .. } | Block::Preformatted(_) => return None,
            Block::Paragraph(runs) | Block::Quote(runs) => (phrases::fold(&block.text()), has_link(runs)),
            Block::List { items, .. } => (phrases::fold(&block.text()), items.iter().any(|item| has_link(item))),
            Block::Heading { .. } => (phrases::fold(&block.text()), false),
        };
        let chars = key.chars().count();
        let text = block.text();
        let words = text.split_whitespace().count();
        let leads = matches!(block, Block::Heading { .. }) || (!linked && (words <= 3 || text.trim_end().ends_with([':', '：'])));
        let prose = !linked && !leads && chars >= 60;
        (!key.is_empty()).then(|| Self { hash: hash(&key), chars, prose, leads })
    }
}

fn has_link(runs: &[Inline]) -> bool {
    runs.iter().any(|run| matches!(run, Inline::Link { .. }))
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

impl Template {
    /// Takes what the host repeats out of the article; how many pieces that were. An issue of the article says so.
    pub fn apply(&self, page: &mut Extraction) -> usize {
        let pieces: Vec<Option<Piece>> = page.body.0.iter().map(Piece::of).collect();
        let mut drops: Vec<bool> = pieces.iter().map(|piece| piece.as_ref().is_some_and(|piece| self.repeats(piece))).collect();
        keep_inner_prose(&pieces, &mut drops);
        keep_leads(&pieces, &mut drops);
        let image = page.image.as_ref().is_some_and(|image| self.is_everywhere(hash(image.as_str()), LEAST_ARTICLES));
        let left = pieces.iter().zip(&drops).any(|(piece, drop)| !drop && piece.as_ref().is_some_and(|piece| piece.prose));
        let mut dropped = if left { drops.iter().filter(|drop| **drop).count() } else { 0 };
        if dropped > 0 {
            let last = drops.last() == Some(&true);
            let mut drop = drops.into_iter();
            page.body.0.retain(|_| !drop.next().unwrap_or(false));
            if last {
                // The credit stands at the end, which was not the body's end before.
                let cut = credit::cut(&mut page.body);
                page.credit = page.credit.take().or(cut);
            }
            page.links = links(&page.body);
            page.text = page.body.text();
        }
        if image {
            page.image = first_image(&page.body);
            dropped += 1;
        }
        if dropped > 0 {
            let detail = format!("{dropped} pieces that repeat on the site's pages were left out");
            page.issues.push(Issue::note("site-template", detail));
        }
        dropped
    }

    fn repeats(&self, piece: &Piece) -> bool {
        self.is_everywhere(piece.hash, if piece.prose { LEAST_ARTICLES_OF_PROSE } else { LEAST_ARTICLES })
    }

    /// In enough articles, and in most of those since it came up.
    fn is_everywhere(&self, hash: u64, least: u8) -> bool {
        let Some(seen) = self.pieces.get(&hash) else { return false };
        let since = self.articles.saturating_sub(seen.before);
        seen.articles >= least && u16::from(seen.articles) * 5 >= u16::from(since) * 3
    }
}

/// Sentences go from the edges of the body only: up to the first and from the last piece that is the article's own.
fn keep_inner_prose(pieces: &[Option<Piece>], drops: &mut [bool]) {
    let own = |n: &usize| !drops[*n] && pieces[*n].as_ref().is_some_and(|piece| piece.prose);
    let (Some(first), Some(last)) = ((0..drops.len()).find(own), (0..drops.len()).rev().find(own)) else { return };
    for n in first..=last {
        drops[n] &= pieces[n].as_ref().is_none_or(|piece| !piece.prose);
    }
}

/// Subheads and lines that lead on go only where what stands below them goes.
fn keep_leads(pieces: &[Option<Piece>], drops: &mut [bool]) {
    let mut below = true;
    for n in (0..drops.len()).rev() {
        if pieces[n].as_ref().is_some_and(|piece| piece.leads) {
            drops[n] &= below;
        }
        below = drops[n];
    }
}

fn first_image(body: &Body) -> Option<rafid_core::WebUrl> {
    body.0.iter().find_map(|block| match block {
        Block::Figure { image, .. } => Some(image.clone()),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
