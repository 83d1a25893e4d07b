//! Has an article changed? One number over all that a reader could see of it.

use rafid_core::ArticleDraft;
use xxhash_rust::xxh3::Xxh3;

/// Over the draft's content; when and where it was fetched does not count.
pub fn content_hash(draft: &ArticleDraft) -> u64 {
    let mut hash = Xxh3::new();
    let mut field = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    field(&draft.title);
    field(draft.byline.as_deref().unwrap_or_default());
    field(draft.summary.as_deref().unwrap_or_default());
    for block in &draft.body.0 {
        // Blocks carry addresses as well as words; their debug form names both.
        field(&format!("{block:?}"));
    }
    field(draft.image.as_ref().map_or("", |url| url.as_str()));
    for tag in &draft.tags {
        field(tag);
    }
    field(draft.section.as_deref().unwrap_or_default());
    field(draft.credit.as_deref().unwrap_or_default());
    let time = |time: Option<jiff::Timestamp>| time.map_or(0, |time| time.as_microsecond());
    hash.update(&time(draft.published).to_le_bytes());
    hash.update(&time(draft.updated).to_le_bytes());
    hash.digest()
}
