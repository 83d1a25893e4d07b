//! Whose text an article carries: who was first, long ago, and after a correction.

mod common;

use std::collections::HashMap;

use common::{EVENTS, mixed, row};
use rafid_analysis::{Archive, Window, signature};
use rafid_core::{ArticleId, CopyKind, DigestRow, SettleIntent, StoryId};

const DAY: i64 = 1_440;

/// Everything that was settled, asked as a store would be.
#[derive(Default)]
struct Shelf {
    rows: Vec<DigestRow>,
}

impl Archive for Shelf {
    fn sharing(&mut self, article: &DigestRow, least: u32) -> Vec<ArticleId> {
        let wanted = signature(&article.digest);
        let shared = |row: &DigestRow| signature(&row.digest).iter().filter(|part| wanted.contains(part)).count() as u32;
        self.rows.iter().filter(|row| shared(row) >= least).map(|row| row.id).collect()
    }

    fn rows(&mut self, ids: &[ArticleId]) -> Vec<DigestRow> {
        self.rows.iter().filter(|row| ids.contains(&row.id)).cloned().collect()
    }
}

impl Shelf {
    fn settle(&mut self, window: &mut Window, rows: &[DigestRow]) -> SettleIntent {
        let intent = window.settle_beside(rows, self);
        self.rows.retain(|old| rows.iter().all(|row| row.id != old.id));
        self.rows.extend(rows.iter().cloned());
        for assignment in &intent.assignments {
            for row in self.rows.iter_mut().filter(|row| row.id == assignment.article) {
                (row.story, row.original) = (Some(assignment.story), assignment.original);
            }
        }
        intent
    }

    fn original(&self, id: i64) -> Option<i64> {
        self.rows.iter().find(|row| row.id == ArticleId(id)).and_then(|row| row.original).map(|original| original.0)
    }

    fn story(&self, id: i64) -> Option<StoryId> {
        self.rows.iter().find(|row| row.id == ArticleId(id)).and_then(|row| row.story)
    }
}

/// A release of five paragraphs.
fn release() -> String {
    let paragraphs: Vec<&str> = EVENTS[..3].iter().map(|told| told.body).collect();
    paragraphs.join("\n")
}

fn other_news(place: usize) -> String {
    let paragraphs: Vec<&str> = EVENTS[3 * place..3 * place + 3].iter().map(|told| told.body).collect();
    paragraphs.join("\n")
}

#[test]
fn a_copy_months_later_is_found_from_both_sides() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    let title = EVENTS[0].title;
    shelf.settle(&mut window, &[row(1, 1, 0, title, &release()), row(2, 2, 9, EVENTS[3].title, &other_news(1))]);
    let intent = shelf.settle(&mut window, &[row(3, 3, 120 * DAY, "من الأرشيف: سباق الهجن في واحة النخيل", &release())]);
    let found = intent.assignments.iter().find(|assignment| assignment.article == ArticleId(3)).expect("it is settled");
    assert_eq!(found.original, Some(ArticleId(1)));
    assert_eq!(found.copies.iter().map(|link| (link.other.0, link.kind)).collect::<Vec<_>>(), [(1, CopyKind::Copy)]);
    assert_eq!(found.story, StoryId(3), "a text of long ago is no story of today");
}

#[test]
fn a_release_within_a_round_up_of_long_after_is_found() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    shelf.settle(&mut window, &[row(1, 1, 0, EVENTS[0].title, &release())]);
    let round_up = format!("{}\n{}\n{}", other_news(1), release(), other_news(2));
    let intent =
        shelf.settle(&mut window, &[row(2, 2, 30 * DAY, "سباق الهجن في واحة النخيل ومذنب ليان: حصاد الموسم", &round_up)]);
    let link = intent.assignments[0].copies.first().expect("the release is in it");
    assert_eq!((link.other, link.kind), (ArticleId(1), CopyKind::EditedCopy));
    assert!(link.of_other > 0.9, "all of the release was kept: {link:?}");
    assert!((0.2..0.6).contains(&link.of_this), "the rest was added: {link:?}");
}

#[test]
fn the_same_form_with_other_figures_is_no_copy_of_long_ago() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    let weather = |day: i64| {
        let figure = |n: i64| 10 + (day * n) % 37;
        let (a, b, c, d, e) = (figure(3), figure(5), figure(7), figure(11), figure(13));
        format!(
            "تتوقع مصلحة الأرصاد طقسا صافيا في واحة النخيل بدرجة {a} نهارا و {b} ليلا، ورياحا خفيفة بسرعة {c} كيلومترا في الساعة.\n\
             وفي جبل الأبيض تبلغ الحرارة {d} درجة مع فرصة لزخات متفرقة بعد الظهر، وتنصح المصلحة السائقين بالتمهل في المرتفعات، \
             وفي وادي الورد {e} درجة وسماء غائمة جزئيا طوال اليوم وحتى المساء."
        )
    };
    shelf.settle(&mut window, &[row(1, 1, 0, "طقس الخميس في واحة النخيل", &weather(1))]);
    let intent = shelf.settle(&mut window, &[row(2, 2, 40 * DAY, "طقس الثلاثاء في واحة النخيل", &weather(29))]);
    assert_eq!(intent.assignments[0].copies, []);
}

