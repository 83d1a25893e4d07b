//! A date together with what its text said and did not say.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Timestamp, tz::TimeZone};

/// The calendar that a date was written in. The value is always Gregorian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Calendar {
    Gregorian,
    /// The civil Hijri calendar of Saudi Arabia.
    UmmAlQura,
    /// Counted from now: «منذ ساعتين», «أمس».
    Relative,
}

impl Calendar {
    /// The calendar's name in JSON; for calendars of the Unicode CLDR, their identifier there.
    pub fn name(self) -> &'static str {
        match self {
            Calendar::Gregorian => "gregorian",
            Calendar::UmmAlQura => "umm-al-qura",
            Calendar::Relative => "relative",
        }
    }
}

/// The smallest unit that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

impl Precision {
    pub fn name(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Hour => "hour",
            Precision::Minute => "minute",
            Precision::Second => "second",
        }
    }
}

/// A point or span of time at the precision of its text. Fields finer than `precision` hold their first value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArabicDate {
    /// Wall clock time at `offset`, or at an unknown place where there is none.
    pub value: DateTime,
    /// The zone that the text names, as a fixed offset.
    pub offset: Option<Offset>,
    pub precision: Precision,
    pub calendar: Calendar,
}

impl ArabicDate {
    /// ISO 8601 at the precision of the text: `2025`, `2025-06`, `2025-06-17`, `2025-06-17T12:27`,
    /// `2025-06-17T12:27:05+03:00`. An hour is written with its minutes.
    pub fn iso(&self) -> String {
        let value = self.value;
        let mut out = match self.precision {
            Precision::Year => return format!("{:04}", value.year()),
            Precision::Month => return format!("{:04}-{:02}", value.year(), value.month()),
            Precision::Day => return format!("{:04}-{:02}-{:02}", value.year(), value.month(), value.day()),
            Precision::Hour | Precision::Minute => {
                format!("{}T{:02}:{:02}", value.date(), value.hour(), value.minute())
            }
            Precision::Second => format!("{}T{:02}:{:02}:{:02}", value.date(), value.hour(), value.minute(), value.second()),
        };
        out.push_str(&self.zone().unwrap_or_default());
        out
    }

    /// The named zone as `+03:00`.
    pub fn zone(&self) -> Option<String> {
        let minutes = self.offset?.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        Some(format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60))
    }

    /// The instant, taking `zone` where the text names none.
    pub fn timestamp(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self.offset {
            Some(offset) => offset.to_timestamp(self.value).ok(),
            None => zone.to_timestamp(self.value).ok(),
        }
    }
}
