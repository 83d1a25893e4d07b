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

/// The lead of the only story that these rows make.
fn lead(rows: &[DigestRow]) -> i64 {
    let intent = Window::new().settle(rows);
    let stories: HashSet<StoryId> = intent.assignments.iter().map(|given| given.story).collect();
    assert_eq!(stories.len(), 1, "{intent:?}");
    intent.stories.iter().find(|draft| stories.contains(&draft.id)).map_or(0, |draft| draft.lead.0)
}

#[test]
fn a_headline_says_what_the_others_say() {
    let body = "افتتحت بلدية المدينة جسر المشاة الجديد فوق نهر الزيتون بطول مئتي متر. وصممت الجسر المهندسة هالة البناء، وهو مضاء بالطاقة الشمسية.";
    let titles = [
        "كعك وعصير للأطفال في حفل الجسر فوق نهر الزيتون",
        "افتتاح جسر المشاة الجديد فوق نهر الزيتون",
        "جسر المشاة فوق نهر الزيتون يفتح أبوابه",
        "شاهد.. افتتاح جسر المشاة الجديد فوق نهر الزيتون",
    ];
    let told = |n: usize, title: &str| {
        row(n as i64 + 1, n as i64 + 1, 5 * n as i64, title, &format!("{body} وحضر {n} من الضيوف كما روى مراسلنا رقم {n}."))
    };
    let rows: Vec<DigestRow> = titles.iter().enumerate().map(|(n, title)| told(n, title)).collect();
    assert!([2, 3].contains(&lead(&rows)), "{}", lead(&rows));
}

#[test]
fn a_round_up_hands_no_original_on() {
    let (first, second) = (&EVENTS[0], &EVENTS[3]);
    let both = format!("{}\n{}", first.body, second.body);
    let rows = [
        row(1, 1, 0, first.title, first.body),
        row(2, 2, 5, "من سباق الهجن في واحة النخيل إلى مرصد الجبل الأبيض ومذنب ليان", &both),
        row(3, 3, 10, second.title, second.body),
    ];
    let intent = Window::new().settle(&rows);
    let original =
        |id: i64| intent.assignments.iter().find(|given| given.article == ArticleId(id)).and_then(|given| given.original);
    assert_eq!(original(2), Some(ArticleId(1)));
    assert_eq!(original(3), Some(ArticleId(2)));
}

#[test]
fn a_standing_title_is_no_event() {
    let rows = [
        row(
            1,
            1,
            0,
            "استشارات",
            "استشارات اليوم: كيف أسقي نبتة الصبار في الشتاء؟ وأين أضع استشارات القراء الجديدة؟ تسقى مرة كل أسبوعين في تربة جافة.",
        ),
        row(
            2,
            1,
            60,
            "استشارات",
            "استشارات اليوم: ما أفضل وقت لتقليم شجرة الزيتون؟ يقلم الزيتون بعد الحصاد وقبل الأزهار من كل عام.",
        ),
    ];
    let shelf = Shelf::settle(&rows, 2);
    assert_ne!(shelf.story[&ArticleId(1)], shelf.story[&ArticleId(2)]);
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

    /// Two runs of the same press, told in another order and at other minutes of each quarter of an hour, agree with each other.
    #[test]
    fn two_orders_give_nearly_the_same_stories(places in proptest::collection::vec(0u64..1_000, 18)) {
        let told = mixed();
        let rows: Vec<_> = told.iter().map(|(_, row)| row.clone()).collect();
        let mut turned = rows.clone();
        for (quarter, places) in turned.chunks_mut(3).zip(places.chunks(3)) {
            let times: Vec<_> = quarter.iter().map(|row| row.at).collect();
            let mut order: Vec<usize> = (0..quarter.len()).collect();
            order.sort_by_key(|place| places[*place]);
            for (place, time) in order.into_iter().zip(times) {
                quarter[place].at = time;
            }
            quarter.sort_by_key(|row| (row.at, row.id));
        }
        let (one, other) = (Shelf::settle(&rows, 3), Shelf::settle(&turned, 3));
        // The second's stories as if they were the events.
        let names: HashMap<StoryId, String> = other.story.values().map(|story| (*story, story.0.to_string())).collect();
        let as_events: HashMap<ArticleId, &str> = other.story.iter().map(|(id, story)| (*id, names[story].as_str())).collect();
        let (recall, precision) = pairs(&one, &as_events);
        prop_assert!(recall >= 0.8 && precision >= 0.8, "of the other's pairs {recall}, of its own {precision}");
    }
}
