//! What an article may be at most, wherever it came from: a headline is no book, and a letter carries a few marks.

use rafid_core::ArticleDraft;

const TITLE: usize = 500;
const NAME: usize = 200;
const SUMMARY: usize = 5_000;
const TAGS: usize = 60;
const TAG: usize = 100;
/// Combining marks on one letter, and tatweels in a row.
const MARKS: usize = 6;

/// Cuts what is longer, between letters with their marks.
pub fn bound(draft: &mut ArticleDraft) {
    calm(&mut draft.title, TITLE);
    for (field, most) in [
        (&mut draft.byline, NAME),
        (&mut draft.section, NAME),
        (&mut draft.credit, NAME),
        (&mut draft.language, NAME),
        (&mut draft.summary, SUMMARY),
    ] {
        if let Some(text) = field {
            calm(text, most);
        }
    }
    draft.tags.truncate(TAGS);
    draft.tags.iter_mut().for_each(|tag| calm(tag, TAG));
}

/// At most `most` characters, each letter with few marks.
fn calm(text: &mut String, most: usize) {
    let mut marks = 0;
    let mut chars = 0;
    let mut crowded = false;
    for c in text.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        crowded |= marks > MARKS;
        chars += 1;
    }
    if !crowded && chars <= most {
        return;
    }
    let mut out = String::new();
    let (mut marks, mut kept) = (0, 0);
    for c in text.chars() {
        let mark = is_mark(c);
        marks = if mark { marks + 1 } else { 0 };
        if marks > MARKS {
            continue;
        }
        if kept >= most && !mark {
            break;
        }
        out.push(c);
        kept += 1;
    }
    *text = out;
}

/// Combining marks (Unicode blocks of combining diacritical marks, Arabic and Hebrew points), joiners, and the tatweel.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{610}'..='\u{61a}'
            | '\u{640}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{6d6}'..='\u{6dc}'
            | '\u{6df}'..='\u{6e4}'
            | '\u{6e7}'..='\u{6e8}'
            | '\u{6ea}'..='\u{6ed}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{200b}'..='\u{200d}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calmed(text: &str, most: usize) -> String {
        let mut text = text.to_owned();
        calm(&mut text, most);
        text
    }

    #[test]
    fn xss_015_marks_in_crowds_and_endless_lines_are_cut_between_letters() {
        assert_eq!(calmed("مُحَمَّدٌ رسول", 500), "مُحَمَّدٌ رسول");
        let crowd = calmed(&format!("x{}y", "\u{301}".repeat(10_000)), 500);
        assert_eq!(crowd.chars().count(), 8);
        assert_eq!(calmed(&format!("س{}لام", "ـ".repeat(1_000_000)), 500), format!("س{}لام", "ـ".repeat(6)));
        // A letter keeps its marks where the line ends.
        assert_eq!(calmed("بَتَثَ", 3), "بَتَ");
    }

    #[test]
    fn xss_016_a_headline_of_a_megabyte_and_five_thousand_tags() {
        let mut draft = ArticleDraft {
            source: rafid_core::SourceId(1),
            external_id: None,
            url: None,
            title: "x".repeat(1 << 20),
            byline: Some("ن".repeat(100_000)),
            summary: Some("م".repeat(100_000)),
            body: rafid_core::Body::default(),
            published: None,
            updated: None,
            fetched_at: jiff::Timestamp::UNIX_EPOCH,
            image: None,
            tags: (0..5_000).map(|n| format!("وسم {n}")).collect(),
            section: None,
            credit: None,
            language: None,
            takes_over: false,
        };
        bound(&mut draft);
        assert_eq!((draft.title.len(), draft.tags.len()), (TITLE, TAGS));
        assert_eq!(draft.byline.map(|name| name.chars().count()), Some(NAME));
        assert_eq!(draft.summary.map(|text| text.chars().count()), Some(SUMMARY));
    }
}
