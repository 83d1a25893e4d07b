//! What to read next: order, variety, and nothing unrelated.

mod common;

use std::collections::HashMap;

use common::{EVENTS, mixed, row};
use rafid_analysis::related::{Options, Ranked, ReasonKind, Relation, Target, rank, reasons};
use rafid_core::{ArticleId, CopyKind, CopyLink, DigestRow, Keyword, SourceId, StoryId};

const PLAIN: Options = Options { spread: false, limit: 100 };
const SPREAD: Options = Options { spread: true, limit: 10 };

fn read(row: &DigestRow) -> Target<'_> {
    Target { row, copies: &[], keywords: &[] }
}

#[test]
fn the_same_event_comes_first() {
    let told = mixed();
    let rows: Vec<_> = told.iter().map(|(_, row)| row.clone()).collect();
    let events: HashMap<ArticleId, &str> = told.iter().map(|(event, row)| (row.id, *event)).collect();
    for (event, target) in &told {
        let ranked = rank(&read(target), &rows, &PLAIN);
        assert_eq!(ranked.len(), rows.len() - 1, "the plain ranking leaves nothing out");
        assert!(ranked[..2].iter().all(|item| events[&item.id] == *event), "{event}: {ranked:?}");
        assert!(ranked.is_sorted_by(|a, b| a.score >= b.score));
        let spread = rank(&read(target), &rows, &SPREAD);
        assert!(!spread.is_empty() && spread.iter().all(|item| events[&item.id] == *event), "{event}: {spread:?}");
    }
}

#[test]
fn no_copies_and_few_of_one_outlet() {
    let (told, other) = (&EVENTS[0], &EVENTS[1]);
    let target = row(1, 1, 0, told.title, told.body);
    let mut candidates: Vec<DigestRow> =
        (2..8).map(|id| row(id, 5, id, &format!("{} {id}", other.title), &format!("{} {id}", other.body))).collect();
    candidates.push(row(8, 6, 9, told.title, told.body));
    candidates.push(DigestRow { original: Some(ArticleId(1)), ..row(9, 7, 9, told.title, told.body) });
    let copies = [CopyLink { other: ArticleId(8), kind: CopyKind::Copy, similarity: 1.0, of_this: 1.0, of_other: 1.0 }];
    let ranked = rank(&Target { copies: &copies, ..read(&target) }, &candidates, &SPREAD);
    assert!(ranked.iter().all(|item| item.id != ArticleId(8) && item.id != ArticleId(9)), "{ranked:?}");
    assert!(ranked.len() <= 3, "{ranked:?}");
    assert!(!ranked.is_empty());
}

#[test]
fn of_copies_the_original_and_of_another_story_one() {
    let target = row(1, 1, 0, EVENTS[0].title, EVENTS[0].body);
    let told = &EVENTS[1];
    let original = row(3, 2, 60, told.title, told.body);
    let copy = DigestRow { original: Some(ArticleId(3)), ..row(2, 3, 30, told.title, told.body) };
    let ids =
        |candidates: &[DigestRow]| rank(&read(&target), candidates, &SPREAD).iter().map(|item| item.id.0).collect::<Vec<_>>();
    assert_eq!(ids(&[copy.clone(), original.clone()]), [3]);
    assert_eq!(ids(std::slice::from_ref(&copy)), [2]);
    // A copy of what was copied from the article read has nothing of it: it may stand there.
    let edited = DigestRow { original: Some(ArticleId(9)), ..original.clone() };
    assert_eq!(ids(&[edited]), [3]);
    let story = |row: DigestRow, story| DigestRow { story: Some(StoryId(story)), ..row };
    let third = row(4, 4, 20, EVENTS[2].title, EVENTS[2].body);
    assert_eq!(ids(&[story(original.clone(), 7), story(third.clone(), 7)]).len(), 1);
    assert_eq!(ids(&[story(original, 7), story(third, 8)]).len(), 2);
}

