//! What a user wrote, taken apart: words, phrases, exclusions, fields, alternatives. Nothing is an error: what is not
//! understood is searched as words.

use jiff::Timestamp;
use rafid_arabic::normalize::fold;

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
    /// ISO 3166-1 alpha-2, upper case.
    Country(String),
}

/// No query needs more, and a page of text pasted into the field costs no more than this.
const MOST_PIECES: usize = 48;
/// A question of so many pieces is no headline.
const SHORT_PIECES: usize = 4;
/// One piece may hide many words (`a,b,c…`).
const MOST_CHARS: usize = 1_000;

pub fn parse(text: &str, now: Timestamp) -> Parsed {
    let text = text.char_indices().nth(MOST_CHARS).map_or(text, |(end, _)| &text[..end]);
    let mut parsed = Parsed::default();
    let (mut any_next, mut not_next) = (false, false);
    let mut pieces = pieces(text);
    pieces.truncate(MOST_PIECES);
    let many = pieces.len();
    for (n, mut piece) in pieces.into_iter().enumerate() {
        let is_bare = piece.quoted.is_none() && !piece.negated;
        if is_bare && (piece.word == "OR" || piece.word == "أو") {
            any_next = !parsed.clauses.is_empty();
            continue;
        }
        // A headline has ليس for its own reasons: it excludes in short questions only, and not as their last word.
        if is_bare && n + 1 < many && (piece.word == "NOT" || piece.word == "ليس" && many <= SHORT_PIECES) {
            not_next = true;
            continue;
        }
        piece.negated |= std::mem::take(&mut not_next);
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
            match field_of(field) {
                Some(Name::Source) => Clause::Source(value.to_lowercase()),
                Some(Name::Keyword) => Clause::Keyword(value.to_owned()),
                Some(Name::Country) => match country(value) {
                    Some(code) => Clause::Country(code),
                    None => Clause::Words(format!("{field} {value}")),
                },
                Some(Name::Time(side)) if !piece.negated => match period(side, value, now) {
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

#[derive(Debug, Clone, Copy, PartialEq)]
enum Name {
    Source,
    Keyword,
    Country,
    Time(Side),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Within,
    Since,
    Until,
}

/// The field that a name means, in any spelling (`Source`, `المصدر`, `دوله`).
fn field_of(name: &str) -> Option<Name> {
    let name = fold(name).to_lowercase();
    let name = name.strip_prefix("ال").unwrap_or(&name);
    Some(match name {
        "source" | "site" | "outlet" | "مصدر" | "موقع" | "صحيفه" => Name::Source,
        "keyword" | "tag" | "كلمه" | "وسم" | "موضوع" => Name::Keyword,
        "country" | "دوله" | "بلد" => Name::Country,
        "date" | "تاريخ" => Name::Time(Side::Within),
        "since" | "after" | "منذ" | "بعد" => Name::Time(Side::Since),
        "until" | "before" | "قبل" | "حتي" => Name::Time(Side::Until),
        _ => return None,
    })
}

fn country(value: &str) -> Option<String> {
    let plain = |name: &str| fold(name).trim_start_matches("ال").to_owned();
    let asked = plain(value);
    rafid_core::country_code(value, |name| plain(name) == asked)
}

/// `2018-05`, `2018-05-22`, `2018-05-01..2018-05-10`, `أمس`, `أسبوع`, `٣ أيام`, `week`, `3d`.
fn period(side: Side, value: &str, now: Timestamp) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    let value = fold(value).trim().to_lowercase();
    if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() { None } else { Some(days(from, now)?.0) };
        let to = if to.is_empty() { None } else { Some(days(to, now)?.1) };
        return Some((from, to));
    }
    if let Some((from, to)) = days(&value, now) {
        return Some(match side {
            Side::Since => (Some(from), None),
            Side::Until => (None, Some(from)),
            Side::Within => (Some(from), Some(to)),
        });
    }
    let ago = now.checked_sub(jiff::SignedDuration::from_hours(span_hours(&value)?)).ok()?;
    Some(if side == Side::Until { (None, Some(ago)) } else { (Some(ago), None) })
}

/// Of a folded span: a number and a unit, or a unit alone.
fn span_hours(value: &str) -> Option<i64> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let count: i64 = if digits == 0 { 1 } else { value[..digits].parse().ok()? };
    let unit = value[digits..].trim_start_matches([' ', '_', '-']);
    const DAY: i64 = 24;
    let (times, unit) = match unit {
        "h" | "hour" | "hours" | "ساعه" | "ساعات" => (1, 1),
        "ساعتين" => (2, 1),
        "d" | "day" | "days" | "يوم" | "ايام" | "يوما" => (1, DAY),
        "يومين" => (2, DAY),
        "w" | "week" | "weeks" | "اسبوع" | "اسابيع" | "اسبوعا" => (1, 7 * DAY),
        "اسبوعين" => (2, 7 * DAY),
        "m" | "month" | "months" | "شهر" | "اشهر" | "شهور" | "شهرا" => (1, 31 * DAY),
        "شهرين" => (2, 31 * DAY),
        "y" | "year" | "years" | "سنه" | "سنوات" | "سنين" | "عام" | "اعوام" | "عاما" => (1, 366 * DAY),
        "سنتين" | "عامين" => (2, 366 * DAY),
        _ => return None,
    };
    (0..=100_000).contains(&count).then_some(count * times * unit)
}

/// The first moment of a year, month or day, and the first moment after it (UTC).
fn days(value: &str, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
    use jiff::{ToSpan, civil::Date, tz::TimeZone};
    let today = || now.to_zoned(TimeZone::UTC).date();
    let day = match value {
        "اليوم" | "today" => Some(today()),
        "امس" | "yesterday" => Some(today().yesterday().ok()?),
        _ => None,
    };
    if let Some(day) = day {
        return days(&day.to_string(), now);
    }
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

    #[test]
    fn the_language_in_arabic() {
        let since = |text: &str| parse(text, now()).since.map(|time| time.to_string());
        assert_eq!(since("منذ:٣أيام").as_deref(), Some("2026-11-20T12:00:00Z"));
        assert_eq!(since("منذ:\"3 أيام\"").as_deref(), Some("2026-11-20T12:00:00Z"));
        assert_eq!(since("بعد:يومين").as_deref(), Some("2026-11-21T12:00:00Z"));
        assert_eq!(since("التاريخ:أمس").as_deref(), Some("2026-11-22T00:00:00Z"));
        assert_eq!(since("تاريخ:٢٠١٨-٠٥").as_deref(), Some("2018-05-01T00:00:00Z"));
        let until = parse("قبل:أسبوع", now());
        assert_eq!((until.since, until.until.unwrap().to_string().as_str()), (None, "2026-11-16T12:00:00Z"));
        check("دولة:العراق", &[Clause::Country("IQ".into())]);
        check("country:eg بلد:تونس", &[Clause::Country("EG".into()), Clause::Country("TN".into())]);
        check("دولة:القمر", &[words("دولة القمر")]);
        check("المصدر:BBC الكلمة:قمح", &[Clause::Source("bbc".into()), Clause::Keyword("قمح".into())]);
        check("مطر ليس ثلج", &[words("مطر"), Clause::Not(Box::new(words("ثلج")))]);
        check("rain NOT \"snow storm\"", &[words("rain"), Clause::Not(Box::new(Clause::Phrase("snow storm".into())))]);
        check("ليس", &[words("ليس")]);
        assert_eq!(parse("الوزير قال ليس لدينا قمح كاف", now()).clauses.len(), 6, "a headline is no formula");
    }
}
