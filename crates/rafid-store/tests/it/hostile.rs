//! No text makes a search fail, or slow.

use std::sync::LazyLock;

use proptest::prelude::*;
use rafid_core::*;
use rafid_store::Opened;

use crate::kit::Directory;
use crate::search::{fill, query};

static INDEX: LazyLock<(Directory, Opened)> = LazyLock::new(|| {
    let directory = Directory::new();
    let opened = directory.write();
    fill(&*opened.index, &[("قمح وشعير", "وصل القمح إلى الميناء"), ("مطر", "هطل المطر"), ("a:b", "x OR y")]);
    (directory, opened)
});

fn search(query: &SearchQuery) -> SearchPage {
    let index = &*INDEX.1.index;
    let page = index.search(&SearchQuery { facets: true, ..query.clone() }).unwrap();
    assert!(page.total <= 3 && page.hits.len() <= page.total);
    assert_eq!(page.facets.is_some(), page.total > 0);
    let mut at = 0;
    for wrong in index.respell(&query.text).unwrap() {
        assert!(at <= wrong.range.start && query.text.get(wrong.range.clone()).is_some());
        at = wrong.range.end;
    }
    assert!(index.complete(&query.text, 5).unwrap().len() <= 5);
    page
}

/// Pieces that mean something to some query language, put together without sense.
fn syntax() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "«",
        "»",
        "“",
        "(",
        ")",
        "((((",
        "-",
        "−",
        "+",
        "~",
        "^9",
        "*",
        "?",
        ":",
        "source:",
        "مصدر:",
        "keyword:",
        "date:",
        "منذ:",
        "2018-02-30",
        "0000",
        "9999-12-31",
        "..",
        "دولة:",
        "country:",
        "قبل:",
        "٣ أيام",
        "ليس ",
        "القمخ",
        "OR",
        "أو",
        "AND",
        "NOT",
        "[",
        "TO",
        "]",
        "{",
        "}",
        "\\",
        "/",
        "قمح",
        "المطر",
        "\u{202e}",
        "\u{0}",
        "ـــ",
        "َ",
        "😀",
        " ",
        "\n",
        "99999999999999999999",
        "-9d",
        "100000y",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        search(&query(&text));
    }

    #[test]
    fn any_syntax(text in syntax(), offset in any::<usize>(), limit in any::<usize>(), now in -300_000_000_000i64..200_000_000_000) {
        for sort in [Sort::Blend, Sort::Relevance, Sort::New] {
            let now = jiff::Timestamp::from_second(now).unwrap();
            search(&SearchQuery { sort, offset, limit, now, ..query(&text) });
        }
    }
}

#[test]
fn what_breaks_other_parsers() {
    for text in [
        "",
        "\"",
        "((((",
        "غزة -",
        "- -",
        "OR OR",
        "source:",
        ":",
        "\"\"\"«",
        "a:b:c",
        "title:(",
        "^",
        "date:..",
        "منذ:-5d",
        "-\"",
    ] {
        search(&query(text));
    }
}

#[test]
fn a_page_of_text_is_a_short_question() {
    // A hundred times what a field holds: words by spaces, words in one piece, one quotation, one word.
    for part in ["قمح ", "قمح,مطر,", "\"قمح مطر\" ", "ق", "أو قمح ", "-مطر ", "keyword:قمح "] {
        let started = std::time::Instant::now();
        search(&query(&part.repeat(100_000)));
        search(&query(&format!("\"{}\"", part.repeat(100_000))));
        assert!(started.elapsed().as_secs() < 60, "{part}: {:?}", started.elapsed());
    }
}
