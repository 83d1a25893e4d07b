//! Dates for readers: «الثلاثاء 17 يونيو 2025، 12:27 م», «قبل ٣ ساعات».

use icu_calendar::{Date as CalendarDate, Iso, cal::Hijri};
use jiff::civil::{Date, DateTime, Time};

use crate::digits::arabic_indic;
use crate::plural::{Digits, Forms, plural};

/// Which names the months have: Arabic has no one convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MonthNames {
    /// Egypt, Sudan, the Gulf, Yemen, Libya: يناير.
    #[default]
    Gulf,
    /// Syria, Lebanon, Jordan, Palestine, Iraq: كانون الثاني.
    Levant,
    /// Tunisia and Algeria: جانفي.
    Maghreb,
    /// Morocco: غشت.
    Morocco,
}

/// How dates are written. The default is the most widely read one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    pub months: MonthNames,
    pub digits: Digits,
}

const GULF: [&str; 12] =
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
const MAGHREB: [&str; 12] =
    ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
const MOROCCO: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"];
const HIJRI: [&str; 12] = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
];
const WEEKDAYS: [&str; 7] = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];

impl Style {
    /// «الثلاثاء 17 يونيو 2025».
    pub fn date(&self, date: Date) -> String {
        let weekday = WEEKDAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()) % 7];
        format!("{weekday} {}", self.short_date(date))
    }

    /// «17 يونيو 2025».
    pub fn short_date(&self, date: Date) -> String {
        let months = match self.months {
            MonthNames::Gulf => &GULF,
            MonthNames::Levant => &LEVANT,
            MonthNames::Maghreb => &MAGHREB,
            MonthNames::Morocco => &MOROCCO,
        };
        let month = months[usize::from(date.month().unsigned_abs().saturating_sub(1)) % 12];
        format!("{} {month} {}", self.number(i64::from(date.day())), self.number(i64::from(date.year())))
    }

    /// «12:27 م».
    pub fn time(&self, time: Time) -> String {
        let half = if time.hour() < 12 { "ص" } else { "م" };
        let hour = (i64::from(time.hour()) + 11) % 12 + 1;
        let minute = self.digits(format!("{:02}", time.minute()));
        format!("{}:{minute} {half}", self.number(hour))
    }

    /// «الثلاثاء 17 يونيو 2025، 12:27 م».
    pub fn date_time(&self, at: DateTime) -> String {
        format!("{}، {}", self.date(at.date()), self.time(at.time()))
    }

    /// «21 ذو الحجة 1446 هـ», by the Umm al-Qura calendar; nothing for dates that it does not reach.
    pub fn hijri(&self, date: Date) -> Option<String> {
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        let iso = CalendarDate::try_new(i32::from(date.year()).into(), month.into(), day, Iso).ok()?;
        let hijri = iso.to_calendar(Hijri::new_umm_al_qura());
        let month = HIJRI.get(usize::from(hijri.month().ordinal.checked_sub(1)?))?;
        let year = self.number(i64::from(hijri.year().extended_year()));
        Some(format!("{} {month} {year} هـ", self.number(i64::from(hijri.day_of_month().0))))
    }

    /// How long ago: «الآن», «قبل دقيقتين», «قبل 3 ساعات», «أمس، 9:05 م»; after six days the date. What lies ahead of
    /// `now` by more than clocks may differ is written as a date too.
    pub fn relative(&self, then: DateTime, now: DateTime) -> String {
        let seconds = now.duration_since(then).as_secs();
        let days = then.date().until(now.date()).map_or(i64::MAX, |span| span.get_days().into());
        match seconds {
            -300..60 => "الآن".to_owned(),
            60..3600 => format!("قبل {}", self.counted(seconds / 60, &MINUTES)),
            3600..43_200 => format!("قبل {}", self.counted(seconds / 3600, &HOURS)),
            43_200.. if days <= 0 => format!("قبل {}", self.counted(seconds / 3600, &HOURS)),
            43_200.. if days == 1 => format!("أمس، {}", self.time(then.time())),
            43_200.. if days <= 6 => format!("قبل {}", self.counted(days, &DAYS)),
            _ => self.short_date(then.date()),
        }
    }

    /// A count with its noun, as after «قبل».
    fn counted(&self, count: i64, forms: &Forms<'_>) -> String {
        plural(count.unsigned_abs(), forms, self.digits)
    }

    fn number(&self, number: i64) -> String {
        self.digits(number.to_string())
    }

    fn digits(&self, text: String) -> String {
        match self.digits {
            Digits::Ascii => text,
            Digits::ArabicIndic => arabic_indic(&text),
        }
    }
}

