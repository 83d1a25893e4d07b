//! Dates that name their day, month or year: «الثلاثاء 17 يونيو 2025», «12-9-1446هـ», `2025/06/17`.

use icu_calendar::{Date as CalendarDate, Iso, cal::Hijri};
use jiff::civil::{Date, DateTime};

use super::scan::{Pair, Piece, Token, Word};
use super::value::{Calendar, Precision};

/// A date at a range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub date: Date,
    pub precision: Precision,
    pub calendar: Calendar,
    pub start: usize,
    pub end: usize,
    /// The text gives no year, so that it was guessed from `now`.
    pub guessed_year: bool,
}

/// What the search for a date ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    Found(Found),
    /// Something shaped like a date names a day that does not exist.
    Impossible,
    Nothing,
}

/// The first date of the text; a Gregorian one before a Hijri one, which usually repeats it.
pub fn search(tokens: &[Token], now: Option<DateTime>) -> Search {
    let mut hijri = None;
    let mut at = 0;
    while at < tokens.len() {
        match at_token(tokens, at, now) {
            Search::Found(found) if found.calendar == Calendar::UmmAlQura => {
                hijri = hijri.or(Some(found));
                at = found.end;
            }
            Search::Found(found) => return Search::Found(found),
            Search::Impossible => return Search::Impossible,
            Search::Nothing => at += 1,
        }
    }
    hijri.map_or(Search::Nothing, Search::Found)
}

fn at_token(tokens: &[Token], at: usize, now: Option<DateTime>) -> Search {
    match piece(tokens, at) {
        Some(Piece::Number { .. }) => {
            let numeric = numbers(tokens, at);
            if numeric == Search::Nothing { day_first(tokens, at, now) } else { numeric }
        }
        Some(Piece::Word(Word::FirstDay)) => day_and_month(tokens, at, 1, at + 1, now),
        Some(Piece::Word(Word::Ordinal(day))) => day_and_month(tokens, at, u32::from(day), at + 1, now),
        Some(Piece::Word(_)) => month_first(tokens, at, now),
        _ => Search::Nothing,
    }
}

fn piece(tokens: &[Token], at: usize) -> Option<Piece> {
    tokens.get(at).map(|token| token.piece)
}

fn number(tokens: &[Token], at: usize) -> Option<(u32, u8)> {
    match piece(tokens, at)? {
        Piece::Number { value, digits } => Some((value, digits)),
        _ => None,
    }
}

fn is_mark(tokens: &[Token], at: usize, marks: &[char]) -> bool {
    matches!(piece(tokens, at), Some(Piece::Mark(mark)) if marks.contains(&mark))
}

/// Skips commas, dashes and words without meaning.
fn skip(tokens: &[Token], mut at: usize, marks: &[char]) -> usize {
    while is_mark(tokens, at, marks) || piece(tokens, at) == Some(Piece::Word(Word::Noise)) {
        at += 1;
    }
    at
}

/// Three numbers with the same mark between them.
fn numbers(tokens: &[Token], at: usize) -> Search {
    let marks = &['/', '-', '.'];
    let (Some(first), Some(second), Some(third)) = (number(tokens, at), number(tokens, at + 2), number(tokens, at + 4)) else {
        return Search::Nothing;
    };
    let (Some(Piece::Mark(mark)), Some(Piece::Mark(other))) = (piece(tokens, at + 1), piece(tokens, at + 3)) else {
        return Search::Nothing;
    };
    // The neighbours must not go on: 1.2.3.4 is an address, 12-34-56-78 a telephone number.
    let goes_on =
        (at > 0 && is_mark(tokens, at - 1, marks) && !tokens[at].spaced && number(tokens, at.wrapping_sub(2)).is_some())
            || (is_mark(tokens, at + 5, &[mark])
                && tokens.get(at + 6).is_some_and(|next| !next.spaced)
                && number(tokens, at + 6).is_some());
    if mark != other || !marks.contains(&mark) || goes_on {
        return Search::Nothing;
    }
    let (year, month, day) = match (first, second, third) {
        ((year, 4), (month, ..=2), (day, ..=2)) => (year, month, day),
        ((day, ..=2), (month, ..=2), (year, 4)) => (year, month, day),
        ((day, ..=2), (month, ..=2), (year, 2)) if mark == '/' => (2000 + year, month, day),
        _ => return Search::Nothing,
    };
    let end = era(tokens, at + 5);
    let hijri = end.1 == Some(true) || (end.1.is_none() && (1300..1600).contains(&year));
    // Where the middle cannot be a month, the American order may be meant, but then only one reading is possible.
    let (month, day) = if month > 12 && day <= 12 && first.1 <= 2 { (day, month) } else { (month, day) };
    finish(year, month, day, hijri, at, end.0)
}

