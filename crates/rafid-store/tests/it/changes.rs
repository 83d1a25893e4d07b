//! The change log, and what the index reads along it.

use rafid_core::*;

use crate::kit::{add, at, cases, commit, draft, id_of, intent, source};

cases!(store: one_line_an_article_in_the_order_of_change, the_log_comes_in_pages, settling_is_no_change, documents_for_the_index,
    a_headline_made_from_the_opening_counts_once, a_headline_outlets_keywords_are_those_of_its_headlines);

fn log(store: &dyn Store, after: Seq, limit: usize) -> Vec<ArticleId> {
    let changes = store.changes(after, limit).unwrap();
    assert!(changes.is_sorted_by(|a, b| a.seq < b.seq), "{changes:?}");
    assert!(changes.iter().all(|change| change.seq > after && !change.removed));
    changes.into_iter().map(|change| change.article).collect()
}

fn one_line_an_article_in_the_order_of_change(store: &dyn Store) {
    assert_eq!((store.last_seq().unwrap(), log(store, Seq(0), 10)), (Seq(0), vec![]));
    let outlet = source(store, "nahr");
    let ids = add(store, &outlet, &["a", "b", "c"]);
    assert_eq!(log(store, Seq(0), 10), ids);
    let before = store.last_seq().unwrap();
    commit(store, vec![ArticleDraft { title: "جديد".into(), ..draft(&outlet, "a", 0) }]);
    assert_eq!(log(store, before, 10), [ids[0]]);
    assert_eq!(log(store, Seq(0), 10), [ids[1], ids[2], ids[0]]);
    assert_eq!(store.changes(before, 1).unwrap()[0].seq, store.last_seq().unwrap());
    assert_eq!(log(store, Seq(u64::MAX), 10), []);
}

fn the_log_comes_in_pages(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let ids = add(store, &outlet, &["a", "b", "c", "d", "e"]);
    let mut seen = Vec::new();
    let mut after = Seq(0);
    loop {
        let page = store.changes(after, 2).unwrap();
        let Some(last) = page.last() else { break };
        after = last.seq;
        assert!(page.len() <= 2);
        seen.extend(page.iter().map(|change| change.article));
    }
    assert_eq!(seen, ids);
    assert_eq!(after, store.last_seq().unwrap());
    assert_eq!(log(store, Seq(0), usize::MAX), ids);
}

fn settling_is_no_change(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let ids = add(store, &outlet, &["a", "b"]);
    let before = store.last_seq().unwrap();
    crate::kit::settle(store, &ids);
    assert_eq!(store.last_seq().unwrap(), before);
}

fn documents_for_the_index(store: &dyn Store) {
    let outlet =
        store.ensure_source(&SourceDraft { key: "nahr".into(), country: Some("EG".into()), ..SourceDraft::default() }).unwrap();
    let with_summary = ArticleDraft { summary: Some("موجز لا يوجد في النص".into()), ..draft(&outlet, "a", 2) };
    let given = intent(with_summary.clone());
    let outcomes = store.commit(&[given.clone(), intent(draft(&outlet, "b", 3))], &[]).unwrap();
    let (a, b) = (id_of(&outcomes[0]), id_of(&outcomes[1]));
    let documents = store.index_documents(&[b, ArticleId(9_999), a]).unwrap();
    assert_eq!(documents.iter().map(|document| document.id).collect::<Vec<_>>(), [b, a]);
    let expected = IndexDocument {
        id: a,
        source: outlet.id,
        source_key: "nahr".into(),
        country: Some("EG".into()),
        at: at(2),
        body: with_summary.full_text(),
        title: with_summary.title,
        keywords: given.analysis.keywords.into_iter().map(|keyword| keyword.key).collect(),
    };
    assert_eq!(documents[1], expected);
    assert!(documents[1].body.starts_with("موجز لا يوجد") && !documents[0].body.contains("موجز"));
}

fn a_headline_outlets_keywords_are_those_of_its_headlines(store: &dyn Store) {
    let outlet =
        store.ensure_source(&SourceDraft { key: "nahr".into(), policy: DisplayPolicy::Full, ..SourceDraft::default() }).unwrap();
    let mut given =
        intent(ArticleDraft { title: "افتتاح المكتبة المتنقلة".into(), ..draft(&outlet, "a", 1) });
    let keyword = |phrase: &str| Keyword { phrase: phrase.into(), key: rafid_arabic::normalize::fold(phrase), score: 1.0 };
    given.analysis.keywords = vec![keyword("مكتبة متنقلة"), keyword("زمردخفي")];
    let id = id_of(&store.commit(&[given], &[]).unwrap()[0]);
    let keywords = || store.index_documents(&[id]).unwrap()[0].keywords.clone();
    assert_eq!(keywords(), ["مكتبه متنقله", "زمردخفي"]);
    let before = store.last_seq().unwrap();
    store.update_source(&Source { policy: DisplayPolicy::Headline, ..outlet.clone() }).unwrap();
    assert_eq!(keywords(), ["مكتبه متنقله"]);
    let changes = store.changes(before, 10).unwrap();
    assert_eq!(
        changes.iter().map(|change| (change.article, change.removed)).collect::<Vec<_>>(),
        [(id, false)],
        "the index hears of it"
    );
    let before = store.last_seq().unwrap();
    store.update_source(&Source { policy: DisplayPolicy::Headline, name: "نهر".into(), ..outlet }).unwrap();
    assert_eq!(store.last_seq().unwrap(), before, "a name is not indexed");
}

fn a_headline_made_from_the_opening_counts_once(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let body = Body::from_text("وصل القطار الأول إلى المدينة الجديدة صباح اليوم.");
    let titles = ["وصل القطار الأول إلى…", "القطار الأول في المدينة"];
    let drafts = titles.map(|title| ArticleDraft {
        title: title.into(),
        body: body.clone(),
        ..draft(&outlet, &format!("a{}", title.len()), 0)
    });
    let ids: Vec<_> = commit(store, drafts.into()).iter().map(id_of).collect();
    let indexed: Vec<_> = store.index_documents(&ids).unwrap().into_iter().map(|document| document.title).collect();
    assert_eq!(indexed, ["", titles[1]]);
    // Readers see it all the same.
    assert_eq!(store.summaries(&ids).unwrap()[0].title, titles[0]);
}
