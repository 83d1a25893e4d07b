//! Dates as Arabic outlets print them: four families of month names, two sets of digits.

use jiff::Timestamp;
use jiff::civil::Weekday;

use crate::edition::local;
use crate::markup::fill;
use crate::outlet::{Digits, Months, Outlet};

const EGYPT: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
const LEVANT: [&str; 12] = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
];
const TUNIS: [&str; 12] =
    ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
const RABAT: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"];

/// The outlet's own way to print a date, on its own clock.
pub(super) fn written(outlet: &Outlet, at: Timestamp) -> String {
    let local = local(outlet, at);
    let month = usize::try_from(local.month() - 1).unwrap_or(0);
    let name = |names: &[&str; 12]| names.get(month).copied().unwrap_or_default().to_owned();
    let month_name = match outlet.months {
        Months::Egypt => name(&EGYPT),
        Months::Levant => name(&LEVANT),
        Months::Tunis => name(&TUNIS),
        Months::Rabat => name(&RABAT),
        Months::Both => format!("{}/{}", name(&LEVANT), name(&EGYPT)),
    };
    let (hour, half) = match local.hour() {
        0 => (12, "ص"),
        hour @ 1..=11 => (hour, "ص"),
        12 => (12, "م"),
        hour => (hour - 12, "م"),
    };
    // Patterns are written with single braces in the data file.
    let pattern = outlet.date.replace('{', "{{").replace('}', "}}");
    let text = fill(
        &pattern,
        &[
            ("weekday", weekday(local.weekday())),
            ("day", &local.day().to_string()),
            ("month", &month_name),
            ("year", &local.year().to_string()),
            ("time", &format!("{:02}:{:02}", local.hour(), local.minute())),
            ("time12", &format!("{hour:02}:{:02} {half}", local.minute())),
            ("dmy", &format!("{:02}/{:02}/{}", local.day(), local.month(), local.year())),
        ],
    );
    match outlet.digits {
        Digits::Latin => text,
        Digits::Arabic => text.chars().map(arabic_digit).collect(),
    }
}

/// RFC 3339 with the outlet's offset.
pub(super) fn iso(outlet: &Outlet, at: Timestamp) -> String {
    local(outlet, at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "الاثنين",
        Weekday::Tuesday => "الثلاثاء",
        Weekday::Wednesday => "الأربعاء",
        Weekday::Thursday => "الخميس",
        Weekday::Friday => "الجمعة",
        Weekday::Saturday => "السبت",
        Weekday::Sunday => "الأحد",
    }
}

fn arabic_digit(c: char) -> char {
    c.to_digit(10).and_then(|digit| char::from_u32(0x660 + digit)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, at: &str, expected: &str) {
        let outlets = crate::outlet::built_in().unwrap();
        let outlet = outlets.iter().find(|outlet| outlet.key == key).unwrap();
        assert_eq!(written(outlet, at.parse().unwrap()), expected, "{key}");
    }

    #[test]
    fn each_convention_prints_its_own_names() {
        check("marfa", "2026-08-05T21:30:00Z", "الخميس 6 آب/أغسطس 2026 - 00:30 بالتوقيت المحلي");
        check("diffa", "2026-11-23T10:00:00Z", "٢٣ تشرين الثاني ٢٠٢٦");
        check("madar", "2026-01-02T08:05:00Z", "٢ يناير ٢٠٢٦، ١٢:٠٥ م");
        check("nabd", "2026-08-05T10:00:00Z", "5 أوت 2026");
        check("waha", "2026-09-05T10:00:00Z", "السبت 5 شتنبر 2026 - 11:00");
        check("minaa", "2026-11-23T20:15:00Z", "الثلاثاء 24/11/2026 12:15 ص");
    }

    #[test]
    fn iso_carries_the_offset() {
        let outlets = crate::outlet::built_in().unwrap();
        assert_eq!(iso(&outlets[0], "2026-11-23T10:00:00Z".parse().unwrap()), "2026-11-23T13:00:00+03:00");
    }
}
