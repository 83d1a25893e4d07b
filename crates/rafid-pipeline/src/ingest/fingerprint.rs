//! Has an article changed? One number over all that a reader could see of it.

use rafid_core::{ArticleDraft, Block, Inline};
use xxhash_rust::xxh3::Xxh3;

/// Over the draft's content; when and where it was fetched does not count.
pub fn content_hash(draft: &ArticleDraft) -> u64 {
    let mut hash = Fields(Xxh3::new());
    hash.text(&draft.title);
    hash.text(draft.byline.as_deref().unwrap_or_default());
    hash.text(draft.summary.as_deref().unwrap_or_default());
    for block in &draft.body.0 {
        hash.block(block);
    }
    hash.text(draft.image.as_ref().map_or("", |url| url.as_str()));
    for tag in &draft.tags {
        hash.text(tag);
    }
    hash.text(draft.section.as_deref().unwrap_or_default());
    hash.text(draft.credit.as_deref().unwrap_or_default());
    let time = |time: Option<jiff::Timestamp>| time.map_or(0, |time| time.as_microsecond());
    hash.number(time(draft.published).cast_unsigned());
    hash.number(time(draft.updated).cast_unsigned());
    hash.0.digest()
}

/// Each field with its length before it, so that words cannot move from one to the next unseen.
struct Fields(Xxh3);

impl Fields {
    fn number(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.number(u64::from(text.is_some()));
        self.text(text.unwrap_or_default());
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(runs) => {
                self.number(1);
                self.runs(runs);
            }
            Block::Heading { level, text } => {
                self.number(0x200 + u64::from(*level));
                self.text(text);
            }
            Block::List { ordered, items } => {
                self.number(0x300 + u64::from(*ordered));
                for item in items {
                    self.runs(item);
                }
            }
            Block::Quote(runs) => {
                self.number(4);
                self.runs(runs);
            }
            Block::Table { rows } => {
                self.number(5);
                for row in rows {
                    self.number(row.len() as u64);
                    for cell in row {
                        self.text(cell);
                    }
                }
            }
            Block::Figure { image, caption, alt } => {
                self.number(6);
                self.text(image.as_str());
                self.maybe(caption.as_deref());
                self.maybe(alt.as_deref());
            }
            Block::Embed { url, title } => {
                self.number(7);
                self.text(url.as_str());
                self.maybe(title.as_deref());
            }
            Block::Preformatted(text) => {
                self.number(8);
                self.text(text);
            }
        }
    }

    fn runs(&mut self, runs: &[Inline]) {
        self.number(runs.len() as u64);
        for run in runs {
            match run {
                Inline::Text(text) => self.kind(1, text),
                Inline::Strong(text) => self.kind(2, text),
                Inline::Emphasis(text) => self.kind(3, text),
                Inline::Link { url, text } => {
                    self.kind(4, url.as_str());
                    self.text(text);
                }
                Inline::Break => self.number(5),
            }
        }
    }

    fn kind(&mut self, kind: u64, text: &str) {
        self.number(kind);
        self.text(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rafid_core::{Body, SourceId};

    fn draft(title: &str, body: &str) -> ArticleDraft {
        ArticleDraft {
            source: SourceId(1),
            external_id: None,
            url: None,
            title: title.to_owned(),
            byline: None,
            summary: None,
            body: Body::from_text(body),
            published: None,
            updated: None,
            fetched_at: jiff::Timestamp::UNIX_EPOCH,
            image: None,
            tags: Vec::new(),
            section: None,
            credit: None,
            language: None,
            takes_over: false,
        }
    }

    #[test]
    fn only_what_a_reader_sees_counts() {
        let first = draft("عنوان", "نص\nآخر");
        let later = ArticleDraft { fetched_at: jiff::Timestamp::MAX, ..first.clone() };
        assert_eq!(content_hash(&first), content_hash(&later));
        assert_ne!(content_hash(&first), content_hash(&draft("عنوان", "نص آخر")));
        assert_ne!(content_hash(&first), content_hash(&draft("عنواننص", "\nآخر")));
    }
}
