//! Feeds: when they are due, what a fetch teaches.

use jiff::Timestamp;
use rafid_core::*;

use crate::kit::{at, cases, commit, draft, feed, intent, source, url};

cases!(store:
    a_feed_is_found_by_its_address, due_feeds_come_longest_overdue_first, a_success_is_remembered, failures_add_up,
    a_gone_feed_is_never_due, a_moved_feed_has_its_new_address, a_feed_that_moved_onto_another_is_done,
    entries_are_known_after_the_fetch_that_brought_them, a_failed_commit_teaches_nothing,
    plans_to_visit_pages_again_are_kept_until_they_are_over, publishing_is_counted_against_the_past,
    subscriptions_last_as_long_as_their_feeds,
    what_was_learned_of_hosts_is_kept,
    robots_are_kept_for_a_day,
);

pub fn fetched(feed: &Feed, at: Timestamp, result: FetchResult) -> FetchRecord {
    FetchRecord {
        feed: feed.id,
        at,
        result,
        interval_secs: 600,
        next_fetch_at: at + jiff::SignedDuration::from_mins(10),
        moved_to: None,
        entries: vec![EntryRecord { key: "k".into(), hash: 7 }],
    }
}

fn modified() -> FetchResult {
    let validators = Validators { etag: Some("\"v1\"".into()), last_modified: Some("Mon, 23 Nov 2026 06:00:00 GMT".into()) };
    FetchResult::Modified { validators, issues: vec![Issue::warning("bare-ampersand", "mended 3")] }
}

fn now_of(store: &dyn Store, feed: &Feed) -> Feed {
    store.feed(feed.id).unwrap().unwrap()
}

fn a_feed_is_found_by_its_address(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let first = feed(store, &outlet, "rss");
    assert_eq!(feed(store, &outlet, "rss"), first);
    let draft = FeedDraft { source: outlet.id, url: url("map.xml"), kind: FeedKind::Sitemap };
    let map = store.ensure_feed(&draft).unwrap();
    assert_eq!((map.kind, map.state, map.failures), (FeedKind::Sitemap, FeedState::Active, 0));
    assert_eq!(store.feeds().unwrap(), [first.clone(), map]);
    assert_eq!(store.feed(FeedId(9_999)).unwrap(), None);
    assert_eq!(store.counts().unwrap().feeds, 2);
    // Due at once.
    assert!(store.due_feeds(at(0), 10).unwrap().contains(&first));
    let nobody = FeedDraft { source: SourceId(9_999), url: url("nobody"), kind: FeedKind::Feed };
    assert_eq!(store.ensure_feed(&nobody).unwrap_err().kind(), ErrorKind::Invalid);
}

fn due_feeds_come_longest_overdue_first(store: &dyn Store) {
    assert_eq!(store.next_due().unwrap(), None);
    let outlet = source(store, "nahr");
    let feeds: Vec<_> = ["a", "b", "c", "d"].map(|path| feed(store, &outlet, path)).into();
    for (feed, due) in feeds.iter().zip([30, 10, 20, 90]) {
        let record = FetchRecord { next_fetch_at: at(due), ..fetched(feed, at(0), FetchResult::NotModified) };
        store.commit(&[], &[record]).unwrap();
    }
    let due = |limit| -> Vec<FeedId> { store.due_feeds(at(30), limit).unwrap().into_iter().map(|feed| feed.id).collect() };
    assert_eq!(due(10), [feeds[1].id, feeds[2].id, feeds[0].id]);
    assert_eq!(due(2), [feeds[1].id, feeds[2].id]);
    assert_eq!(due(0), []);
    assert_eq!(due(usize::MAX).len(), 3);
    assert_eq!(store.next_due().unwrap(), Some(at(10)));
}

