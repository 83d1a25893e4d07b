//! The languages of the interface. A language is one file with a [`Texts`] and one variant of [`Locale`]; the compiler says what is
//! missing, and a test says what was left empty or untranslated. Articles stay in their own language.

mod ar;
mod clock;
mod en;
mod health;
mod reader;

use rafid_arabic::plural::{Digits, Forms};

pub use clock::Clock;
pub use reader::ReaderTexts;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    #[default]
    Ar,
    En,
}

impl Locale {
    pub const ALL: [Locale; 2] = [Locale::Ar, Locale::En];

    /// BCP 47.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
        }
    }

    pub fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::En => "ltr",
        }
    }

    /// What its addresses begin with: the default language has none.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Ar => "",
            Self::En => "/en",
        }
    }

    pub fn texts(self) -> &'static Texts {
        match self {
            Self::Ar => &ar::TEXTS,
            Self::En => &en::TEXTS,
        }
    }

    /// The other language, for the switch.
    pub fn other(self) -> Self {
        match self {
            Self::Ar => Self::En,
            Self::En => Self::Ar,
        }
    }

    /// `n` in this language's digits; only Arabic has a choice.
    pub fn number(self, n: u64, digits: Digits) -> String {
        rafid_arabic::plural::plural(n, &NUMBER, self.digits(digits))
    }

    /// `n` with its noun.
    pub fn count(self, n: u64, forms: &Forms<'_>, digits: Digits) -> String {
        match self {
            Self::Ar => rafid_arabic::plural::plural(n, forms, digits),
            Self::En => (if n == 1 { forms.one } else { forms.other }).replace("{}", &n.to_string()),
        }
    }

    fn digits(self, digits: Digits) -> Digits {
        match self {
            Self::Ar => digits,
            Self::En => Digits::Ascii,
        }
    }
}

const NUMBER: Forms<'static> = same("{}");

/// The same words for every number.
const fn same(form: &'static str) -> Forms<'static> {
    Forms { zero: form, one: form, two: form, few: form, many: form, other: form }
}

/// English has two forms.
const fn two(one: &'static str, other: &'static str) -> Forms<'static> {
    Forms { zero: other, one, two: other, few: other, many: other, other }
}

/// Everything that the interface says. `{}` marks where a value goes.
#[derive(Debug)]
pub struct Texts {
    pub site_name: &'static str,
    pub tagline: &'static str,
    /// The other language's name, in that language.
    pub switch_language: &'static str,
    pub skip_to_content: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub home: &'static str,
    pub feed: &'static str,
    pub footer: &'static str,
    pub untitled: &'static str,
    /// Between the items of a list in a sentence.
    pub comma: &'static str,

    pub stories_of_the_day: &'static str,
    pub until: &'static str,
    pub latest_by_outlet: &'static str,
    pub coverage: &'static str,

    pub welcome_title: &'static str,
    pub welcome_lead: &'static str,
    pub welcome_add: &'static str,
    pub welcome_list: &'static str,
    pub welcome_import: &'static str,
    pub welcome_after: &'static str,

    pub by: &'static str,
    pub published: &'static str,
    pub updated: &'static str,
    pub corrected: &'static str,
    pub source: &'static str,
    pub open_original: &'static str,
    pub excerpt_only: &'static str,
    pub headline_only: &'static str,
    pub credited_to: &'static str,
    pub keywords: &'static str,
    pub read_next: &'static str,
    pub read_whole: &'static str,
    pub similar: &'static str,
    pub also_in: &'static str,
    pub copy: &'static str,
    pub edited_copy: &'static str,
    pub part_of_story: &'static str,
    pub see_story: &'static str,
    /// All articles of a story that a search found.
    pub all_found_of_story: &'static str,
    /// What a search is narrowed to.
    pub one_story: &'static str,
    pub former_version: &'static str,
    pub embed: &'static str,
    pub picture_of: &'static str,

    pub reason_same_story: &'static str,
    pub reason_earlier: &'static str,
    pub reason_follow_up: &'static str,
    pub reason_shared: &'static str,
    pub reason_same_subject: &'static str,

    pub story: &'static str,
    pub story_order: &'static str,
    pub story_first: &'static str,
    pub story_copied: &'static str,
    pub story_edited: &'static str,
    /// An outlet's own earlier text again.
    pub story_version: &'static str,
    pub story_outlets: &'static str,
    pub story_from_to: &'static str,

    pub outlet: &'static str,
    pub outlet_site: &'static str,
    pub keyword: &'static str,
    pub beside: &'static str,
    pub older: &'static str,

    pub results_for: &'static str,
    pub search_start: &'static str,
    pub no_results: &'static str,
    pub no_results_hint: &'static str,
    pub sort_label: &'static str,
    pub sort_blend: &'static str,
    pub sort_relevance: &'static str,
    pub sort_new: &'static str,
    pub grouped: &'static str,
    pub plain: &'static str,
    pub more_results: &'static str,
    pub did_you_mean: &'static str,
    pub narrow: &'static str,
    pub chosen: &'static str,
    pub drop_filter: &'static str,
    pub facet_outlets: &'static str,
    pub facet_countries: &'static str,
    pub facet_keywords: &'static str,
    pub facet_times: &'static str,
    pub facet_numbers: &'static str,
    pub others_more: &'static str,
    pub since: &'static str,
    pub before: &'static str,
    pub suggestions: &'static str,

