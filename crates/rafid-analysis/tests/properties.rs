//! What holds for any text.

use jiff::Timestamp;
use proptest::prelude::*;
use rafid_analysis::related::{Options, Target, rank};
use rafid_analysis::{ArticleText, Window, analyse, credit, importance, keywords, query_terms};
use rafid_core::{ArticleId, DigestRow, OutletShare, SourceId, StoryId, StorySummary};

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ]{1,9}",
        Just("ال".to_owned()),
        Just("للمجلس".to_owned()),
        Just("12.5٪".to_owned()),
        "\\PC{0,6}",
        Just("\n".to_owned()),
    ];
    proptest::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_makes_analysis_fail(title in text(), body in text(), byline in text()) {
        let tags = [title.clone()];
        let article = ArticleText { title: &title, summary: Some(&byline), body: &body, tags: &tags, byline: Some(&byline), ..ArticleText::default() };
        let analysis = analyse(&article);
        prop_assert!(analysis.keywords.len() <= 10);
        prop_assert!(analysis.digest.0.len() <= 2_600, "{}", analysis.digest.0.len());
        prop_assert_eq!(&analyse(&article), &analysis, "the same text, the same analysis");
        keywords(&article, 3);
        query_terms(&article);
        credit(&article);
    }

    #[test]
    fn any_articles_can_be_settled_and_ranked(bodies in proptest::collection::vec((text(), 0i64..400), 1..12)) {
        let mut rows: Vec<DigestRow> = bodies.iter().enumerate().map(|(n, (body, hours))| DigestRow {
            id: ArticleId(n as i64 + 1),
            source: SourceId(n as i64 % 3),
            at: Timestamp::from_second(1_600_000_000 + 3_600 * hours).unwrap_or_default(),
            story: None,
            original: None,
            digest: analyse(&ArticleText { title: body, body, ..ArticleText::default() }).digest,
        }).collect();
        rows.sort_by_key(|row| row.at);
        let mut window = Window::new();
        let intent = window.settle(&rows);
        prop_assert_eq!(intent.assignments.len(), rows.len());
        prop_assert!(window.len() <= rows.len());
        for assignment in &intent.assignments {
            prop_assert!(assignment.copies.iter().all(|copy| (0.0..=1.0).contains(&copy.similarity)));
        }
        let target = Target { row: &rows[0], copies: &[], keywords: &[] };
        let ranked = rank(&target, &rows, &Options { spread: false, limit: 50 });
        prop_assert_eq!(ranked.len(), rows.len() - 1);
        prop_assert!(ranked.iter().all(|item| item.score.is_finite()));
    }

    #[test]
    fn importance_fades_and_one_outlet_stays_below_two(articles in 1u32..200, hours in 0i64..100) {
        let at = |hours: i64| Timestamp::from_second(1_600_000_000 + 3_600 * hours).unwrap_or_default();
        let story = |sources: i64, articles: u32| StorySummary {
            id: StoryId(1), lead: ArticleId(1), first_at: at(0), last_at: at(1), articles, originals: articles,
            sources: (0..sources).map(SourceId).collect(), agencies: Vec::new(),
            shares: vec![OutletShare { originals: articles, first_at: at(0), last_at: at(1) }; sources as usize],
        };
        let one = importance(&story(1, articles), at(1 + hours));
        let two = importance(&story(2, 2), at(1 + hours));
        prop_assert!(one.is_finite() && one >= 0.0 && one < two || hours > 90, "{one} {two}");
        prop_assert!(importance(&story(1, articles), at(2 + hours)) <= one);
    }
}
