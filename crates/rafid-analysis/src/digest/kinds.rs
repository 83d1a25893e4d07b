//! Press reviews, round-ups, live pages and opinion: told by phrases of `kinds.txt`.

use std::sync::LazyLock;

use rafid_arabic::normalize::fold;

use crate::ArticleText;

/// Set in [`super::Signals::flags`] for articles that neither open a story nor tie stories together.
pub(crate) const PRESS_REVIEW: u8 = 1;
pub(crate) const ROUND_UP: u8 = 2;
pub(crate) const LIVE: u8 = 4;
pub(crate) const OPINION: u8 = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Title,
    End,
    Section,
}

static PHRASES: LazyLock<Vec<(u8, Place, String)>> =
    LazyLock::new(|| include_str!("kinds.txt").lines().filter_map(entry).collect());

fn entry(line: &str) -> Option<(u8, Place, String)> {
    let mut fields = line.split('\t');
    let kind = match fields.next()? {
        "press_review" => PRESS_REVIEW,
        "round_up" => ROUND_UP,
        "live" => LIVE,
        "opinion" => OPINION,
        _ => return None,
    };
    let place = match fields.next()? {
        "title" => Place::Title,
        "end" => Place::End,
        "section" => Place::Section,
        _ => return None,
    };
    Some((kind, place, format!(" {} ", fold(fields.next()?))))
}

/// How much of the body's end is looked at, in bytes.
const END_BYTES: usize = 500;

pub(super) fn flags(text: &ArticleText) -> u8 {
    let padded = |text: &str| {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric() && c != '\u{640}').filter(|word| !word.is_empty()).collect();
        format!(" {} ", fold(&words.join(" ")))
    };
    let end = text.body.len().saturating_sub(END_BYTES);
    let end = (end..=text.body.len()).find(|at| text.body.is_char_boundary(*at)).unwrap_or(text.body.len());
    let (title, end, section) = (padded(text.title), padded(&text.body[end..]), padded(text.section.unwrap_or_default()));
    PHRASES
        .iter()
        .filter(|(_, place, phrase)| match place {
            Place::Title => title.contains(phrase),
            Place::End => end.contains(phrase),
            Place::Section => section == *phrase,
        })
        .fold(0, |flags, (kind, ..)| flags | kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, body: &str, section: Option<&str>, expected: u8) {
        assert_eq!(flags(&ArticleText { title, body, section, ..ArticleText::default() }), expected, "{title}");
    }

    #[test]
    fn kinds_are_told_by_phrases() {
        check("في الصحف العربية: سباق الهجن", "", None, PRESS_REVIEW);
        check("صحفي يفوز بجائزة", "", None, 0);
        check("أهم الأخبار هذا المساء", "", None, ROUND_UP);
        check("عن الحدائق", "نص طويل. ** جميع المقالات المنشورة تمثل رأي كتابها فقط.", None, OPINION);
        check("عن الحدائق", "نص", Some("الرأي"), OPINION);
        check("افتتاح حديقة", "نص", Some("محليات"), 0);
    }
}
