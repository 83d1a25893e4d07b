//! Dates as feeds write them.
//!
//! Read are RFC 822 and 2822 with their usual mistakes, RFC 3339, W3C-DTF in all precisions, ISO 8601 basic format,
//! asctime, `2026-11-23 10:00:00`, `23/11/2026 10:00`, Unix time, and dates in Arabic words (by `rafid_arabic`). A
//! missing zone means the outlet's, where the caller knows it, and UTC else; `AST` is Arabia, not the Atlantic. Dates that count from
//! today are left to those who know today.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{self, TimeZone};
use rafid_arabic::dates::{self, Precision};

/// The moment that `text` names, in UTC where it names no zone; `None` when it names none.
pub fn parse(text: &str) -> Option<Timestamp> {
    parse_in(text, &TimeZone::UTC)
}

/// [`parse`] with the zone of clocks that do not say theirs.
pub fn parse_in(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > 128 {
        return None;
    }
    if text.is_ascii() {
        return parse_ascii(text, zone);
    }
    parse_ascii(&western_digits(text), zone).or_else(|| arabic(text, zone))
}

/// «٢٣ نوفمبر ٢٠٢٦», «٣ جمادى الآخرة ١٤٤٨هـ»: what does not depend on today.
fn arabic(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    dates::parse(text, None).filter(|date| date.precision >= Precision::Month)?.timestamp(zone)
}

fn parse_ascii(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let digits = leading_digits(text);
    if digits == text.len() && matches!(digits, 10 | 13) {
        let number: i64 = text.parse().ok()?;
        return if digits == 10 { Timestamp::from_second(number) } else { Timestamp::from_millisecond(number) }.ok();
    }
    if digits >= 4 { iso(text, zone) } else { words(text, zone) }
}

fn western_digits(text: &str) -> String {
    let west = |c: char| match c {
        '٠'..='٩' => char::from_u32(u32::from(c) - 0x660 + 0x30),
        '۰'..='۹' => char::from_u32(u32::from(c) - 0x6f0 + 0x30),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' => None,
        '\u{a0}' | '\u{202f}' => Some(' '),
        '،' => Some(','),
        other => Some(other),
    };
    text.chars().filter_map(west).collect()
}

#[derive(Debug, Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    /// Hour, minute, second.
    time: Option<(i8, i8, i8)>,
    afternoon: Option<bool>,
    offset_secs: Option<i32>,
}

impl Parts {
    fn timestamp(self, zone: &TimeZone) -> Option<Timestamp> {
        let date = Date::new(self.year?, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()?;
        let (mut hour, minute, second) = self.time.unwrap_or((0, 0, 0));
        match self.afternoon {
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        // ISO 8601 lets midnight at the end of a day be 24:00.
        let (date, hour) = if hour == 24 { (date.tomorrow().ok()?, 0) } else { (date, hour) };
        let moment = date.to_datetime(Time::new(hour, minute, second.min(59), 0).ok()?);
        match self.offset_secs {
            Some(secs) => tz::Offset::from_seconds(secs).ok()?.to_timestamp(moment).ok(),
            None => zone.to_timestamp(moment).ok(),
        }
    }

    /// What follows a date: time, AM or PM, zone, in any order.
    fn take_tail(&mut self, tail: &str) {
        for word in tail.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()) {
            self.take_word(word);
        }
    }

    fn take_word(&mut self, word: &str) {
        if self.time.is_none() && word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(':') {
            self.take_time(word);
        } else if let Some(afternoon) = meridiem(word) {
            self.afternoon = Some(afternoon);
        } else if let Some(offset) = zone(word) {
            self.offset_secs = self.offset_secs.or(Some(0)).map(|known| if known == 0 { offset } else { known });
        }
    }

    /// `hh:mm[:ss[.fff]]` and whatever is glued to it: a zone, `Z`, `PM`.
    fn take_time(&mut self, word: &str) {
        let end = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(word.len());
        let (clock, glued) = word.split_at(end);
        let mut fields = clock.split(':').map(|f| f.split('.').next().unwrap_or(f).parse::<i8>().ok());
        let hour = fields.next().flatten();
        let minute = fields.next().flatten();
        let second = fields.next().flatten().unwrap_or(0);
        if let (Some(hour), Some(minute)) = (hour, minute) {
            self.time = Some((hour, minute, second));
        }
        if !glued.is_empty() {
            self.take_word(glued.strip_prefix(',').unwrap_or(glued));
        }
    }
}

/// Year first: `2026-11-23T10:00:00+03:00`, `2026-11`, `20261123T1000Z`, `2026/11/23 10:00`.
fn iso(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let digits = leading_digits(text);
    let mut parts = Parts { year: text[..4].parse().ok(), ..Parts::default() };
    let mut rest = &text[4..];
    if digits >= 8 {
        parts.month = rest[..2].parse().ok();
        parts.day = rest[2..4].parse().ok();
        rest = &rest[4..];
    } else if digits == 7 {
        parts.take_day_of_year(rest[..3].parse().ok()?)?;
        rest = &rest[3..];
    } else {
        if digits > 4 {
            return None;
        }
        for field in [&mut parts.month, &mut parts.day] {
            let Some(after) = rest.strip_prefix(['-', '/', '.']) else { break };
            let len = leading_digits(after);
            if len == 0 || len > 2 {
                break;
            }
            *field = after[..len].parse().ok();
            rest = &after[len..];
        }
    }
    let tail = rest.trim_start_matches(|c: char| matches!(c, 'T' | 't' | ',' | '-') || c.is_whitespace());
    let clock = leading_digits(tail);
    if matches!(clock, 4 | 6) && !tail[clock..].starts_with(':') {
        let second = if clock == 6 { tail[4..6].parse().ok()? } else { 0 };
        parts.time = Some((tail[..2].parse().ok()?, tail[2..4].parse().ok()?, second));
        parts.take_tail(tail[clock..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()));
    } else {
        parts.take_tail(tail);
    }
    parts.timestamp(zone)
}

impl Parts {
    fn take_day_of_year(&mut self, day: i16) -> Option<()> {
        let date = Date::new(self.year?, 1, 1).ok()?.with().day_of_year(day).build().ok()?;
        (self.month, self.day) = (Some(date.month()), Some(date.day()));
        Some(())
    }
}

/// Words in any order: RFC 822, asctime, American and day-first forms.
fn words(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let mut parts = Parts::default();
    for word in text.split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')').filter(|w| !w.is_empty()) {
        take_date_word(&mut parts, word);
    }
    parts.month?;
    parts.timestamp(zone)
}

