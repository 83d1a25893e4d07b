//! Times for readers: short where they stand, exact in the tooltip. Arabic is written by `rafid-arabic`, English here.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan, Zoned};
use rafid_arabic::dates::format::Style;
use rafid_core::Step;

use super::Locale;

/// Tells the time in one language, zone and moment.
#[derive(Debug, Clone)]
pub struct Clock {
    pub locale: Locale,
    /// How Arabic writes dates.
    pub style: Style,
    pub zone: TimeZone,
    pub now: Timestamp,
}

impl Clock {
    /// «قبل ٥ دقائق», «أمس، ٢:٣٠ م», «قبل يومين», «١٧ يونيو ٢٠٢٥»: the older, the coarser.
    pub fn short(&self, at: Timestamp) -> String {
        let (then, now) = (self.local(at).datetime(), self.local(self.now).datetime());
        match self.locale {
            Locale::Ar => self.style.relative(then, now),
            Locale::En => relative(then, now),
        }
    }

    /// «١٧ يونيو ٢٠٢٥، ١٢:٢٧ م».
    pub fn full(&self, at: Timestamp) -> String {
        let then = self.local(at).datetime();
        match self.locale {
            Locale::Ar => format!("{}، {}", self.style.short_date(then.date()), self.style.time(then.time())),
            Locale::En => format!("{}, {}", date(then.date()), time(then)),
        }
    }

    /// «الثلاثاء ١٧ يونيو ٢٠٢٥، ١٢:٢٧ م بتوقيت غرينتش».
    pub fn exact(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let (then, zone) = (local.datetime(), self.zone_name(&local));
        match self.locale {
            Locale::Ar => format!("{} {zone}", self.style.date_time(then)),
            Locale::En => format!("{}, {}, {} {zone}", weekday(then.date()), date(then.date()), time(then)),
        }
    }

    /// For `<time datetime>`: to the second, with the zone's offset.
    pub fn machine(&self, at: Timestamp) -> String {
        let whole = Timestamp::from_second(at.as_second()).unwrap_or(at);
        whole.display_with_offset(self.zone.to_offset(whole)).to_string()
    }

    /// A day, a month or a year (UTC): «١٧ يونيو ٢٠٢٥», «يونيو ٢٠٢٥», «٢٠٢٥».
    pub fn stretch_of(&self, step: Step, from: Timestamp) -> String {
        let day = from.to_zoned(TimeZone::UTC).date();
        let whole = match self.locale {
            Locale::Ar => self.style.short_date(day),
            Locale::En => date(day),
        };
        match step {
            Step::Day => whole,
            Step::Month => whole.split_once(' ').map_or(whole.as_str(), |(_, rest)| rest).to_owned(),
            Step::Year => whole.rsplit(' ').next().unwrap_or(&whole).to_owned(),
        }
    }

    /// From one moment to before another, by days (UTC); one that is a whole month or year by its name.
    pub fn stretch(&self, since: Option<Timestamp>, until: Option<Timestamp>) -> String {
        let day = |at: Timestamp| self.stretch_of(Step::Day, at);
        let (from, to) = match (since, until) {
            (None, None) => return String::new(),
            (Some(since), None) => return self.locale.texts().since.replace("{}", &day(since)),
            (None, Some(until)) => return self.locale.texts().before.replace("{}", &day(until)),
            (Some(since), Some(until)) => (since, until),
        };
        let (first, after) = (from.to_zoned(TimeZone::UTC).date(), to.to_zoned(TimeZone::UTC).date());
        let is_whole = |span: Span| first.checked_add(span).is_ok_and(|end| end == after);
        match (first.month(), first.day()) {
            _ if is_whole(1.day()) => day(from),
            (_, 1) if is_whole(1.month()) => self.stretch_of(Step::Month, from),
            (1, 1) if is_whole(1.year()) => self.stretch_of(Step::Year, from),
            _ => format!("{} – {}", day(from), day(to.checked_sub(SignedDuration::from_secs(1)).unwrap_or(to))),
        }
    }

    fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    fn zone_name(&self, at: &Zoned) -> String {
        let offset = at.offset().seconds();
        if offset == 0 {
            return self.locale.texts().utc.to_owned();
        }
        // Left-to-right inside, whatever stands around it.
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.abs() / 60;
        format!("\u{2066}UTC{sign}{:02}:{:02}\u{2069}", minutes / 60, minutes % 60)
    }
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn date(date: Date) -> String {
    let month = MONTHS.get(usize::from(date.month().unsigned_abs()).saturating_sub(1)).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

fn weekday(date: Date) -> &'static str {
    WEEKDAYS.get(usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())).copied().unwrap_or_default()
}

fn time(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// The same steps as in Arabic ([`Style::relative`]).
fn relative(then: DateTime, now: DateTime) -> String {
    let seconds = now.duration_since(then).as_secs();
    let days = then.date().until(now.date()).map_or(i64::MAX, |span| span.get_days().into());
    let ago = |n: i64, unit: &str| format!("{n} {unit}{} ago", if n == 1 { "" } else { "s" });
    match seconds {
        -300..60 => "Now".to_owned(),
        60..3_600 => ago(seconds / 60, "minute"),
        3_600..43_200 => ago(seconds / 3_600, "hour"),
        43_200.. if days <= 0 => ago(seconds / 3_600, "hour"),
        43_200.. if days == 1 => format!("Yesterday, {}", time(then)),
        43_200.. if days <= 6 => ago(days, "day"),
        _ => date(then.date()),
    }
}

#[cfg(test)]
mod tests {
    use rafid_arabic::dates::format::MonthNames;
    use rafid_arabic::plural::Digits;

    use super::*;

    fn clock(locale: Locale) -> Clock {
        let now = "2026-03-10T12:00:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(3));
        Clock { locale, style: Style { months: MonthNames::Gulf, digits: Digits::ArabicIndic }, zone, now }
    }

    #[test]
    fn the_older_the_coarser() {
        let rows = [
            ("2026-03-10T11:59:30Z", "الآن", "Now"),
            ("2026-03-10T11:58:00Z", "قبل دقيقتين", "2 minutes ago"),
            ("2026-03-10T11:55:00Z", "قبل ٥ دقائق", "5 minutes ago"),
            ("2026-03-10T10:30:00Z", "قبل ساعة", "1 hour ago"),
            ("2026-03-09T11:30:00Z", "أمس، ٢:٣٠ م", "Yesterday, 14:30"),
            ("2026-03-08T08:00:00Z", "قبل يومين", "2 days ago"),
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
        let at = "2025-06-17T09:27:00.250Z".parse().unwrap();
        assert_eq!(clock(Locale::Ar).exact(at), "الثلاثاء ١٧ يونيو ٢٠٢٥، ١٢:٢٧ م \u{2066}UTC+03:00\u{2069}");
        assert_eq!(clock(Locale::En).exact(at), "Tuesday, 17 June 2025, 12:27 \u{2066}UTC+03:00\u{2069}");
        assert_eq!(clock(Locale::En).machine(at), "2025-06-17T12:27:00+03:00");
        assert_eq!(clock(Locale::Ar).full(at), "١٧ يونيو ٢٠٢٥، ١٢:٢٧ م");
    }

    #[test]
    fn the_ends_of_time_have_names_too() {
        for at in [Timestamp::MIN, Timestamp::MAX] {
            for locale in Locale::ALL {
                let clock = clock(locale);
                assert!(!clock.short(at).is_empty() && !clock.exact(at).is_empty() && !clock.machine(at).is_empty());
            }
        }
    }
}
