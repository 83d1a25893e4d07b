//! What an article said before, and what was changed.

use jiff::Timestamp;
use rafid_analysis::difference::{Change, difference};
use rafid_core::ArticleRef;

use super::{Portal, PortalResult};
use crate::view::{Article, Outlets};

/// All that was changed in an article after it was published, as far as its outlet's policy lets it be seen.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleChanges {
    pub article: Article,
    /// The latest change first.
    pub editions: Vec<Edition>,
}

/// One change, marked against the text before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// When the change was noticed.
    pub noticed_at: Timestamp,
    pub title: Vec<Change>,
    /// Paragraphs; empty where nothing of the body changed, or where nobody may see it.
    pub body: Vec<Vec<Change>>,
}

impl Portal {
    /// `None` when there is no such article; without editions when it never changed.
    pub fn changes(&self, article: &ArticleRef) -> PortalResult<Option<ArticleChanges>> {
        let Some(id) = self.store.resolve(article)? else { return Ok(None) };
        let Some(detail) = self.store.article(id)? else { return Ok(None) };
        let article = Outlets::new(&*self.store).article(detail)?;
        let mut editions = Vec::with_capacity(article.revisions.len());
        for (place, former) in article.revisions.iter().enumerate() {
            let (title, body) = match article.revisions.get(place + 1) {
                Some(next) => (next.title.as_str(), next.body.text()),
                None => (article.card.title.as_str(), article.body.text()),
            };
            let old = former.body.text();
            let body = if old == body { Vec::new() } else { paragraphs(difference(&old, &body)) };
            let edition = Edition { noticed_at: former.replaced_at, title: difference(&former.title, title), body };
            // What changed where nobody may look is no change to show.
            if edition.is_visible() {
                editions.push(edition);
            }
        }
        editions.reverse();
        Ok(Some(ArticleChanges { article, editions }))
    }
}

impl Edition {
    fn is_visible(&self) -> bool {
        self.has_new_title() || !self.body.is_empty()
    }

    pub fn has_new_title(&self) -> bool {
        self.title.iter().any(|change| change.kind != rafid_analysis::difference::ChangeKind::Same)
    }
}

/// Changes by the paragraphs of the newer text.
fn paragraphs(changes: Vec<Change>) -> Vec<Vec<Change>> {
    let mut out: Vec<Vec<Change>> = vec![Vec::new()];
    for change in changes {
        for (place, text) in change.text.split('\n').enumerate() {
            if place > 0 {
                out.push(Vec::new());
            }
            if let (Some(last), false) = (out.last_mut(), text.is_empty()) {
                last.push(Change { kind: change.kind, text: text.to_owned() });
            }
        }
    }
    out.retain(|paragraph| !paragraph.is_empty());
    out
}
