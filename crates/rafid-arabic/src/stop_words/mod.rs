//! Words that bind sentences together and name nothing, by function.
//!
//! Search, keywords and stories leave out different ones: [`is_stop`] is for search and knows only what carries no topic at all;
//! [`class`] tells the rest (reporting verbs, months, weekdays), which an analysis may want to weigh less.
//! The words are data (`words.txt`); to add one, add it there under its class.
//!
//! ```
//! use rafid_arabic::stop_words::is_stop;
//! assert!(is_stop("الذي") && !is_stop("وزير"));
//! ```

use crate::normalize::fold;
use crate::table::WordTable;
use std::sync::LazyLock;

/// What a stop word does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StopClass {
    /// في، من، على, and those with a pronoun: فيه، عليها.
    Preposition,
    /// Personal, demonstrative, relative and interrogative: هو، هذا، الذي، ماذا; and quantities: كل، بعض.
    Pronoun,
    /// ثم، أو، لكن، أن، إذا.
    Conjunction,
    /// Negation, adverbs without a topic, auxiliary verbs: لم، قد، أيضا، كان، يمكن.
    Particle,
    /// How newspapers say "said": قال، أكد، أضاف، مشيرا.
    Reporting,
    /// Month names of all calendars and countries.
    Month,
    /// Days of the week.
    Weekday,
    /// English function words.
    English,
    /// French function words.
    French,
}

static WORDS: LazyLock<StopWords> = LazyLock::new(|| load(include_str!("words.txt")));

#[derive(Default)]
struct StopWords {
    table: WordTable,
    classes: Vec<StopClass>,
}

impl StopWords {
    /// A word's first class stays.
    fn insert(&mut self, word: &str, class: StopClass) {
        if self.table.insert(word) == Some(self.classes.len()) {
            self.classes.push(class);
        }
    }
}

fn load(list: &str) -> StopWords {
    let (mut words, mut and_forms) = (StopWords::default(), Vec::new());
    let mut current = StopClass::Particle;
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            current = match name {
                "preposition" => StopClass::Preposition,
                "pronoun" => StopClass::Pronoun,
                "conjunction" => StopClass::Conjunction,
                "reporting" => StopClass::Reporting,
                "month" => StopClass::Month,
                "weekday" => StopClass::Weekday,
                "english" => StopClass::English,
                "french" => StopClass::French,
                _ => StopClass::Particle,
            };
            continue;
        }
        // The analyser keeps على apart from the name علي, which is no stop word.
        for word in line.split_whitespace().map(|word| if word == "على" { word.to_owned() } else { fold(word) }) {
            if !matches!(current, StopClass::English | StopClass::French) {
                for and in ["و", "ف"] {
                    and_forms.push((format!("{and}{word}"), current));
                }
            }
            words.insert(&word, current);
        }
    }
    for (word, class) in and_forms {
        words.insert(&word, class);
    }
    words
}

/// The function of a folded word, if it is a stop word at all. And-forms (وفي، فقال) count as the word itself.
pub fn class(folded: &str) -> Option<StopClass> {
    WORDS.table.find(folded).and_then(|number| WORDS.classes.get(number)).copied()
}

/// Whether a folded word binds only: search passes over it when the query has others. Reporting verbs, months and weekdays are
/// content as far as search is concerned.
pub fn is_stop(folded: &str) -> bool {
    class(folded).is_some_and(is_function)
}

/// See [`is_stop`].
pub(crate) fn is_function(class: StopClass) -> bool {
    !matches!(class, StopClass::Reporting | StopClass::Month | StopClass::Weekday)
}

/// All words of a class, folded, the and-forms last.
pub fn words(of: StopClass) -> impl Iterator<Item = &'static str> {
    WORDS.classes.iter().enumerate().filter(move |&(_, &class)| class == of).map(|(number, _)| WORDS.table.word(number))
}
