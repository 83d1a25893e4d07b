//! Keywords as somebody types: a table in memory over the index's own keywords.
//!
//! A keyword is found by the beginning of any of its words, with or without the article, and what is typed may go on over several words.
//! What was indexed since the table was made stands in a small table of its own, until that has grown and both become one.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use rafid_arabic::normalize::fold;
use rafid_core::{Completion, StoreResult};
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SearcherGeneration, SegmentReader, TERMINATED, Term};

use super::{failed, other};

/// Longer ones are no names.
const LONGEST_KEY: usize = 120;
/// A keyword that begins with what was typed is worth so many times one that goes on with it.
const AT_START: u64 = 3;

/// Both tables become one when the new one has this share of the articles, or this many.
const NEW_SHARE: u32 = 20;
const FEW_ARTICLES: u32 = 200;

#[derive(Default)]
pub struct Completions {
    made: Mutex<Option<Arc<Tables>>>,
}

struct Tables {
    generation: SearcherGeneration,
    /// What the large table was made of.
    segments: Arc<HashSet<SegmentId>>,
    articles: u32,
    large: Arc<Table>,
    new: Table,
}

impl Completions {
    /// Takes in what a commit has brought, if anybody has ever asked.
    pub fn follow(&self, searcher: &Searcher, field: Field) -> StoreResult<()> {
        let is_used = self.made.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if is_used { self.tables(searcher, field).map(drop) } else { Ok(()) }
    }

    pub fn complete(&self, searcher: &Searcher, field: Field, prefix: &str, limit: usize) -> StoreResult<Vec<Completion>> {
        let tables = self.tables(searcher, field)?;
        let prefix = fold(prefix);
        // Some more, for those that only deleted articles had.
        let many = limit.saturating_mul(2);
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for table in [&*tables.large, &tables.new] {
            for (key, articles) in table.find(&prefix, many) {
                *counts.entry(key).or_default() += u64::from(articles);
            }
        }
        let mut best: Vec<_> = counts.into_iter().collect();
        best.sort_unstable_by_key(|&(key, articles)| (Reverse(score(key, &prefix, articles)), key));
        let mut found = Vec::new();
        for (key, articles) in best {
            if found.len() < limit && stands(searcher, field, key).map_err(failed)? {
                found.push(Completion { key: key.to_owned(), articles });
            }
        }
        Ok(found)
    }

    fn tables(&self, searcher: &Searcher, field: Field) -> StoreResult<Arc<Tables>> {
        // Whoever asks meanwhile waits: two would only be slower.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tables) = made.as_ref().filter(|tables| tables.generation == *searcher.generation()) {
            return Ok(tables.clone());
        }
        let segments = searcher.segment_readers();
        let mut tables = None;
        if let Some(old) = &*made {
            let new: Vec<_> = segments.iter().filter(|segment| !old.segments.contains(&segment.segment_id())).collect();
            let articles: u32 = new.iter().map(|segment| segment.max_doc()).sum();
            if articles <= (old.articles / NEW_SHARE).max(FEW_ARTICLES) {
                let generation = searcher.generation().clone();
                let (segments, large) = (old.segments.clone(), old.large.clone());
                tables = Some(Tables { generation, segments, articles: old.articles, large, new: Table::new(new, field)? });
            }
        }
        let tables = match tables {
            Some(tables) => tables,
            None => Tables {
                generation: searcher.generation().clone(),
                segments: Arc::new(segments.iter().map(SegmentReader::segment_id).collect()),
                articles: segments.iter().map(SegmentReader::max_doc).sum(),
                large: Arc::new(Table::new(segments, field)?),
                new: Table::default(),
            },
        };
        Ok(made.insert(Arc::new(tables)).clone())
    }
}

fn score(key: &str, prefix: &str, articles: u64) -> u64 {
    articles * if key.starts_with(prefix) { AT_START } else { 1 }
}

/// Whether any article still has the keyword.
fn stands(searcher: &Searcher, field: Field, key: &str) -> tantivy::Result<bool> {
    let term = Term::from_field_text(field, key);
    for segment in searcher.segment_readers() {
        let Some(mut postings) = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                return Ok(true);
            }
            postings.advance();
        }
    }
    Ok(false)
}

#[derive(Debug, Default)]
struct Table {
    keys: Vec<(Box<str>, u32)>,
    /// Each word of any key, in order, and where its keys begin in `of_word`; the last has an end behind it.
    words: Vec<(Box<str>, u32)>,
    of_word: Vec<u32>,
}

