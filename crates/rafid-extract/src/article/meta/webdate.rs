//! Dates as web pages write them: ISO 8601 with all its dialects, RFC 2822, month names of a dozen languages, Arabic.

use std::{collections::HashMap, sync::LazyLock};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use rafid_arabic::dates::{self, ArabicDate, Calendar, Precision};

static MONTHS: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for line in include_str!("months.txt").lines() {
        let mut words = line.split(' ');
        let Some(Ok(number)) = words.next().map(str::parse) else { continue };
        months.extend(words.map(|word| (word, number)));
    }
    months
});

/// Reads a date that stands alone in an attribute or a short text.
pub fn parse(text: &str, now: Option<DateTime>) -> Option<ArabicDate> {
    let text = text.trim();
    if text.is_empty() || text.len() > 400 {
        return None;
    }
    iso(text).or_else(|| unix(text)).or_else(|| dates::parse(text, now)).or_else(|| words(text)).or_else(|| east_asian(text))
}

/// A date written out: its value is plausible for a page of the web.
pub fn is_plausible(date: &ArabicDate, now: Option<DateTime>) -> bool {
    let value = date.value.date();
    let ceiling = now.map_or(Date::constant(2100, 1, 1), |now| now.date().tomorrow().unwrap_or(now.date()));
    value.year() >= 1995 && value <= ceiling
}

/// `2019-11-19T10:48:00+00:00`, `2019-11-19 10:48`, `20191119T104800Z`, `2019-11-19`, `2019/11/19 10:48:05`.
fn iso(text: &str) -> Option<ArabicDate> {
    let bytes = text.as_bytes();
    let number = |from: usize, length: usize| -> Option<i16> {
        let digits = bytes.get(from..from + length)?;
        digits.iter().try_fold(0_i16, |n, d| n.checked_mul(10)?.checked_add(i16::from(d.is_ascii_digit().then(|| d - b'0')?)))
    };
    let year = number(0, 4)?;
    let (month, day, mut at) = match bytes.get(4)? {
        b'-' | b'/' | b'.' => {
            let month_length = if number(5, 2).is_some() { 2 } else { 1 };
            let month = number(5, month_length)?;
            let day_at = 5 + month_length + 1;
            if !matches!(bytes.get(day_at - 1), Some(b'-' | b'/' | b'.')) {
                return None;
            }
            let day_length = if number(day_at, 2).is_some() { 2 } else { 1 };
            (month, number(day_at, day_length)?, day_at + day_length)
        }
        b'0'..=b'9' if number(0, 8).is_none() && bytes.len() >= 8 => (number(4, 2)?, number(6, 2)?, 8),
        _ => return None,
    };
    if bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let day_only = ArabicDate {
        value: date.to_datetime(Time::midnight()),
        offset: None,
        precision: Precision::Day,
        calendar: Calendar::Gregorian,
    };
    while matches!(bytes.get(at), Some(b'T' | b't' | b' ' | b',')) {
        at += 1;
    }
    let Some(hour) = number(at, 2) else { return Some(day_only) };
    let colon = usize::from(bytes.get(at + 2) == Some(&b':'));
    let Some(minute) = number(at + 2 + colon, 2) else { return Some(day_only) };
    at += 4 + colon;
    let mut precision = Precision::Minute;
    let mut second = 0;
    let colon = usize::from(bytes.get(at) == Some(&b':'));
    if let Some(found) = number(at + colon, 2).filter(|_| bytes.get(at).is_some_and(|b| *b == b':' || b.is_ascii_digit())) {
        second = found.min(59);
        precision = Precision::Second;
        at += 2 + colon;
        if matches!(bytes.get(at), Some(b'.' | b',')) {
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
        }
    }
    // `10:48:0Z`
    if precision == Precision::Minute && bytes.get(at) == Some(&b':') && number(at + 1, 1).is_some() {
        at += 2;
    }
    let rest = text.get(at..)?.trim_start();
    let mut hour = i8::try_from(hour).ok()?;
    if hour < 12 && rest.get(..2).is_some_and(|half| half.eq_ignore_ascii_case("pm")) {
        hour += 12;
    }
    let time = Time::new(hour % 24, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0);
    let Ok(time) = time else { return Some(day_only) };
    Some(ArabicDate { value: date.to_datetime(time), offset: offset(rest), precision, calendar: Calendar::Gregorian })
}

