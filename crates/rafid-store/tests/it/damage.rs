//! `check` finds what is wrong: each case plants one thing.

use rafid_core::*;

use crate::kit::{Directory, add, settle, source};

/// Plants `damage` in a sound store and wants it named.
fn check(damage: &str, named: &str) {
    let directory = Directory::new();
    {
        let opened = directory.write();
        let outlet = source(&*opened.store, "nahr");
        let ids = add(&*opened.store, &outlet, &["a", "b", "c"]);
        let story = settle(&*opened.store, &ids);
        let link = CopyLink { other: ids[0], kind: CopyKind::Copy, similarity: 1.0, of_this: 1.0, of_other: 1.0 };
        let copied = AssignIntent { article: ids[1], story, original: Some(ids[0]), copies: vec![link] };
        opened.store.settle(&SettleIntent { assignments: vec![copied], ..SettleIntent::default() }).unwrap();
        assert_eq!(opened.store.check().unwrap(), Vec::<String>::new());
    }
    directory.sql().execute_batch(&format!("PRAGMA foreign_keys = off; {damage}")).unwrap();
    let wrong = directory.read().store.check().unwrap();
    assert!(wrong.iter().any(|line| line.contains(named)), "{damage}: {wrong:?}");
}

#[test]
fn rows_that_miss_each_other() {
    check("DELETE FROM body WHERE article = 2", "1 articles without a body");
    check("DELETE FROM analysis WHERE article = 2", "1 articles that were never analysed");
    check("DELETE FROM change WHERE article = 2", "1 articles that the search index will never see");
    check("UPDATE counter SET value = 2", "1 changes that the search index will see twice");
    check("DELETE FROM article WHERE id = 2", "of articles that do not exist");
    check("DELETE FROM source", "3 articles without a source");
}

#[test]
fn stories_that_do_not_add_up() {
    check("UPDATE article SET story = 77 WHERE id = 3", "1 articles in a story that does not exist");
    check("UPDATE article SET story = NULL WHERE id = 3", "1 stories that count their articles wrongly");
    check("UPDATE story SET originals = 3", "1 stories that count their articles wrongly");
    check("UPDATE article SET story = NULL", "1 stories that count their articles wrongly");
    check("UPDATE story SET lead = 77", "1 stories whose lead is elsewhere");
    check("DELETE FROM copy WHERE article = 1", "1 copies that are known from one side only");
}

#[test]
fn values_that_cannot_be_read() {
    check("UPDATE body SET blocks = x'00' WHERE article = 2", "1 bodies that cannot be read");
    check("UPDATE body SET blocks = substr(blocks, 1, length(blocks) - 3) WHERE article = 2", "1 bodies that cannot be read");
    check("UPDATE body SET blocks = 'text' WHERE article = 2", "1 bodies that cannot be read");
    check("INSERT INTO revision VALUES (1, 0, '', x'28b52ffd')", "1 revisions that cannot be read");
    check("UPDATE analysis SET keywords = '[' WHERE article = 2", "keywords of 1 articles cannot be read");
    check("DELETE FROM keyword WHERE article = 2", "keyword pages list 4 articles where there are 6");
}

#[test]
fn a_damaged_body_is_an_error_of_its_article_only() {
    let directory = Directory::new();
    let opened = directory.write();
    let outlet = source(&*opened.store, "nahr");
    let ids = add(&*opened.store, &outlet, &["a", "b"]);
    // A frame that claims four gigabytes, and one of nothing.
    for frame in ["28b52ffda000ffffffff", "28b52ffd", ""] {
        directory.sql().execute_batch(&format!("UPDATE body SET blocks = x'{frame}' WHERE article = 1")).unwrap();
        assert_eq!(opened.store.article(ids[0]).unwrap_err().kind(), ErrorKind::Corrupt);
    }
    assert!(opened.store.article(ids[1]).unwrap().is_some());
    assert_eq!(opened.store.summaries(&ids).unwrap().len(), 2);
}

#[test]
fn a_damaged_file_is_told() {
    let directory = Directory::new();
    let path = rafid_store::store_path(directory.dir.path());
    {
        let opened = directory.write();
        let outlet = source(&*opened.store, "nahr");
        let names: Vec<String> = (0..200).map(|n| format!("a{n}")).collect();
        add(&*opened.store, &outlet, &names.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 9_000].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    let told = match directory.read().store.check() {
        Ok(wrong) => !wrong.is_empty(),
        Err(error) => error.kind() == ErrorKind::Corrupt,
    };
    assert!(told);
}
