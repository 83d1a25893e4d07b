use jiff::civil::DateTime;
use proptest::prelude::*;

use super::*;

fn now() -> DateTime {
    "2025-06-19T15:30:00".parse().expect("a date of the test")
}

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    assert_eq!(parse(text, Some(now())).map(|date| date.iso()).as_deref(), expected, "{text}");
}

#[test]
fn gregorian_dates_by_convention() {
    for (text, expected) in [
        ("الثلاثاء 17 يونيو 2025", "2025-06-17"),
        ("٥ مايو ٢٠٢٤، ٨:٣٠ صباحًا", "2024-05-05T08:30"),
        ("۱۷/۶/۲۰۲۵", "2025-06-17"),
        ("3 تشرين الأول 2019", "2019-10-03"),
        ("كانون الثاني/يناير 14, 2025", "2025-01-14"),
        ("9 جويلية 2025", "2025-07-09"),
        ("5 شتنبر 2024 - 21:40", "2024-09-05T21:40"),
        ("3 يوليه 2024", "2024-07-03"),
        ("17 من حزيران/يونيو 2025", "2025-06-17"),
        ("الأول من مارس 2023", "2023-03-01"),
        ("06/17/2025", "2025-06-17"),
        ("2025-06-17T12:27:05Z", "2025-06-17T12:27:05+00:00"),
        ("الثُّلاثـــاء 17 يُونيو 2025", "2025-06-17"),
        ("تشرين الثاني 2024", "2024-11"),
        ("عام 2019", "2019"),
        ("17 حزيران - 12:27", "2025-06-17T12:27"),
        ("25 ديسمبر", "2024-12-25"),
    ] {
        check(text, Some(expected));
        check(&format!("آخر تحديث: {text}"), Some(expected).filter(|_| text != "عام 2019"));
    }
}

#[test]
fn hijri_dates_by_umm_al_qura() {
    for (text, expected) in [
        ("12 رمضان 1446هـ", "2025-03-12"),
        ("١٤٤٦/٠٩/١٢ هـ", "2025-03-12"),
        ("غرة محرم 1447هـ", "2025-06-26"),
        ("20 ربيع الآخر 1446", "2024-10-23"),
        ("21 ذو الحجة 1446هـ 17 يونيو 2025م", "2025-06-17"),
        ("15 شعبان", "2025-02-14"),
    ] {
        check(text, Some(expected));
    }
    let date = parse("12 رمضان 1446هـ", None).map(|date| date.calendar);
    assert_eq!(date, Some(Calendar::UmmAlQura));
}

#[test]
fn times_and_zones() {
    for (text, expected) in [
        ("17 يونيو 2025 - 12:27 م", "2025-06-17T12:27"),
        ("17 يونيو 2025 - 12:27 ص", "2025-06-17T00:27"),
        ("17 يونيو 2025م 9:05 م", "2025-06-17T21:05"),
        ("17 يونيو 2025 الساعة الثالثة والنصف عصراً", "2025-06-17T15:30"),
        ("17 يونيو 2025 الساعة الحادية عشرة ليلا", "2025-06-17T23:00"),
        ("17 يونيو 2025 15:27 بتوقيت مكة المكرمة", "2025-06-17T15:27+03:00"),
        ("17 يونيو 2025 15:27 GMT+4", "2025-06-17T15:27+04:00"),
        ("17 يونيو 2025 15:27 (بتوقيت غرينتش)", "2025-06-17T15:27+00:00"),
        ("17 يونيو 2025 15:27 بتوقيت القاهرة", "2025-06-17T15:27+03:00"),
        ("17 يناير 2025 15:27 بتوقيت القاهرة", "2025-01-17T15:27+02:00"),
        ("17 يونيو 2025 15:27 بتوقيت بيروت", "2025-06-17T15:27+03:00"),
        ("17 يونيو 2025 15:27 بالتوقيت المحلي", "2025-06-17T15:27"),
    ] {
        check(text, Some(expected));
    }
}

#[test]
fn dates_counted_from_now() {
    for (text, expected) in [
        ("منذ ساعتين", "2025-06-19T13:30"),
        ("قبل ٣ أيام", "2025-06-16"),
        ("منذ أحد عشر يوما", "2025-06-08"),
        ("قبل خمس وعشرين دقيقة", "2025-06-19T15:05"),
        ("منذ نصف ساعة", "2025-06-19T15:00"),
        ("قبل ساعة و20 دقيقة", "2025-06-19T14:10"),
        ("3 ساعات مضت", "2025-06-19T12:30"),
        ("أمس", "2025-06-18"),
        ("أول أمس", "2025-06-17"),
        ("أمس الأول", "2025-06-17"),
        ("اليوم الخميس", "2025-06-19"),
        ("الخميس الماضي", "2025-06-12"),
        ("الأحد القادم", "2025-06-22"),
        ("أمس، 9:05 م", "2025-06-18T21:05"),
        ("منذ شهر", "2025-05"),
        ("قبل عامين", "2023"),
        ("بعد غد", "2025-06-21"),
        ("الآن", "2025-06-19T15:30"),
    ] {
        check(text, Some(expected));
        assert_eq!(parse(text, None), None, "{text} without a present");
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "٣٢ مارس",
        "30 فبراير 2024",
        "13/25/2024",
        "30/02/2024",
        "3000 مشاهدة",
        "هاتف: 0225551234",
        "192.168.1.10",
        "12-34-56-78",
        "فاز 3-2",
        "المادة 17/6",
        "مدينة 6 أكتوبر",
        "صلاة الجمعة",
        "لمدة 3 أيام",
        "مارس الرياضة",
        "2024",
        "",
    ] {
        check(text, None);
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,80}") {
        let _ = parse(&text, Some(now()));
    }

    #[test]
    fn soup_of_date_words_is_survived(words in proptest::collection::vec(prop_oneof![
        Just("17"), Just("2025"), Just("1446"), Just("يونيو"), Just("كانون"), Just("الثاني"), Just("/"), Just("-"), Just(":"),
        Just("هـ"), Just("م"), Just("الساعة"), Just("منذ"), Just("ساعة"), Just("99999999999"), Just("بتوقيت"), Just("+"), Just("أمس"),
    ], 0..14)) {
        for now in [Some(now()), Some(DateTime::MIN), Some(DateTime::MAX), None] {
            let _ = parse(&words.join(" "), now);
            let _ = parse(&words.concat(), now);
        }
    }

    #[test]
    fn what_is_written_reads_back(days in -20_000i32..20_000, minutes in 0i32..1440, style in 0usize..8) {
        let style = format::Style {
            months: [format::MonthNames::Gulf, format::MonthNames::Levant, format::MonthNames::Maghreb, format::MonthNames::Morocco][style % 4],
            digits: [crate::plural::Digits::Ascii, crate::plural::Digits::ArabicIndic][style / 4],
        };
        let then = DateTime::constant(2000, 1, 1, 0, 0, 0, 0) + jiff::Span::new().days(days).minutes(minutes);
        prop_assert_eq!(parse(&style.date_time(then), None).map(|read| read.value), Some(then));
    }
}