/// `Z`, `+03:00`, `-0500`, `GMT+3`.
fn offset(text: &str) -> Option<Offset> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'Z' | 'z')).trim();
    let sign = match text.as_bytes().first()? {
        b'Z' | b'z' => return Some(Offset::UTC),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: Vec<i32> =
        text[1..].bytes().filter(|b| *b != b':').map_while(|b| b.is_ascii_digit().then(|| i32::from(b - b'0'))).take(4).collect();
    let seconds = match digits[..] {
        [h] => h * 3600,
        [a, b] => (a * 10 + b) * 3600,
        [a, b, c, d] => (a * 10 + b) * 3600 + (c * 10 + d) * 60,
        _ => return None,
    };
    Offset::from_seconds(sign * seconds).ok()
}

/// Seconds or milliseconds since 1970.
fn unix(text: &str) -> Option<ArabicDate> {
    if !(10..=13).contains(&text.len()) || text.len() == 11 || text.len() == 12 {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let seconds = if text.len() == 13 { number / 1000 } else { number };
    if !(800_000_000..4_000_000_000).contains(&seconds) {
        return None;
    }
    let value = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(ArabicDate { value, offset: Some(Offset::UTC), precision: Precision::Second, calendar: Calendar::Gregorian })
}

/// «Tue, 17 Jun 2025 12:27:00 GMT», «June 17, 2025», «12. März 2018, 10:30 Uhr», «17/06/2025».
pub fn words(text: &str) -> Option<ArabicDate> {
    let tokens = split(text);
    for (n, token) in tokens.iter().enumerate() {
        let Some(&month) = MONTHS.get(token.to_lowercase().as_str()) else { continue };
        let number = |at: Option<usize>| -> Option<(i16, usize)> {
            let token = tokens.get(at?)?;
            let digits = token.trim_end_matches(|c: char| c.is_alphabetic());
            Some((digits.parse().ok()?, digits.len()))
        };
        let before = n.checked_sub(1);
        let skip_de =
            |at: usize| if tokens.get(at).is_some_and(|word| matches!(*word, "de" | "of" | "del")) { at + 1 } else { at };
        let before = match before {
            Some(at) if matches!(tokens[at], "de" | "of") => at.checked_sub(1),
            other => other,
        };
        let year_at = |at: usize| {
            number(Some(skip_de(at))).filter(|&(year, digits)| digits == 4 && (1900..2200).contains(&year)).map(|(year, _)| year)
        };
        let found = if let Some((day @ 1..=31, 1..=2)) = number(before)
            && let Some(year) = year_at(n + 1)
        {
            Some((year, day))
        } else if let Some((day @ 1..=31, 1..=2)) = number(Some(n + 1))
            && let Some(year) = year_at(n + 2)
        {
            Some((year, day))
        } else if let (Some(year), Some((day @ 1..=31, 1..=2))) = (n.checked_sub(1).and_then(year_at), number(Some(n + 1))) {
            Some((year, day))
        } else {
            None
        };
        let Some((year, day)) = found else { continue };
        let Ok(date) = Date::new(year, month, i8::try_from(day).ok()?) else { continue };
        return Some(with_clock(text, date));
    }
    None
}

/// «2020年7月3日», «2020년 7월 3일».
fn east_asian(text: &str) -> Option<ArabicDate> {
    let (year, rest) = text.split_once(['年', '년'])?;
    let (month, rest) = rest.split_once(['月', '월'])?;
    let (day, _) = rest.split_once(['日', '일'])?;
    let year = year.get(year.len().checked_sub(4)?..)?.parse().ok()?;
    let date = Date::new(year, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()?;
    Some(with_clock(text, date))
}

/// The day, with the time of day where the text has one.
fn with_clock(text: &str, date: Date) -> ArabicDate {
    let day = ArabicDate {
        value: date.to_datetime(Time::midnight()),
        offset: None,
        precision: Precision::Day,
        calendar: Calendar::Gregorian,
    };
    let bytes = text.as_bytes();
    let Some(colon) = bytes.windows(3).position(|w| w[0] == b':' && w[1].is_ascii_digit() && w[2].is_ascii_digit()) else {
        return day;
    };
    let hour_start = bytes[..colon].iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |at| at + 1);
    let (Some(Ok(mut hour)), Some(Ok(minute))) =
        (text.get(hour_start..colon).map(str::parse::<i8>), text.get(colon + 1..colon + 3).map(str::parse::<i8>))
    else {
        return day;
    };
    let mut rest = text.get(colon + 3..).unwrap_or_default();
    let mut second = 0;
    let mut precision = Precision::Minute;
    if let Some(found) = rest.strip_prefix(':').and_then(|rest| rest.get(..2)).and_then(|digits| digits.parse().ok()) {
        second = found;
        precision = Precision::Second;
        rest = rest.get(3..).unwrap_or_default();
    }
    let half = rest.trim_start().get(..4).unwrap_or(rest.trim_start()).to_ascii_lowercase();
    if half.starts_with("pm") || half.starts_with("p.m") {
        hour = hour % 12 + 12;
    } else if half.starts_with("am") || half.starts_with("a.m") {
        hour %= 12;
    }
    let Ok(time) = Time::new(hour, minute, second, 0) else { return day };
    ArabicDate { value: date.to_datetime(time), offset: offset(rest.trim_start()), precision, calendar: Calendar::Gregorian }
}

fn split(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).take(80).collect()
}

