//! Among the paragraphs: what is repeated, labelled, or nothing but a link.

use std::collections::HashSet;

use super::super::Page;
use super::line::Line;
use crate::article::phrases::{self, Phrase};
use crate::html::Tag;

/// The same paragraph again: variants for other screens, quotations pulled out.
pub fn drop_repeated(page: &Page<'_, '_>, lines: &mut [Line<'_>]) {
    let mut seen = HashSet::new();
    for line in lines.iter_mut().filter(|line| line.kept && line.block.chars >= 60) {
        let key = if line.folded.is_empty() {
            (line.block.first()..line.block.end())
                .filter(|&n| page.document.tag(n) == Tag::Text)
                .map(|n| page.document.raw(n).trim())
                .collect()
        } else {
            line.folded.clone()
        };
        line.kept = seen.insert(key);
    }
}

/// Lines that begin with a set phrase, and the links under a label.
pub fn drop_set_phrases(lines: &mut [Line<'_>]) {
    let mut under_label = false;
    for line in lines.iter_mut().filter(|line| line.kept) {
        let phrase = if line.block.chars <= 160 { phrases::of(&line.folded) } else { None };
        let linked = line.block.link_density() > 0.4;
        match phrase {
            Some(Phrase::Label) if linked || line.block.words <= 5 => {
                line.kept = false;
                under_label = true;
            }
            Some(Phrase::Drop | Phrase::Wall) if !line.is_prose() || line.block.chars < 100 => line.kept = false,
            _ if under_label && (linked || (line.block.words <= 2 && !line.ends_sentence)) => line.kept = false,
            _ => under_label = false,
        }
    }
}

/// Lines that are one link: to other articles, tags, sections. Where prose stands above and below many of them they are
/// the subheads of a round-up.
pub fn drop_linked(lines: &mut [Line<'_>]) {
    let linked = |line: &Line<'_>| {
        let item = matches!(line.tag, Tag::Li | Tag::Td | Tag::Th | Tag::Dd | Tag::Dt);
        // A paragraph of several sentences that is one link is still a paragraph.
        let paragraph = line.block.words >= 20 && line.ends_sentence;
        line.kept && line.block.link_density() > 0.85 && !(item && line.block.words < 12) && !line.tag.is_heading() && !paragraph
    };
    let between = |n: usize| n > 0 && n + 1 < lines.len() && lines[n - 1].is_prose() && lines[n + 1].is_prose();
    let subheads: Vec<usize> =
        (0..lines.len()).filter(|&n| linked(&lines[n]) && between(n) && lines[n].block.words <= 14).collect();
    let round_up = subheads.len() >= 6 && subheads.len() * 4 > lines.len();
    for (n, line) in lines.iter_mut().enumerate() {
        if linked(line) && !(round_up && subheads.binary_search(&n).is_ok()) {
            line.kept = false;
        }
    }
}

/// A table of contents: lines that lead to places in the page itself.
pub fn drop_contents(page: &Page<'_, '_>, lines: &mut [Line<'_>]) {
    let document = page.document;
    let leads_inside = |line: &Line<'_>| {
        let own = (line.block.first()..line.block.end()).find(|&n| document.tag(n) == Tag::A);
        let link = own.or_else(|| document.ancestors(line.block.first()).take(4).find(|&up| document.tag(up) == Tag::A));
        line.block.link_density() > 0.85
            && link
                .and_then(|link| document.raw_attr(link, "href"))
                .is_some_and(|href| href.len() > 1 && (href.starts_with('#') || href.contains("/#") || href.contains("html#")))
    };
    let mut n = 0;
    while n < lines.len() {
        let run = lines[n..].iter().take_while(|line| leads_inside(line)).count();
        if run >= 3 {
            for line in &mut lines[n..n + run] {
                line.kept = false;
            }
        }
        n += run.max(1);
    }
}