#[test]
fn who_was_first_does_not_depend_on_the_order_of_arrival() {
    let title = EVENTS[0].title;
    let first = row(7, 1, 0, title, &release());
    let copy = row(3, 2, 30, title, &release());
    let third = row(5, 3, 50, title, &release());
    for order in [[&first, &copy, &third], [&copy, &first, &third], [&third, &copy, &first]] {
        let (mut shelf, mut window) = (Shelf::default(), Window::new());
        for row in order {
            shelf.settle(&mut window, std::slice::from_ref(row));
        }
        let originals = [7, 3, 5].map(|id| shelf.original(id));
        assert_eq!(originals, [None, Some(7), Some(7)], "{:?}", order.map(|row| row.id));
    }
}

#[test]
fn an_original_is_linked_itself_and_not_by_a_chain() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    let part = |from: usize, to: usize| EVENTS[from..to].iter().map(|told| told.body).collect::<Vec<_>>().join("\n");
    // The second carries half of the first, the third the other half of the second: the third has no sentence of the first.
    let second = EVENTS[3].title;
    let rows = [
        row(1, 1, 0, EVENTS[0].title, &part(0, 3)),
        row(2, 2, 30, &format!("{} و{second}", EVENTS[0].title), &part(0, 6)),
        row(3, 3, 60, second, &part(3, 6)),
    ];
    let intent = shelf.settle(&mut window, &rows);
    assert_eq!([1, 2, 3].map(|id| shelf.original(id)), [None, Some(1), Some(2)]);
    for assignment in &intent.assignments {
        let linked = |original| assignment.copies.iter().any(|link| link.other == original);
        assert!(assignment.original.is_none_or(linked), "{assignment:?}");
    }
}

#[test]
fn an_archive_that_comes_later_was_still_first() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    let title = EVENTS[0].title;
    shelf.settle(&mut window, &[row(1, 1, 90 * DAY, title, &release())]);
    shelf.settle(&mut Window::new(), &[row(2, 2, 0, title, &release())]);
    assert_eq!((shelf.original(1), shelf.original(2)), (Some(2), None));
}

#[test]
fn a_corrected_text_has_its_copies_and_its_story_decided_again() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    let told = mixed();
    let rows: Vec<DigestRow> = told.iter().map(|(_, row)| row.clone()).collect();
    shelf.settle(&mut window, &rows);
    let title = EVENTS[0].title;
    let own = "أعلنت لجنة سباق الهجن في واحة النخيل نتائج اليوم الأول بعد اعتماد تقارير الحكام، وجاء الهجين برق في الصدارة أمام سهيل. \
               وأضاف سالم الرملي أن اللجنة ستنظم جولة للزوار في الإسطبلات، وأن المالكين الأربعين وافقوا على فتحها للأطفال كل صباح.";
    shelf.settle(&mut window, &[row(50, 4, 100, title, own), row(51, 5, 110, title, own)]);
    assert_eq!(shelf.original(51), Some(50));
    let (former, camels, comet) = (shelf.story(50), shelf.story(1), shelf.story(2));
    assert_eq!(former, camels);
    // The wrong text had been put under the address: now it is about the comet.
    let corrected = row(50, 4, 100, EVENTS[3].title, &other_news(1));
    let intent = shelf.settle(&mut window, &[DigestRow { story: former, ..corrected }]);
    assert_eq!(intent.unlinked, [ArticleId(50)]);
    assert_eq!((shelf.original(51), shelf.story(50)), (None, comet));
    assert_eq!(shelf.story(51), camels);
    let again = intent.assignments.iter().find(|assignment| assignment.article == ArticleId(50)).expect("it is settled");
    assert!(again.copies.iter().all(|link| link.other != ArticleId(51)), "{:?}", again.copies);
    assert_eq!(window.len(), rows.len() + 3, "its former self stands empty until its time is over");
}

#[test]
fn a_correction_of_one_word_changes_nothing_else() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    let rows: Vec<DigestRow> = mixed().into_iter().map(|(_, row)| row).collect();
    shelf.settle(&mut window, &rows);
    let stories: HashMap<i64, Option<StoryId>> = rows.iter().map(|row| (row.id.0, shelf.story(row.id.0))).collect();
    let told = &EVENTS[0];
    let corrected = DigestRow { story: shelf.story(1), ..row(1, 1, 0, told.title, &told.body.replace("ستة", "سبعة")) };
    shelf.settle(&mut window, &[corrected]);
    for (id, story) in stories {
        assert_eq!(shelf.story(id), story, "{id}");
    }
}

#[test]
fn an_old_article_that_is_corrected_is_linked_anew_without_the_window() {
    let (mut shelf, mut window) = (Shelf::default(), Window::new());
    let title = EVENTS[0].title;
    shelf.settle(&mut window, &[row(1, 1, 0, title, &release()), row(2, 2, 9, EVENTS[3].title, &other_news(1))]);
    shelf.settle(&mut window, &[row(3, 3, 60 * DAY, EVENTS[6].title, &other_news(2))]);
    let corrected = DigestRow { story: Some(StoryId(2)), ..row(2, 2, 9, title, &release()) };
    let intent = window.relink(&corrected, &mut shelf);
    assert_eq!(intent.unlinked, [ArticleId(2)]);
    assert_eq!((intent.assignments[0].story, intent.assignments[0].original), (StoryId(2), Some(ArticleId(1))));
}
