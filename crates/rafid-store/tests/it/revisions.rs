//! What an article said before.

use rafid_core::*;

use crate::kit::{article, at, cases, commit, draft, id_of, source};

cases!(store:
    the_former_text_is_kept, a_change_around_the_text_is_no_revision, a_correction_does_not_make_it_new,
    a_text_that_changes_all_day_does_not_fill_the_disk, nothing_known_is_forgotten,
);

fn edition(source: &Source, n: i64) -> ArticleDraft {
    let body = Body::from_text(&format!("بلغ عدد الزوار {n} زائرا."));
    ArticleDraft { title: format!("زوار المعرض {n}"), body, fetched_at: at(10 + n), ..draft(source, "a", 0) }
}

fn the_former_text_is_kept(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = id_of(&commit(store, vec![edition(&outlet, 1)])[0]);
    let before = store.last_seq().unwrap();
    for n in 2..=3 {
        assert_eq!(commit(store, vec![edition(&outlet, n)]), [IngestOutcome::Revised(id)]);
    }
    assert!(store.last_seq().unwrap() > before);
    let now = article(store, id);
    assert_eq!((now.summary.title, now.body), (edition(&outlet, 3).title, edition(&outlet, 3).body));
    // The oldest first, each at the time when the next one was seen.
    let former = [1, 2].map(|n| {
        let edition = edition(&outlet, n);
        Revision { replaced_at: at(11 + n), title: edition.title, body: edition.body }
    });
    assert_eq!(now.revisions, former);
}

fn a_change_around_the_text_is_no_revision(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = id_of(&commit(store, vec![edition(&outlet, 1)])[0]);
    let tagged = ArticleDraft { tags: vec!["كتب".into(), "معارض".into()], byline: None, ..edition(&outlet, 1) };
    assert_eq!(commit(store, vec![tagged.clone()]), [IngestOutcome::Revised(id)]);
    let now = article(store, id);
    assert_eq!((now.tags, now.summary.byline, now.revisions), (tagged.tags, None, Vec::new()));
}

fn a_correction_does_not_make_it_new(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = id_of(&commit(store, vec![edition(&outlet, 1)])[0]);
    let later = ArticleDraft { published: Some(at(600)), updated: Some(at(601)), ..edition(&outlet, 2) };
    commit(store, vec![later]);
    let now = article(store, id);
    assert_eq!((now.summary.at, now.summary.published, now.updated), (at(0), Some(at(0)), Some(at(601))));
    assert_eq!(now.fetched_at, at(12), "when it was read last");
}

fn a_text_that_changes_all_day_does_not_fill_the_disk(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = id_of(&commit(store, vec![edition(&outlet, 0)])[0]);
    for n in 1..=40 {
        commit(store, vec![edition(&outlet, n)]);
    }
    let titles: Vec<_> = article(store, id).revisions.into_iter().map(|revision| revision.title).collect();
    let expected: Vec<_> = (10..40).map(|n| edition(&outlet, n).title).collect();
    assert_eq!(titles, expected);
}

/// A later look that sees less (no picture, no section, no address) does not take away what is known.
fn nothing_known_is_forgotten(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let full = ArticleDraft { external_id: Some("e".into()), ..edition(&outlet, 1) };
    let id = id_of(&commit(store, vec![full.clone()])[0]);
    let bare = ArticleDraft {
        url: None,
        image: None,
        section: None,
        published: None,
        external_id: Some("e".into()),
        ..edition(&outlet, 2)
    };
    assert_eq!(commit(store, vec![bare]), [IngestOutcome::Revised(id)]);
    let now = article(store, id).summary;
    assert_eq!((now.url, now.image, now.section, now.published), (full.url, full.image, full.section, full.published));
}
