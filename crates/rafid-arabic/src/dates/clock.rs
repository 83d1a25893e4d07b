//! The time of day and the zone: «12:27 م», «الساعة الثالثة عصرا», «بتوقيت مكة المكرمة», `GMT+3`.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::Offset;

use super::scan::{DayPart, Piece, SummerRule, Token, Word};
use super::value::Precision;

/// A time of day at a range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    pub time: Time,
    pub precision: Precision,
    pub end: usize,
}

/// The first time of day outside `taken`, the tokens of the date.
pub fn search(tokens: &[Token], taken: std::ops::Range<usize>) -> Option<Clock> {
    (0..tokens.len()).filter(|at| !taken.contains(at)).find_map(|at| with_minutes(tokens, at).or_else(|| full_hour(tokens, at)))
}

fn piece(tokens: &[Token], at: usize) -> Option<Piece> {
    tokens.get(at).map(|token| token.piece)
}

fn number(tokens: &[Token], at: usize) -> Option<u32> {
    match piece(tokens, at)? {
        Piece::Number { value, digits: 1..=2 } => Some(value),
        _ => None,
    }
}

/// `12:27`, `12:27:05`, and `12.27` after «الساعة» or before a part of the day.
fn with_minutes(tokens: &[Token], at: usize) -> Option<Clock> {
    let hour = number(tokens, at)?;
    let minute = number(tokens, at + 2)?;
    let mark = piece(tokens, at + 1)?;
    let mut end = at + 3;
    let mut second = None;
    if mark == Piece::Mark(':') {
        if piece(tokens, end) == Some(Piece::Mark(':'))
            && let Some(value) = number(tokens, end + 1)
        {
            second = Some(value);
            end += 2;
            // Fractions of a second.
            if piece(tokens, end) == Some(Piece::Mark('.')) && matches!(piece(tokens, end + 1), Some(Piece::Number { .. })) {
                end += 2;
            }
        }
    } else if !(mark == Piece::Mark('.') && (after_hours_word(tokens, at) || part_of_day(tokens, end).is_some())) {
        return None;
    }
    let (part, end) = part_around(tokens, at, end);
    let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
    Some(Clock { time: time(hour, minute, second.unwrap_or(0), part)?, precision, end })
}

/// «الساعة 8 مساء», «الساعة الثالثة والنصف عصرا», «8 مساء».
fn full_hour(tokens: &[Token], at: usize) -> Option<Clock> {
    let said = after_hours_word(tokens, at);
    let (hour, mut end) = match piece(tokens, at)? {
        Piece::Number { value, digits: 1..=2 } => (value, at + 1),
        Piece::Word(Word::Ordinal(hour)) if said => match piece(tokens, at + 1) {
            // «الحادية عشرة», «الثانية عشرة»
            Some(Piece::Word(Word::Number(10))) if hour == 11 => (11, at + 2),
            Some(Piece::Word(Word::Number(10))) if hour == 2 => (12, at + 2),
            _ => (u32::from(hour), at + 1),
        },
        _ => return None,
    };
    let mut minute = 0;
    if let Some(Piece::Word(Word::Half(extra))) = piece(tokens, end) {
        minute = u32::from(extra);
        end += 1;
    } else if let (Some(Piece::Word(Word::Noise)), Some(value), Some(Piece::Word(Word::Unit(super::scan::Unit::Minute)))) =
        (piece(tokens, end), number(tokens, end + 1), piece(tokens, end + 2))
    {
        minute = value;
        end += 3;
    }
    let part = part_of_day(tokens, end);
    if !said && !matches!(part, Some((_, false))) {
        return None;
    }
    Some(Clock { time: time(hour, minute, 0, part.map(|(part, _)| part))?, precision: Precision::Minute, end })
}

fn after_hours_word(tokens: &[Token], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|at| piece(tokens, at));
    before(1) == Some(Piece::Word(Word::Hours))
        || (before(2) == Some(Piece::Word(Word::Hours)) && before(1) == Some(Piece::Mark(':')))
}

/// The part of the day at `at`, and whether a single letter says it.
fn part_of_day(tokens: &[Token], at: usize) -> Option<(DayPart, bool)> {
    match (piece(tokens, at)?, piece(tokens, at + 1)) {
        (Piece::Word(Word::After), Some(Piece::Word(Word::DayPart(DayPart::Noon)))) => Some((DayPart::Pm, false)),
        (Piece::Word(Word::Since), Some(Piece::Word(Word::DayPart(DayPart::Noon)))) => Some((DayPart::Am, false)),
        (Piece::Word(Word::DayPart(part)), _) => Some((part, false)),
        (Piece::Word(Word::Letter(part)), _) => Some((part, true)),
        _ => None,
    }
}

/// A part of the day after the time, in brackets perhaps, or before it.
fn part_around(tokens: &[Token], start: usize, end: usize) -> (Option<DayPart>, usize) {
    if let Some((part, _)) = part_of_day(tokens, end) {
        return (Some(part), end + 1);
    }
    if matches!(piece(tokens, end), Some(Piece::Mark('(' | ',' | '-')))
        && let Some((part, _)) = part_of_day(tokens, end + 1)
    {
        return (Some(part), end + 2);
    }
    let before = start.checked_sub(1).and_then(|at| piece(tokens, at));
    match before {
        Some(Piece::Word(Word::DayPart(part) | Word::Letter(part))) => (Some(part), end),
        _ => (None, end),
    }
}

