use rafid_core::{DisplayPolicy, FeedKind, SubscriptionState, Validators};

use super::*;

fn now() -> Timestamp {
    "2026-03-10T12:00:00Z".parse().unwrap()
}

fn days_ago(days: i64) -> Timestamp {
    now().checked_sub(SignedDuration::from_hours(24 * days)).unwrap()
}

fn source() -> Source {
    Source {
        id: SourceId(1),
        key: "wadi.example".into(),
        name: "صدى الوادي".into(),
        home_url: None,
        country: None,
        policy: DisplayPolicy::Full,
        tags: vec![],
        added_at: days_ago(100),
    }
}

fn feed(failures: u32, error: Option<&str>) -> Feed {
    Feed {
        id: FeedId(1),
        source: SourceId(1),
        url: WebUrl::new("https://wadi.example/rss?key=secret").unwrap(),
        kind: FeedKind::Feed,
        state: FeedState::Active,
        validators: Validators::default(),
        interval_secs: 600,
        next_fetch_at: now(),
        last_fetch_at: Some(now()),
        last_success_at: Some(now()),
        last_new_at: None,
        failures,
        last_error: error.map(str::to_owned),
        issues: vec![],
    }
}

fn activity(last_days_ago: i64, per_day: u64) -> Publishing {
    Publishing {
        source: SourceId(1),
        last_at: Some(days_ago(last_days_ago)),
        last_day: 0,
        before_last: per_day * 28,
        first_at: Some(days_ago(last_days_ago + 28)),
    }
}

fn state(feeds: &[Feed], publishing: Option<&Publishing>) -> HealthState {
    source_health(&source(), feeds, &HashMap::new(), publishing, now()).state
}

#[test]
fn silence_is_noticed_against_the_sources_own_habit() {
    let health = source_health(&source(), &[feed(0, None)], &HashMap::new(), Some(&activity(9, 20)), now());
    assert_eq!(health.state, HealthState::Silent);
    assert_eq!(health.silence, Some(Silence { days: 9, usual: Rate::Daily(20) }));
    assert_eq!(state(&[feed(0, None)], Some(&activity(1, 20))), HealthState::Well, "a day off is no silence");
    assert_eq!(state(&[feed(0, None)], Some(&activity(4, 1))), HealthState::Well, "four days are nothing to one a day");
    assert_eq!(state(&[feed(0, None)], Some(&activity(9, 1))), HealthState::Silent);
    let few = Publishing { before_last: 3, ..activity(20, 1) };
    assert_eq!(state(&[feed(0, None)], Some(&few)), HealthState::Well, "three articles are no habit");
    let weekly = Publishing { before_last: 8, ..activity(60, 1) };
    let health = source_health(&source(), &[feed(0, None)], &HashMap::new(), Some(&weekly), now());
    assert_eq!(health.silence, Some(Silence { days: 60, usual: Rate::Weekly(2) }));
}

#[test]
fn the_worst_that_an_operator_should_know_comes_first() {
    let gone = Feed { state: FeedState::Gone, ..feed(0, Some("410 Gone")) };
    let paused = Feed { state: FeedState::Paused, ..feed(0, None) };
    let fresh = Feed { last_success_at: None, ..feed(0, None) };
    assert_eq!(state(&[fresh], None), HealthState::NotAsked);
    assert_eq!(state(&[feed(0, None), feed(2, Some("timeout: x"))], None), HealthState::Troubled);
    assert_eq!(
        state(&[feed(1, None), feed(2, None)], Some(&activity(9, 20))),
        HealthState::Failing,
        "it cannot be read: no wonder"
    );
    assert_eq!(state(std::slice::from_ref(&gone), None), HealthState::Gone);
    assert_eq!(state(&[gone.clone(), paused], None), HealthState::Paused);
    assert_eq!(state(&[gone, feed(0, None)], None), HealthState::Well, "another feed of it lives");
}

#[test]
fn an_error_comes_back_in_its_parts_and_without_keys() {
    let written =
        format!("timeout: no headers within 20s (https://wadi.example/rss?key=secret). {}", FailureKind::Timeout.advice());
    let health = feed_health(&feed(3, Some(&written)), &[], now());
    assert_eq!(health.address, "https://wadi.example/rss");
    let trouble = health.trouble.unwrap();
    assert_eq!(trouble.kind, Some(FailureKind::Timeout));
    assert_eq!(trouble.detail, "no headers within 20s (https://wadi.example/rss)");
    assert_eq!(super::trouble("410 Gone"), Trouble { kind: None, detail: "410 Gone".into() });
}

#[test]
fn hubs_are_shown_with_what_they_promised() {
    let subscription = |state, expires_at| Subscription {
        token: "geheim".into(),
        feed: FeedId(1),
        hub: WebUrl::new("https://hub.example/push?key=secret").unwrap(),
        topic: WebUrl::new("https://wadi.example/rss").unwrap(),
        secret: "geheim".into(),
        state,
        expires_at,
        next_at: now(),
        attempts: 2,
    };
    let live = subscription(SubscriptionState::Active, Some(days_ago(-1)));
    let waiting = subscription(SubscriptionState::Wanted, None);
    let ended = subscription(SubscriptionState::Active, Some(days_ago(1)));
    let hubs = feed_health(&feed(0, None), &[live, waiting, ended], now()).hubs;
    assert_eq!(hubs.iter().map(|hub| hub.is_live).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!((hubs[0].address.as_str(), hubs[1].attempts), ("https://hub.example/push", 2));
}

#[test]
fn many_sources_are_shown_in_pages() {
    let one = source_health(&source(), &[feed(0, None)], &HashMap::new(), None, now());
    let health = Health { sources: vec![one; 250] };
    let sizes: Vec<_> = (0..5).map(|number| health.page(number, 100)).map(|(page, next)| (page.len(), next)).collect();
    assert_eq!(sizes, [(100, Some(2)), (100, Some(2)), (100, Some(3)), (50, None), (0, None)]);
    assert_eq!(health.page(usize::MAX, 100).0.len(), 0);
    assert_eq!(Health { sources: vec![] }.page(1, 100), (&[] as &[SourceHealth], None));
}
