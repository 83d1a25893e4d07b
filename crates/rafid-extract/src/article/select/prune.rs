//! What inside the article's root is not article.
//!
//! The rules look at the text blocks of the root in reading order, each with its words. They only ever drop short or
//! linked blocks: a paragraph of prose is never judged by its content.

use super::Page;
use super::blocks::TextBlock;
use crate::article::phrases::{self, Phrase, fold};
use crate::html::{NodeId, Tag, decode};

/// By node: left out of the body.
pub fn skipped(page: &Page<'_, '_>, roots: &[NodeId], title: Option<&str>) -> Vec<bool> {
    let mut lines: Vec<Line<'_>> = page
        .blocks
        .iter()
        .filter(|block| roots.iter().any(|&root| page.document.subtree(root).contains(&block.first)))
        .map(|block| Line::read(page, block))
        .collect();
    drop_before_headline(&mut lines, title);
    drop_byline(&mut lines);
    drop_lead_labels(&mut lines, title);
    drop_repeated(page, &mut lines);
    drop_set_phrases(&mut lines);
    drop_linked(&mut lines);
    drop_tail(&mut lines);
    drop_lone_headings(&mut lines);
    let mut skipped = page.dropped.clone();
    for line in lines.iter().filter(|line| !line.kept) {
        for node in line.block.first..line.block.end {
            if page.document.tag(node) == Tag::Text {
                skipped[node] = true;
            }
        }
    }
    skipped
}

/// A block with its words.
struct Line<'p> {
    block: &'p TextBlock,
    tag: Tag,
    /// Folded text of short blocks; empty for long ones, which no rule reads.
    folded: String,
    ends_sentence: bool,
    kept: bool,
}

impl<'p> Line<'p> {
    fn read(page: &Page<'_, '_>, block: &'p TextBlock) -> Self {
        let document = page.document;
        let mut text = String::new();
        if block.chars <= 250 {
            for node in (block.first..block.end).filter(|&n| document.tag(n) == Tag::Text) {
                text.push_str(&decode(document.node(node).raw));
                text.push(' ');
            }
        }
        let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '»' | ')' | '\''));
        let ends_sentence = block.chars > 250 || trimmed.ends_with(['.', '!', '?', '؟', '…', ':', '。', '۔']);
        Self { block, tag: document.tag(block.owner), folded: fold(&text), ends_sentence, kept: true }
    }

    /// A paragraph that no rule may doubt.
    fn is_prose(&self) -> bool {
        self.block.link_density() < 0.35 && (self.block.chars >= 80 || (self.block.words >= 8 && self.ends_sentence))
    }

    /// Names who wrote it, or when.
    fn is_byline(&self) -> bool {
        if self.folded.is_empty() || self.block.chars > 110 || self.block.words > 18 {
            return false;
        }
        let begins = ["by ", "بقلم ", "كتب ", "كتبت ", "تحرير ", "اعداد ", "von ", "par ", "por ", "di ", "published ", "posted ", "updated "];
        (self.block.words <= 10 && !self.ends_sentence && begins.iter().any(|word| self.folded.starts_with(word))) || has_date(&self.folded)
    }
}

