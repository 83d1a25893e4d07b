//! Dates counted from now: «منذ ساعتين», «قبل ٣ أيام», «أمس», «السبت الماضي».

use jiff::civil::{DateTime, Weekday};
use jiff::{Span, ToSpan};

use super::scan::{Piece, Token, Unit, Word};
use super::value::Precision;

/// A point counted from now, and the tokens that said so.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    pub value: DateTime,
    pub precision: Precision,
    pub start: usize,
    pub end: usize,
}

/// The relative date of a text that says little else.
pub fn search(tokens: &[Token], now: DateTime) -> Option<Counted> {
    // Words that no date has around it («صلاة الجمعة», «حكومة اليوم») make it prose.
    if tokens.iter().any(|token| token.piece == Piece::Unknown) {
        return None;
    }
    (0..tokens.len()).find_map(|at| distance(tokens, at, now).or_else(|| day_word(tokens, at, now)))
}

fn piece(tokens: &[Token], at: usize) -> Option<Piece> {
    tokens.get(at).map(|token| token.piece)
}

/// «منذ 3 ساعات», «قبل ساعة و20 دقيقة», «3 ساعات مضت», «بعد يومين», «الآن».
fn distance(tokens: &[Token], start: usize, now: DateTime) -> Option<Counted> {
    let direction = match piece(tokens, start)? {
        Piece::Word(Word::Since) => -1,
        Piece::Word(Word::After) => 1,
        Piece::Word(Word::Moment) => {
            return Some(Counted { value: now, precision: Precision::Minute, start, end: start + 1 });
        }
        Piece::Number { .. } | Piece::Word(Word::Number(_) | Word::Unit(_) | Word::Dual(_)) => {
            let (_, _, end) = amounts(tokens, start)?;
            (piece(tokens, end) == Some(Piece::Word(Word::Ago))).then_some(-1)?
        }
        _ => return None,
    };
    let mut at = start;
    while matches!(piece(tokens, at), Some(Piece::Word(Word::Since | Word::After | Word::Noise))) {
        at += 1;
    }
    if piece(tokens, at) == Some(Piece::Word(Word::Moment)) {
        return Some(Counted { value: now, precision: Precision::Minute, start, end: at + 1 });
    }
    let (span, unit, end) = amounts(tokens, at)?;
    let value = if direction < 0 { now.checked_sub(span) } else { now.checked_add(span) }.ok()?;
    Some(Counted { value, precision: precision(unit), start, end })
}

/// One or more amounts, «ساعة و20 دقيقة»: their sum, the finest unit, and where they end.
fn amounts(tokens: &[Token], at: usize) -> Option<(Span, Unit, usize)> {
    let (mut span, mut unit, mut end) = amount(tokens, at)?;
    for _ in 0..3 {
        let mut next = end;
        while piece(tokens, next) == Some(Piece::Word(Word::Noise)) {
            next += 1;
        }
        let more = match piece(tokens, next) {
            // «ساعة ونصف»
            Some(Piece::Word(Word::Half(minutes))) if unit == Unit::Hour => {
                (i64::from(minutes).minutes(), Unit::Minute, next + 1)
            }
            _ => match amount(tokens, next) {
                Some(more) => more,
                None => break,
            },
        };
        span = span.checked_add((more.0, jiff::SpanRelativeTo::days_are_24_hours())).ok().or(Some(span))?;
        unit = more.1;
        end = more.2;
    }
    Some((span, unit, end))
}

