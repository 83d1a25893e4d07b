//! Articles from beyond the window that a newcomer may carry the text of.

use rafid_core::{ArticleId, AssignIntent, CopyLink, DigestRow, SettleIntent};

use super::settle::Outcome;
use super::window::{DAY_SECS, Member, SPAN_SECS, Window};
use crate::copies::archive::{LEAST_SHARED, MOST_LOOKED_AT};
use crate::copies::{self, Verdict};

/// All settled articles, asked by wording.
pub trait Archive {
    /// Who shares at least `least` numbers of an article's signature ([`crate::signature`]), those that share most first.
    fn sharing(&mut self, article: &DigestRow, least: u32) -> Vec<ArticleId>;
    fn rows(&mut self, ids: &[ArticleId]) -> Vec<DigestRow>;
}

/// An archive without articles.
impl Archive for () {
    fn sharing(&mut self, _: &DigestRow, _: u32) -> Vec<ArticleId> {
        Vec::new()
    }

    fn rows(&mut self, _: &[ArticleId]) -> Vec<DigestRow> {
        Vec::new()
    }
}

impl Window {
    /// Decides anew whose text an article of long ago carries that was changed; its story stays as it was.
    pub fn relink(&self, row: &DigestRow, archive: &mut dyn Archive) -> SettleIntent {
        let mut outcome = Outcome::default();
        let mut article = self.read(row);
        article.original = None;
        outcome.unlink(article.id);
        self.link_archive(&mut article, row, archive, &mut outcome);
        outcome.assign(article.intent());
        outcome.into_intent()
    }

    /// Links an article with the texts of long ago that it carries. One of a later time (an archive is being brought in) learns
    /// that this one was before it.
    pub(super) fn link_archive(&self, article: &mut Member, row: &DigestRow, archive: &mut dyn Archive, outcome: &mut Outcome) {
        let mut ids = archive.sharing(row, LEAST_SHARED);
        ids.retain(|id| *id != article.id && !self.holds(*id));
        ids.truncate(MOST_LOOKED_AT);
        if ids.is_empty() {
            return;
        }
        let of_window = article.original.and_then(|id| self.member(self.number(id)?));
        let mut originals: Vec<_> = of_window.map(|member| (member.at, member.id)).into_iter().collect();
        for other in archive.rows(&ids) {
            let old = self.read(&other);
            let Some(verdict) = verdict(article, &old) else { continue };
            let link = verdict.link(old.id);
            article.copies.push(link);
            if old.is_before(article) {
                originals.push((old.at, old.id));
            } else if let Some(story) = other.story
                && old.original.is_none_or(|first| archive.rows(&[first]).first().is_none_or(|first| article.precedes(first)))
            {
                let copies = vec![link.seen_from_other(article.id)];
                outcome.assign(AssignIntent { article: old.id, story, original: Some(article.id), copies });
            }
        }
        if let Some((_, original)) = originals.into_iter().min() {
            article.original = Some(original);
        }
    }
}

fn verdict(a: &Member, b: &Member) -> Option<Verdict> {
    let secs = (a.at.as_second() - b.at.as_second()).abs();
    let same_outlet = a.source == b.source;
    if secs > SPAN_SECS {
        copies::archive::verdict(a.side(), b.side(), same_outlet)
    } else {
        copies::verdict(a.side(), b.side(), secs as f32 / DAY_SECS as f32, same_outlet)
    }
}

impl Verdict {
    /// The link of the first of the two compared to the second, which is `other`.
    pub(super) fn link(self, other: ArticleId) -> CopyLink {
        CopyLink { other, kind: self.kind, similarity: self.similarity, of_this: self.shared.of_a, of_other: self.shared.of_b }
    }
}
