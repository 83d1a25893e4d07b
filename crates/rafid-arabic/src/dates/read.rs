//! Text → [`ArabicDate`].

use std::cell::RefCell;

use jiff::civil::{DateTime, Time};

use super::absolute::{self, Search};
use super::scan::{MAX_TOKENS, Piece, Token, Word, scan};
use super::value::{ArabicDate, Calendar, Precision};
use super::{clock, relative};

thread_local! {
    static TOKENS: RefCell<Vec<Token>> = RefCell::new(Vec::with_capacity(MAX_TOKENS));
}

/// Reads the date of a short text, such as a dateline. `now` (wall clock, in the reader's or outlet's zone) resolves
/// what is counted from the present; without it relative dates and dates without a year are not read.
///
/// `None` for what is no date, cannot be one («٣٢ مارس»), or could as well be something else.
pub fn parse(text: &str, now: Option<DateTime>) -> Option<ArabicDate> {
    TOKENS.with_borrow_mut(|tokens| {
        scan(text, tokens);
        read(tokens, now)
    })
}

fn read(tokens: &[Token], now: Option<DateTime>) -> Option<ArabicDate> {
    match absolute::search(tokens, now) {
        Search::Impossible => None,
        Search::Found(found) => {
            let clock = clock::search(tokens, found.start..found.end);
            // Without a year «6 أكتوبر» may be a town: other words, or nothing at all beside it, decide.
            if found.guessed_year && tokens.iter().any(|token| token.piece == Piece::Unknown) && !has_weekday(tokens) {
                return None;
            }
            Some(assemble(tokens, DateTime::from_parts(found.date, Time::midnight()), found.precision, found.calendar, clock))
        }
        Search::Nothing => year_alone(tokens).or_else(|| {
            let counted = relative::search(tokens, now?)?;
            if counted.precision != Precision::Day {
                return Some(truncated(counted.value, None, counted.precision, Calendar::Relative));
            }
            let clock = clock::search(tokens, counted.start..counted.end);
            Some(assemble(tokens, counted.value, Precision::Day, Calendar::Relative, clock))
        }),
    }
}

fn has_weekday(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token.piece, Piece::Word(Word::Weekday(_))))
}

fn assemble(
    tokens: &[Token],
    day: DateTime,
    precision: Precision,
    calendar: Calendar,
    clock: Option<clock::Clock>,
) -> ArabicDate {
    match clock {
        Some(clock) if precision == Precision::Day => {
            let offset = clock::zone(tokens, clock.end, day.date());
            truncated(DateTime::from_parts(day.date(), clock.time), offset, clock.precision, calendar)
        }
        _ => truncated(day, None, precision, calendar),
    }
}

/// «عام 2019», «سنة ٢٠٢٠ م».
fn year_alone(tokens: &[Token]) -> Option<ArabicDate> {
    let [first, second, rest @ ..] = tokens else { return None };
    let is_year = matches!(first.piece, Piece::Word(Word::Unit(super::scan::Unit::Year) | Word::Period(super::scan::Unit::Year)));
    let Piece::Number { value: year @ 1800..2200, digits: 4 } = second.piece else { return None };
    let era_only = rest.iter().all(|token| matches!(token.piece, Piece::Word(Word::GregorianEra | Word::Letter(_))));
    let date = jiff::civil::Date::new(i16::try_from(year).ok()?, 1, 1).ok()?;
    (is_year && era_only).then(|| truncated(date.to_datetime(Time::midnight()), None, Precision::Year, Calendar::Gregorian))
}

/// A value whose fields finer than its precision are cut.
fn truncated(value: DateTime, offset: Option<jiff::tz::Offset>, precision: Precision, calendar: Calendar) -> ArabicDate {
    let cut = |value: DateTime| -> Result<DateTime, jiff::Error> {
        let date = value.date();
        let date = match precision {
            Precision::Year => date.with().month(1).day(1).build()?,
            Precision::Month => date.with().day(1).build()?,
            _ => date,
        };
        let time = value.time();
        let time = match precision {
            Precision::Year | Precision::Month | Precision::Day => Time::midnight(),
            Precision::Hour | Precision::Minute => Time::new(time.hour(), time.minute(), 0, 0)?,
            Precision::Second => Time::new(time.hour(), time.minute(), time.second(), 0)?,
        };
        Ok(DateTime::from_parts(date, time))
    };
    ArabicDate { value: cut(value).unwrap_or(value), offset, precision, calendar }
}
