//! Counting documents: how a vocabulary is made and how it grows.

use super::Vocabulary;
use crate::analyzer::Analyzer;
use crate::normalize::fold;
use crate::tokenize::TokenKind;
use rustc_hash::FxBuildHasher;
use std::collections::{HashMap, HashSet};

/// In letters: longer words are mistakes or addresses.
const LONGEST: usize = 30;

/// Beyond so many different words those met once so far are forgotten, so that memory has a bound (lossy counting, Manku and Motwani
/// 2002): a word is counted too low by at most the number of times that this happened.
const MOST_WORDS: usize = 1_000_000;

/// Counts documents by the words that they hold. A document is counted once for each of its words.
///
/// ```
/// use rafid_arabic::{Analyzer, vocabulary::{Counted, Counter}};
/// let mut counter = Counter::new(Counted::Written);
/// for text in ["وصل الفريق", "فاز الفريق"] {
///     counter.add(Analyzer::unguided(), text);
/// }
/// assert_eq!(counter.documents(), 2);
/// assert_eq!(counter.count("الفريق"), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Counter {
    counted: Counted,
    documents: u32,
    counts: HashMap<Box<str>, Count, FxBuildHasher>,
    seen: HashSet<Box<str>, FxBuildHasher>,
}

/// Documents with a word, and of which group the first of them was.
#[derive(Debug, Clone, Copy)]
struct Count {
    documents: u32,
    group: u32,
    /// Whether another group has it too.
    is_shared: bool,
}

/// Which form of a word is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Words as written, folded; besides, under `أل…`, words whose alef before a lam is written with a hamza, without what
    /// stands before it: no article is written so, which tells ألبرتو from الكونغو.
    Written,
    /// The guided terms of the analyser that the texts are read with.
    Guided,
}

impl Counter {
    pub fn new(counted: Counted) -> Counter {
        Counter { counted, documents: 0, counts: HashMap::default(), seen: HashSet::default() }
    }

    /// Counts one document.
    pub fn add(&mut self, analyzer: &Analyzer, text: &str) {
        self.add_of(analyzer, text, 0);
    }

    /// Counts one document of a group, such as an outlet's: what only one of them writes may be a habit or a mistake.
    pub fn add_of(&mut self, analyzer: &Analyzer, text: &str, group: u32) {
        self.seen.clear();
        analyzer.analyze(text, |term| {
            let kept = matches!(term.kind, TokenKind::Word | TokenKind::Latin | TokenKind::Hashtag);
            let word = if self.counted == Counted::Guided { term.guided } else { term.exact };
            if !kept || word.chars().count() > LONGEST || word.starts_with(|c: char| c.is_ascii_digit()) {
                return;
            }
            if !self.seen.contains(word) {
                self.seen.insert(word.into());
            }
            if self.counted == Counted::Written
                && let Some(hamza) = with_hamza(&text[term.range])
            {
                self.seen.insert(hamza.into());
            }
        });
        self.documents = self.documents.saturating_add(1);
        for word in self.seen.drain() {
            let count = self.counts.entry(word).or_insert(Count { documents: 0, group, is_shared: false });
            count.documents = count.documents.saturating_add(1);
            count.is_shared |= count.group != group;
        }
        if self.counts.len() > MOST_WORDS {
            self.counts.retain(|_, count| count.documents > 1);
        }
    }

    /// Documents counted so far.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// Documents with `word`.
    pub fn count(&self, word: &str) -> u32 {
        self.counts.get(word).map_or(0, |count| count.documents)
    }

    /// Words in at least `fewest` documents, in no order.
    pub fn words(&self, fewest: u32) -> impl Iterator<Item = (&str, u32)> {
        self.counts.iter().map(|(word, count)| (&**word, count.documents)).filter(move |&(_, count)| count >= fewest)
    }

    /// Words in at least `fewest` documents that are of more than one group, in no order.
    pub fn shared_words(&self, fewest: u32) -> impl Iterator<Item = (&str, u32)> {
        let is_shared = move |count: &Count| count.documents >= fewest && count.is_shared;
        self.counts.iter().filter(move |(_, count)| is_shared(count)).map(|(word, count)| (&**word, count.documents))
    }
}

