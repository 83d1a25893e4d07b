//! What a user wrote, taken apart: words, phrases, exclusions, fields, alternatives. Nothing is an error: what is not
//! understood is searched as words.

use jiff::Timestamp;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    pub clauses: Vec<Clause>,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// Words side by side; each stands for itself.
    Words(String),
    Phrase(String),
    /// At least one of them.
    Any(Vec<Clause>),
    Not(Box<Clause>),
    Source(String),
    Keyword(String),
}

/// No query needs more, and a page of text pasted into the field costs no more than this.
const MOST_PIECES: usize = 48;
/// One piece may hide many words (`a,b,c…`).
const MOST_CHARS: usize = 1_000;

pub fn parse(text: &str, now: Timestamp) -> Parsed {
    let text = text.char_indices().nth(MOST_CHARS).map_or(text, |(end, _)| &text[..end]);
    let mut parsed = Parsed::default();
    let mut any_next = false;
    for piece in pieces(text).into_iter().take(MOST_PIECES) {
        if piece.quoted.is_none() && !piece.negated && (piece.word == "OR" || piece.word == "أو") {
            any_next = !parsed.clauses.is_empty();
            continue;
        }
        let Some(clause) = clause(&piece, now, &mut parsed) else { continue };
        match parsed.clauses.last_mut() {
            Some(last) if any_next && !matches!(last, Clause::Not(_)) && !matches!(clause, Clause::Not(_)) => match last {
                Clause::Any(alternatives) => alternatives.push(clause),
                _ => {
                    let first = std::mem::replace(last, Clause::Any(Vec::new()));
                    *last = Clause::Any(vec![first, clause]);
                }
            },
            _ => parsed.clauses.push(clause),
        }
        any_next = false;
    }
    parsed
}

/// Text up to the next white space, or a quoted run, with what stands before it.
struct Piece {
    negated: bool,
    /// A field's name, or a plain word.
    word: String,
    quoted: Option<String>,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after_sign = rest.strip_prefix(['-', '−', '–']).filter(|after| after.starts_with(|c: char| !c.is_whitespace()));
        let negated = after_sign.is_some();
        rest = after_sign.unwrap_or(rest);
        let end = rest.find(|c: char| c.is_whitespace() || is_opening(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        let mut quoted = None;
        rest = tail;
        if (word.is_empty() || word.ends_with(':'))
            && let Some(open) = tail.chars().next().filter(|&c| is_opening(c))
        {
            let inside = &tail[open.len_utf8()..];
            let close = inside.find(is_closing).unwrap_or(inside.len());
            quoted = Some(inside[..close].to_owned());
            rest = inside[close..].trim_start_matches(is_closing);
        } else if word.is_empty() {
            // A sign or a quotation mark that belongs to nothing.
            rest = rest.get(first.len_utf8().min(rest.len())..).unwrap_or_default();
        }
        if !word.is_empty() || quoted.as_ref().is_some_and(|text| !text.trim().is_empty()) {
            found.push(Piece { negated, word: word.to_owned(), quoted });
        }
        rest = rest.trim_start();
    }
    found
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '«' | '“' | '”')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '»' | '”' | '“')
}

fn clause(piece: &Piece, now: Timestamp, parsed: &mut Parsed) -> Option<Clause> {
    let clause = match (piece.word.split_once(':'), &piece.quoted) {
        (Some((field, value)), quoted) if !(value.is_empty() && quoted.is_none()) => {
            let value = quoted.as_deref().unwrap_or(value);
            match field {
                "source" | "مصدر" | "المصدر" => Clause::Source(value.to_lowercase()),
                "keyword" | "كلمة" | "وسم" => Clause::Keyword(value.to_owned()),
                "date" | "تاريخ" | "since" | "منذ" | "until" | "قبل" => match period(field, value, now) {
                    Some((since, until)) => {
                        parsed.since = since.or(parsed.since);
                        parsed.until = until.or(parsed.until);
                        return None;
                    }
                    None => Clause::Words(format!("{field} {value}")),
                },
                _ => Clause::Words(format!("{field} {value}")),
            }
        }
        (_, Some(quoted)) => Clause::Phrase(quoted.clone()),
        (_, None) => Clause::Words(piece.word.clone()),
    };
    Some(if piece.negated { Clause::Not(Box::new(clause)) } else { clause })
}

