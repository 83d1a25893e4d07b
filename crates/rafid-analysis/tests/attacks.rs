//! Attacks on stories and copies, by the names that the project's list gives them.

mod common;

use std::collections::HashSet;
use std::time::Instant;

use common::{EVENTS, at, row};
use rafid_analysis::{Window, importance};
use rafid_core::{DigestRow, OutletShare, SourceId, StoryId, StorySummary};

/// One outlet's thousand copies of a text, each a little different, within a minute.
fn flood(first: i64, count: i64) -> Vec<DigestRow> {
    let told = &EVENTS[0];
    (0..count)
        .map(|n| {
            let mut row = row(first + n, 9, 0, told.title, &format!("{}\nنشرة رقم {n} من المكتب.", told.body));
            row.at = at(n / 1_000);
            row
        })
        .collect()
}

#[test]
fn data_009_a_thousand_near_copies_do_not_lead() {
    let (mut window, flood) = (Window::new(), flood(1, 1_000));
    let intent = window.settle(&flood);
    let copies = intent.assignments.iter().filter(|assigned| assigned.original.is_some()).count();
    assert!(copies >= 990, "{copies} are known as copies");
    let stories: HashSet<StoryId> = intent.assignments.iter().map(|assigned| assigned.story).collect();
    assert!(stories.len() <= 3, "one voice, {} stories", stories.len());
    let story = |sources: &[i64], articles, originals| StorySummary {
        id: StoryId(1),
        lead: flood[0].id,
        first_at: at(0),
        last_at: at(1),
        articles,
        originals,
        sources: sources.iter().copied().map(SourceId).collect(),
        shares: sources
            .iter()
            .map(|_| OutletShare { originals: originals / sources.len() as u32, first_at: at(0), last_at: at(1) })
            .collect(),
        agencies: Vec::new(),
    };
    // Even were every copy taken for an article of its own, two outlets weigh more than one that shouts.
    assert!(importance(&story(&[9], 1_000, 1_000), at(1)) < importance(&story(&[1, 2], 2, 2), at(1)));
}

#[test]
fn data_010_a_crowded_bucket_does_not_make_an_article_dear() {
    let time = |window: &mut Window, rows: &[DigestRow]| {
        let started = Instant::now();
        rows.chunks(250).for_each(|rows| drop(window.settle(rows)));
        started.elapsed()
    };
    let mut window = Window::new();
    let rows = flood(1, 6_000);
    let few = time(&mut window, &rows[..1_000]);
    time(&mut window, &rows[1_000..5_000]);
    let many = time(&mut window, &rows[5_000..]);
    // Work that grew with the bucket would take at least five times as long; timings on busy machines are rough.
    assert!(many < few * 4 + std::time::Duration::from_secs(1), "the first thousand {few:?}, the sixth {many:?}");
}
