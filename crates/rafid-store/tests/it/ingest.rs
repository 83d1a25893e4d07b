//! Articles in: what is known, what is kept.

use rafid_core::*;

use crate::kit::{add, article, at, cases, commit, draft, id_of, intent, source, url};

cases!(store:
    everything_of_an_article_is_kept, the_same_again_changes_nothing, twice_in_one_batch_is_once,
    the_external_id_comes_first, two_external_ids_may_share_an_address, an_external_id_is_adopted,
    an_external_id_is_adopted_with_a_change, known_answers_in_order, the_credit_passes_to_the_outlet_itself, a_lead_is_an_opening, time_ahead_is_not_believed,
    analysis_is_replaced_with_the_text,
);

fn named(source: &Source, external_id: &str, path: Option<&str>) -> ArticleDraft {
    ArticleDraft { external_id: Some(external_id.into()), url: path.map(url), ..draft(source, external_id, 0) }
}

fn identity(external_id: Option<&str>, path: Option<&str>) -> Identity {
    Identity { external_id: external_id.map(Into::into), url: path.map(url) }
}

fn everything_of_an_article_is_kept(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let body = Body(vec![
        Block::Heading { level: 2, text: "عنوان داخلي".into() },
        Block::Paragraph(vec![
            Inline::Text("نص ".into()),
            Inline::Link { url: url("x"), text: "رابط".into() },
            Inline::Break,
            Inline::Strong("مهم".into()),
        ]),
        Block::List { ordered: true, items: vec![vec![Inline::Emphasis("أول".into())]] },
        Block::Table { rows: vec![vec!["أ".into(), "ب".into()]] },
        Block::Figure { image: url("f.jpg"), caption: Some("شرح".into()), alt: None },
        Block::Embed { url: url("video"), title: None },
        Block::Quote(vec![Inline::Text("قول".into())]),
        Block::Preformatted("  جدول".into()),
    ]);
    let draft =
        ArticleDraft { summary: Some("موجز الخبر".into()), updated: Some(at(7)), body, ..draft(&outlet, "a", 3) };
    let given = intent(draft.clone());
    let outcomes = store.commit(std::slice::from_ref(&given), &[]).unwrap();
    let [IngestOutcome::Added(id)] = outcomes[..] else { panic!("{outcomes:?}") };
    let kept = article(store, id);
    let expected = ArticleDetail {
        summary: ArticleSummary {
            id,
            external_id: None,
            source: outlet.id,
            url: draft.url,
            title: draft.title,
            lead: "موجز الخبر".into(),
            byline: draft.byline,
            section: draft.section,
            image: draft.image,
            published: Some(at(3)),
            at: at(3),
            story: None,
            original: None,
            agency: None,
            keywords: given.analysis.keywords,
        },
        abstract_text: Some("موجز الخبر".into()),
        body: draft.body,
        updated: Some(at(7)),
        fetched_at: at(8),
        tags: draft.tags,
        credit: draft.credit,
        language: draft.language,
        copies: Vec::new(),
        revisions: Vec::new(),
    };
    assert_eq!(kept, expected);
    assert_eq!(store.digests(&[id]).unwrap()[0].digest, given.analysis.digest);
    assert_eq!(store.article(ArticleId(9_999)).unwrap(), None);
}

fn the_same_again_changes_nothing(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let drafts = || (0..5).map(|n| draft(&outlet, &format!("a{n}"), n)).collect::<Vec<_>>();
    let first = commit(store, drafts());
    let (seq, counts) = (store.last_seq().unwrap(), store.counts().unwrap());
    let second = commit(store, drafts());
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(*second, IngestOutcome::Unchanged(id_of(first)));
    }
    assert_eq!((store.last_seq().unwrap(), store.counts().unwrap()), (seq, counts));
    assert_eq!(store.commit(&[], &[]).unwrap(), []);
}