fn amount(tokens: &[Token], at: usize) -> Option<(Span, Unit, usize)> {
    let (count, unit_at) = match piece(tokens, at)? {
        Piece::Number { value, digits: 1..=4 } => (i64::from(value), at + 1),
        Piece::Word(Word::Number(first)) => compound(tokens, at, first),
        Piece::Word(Word::Unit(unit)) => return Some((span(unit, 1)?, unit, at + 1)),
        Piece::Word(Word::Dual(unit)) => return Some((span(unit, 2)?, unit, at + 1)),
        Piece::Word(Word::Half(minutes)) if piece(tokens, at + 1) == Some(Piece::Word(Word::Unit(Unit::Hour))) => {
            return Some((i64::from(minutes).minutes(), Unit::Minute, at + 2));
        }
        _ => return None,
    };
    match piece(tokens, unit_at)? {
        Piece::Word(Word::Unit(unit)) => Some((span(unit, count)?, unit, unit_at + 1)),
        _ => None,
    }
}

/// «أحد عشر», «خمس وعشرين».
fn compound(tokens: &[Token], at: usize, first: u8) -> (i64, usize) {
    match piece(tokens, at + 1) {
        Some(Piece::Word(Word::Number(10))) if first < 10 => (i64::from(first) + 10, at + 2),
        Some(Piece::Word(Word::Number(10))) if first == 11 || first == 12 => (i64::from(first), at + 2),
        Some(Piece::Word(Word::Number(tens @ 20..))) if first < 10 => (i64::from(first) + i64::from(tens), at + 2),
        _ => (i64::from(first), at + 1),
    }
}

fn span(unit: Unit, count: i64) -> Option<Span> {
    let span = Span::new();
    match unit {
        Unit::Second => span.try_seconds(count),
        Unit::Minute => span.try_minutes(count),
        Unit::Hour => span.try_hours(count),
        Unit::Day => span.try_days(count),
        Unit::Week => span.try_weeks(count),
        Unit::Month => span.try_months(count),
        Unit::Year => span.try_years(count),
    }
    .ok()
}

fn precision(unit: Unit) -> Precision {
    match unit {
        Unit::Second => Precision::Second,
        Unit::Minute => Precision::Minute,
        Unit::Hour => Precision::Hour,
        Unit::Day | Unit::Week => Precision::Day,
        Unit::Month => Precision::Month,
        Unit::Year => Precision::Year,
    }
}

/// «أمس», «أول أمس», «فجر اليوم», «اليوم الخميس», «السبت الماضي», «الشهر الماضي».
fn day_word(tokens: &[Token], at: usize, now: DateTime) -> Option<Counted> {
    let Piece::Word(word) = piece(tokens, at)? else { return None };
    let next = piece(tokens, at + 1);
    let counted = |days: i64, end: usize| {
        let value = now.checked_add(Span::new().try_days(days).ok()?).ok()?;
        Some(Counted { value, precision: Precision::Day, start: at, end })
    };
    match word {
        // «أول أمس», «قبل أمس», «بعد غد», «أمس الأول»
        Word::First | Word::Since if matches!(next, Some(Piece::Word(Word::Day(-1)))) => counted(-2, at + 2),
        Word::After if matches!(next, Some(Piece::Word(Word::Day(1)))) => counted(2, at + 2),
        Word::Day(-1) if matches!(next, Some(Piece::Word(Word::Ordinal(1)))) => counted(-2, at + 2),
        Word::Day(days) => counted(days.into(), at + 1),
        Word::Weekday(number) => {
            let today = now.date().weekday();
            let wanted = Weekday::from_monday_one_offset(number).ok()?;
            let back = i64::from(today.since(wanted));
            match next {
                Some(Piece::Word(Word::Relation(1))) => counted(if back == 0 { 7 } else { 7 - back }, at + 2),
                Some(Piece::Word(Word::Relation(-1))) if back == 0 => counted(-7, at + 2),
                Some(Piece::Word(Word::Relation(_))) => counted(-back, at + 2),
                _ => counted(-back, at + 1),
            }
        }
        Word::Period(unit) => {
            let Some(Piece::Word(Word::Relation(relation))) = next else { return None };
            let value = now.checked_add(span(unit, relation.into())?).ok()?;
            Some(Counted { value, precision: precision(unit), start: at, end: at + 2 })
        }
        _ => None,
    }
}
