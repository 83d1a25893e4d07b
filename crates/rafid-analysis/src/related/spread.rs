//! The rules for variety: no copies, each other story once, few of one outlet.

use std::collections::HashMap;

use rafid_core::{ArticleId, CopyLink, DigestRow, SourceId, StoryId};

use super::{Ranked, Target};
use crate::copies::overlap;
use crate::digest::decode;
use crate::hash::{Map, Set};

const PER_OUTLET: usize = 3;
/// Texts that resemble each other as much, and the shorter of which has as much of the longer one's length, are one text to a reader,
/// whoever wrote it and whenever.
const SAME_TEXT: f32 = 0.6;
const SAME_LENGTH: f32 = 0.75;

/// Takes the best of `items`, which come best first, as long as the rules allow; where somebody's text is offered it is the
/// original's.
pub(super) fn spread(items: Vec<(Ranked, &DigestRow)>, target: &Target, limit: usize) -> Vec<Ranked> {
    let places: Map<i64, usize> = items.iter().enumerate().map(|(place, (ranked, _))| (ranked.id.0, place)).collect();
    let mut texts = Texts::new(target.row, target.copies);
    let mut outlets: HashMap<SourceId, usize> = HashMap::new();
    let mut stories: Set<i64> = Set::default();
    let mut out = Vec::with_capacity(limit);
    for (ranked, row) in &items {
        if out.len() == limit {
            break;
        }
        let (mut ranked, mut row) = (*ranked, *row);
        if let Some((first, original)) = row.original.and_then(|id| items.get(*places.get(&id.0)?))
            && texts.resemble(row, original)
        {
            (ranked, row) = (Ranked { score: ranked.score.max(first.score), ..*first }, *original);
        }
        let other_story = row.story.filter(|story| Some(*story) != target.row.story);
        let told = other_story.is_some_and(|StoryId(story)| stories.contains(&story));
        let of_outlet = outlets.entry(row.source).or_default();
        if told || *of_outlet == PER_OUTLET || texts.has(row) {
            continue;
        }
        *of_outlet += 1;
        stories.extend(other_story.map(|story| story.0));
        texts.push(row);
        out.push(ranked);
    }
    out
}

/// Texts that were read or offered. Links count as far as they are direct: two texts with a third in common may have nothing in
/// common with each other.
struct Texts<'a> {
    rows: Vec<(ArticleId, Option<ArticleId>)>,
    copies: &'a [CopyLink],
    /// Words and shingles of each that was looked at.
    wordings: Map<i64, (u16, Vec<u32>)>,
}

impl<'a> Texts<'a> {
    fn new(target: &DigestRow, copies: &'a [CopyLink]) -> Self {
        let mut texts = Self { rows: Vec::new(), copies, wordings: Map::default() };
        texts.push(target);
        texts
    }

    fn push(&mut self, row: &DigestRow) {
        self.read(row);
        self.rows.push((row.id, row.original));
    }

    fn read(&mut self, row: &DigestRow) {
        self.wordings.entry(row.id.0).or_insert_with(|| {
            let signals = decode(&row.digest);
            (signals.length, signals.shingles)
        });
    }

    fn resemble(&mut self, a: &DigestRow, b: &DigestRow) -> bool {
        self.read(a);
        self.read(b);
        self.are_one(a.id, b.id)
    }

    fn are_one(&self, a: ArticleId, b: ArticleId) -> bool {
        let (Some(a), Some(b)) = (self.wordings.get(&a.0), self.wordings.get(&b.0)) else { return false };
        let (short, long) = (a.0.min(b.0), a.0.max(b.0));
        f32::from(short) >= SAME_LENGTH * f32::from(long) && overlap(&a.1, &b.1).resemblance >= SAME_TEXT
    }

    fn has(&mut self, row: &DigestRow) -> bool {
        let linked = |&(id, original): &(ArticleId, Option<ArticleId>)| {
            id == row.id || original == Some(row.id) || row.original == Some(id)
        };
        if self.rows.iter().any(linked) || self.copies.iter().any(|copy| copy.other == row.id) {
            return true;
        }
        self.read(row);
        self.rows.iter().any(|(id, _)| self.are_one(*id, row.id))
    }
}