fn twice_in_one_batch_is_once(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let changed = ArticleDraft { title: "عنوان جديد".into(), ..draft(&outlet, "a", 0) };
    let outcomes = commit(store, vec![draft(&outlet, "a", 0), draft(&outlet, "a", 0), changed]);
    let id = id_of(&outcomes[0]);
    assert_eq!(outcomes, [IngestOutcome::Added(id), IngestOutcome::Unchanged(id), IngestOutcome::Revised(id)]);
    assert_eq!(store.counts().unwrap().articles, 1);
    assert_eq!(article(store, id).summary.title, "عنوان جديد");
}

fn the_external_id_comes_first(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = id_of(&commit(store, vec![named(&outlet, "e1", Some("p1"))])[0]);
    let moved = ArticleDraft { url: Some(url("p2")), title: "نقل".into(), ..named(&outlet, "e1", None) };
    assert_eq!(commit(store, vec![moved]), [IngestOutcome::Revised(id)]);
    assert_eq!(article(store, id).summary.url, Some(url("p2")));
    // Collected later under its address, it is the same.
    let found = store.known(&[identity(None, Some("p2"))]).unwrap();
    assert_eq!(found[0].map(|known| known.id), Some(id));
    assert_eq!(store.resolve(&ArticleRef::External("e1".into())).unwrap(), Some(id));
    assert_eq!(store.resolve(&ArticleRef::External("e2".into())).unwrap(), None);
    assert_eq!(store.resolve(&ArticleRef::Id(id)).unwrap(), Some(id));
    assert_eq!(store.resolve(&ArticleRef::Id(ArticleId(9_999))).unwrap(), None);
}

fn two_external_ids_may_share_an_address(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let outcomes =
        commit(store, vec![named(&outlet, "e1", Some("p")), named(&outlet, "e2", Some("p")), named(&outlet, "e3", None)]);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, IngestOutcome::Added(_))), "{outcomes:?}");
    // By the address alone, it is the first of them.
    let found = store.known(&[identity(None, Some("p"))]).unwrap();
    assert_eq!(found[0].map(|known| known.id), Some(id_of(&outcomes[0])));
}

fn an_external_id_is_adopted(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = add(store, &outlet, &["p"])[0];
    let seq = store.last_seq().unwrap();
    let same = || ArticleDraft { external_id: Some("e1".into()), ..draft(&outlet, "p", 0) };
    assert_eq!(commit(store, vec![same()]), [IngestOutcome::Unchanged(id)]);
    assert_eq!(store.resolve(&ArticleRef::External("e1".into())).unwrap(), Some(id));
    assert_eq!(commit(store, vec![same()]), [IngestOutcome::Unchanged(id)]);
    assert_eq!(store.last_seq().unwrap(), seq);
    // It has one now: another id with this address is another article.
    let other = ArticleDraft { external_id: Some("e2".into()), ..draft(&outlet, "p", 0) };
    assert!(matches!(commit(store, vec![other])[0], IngestOutcome::Added(_)));
}

fn an_external_id_is_adopted_with_a_change(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = add(store, &outlet, &["p"])[0];
    let changed = ArticleDraft { external_id: Some("e1".into()), title: "جديد".into(), ..draft(&outlet, "p", 0) };
    assert_eq!(commit(store, vec![changed]), [IngestOutcome::Revised(id)]);
    assert_eq!(store.resolve(&ArticleRef::External("e1".into())).unwrap(), Some(id));
}

fn known_answers_in_order(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = id_of(&commit(store, vec![named(&outlet, "e1", Some("p1"))])[0]);
    let hash = intent(named(&outlet, "e1", Some("p1"))).content_hash;
    let asked = [
        identity(Some("none"), None),
        identity(Some("e1"), None),
        identity(None, None),
        identity(None, Some("p1")),
        identity(Some("none"), Some("p1")),
    ];
    let fetched_at = named(&outlet, "e1", Some("p1")).fetched_at;
    let known = Some(Known { id, source: outlet.id, content_hash: hash, fetched_at });
    assert_eq!(store.known(&asked).unwrap(), [None, known, None, known, None]);
}