/// Whether an era follows: its end, and true for the Hijri one.
fn era(tokens: &[Token], at: usize) -> (usize, Option<bool>) {
    match piece(tokens, at) {
        Some(Piece::Word(Word::HijriEra)) => (at + 1, Some(true)),
        Some(Piece::Word(Word::GregorianEra | Word::Letter(super::scan::DayPart::Pm))) => (at + 1, Some(false)),
        _ => (at, None),
    }
}

/// «17 يونيو 2025», «17 مارس/ آذار 2020», «17 يونيو».
fn day_first(tokens: &[Token], at: usize, now: Option<DateTime>) -> Search {
    let Some((day, 1..=2)) = number(tokens, at) else { return Search::Nothing };
    // 17-19 June is a span, not a date.
    if at >= 2
        && is_mark(tokens, at - 1, &['-'])
        && !tokens[at].spaced
        && !tokens[at - 1].spaced
        && number(tokens, at - 2).is_some()
    {
        return Search::Nothing;
    }
    let name_at = skip(tokens, at + 1, &['-', '/', '.', ',']);
    if name_at > at + 3 {
        return Search::Nothing;
    }
    day_and_month(tokens, at, day, name_at, now)
}

fn day_and_month(tokens: &[Token], start: usize, day: u32, name_at: usize, now: Option<DateTime>) -> Search {
    let name_at = skip(tokens, name_at, &[]);
    let Some((month, hijri, mut at)) = month_name(tokens, name_at) else { return Search::Nothing };
    at = skip(tokens, at, &['-', '/', '.', ',']);
    // «عام» before the year.
    if matches!(piece(tokens, at), Some(Piece::Word(Word::Unit(super::scan::Unit::Year) | Word::Period(super::scan::Unit::Year))))
    {
        at += 1;
    }
    match number(tokens, at) {
        Some((year, 4)) if !is_mark(tokens, at + 1, &[':']) => {
            let (end, said) = era(tokens, at + 1);
            let hijri = said.unwrap_or(hijri);
            finish(year, month, day, hijri, start, end)
        }
        _ => without_year(month, day, hijri, start, at, now),
    }
}

/// «كانون الثاني/يناير 14, 2025», «أكتوبر 2024», «رمضان 1446».
fn month_first(tokens: &[Token], at: usize, _now: Option<DateTime>) -> Search {
    let Some((month, hijri, end)) = month_name(tokens, at) else { return Search::Nothing };
    let next = skip(tokens, end, &['-', '/', '.', ',']);
    match number(tokens, next) {
        Some((day, 1..=2)) if !is_mark(tokens, next + 1, &[':']) => {
            let year_at = skip(tokens, next + 1, &[',', '-', '/']);
            match number(tokens, year_at) {
                Some((year, 4)) => {
                    let (end, said) = era(tokens, year_at + 1);
                    finish(year, month, day, said.unwrap_or(hijri), at, end)
                }
                _ => Search::Nothing,
            }
        }
        Some((year, 4)) => {
            let (end, said) = era(tokens, next + 1);
            match finish(year, month, 1, said.unwrap_or(hijri), at, end) {
                Search::Found(found) => Search::Found(Found { precision: Precision::Month, ..found }),
                other => other,
            }
        }
        _ => Search::Nothing,
    }
}

