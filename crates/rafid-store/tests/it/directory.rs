//! Who may open a data directory, and what they are told.

use std::sync::Arc;

use rafid_core::*;
use rafid_store::{Access, index_path, open, store_path};

use crate::kit::{Directory, add, source};

fn refused(directory: &Directory, access: Access) -> StoreError {
    match open(directory.dir.path(), access) {
        Ok(_) => panic!("{access:?} was let in"),
        Err(error) => error,
    }
}

#[test]
fn a_reader_of_nothing_is_told_how_to_begin() {
    let directory = Directory::new();
    let error = refused(&directory, Access::Read);
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("rafid import"), "{error}");
    assert!(!store_path(directory.dir.path()).exists(), "looking must not make anything");
}

#[test]
fn a_writer_makes_what_is_missing() {
    let directory = Directory::new();
    let deep = directory.dir.path().join("بيانات/rafid");
    open(&deep, Access::Write { holder: "import" }).unwrap();
    assert!(store_path(&deep).exists() && index_path(&deep).exists());
}

#[test]
fn readers_stand_beside_a_writer() {
    let directory = Directory::new();
    let writer = directory.write();
    let reader = directory.read();
    let outlet = source(&*writer.store, "nahr");
    let ids = add(&*writer.store, &outlet, &["a"]);
    assert!(reader.store.article(ids[0]).unwrap().is_some());
    let documents = writer.store.index_documents(&ids).unwrap();
    writer.index.apply(&documents, &[], Seq(1)).unwrap();
    assert_eq!(reader.index.documents().unwrap(), 1);
    assert_eq!(reader.index.cursor().unwrap(), Seq(1));
    // And change nothing.
    assert!(reader.store.ensure_source(&SourceDraft { key: "x".into(), ..SourceDraft::default() }).is_err());
    assert!(reader.index.clear().is_err());
    assert_eq!(reader.store.sources().unwrap().len(), 1);
}

#[test]
fn the_second_writer_learns_who_is_first() {
    let directory = Directory::new();
    let first = open(directory.dir.path(), Access::Write { holder: "serve" }).unwrap();
    let error = refused(&directory, Access::Write { holder: "import" });
    assert_eq!(error.kind(), ErrorKind::Locked);
    let told = error.to_string();
    assert!(told.contains("rafid serve") && told.contains(&std::process::id().to_string()), "{told}");
    // The lock lives as long as any part of what it protects.
    let (store, index) = (Arc::clone(&first.store), Arc::clone(&first.index));
    drop(first);
    assert_eq!(refused(&directory, Access::Write { holder: "import" }).kind(), ErrorKind::Locked);
    drop(store);
    assert_eq!(refused(&directory, Access::Write { holder: "import" }).kind(), ErrorKind::Locked);
    drop(index);
    directory.write();
}

#[test]
fn a_newer_store_is_refused() {
    let directory = Directory::new();
    directory.write();
    directory.sql().pragma_update(None, "user_version", 1_000).unwrap();
    for access in [Access::Read, Access::Write { holder: "test" }] {
        let error = refused(&directory, access);
        assert_eq!(error.kind(), ErrorKind::TooNew);
        assert!(error.to_string().contains("1000"), "{error}");
    }
}

#[test]
fn an_older_store_is_read_after_a_writer_has_seen_it() {
    let directory = Directory::new();
    // Before the first step: an empty file.
    std::fs::write(store_path(directory.dir.path()), b"").unwrap();
    let error = refused(&directory, Access::Read);
    assert!(error.to_string().contains("older version"), "{error}");
    directory.write();
    directory.read();
}

#[test]
fn a_file_that_is_no_store_is_told() {
    let directory = Directory::new();
    std::fs::write(store_path(directory.dir.path()), "مسودة ".repeat(1_000)).unwrap();
    for access in [Access::Read, Access::Write { holder: "test" }] {
        assert_eq!(refused(&directory, access).kind(), ErrorKind::Corrupt);
    }
}

#[test]
fn all_is_there_after_closing() {
    let directory = Directory::new();
    let id = {
        let opened = directory.write();
        let outlet = source(&*opened.store, "nahr");
        let ids = add(&*opened.store, &outlet, &["a"]);
        opened.index.apply(&opened.store.index_documents(&ids).unwrap(), &[], opened.store.last_seq().unwrap()).unwrap();
        ids[0]
    };
    let opened = directory.write();
    assert!(opened.store.article(id).unwrap().is_some());
    assert_eq!(opened.index.documents().unwrap(), 1);
    assert_eq!(opened.index.cursor().unwrap(), opened.store.last_seq().unwrap());
}

/// Many readers at once, while the writer goes on: each sees whole batches only.
#[test]
fn readers_see_whole_batches() {
    const BATCH: u64 = 7;
    let directory = Directory::new();
    let opened = directory.write();
    let outlet = source(&*opened.store, "nahr");
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut seen = 0;
                while seen < 20 * BATCH {
                    let now = opened.store.counts().unwrap().articles;
                    assert!(now >= seen && now.is_multiple_of(BATCH), "{now}");
                    seen = now;
                }
            });
        }
        for batch in 0..20 {
            let names: Vec<String> = (0..BATCH).map(|n| format!("a{batch}-{n}")).collect();
            add(&*opened.store, &outlet, &names.iter().map(String::as_str).collect::<Vec<_>>());
        }
    });
}
