//! The index can be lost, damaged or made by another version: the next writer begins anew, and nobody is stopped.

use std::fs;
use std::path::PathBuf;

use rafid_core::*;
use rafid_store::index_path;

use crate::kit::Directory;
use crate::search::{document, fill, query};

fn filled() -> Directory {
    let directory = Directory::new();
    fill(&*directory.write().index, &[("خبر", "نص"), ("خبر", "آخر")]);
    assert_eq!(directory.write().index.cursor().unwrap(), Seq(2));
    directory
}

/// Where the files of the index that answers are.
fn generation(directory: &Directory) -> PathBuf {
    let index = index_path(directory.dir.path());
    index.join(fs::read_to_string(index.join("current")).unwrap().trim())
}

fn files(directory: &Directory, extension: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(generation(directory)).unwrap();
    let found: Vec<_> =
        all.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    assert!(!found.is_empty(), "no .{extension}");
    found
}

fn check_begins_anew(directory: &Directory) {
    // Readers answer with what there is, be it nothing.
    let reader = directory.read();
    let _ = reader.index.search(&query("خبر"));
    drop(reader);
    let opened = directory.write();
    assert_eq!((opened.index.cursor().unwrap(), opened.index.documents().unwrap()), (Seq(0), 0));
    fill(&*opened.index, &[("خبر", "نص")]);
    assert_eq!(opened.index.search(&query("خبر")).unwrap().total, 1);
}

#[test]
fn the_cursor_is_in_the_commit() {
    let directory = filled();
    for _ in 0..2 {
        let opened = directory.write();
        assert_eq!((opened.index.cursor().unwrap(), opened.index.documents().unwrap()), (Seq(2), 2));
    }
    directory.write().index.apply(&[], &[], Seq(9)).unwrap();
    assert_eq!(directory.read().index.cursor().unwrap(), Seq(9));
}

#[test]
fn a_lost_index_begins_anew() {
    let directory = filled();
    fs::remove_dir_all(index_path(directory.dir.path())).unwrap();
    check_begins_anew(&directory);
}

#[test]
fn a_list_of_segments_that_cannot_be_read() {
    for content in ["", "{", "{\"segments\": 7}", "\u{0}\u{0}"] {
        let directory = filled();
        fs::write(generation(&directory).join("meta.json"), content).unwrap();
        check_begins_anew(&directory);
    }
}

#[test]
fn a_segment_that_is_gone() {
    for extension in ["term", "idx", "fast"] {
        let directory = filled();
        for path in files(&directory, extension) {
            fs::remove_file(path).unwrap();
        }
        check_begins_anew(&directory);
    }
}

#[test]
fn a_segment_that_was_cut() {
    for extension in ["term", "idx", "pos", "fast", "fieldnorm"] {
        for keep in [0, 1, 10] {
            let directory = filled();
            for path in files(&directory, extension) {
                fs::OpenOptions::new().write(true).open(path).unwrap().set_len(keep).unwrap();
            }
            check_begins_anew(&directory);
        }
    }
}

#[test]
fn a_file_where_the_directory_should_be() {
    let directory = filled();
    let path = index_path(directory.dir.path());
    fs::remove_dir_all(&path).unwrap();
    fs::write(&path, "").unwrap();
    check_begins_anew(&directory);
}

#[test]
fn a_number_that_leads_nowhere() {
    for content in ["", "x", "7", "-1", "../1", "99999999999999999999"] {
        let directory = filled();
        fs::write(index_path(directory.dir.path()).join("current"), content).unwrap();
        check_begins_anew(&directory);
    }
}

#[test]
fn an_index_as_it_lay_before_there_were_generations() {
    let directory = filled();
    let (index, folder) = (index_path(directory.dir.path()), generation(&directory));
    for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
        fs::rename(entry.path(), index.join(entry.file_name())).unwrap();
    }
    fs::remove_dir(&folder).unwrap();
    fs::remove_file(index.join("current")).unwrap();
    check_begins_anew(&directory);
    let mut left: Vec<_> = fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["1", "current"]);
}

#[test]
fn an_index_of_another_version_is_emptied() {
    let directory = filled();
    let path = generation(&directory).join("meta.json");
    let meta = fs::read_to_string(&path).unwrap();
    let stamp = meta.find("version").expect("the commit says its version");
    // Another digit in front of the version's own.
    let at = stamp + meta[stamp..].find(|c: char| c.is_ascii_digit()).unwrap();
    fs::write(&path, format!("{}9{}", &meta[..at], &meta[at..])).unwrap();
    check_begins_anew(&directory);
}

#[test]
fn a_schema_of_another_time_is_rebuilt() {
    let directory = filled();
    let path = generation(&directory).join("meta.json");
    let meta = fs::read_to_string(&path).unwrap();
    fs::write(&path, meta.replace("\"source_key\"", "\"outlet_key\"")).unwrap();
    check_begins_anew(&directory);
}

#[test]
fn what_contradicts_itself_is_settled_by_order() {
    let directory = filled();
    {
        let opened = directory.write();
        // The lists contradict each other: the document that came last counts.
        let twice = [document(2, "شعير", ""), document(2, "قمح", "")];
        opened.index.apply(&twice, &[ArticleId(2)], Seq(3)).unwrap();
        assert_eq!(opened.index.search(&query("شعير")).unwrap().total, 0);
    }
    let opened = directory.write();
    assert_eq!(opened.index.search(&query("قمح")).unwrap().total, 1);
    assert_eq!(opened.index.documents().unwrap(), 2);
}
