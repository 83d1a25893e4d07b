//! Lists of articles, and all of them.

use rafid_core::*;

use crate::kit::{add, at, cases, commit, draft, id_of, intent, keyword, source};

cases!(store:
    the_newest_come_first, of_an_outlet, of_a_keyword, within_a_time, pages_meet_where_times_are_equal, all_in_order_of_time,
    export_takes_the_same_filters, summaries_in_the_order_asked, the_past_of_a_keyword, an_empty_store_is_empty,
);

fn base() -> ArticleFilter {
    ArticleFilter { limit: 100, ..ArticleFilter::default() }
}

fn listed(store: &dyn Store, filter: &ArticleFilter) -> Vec<ArticleId> {
    store.latest(filter).unwrap().into_iter().map(|summary| summary.id).collect()
}

fn exported(store: &dyn Store, filter: &ArticleFilter) -> Vec<ArticleId> {
    store.export(filter).unwrap().into_iter().map(|article| article.summary.id).collect()
}

fn the_newest_come_first(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let outcomes = commit(store, [5, 1, 3].map(|n| draft(&outlet, &format!("a{n}"), n)).into());
    let [five, one, three] = [0, 1, 2].map(|n: usize| id_of(&outcomes[n]));
    assert_eq!(listed(store, &base()), [five, three, one]);
    assert_eq!(listed(store, &ArticleFilter { limit: 1, ..base() }), [five]);
    assert_eq!(listed(store, &ArticleFilter { limit: 0, ..base() }), []);
    assert_eq!(listed(store, &ArticleFilter { limit: usize::MAX, ..base() }).len(), 3);
}

fn of_an_outlet(store: &dyn Store) {
    let (one, two) = (source(store, "one"), source(store, "two"));
    let a = add(store, &one, &["a0", "a1"]);
    let b = add(store, &two, &["b0", "b1"]);
    assert_eq!(listed(store, &ArticleFilter { source: Some(one.id), ..base() }), [a[1], a[0]]);
    assert_eq!(listed(store, &ArticleFilter { source: Some(two.id), until: Some(at(1)), ..base() }), [b[0]]);
    assert_eq!(listed(store, &ArticleFilter { source: Some(SourceId(9_999)), ..base() }), []);
}

fn of_a_keyword(store: &dyn Store) {
    let (one, two) = (source(store, "one"), source(store, "two"));
    let mut ids = Vec::new();
    for (n, outlet) in [&one, &two, &one].into_iter().enumerate() {
        let mut intent = intent(draft(outlet, &format!("a{n}"), n as i64));
        // The same key twice is one line.
        intent.analysis.keywords = vec![keyword("سباق الزوارق", 1.0), keyword("سباق الزوارق", 0.5), keyword("نهر", 0.1)];
        ids.push(id_of(&store.commit(&[intent], &[]).unwrap()[0]));
    }
    add(store, &one, &["other"]);
    let of = |key: &str| ArticleFilter { keyword: Some(key.into()), ..base() };
    assert_eq!(listed(store, &of("سباق الزوارق")), [ids[2], ids[1], ids[0]]);
    assert_eq!(listed(store, &of("سباق")), []);
    assert_eq!(listed(store, &ArticleFilter { source: Some(one.id), ..of("نهر") }), [ids[2], ids[0]]);
    assert_eq!(listed(store, &ArticleFilter { since: Some(at(1)), until: Some(at(2)), ..of("نهر") }), [ids[1]]);
    assert_eq!(listed(store, &ArticleFilter { after: Some((at(2), ids[2])), limit: 1, ..of("نهر") }), [ids[1]]);
}

fn within_a_time(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let ids = add(store, &outlet, &["a", "b", "c", "d"]);
    assert_eq!(listed(store, &ArticleFilter { since: Some(at(1)), until: Some(at(3)), ..base() }), [ids[2], ids[1]]);
    assert_eq!(listed(store, &ArticleFilter { since: Some(at(3)), until: Some(at(1)), ..base() }), []);
    // A place to go on from outside the limits does not widen them.
    let outside = Some((at(9), ArticleId(0)));
    assert_eq!(listed(store, &ArticleFilter { until: Some(at(2)), after: outside, ..base() }), [ids[1], ids[0]]);
}

