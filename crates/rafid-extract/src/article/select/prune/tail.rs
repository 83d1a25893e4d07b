//! Below the article: labels, links, and on aggregators a second article.

use super::super::Page;
use super::line::Line;
use crate::article::phrases::{self, Phrase, fold};
use crate::html::Tag;

/// After the last prose only labels, links and headings follow.
pub fn drop_tail(lines: &mut [Line<'_>]) {
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

/// The lines about the author that some pages put under the text: near its end, beginning with the name.
pub fn drop_author_note(page: &Page<'_, '_>, lines: &mut [Line<'_>], byline: Option<&str>) {
    let Some(name) =
        byline.and_then(|name| name.split(['،', ',']).next()).map(fold).filter(|name| name.len() >= 6 && name.contains(' '))
    else {
        return;
    };
    let last: Vec<usize> = (0..lines.len()).rev().filter(|&n| lines[n].kept).take(3).collect();
    let prose = lines.iter().filter(|line| line.kept && line.is_prose()).count();
    for n in last.into_iter().filter(|_| prose > 4) {
        let block = lines[n].block;
        let head: String = (block.first()..block.end())
            .filter(|&node| page.document.tag(node) == Tag::Text)
            .flat_map(|node| page.document.raw(node).chars())
            .take(120)
            .collect();
        if block.chars < 600 && fold(&head).starts_with(&name) {
            lines[n].kept = false;
        }
    }
}

/// A heading whose text went away with it.
pub fn drop_lone_headings(lines: &mut [Line<'_>]) {
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

/// What stands below the label of a second article is not this article, however much prose it is. Where the label stands
/// among the lines is given back.
pub fn cut_second_article(page: &Page<'_, '_>, lines: &mut [Line<'_>]) -> Option<usize> {
    let label = page.blocks.get(page.second?)?.first();
    let n = lines.iter().position(|line| line.block.first() >= label)?;
    for after in &mut lines[n..] {
        after.kept = false;
    }
    Some(n)
}

/// «Recent posts», «عن الكاتب» as a heading, or as a line of its own: nothing below it is article. Inside
/// an article such a heading begins a box, after which paragraphs go on beside those above it.
pub fn cut_at_end_heading(page: &Page<'_, '_>, lines: &mut [Line<'_>]) {
    let total: u32 = lines.iter().filter(|line| line.kept && line.is_prose()).map(|line| line.block.chars).sum();
    let beside = |line: &Line<'_>| page.document.parent(line.block.owner());
    let mut seen = 0;
    let mut last = None;
    for n in 0..lines.len() {
        let line = &lines[n];
        if line.kept && line.is_prose() {
            seen += line.block.chars;
            last = beside(line);
            continue;
        }
        let kind = if line.block.words <= 6 { phrases::heading_of(&line.folded) } else { None };
        let ends = match kind {
            Some(Phrase::End) => seen * 2 > total,
            Some(Phrase::Box) => {
                let goes_on = |after: &Line<'_>| after.kept && after.is_prose() && !after.block.teaser && beside(after) == last;
                seen * 4 > total && !lines[n + 1..].iter().take(200).any(goes_on)
            }
            _ => false,
        };
        if ends {
            for after in &mut lines[n..] {
                after.kept = false;
            }
            return;
        }
    }
}
