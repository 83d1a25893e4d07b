//! Outlets.

use rafid_core::*;

use crate::kit::{add, at, cases, commit, draft, feed, source, url};

cases!(store:
    an_outlet_is_found_by_its_key, an_outlet_is_changed_but_not_renamed_in_key, outlets_come_by_name,
    activity_counts_since_a_time, unfollowing_keeps_articles, an_outlet_that_brought_nothing_goes,
);

fn an_outlet_is_found_by_its_key(store: &dyn Store) {
    let draft = SourceDraft {
        key: "nahr.example".into(),
        name: "النهر".into(),
        home_url: Some(url("")),
        country: Some("IQ".into()),
        policy: DisplayPolicy::Full,
        tags: vec!["يومية".into()],
    };
    let first = store.ensure_source(&draft).unwrap();
    let again =
        store.ensure_source(&SourceDraft { name: "اسم آخر".into(), policy: DisplayPolicy::Headline, ..draft.clone() }).unwrap();
    assert_eq!(first, again);
    assert_eq!((&*first.name, first.policy, first.country.as_deref()), ("النهر", DisplayPolicy::Full, Some("IQ")));
    assert_eq!(first.home_url, draft.home_url);
    assert_eq!(first.tags, draft.tags);
    assert_eq!(store.source(first.id).unwrap().as_ref(), Some(&first));
    assert_eq!(store.source_by_key("nahr.example").unwrap().as_ref(), Some(&first));
    assert_eq!(store.source_by_key("nahr").unwrap(), None);
    assert_eq!(store.source(SourceId(9_999)).unwrap(), None);
    let nameless = store.ensure_source(&SourceDraft { key: "bila.example".into(), ..SourceDraft::default() }).unwrap();
    assert_eq!(nameless.name, "bila.example");
}

fn an_outlet_is_changed_but_not_renamed_in_key(store: &dyn Store) {
    let mut one = source(store, "nahr");
    one.name = "النهر اليوم".into();
    one.policy = DisplayPolicy::Headline;
    one.country = Some("SD".into());
    one.tags = vec!["أسبوعية".into()];
    store.update_source(&Source { key: "other".into(), ..one.clone() }).unwrap();
    assert_eq!(store.source(one.id).unwrap(), Some(one));
}

fn outlets_come_by_name(store: &dyn Store) {
    for key in ["ب", "ا", "ج"] {
        source(store, key);
    }
    let keys: Vec<_> = store.sources().unwrap().into_iter().map(|source| source.key).collect();
    assert_eq!(keys, ["ا", "ب", "ج"]);
    assert_eq!(store.counts().unwrap().sources, 3);
}

fn activity_counts_since_a_time(store: &dyn Store) {
    let (few, many, none) = (source(store, "few"), source(store, "many"), source(store, "none"));
    add(store, &few, &["f0"]);
    commit(store, (0..5).map(|n| draft(&many, &format!("m{n}"), 10 * n)).collect());
    let seen = |since| -> Vec<(SourceId, u64, Option<jiff::Timestamp>)> {
        store.source_activity(since).unwrap().into_iter().map(|a| (a.source.id, a.articles, a.last_at)).collect()
    };
    assert_eq!(seen(None), [(many.id, 5, Some(at(40))), (few.id, 1, Some(at(0)))]);
    assert_eq!(seen(Some(at(30))), [(many.id, 2, Some(at(40)))]);
    assert_eq!(seen(Some(at(41))), []);
    assert!(seen(None).iter().all(|line| line.0 != none.id));
}

fn unfollowing_keeps_articles(store: &dyn Store) {
    let (left, other) = (source(store, "left"), source(store, "other"));
    let article = add(store, &left, &["a"])[0];
    let gone = feed(store, &left, "left/rss");
    feed(store, &left, "left/atom");
    let stays = feed(store, &other, "other/rss");
    assert_eq!(store.unfollow_source(left.id).unwrap(), 2);
    assert_eq!(store.unfollow_source(left.id).unwrap(), 0);
    assert_eq!(store.feed(gone.id).unwrap(), None);
    assert_eq!(store.feeds().unwrap(), [stays]);
    assert_eq!(store.source(left.id).unwrap(), Some(left));
    assert!(store.article(article).unwrap().is_some());
}

fn an_outlet_that_brought_nothing_goes(store: &dyn Store) {
    let empty = source(store, "empty");
    let feed = feed(store, &empty, "empty/rss");
    assert_eq!(store.unfollow_source(empty.id).unwrap(), 1);
    assert_eq!(store.source(empty.id).unwrap(), None);
    assert_eq!(store.sources().unwrap(), []);
    // A fetch that was under way when the outlet went teaches nothing and breaks nothing.
    let late = crate::feeds::fetched(&feed, at(1), FetchResult::NotModified);
    store.commit(&[], &[late]).unwrap();
    assert_eq!(store.known_entries(feed.id, &["k".into()]).unwrap(), [None]);
    let error = store.commit(&[crate::kit::intent(draft(&empty, "late", 1))], &[]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(store.counts().unwrap().articles, 0);
}
