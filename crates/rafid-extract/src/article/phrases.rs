//! The set phrases of news pages: what a line says by how it begins.
//!
//! Lines are compared folded ([`fold`]): lower case, without marks and punctuation, with bare alefs.

use std::{collections::HashMap, sync::LazyLock};

/// What a set phrase makes of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    /// It introduces links to other articles.
    Label,
    /// It is about the page, not of the article.
    Drop,
    /// It says that the rest of the article is for subscribers.
    Wall,
    /// As a heading of its own it begins what stands below articles.
    End,
    /// As a heading of its own it begins a box of other articles, below the article or inside it.
    Box,
}

static PHRASES: LazyLock<HashMap<&'static str, Vec<(&'static str, Phrase)>>> = LazyLock::new(|| {
    let mut phrases: HashMap<&str, Vec<(&str, Phrase)>> = HashMap::new();
    for line in include_str!("select/phrases.txt").lines() {
        let (kind, text) = match line.split_once(' ') {
            Some(("label", text)) => (Phrase::Label, text),
            Some(("drop", text)) => (Phrase::Drop, text),
            Some(("wall", text)) => (Phrase::Wall, text),
            Some(("end", text)) => (Phrase::End, text),
            Some(("box", text)) => (Phrase::Box, text),
            _ => continue,
        };
        let first = text.split(' ').next().unwrap_or_default();
        phrases.entry(first).or_default().push((text, kind));
    }
    phrases
});

/// A line's phrase, when it begins with one.
pub fn of(folded: &str) -> Option<Phrase> {
    let first = folded.split(' ').next()?;
    PHRASES.get(first)?.iter().filter(|(_, kind)| !is_heading(*kind)).find_map(|&(text, kind)| {
        let rest = folded.strip_prefix(text)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some(kind)
    })
}

/// What a line is, as a whole, the heading of: [`Phrase::End`] or [`Phrase::Box`].
pub fn heading_of(folded: &str) -> Option<Phrase> {
    let first = folded.split(' ').next()?;
    PHRASES.get(first)?.iter().find(|(text, kind)| *text == folded && is_heading(*kind)).map(|&(_, kind)| kind)
}

fn is_heading(kind: Phrase) -> bool {
    matches!(kind, Phrase::End | Phrase::Box)
}

/// A text for comparison: lower case, letters and digits only, words by one space, Arabic letters bare.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let folded = match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ة' => 'ه',
            'ى' | 'ی' => 'ي',
            'ک' => 'ك',
            '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{200c}'..='\u{200f}' | '\'' | '’' => continue,
            _ if c.is_alphanumeric() => {
                out.extend(c.to_lowercase());
                continue;
            }
            _ => ' ',
        };
        if folded != ' ' {
            out.push(folded);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_begin_their_line() {
        for (line, expected) in [
            ("إقرأ أيضاً: خبر آخر", Some(Phrase::Label)),
            ("كلمات دلالية: علوم", Some(Phrase::Drop)),
            ("Don’t miss this", Some(Phrase::Label)),
            ("Sharee", None),
            ("إعلانه الجديد", None),
            ("", None),
        ] {
            assert_eq!(of(&fold(line)), expected, "{line}");
        }
    }
}