    pub error_missing: &'static str,
    pub error_missing_hint: &'static str,
    pub error_invalid: &'static str,
    pub error_invalid_hint: &'static str,
    pub error_ours: &'static str,
    pub error_ours_hint: &'static str,
    pub error_method: &'static str,

    pub health: &'static str,
    pub health_lead: &'static str,
    pub health_empty: &'static str,
    pub health_well: &'static str,
    pub health_not_asked: &'static str,
    pub health_paused: &'static str,
    pub health_troubled: &'static str,
    pub health_silent: &'static str,
    pub health_failing: &'static str,
    pub health_gone: &'static str,
    /// For how long, and what was usual.
    pub health_silence: &'static str,
    pub health_failed: &'static str,
    pub rate_daily: &'static str,
    pub rate_weekly: &'static str,
    pub rate_monthly: &'static str,
    pub health_last_success: &'static str,
    pub health_next: &'static str,
    pub health_last_article: &'static str,
    pub health_never: &'static str,
    /// Articles of the last 24 hours, and what is usual.
    pub health_last_day: &'static str,
    pub health_usual: &'static str,
    pub health_issues: &'static str,
    pub health_hub: &'static str,
    pub health_hub_live: &'static str,
    pub health_hub_waiting: &'static str,
    pub health_more: &'static str,

    /// Behind «منذ».
    pub days_n: Forms<'static>,
    /// As the object of "published".
    pub articles_published_n: Forms<'static>,
    /// "the last 3 tries".
    pub failures_n: Forms<'static>,
    pub outlets_n: Forms<'static>,
    pub articles_n: Forms<'static>,
    pub results_n: Forms<'static>,
    /// "and 7 more": outlets.
    pub other_outlets_n: Forms<'static>,
    /// "and 7 more": articles of the same story.
    pub other_articles_n: Forms<'static>,
    pub new_articles_n: Forms<'static>,

    pub rising: &'static str,
    pub changes: &'static str,
    pub changes_of: &'static str,
    pub changes_none: &'static str,
    pub changes_legend: &'static str,
    pub changes_inserted: &'static str,
    pub changes_deleted: &'static str,
    pub changes_noticed: &'static str,
    pub see_changes: &'static str,
    pub kept: &'static str,
    pub added: &'static str,
    pub seen_first_at: &'static str,
    pub phase_first: &'static str,
    pub phase_then: &'static str,
    pub phase_now: &'static str,
    pub episodes: &'static str,
    pub episode_before: &'static str,
    pub episode_after: &'static str,

    pub utc: &'static str,
    pub reader: ReaderTexts,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every string of a table with the name of its field, read from its `Debug` form.
    fn strings(texts: &Texts) -> Vec<(String, String)> {
        // `Debug` writes marks by their number.
        let debug = format!("{texts:#?}").replace("\\u{", "");
        let quoted = debug.lines().filter_map(|line| Some((line.split_once('"')?, line)));
        quoted.map(|((name, value), _)| (name.trim().to_owned(), value.trim_end_matches("\",").to_owned())).collect()
    }

    /// The words of `text`, without the names of places for values.
    fn words(text: &str) -> String {
        text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect()
    }

    #[test]
    fn no_text_is_empty_or_left_in_another_language() {
        let (ar, en) = (strings(Locale::Ar.texts()), strings(Locale::En.texts()));
        assert_eq!(ar.len(), en.len());
        let is_arabic = |c: char| ('\u{620}'..='\u{6FF}').contains(&c);
        for ((name, ar), (_, en)) in ar.iter().zip(&en) {
            assert!(!ar.is_empty() && !en.is_empty(), "{name}");
            let (ar_words, en_words) = (words(ar), words(en));
            if name.starts_with("switch_language") {
                assert!(en_words.chars().all(is_arabic) && ar_words.is_ascii());
                continue;
            }
            assert!(!en_words.chars().any(is_arabic), "{name} {en}");
            assert!(!ar_words.chars().any(char::is_alphabetic) || ar_words.chars().any(is_arabic), "{name} {ar}");
            let is_plural = ["zero:", "one:", "two:", "few:", "many:", "other:"].contains(&name.as_str());
            let places = |text: &str| text.matches('{').count();
            assert!(is_plural || places(ar) == places(en), "{name} {ar}");
        }
    }

    #[test]
    fn numbers_have_their_nouns() {
        let ar = Locale::Ar;
        let articles = &ar.texts().articles_n;
        assert_eq!(ar.count(2, articles, Digits::ArabicIndic), "مقالتان");
        assert_eq!(ar.count(3, articles, Digits::ArabicIndic), "٣ مقالات");
        assert_eq!(ar.count(15, articles, Digits::Ascii), "15 مقالة");
        assert_eq!(Locale::En.count(1, &Locale::En.texts().articles_n, Digits::ArabicIndic), "1 article");
        assert_eq!(Locale::En.number(15, Digits::ArabicIndic), "15");
    }
}
