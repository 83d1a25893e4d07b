//! Lists of stories.

use rafid_core::*;

use crate::kit::{add, at, cases, settle, source};

cases!(store: the_latest_come_first, pages_of_stories_meet, limits_in_time_and_size);

/// Story `n` has its articles at minutes `n` and after, as many as given.
fn stories(store: &dyn Store, sizes: &[usize]) -> Vec<StoryId> {
    let outlet = source(store, "nahr");
    let names: Vec<String> = (0..sizes.iter().sum()).map(|n| format!("a{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let all = add(store, &outlet, &names);
    let mut start = 0;
    sizes
        .iter()
        .map(|size| {
            start += size;
            settle(store, &all[start - size..start])
        })
        .collect()
}

fn listed(store: &dyn Store, filter: &StoryFilter) -> Vec<StoryId> {
    store.stories(filter).unwrap().into_iter().map(|story| story.id).collect()
}

fn the_latest_come_first(store: &dyn Store) {
    let all = stories(store, &[2, 1, 3]);
    let filter = StoryFilter { limit: 10, ..StoryFilter::default() };
    assert_eq!(listed(store, &filter), [all[2], all[1], all[0]]);
    assert_eq!(listed(store, &StoryFilter { limit: usize::MAX, ..filter.clone() }).len(), 3);
    assert_eq!(listed(store, &StoryFilter { limit: 0, ..filter }), []);
}

fn pages_of_stories_meet(store: &dyn Store) {
    let all = stories(store, &[1, 1, 1, 1, 1]);
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store.stories(&StoryFilter { after, limit: 2, ..StoryFilter::default() }).unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.last_at, last.id));
        seen.extend(page.iter().map(|story| story.id));
    }
    assert_eq!(seen, all.into_iter().rev().collect::<Vec<_>>());
}

fn limits_in_time_and_size(store: &dyn Store) {
    // Minutes 0–1, 2, 3–5.
    let all = stories(store, &[2, 1, 3]);
    let base = StoryFilter { limit: 10, ..StoryFilter::default() };
    assert_eq!(listed(store, &StoryFilter { since: Some(at(2)), ..base.clone() }), [all[2], all[1]]);
    assert_eq!(listed(store, &StoryFilter { until: Some(at(2)), ..base.clone() }), [all[0]]);
    assert_eq!(listed(store, &StoryFilter { since: Some(at(1)), until: Some(at(3)), ..base.clone() }), [all[1], all[0]]);
    assert_eq!(listed(store, &StoryFilter { min_articles: 2, ..base.clone() }), [all[2], all[0]]);
    assert_eq!(listed(store, &StoryFilter { min_articles: u32::MAX, ..base }), []);
}