fn take_date_word(parts: &mut Parts, word: &str) {
    let digits = leading_digits(word);
    let after = &word[digits..];
    if digits > 0 && after.starts_with(':') {
        parts.take_time(word);
    } else if digits > 0 && digits <= 2 && after.len() > 2 && after.starts_with(['-', '/', '.']) {
        take_joined(parts, word);
    } else if digits == 4 && parts.year.is_none() {
        parts.year = word[..4].parse().ok();
        if let Some(zone) = zone(after) {
            parts.offset_secs = Some(zone);
        }
    } else if digits > 0 && digits <= 2 && parts.day.is_none() {
        parts.day = word[..digits].parse().ok();
        // `23Nov2026`
        if let (Some(month), true) = (month(after), after.len() >= 3) {
            parts.month = parts.month.or(Some(month));
        }
    } else if digits == 2 && parts.year.is_none() {
        parts.year = word[..2].parse().ok().map(full_year);
    } else if digits == 0 {
        match month(word) {
            Some(month) if parts.month.is_none() => parts.month = Some(month),
            _ => parts.take_word(word),
        }
    }
}

/// `23/11/2026`, `11/23/2026` where only that is possible, `23-Nov-26`.
fn take_joined(parts: &mut Parts, word: &str) {
    let mut fields = word.split(['-', '/', '.']);
    let (Some(a), Some(b), Some(c)) = (fields.next(), fields.next(), fields.next()) else { return };
    let (Ok(a), year) = (a.parse::<i8>(), c.get(..leading_digits(c)).and_then(|y| y.parse::<i16>().ok())) else { return };
    parts.year = year.map(full_year);
    match b.parse::<i8>() {
        Ok(b) if b > 12 => (parts.month, parts.day) = (Some(a), Some(b)),
        Ok(b) => (parts.day, parts.month) = (Some(a), Some(b)),
        Err(_) => (parts.day, parts.month) = (Some(a), month(b)),
    }
}

/// RFC 2822 section 4.3: two digits below 50 are of this century.
fn full_year(year: i16) -> i16 {
    match year {
        0..=49 => 2000 + year,
        50..=99 => 1900 + year,
        _ => year,
    }
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = word.get(..3)?.to_ascii_lowercase();
    NAMES.iter().position(|name| *name == head).and_then(|n| i8::try_from(n + 1).ok())
}

fn meridiem(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().trim_end_matches('.') {
        "am" | "a.m" | "ص" | "صباحا" => Some(false),
        "pm" | "p.m" | "م" | "مساء" => Some(true),
        _ => None,
    }
}

