//! A text block with its words, as the rules read it.

use super::super::Page;
use super::super::blocks::TextBlock;
use crate::article::phrases::fold;
use crate::html::{Tag, decode};

/// A block with its words.
pub struct Line<'p> {
    pub block: &'p TextBlock,
    pub tag: Tag,
    /// The words of short blocks, folded; empty for long ones, which no rule reads.
    pub folded: String,
    pub ends_sentence: bool,
    pub kept: bool,
}

impl<'p> Line<'p> {
    pub fn read(page: &Page<'_, '_>, block: &'p TextBlock) -> Self {
        let document = page.document;
        let text = words(page, block);
        let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '»' | ')' | '\''));
        let ends_sentence = block.chars > 250 || trimmed.ends_with(['.', '!', '?', '؟', '…', ':', '。', '۔']);
        let folded = fold(&text);
        Self { block, tag: document.tag(block.owner()), folded, ends_sentence, kept: true }
    }

    /// The words of a short block on one line; empty for long ones.
    pub fn text(&self, page: &Page<'_, '_>) -> String {
        words(page, self.block).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A paragraph that no rule may doubt.
    pub fn is_prose(&self) -> bool {
        self.block.link_density() < 0.35 && (self.block.chars >= 80 || (self.block.words >= 8 && self.ends_sentence))
    }

    /// Names who wrote it, or when.
    pub fn is_byline(&self) -> bool {
        if self.folded.is_empty() || self.block.chars > 110 || self.block.words > 18 {
            return false;
        }
        let begins = [
            "by ",
            "بقلم ",
            "كتب ",
            "كتبت ",
            "تحرير ",
            "اعداد ",
            "von ",
            "par ",
            "por ",
            "di ",
            "published ",
            "posted ",
            "updated ",
        ];
        (self.block.words <= 10 && !self.ends_sentence && begins.iter().any(|word| self.folded.starts_with(word)))
            || has_date(&self.folded)
    }
}

fn words(page: &Page<'_, '_>, block: &TextBlock) -> String {
    let mut text = String::new();
    if block.chars <= 250 {
        for node in (block.first()..block.end()).filter(|&n| page.document.tag(n) == Tag::Text) {
            text.push_str(&decode(page.document.raw(node)));
            text.push(' ');
        }
    }
    text
}

/// A year of our time beside another number: a date or a time, in any language.
fn has_date(folded: &str) -> bool {
    let mut years = 0;
    let mut numbers = 0;
    for word in folded.split(' ') {
        // «2025م», «1446هـ»: the era is glued to the number.
        let (mut digits, mut length) = (0u32, 0);
        for digit in word.chars().map_while(|c| c.to_digit(10).or_else(|| arabic_digit(c))).take(9) {
            digits = digits * 10 + digit;
            length += 1;
        }
        if length == 4 && (1990..2040).contains(&digits) {
            years += 1;
        } else if (1..=2).contains(&length) && (1..=60).contains(&digits) {
            numbers += 1;
        }
    }
    years >= 1 && numbers >= 1 && folded.split(' ').count() <= 18
}

fn arabic_digit(c: char) -> Option<u32> {
    match c {
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        _ => None,
    }
}
