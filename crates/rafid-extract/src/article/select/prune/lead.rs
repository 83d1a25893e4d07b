//! Above the article: its headline, its byline, the section's name.

use super::line::Line;
use crate::article::phrases::fold;
use crate::html::Tag;

/// The headline and what stands above it are known already.
pub fn drop_before_headline(lines: &mut [Line<'_>], title: Option<&str>) {
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
pub fn drop_byline(lines: &mut [Line<'_>]) {
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
pub fn drop_lead_labels(lines: &mut [Line<'_>], title: Option<&str>) {
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
