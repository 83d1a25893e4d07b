//! A new index beside the one that answers: with other words, in one step, and nothing lost however it ends.

use std::fs;

use rafid_arabic::Vocabulary;
use rafid_core::*;
use rafid_store::{Opened, index_path};

use crate::kit::{Directory, add, source};
use crate::search::{document, fill, query};

/// A herb that nobody has counted, with three clitics.
const TEXTS: [(&str, &str); 2] = [("وبالزرنكوش يطيب الطعام", "خبر"), ("مطر", "آخر")];

fn knowing_the_herb() -> Vocabulary {
    let own = Vocabulary::from_counts(40, [("بالزرنكوش", 9, 0), ("الزرنكوش", 20, 0), ("زرنكوش", 12, 0)]);
    Vocabulary::builtin().merged(&own)
}

fn found(opened: &Opened, text: &str) -> usize {
    opened.index.search(&query(text)).unwrap().total
}

fn folders(directory: &Directory) -> Vec<String> {
    let entries = fs::read_dir(index_path(directory.dir.path())).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn fill_next(next: &dyn NextIndex, upto: u64) {
    let documents: Vec<_> = TEXTS.iter().zip(1..).map(|((title, body), id)| document(id, title, body)).collect();
    next.apply(&documents, &[], Seq(upto)).unwrap();
}

#[test]
fn a_new_vocabulary_finds_more_and_stays() {
    let directory = Directory::new();
    {
        let opened = directory.write();
        fill(&*opened.index, &TEXTS);
        let before = opened.index.generation().unwrap();
        assert_eq!((before.number, before.counted, before.words), (1, 0, Vocabulary::builtin().len()));
        let next = opened.index.begin_next(Some(&knowing_the_herb())).unwrap();
        assert_eq!(next.cursor().unwrap(), Seq(0));
        fill_next(&*next, 2);
        // The old one answers, with its own words.
        assert_eq!((found(&opened, "زرنكوش"), found(&opened, "مطر"), opened.index.documents().unwrap()), (0, 1, 2));
        next.take_over().unwrap();
        assert_eq!((found(&opened, "زرنكوش"), found(&opened, "مطر")), (1, 1));
        assert_eq!(folders(&directory), ["2", "current"]);
    }
    for _ in 0..2 {
        let opened = directory.write();
        let after = opened.index.generation().unwrap();
        assert_eq!((after.number, after.counted), (2, 40));
        assert_eq!(after.words, Vocabulary::builtin().len() + 3);
        assert_eq!((found(&opened, "زرنكوش"), opened.index.cursor().unwrap()), (1, Seq(2)));
        // What comes later is read with the same words.
        opened.index.apply(&[document(9, "", "بزرنكوش")], &[], Seq(3)).unwrap();
        assert_eq!(found(&opened, "زرنكوش"), 2);
        opened.index.apply(&[], &[ArticleId(9)], Seq(2)).unwrap();
    }
}

#[test]
fn an_index_made_anew_keeps_its_words() {
    let directory = Directory::new();
    let opened = directory.write();
    fill(&*opened.index, &TEXTS);
    for vocabulary in [Some(knowing_the_herb()), None] {
        let next = opened.index.begin_next(vocabulary.as_ref()).unwrap();
        fill_next(&*next, 2);
        next.take_over().unwrap();
        assert_eq!(found(&opened, "زرنكوش"), 1);
    }
    assert_eq!(opened.index.generation().unwrap().number, 3);
}

#[test]
fn given_up_or_cut_off_leaves_the_old_one() {
    let directory = Directory::new();
    {
        let opened = directory.write();
        fill(&*opened.index, &TEXTS);
        let next = opened.index.begin_next(Some(&knowing_the_herb())).unwrap();
        fill_next(&*next, 2);
        drop(next);
        assert_eq!(folders(&directory), ["1", "current"]);
        // A process that dies runs no destructor.
        let next = opened.index.begin_next(Some(&knowing_the_herb())).unwrap();
        fill_next(&*next, 1);
        drop(opened);
        let half_made = index_path(directory.dir.path()).join("2");
        let kept = directory.dir.path().join("kept");
        fs::rename(&half_made, &kept).unwrap();
        drop(next);
        fs::rename(&kept, &half_made).unwrap();
        fs::write(index_path(directory.dir.path()).join("current.new"), "2").unwrap();
    }
    assert_eq!(folders(&directory), ["1", "2", "current", "current.new"]);
    assert_eq!(found(&directory.read(), "مطر"), 1);
    let opened = directory.write();
    assert_eq!((found(&opened, "مطر"), found(&opened, "زرنكوش"), opened.index.cursor().unwrap()), (1, 0, Seq(2)));
    assert_eq!(folders(&directory), ["1", "current"]);
}

/// Takes one stretch of the log; answers whether there was one.
fn step(store: &dyn Store, next: &dyn NextIndex, most: usize) -> bool {
    let changes = store.changes(next.cursor().unwrap(), most).unwrap();
    let Some(last) = changes.last() else { return false };
    let (gone, kept): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.removed);
    let ids = |changes: Vec<&Change>| changes.iter().map(|change| change.article).collect::<Vec<_>>();
    next.apply(&store.index_documents(&ids(kept)).unwrap(), &ids(gone), last.seq).unwrap();
    true
}

