//! `tree DIR`: our parser against html5ever on every page of a folder: the text that readers see, the elements around
//! each piece of text, the article that is taken out, and the time of parsing.
//!
//! The article is taken twice: from the page, and from html5ever's tree of it, written out as HTML.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use html5ever::serialize::{SerializeOpts, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};
use rafid_extract::article::{Hints, extract};
use rafid_extract::charset::{Kind, decode};
use rafid_extract::html::{Document, Limits, Tag, decode as references, parse};
use rafid_pages_check::{pages, used};

fn theirs(html: &str) -> RcDom {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    parse_document(RcDom::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(html)
}

fn collapsed(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A piece of text with the elements around it, and all visible text.
#[derive(Default)]
struct Seen {
    pieces: HashMap<(String, String), i32>,
    text: String,
}

impl Seen {
    fn piece(&mut self, path: &[String], text: &str) {
        if !text.trim().is_empty() {
            *self.pieces.entry((path.join(">"), collapsed(text))).or_default() += 1;
        }
    }
}

fn walk_theirs(node: &Handle, path: &mut Vec<String>, seen: &mut Seen) {
    match &node.data {
        NodeData::Text { contents } => {
            seen.piece(path, &contents.borrow());
            seen.text.push_str(&contents.borrow());
        }
        NodeData::Element { name, .. } => {
            let tag = Tag::from_name(name.local.as_bytes());
            if tag.is_invisible() {
                return;
            }
            let apart = tag.is_block() || tag.is_table_part() || tag == Tag::Br;
            seen.text.push_str(if apart { " " } else { "" });
            // Implied elements say nothing about where a text belongs.
            let named = !matches!(tag, Tag::Html | Tag::Body | Tag::Tbody | Tag::Colgroup);
            if named {
                path.push(name.local.to_ascii_lowercase().to_string());
            }
            node.children.borrow().iter().for_each(|child| walk_theirs(child, path, seen));
            if named {
                path.pop();
            }
            seen.text.push_str(if apart { " " } else { "" });
        }
        NodeData::Document => node.children.borrow().iter().for_each(|child| walk_theirs(child, path, seen)),
        _ => {}
    }
}

fn walk_ours(document: &Document<'_>, id: usize, path: &mut Vec<String>, seen: &mut Seen) {
    for child in document.children(id) {
        let tag = document.tag(child);
        if tag == Tag::Text {
            seen.piece(path, &references(document.raw(child)));
        } else if !tag.is_invisible() {
            let named = !matches!(tag, Tag::Html | Tag::Body | Tag::Tbody | Tag::Colgroup);
            if named {
                path.push(document.raw(child).to_ascii_lowercase());
            }
            walk_ours(document, child, path, seen);
            if named {
                path.pop();
            }
        }
    }
}

#[derive(Default)]
struct Totals {
    pages: usize,
    same_text: usize,
    same_words: usize,
    pieces: usize,
    same_pieces: usize,
    same_article: usize,
    ours: Duration,
    theirs: Duration,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args().nth(1).ok_or("usage: tree DIR")?;
    let show = std::env::args().nth(2).is_some_and(|flag| flag == "--show");
    let mut all = Totals::default();
    for path in pages(Path::new(&dir))? {
        let bytes = std::fs::read(&path)?;
        let html = decode(&bytes, None, Kind::Html).text;
        let before = used();
        let document = parse(&html, Limits::default());
        all.ours += used() - before;
        let before = used();
        let dom = theirs(&html);
        all.theirs += used() - before;

        let (mut us, mut them) = (Seen::default(), Seen::default());
        walk_ours(&document, 0, &mut Vec::new(), &mut us);
        us.text = document.text(0);
        walk_theirs(&dom.document, &mut Vec::new(), &mut them);
        let (our_text, their_text) = (collapsed(&us.text), collapsed(&them.text));
        let mut written = Vec::new();
        serialize(
            &mut written,
            &SerializableHandle::from(dom.document.clone()),
            SerializeOpts { scripting_enabled: false, ..SerializeOpts::default() },
        )?;
        let written = String::from_utf8(written)?;
        let article = |html: &str| extract(html, Some("https://paper.example/1"), &Hints::default()).text;
        let (one, other) = (article(&html), article(&written));
        let same_article = collapsed(&one) == collapsed(&other);

        all.pages += 1;
        all.same_text += usize::from(our_text == their_text);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let same_words = bare(&our_text) == bare(&their_text);
        all.same_words += usize::from(same_words);
        let total: i32 = them.pieces.values().sum();
        let same: i32 = them.pieces.iter().map(|(piece, count)| (*count).min(us.pieces.get(piece).copied().unwrap_or(0))).sum();
        all.pieces += usize::try_from(total)?;
        all.same_pieces += usize::try_from(same)?;
        all.same_article += usize::from(same_article);
        if !same_article || !same_words {
            println!("{}: text {same_words}, pieces {same} of {total}, article {same_article}", path.display());
            if show && !same_words {
                difference(&our_text, &their_text);
            } else if show {
                difference(&collapsed(&one), &collapsed(&other));
            }
        }
    }
    let share = |part: usize, whole: usize| part as f64 * 100.0 / whole.max(1) as f64;
    println!("{} pages", all.pages);
    println!(
        "the same visible text: {:.1} %, but for white space {:.1} %",
        share(all.same_text, all.pages),
        share(all.same_words, all.pages)
    );
    println!("pieces of text inside the same elements: {:.2} % of {}", share(all.same_pieces, all.pieces), all.pieces);
    println!("the same article: {:.1} %", share(all.same_article, all.pages));
    println!(
        "parsing: ours {:.3} s, html5ever {:.3} s of processor time: {:.1} times as fast",
        all.ours.as_secs_f64(),
        all.theirs.as_secs_f64(),
        all.theirs.as_secs_f64() / all.ours.as_secs_f64()
    );
    Ok(())
}

fn difference(one: &str, other: &str) {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| text.chars().skip(same.saturating_sub(30)).take(110).collect::<String>();
    println!("  ours  …{}\n  their …{}", part(one), part(other));
}