fn time(hour: u32, minute: u32, second: u32, part: Option<DayPart>) -> Option<Time> {
    let hour = match part {
        _ if hour > 12 => hour,
        Some(DayPart::Am | DayPart::Dawn) if hour == 12 => 0,
        Some(DayPart::Pm | DayPart::Afternoon | DayPart::Evening) if hour < 12 => hour + 12,
        Some(DayPart::Noon) if hour < 6 => hour + 12,
        Some(DayPart::Night) if hour == 12 => 0,
        Some(DayPart::Night) if hour >= 6 => hour + 12,
        _ => hour,
    };
    let hour = if hour == 24 && minute == 0 { 0 } else { hour };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}

/// The offset that the text names for a date, and nothing where the name says too little.
pub fn zone(tokens: &[Token], clock_end: usize, date: Date) -> Option<Offset> {
    if piece(tokens, clock_end) == Some(Piece::Mark('Z')) {
        return Some(Offset::UTC);
    }
    if let Some(minutes) = signed_offset(tokens, clock_end)
        && tokens.get(clock_end).is_some_and(|token| !token.spaced || tokens.get(clock_end + 1).is_some_and(|next| !next.spaced))
    {
        return offset(minutes);
    }
    for at in 0..tokens.len() {
        match piece(tokens, at)? {
            Piece::Word(Word::Gmt) => {
                let minutes = signed_offset(tokens, at + 1).or_else(|| at.checked_sub(2).and_then(|n| signed_offset(tokens, n)));
                return offset(minutes.unwrap_or(0));
            }
            Piece::Word(Word::By) => {
                let named = tokens[at + 1..].iter().take(4).find_map(|token| match token.piece {
                    Piece::Word(Word::Zone(minutes)) => Some(offset(minutes.into())),
                    Piece::Word(Word::Rule(rule)) => Some(offset(seasonal(rule, date))),
                    Piece::Word(Word::Gmt) => Some(None),
                    Piece::Word(Word::Local) => Some(None),
                    _ => None,
                });
                match named {
                    Some(Some(found)) => {
                        // «بتوقيت غرينتش +3»
                        let extra = (at + 1..tokens.len().min(at + 5)).find_map(|n| signed_offset(tokens, n));
                        return match extra {
                            Some(minutes) if found == Offset::UTC => offset(minutes),
                            _ => Some(found),
                        };
                    }
                    Some(None) if tokens[at + 1..].iter().take(4).any(|t| t.piece == Piece::Word(Word::Local)) => return None,
                    _ => {}
                }
            }
            Piece::Word(Word::Zone(0)) => return Some(Offset::UTC),
            _ => {}
        }
    }
    None
}

/// `+3`, `+03:00`, `-0500` in minutes.
fn signed_offset(tokens: &[Token], at: usize) -> Option<i32> {
    let sign = match piece(tokens, at)? {
        Piece::Mark('+') => 1,
        Piece::Mark('-') => -1,
        _ => return None,
    };
    let Piece::Number { value, digits } = piece(tokens, at + 1)? else { return None };
    let value = i32::try_from(value).ok()?;
    let minutes = match digits {
        1 | 2 => match (piece(tokens, at + 2), number(tokens, at + 3)) {
            (Some(Piece::Mark(':')), Some(minutes)) => value * 60 + i32::try_from(minutes).ok()?,
            _ => value * 60,
        },
        4 => value / 100 * 60 + value % 100,
        _ => return None,
    };
    (minutes <= 14 * 60).then_some(sign * minutes)
}

fn offset(minutes: i32) -> Option<Offset> {
    Offset::from_seconds(minutes * 60).ok()
}

/// Minutes east of Greenwich on a day, by the rules in force since about 2015.
fn seasonal(rule: SummerRule, date: Date) -> i32 {
    let between = |from: Option<Date>, to: Option<Date>| from.is_some_and(|from| date >= from) && to.is_some_and(|to| date < to);
    let year = date.year();
    let last = |month, weekday| last_weekday(year, month, weekday);
    let europe = between(last(3, Weekday::Sunday), last(10, Weekday::Sunday));
    match rule {
        // Summer time came back to Egypt in 2023: last Friday of April to last Thursday of October.
        SummerRule::Egypt => 120 + 60 * i32::from(year >= 2023 && between(last(4, Weekday::Friday), last(10, Weekday::Thursday))),
        SummerRule::Levant => 120 + 60 * i32::from(europe),
        // Jordan and Syria keep summer time all year since October 2022.
        SummerRule::Jordan => {
            let kept = year >= 2023 || (year == 2022 && date.month() > 3);
            120 + 60 * i32::from(kept || between(last(3, Weekday::Friday), last(10, Weekday::Friday)))
        }
        SummerRule::WesternEurope => 60 * i32::from(europe),
        SummerRule::CentralEurope => 60 + 60 * i32::from(europe),
        SummerRule::EasternAmerica => {
            let second_of_march = Date::new(year, 3, 1).ok().and_then(|d| d.nth_weekday_of_month(2, Weekday::Sunday).ok());
            let first_of_november = Date::new(year, 11, 1).ok().and_then(|d| d.nth_weekday_of_month(1, Weekday::Sunday).ok());
            -300 + 60 * i32::from(between(second_of_march, first_of_november))
        }
    }
}

fn last_weekday(year: i16, month: i8, weekday: Weekday) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(-1, weekday).ok()
}