/// `2018-05`, `2018-05-22`, `2018-05-01..2018-05-10`, `أسبوع`, `week`, `3d`.
fn period(field: &str, value: &str, now: Timestamp) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() { None } else { Some(days(from)?.0) };
        let to = if to.is_empty() { None } else { Some(days(to)?.1) };
        return Some((from, to));
    }
    if let Some((from, to)) = days(value) {
        return Some(match field {
            "since" | "منذ" => (Some(from), None),
            "until" | "قبل" => (None, Some(from)),
            _ => (Some(from), Some(to)),
        });
    }
    let hours = span_hours(value)?;
    let since = now.checked_sub(jiff::SignedDuration::from_hours(hours)).ok()?;
    Some((Some(since), None))
}

fn span_hours(value: &str) -> Option<i64> {
    const DAY: i64 = 24;
    match value {
        "ساعة" | "hour" => return Some(1),
        "يوم" | "day" | "أمس" | "اليوم" => return Some(DAY),
        "يومين" => return Some(2 * DAY),
        "أسبوع" | "اسبوع" | "week" => return Some(7 * DAY),
        "أسبوعين" | "اسبوعين" => return Some(14 * DAY),
        "شهر" | "month" => return Some(31 * DAY),
        "سنة" | "عام" | "year" => return Some(366 * DAY),
        _ => {}
    }
    let unit = match value.chars().next_back()? {
        'h' => 1,
        'd' => DAY,
        'w' => 7 * DAY,
        'm' => 31 * DAY,
        'y' => 366 * DAY,
        _ => return None,
    };
    let count: i64 = value[..value.len() - 1].parse().ok()?;
    (0..=100_000).contains(&count).then_some(count * unit)
}

/// The first moment of a year, month or day, and the first moment after it (UTC).
fn days(value: &str) -> Option<(Timestamp, Timestamp)> {
    use jiff::{ToSpan, civil::Date, tz::TimeZone};
    let mut parts = value.splitn(3, '-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let span = match (month, day) {
        (_, Some(_)) => 1.day(),
        (Some(_), None) => 1.month(),
        (None, None) => 1.year(),
    };
    let after = first.checked_add(span).ok()?;
    let moment = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    Some((moment(first)?, moment(after)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-23T12:00:00Z".parse().unwrap()
    }

    fn check(text: &str, expected: &[Clause]) {
        assert_eq!(parse(text, now()).clauses, expected, "{text}");
    }

    fn words(text: &str) -> Clause {
        Clause::Words(text.to_owned())
    }

    #[test]
    fn words_phrases_exclusions_and_fields() {
        check("غزة هدنة", &[words("غزة"), words("هدنة")]);
        check("«مجلس الأمن» -قرار", &[Clause::Phrase("مجلس الأمن".into()), Clause::Not(Box::new(words("قرار")))]);
        check("source:BBC مطر", &[Clause::Source("bbc".into()), words("مطر")]);
        check("keyword:\"كأس العالم\"", &[Clause::Keyword("كأس العالم".into())]);
        check("قمح أو شعير", &[Clause::Any(vec![words("قمح"), words("شعير")])]);
    }

    #[test]
    fn nothing_is_an_error() {
        for text in ["", "\"", "((((", "-", "- -", "غزة -", "OR OR", "source:", ":", "\"\"\"«", "a:b:c", "−\"", "x\"y"] {
            parse(text, now());
        }
        check("OR", &[]);
        check("غزة -", &[words("غزة"), words("-")]);
    }

    #[test]
    fn dates_become_limits() {
        let parsed = parse("مطر date:2018-05", now());
        assert_eq!(parsed.since.unwrap().to_string(), "2018-05-01T00:00:00Z");
        assert_eq!(parsed.until.unwrap().to_string(), "2018-06-01T00:00:00Z");
        assert_eq!(parse("منذ:أسبوع", now()).since.unwrap().to_string(), "2026-11-16T12:00:00Z");
        check("date:ربما", &[words("date ربما")]);
    }
}
