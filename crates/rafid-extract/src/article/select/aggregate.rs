//! Pages of aggregators: an article, its source and keywords, then «إقرأ أيضاً» with a second whole article.
//!
//! The marks count wherever they stand: in one container with both articles or in boxes of their own, as headings, cells
//! or lines between breaks.

use super::Page;
use super::prune::Line;
use crate::article::phrases::{self, Phrase};
use crate::html::Tag;

/// How many blocks may stand between the line that closes an article and the label of the second.
const REACH: usize = 14;

/// The place of the label among the page's blocks; everything from there on is not the page's article.
pub fn second_article(page: &Page<'_, '_>) -> Option<usize> {
    let mut closing = None;
    let mut prose = 0;
    for (n, block) in page.blocks.iter().enumerate() {
        let near = closing.is_some_and(|closing| n <= closing + REACH);
        let short = block.words <= 60 && block.chars <= 250;
        if short && begins(page, block.first(), if near { &CLOSING_AND_LABELS[..] } else { CLOSING }) {
            let line = Line::read(page, block);
            if is_closing(&line.folded) && prose >= 150 {
                closing = Some(n);
                continue;
            }
            // The label by itself, or with the second headline on its line.
            let labels = (block.words <= 4 && block.link_density() < 0.5) || (block.words <= 30 && block.link_chars > 0);
            if near && labels && phrases::of(&line.folded) == Some(Phrase::Label) {
                return Some(n);
            }
        }
        if block.is_prose() && block.chars >= 80 {
            prose += block.chars;
            closing = None;
        }
    }
    None
}

/// How lines begin that close an article: a first look before they are folded.
const CLOSING: &[&str] = &["المصدر", "مصدر", "كلمات", "الكلمات", "الوسوم", "وسوم", "Source", "Tags", "Keywords"];
const CLOSING_AND_LABELS: [&str; 18] = [
    "المصدر",
    "مصدر",
    "كلمات",
    "الكلمات",
    "الوسوم",
    "وسوم",
    "Source",
    "Tags",
    "Keywords",
    "إقرأ",
    "اقرأ",
    "أقرأ",
    "قد",
    "شاهد",
    "مواضيع",
    "Read",
    "See",
    "طالع",
];

fn begins(page: &Page<'_, '_>, first: usize, words: &[&str]) -> bool {
    let raw = page.document.raw(first).trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '•' | '*' | '('));
    page.document.tag(first) == Tag::Text && words.iter().any(|word| raw.starts_with(word))
}

/// A line that ends an article: its source or its keywords.
pub fn is_closing(folded: &str) -> bool {
    [
        "المصدر",
        "مصدر الخبر",
        "كلمات دلاليه",
        "الكلمات الدلاليه",
        "كلمات مفتاحيه",
        "الكلمات المفتاحيه",
        "الوسوم",
        "source",
        "tags",
        "keywords",
    ]
    .iter()
    .any(|word| folded == *word || folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}