fn a_success_is_remembered(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let feed = feed(store, &outlet, "rss");
    store.commit(&[intent(draft(&outlet, "a", 0))], &[fetched(&feed, at(1), modified())]).unwrap();
    let after = now_of(store, &feed);
    assert_eq!(after.validators.etag.as_deref(), Some("\"v1\""));
    assert_eq!(after.issues, [Issue::warning("bare-ampersand", "mended 3")]);
    assert_eq!((after.interval_secs, after.next_fetch_at), (600, at(11)));
    assert_eq!((after.last_fetch_at, after.last_success_at, after.last_new_at), (Some(at(1)), Some(at(1)), Some(at(1))));
    // The same again brings nothing new, and "not modified" keeps the validators.
    store.commit(&[intent(draft(&outlet, "a", 0))], &[fetched(&feed, at(2), modified())]).unwrap();
    assert_eq!(now_of(store, &feed).last_new_at, Some(at(1)));
    store.commit(&[], &[fetched(&feed, at(3), FetchResult::NotModified)]).unwrap();
    let after = now_of(store, &feed);
    assert_eq!((after.last_success_at, after.last_new_at), (Some(at(3)), Some(at(1))));
    assert_eq!(after.validators.etag.as_deref(), Some("\"v1\""));
}

fn failures_add_up(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let feed = feed(store, &outlet, "rss");
    for n in 1..=3 {
        store.commit(&[], &[fetched(&feed, at(n), FetchResult::Failed { error: format!("timeout {n}") })]).unwrap();
    }
    let after = now_of(store, &feed);
    assert_eq!((after.failures, after.last_error.as_deref(), after.last_success_at), (3, Some("timeout 3"), None));
    store.commit(&[], &[fetched(&feed, at(4), FetchResult::NotModified)]).unwrap();
    let after = now_of(store, &feed);
    assert_eq!((after.failures, after.last_error, after.last_success_at), (0, None, Some(at(4))));
}

fn a_gone_feed_is_never_due(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let feed = feed(store, &outlet, "rss");
    store.commit(&[], &[fetched(&feed, at(1), FetchResult::Gone)]).unwrap();
    assert_eq!(now_of(store, &feed).state, FeedState::Gone);
    assert_eq!(store.due_feeds(at(10_000), 10).unwrap(), []);
    assert_eq!(store.next_due().unwrap(), None);
}

fn a_moved_feed_has_its_new_address(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let feed = feed(store, &outlet, "old");
    let record = FetchRecord { moved_to: Some(url("new")), ..fetched(&feed, at(1), modified()) };
    store.commit(&[], &[record]).unwrap();
    let after = now_of(store, &feed);
    assert_eq!((after.url, after.state), (url("new"), FeedState::Active));
    // An address that moves onto itself is no news.
    let record = FetchRecord { moved_to: Some(url("new")), ..fetched(&feed, at(2), modified()) };
    store.commit(&[], &[record]).unwrap();
    assert_eq!(now_of(store, &feed).state, FeedState::Active);
}

fn a_feed_that_moved_onto_another_is_done(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let (old, new) = (feed(store, &outlet, "old"), feed(store, &outlet, "new"));
    let record = FetchRecord { moved_to: Some(url("new")), ..fetched(&old, at(1), modified()) };
    store.commit(&[], &[record]).unwrap();
    assert_eq!((now_of(store, &old).state, now_of(store, &old).url), (FeedState::Gone, url("old")));
    assert_eq!(now_of(store, &new), new);
}

fn entries_are_known_after_the_fetch_that_brought_them(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let (feed, other) = (feed(store, &outlet, "rss"), feed(store, &outlet, "atom"));
    let keys: Vec<String> = ["two", "none", "one"].map(String::from).into();
    let entries = |hashes: [u64; 2]| {
        vec![EntryRecord { key: "one".into(), hash: hashes[0] }, EntryRecord { key: "two".into(), hash: hashes[1] }]
    };
    store.commit(&[], &[FetchRecord { entries: entries([1, u64::MAX]), ..fetched(&feed, at(1), modified()) }]).unwrap();
    assert_eq!(store.known_entries(feed.id, &keys).unwrap(), [Some(u64::MAX), None, Some(1)]);
    store.commit(&[], &[FetchRecord { entries: entries([1, 22]), ..fetched(&feed, at(2), modified()) }]).unwrap();
    assert_eq!(store.known_entries(feed.id, &keys).unwrap(), [Some(22), None, Some(1)]);
    assert_eq!(store.known_entries(other.id, &keys).unwrap(), [None, None, None]);
}

