//! What to read next: order, variety, and nothing unrelated.

mod common;

use std::collections::HashMap;

use common::{EVENTS, at, mixed, row};
use rafid_analysis::related::{Options, Ranked, ReasonKind, Relation, rank, reasons};
use rafid_core::{ArticleId, CopyKind, CopyLink, DigestRow, Keyword, SourceId, StoryId};

const PLAIN: Options = Options { spread: false, limit: 100 };
const SPREAD: Options = Options { spread: true, limit: 10 };

#[test]
fn the_same_event_comes_first() {
    let told = mixed();
    let rows: Vec<_> = told.iter().map(|(_, row)| row.clone()).collect();
    let events: HashMap<ArticleId, &str> = told.iter().map(|(event, row)| (row.id, *event)).collect();
    for (event, target) in &told {
        let ranked = rank(target, &[], &rows, at(200), &PLAIN);
        assert_eq!(ranked.len(), rows.len() - 1, "the plain ranking leaves nothing out");
        assert!(ranked[..2].iter().all(|item| events[&item.id] == *event), "{event}: {ranked:?}");
        assert!(ranked.is_sorted_by(|a, b| a.score >= b.score));
        let spread = rank(target, &[], &rows, at(200), &SPREAD);
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
    let ranked = rank(&target, &copies, &candidates, at(10), &SPREAD);
    assert!(ranked.iter().all(|item| item.id != ArticleId(8) && item.id != ArticleId(9)), "{ranked:?}");
    assert!(ranked.len() <= 3, "{ranked:?}");
    assert!(!ranked.is_empty());
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
    let ranked = rank(&target, &[], &candidates, at(6 * 1_440), &PLAIN);
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
    let offered = |options| rank(&target, &[], &candidates, at(10), &options).iter().map(|item| item.id.0).collect::<Vec<_>>();
    assert_eq!(offered(SPREAD), [3]);
    assert_eq!(offered(PLAIN), [3, 2]);
}

#[test]
fn another_story_is_offered_once() {
    let (told, other) = (&EVENTS[0], &EVENTS[1]);
    let target = DigestRow { story: Some(StoryId(1)), ..row(1, 1, 0, told.title, told.body) };
    let of_story = |id: i64, story: i64| DigestRow { story: Some(StoryId(story)), ..row(id, id, id, other.title, other.body) };
    let ranked = rank(&target, &[], &[of_story(2, 7), of_story(3, 7), of_story(4, 1), of_story(5, 1)], at(10), &SPREAD);
    let mut ids: Vec<i64> = ranked.iter().map(|item| item.id.0).collect();
    ids.sort_unstable();
    assert_eq!(ids, [2, 4, 5]);
}

#[test]
fn what_lies_weeks_apart_neither_leads_to_it_nor_follows() {
    let (told, other) = (&EVENTS[0], &EVENTS[1]);
    let target = row(1, 1, 0, told.title, told.body);
    let ranked = rank(&target, &[], &[row(2, 2, 30 * 1_440, other.title, other.body)], at(10), &PLAIN);
    assert_eq!(ranked[0].relation, Relation::SameSubject);
}

#[test]
fn every_item_says_why() {
    let keyword = |phrase: &str, key: &str| Keyword { phrase: phrase.to_owned(), key: key.to_owned(), score: 1.0 };
    let ours = [keyword("واحة النخيل", "k1"), keyword("سباق", "k2")];
    let theirs = [keyword("الواحة", "k3"), keyword("واحةُ النخيل", "k1")];
    let item = |relation| Ranked { id: ArticleId(1), score: 1.0, relation };
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
    let item = Ranked { id: ArticleId(1), score: 1.0, relation: Relation::SameSubject };
    assert_eq!(reasons(&both, &both, &item)[0].names, ["قطاع غزة", "جامعة الواحة"]);
}

#[test]
fn nothing_and_nonsense_are_ranked_too() {
    let empty = DigestRow { source: SourceId(1), ..row(1, 1, 0, "", "") };
    assert!(rank(&empty, &[], &[], at(0), &SPREAD).is_empty());
    assert!(rank(&empty, &[], std::slice::from_ref(&empty), at(0), &PLAIN).is_empty());
    let broken = DigestRow { digest: rafid_core::Digest(vec![1, 9, 9, 9, 9, 255, 255]), ..row(2, 1, 0, "", "") };
    assert_eq!(rank(&empty, &[], &[broken], at(0), &PLAIN).len(), 1);
}
