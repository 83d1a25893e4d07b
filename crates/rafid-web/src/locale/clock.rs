//! Times for readers: short where they stand, exact in the tooltip.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use rafid_arabic::plural::Digits;

use super::Locale;

/// Tells the time in one language, zone and moment.
#[derive(Debug, Clone)]
pub struct Clock {
    pub locale: Locale,
    pub digits: Digits,
    pub zone: TimeZone,
    pub now: Timestamp,
}

impl Clock {
    /// «قبل ٥ دقائق», «أمس، ١٤:٣٠», «١٧ يونيو», «١٧ يونيو ٢٠٢٥»: the older, the coarser.
    pub fn short(&self, at: Timestamp) -> String {
        let t = self.locale.texts();
        let seconds = self.now.as_second() - at.as_second();
        let count = |n: i64, forms| self.locale.count(n.unsigned_abs(), forms, self.digits);
        match seconds {
            0..60 => return t.now.to_owned(),
            60..3_600 => return count(seconds / 60, &t.minutes_ago),
            3_600..43_200 => return count(seconds / 3_600, &t.hours_ago),
            _ => {}
        }
        let (then, today) = (at.to_zoned(self.zone.clone()), self.now.to_zoned(self.zone.clone()));
        let is_yesterday = today.date().yesterday().is_ok_and(|yesterday| yesterday == then.date());
        match () {
            () if then.date() == today.date() => self.time(&then),
            () if is_yesterday => t.yesterday.replace("{}", &self.time(&then)),
            () if then.year() == today.year() && seconds >= 0 => self.date(&then, t.date_no_year),
            () => self.date(&then, t.date),
        }
    }

    /// «١٧ يونيو ٢٠٢٥، ١٢:٢٧».
    pub fn full(&self, at: Timestamp) -> String {
        let t = self.locale.texts();
        let then = at.to_zoned(self.zone.clone());
        format!("{}{}{}", self.date(&then, t.date), t.comma, self.time(&then))
    }

    /// «الثلاثاء ١٧ يونيو ٢٠٢٥، ١٢:٢٧ بتوقيت غرينتش».
    pub fn exact(&self, at: Timestamp) -> String {
        let t = self.locale.texts();
        let then = at.to_zoned(self.zone.clone());
        let weekday = then.weekday().to_monday_zero_offset();
        let weekday = t.weekdays.get(usize::try_from(weekday).unwrap_or_default()).copied().unwrap_or_default();
        t.exact
            .replace("{weekday}", weekday)
            .replace("{date}", &self.date(&then, t.date))
            .replace("{time}", &self.time(&then))
            .replace("{zone}", &self.zone_name(&then))
    }

    /// For `<time datetime>`: to the second, with the zone's offset.
    pub fn machine(&self, at: Timestamp) -> String {
        at.display_with_offset(self.zone.to_offset(at)).to_string()
    }

    fn date(&self, at: &Zoned, form: &str) -> String {
        let t = self.locale.texts();
        let month = usize::try_from(at.month()).unwrap_or(1).saturating_sub(1);
        form.replace("{day}", &self.number(i64::from(at.day())))
            .replace("{month}", t.months.get(month).copied().unwrap_or_default())
            .replace("{year}", &self.number(i64::from(at.year())))
    }

    fn time(&self, at: &Zoned) -> String {
        self.in_digits(&format!("{:02}:{:02}", at.hour(), at.minute()))
    }

    fn zone_name(&self, at: &Zoned) -> String {
        let t = self.locale.texts();
        let offset = at.offset().seconds();
        if offset == 0 {
            return t.utc.to_owned();
        }
        // Left-to-right inside, whatever stands around it.
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.abs() / 60;
        format!("\u{2066}UTC{sign}{:02}:{:02}\u{2069}", minutes / 60, minutes % 60)
    }

    fn number(&self, n: i64) -> String {
        self.in_digits(&n.to_string())
    }

    fn in_digits(&self, text: &str) -> String {
        match (self.locale, self.digits) {
            (Locale::Ar, Digits::ArabicIndic) => rafid_arabic::digits::arabic_indic(text),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(locale: Locale) -> Clock {
        let now = "2026-03-10T12:00:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(3));
        Clock { locale, digits: Digits::ArabicIndic, zone, now }
    }

    #[test]
    fn the_older_the_coarser() {
        let rows = [
            ("2026-03-10T11:59:30Z", "الآن", "Now"),
            ("2026-03-10T11:58:00Z", "قبل دقيقتين", "2 minutes ago"),
            ("2026-03-10T11:55:00Z", "قبل ٥ دقائق", "5 minutes ago"),
            ("2026-03-10T11:40:00Z", "قبل ٢٠ دقيقة", "20 minutes ago"),
            ("2026-03-10T10:30:00Z", "قبل ساعة", "1 hour ago"),
            ("2026-03-09T22:00:00Z", "٠١:٠٠", "01:00"),
            ("2026-03-09T11:30:00Z", "أمس، ١٤:٣٠", "Yesterday, 14:30"),
            ("2026-01-31T08:00:00Z", "٣١ يناير", "31 January"),
            ("2018-06-17T08:00:00Z", "١٧ يونيو ٢٠١٨", "17 June 2018"),
            ("2026-03-12T08:00:00Z", "١٢ مارس ٢٠٢٦", "12 March 2026"),
        ];
        for (at, ar, en) in rows {
            let at = at.parse().unwrap();
            assert_eq!(clock(Locale::Ar).short(at), ar);
            assert_eq!(clock(Locale::En).short(at), en);
        }
    }

    #[test]
    fn the_tooltip_is_exact() {
        let at = "2025-06-17T09:27:00Z".parse().unwrap();
        assert_eq!(clock(Locale::Ar).exact(at), "الثلاثاء ١٧ يونيو ٢٠٢٥، ١٢:٢٧ \u{2066}UTC+03:00\u{2069}");
        assert_eq!(clock(Locale::En).exact(at), "Tuesday, 17 June 2025, 12:27 \u{2066}UTC+03:00\u{2069}");
        assert_eq!(clock(Locale::En).machine(at), "2025-06-17T12:27:00+03:00");
        assert_eq!(clock(Locale::Ar).full(at), "١٧ يونيو ٢٠٢٥، ١٢:٢٧");
    }

    #[test]
    fn the_ends_of_time_have_names_too() {
        for at in [Timestamp::MIN, Timestamp::MAX] {
            for locale in Locale::ALL {
                assert!(!clock(locale).short(at).is_empty() && !clock(locale).exact(at).is_empty());
            }
        }
    }
}