/// A month's name with its alias («كانون الثاني/يناير»): the month, whether it is a Hijri one, and where it ends.
fn month_name(tokens: &[Token], at: usize) -> Option<(u32, bool, usize)> {
    let (month, hijri, mut end) = one_month_name(tokens, at)?;
    let opened = skip(tokens, end, &['/', '(', '-', '|']);
    if opened > end
        && let Some((alias, false, alias_end)) = one_month_name(tokens, opened)
        && !hijri
        && alias == month
    {
        end = if is_mark(tokens, alias_end, &[')']) { alias_end + 1 } else { alias_end };
    }
    Some((month, hijri, end))
}

fn one_month_name(tokens: &[Token], at: usize) -> Option<(u32, bool, usize)> {
    let Piece::Word(word) = piece(tokens, at)? else { return None };
    let second = piece(tokens, at + 1);
    Some(match word {
        Word::Month(month) => (month.into(), false, at + 1),
        Word::Hijri(month) => (month.into(), true, at + 1),
        Word::Pair(Pair::Dhu) => match second? {
            Piece::Word(Word::DhuName(month)) => (month.into(), true, at + 2),
            _ => return None,
        },
        Word::Pair(pair) => {
            let Piece::Word(Word::Ordinal(which @ (1 | 2))) = second? else { return None };
            let (months, hijri) = match pair {
                Pair::Kanun => ([12, 1], false),
                Pair::Tishrin => ([10, 11], false),
                Pair::Rabi => ([3, 4], true),
                Pair::Jumada | Pair::Dhu => ([5, 6], true),
            };
            (months[usize::from(which) - 1], hijri, at + 2)
        }
        _ => return None,
    })
}

fn finish(year: u32, month: u32, day: u32, hijri: bool, start: usize, end: usize) -> Search {
    let (Ok(month), Ok(day), Ok(year)) = (u8::try_from(month), u8::try_from(day), i16::try_from(year)) else {
        return Search::Impossible;
    };
    let plausible = if hijri { (1250..1600).contains(&year) } else { (1800..2200).contains(&year) };
    let date = if !plausible { None } else { gregorian(year, month, day, hijri) };
    let calendar = if hijri { Calendar::UmmAlQura } else { Calendar::Gregorian };
    match date {
        Some(date) => Search::Found(Found { date, precision: Precision::Day, calendar, start, end, guessed_year: false }),
        None => Search::Impossible,
    }
}

fn gregorian(year: i16, month: u8, day: u8, hijri: bool) -> Option<Date> {
    if !hijri {
        return Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    }
    let iso = CalendarDate::try_new(i32::from(year).into(), month.into(), day, Hijri::new_umm_al_qura()).ok()?.to_calendar(Iso);
    let year = i16::try_from(iso.year().extended_year()).ok()?;
    Date::new(year, i8::try_from(iso.month().ordinal).ok()?, i8::try_from(iso.day_of_month().0).ok()?).ok()
}

/// A day and month alone: the year that brings it closest to the present without lying far ahead.
fn without_year(month: u32, day: u32, hijri: bool, start: usize, end: usize, now: Option<DateTime>) -> Search {
    let (Some(now), Ok(month), Ok(day)) = (now, u8::try_from(month), u8::try_from(day)) else { return Search::Nothing };
    let today = now.date();
    let this_year = if hijri { hijri_year(today) } else { Some(today.year()) };
    let Some(this_year) = this_year else { return Search::Nothing };
    let candidate = |year| gregorian(year, month, day, hijri);
    let Some(date) = candidate(this_year).or_else(|| candidate(this_year - 1)) else { return Search::Impossible };
    let far_ahead = today.until(date).is_ok_and(|span| span.get_days() > 183);
    let date = if far_ahead { candidate(this_year - 1).unwrap_or(date) } else { date };
    let calendar = if hijri { Calendar::UmmAlQura } else { Calendar::Gregorian };
    Search::Found(Found { date, precision: Precision::Day, calendar, start, end, guessed_year: true })
}

fn hijri_year(date: Date) -> Option<i16> {
    let iso = CalendarDate::try_new(
        i32::from(date.year()).into(),
        u8::try_from(date.month()).ok()?.into(),
        u8::try_from(date.day()).ok()?,
        Iso,
    )
    .ok()?;
    i16::try_from(iso.to_calendar(Hijri::new_umm_al_qura()).year().extended_year()).ok()
}