/// The headline and what stands above it are known already.
fn drop_before_headline(lines: &mut [Line<'_>], title: Option<&str>) {
    let title = title.map(fold).unwrap_or_default();
    let total: u32 = lines.iter().map(|line| line.block.chars).sum();
    let (mut before, mut prose_before) = (0, 0);
    let mut found = None;
    for (n, line) in lines.iter().enumerate() {
        if before * 3 > total {
            break;
        }
        let same = !title.is_empty() && line.folded == title;
        let part = line.tag.is_heading() && line.folded.len() > 12 && title.starts_with(&line.folded);
        if (same && prose_before == 0) || ((part || line.tag == Tag::H1) && prose_before <= 1 && before * 8 < total) {
            found = Some(n);
        }
        before += line.block.chars;
        prose_before += u32::from(line.is_prose());
    }
    if let Some(found) = found {
        for line in &mut lines[..=found] {
            line.kept = false;
        }
    }
}

/// Byline and date, and a deck above them.
fn drop_byline(lines: &mut [Line<'_>]) {
    let mut last = None;
    let mut prose = 0;
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.kept).take(8) {
        if line.is_byline() {
            last = Some(n);
        } else if line.is_prose() {
            prose += 1;
            if prose > 1 || line.block.chars > 250 {
                break;
            }
        }
    }
    if let Some(last) = last {
        for line in &mut lines[..=last] {
            line.kept = false;
        }
    }
}

/// Above the first paragraph: the section's name, the headline once more, word by word.
fn drop_lead_labels(lines: &mut [Line<'_>], title: Option<&str>) {
    let title = title.map(fold).unwrap_or_default();
    for line in lines.iter_mut().filter(|line| line.kept) {
        if line.is_prose() || line.block.words > 6 {
            return;
        }
        let label = line.block.words <= 2 && !line.ends_sentence && !line.tag.is_heading();
        let echo = !line.folded.is_empty() && line.folded.split(' ').all(|word| title.split(' ').any(|other| other == word));
        if label || echo {
            line.kept = false;
        }
    }
}

/// The same paragraph again: variants for other screens, quotations pulled out.
fn drop_repeated(page: &Page<'_, '_>, lines: &mut [Line<'_>]) {
    let mut seen = std::collections::HashSet::new();
    for line in lines.iter_mut().filter(|line| line.kept && line.block.chars >= 60) {
        let key = if line.folded.is_empty() {
            (line.block.first..line.block.end).filter(|&n| page.document.tag(n) == Tag::Text).map(|n| page.document.node(n).raw.trim()).collect()
        } else {
            line.folded.clone()
        };
        line.kept = seen.insert(key);
    }
}

fn drop_set_phrases(lines: &mut [Line<'_>]) {
    let mut under_label = false;
    for line in lines.iter_mut().filter(|line| line.kept) {
        let phrase = if line.block.chars <= 160 { phrases::of(&line.folded) } else { None };
        let linked = line.block.link_density() > 0.4;
        match phrase {
            Some(Phrase::Label) if linked || line.block.words <= 5 => {
                line.kept = false;
                under_label = true;
            }
            Some(Phrase::Drop) if !line.is_prose() || line.block.chars < 100 => line.kept = false,
            _ if under_label && (linked || (line.block.words <= 2 && !line.ends_sentence)) => line.kept = false,
            _ => under_label = false,
        }
    }
}

/// Lines that are one link: to other articles, tags, sections.
fn drop_linked(lines: &mut [Line<'_>]) {
    for line in lines.iter_mut().filter(|line| line.kept) {
        let density = line.block.link_density();
        let item = matches!(line.tag, Tag::Li | Tag::Td | Tag::Th | Tag::Dd | Tag::Dt);
        if density > 0.85 && !(item && line.block.words < 12) && !(line.tag.is_heading()) {
            line.kept = false;
        }
    }
}

/// After the last prose only labels, links and headings follow.
fn drop_tail(lines: &mut [Line<'_>]) {
    for line in lines.iter_mut().rev() {
        if !line.kept {
            continue;
        }
        let density = line.block.link_density();
        let item = line.tag == Tag::Li;
        let drops = density > 0.5 || line.tag.is_heading() || (!item && line.block.words <= 4 && !line.ends_sentence);
        if !drops {
            break;
        }
        line.kept = false;
    }
}

/// A heading whose text went away with it.
fn drop_lone_headings(lines: &mut [Line<'_>]) {
    for n in 0..lines.len() {
        if !lines[n].kept || !lines[n].tag.is_heading() {
            continue;
        }
        let mut dropped = false;
        for next in &lines[n + 1..] {
            if next.kept {
                if next.tag.is_heading() && dropped && next.tag as u8 <= lines[n].tag as u8 {
                    lines[n].kept = false;
                }
                break;
            }
            dropped = true;
        }
    }
}

/// A year of our time beside another number: a date or a time, in any language.
fn has_date(folded: &str) -> bool {
    let mut years = 0;
    let mut numbers = 0;
    for word in folded.split(' ') {
        let digits: u32 = word.chars().try_fold(0u32, |sum, c| Some(sum.checked_mul(10)? + c.to_digit(10).or_else(|| arabic_digit(c))?)).unwrap_or(0);
        let length = word.chars().count();
        if length == 4 && (1990..2040).contains(&digits) {
            years += 1;
        } else if length <= 2 && (1..=60).contains(&digits) {
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
