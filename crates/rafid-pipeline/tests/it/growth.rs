//! The search index learns the words of the portal's own articles while it goes on answering.

use std::sync::Arc;

use rafid_core::*;
use rafid_pipeline::ingest::{Engine, Growth, GrowthRule, GrowthStep, Pace};
use rafid_store::{Access, Opened, open};

struct Portal {
    dir: tempfile::TempDir,
    opened: Opened,
    engine: Arc<Engine>,
    outlets: Vec<Source>,
}

impl Portal {
    fn new(outlets: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let opened = open(dir.path(), Access::Write { holder: "test" }).unwrap();
        let engine = Arc::new(Engine::new(opened.store.clone(), opened.index.clone()));
        let draft = |key: &&str| SourceDraft { key: (*key).into(), name: (*key).into(), ..SourceDraft::default() };
        let outlets = outlets.iter().map(|key| opened.store.ensure_source(&draft(key)).unwrap()).collect();
        Self { dir, opened, engine, outlets }
    }

    /// An article, new or changed by its name.
    fn bring(&self, outlet: usize, name: &str, body: &str) {
        let at: jiff::Timestamp = "2026-11-23T06:00:00Z".parse().unwrap();
        let draft = ArticleDraft {
            source: self.outlets[outlet].id,
            external_id: Some(name.into()),
            url: None,
            title: format!("من أخبار السوق {name}"),
            byline: None,
            summary: None,
            body: Body::from_text(body),
            published: Some(at),
            updated: None,
            fetched_at: at,
            image: None,
            tags: Vec::new(),
            section: None,
            credit: None,
            language: Some("ar".into()),
            takes_over: false,
        };
        self.engine.ingest(vec![draft], &[]).unwrap();
    }

    /// Eight articles with a herb that no vocabulary has, of which two write it with و before the article's ب.
    fn fill(&self) {
        let clitics = ["الزرنكوش", "الزرنكوش", "بالزرنكوش", "بالزرنكوش", "بالزرنكوش", "الزرنكوش", "وبالزرنكوش", "وزرنكوش"];
        for (n, word) in clitics.into_iter().enumerate() {
            self.bring(
                n % self.outlets.len(),
                &format!("{n}"),
                &format!("يباع {word} في سوق العطارين كل صباح عند Žižković وپۆل."),
            );
        }
        self.engine.catch_up(|_| ()).unwrap();
    }

    fn found(&self, text: &str) -> usize {
        self.opened.index.search(&SearchQuery::new(text, "2026-11-24T06:00:00Z".parse().unwrap())).unwrap().total
    }

    fn grow(&self, rule: GrowthRule) -> Growth {
        self.engine.grow(rule, Pace::Full, |_| true).unwrap()
    }
}

const EASY: GrowthRule = GrowthRule { articles: 3, new_words: 1 };

#[test]
fn a_new_name_is_found_without_its_clitics() {
    let portal = Portal::new(&["nahr", "jisr"]);
    portal.fill();
    let before = portal.found("زرنكوش");
    assert!(before < 8, "the test has no point: {before}");
    let growth = portal.grow(EASY);
    assert_eq!((growth.articles, growth.outlets, growth.has_grown), (8, 2, true));
    assert!(growth.new_words >= 2, "{growth:?}");
    assert_eq!(portal.found("زرنكوش"), 8);
    assert_eq!(portal.found("والزرنكوش"), 8);
    // What it has learned is not new again, and stays.
    assert_eq!(portal.grow(EASY), Growth { new_words: 0, has_grown: false, ..growth });
    let Portal { dir, opened, engine, .. } = portal;
    drop((opened, engine));
    let opened = open(dir.path(), Access::Read).unwrap();
    let question = SearchQuery::new("زرنكوش", "2026-11-24T06:00:00Z".parse().unwrap());
    assert_eq!(opened.index.search(&question).unwrap().total, 8);
    assert_eq!(opened.index.generation().unwrap().counted, 8);
}