/// Of a word with a hamza on the alef of its first ال: that word, folded but for `أل`, without the clitic before it.
fn with_hamza(written: &str) -> Option<String> {
    let hamza = |word: &str| word.strip_prefix(['أ', 'إ', 'آ']).is_some_and(|rest| rest.starts_with('ل'));
    let word =
        if hamza(written) { written } else { written.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']).filter(|word| hamza(word))? };
    let folded = fold(word);
    folded.strip_prefix('ا').filter(|rest| rest.chars().count() <= LONGEST).map(|rest| format!("أ{rest}"))
}

impl Vocabulary {
    /// The vocabulary of two counters over the same documents, without words in fewer than `fewest` of them.
    pub fn of(written: &Counter, guided: &Counter, fewest: u32) -> Vocabulary {
        let mut words: Vec<&str> = written.words(fewest).chain(guided.words(fewest)).map(|(word, _)| word).collect();
        words.sort_unstable();
        words.dedup();
        let at_least = |count: u32| if count >= fewest { count } else { 0 };
        let counts = words.into_iter().map(|word| (word, at_least(written.count(word)), at_least(guided.count(word))));
        Vocabulary::from_counts(written.documents, counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_counts_once() {
        let mut counter = Counter::new(Counted::Written);
        let unguided = Analyzer::unguided();
        counter.add(unguided, "كتاب وكتاب. كتاب 2018");
        counter.add(unguided, "كتاب");
        assert_eq!((counter.count("كتاب"), counter.count("وكتاب"), counter.count("2018")), (2, 1, 0));
        assert_eq!(counter.words(2).collect::<Vec<_>>(), [("كتاب", 2)]);
    }

    #[test]
    fn a_word_of_one_group_is_not_shared() {
        let mut counter = Counter::new(Counted::Written);
        for (text, outlet) in [("كتاب قلم", 1), ("كتاب", 1), ("كتاب", 2), ("قلم", 1), ("قلم", 1)] {
            counter.add_of(Analyzer::unguided(), text, outlet);
        }
        assert_eq!(counter.shared_words(3).collect::<Vec<_>>(), [("كتاب", 3)]);
        assert_eq!(counter.shared_words(4).count(), 0);
        assert_eq!(counter.words(3).count(), 2);
    }

    #[test]
    fn a_vocabulary_grows_and_its_fingerprint_tells() {
        let own = Vocabulary::from_counts(10, [("قرنبيط", 6, 6), ("كتاب", 2, 2)]);
        let built_in = Vocabulary::from_counts(100, [("كتاب", 40, 50)]);
        let grown = built_in.merged(&own);
        assert_eq!((grown.documents(), grown.count("كتاب"), grown.document_frequency("قرنبيط")), (110, 42, 6));
        assert_eq!((built_in.new_words(&own), grown.new_words(&own)), (1, 0));
        assert_ne!(grown.fingerprint(), built_in.fingerprint());
        let read = Vocabulary::from_bytes(&grown.to_bytes()).expect("own bytes");
        assert_eq!(read.fingerprint(), grown.fingerprint(), "the order of the file is another");
        let stem = |vocabulary: &Vocabulary| {
            Analyzer::with_vocabulary(vocabulary.clone()).stem("بقرنبيط", |guided, _| guided.to_owned())
        };
        assert_eq!((stem(&built_in), stem(&grown)), ("بقرنبيط".to_owned(), "قرنبيط".to_owned()));
    }

    #[test]
    fn a_written_hamza_is_evidence() {
        assert_eq!(with_hamza("ألمانيا").as_deref(), Some("ألمانيا"));
        assert_eq!(with_hamza("وإلغاء").as_deref(), Some("ألغاء"));
        assert_eq!(with_hamza("الكتاب"), None);
        assert_eq!(with_hamza("أكد"), None);
    }
}