fn pages_meet_where_times_are_equal(store: &dyn Store) {
    let (one, two) = (source(store, "one"), source(store, "two"));
    // Outlets without clocks: all of a day at its first minute.
    let drafts = (0..14).map(|n| draft(if n % 2 == 0 { &one } else { &two }, &format!("a{n}"), n / 7)).collect();
    let all: Vec<_> = commit(store, drafts).iter().map(id_of).collect();
    let filters = [
        base(),
        ArticleFilter { source: Some(one.id), ..base() },
        ArticleFilter { keyword: Some("معرض الكتاب".into()), ..base() },
    ];
    for filter in filters {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.latest(&ArticleFilter { after, limit: 3, ..filter.clone() }).unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.at, last.id));
            seen.extend(page.iter().map(|summary| summary.id));
        }
        assert_eq!(seen, listed(store, &filter));
        let expected = if filter.source.is_some() { 7 } else { 14 };
        assert_eq!(seen.len(), expected);
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.export(&ArticleFilter { after, limit: 4, ..base() }).unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.summary.at, last.summary.id));
        seen.extend(page.iter().map(|article| article.summary.id));
    }
    assert_eq!(seen, all);
}

fn all_in_order_of_time(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let outcomes = commit(store, [5, 1, 3].map(|n| draft(&outlet, &format!("a{n}"), n)).into());
    let [five, one, three] = [0, 1, 2].map(|n: usize| id_of(&outcomes[n]));
    assert_eq!(exported(store, &base()), [one, three, five]);
    // With everything that there is.
    assert_eq!(store.export(&base()).unwrap()[0], store.article(one).unwrap().unwrap());
}

fn export_takes_the_same_filters(store: &dyn Store) {
    let (one, two) = (source(store, "one"), source(store, "two"));
    let a = add(store, &one, &["a0", "a1", "a2"]);
    let b = add(store, &two, &["b0"]);
    assert_eq!(exported(store, &ArticleFilter { source: Some(two.id), ..base() }), b);
    assert_eq!(exported(store, &ArticleFilter { since: Some(at(1)), until: Some(at(2)), ..base() }), [a[1]]);
    assert_eq!(exported(store, &ArticleFilter { keyword: Some("عنوان a2".into()), ..base() }), [a[2]]);
    let before = Some((at(-5), ArticleId(0)));
    assert_eq!(exported(store, &ArticleFilter { since: Some(at(2)), after: before, ..base() }), [a[2]]);
}

fn summaries_in_the_order_asked(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let ids = add(store, &outlet, &["a", "b", "c"]);
    let asked = [ids[2], ArticleId(9_999), ids[0], ids[2]];
    let found: Vec<_> = store.summaries(&asked).unwrap().into_iter().map(|summary| summary.id).collect();
    assert_eq!(found, [ids[2], ids[0], ids[2]]);
    assert_eq!(store.summaries(&[]).unwrap(), []);
}

fn an_empty_store_is_empty(store: &dyn Store) {
    assert_eq!(store.counts().unwrap(), StoreCounts::default());
    assert_eq!(listed(store, &base()), []);
    assert_eq!(exported(store, &base()), []);
    assert_eq!(store.newest_at(at(0)).unwrap(), None);
    assert_eq!(store.stories(&StoryFilter { limit: 9, ..StoryFilter::default() }).unwrap(), []);
    assert_eq!(store.source_activity(None).unwrap(), []);
}

fn the_past_of_a_keyword(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let told = |minutes: i64, phrase: &str| {
        let mut intent = intent(draft(&outlet, &format!("k{minutes}"), minutes));
        intent.analysis.keywords = vec![keyword(phrase, 1.0)];
        intent
    };
    let intents = [told(0, "جسر"), told(5, "جسر"), told(9, "نهر"), told(10, "جسر"), told(25, "جسر")];
    store.commit(&intents, &[]).unwrap();
    let keys: Vec<String> = ["جسر", "نهر", "غائب"].map(|phrase| keyword(phrase, 1.0).key).into();
    let edges = [at(0), at(10), at(20)];
    assert_eq!(store.keyword_history(&keys, &edges).unwrap(), [vec![2, 1], vec![1, 0], vec![0, 0]]);
    assert_eq!(store.keyword_history(&keys[..1], &[]).unwrap(), [Vec::<u32>::new()]);
}
