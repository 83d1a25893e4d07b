//! Stories over an invented press: what belongs together, what stays apart, and what survives.

mod common;

use std::collections::{BTreeMap, HashMap, HashSet};

use common::{EVENTS, at, mixed, row};
use proptest::prelude::*;
use rafid_analysis::Window;
use rafid_core::{ArticleId, DigestRow, SettleIntent, StoryId};

/// What a store would know after these intents.
#[derive(Default)]
struct Shelf {
    story: BTreeMap<ArticleId, StoryId>,
    moved_to: HashMap<StoryId, StoryId>,
}

impl Shelf {
    fn keep(&mut self, intent: &SettleIntent) {
        for merge in &intent.merges {
            self.moved_to.insert(merge.from, merge.into);
        }
        for assignment in &intent.assignments {
            self.moved_to.remove(&assignment.story);
            self.story.insert(assignment.article, assignment.story);
        }
    }

    fn settle(rows: &[DigestRow], batch: usize) -> Self {
        let (mut window, mut shelf) = (Window::new(), Self::default());
        rows.chunks(batch).for_each(|rows| shelf.keep(&window.settle(rows)));
        shelf
    }
}

/// The share of pairs of one event that share a story, and of pairs that share a story that are of one event.
fn pairs(shelf: &Shelf, events: &HashMap<ArticleId, &str>) -> (f64, f64) {
    let (mut together, mut same, mut both) = (0.0, 0.0, 0.0f64);
    for (a, story) in &shelf.story {
        for (b, other) in shelf.story.range(ArticleId(a.0 + 1)..) {
            let (joined, event) = (story == other, events[a] == events[b]);
            together += f64::from(u8::from(joined));
            same += f64::from(u8::from(event));
            both += f64::from(u8::from(joined && event));
        }
    }
    (both / f64::max(same, 1.0), both / f64::max(together, 1.0))
}

fn events(told: &[(&'static str, DigestRow)]) -> HashMap<ArticleId, &'static str> {
    told.iter().map(|(event, row)| (row.id, *event)).collect()
}

#[test]
fn articles_about_one_event_share_a_story() {
    let told = mixed();
    let rows: Vec<_> = told.iter().map(|(_, row)| row.clone()).collect();
    let (recall, precision) = pairs(&Shelf::settle(&rows, 4), &events(&told));
    assert!(recall >= 0.85 && precision == 1.0, "recall {recall}, precision {precision}");
}

#[test]
fn batches_hardly_matter() {
    let rows: Vec<_> = mixed().into_iter().map(|(_, row)| row).collect();
    let (one, all) = (Shelf::settle(&rows, 1), Shelf::settle(&rows, rows.len()));
    let groups = |shelf: &Shelf| shelf.story.values().collect::<HashSet<_>>().len();
    assert_eq!(groups(&one), groups(&all));
}

#[test]
fn a_press_review_ties_nothing() {
    let told = mixed();
    let mut rows: Vec<_> = told.iter().map(|(_, row)| row.clone()).collect();
    let body: String = EVENTS.iter().filter(|told| told.outlet == 1).map(|told| told.body).collect::<Vec<_>>().join("\n");
    rows.insert(6, row(900, 4, 28, "في الصحف: من سباق الهجن إلى مذنب ليان", &body));
    let shelf = Shelf::settle(&rows, 5);
    let mut without = Shelf { story: shelf.story.clone(), ..Shelf::default() };
    let review = without.story.remove(&ArticleId(900));
    let (recall, precision) = pairs(&without, &events(&told));
    assert!(recall >= 0.85 && precision == 1.0, "recall {recall}, precision {precision}");
    assert_ne!(review, None);
    assert!(!without.story.values().any(|story| *story == StoryId(900)), "others joined the review");
}

#[test]
fn every_story_has_the_id_of_an_article_and_a_lead() {
    let rows: Vec<_> = mixed().into_iter().map(|(_, row)| row).collect();
    let intent = Window::new().settle(&rows);
    let ids: HashSet<i64> = rows.iter().map(|row| row.id.0).collect();
    assert_eq!(intent.assignments.len(), rows.len());
    for assignment in &intent.assignments {
        assert!(ids.contains(&assignment.story.0));
        let draft = intent.stories.iter().find(|draft| draft.id == assignment.story).expect("each story is described");
        let lead = intent.assignments.iter().find(|other| other.article == draft.lead).expect("its lead is one of us");
        assert_eq!(lead.story, draft.id);
    }
}

#[test]
fn a_restart_goes_on_where_it_was() {
    let told = mixed();
    let rows: Vec<_> = told.iter().map(|(_, row)| row.clone()).collect();
    let (early, late) = rows.split_at(9);
    let mut shelf = Shelf::default();
    shelf.keep(&Window::new().settle(early));
    let settled: Vec<_> = early.iter().map(|row| DigestRow { story: shelf.story.get(&row.id).copied(), ..row.clone() }).collect();
    let mut window = Window::new();
    window.load(&settled);
    assert_eq!(window.range(), Some((early[0].at, early[8].at)));
    shelf.keep(&window.settle(late));
    let (recall, precision) = pairs(&shelf, &events(&told));
    assert!(recall >= 0.85 && precision == 1.0, "recall {recall}, precision {precision}");
}

#[test]
fn the_window_slides() {
    let mut window = Window::new();
    let told = &EVENTS[0];
    let days = Window::span_secs() / 86_400;
    for day in 0..3 * days {
        window.settle(&[row(day + 1, 1, day * 1_440, told.title, told.body)]);
    }
    assert!(window.len() as i64 <= days + 1, "{}", window.len());
    window.forget_before(at(4 * days * 1_440));
    assert!(window.is_empty());
    assert_eq!(window.range(), None);
}

#[test]
fn the_same_event_a_year_later_is_another_story() {
    let told = &EVENTS[0];
    let rows = [row(1, 1, 0, told.title, told.body), row(2, 2, 365 * 1_440, told.title, told.body)];
    let shelf = Shelf::settle(&rows, 2);
    assert_ne!(shelf.story[&ArticleId(1)], shelf.story[&ArticleId(2)]);
}

#[test]
fn unreadable_digests_are_stories_of_their_own() {
    let broken = |id: i64, bytes: &[u8]| DigestRow { digest: rafid_core::Digest(bytes.to_vec()), ..row(id, 1, id, "", "") };
    let shelf = Shelf::settle(&[broken(1, &[]), broken(2, &[1, 2, 3]), broken(3, &[255; 40])], 3);
    assert_eq!(shelf.story.values().collect::<HashSet<_>>().len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Articles of the same quarter of an hour in another order: nearly the same stories.
    #[test]
    fn order_within_fifteen_minutes_hardly_matters(seed in any::<u64>()) {
        let told = mixed();
        let mut rows: Vec<_> = told.iter().map(|(_, row)| row.clone()).collect();
        let mut state = seed | 1;
        for quarter in rows.chunks_mut(3) {
            for place in (1..quarter.len()).rev() {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                quarter.swap(place, state as usize % (place + 1));
            }
        }
        let shelf = Shelf::settle(&rows, 3);
        let (recall, precision) = pairs(&shelf, &events(&told));
        prop_assert!(recall >= 0.85 && precision >= 0.95, "recall {recall}, precision {precision}");
    }
}