#[test]
fn few_words_and_one_outlets_words_are_not_enough() {
    let portal = Portal::new(&["nahr", "jisr"]);
    portal.fill();
    let growth = portal.grow(GrowthRule { articles: 3, new_words: 50 });
    assert!(growth.new_words > 0 && !growth.has_grown, "{growth:?}");
    assert_eq!(portal.opened.index.generation().unwrap().number, 1);
    // A word that one of two outlets writes, however often.
    for n in 0..6 {
        portal.bring(0, &format!("q{n}"), "وصلت القشمطوطة إلى المرفأ.");
    }
    assert_eq!(portal.grow(GrowthRule { articles: 3, new_words: 50 }).new_words, growth.new_words);
    portal.bring(1, "q7", "وصلت القشمطوطة إلى المرفأ.");
    assert_eq!(portal.grow(GrowthRule { articles: 3, new_words: 50 }).new_words, growth.new_words + 1);
}

#[test]
fn a_portal_of_one_outlet_grows_too() {
    let portal = Portal::new(&["nahr"]);
    portal.fill();
    assert!(portal.grow(EASY).has_grown);
    assert_eq!(portal.found("زرنكوش"), 8);
}

#[test]
fn what_happens_meanwhile_is_answered_and_not_lost() {
    let portal = Portal::new(&["nahr", "jisr"]);
    portal.fill();
    let before = portal.found("زرنكوش");
    let mut steps = Vec::new();
    let growth = portal.engine.grow(EASY, Pace::Gentle, |step| {
        if steps.is_empty() {
            // Counted; not yet in the new index.
            portal.bring(0, "late", "افتتح المعرض السنوي للفخار.");
        } else {
            // The new index has the articles, the old one answers and follows the log.
            assert_eq!(portal.found("زرنكوش"), before);
            portal.bring(1, "later", "تأجل سباق القوارب إلى الغد.");
            portal.bring(0, "late", "انتهى معرض النحاس.");
            portal.engine.catch_up(|_| ()).unwrap();
            assert_eq!((portal.found("القوارب"), portal.found("للفخار"), portal.found("النحاس")), (1, 0, 1));
        }
        steps.push(step);
        true
    });
    assert!(growth.unwrap().has_grown);
    assert_eq!(steps[0], GrowthStep::Counted(8));
    assert!(matches!(steps[1], GrowthStep::Indexed(_)), "{steps:?}");
    assert_eq!((portal.found("القوارب"), portal.found("للفخار"), portal.found("النحاس")), (1, 0, 1));
    assert_eq!((portal.found("زرنكوش"), portal.opened.index.documents().unwrap()), (8, 10));
    assert_eq!(portal.opened.index.cursor().unwrap(), portal.opened.store.last_seq().unwrap());
}

#[test]
fn stopped_at_any_step_it_is_as_it_was() {
    let portal = Portal::new(&["nahr", "jisr"]);
    portal.fill();
    let before = portal.found("زرنكوش");
    for allowed in 0..2 {
        let mut steps = 0;
        let growth = portal.engine.grow(EASY, Pace::Full, |_| {
            steps += 1;
            steps > allowed + 1 || steps <= allowed
        });
        assert!(!growth.unwrap().has_grown, "{allowed}");
        assert_eq!((portal.found("زرنكوش"), portal.opened.index.generation().unwrap().number), (before, 1));
    }
    assert!(portal.grow(EASY).has_grown);
}

#[test]
fn an_index_that_knows_too_much_is_made_anew() {
    let portal = Portal::new(&["nahr"]);
    portal.fill();
    portal.opened.index.apply(&[], &[], Seq(1_000)).unwrap();
    assert!(portal.engine.rebuild(None, Pace::Full, |_| true).unwrap());
    assert_eq!(portal.opened.index.cursor().unwrap(), portal.opened.store.last_seq().unwrap());
    assert_eq!(portal.opened.index.documents().unwrap(), 8);
}

#[test]
fn many_write_while_it_is_made_anew() {
    let portal = Portal::new(&["nahr", "jisr"]);
    portal.fill();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 0..60 {
                portal.bring(n % 2, &format!("w{n}"), "هبت ريح خفيفة.");
                portal.engine.catch_up(|_| ()).unwrap();
            }
        });
        let mut rebuilt = 0;
        while !writer.is_finished() || rebuilt < 2 {
            assert!(portal.engine.rebuild(None, Pace::Full, |_| true).unwrap());
            assert!(portal.found("العطارين") == 8);
            rebuilt += 1;
        }
    });
    portal.engine.catch_up(|_| ()).unwrap();
    assert_eq!((portal.opened.index.documents().unwrap(), portal.found("ريح")), (68, 60));
}