/// Seconds east of Greenwich.
fn zone(word: &str) -> Option<i32> {
    let upper = word.to_ascii_uppercase();
    let after_name = upper.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if after_name.starts_with(['+', '-']) {
        return numeric_zone(after_name);
    }
    const HOUR: i32 = 3600;
    Some(match upper.as_str() {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0,
        "CET" | "BST" | "WEST" | "WAT" => HOUR,
        "EET" | "CEST" | "SAST" | "CAT" => 2 * HOUR,
        "AST" | "KSA" | "EEST" | "MSK" | "EAT" | "TRT" => 3 * HOUR,
        "IRST" => 3 * HOUR + HOUR / 2,
        "GST" => 4 * HOUR,
        "PKT" => 5 * HOUR,
        "IST" => 5 * HOUR + HOUR / 2,
        "JST" | "KST" => 9 * HOUR,
        "EDT" => -4 * HOUR,
        "EST" | "CDT" => -5 * HOUR,
        "CST" | "MDT" => -6 * HOUR,
        "MST" | "PDT" => -7 * HOUR,
        "PST" => -8 * HOUR,
        _ => return None,
    })
}

/// `+0300`, `+03:00`, `+3`, `-03`.
fn numeric_zone(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text[1..].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        3 => (digits[..1].parse().ok()?, digits[1..].parse().ok()?),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_one_moment() {
        for text in [
            "Mon, 23 Nov 2026 10:00:00 +0300",
            "Mon, 23 Nov 2026 07:00:00 GMT",
            "23 Nov 26 10:00 AST",
            "Mon,23 Nov 2026 10:00:00 KSA",
            "Monday, November 23, 2026 10:00 AM GMT+3",
            "Mon Nov 23 07:00:00 2026",
            "Mon Nov 23 10:00:00 +0300 2026",
            "2026-11-23T10:00:00+03:00",
            "2026-11-23T07:00:00.123Z",
            "2026-11-23t07:00z",
            "2026-11-23 07:00:00",
            "2026-11-23 10:00:00 +0300",
            "2026/11/23 07:00",
            "20261123T070000Z",
            "2026327T0700",
            "23/11/2026 07:00",
            "23-Nov-2026 07:00:00",
            "11/23/2026 7:00 AM",
            "٢٣/١١/٢٠٢٦ ٠٧:٠٠",
            "23rd November 2026 07:00 UTC",
            "1795417200",
            "1795417200000",
            "Mon, 23 Nov 2026 07:00:00 Z",
            "Thu, 23 Nov 2026 07:00:00 XYZ",
            "الاثنين 23 نوفمبر 2026 07:00",
            "٢٣ تشرين الثاني ٢٠٢٦ - ٠٧:٠٠",
        ] {
            let seconds = parse(text).map(|t| t.as_second());
            assert_eq!(seconds, Some(1_795_417_200), "{text}");
        }
    }

    #[test]
    fn a_clock_without_a_zone_is_the_outlets() {
        let cairo = TimeZone::get("Africa/Cairo").unwrap();
        let riyadh = TimeZone::fixed(tz::offset(3));
        for (text, zone, expected) in [
            ("2026-11-23 10:00:00", &riyadh, "2026-11-23T07:00:00Z"),
            ("Mon, 23 Nov 2026 10:00:00", &riyadh, "2026-11-23T07:00:00Z"),
            ("23/11/2026 10:00", &riyadh, "2026-11-23T07:00:00Z"),
            ("٢٣ نوفمبر ٢٠٢٦", &riyadh, "2026-11-22T21:00:00Z"),
            ("2026-07-23 10:00:00", &cairo, "2026-07-23T07:00:00Z"),
            ("2026-11-23 10:00:00", &cairo, "2026-11-23T08:00:00Z"),
            // One that says its zone is believed.
            ("2026-11-23T10:00:00Z", &riyadh, "2026-11-23T10:00:00Z"),
            ("Mon, 23 Nov 2026 10:00:00 GMT", &riyadh, "2026-11-23T10:00:00Z"),
            ("1795417200", &riyadh, "2026-11-23T07:00:00Z"),
        ] {
            assert_eq!(parse_in(text, zone).map(|t| t.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn coarse_dates_begin_their_period() {
        for (text, expected) in [
            ("2026-11-23", "2026-11-23T00:00:00Z"),
            ("2026-11", "2026-11-01T00:00:00Z"),
            ("2026", "2026-01-01T00:00:00Z"),
            ("23 Nov 2026", "2026-11-23T00:00:00Z"),
            ("2026-11-23T24:00:00Z", "2026-11-24T00:00:00Z"),
        ] {
            assert_eq!(parse(text).map(|t| t.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "32 Nov 2026 10:00",
            "2026-13-01",
            "99:99",
            "Mon, 00 Nov 2026",
            "-1",
            "٣٢ مارس",
            "٢٣ ٢٠٢٦",
            "منذ ساعتين",
            "12345",
            "20261",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"9".repeat(4000)), None);
    }
}