fn the_credit_passes_to_the_outlet_itself(store: &dyn Store) {
    let (aggregator, outlet) = (source(store, "jisr"), source(store, "nahr"));
    let id = id_of(&commit(store, vec![draft(&aggregator, "a", 0)])[0]);
    // Whoever else brings it leaves the credit where it is.
    commit(store, vec![ArticleDraft { title: "عنوان آخر".into(), ..draft(&outlet, "a", 0) }]);
    assert_eq!(article(store, id).summary.source, aggregator.id);
    // The same words, now from the outlet itself.
    let own = ArticleDraft { title: "عنوان آخر".into(), takes_over: true, ..draft(&outlet, "a", 0) };
    let before = store.last_seq().unwrap();
    assert_eq!(commit(store, vec![own.clone()]), [IngestOutcome::Revised(id)]);
    assert_eq!(article(store, id).summary.source, outlet.id);
    assert!(store.last_seq().unwrap() > before, "the index learns it");
    assert_eq!(commit(store, vec![own]), [IngestOutcome::Unchanged(id)], "once");
    assert_eq!(store.known(&[identity(None, Some("a"))]).unwrap()[0].map(|known| known.source), Some(outlet.id));
}

fn a_lead_is_an_opening(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let long = Body::from_text(&"تتوالى الأخبار ".repeat(200));
    let ids: Vec<_> = commit(
        store,
        vec![
            ArticleDraft { body: long, ..draft(&outlet, "a", 0) },
            ArticleDraft { summary: Some("  ".into()), body: Body::from_text("سطر\nثان"), ..draft(&outlet, "b", 0) },
            ArticleDraft { body: Body::default(), ..draft(&outlet, "c", 0) },
        ],
    )
    .iter()
    .map(id_of)
    .collect();
    let leads: Vec<_> = store.summaries(&ids).unwrap().into_iter().map(|summary| summary.lead).collect();
    assert!(leads[0].ends_with("الأخبار…") || leads[0].ends_with("تتوالى…"), "{}", leads[0]);
    assert!((200..=330).contains(&leads[0].chars().count()));
    assert_eq!(leads[1..], ["سطر ثان".to_owned(), String::new()]);
}

fn time_ahead_is_not_believed(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let ahead = ArticleDraft { published: Some(at(100_000)), fetched_at: at(9), ..draft(&outlet, "a", 0) };
    let undated = ArticleDraft { published: None, fetched_at: at(4), ..draft(&outlet, "b", 0) };
    let ids: Vec<_> = commit(store, vec![ahead, undated]).iter().map(id_of).collect();
    let times: Vec<_> = store.summaries(&ids).unwrap().into_iter().map(|summary| (summary.at, summary.published)).collect();
    assert_eq!(times, [(at(9), Some(at(100_000))), (at(4), None)]);
    assert_eq!(store.newest_at(at(8)).unwrap(), Some(at(4)));
    assert_eq!(store.newest_at(at(9)).unwrap(), Some(at(9)));
    assert_eq!(store.newest_at(at(3)).unwrap(), None);
}

fn analysis_is_replaced_with_the_text(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let id = add(store, &outlet, &["a"])[0];
    let mut changed = intent(ArticleDraft { title: "جديد".into(), ..draft(&outlet, "a", 0) });
    changed.analysis.keywords = vec![crate::kit::keyword("سباق الزوارق", 1.5)];
    changed.analysis.digest = Digest(vec![0, 255]);
    store.commit(&[changed.clone()], &[]).unwrap();
    assert_eq!(article(store, id).summary.keywords, changed.analysis.keywords);
    assert_eq!(store.digests(&[id]).unwrap()[0].digest, changed.analysis.digest);
    let of = |key: &str| {
        store.latest(&ArticleFilter { keyword: Some(key.into()), limit: 9, ..ArticleFilter::default() }).unwrap().len()
    };
    assert_eq!((of("معرض الكتاب"), of("سباق الزوارق")), (0, 1));
}