impl Table {
    fn new<'a>(segments: impl IntoIterator<Item = &'a SegmentReader>, field: Field) -> StoreResult<Self> {
        let mut counts: HashMap<Box<str>, u32> = HashMap::new();
        for segment in segments {
            let index = segment.inverted_index(field).map_err(failed)?;
            let mut terms = index.terms().stream().map_err(|error| other("could not read the index's keywords", error))?;
            while let Some((key, about)) = terms.next() {
                if let Ok(key) = std::str::from_utf8(key)
                    && (1..=LONGEST_KEY).contains(&key.len())
                {
                    match counts.get_mut(key) {
                        Some(count) => *count += about.doc_freq,
                        None => drop(counts.insert(key.into(), about.doc_freq)),
                    }
                }
            }
        }
        Ok(Self::of(counts.into_iter().collect()))
    }

    fn of(mut keys: Vec<(Box<str>, u32)>) -> Self {
        keys.sort_unstable();
        let mut by_word: HashMap<&str, Vec<u32>> = HashMap::new();
        for ((key, _), number) in keys.iter().zip(0..) {
            for word in key.split(' ').filter(|word| !word.is_empty()) {
                let of_word = by_word.entry(word).or_default();
                if of_word.last() != Some(&number) {
                    of_word.push(number);
                }
            }
        }
        let mut sorted: Vec<(&str, Vec<u32>)> = by_word.into_iter().collect();
        sorted.sort_unstable_by_key(|(word, _)| *word);
        let (mut words, mut of_word) = (Vec::with_capacity(sorted.len() + 1), Vec::new());
        for (word, numbers) in sorted {
            words.push((word.into(), of_word.len() as u32));
            of_word.extend(numbers);
        }
        words.push(("".into(), of_word.len() as u32));
        Self { keys, words, of_word }
    }

    /// The best `limit` keys and how many articles each has.
    fn find(&self, prefix: &str, limit: usize) -> Vec<(&str, u32)> {
        let prefix = prefix.trim_start();
        let mut best: BinaryHeap<Reverse<(u64, Reverse<u32>)>> = BinaryHeap::new();
        if limit > 0 {
            self.visit(prefix, limit, &mut best);
            if !prefix.starts_with("ال") && !prefix.is_empty() {
                self.visit(&format!("ال{prefix}"), limit, &mut best);
            }
        }
        let mut found: Vec<_> = best.into_iter().map(|Reverse(found)| found).collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.iter().map(|(_, Reverse(number))| &self.keys[*number as usize]).map(|(key, count)| (&**key, *count)).collect()
    }

    fn visit(&self, prefix: &str, limit: usize, best: &mut BinaryHeap<Reverse<(u64, Reverse<u32>)>>) {
        let (first, rest) = prefix.split_once(' ').map_or((prefix, None), |(first, rest)| (first, Some(rest)));
        let named = self.words.len().saturating_sub(1);
        let from = self.words[..named].partition_point(|(word, _)| &**word < first);
        for n in from..named {
            let word = &*self.words[n].0;
            let is_next = if rest.is_some() { word == first } else { word.starts_with(first) };
            if !is_next {
                break;
            }
            for &number in &self.of_word[self.words[n].1 as usize..self.words[n + 1].1 as usize] {
                let (key, count) = &self.keys[number as usize];
                if rest.is_some() && !goes_on(key, prefix) {
                    continue;
                }
                let entry = Reverse((score(key, prefix, u64::from(*count)), Reverse(number)));
                // The smallest is on top.
                if best.len() == limit && best.peek().is_some_and(|least| *least <= entry) {
                    continue;
                }
                if best.iter().any(|Reverse((_, Reverse(known)))| *known == number) {
                    continue;
                }
                if best.len() == limit {
                    best.pop();
                }
                best.push(entry);
            }
        }
    }
}

/// Whether `prefix` stands in `key` at the start of a word.
fn goes_on(key: &str, prefix: &str) -> bool {
    key.match_indices(prefix).any(|(at, _)| at == 0 || key.as_bytes()[at - 1] == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(prefix: &str) -> Vec<&'static str> {
        static KEYS: [(&str, u32); 6] =
            [("كاس العالم", 9), ("كاس", 2), ("العالم", 4), ("مكتبه العالم", 5), ("نهر السلسبيل", 1), ("السلسبيل", 3)];
        let table = Table::of(KEYS.iter().map(|(key, count)| ((*key).into(), *count)).collect());
        let found: Vec<String> = table.find(prefix, 4).into_iter().map(|(key, _)| key.to_owned()).collect();
        found.iter().filter_map(|key| KEYS.iter().map(|(known, _)| *known).find(|known| known == key)).collect()
    }

    #[test]
    fn by_the_beginning_of_any_word_the_commonest_first() {
        assert_eq!(found("كا"), ["كاس العالم", "كاس"]);
        assert_eq!(found("العا"), ["العالم", "كاس العالم", "مكتبه العالم"]);
        assert_eq!(found("سلس"), ["السلسبيل", "نهر السلسبيل"]);
        assert_eq!(found("كاس الع"), ["كاس العالم"]);
        assert_eq!(found("كاس "), ["كاس العالم"]);
        assert!(found("كاس ب").is_empty() && found("قمر").is_empty());
    }

    #[test]
    fn an_empty_table_and_an_empty_beginning() {
        assert!(Table::of(vec![]).find("ا", 5).is_empty());
        assert_eq!(found("").len(), 4);
        assert!(Table::default().find("x", 0).is_empty());
    }
}
