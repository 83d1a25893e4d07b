//! What is no edge, however alike two articles are: a template about two places or with other names, a column under its standing
//! title. And what counts less: a subject that hangs on one word.

use std::sync::LazyLock;

use rafid_arabic::Analyzer;

use super::window::Member;
use crate::digest::Signals;
use crate::hash::{self, Map};
use crate::profile::Likeness;

/// Two reports of one event share more words of headline and lead than this.
const SUBJECT_WORDS: u16 = 2;
/// What likeness keeps where they do not.
const SUBJECT: f32 = 0.7;
/// Up to this likeness nothing is kept where each headline names somebody or something of which the other article does not speak
/// at all: the same form, filled in with others.
const OTHER_NAMES: f32 = 0.25;
/// Below this likeness of bodies the same headline in the same outlet is a column's.
const COLUMN_BODY: f32 = 0.3;
/// A standing title is short: «استشارات».
const STANDING_WORDS: usize = 2;

/// The places of an article, as lines and columns of `places.txt`.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// In the headline.
    headline: Vec<u16>,
    /// Anywhere, with the countries around them.
    named: Vec<u16>,
}

impl Places {
    pub fn of(signals: &Signals) -> Self {
        let mut out = Self::default();
        for term in &signals.terms {
            let Some(place) = PLACES.get(&term.hash) else { continue };
            // A word of the lead can have the count of one of the headline; it seldom has.
            if term.head >= 3 {
                out.headline.push(place.own);
            }
            out.named.extend([place.own, place.country]);
        }
        out
    }

    /// Whether the headlines are about places of which the other article does not speak at all.
    fn are_elsewhere(&self, other: &Self) -> bool {
        let absent = |a: &Self, b: &Self| a.headline.iter().any(|place| !b.named.contains(place));
        absent(self, other) && absent(other, self)
    }
}

/// What likeness keeps between two articles, 0 to 1.
pub(super) fn keeps(a: &Member, b: &Member, likeness: Likeness) -> f32 {
    if a.places.are_elsewhere(&b.places) {
        return 0.0;
    }
    if a.source == b.source && likeness.body < COLUMN_BODY && have_one_title(a, b) {
        return 0.0;
    }
    if likeness.fused() < OTHER_NAMES && a.wording.names_another(&b.profile) && b.wording.names_another(&a.profile) {
        return 0.0;
    }
    if likeness.head_words <= SUBJECT_WORDS { SUBJECT } else { 1.0 }
}

/// Whether two headlines are of the same words. The lead gives the shorter one words that it has not: so it may be held by the other.
fn have_one_title(a: &Member, b: &Member) -> bool {
    let (short, long) = if a.wording.title.len() <= b.wording.title.len() { (a, b) } else { (b, a) };
    let (short, long) = (&short.wording.title, &long.wording.title);
    let held = short.iter().all(|word| long.iter().any(|other| other.0 == word.0));
    held && !short.is_empty() && (short.len() == long.len() || short.len() <= STANDING_WORDS)
}

/// Whether a word stands for a country: its name, its people, its capital.
pub(crate) fn is_country(word: u32) -> bool {
    PLACES.get(&word).is_some_and(|place| place.own == place.country)
}

#[derive(Debug, Clone, Copy)]
struct Place {
    own: u16,
    country: u16,
}