#[test]
fn an_article_that_goes_meanwhile_is_gone() {
    let directory = Directory::new();
    let opened = directory.write();
    let outlet = source(&*opened.store, "nahr");
    let ids = add(&*opened.store, &outlet, &["a", "b", "c"]);
    let documents = opened.store.index_documents(&ids).unwrap();
    opened.index.apply(&documents, &[], opened.store.last_seq().unwrap()).unwrap();
    let next = opened.index.begin_next(None).unwrap();
    assert!(step(&*opened.store, &*next, 2));
    // One that the new index has already, as the log says it.
    directory.sql().execute("UPDATE change SET seq = seq + 10, removed = 1 WHERE article = ?1", [ids[0].0]).unwrap();
    opened.index.apply(&[], &ids[..1], opened.store.last_seq().unwrap()).unwrap();
    while step(&*opened.store, &*next, 2) {}
    next.take_over().unwrap();
    assert_eq!((opened.index.documents().unwrap(), found(&opened, "مكتبة")), (2, 2));
}

#[test]
fn one_that_is_behind_does_not_take_over() {
    let directory = Directory::new();
    let opened = directory.write();
    fill(&*opened.index, &TEXTS);
    let next = opened.index.begin_next(None).unwrap();
    fill_next(&*next, 1);
    assert!(next.take_over().is_err());
    assert_eq!((opened.index.cursor().unwrap(), found(&opened, "مطر")), (Seq(2), 1));
    assert_eq!(folders(&directory), ["1", "current"]);
}

#[test]
fn readers_go_over_with_it() {
    let directory = Directory::new();
    let opened = directory.write();
    fill(&*opened.index, &TEXTS);
    let reader = directory.read();
    assert!(reader.index.begin_next(None).is_err());
    assert_eq!((found(&reader, "زرنكوش"), found(&reader, "مطر")), (0, 1));
    let next = opened.index.begin_next(Some(&knowing_the_herb())).unwrap();
    fill_next(&*next, 2);
    assert_eq!(found(&reader, "زرنكوش"), 0);
    next.take_over().unwrap();
    assert_eq!((found(&reader, "زرنكوش"), found(&reader, "مطر")), (1, 1));
    assert_eq!(reader.index.generation().unwrap().number, 2);
}

#[test]
fn an_index_never_answers_with_other_words_than_its_own() {
    let directory = Directory::new();
    {
        let opened = directory.write();
        fill(&*opened.index, &TEXTS);
        let next = opened.index.begin_next(Some(&knowing_the_herb())).unwrap();
        fill_next(&*next, 2);
        next.take_over().unwrap();
    }
    let path = index_path(directory.dir.path()).join("2").join("vocabulary.bin");
    let vocabulary = fs::read(&path).unwrap();
    for damaged in [None, Some(&vocabulary[..vocabulary.len() / 2]), Some(b"RFV1")] {
        match damaged {
            None => fs::remove_file(&path).unwrap(),
            Some(bytes) => fs::write(&path, bytes).unwrap(),
        }
        assert_eq!(directory.read().index.documents().unwrap(), 0);
        {
            // The store has everything: the next writer begins anew.
            let opened = directory.write();
            assert_eq!((opened.index.cursor().unwrap(), opened.index.documents().unwrap()), (Seq(0), 0));
        }
        fs::write(&path, &vocabulary).unwrap();
        let opened = directory.write();
        fill(&*opened.index, &TEXTS);
        assert_eq!(found(&opened, "زرنكوش"), 1);
    }
}

#[test]
fn what_is_similar_is_found_with_terms_of_before() {
    let directory = Directory::new();
    let opened = directory.write();
    fill(&*opened.index, &TEXTS);
    // As a digest has it, which keeps the built-in words.
    let terms = [("وبالزرنكوش".to_owned(), 1.0)];
    assert_eq!(opened.index.similar(&terms, 5).unwrap().len(), 1);
    let next = opened.index.begin_next(Some(&knowing_the_herb())).unwrap();
    fill_next(&*next, 2);
    next.take_over().unwrap();
    assert_eq!(opened.index.similar(&terms, 5).unwrap().len(), 1);
}
