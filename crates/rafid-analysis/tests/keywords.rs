//! Keywords of invented articles: whole names, in their best form, without debris.

mod common;

use rafid_analysis::{ArticleText, analyse, keywords, query_terms, story_keywords};
use rafid_core::Keyword;

fn phrases(title: &str, body: &str, tags: &[&str]) -> Vec<String> {
    let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    keywords(&ArticleText { title, body, tags: &tags, ..ArticleText::default() }, 10)
        .into_iter()
        .map(|keyword| keyword.phrase)
        .collect()
}

fn check(title: &str, body: &str, wanted: &[&str], unwanted: &[&str]) {
    let found = phrases(title, body, &[]);
    for phrase in wanted {
        assert!(found.iter().any(|other| other == phrase), "{phrase} is missing: {found:?}");
    }
    for phrase in unwanted {
        assert!(found.iter().all(|other| other != phrase), "{phrase} is debris: {found:?}");
    }
}

#[test]
fn phrases_are_whole_and_without_clitics() {
    check(
        "انطلاق مهرجان التمور في واحة النخيل بمشاركة مئة مزارع",
        "انطلق في واحة النخيل مهرجان التمور بمشاركة مئة مزارع. وقال رئيس المهرجان سالم الرملي إن مهرجان التمور يستقبل الزوار أسبوعا.\n\
         وأضاف المصدر أن واحة النخيل استعدت للمهرجان منذ شهر. وأوضح سالم الرملي أن الجوائز للمزارعين.",
        &["مهرجان التمور", "واحة النخيل", "سالم الرملي"],
        &["المصدر", "وأضاف المصدر", "وقال", "بمشاركة", "للمزارعين", "انطلق"],
    );
}

#[test]
fn the_best_form_has_its_article() {
    check(
        "بدء الدراسة للطلاب في الجامعة الأهلية",
        "بدأت الدراسة اليوم. واستقبلت الجامعة الأهلية طلابها الجدد، وتسعى بالجامعة الأهلية إدارة جديدة إلى خدمة الطلاب.",
        &["الجامعة الأهلية"],
        &["بالجامعة الأهلية", "للطلاب", "اليوم"],
    );
}

#[test]
fn names_are_whole() {
    check(
        "عبد الغني الرملي يفتتح معرض الزهور في واحة النخيل",
        "افتتح الرسام الواحي سالم الكاتب ومعه عبد الغني الرملي معرض الزهور في واحة النخيل. وقال عبد الغني الرملي إن المعرض هديّة \
         لأهل الواحة، وشكر الرسام الواحي سالم الكاتب.",
        &["عبد الغني الرملي", "معرض الزهور"],
        &["الغني الرملي", "الغني", "الواحي سالم", "عبد"],
    );
}

#[test]
fn phrases_are_shown_without_marks() {
    let found = phrases("مَهْرجان التُّمور  في واحة النخيـــل", "بدأ مَهْرجان التُّمور في واحة النخيـــل.", &[]);
    assert!(found.iter().any(|phrase| phrase == "مهرجان التمور"), "{found:?}");
    assert!(found.iter().all(|phrase| !phrase.contains(['\u{64e}', '\u{640}']) && !phrase.contains("  ")), "{found:?}");
}

#[test]
fn tags_are_evidence() {
    let (title, body) = ("يوم مفتوح في المتحف", "زار الأطفال المتحف وشاهدوا الطيور المحنطة والأصداف والصخور الملونة.");
    assert!(!phrases(title, body, &[]).iter().any(|phrase| phrase == "متحف الطبيعة"));
    let tagged = phrases(title, body, &["متحف الطبيعة", "الطيور"]);
    assert!(tagged.iter().take(5).any(|phrase| phrase == "متحف الطبيعة"), "{tagged:?}");
    assert!(tagged.iter().take(5).any(|phrase| phrase == "الطيور"), "{tagged:?}");
}

#[test]
fn a_list_is_ordered_and_does_not_repeat() {
    for told in &common::EVENTS {
        let found = keywords(&ArticleText { title: told.title, body: told.body, ..ArticleText::default() }, 10);
        assert!(found.len() <= 10 && found.len() >= 4, "{found:?}");
        let mut keys: Vec<&str> = found.iter().map(|keyword| keyword.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), found.len(), "{found:?}");
        assert!(found.iter().all(|keyword| keyword.score.is_finite() && keyword.score > 0.0));
    }
}

#[test]
fn spellings_share_a_key() {
    let key =
        |title: &str| keywords(&ArticleText { title, ..ArticleText::default() }, 1).into_iter().next().map(|keyword| keyword.key);
    assert_eq!(key("الإسكندرية"), key("الاسكندريه"));
    assert!(key("الإسكندرية").is_some());
}

#[test]
fn a_story_is_about_what_its_members_share() {
    let keyword = |key: &str, score: f32| Keyword { phrase: key.to_owned(), key: key.to_owned(), score };
    let (a, b) = (vec![keyword("x", 9.0), keyword("y", 4.0)], vec![keyword("y", 2.0), keyword("z", 0.2)]);
    let found = story_keywords(&[&a, &b], 2);
    assert_eq!(found.iter().map(|keyword| keyword.key.as_str()).collect::<Vec<_>>(), ["y", "x"]);
}

#[test]
fn query_terms_are_heavy_first_and_few() {
    let told = &common::EVENTS[3];
    let terms = query_terms(&ArticleText { title: told.title, body: told.body, ..ArticleText::default() });
    assert!((10..=25).contains(&terms.len()), "{terms:?}");
    assert!(terms.is_sorted_by(|a, b| a.1 >= b.1));
    assert!(terms.iter().take(6).any(|(term, _)| term == "مذنب"), "{terms:?}");
    assert!(terms.iter().all(|(term, _)| term != "في" && term != "من"));
}

#[test]
fn odd_texts_give_little_and_no_panic() {
    for text in
        ["", " ", "ـــ", "لل", "لله", "ال", "و", "١٢٣", "....", "«»", "a", "\u{64b}\u{64b}", "للـــجنة", "&#8220;", "بـ", "كلمة"]
    {
        let tags = [text.to_owned()];
        let article = ArticleText { title: text, summary: Some(text), body: text, tags: &tags, ..ArticleText::default() };
        assert!(analyse(&article).keywords.len() <= 3, "{text}");
        query_terms(&article);
    }
}