static PLACES: LazyLock<Map<u32, Place>> = LazyLock::new(|| {
    let mut out = Map::default();
    let mut next = 0;
    for line in include_str!("places.txt").lines().filter(|line| !line.starts_with('#')) {
        let country = next;
        for words in line.split('|') {
            let place = Place { own: next, country };
            Analyzer::builtin().analyze(words, |term| {
                out.entry(hash::word(term.guided)).or_insert(place);
            });
            next += 1;
        }
    }
    out
});

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rafid_core::{ArticleId, DigestRow, SourceId};

    use super::super::window::Window;
    use super::*;
    use crate::copies::Wording;
    use crate::profile::{Comparer, Profile};
    use crate::{ArticleText, digest, reading::Reading};

    fn places(title: &str, body: &str) -> Places {
        let text = ArticleText { title, body, ..ArticleText::default() };
        Places::of(&digest::build(&text, &Reading::new(&text)))
    }

    fn check(a: (&str, &str), b: (&str, &str), elsewhere: bool) {
        assert_eq!(places(a.0, a.1).are_elsewhere(&places(b.0, b.1)), elsewhere, "{a:?} {b:?}");
    }

    #[test]
    fn one_template_about_two_places() {
        check(("معرض للزهور في حلب", ""), ("معرض للزهور في حمص", ""), true);
        check(("معرض للزهور في حلب", ""), ("معرض للزهور في حمص", "انتقل المعرض من حلب"), false);
    }

    #[test]
    fn a_country_holds_its_cities_and_is_called_by_its_people_and_capital() {
        check(("معرض للزهور في حلب", ""), ("معرض للزهور في سوريا", ""), false);
        check(("طهران تستضيف معرضا للزهور", ""), ("المعرض الإيراني للزهور", ""), false);
        check(("أميركا تستضيف معرضا", ""), ("أمريكا تستضيف معرضا", ""), false);
        check(("معرض للزهور", ""), ("معرض للزهور في حمص", ""), false);
    }

    #[test]
    fn one_form_with_other_names() {
        let read = |title: &str, body: &str| {
            let text = ArticleText { title, body, ..ArticleText::default() };
            let signals = digest::build(&text, &Reading::new(&text));
            (Wording::new(&signals), Profile::new(&signals, |term| term.rarity()))
        };
        let apart = |a: &(Wording, Profile), b: &(Wording, Profile)| a.0.names_another(&b.1) && b.0.names_another(&a.1);
        let (one, other) = (read("سالم يفوز بسباق الدراجات", ""), read("وليد يفوز بسباق الدراجات", ""));
        assert!(apart(&one, &other));
        assert!(!apart(&one, &read("وليد يفوز بسباق الدراجات", "وجاء سالم ثانيا.")));
        assert!(!apart(&one, &read("انطلاق سباق الدراجات", "")));
    }

    /// What likeness keeps between two articles of (outlet, headline, body).
    fn kept(a: (i64, &str, &str), b: (i64, &str, &str)) -> f32 {
        let mut window = Window::new();
        let member = |window: &Window, id: i64, (source, title, body): (i64, &str, &str)| {
            let text = ArticleText { title, body, ..ArticleText::default() };
            window.read(&DigestRow {
                id: ArticleId(id),
                source: SourceId(source),
                at: Timestamp::UNIX_EPOCH,
                story: None,
                original: None,
                digest: digest::encode(&digest::build(&text, &Reading::new(&text))),
            })
        };
        let first = member(&window, 1, a);
        window.push(first);
        let (first, second) = (member(&window, 1, a), member(&window, 2, b));
        keeps(&first, &second, Comparer::new(&first.profile).likeness(&second.profile))
    }

    const GARDEN: &str = "تحتاج شتلات الورد إلى سقاية منتظمة في الصباح، وينصح البستاني بتقليم الأغصان اليابسة قبل بداية الربيع.";
    const BREAD: &str = "يخبز الفران رغيف الشعير على الحجر الساخن، ويضيف إليه السمسم وحبة البركة ثم يتركه ليبرد قبل تقديمه.";

    #[test]
    fn a_column_under_its_standing_title_is_no_edge() {
        let title = "حديث الصباح الجميل مع القراء";
        assert_eq!(kept((1, title, GARDEN), (1, title, BREAD)), 0.0);
        assert!(kept((1, title, GARDEN), (2, title, BREAD)) > 0.0, "two outlets do not share a column");
        assert!(kept((1, title, GARDEN), (1, title, GARDEN)) > 0.0, "the same text is no other column");
    }

    #[test]
    fn two_reports_of_one_event_keep_all() {
        let (one, other) = ("البستاني يسقي شتلات الورد في الصباح", "شتلات الورد يسقيها البستاني كل صباح");
        assert_eq!(kept((1, one, GARDEN), (2, other, GARDEN)), 1.0);
    }
}
