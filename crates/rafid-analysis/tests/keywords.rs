//! Keywords of invented articles: whole names, in their best form, without debris.

mod common;

use rafid_analysis::{ArticleText, analyse, keywords, query_terms, shown_keywords, story_keywords};
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

/// What readers see.
fn seen(title: &str, body: &str, tags: &[&str]) -> Vec<String> {
    let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    let found = shown_keywords(&ArticleText { title, body, tags: &tags, ..ArticleText::default() });
    found.into_iter().map(|keyword| keyword.phrase).collect()
}

fn check_seen(title: &str, body: &str, wanted: &[&str], unwanted: &[&str]) {
    let found = seen(title, body, &[]);
    for phrase in wanted {
        assert!(found.iter().any(|other| other == phrase), "{phrase} is missing: {found:?}");
    }
    for phrase in unwanted {
        assert!(found.iter().all(|other| other != phrase), "{phrase} should not be there: {found:?}");
    }
}

#[test]
fn names_are_never_torn() {
    check_seen(
        "مدير المتحف عبد الغني الرملي يفتتح معرض الطيور",
        "افتتح عبد الغني الرملي معرض الطيور مساء أمس. وقال الرملي إن معرض الطيور يستمر شهرا.\n\
         وحضر سالم بن راشد الوراق وأبو بكر النخلي وعبدالله آل مسعد معرض الطيور.",
        &["عبد الغني الرملي", "معرض الطيور"],
        &["الغني الرملي", "الغني", "الرملي", "بكر النخلي", "راشد الوراق", "مسعد", "سالم"],
    );
    // One name, in two words or in one.
    let one = |title: &str| {
        seen(title, "افتتح عبدالغني الرملي المعرض.", &[]).into_iter().filter(|phrase| phrase.contains("الرملي")).count()
    };
    assert_eq!((one("عبد الغني الرملي يفتتح المعرض"), one("عبدالغني الرملي يفتتح المعرض")), (1, 1));
}

#[test]
fn the_full_name_is_told_once_and_then_the_short_one() {
    check_seen(
        "البحار يعود إلى الميناء بعد رحلة حول الخليج",
        "عاد القبطان البرازيلي فيصل البحار إلى الميناء. وقال البحار إن الرحلة دامت شهرين. وشكر البحار طاقمه، ثم رسا البحار في الحوض القديم.",
        &["فيصل البحار"],
        &["البحار", "البرازيلي فيصل", "فيصل"],
    );
}

#[test]
fn overlapping_pieces_give_way_to_the_whole() {
    let found = seen(
        "جمعية أصدقاء الواحة تزرع ألف نخلة",
        "زرعت جمعية أصدقاء الواحة ألف نخلة. وتعمل جمعية أصدقاء الواحة منذ عامين، وتضم جمعية أصدقاء الواحة مئة عضو.",
        &[],
    );
    assert!(found.iter().any(|phrase| phrase == "جمعية أصدقاء الواحة"), "{found:?}");
    assert!(!found.iter().any(|phrase| phrase == "أصدقاء الواحة" || phrase == "جمعية أصدقاء"), "{found:?}");
}

#[test]
fn a_list_is_no_longer_than_it_is_good() {
    let (title, body) = ("فوز عداء القرية", "جرى السباق أمس. وكان الطقس جميلا، وشارك شباب كثيرون، ثم عاد الجميع إلى البيوت.");
    let found = seen(title, body, &[]);
    assert!((1..=3).contains(&found.len()), "{found:?}");
    for told in &common::EVENTS {
        let found = shown_keywords(&ArticleText { title: told.title, body: told.body, ..ArticleText::default() });
        assert!((3..=10).contains(&found.len()), "{found:?}");
        assert_eq!(found, analyse(&ArticleText { title: told.title, body: told.body, ..ArticleText::default() }).keywords);
    }
    // The publisher's own tags stay.
    let tagged = seen(title, body, &["سباق القرى", "عداء", "ألعاب الريف"]);
    assert!(["سباق القرى", "عداء", "ألعاب الريف"].iter().all(|tag| tagged.iter().any(|phrase| phrase == tag)), "{tagged:?}");
}

#[test]
fn what_is_shown_is_written_well() {
    check_seen(
        "مَهرَجان  التمـور في واحة النخيل لاستضافة المزارعين",
        "يستضيف مَهرَجان  التمـور المزارعين في واحة النخيل\u{200f}. وعرض المزارعون بضاعتهم تاركين بضاعتهم في السوق. وعادوا إلى بضاعتهم.",
        &["مهرجان التمور", "واحة النخيل"],
        &["بضاعتهم", "لاستضافة المزارعين", "مَهرَجان  التمـور"],
    );
}

#[test]
fn singular_and_plural_are_one() {
    let found = seen(
        "مسابقة القصة القصيرة تعلن نتائجها",
        "أعلنت مسابقة القصة القصيرة نتائجها. وفازت قصص قصيرة من الريف، وتقام مسابقات القصة القصيرة كل عام. وتستقبل مسابقات القصة القصيرة مئات القصص.",
        &[],
    );
    assert_eq!(found.iter().filter(|phrase| phrase.contains("القصة القصيرة")).count(), 1, "{found:?}");
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
