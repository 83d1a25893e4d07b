//! An article more.

use std::collections::HashSet;

use super::{LEAST_ARTICLES, Piece, Seen, Template, hash};
use crate::article::{Extraction, phrases};

/// Articles after which all counts are halved: what a site stopped showing is forgotten.
const MOST_ARTICLES: u8 = 120;
/// Articles that are known again, by two marks each.
const RECENT: usize = 128;
/// Pieces that are remembered.
const MOST_PIECES: usize = 400;
/// Of one article: those at its beginning and at its end, where sites put theirs.
const FROM_START: usize = 15;
const FROM_END: usize = 35;

impl Template {
    /// Takes an article into account, as it was before [`Template::apply`]. One that was seen before changes nothing, by its
    /// address, its headline or most of its text.
    pub fn learn(&mut self, address: &str, page: &Extraction) {
        let title = page.title.as_deref().map(phrases::fold).filter(|title| title.contains(' '));
        let marks: Vec<u64> = [Some(hash(address)), title.map(|title| hash(&title))].into_iter().flatten().collect();
        let again = marks.iter().any(|mark| self.recent.contains(mark));
        let blocks = &page.body.0;
        let edges =
            blocks.iter().take(FROM_START).chain(blocks.iter().skip(FROM_START.max(blocks.len().saturating_sub(FROM_END))));
        let pieces: Vec<Piece> = edges.filter_map(Piece::of).collect();
        let copy = self.is_copy(&pieces);
        self.recent.extend(marks.iter().filter(|mark| !self.recent.contains(mark)).collect::<Vec<_>>());
        while self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        if again || copy || pieces.is_empty() {
            return;
        }
        self.age();
        let before = self.articles;
        self.articles += 1;
        let image = page.image.as_ref().map(|image| hash(image.as_str()));
        let hashes: HashSet<u64> = pieces.iter().map(|piece| piece.hash).chain(image).collect();
        for hash in hashes {
            let seen = self.pieces.entry(hash).or_insert(Seen { articles: 0, before, last: 0 });
            seen.articles = seen.articles.saturating_add(1);
            seen.last = self.articles;
        }
        self.forget();
    }

    /// Whether most of what is not yet known as the site's was in articles before: a copy, or the article again.
    fn is_copy(&self, pieces: &[Piece]) -> bool {
        let (mut known, mut all) = (0, 0);
        for piece in pieces.iter().filter(|piece| piece.prose && !self.is_everywhere(piece.hash, LEAST_ARTICLES)) {
            all += piece.chars;
            known += if self.pieces.contains_key(&piece.hash) { piece.chars } else { 0 };
        }
        known * 2 > all
    }

    fn age(&mut self) {
        if self.articles < MOST_ARTICLES {
            return;
        }
        self.articles /= 2;
        for seen in self.pieces.values_mut() {
            (seen.articles, seen.before, seen.last) = (seen.articles / 2, seen.before / 2, seen.last / 2);
        }
        self.pieces.retain(|_, seen| seen.articles > 0);
    }

    /// The rarest and oldest pieces go when there are too many.
    fn forget(&mut self) {
        if self.pieces.len() <= MOST_PIECES {
            return;
        }
        let mut by_worth: Vec<(u8, u8, u64)> = self.pieces.iter().map(|(hash, seen)| (seen.articles, seen.last, *hash)).collect();
        by_worth.sort_unstable();
        for (_, _, hash) in by_worth.into_iter().take(self.pieces.len() - MOST_PIECES * 3 / 4) {
            self.pieces.remove(&hash);
        }
    }
}
