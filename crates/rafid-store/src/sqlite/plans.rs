//! The hot queries walk the index that has their order, from the place where their answer begins: no table is read
//! through, and nothing is sorted. An archive of a million articles answers like one of a thousand.

use rusqlite::Connection;

use super::{feeds, ingest, read, revisits, schema, settle, sources, stories, websub};

fn plan(connection: &Connection, query: &str) -> Vec<String> {
    let query = if query.starts_with("FROM") { format!("SELECT * {query}") } else { query.to_owned() };
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
    statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>().unwrap()
}

fn check(query: &str, expected: &[&str]) {
    let mut connection = Connection::open_in_memory().unwrap();
    schema::migrate(&mut connection).unwrap();
    let plan = plan(&connection, query);
    for (line, expected) in plan.iter().zip(expected) {
        assert!(line.contains(expected), "{query}\n{plan:#?}\nwanted {expected:?}");
    }
    assert_eq!(plan.len(), expected.len(), "{query}\n{plan:#?}");
}

#[test]
fn lists_of_articles() {
    check(read::LATEST, &["COVERING INDEX article_at (at>? AND at<?)"]);
    check(read::LATEST_OF_SOURCE, &["COVERING INDEX article_source (source=? AND at>? AND at<?)"]);
    let scalar = ["SCALAR SUBQUERY", "SEARCH article USING INTEGER PRIMARY KEY"];
    check(read::LATEST_OF_KEYWORD, &["SEARCH k USING PRIMARY KEY (key_hash=? AND at>?", scalar[0], scalar[1]]);
    check(read::EXPORT, &["SEARCH a USING INDEX article_at (at>? AND at<?)", "SCALAR SUBQUERY", "SEARCH k USING PRIMARY KEY"]);
    check(read::KEYWORD_TIMES, &["SEARCH keyword USING PRIMARY KEY (key_hash=? AND at>? AND at<?)"]);
    check(read::NEWEST, &["COVERING INDEX article_at (at<?)"]);
    check(read::CHANGES, &["SEARCH change USING INDEX sqlite_autoindex_change_1 (seq>?)"]);
}

#[test]
fn what_is_known() {
    check(ingest::BY_EXTERNAL_ID, &["(external_id=?)"]);
    check(ingest::BY_URL, &["INDEX article_url (url=?)"]);
    check(ingest::BY_FREE_URL, &["INDEX article_url (url=?)"]);
}

#[test]
fn stories_and_what_waits_for_one() {
    let digest = "SEARCH n USING INTEGER PRIMARY KEY";
    // The index has nothing but what waits: it is short, and in order.
    check(settle::UNSETTLED, &["SCAN a USING INDEX article_unsettled", digest]);
    check(settle::SETTLED_BETWEEN, &["SEARCH a USING INDEX article_at (at>? AND at<?)", digest]);
    check(settle::OF_STORY, &["SEARCH a USING INDEX article_story (story=?)", digest]);
    check(settle::CHANGED, &["SCAN c", "SEARCH a USING INTEGER PRIMARY KEY", digest]);
    check(settle::SHARING, &["SEARCH signature USING PRIMARY KEY (part=?)"]);
    check(settle::MEMBERS, &["SEARCH article USING INDEX article_story (story=?)"]);
    check(stories::LIST, &["SEARCH story USING INDEX story_last (last_at>? AND last_at<?)"]);
}

#[test]
fn feeds_and_outlets() {
    check(feeds::DUE, &["SEARCH feed USING INDEX feed_due (next_fetch_at<?)"]);
    check(feeds::NEXT_DUE, &["SEARCH feed USING COVERING INDEX feed_due"]);
    check(websub::DUE, &["SEARCH websub USING INDEX websub_due (next_at<?)"]);
    check(revisits::DUE, &["SEARCH revisit USING INDEX revisit_due (due_at<?)"]);
    // Outlets are few: they are read through and sorted.
    check(
        sources::ACTIVITY,
        &[
            "MATERIALIZE seen",
            "SCAN s",
            "SCALAR SUBQUERY",
            "SEARCH article USING COVERING INDEX article_source (source=? AND at>?)",
            "SCAN seen",
            "SEARCH s USING INTEGER PRIMARY KEY",
            "SCALAR SUBQUERY",
            "SEARCH article USING COVERING INDEX article_source (source=?)",
            "TEMP B-TREE",
        ],
    );
}