/// A date in an address: `/2019/11/19/`, `/2019-11-19-`, `/20191119/`.
pub fn in_address(address: &str) -> Option<ArabicDate> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let bytes = path.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<i16> {
        let digits = bytes.get(range)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0i16, |n, d| n.wrapping_mul(10).wrapping_add(i16::from(d - b'0'))))
    };
    for at in 0..bytes.len() {
        if at > 0 && bytes[at - 1].is_ascii_digit() || !bytes[at].is_ascii_digit() {
            continue;
        }
        let Some(year @ 1995..=2099) = digits(at..at + 4) else { continue };
        let separator = bytes.get(at + 4).copied();
        let found = match separator {
            Some(b'/' | b'-' | b'_') => {
                let month_length = if digits(at + 5..at + 7).is_some() { 2 } else { 1 };
                let month = digits(at + 5..at + 5 + month_length);
                let day_at = at + 6 + month_length;
                let day_length = if digits(day_at..day_at + 2).is_some() { 2 } else { 1 };
                let same = bytes.get(day_at - 1).copied() == separator;
                let ends = !bytes.get(day_at + day_length).is_some_and(u8::is_ascii_digit);
                if same && ends { month.zip(digits(day_at..day_at + day_length)) } else { None }
            }
            Some(b'0'..=b'9') if !bytes.get(at + 8).is_some_and(u8::is_ascii_digit) => {
                digits(at + 4..at + 6).zip(digits(at + 6..at + 8))
            }
            _ => None,
        };
        let Some((month, day)) = found else { continue };
        let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { continue };
        if let Ok(date) = Date::new(year, month, day) {
            return Some(ArabicDate {
                value: date.to_datetime(Time::midnight()),
                offset: None,
                precision: Precision::Day,
                calendar: Calendar::Gregorian,
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_web() {
        for (text, expected) in [
            ("2019-11-19T10:48:00+00:00", "2019-11-19T10:48:00+00:00"),
            ("2019-11-19T10:48:00.123Z", "2019-11-19T10:48:00+00:00"),
            ("2019-11-19 10:48", "2019-11-19T10:48"),
            ("2020-12-05T23:15:0Z", "2020-12-05T23:15+00:00"),
            ("2019-1-9", "2019-01-09"),
            ("20191119T104800Z", "2019-11-19T10:48:00+00:00"),
            ("Tue, 17 Jun 2025 12:27:00 GMT", "2025-06-17T12:27:00"),
            ("Tue, 17 Jun 2025 12:27:00 +0300", "2025-06-17T12:27:00+03:00"),
            ("June 17th, 2025 at 1:05 p.m.", "2025-06-17T13:05"),
            ("12. März 2018, 10:30 Uhr", "2018-03-12T10:30"),
            ("5 de enero de 2016", "2016-01-05"),
            ("الثلاثاء 17 يونيو 2025 - 12:27 م", "2025-06-17T12:27"),
            ("2023 Jan 7", "2023-01-07"),
            ("2020年07月03日", "2020-07-03"),
            ("1574160480", "2019-11-19T10:48:00+00:00"),
        ] {
            assert_eq!(parse(text, None).map(|date| date.iso()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "20", "soon", "may be 2019", "2019-13-45", "12345678901"] {
            assert_eq!(parse(text, None).map(|date| date.iso()), None, "{text}");
        }
    }

    #[test]
    fn dates_in_addresses() {
        for (address, expected) in [
            ("https://a.example/2019/11/19/title", Some("2019-11-19")),
            ("https://a.example/news/2020-06-03-1.3874341", Some("2020-06-03")),
            ("https://a.example/x_20191119.html", Some("2019-11-19")),
            ("https://a.example/2019/11/title", None),
            ("https://a.example/article/20191319", None),
            ("https://a.example/120191119", None),
        ] {
            assert_eq!(in_address(address).map(|date| date.iso()).as_deref(), expected, "{address}");
        }
    }
}