#[test]
fn relations_say_where_in_time_it_stands() {
    let (told, other) = (&EVENTS[0], &EVENTS[1]);
    let target = row(1, 1, 3 * 1_440, told.title, told.body);
    let candidates = [
        DigestRow { story: Some(StoryId(7)), ..row(2, 2, 3 * 1_440 + 9, other.title, other.body) },
        row(3, 2, 0, other.title, other.body),
        row(4, 3, 5 * 1_440, other.title, other.body),
    ];
    let target = DigestRow { story: Some(StoryId(7)), ..target };
    let ranked = rank(&read(&target), &candidates, &PLAIN);
    let relation = |id: i64| ranked.iter().find(|item| item.id == ArticleId(id)).map(|item| item.relation);
    assert_eq!(relation(2), Some(Relation::SameStory));
    assert_eq!(relation(3), Some(Relation::Earlier));
    assert_eq!(relation(4), Some(Relation::FollowUp));
}

#[test]
fn one_shared_name_is_no_kinship() {
    let target = row(
        1,
        1,
        0,
        "مكتبة الميناء تقيم مسابقة للخط العربي",
        "تقيم مكتبة الميناء مسابقة للخط العربي يشارك فيها أربعون خطاطا من الناشئين.",
    );
    let other = "مكتبة الميناء تشتري حافلة كهربائية";
    let candidates = [
        row(2, 2, 9, other, "اشترت مكتبة الميناء حافلة كهربائية تنقل الزوار إلى الساحل في أيام العطل."),
        row(3, 3, 9, "أربعون خطاطا في مسابقة الميناء", "يتنافس أربعون خطاطا من الناشئين في مسابقة للخط العربي في مكتبة الميناء."),
    ];
    let names = ["مكتبة الميناء"].map(|name| Keyword { phrase: name.to_owned(), key: name.to_owned(), score: 1.0 });
    let offered = |options| {
        rank(&Target { keywords: &names, ..read(&target) }, &candidates, &options)
            .iter()
            .map(|item| item.id.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(offered(SPREAD), [3]);
    assert_eq!(offered(PLAIN), [3, 2]);
}

#[test]
fn what_lies_weeks_apart_neither_leads_to_it_nor_follows() {
    let (told, other) = (&EVENTS[0], &EVENTS[1]);
    let target = row(1, 1, 0, told.title, told.body);
    let ranked = rank(&read(&target), &[row(2, 2, 30 * 1_440, other.title, other.body)], &PLAIN);
    assert_eq!(ranked[0].relation, Relation::SameSubject);
}

#[test]
fn every_item_says_why() {
    let keyword = |phrase: &str, key: &str| Keyword { phrase: phrase.to_owned(), key: key.to_owned(), score: 1.0 };
    let ours = [keyword("واحة النخيل", "k1"), keyword("سباق", "k2")];
    let theirs = [keyword("الواحة", "k3"), keyword("واحةُ النخيل", "k1")];
    let item = |relation| Ranked { id: ArticleId(1), score: 1.0, relation, kinship: 0.1 };
    let found = reasons(&ours, &theirs, &item(Relation::FollowUp));
    assert_eq!(found.iter().map(|reason| reason.kind).collect::<Vec<_>>(), [ReasonKind::FollowUp, ReasonKind::SharedNames]);
    assert_eq!(found[1].names, ["واحةُ النخيل"]);
    let found = reasons(&ours, &[], &item(Relation::SameSubject));
    assert_eq!(found[0].kind, ReasonKind::SameSubject);
}

#[test]
fn a_part_of_a_shared_name_and_a_common_noun_are_no_reason() {
    let keyword = |phrase: &str| Keyword { phrase: phrase.to_owned(), key: phrase.to_owned(), score: 1.0 };
    let both = ["الشركة", "غزة", "قطاع غزة", "جامعة الواحة"].map(keyword);
    let item = Ranked { id: ArticleId(1), score: 1.0, relation: Relation::SameSubject, kinship: 0.1 };
    assert_eq!(reasons(&both, &both, &item)[0].names, ["قطاع غزة", "جامعة الواحة"]);
}

#[test]
fn nothing_and_nonsense_are_ranked_too() {
    let empty = DigestRow { source: SourceId(1), ..row(1, 1, 0, "", "") };
    assert!(rank(&read(&empty), &[], &SPREAD).is_empty());
    assert!(rank(&read(&empty), std::slice::from_ref(&empty), &PLAIN).is_empty());
    let broken = DigestRow { digest: rafid_core::Digest(vec![1, 9, 9, 9, 9, 255, 255]), ..row(2, 1, 0, "", "") };
    assert_eq!(rank(&read(&empty), &[broken], &PLAIN).len(), 1);
}
