//! Who wrote it first: the agency or outlet that an article names at its end or in its dateline.
//!
//! «المصدر: وكالات», «نقلا عن …», «(أ ف ب)», «رويترز»: the line is cut from the body's end and kept as data. In a dateline
//! («القاهرة (رويترز) - …») the words stay where they are.

use rafid_core::{Block, Body};

use super::body::plain;
use super::phrases::fold;

/// Agencies as articles name them, folded.
const AGENCIES: &[&str] = &[
    "وكالات",
    "الوكالات",
    "وكالات الانباء",
    "ا ف ب",
    "اف ب",
    "ا ف پ",
    "فرانس برس",
    "رويترز",
    "ا ب",
    "اسوشيتد برس",
    "اسوشييتد برس",
    "د ب ا",
    "الالمانيه",
    "الاناضول",
    "وكاله الاناضول",
    "واس",
    "وام",
    "قنا",
    "كونا",
    "بترا",
    "سانا",
    "واع",
    "وفا",
    "معا",
    "بنا",
    "العمانيه",
    "وات",
    "واج",
    "وال",
    "ومع",
    "ا ش ا",
    "اش ا",
    "تاس",
    "سبوتنيك",
    "شينخوا",
    "نوفوستي",
    "ايفي",
    "بي بي سي",
    "سي ان ان",
    "العربيه",
    "الجزيره",
    "مواقع",
    "صحف",
    "متابعات",
    "مواقع التواصل",
    "afp",
    "reuters",
    "ap",
    "dpa",
    "upi",
    "xinhua",
    "tass",
    "efe",
    "ansa",
    "cnn",
    "bbc",
    "agencies",
    "associated press",
];

/// Cuts source lines from the end of a body; what they named.
pub fn cut(body: &mut Body) -> Option<String> {
    let mut credit = None;
    for _ in 0..3 {
        let Some(Block::Paragraph(runs)) = body.0.last() else { break };
        let text = plain(runs);
        let Some(found) = of_line(&text) else { break };
        credit = Some(found);
        body.0.pop();
    }
    credit
}

/// An agency that a whole line names in brackets and calls an agency, known or not: «(وكالة أنباء المرفأ)».
pub fn in_brackets(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?.trim();
    let says_so = inner.starts_with("وكالة") || inner.starts_with("وكاله") || inner.starts_with("وكالات");
    (says_so && inner.split_whitespace().count() <= 6).then_some(inner)
}

/// The source that a whole line names.
fn of_line(text: &str) -> Option<String> {
    if text.chars().count() > 90 {
        return None;
    }
    if let Some(agency) = in_brackets(text) {
        return Some(agency.to_owned());
    }
    let text = text.trim().trim_matches(|c: char| {
        matches!(c, '(' | ')' | '[' | ']' | '*' | '-' | '–' | '.' | '،' | '"' | '«' | '»') || c.is_whitespace()
    });
    for label in ["المصدر", "المصادر", "مصدر الخبر", "المصدر الأصلي", "نقلا عن", "نقلاً عن", "وكالات", "Source", "Via"]
    {
        let Some(rest) = text.strip_prefix(label) else { continue };
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '/' | '+' | '|'));
        if label == "وكالات" {
            break;
        }
        return Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty() && rest.split_whitespace().count() <= 8);
    }
    let known = text.split(['-', '–', '/', '+', '|', '،', ',', '؛']).all(|part| AGENCIES.contains(&fold(part).as_str()));
    known.then(|| text.to_owned())
}

/// The place and the agency of a dateline: «القاهرة (رويترز) - …», «بغداد - …».
pub fn dateline(body: &Body) -> (Option<String>, Option<String>) {
    let Some(Block::Paragraph(runs)) = body.0.first() else { return (None, None) };
    let text: String = plain(runs).chars().take(80).collect();
    let Some((head, _)) = [" - ", " – ", " — ", " ـ ", "- ", "– ", "— ", "ـ "]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .min_by_key(|(head, _)| head.len())
    else {
        return (None, None);
    };
    let (place, agency) = match head.split_once('(') {
        Some((place, rest)) => (place.trim(), rest.split_once(')').map(|(inside, _)| inside.trim())),
        None => (head.trim(), None),
    };
    let agency = agency.filter(|name| AGENCIES.contains(&fold(name).as_str())).map(str::to_owned);
    let (place, agency) = match (place.rsplit_once(['/', '،', ',']), agency) {
        // «بغداد/ رويترز - »
        (Some((place, name)), None) if AGENCIES.contains(&fold(name).as_str()) => (place.trim(), Some(name.trim().to_owned())),
        (_, agency) => (place, agency),
    };
    let plausible = !place.is_empty()
        && place.split_whitespace().count() <= 3
        && !place.contains(|c: char| c.is_numeric() || matches!(c, '"' | '«' | ':' | '.'));
    (plausible.then(|| place.to_owned()), agency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_name_a_source() {
        for (line, expected) in [
            ("المصدر: بوابة النخيل", Some("بوابة النخيل")),
            ("(أ ف ب)", Some("أ ف ب")),
            ("رويترز - وكالات", Some("رويترز - وكالات")),
            ("نقلا عن صحيفة الميناء", Some("صحيفة الميناء")),
            ("(وكالة أنباء المرفأ)", Some("وكالة أنباء المرفأ")),
            ("(وكالة الفضاء تؤجل إطلاق المسبار إلى الربيع)", None),
            ("المصدر", None),
            ("قال المصدر إن الزهور تفتحت.", None),
            ("الوكالات السياحية تعلن عروضها", None),
        ] {
            assert_eq!(of_line(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn sources_are_cut_from_the_end_only() {
        let mut body = Body::from_text("وكالات\nتفتحت الزهور في الوادي.\n(رويترز)");
        assert_eq!(cut(&mut body).as_deref(), Some("رويترز"));
        assert_eq!(body.text(), "وكالات\nتفتحت الزهور في الوادي.");
    }

    #[test]
    fn datelines() {
        for (text, place, agency) in [
            ("القاهرة (رويترز) - تفتحت الزهور", Some("القاهرة"), Some("رويترز")),
            ("بغداد/ أ ف ب - تفتحت الزهور", Some("بغداد"), Some("أ ف ب")),
            ("الدار البيضاء – تفتحت الزهور", Some("الدار البيضاء"), None),
            ("قال الوزير إن الزهور في الوادي تفتحت - وهذا خبر", None, None),
            ("تفتحت الزهور", None, None),
        ] {
            assert_eq!(dateline(&Body::from_text(text)), (place.map(str::to_owned), agency.map(str::to_owned)), "{text}");
        }
    }
}