/// Validators and entries of a fetch are never kept without the articles that it brought.
fn a_failed_commit_teaches_nothing(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let feed = feed(store, &outlet, "rss");
    let before = now_of(store, &feed);
    let mut homeless = draft(&outlet, "b", 0);
    homeless.source = SourceId(9_999);
    let intents = [intent(draft(&outlet, "a", 0)), intent(homeless)];
    store.commit(&intents, &[fetched(&feed, at(1), modified())]).unwrap_err();
    assert_eq!(now_of(store, &feed), before);
    assert_eq!(store.known_entries(feed.id, &["k".into()]).unwrap(), [None]);
    assert_eq!(store.counts().unwrap().articles, 0);
    assert_eq!(store.last_seq().unwrap(), Seq(0));
}

fn plans_to_visit_pages_again_are_kept_until_they_are_over(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let plan = |path: &str, due: i64| RevisitPlan {
        url: url(path),
        source: outlet.id,
        first_at: at(0),
        step: 0,
        due_at: Some(at(due)),
        validators: Validators { etag: Some("\"v1\"".into()), last_modified: None },
        entry: "{}".into(),
    };
    let plans = [plan("late", 30), plan("soon", 10), plan("later", 40)];
    store.plan_revisits(&plans).unwrap();
    assert_eq!(store.due_revisits(at(30), 10).unwrap(), [plans[1].clone(), plans[0].clone()], "the longest overdue first");
    assert_eq!(store.due_revisits(at(30), 1).unwrap().len(), 1);
    let next = RevisitPlan { step: 1, due_at: Some(at(60)), ..plans[1].clone() };
    let over = RevisitPlan { due_at: None, ..plans[0].clone() };
    store.plan_revisits(&[next.clone(), over]).unwrap();
    assert_eq!(store.due_revisits(at(90), 10).unwrap(), [plans[2].clone(), next]);
    store.unfollow_source(outlet.id).unwrap();
    assert_eq!(store.due_revisits(at(90), 10).unwrap(), [], "nobody follows it any more");
}

fn publishing_is_counted_against_the_past(store: &dyn Store) {
    const DAY: i64 = 24 * 60;
    let (outlet, without_feed, mute) = (source(store, "nahr"), source(store, "wadi"), source(store, "mina"));
    feed(store, &outlet, "rss");
    feed(store, &mute, "map");
    let minutes = [0, 13 * DAY, 30 * DAY, 40 * DAY, 41 * DAY - 30];
    commit(store, minutes.iter().map(|&minutes| draft(&outlet, &format!("n{minutes}"), minutes)).collect());
    commit(store, vec![draft(&without_feed, "w", 0)]);
    let now = at(41 * DAY);
    let publishing = store.publishing(now).unwrap();
    let expected = Publishing {
        source: outlet.id,
        last_at: Some(at(41 * DAY - 30)),
        last_day: 1,
        before_last: 4,
        first_at: Some(at(13 * DAY)),
    };
    let nothing = Publishing { source: mute.id, last_at: None, last_day: 0, before_last: 0, first_at: None };
    assert_eq!(publishing, [expected, nothing]);
}

fn what_was_learned_of_hosts_is_kept(store: &dyn Store) {
    assert_eq!(store.site_template("nahr.example").unwrap(), None);
    let learned = |host: &str, bytes: &[u8]| (host.to_owned(), bytes.to_vec());
    store.keep_site_templates(&[learned("nahr.example", &[1, 2]), learned("bahr.example", &[])]).unwrap();
    store.keep_site_templates(&[learned("nahr.example", &[3])]).unwrap();
    assert_eq!(store.site_template("nahr.example").unwrap(), Some(vec![3]));
    assert_eq!(store.site_template("bahr.example").unwrap(), Some(Vec::new()));
}