const MINUTES: Forms<'_> =
    Forms {
        zero: "{} دقيقة", one: "دقيقة", two: "دقيقتين", few: "{} دقائق", many: "{} دقيقة", other: "{} دقيقة"
    };
const HOURS: Forms<'_> =
    Forms {
        zero: "{} ساعة", one: "ساعة", two: "ساعتين", few: "{} ساعات", many: "{} ساعة", other: "{} ساعة"
    };
const DAYS: Forms<'_> =
    Forms { zero: "{} يوم", one: "يوم", two: "يومين", few: "{} أيام", many: "{} يوما", other: "{} يوم" };

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().expect("a date of the test")
    }

    #[test]
    fn dates_in_four_conventions() {
        let then = at("2025-08-05T00:07:00");
        let style = |months| Style { months, digits: Digits::Ascii };
        assert_eq!(style(MonthNames::Gulf).date_time(then), "الثلاثاء 5 أغسطس 2025، 12:07 ص");
        assert_eq!(style(MonthNames::Levant).date(then.date()), "الثلاثاء 5 آب 2025");
        assert_eq!(style(MonthNames::Maghreb).short_date(then.date()), "5 أوت 2025");
        assert_eq!(style(MonthNames::Morocco).short_date(then.date()), "5 غشت 2025");
        let indic = Style { digits: Digits::ArabicIndic, ..Style::default() };
        assert_eq!(indic.date_time(at("2025-08-03T13:30:00")), "الأحد ٣ أغسطس ٢٠٢٥، ١:٣٠ م");
        assert_eq!(Style::default().hijri(at("2025-06-17T00:00:00").date()).as_deref(), Some("21 ذو الحجة 1446 هـ"));
    }

    #[test]
    fn distances_with_their_plurals() {
        let now = at("2025-06-19T15:30:00");
        for (then, expected) in [
            ("2025-06-19T15:29:40", "الآن"),
            ("2025-06-19T15:32:00", "الآن"),
            ("2025-06-19T15:29:00", "قبل دقيقة"),
            ("2025-06-19T15:28:00", "قبل دقيقتين"),
            ("2025-06-19T15:20:00", "قبل 10 دقائق"),
            ("2025-06-19T15:19:00", "قبل 11 دقيقة"),
            ("2025-06-19T12:30:00", "قبل 3 ساعات"),
            ("2025-06-19T01:30:00", "قبل 14 ساعة"),
            ("2025-06-18T21:05:00", "قبل 18 ساعة"),
            ("2025-06-18T03:05:00", "أمس، 3:05 ص"),
            ("2025-06-17T03:05:00", "قبل يومين"),
            ("2025-06-14T03:05:00", "قبل 5 أيام"),
            ("2025-06-12T03:05:00", "12 يونيو 2025"),
            ("2025-06-20T03:05:00", "20 يونيو 2025"),
        ] {
            let expected = expected.replace("قبل 18 ساعة", "أمس، 9:05 م");
            assert_eq!(Style::default().relative(at(then), now), expected, "{then}");
        }
    }

    #[test]
    fn every_distance_reads_back() {
        let now = at("2025-06-19T15:30:00");
        for minutes in 1..6 * 24 * 60 {
            let then = now - jiff::Span::new().minutes(minutes);
            let text = Style::default().relative(then, now);
            let read = crate::dates::parse(&text, Some(now)).unwrap_or_else(|| panic!("{text}"));
            let error = now.duration_since(read.value).as_secs() - minutes * 60;
            assert!(error.abs() < 24 * 3600, "{text}: {then} read as {}", read.value);
        }
    }
}