fn subscriptions_last_as_long_as_their_feeds(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let (first, second) = (feed(store, &outlet, "rss"), feed(store, &outlet, "atom"));
    let subscription = |token: &str, feed: &Feed, next: i64| Subscription {
        token: token.into(),
        feed: feed.id,
        hub: url("hub"),
        topic: feed.url.clone(),
        secret: "geheim".into(),
        state: SubscriptionState::Wanted,
        expires_at: None,
        next_at: at(next),
        attempts: 2,
    };
    let (one, two) = (subscription("one", &first, 20), subscription("two", &second, 10));
    store.keep_subscription(&one).unwrap();
    store.keep_subscription(&two).unwrap();
    assert_eq!(store.due_subscriptions(at(20), 10).unwrap(), [two.clone(), one.clone()], "the longest overdue first");
    assert_eq!(store.due_subscriptions(at(19), 10).unwrap(), std::slice::from_ref(&two));
    let active =
        Subscription { state: SubscriptionState::Active, expires_at: Some(at(90)), next_at: at(80), attempts: 0, ..one.clone() };
    store.keep_subscription(&active).unwrap();
    assert_eq!(store.subscription("one").unwrap(), Some(active.clone()));
    assert_eq!(store.subscriptions_of(first.id).unwrap(), std::slice::from_ref(&active));
    assert_eq!(store.subscriptions().unwrap(), [active.clone(), two.clone()], "by feed");
    assert_eq!(store.subscription("three").unwrap(), None);
    store.keep_subscription(&Subscription { next_at: Timestamp::MAX, ..two.clone() }).unwrap();
    assert!(store.subscription("two").unwrap().unwrap().next_at > at(1_000_000), "never is a time as well");
    store.keep_subscription(&two).unwrap();

    store.commit(&[], &[fetched(&second, at(30), FetchResult::Gone)]).unwrap();
    assert_eq!(store.subscriptions_of(second.id).unwrap(), [], "the feed is gone");
    store.pause_source(outlet.id, true).unwrap();
    assert_eq!(store.subscriptions_of(first.id).unwrap(), [], "the feed is paused");
    assert_eq!(store.subscription("one").unwrap().unwrap().state, SubscriptionState::Ending);
    store.keep_subscription(&active).unwrap();
    store.unfollow_source(outlet.id).unwrap();
    assert_eq!(store.subscriptions_of(first.id).unwrap(), [], "nobody follows it any more");
    assert_eq!(store.due_subscriptions(at(0), 10).unwrap().len(), 2, "the hubs are to be told");
    store.drop_subscription("one").unwrap();
    assert_eq!(store.subscription("one").unwrap(), None);
}

fn robots_are_kept_for_a_day(store: &dyn Store) {
    let note =
        |origin: &str, minutes: i64, text: &str| RobotsNote { origin: origin.into(), fetched_at: at(minutes), text: text.into() };
    let (a, b) = (note("https://a.example", 0, "User-agent: *\nDisallow: /x\n"), note("https://b.example", 700, ""));
    store.keep_robots(&[a.clone(), b.clone()]).unwrap();
    assert_eq!(store.robots("https://a.example").unwrap(), Some(a));
    assert_eq!(store.robots("http://a.example").unwrap(), None, "another origin");
    let newer = note("https://b.example", 24 * 60 + 1, "User-agent: *\n");
    store.keep_robots(std::slice::from_ref(&newer)).unwrap();
    assert_eq!(store.robots("https://b.example").unwrap(), Some(newer));
    assert_eq!(store.robots("https://a.example").unwrap(), None, "older than a day");
    store.keep_robots(&[]).unwrap();
}
