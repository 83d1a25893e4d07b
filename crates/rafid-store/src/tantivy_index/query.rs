//! From what a user wrote to what tantivy asks.

use std::ops::Bound;

use rafid_arabic::Analyzer;
use rafid_core::SearchQuery;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::fields::Fields;
use super::syntax::{self, Clause};
use super::tokens;
use super::words::{self, Word, WordsQuery};

const TITLE_BOOST: f32 = 1.6;

/// More words than this add nothing to what a query means.
const MOST_WORDS: usize = 32;

/// What to ask.
pub struct Plan {
    /// One after another until one has an answer: all that was meant, then any part of it.
    pub steps: Vec<Box<dyn Query>>,
    /// The words that were asked for in any order; where they stand in the best candidates is worth a second look.
    pub words: Vec<Word>,
    /// Whether anything in it tells better from worse; where nothing does, time has to.
    pub scored: bool,
}

pub fn plan(fields: &Fields, analyzer: &Analyzer, query: &SearchQuery) -> Plan {
    let parsed = syntax::parse(&query.text, query.now);
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    // Words side by side are read together: بيونغ يانغ is one name.
    let mut side_by_side = String::new();
    let mut scored = false;
    for clause in &parsed.clauses {
        if let Clause::Words(text) = clause {
            side_by_side.push_str(text);
            side_by_side.push(' ');
            continue;
        }
        words.extend(words::words_of(analyzer, &std::mem::take(&mut side_by_side), MOST_WORDS));
        let (occur, inner) = match clause {
            Clause::Not(inner) => (Occur::MustNot, &**inner),
            other => (Occur::Must, other),
        };
        let Some(asked) = condition(fields, analyzer, inner) else { continue };
        match clause {
            Clause::Source(_) | Clause::Keyword(_) | Clause::Country(_) => clauses.push((occur, unscored(asked))),
            _ => {
                scored |= occur == Occur::Must;
                clauses.push((occur, asked));
            }
        }
    }
    words.extend(words::words_of(analyzer, &side_by_side, MOST_WORDS));
    if let Some(source) = query.source {
        let term = Term::from_field_u64(fields.source, source.0.cast_unsigned());
        clauses.push((Occur::Must, unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))));
    }
    for (field, value) in [(fields.country, &query.country), (fields.keyword, &query.keyword)] {
        clauses.extend(value.as_ref().map(|value| (Occur::Must, unscored(term_query(field, value)))));
    }
    if let Some(only) = &query.only {
        let ids = only.iter().map(|id| Term::from_field_u64(fields.id, id.0.cast_unsigned()));
        clauses.push((Occur::Must, unscored(Box::new(TermSetQuery::new(ids)))));
    }
    clauses.extend(period(fields, later(query.since, parsed.since), earlier(query.until, parsed.until)));
    let words = telling(words);
    if words.is_empty() {
        // Nothing but exclusions asks for nothing.
        let asks = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        return Plan { steps: if asks { vec![Box::new(BooleanQuery::new(clauses))] } else { Vec::new() }, words, scored };
    }
    let enough = match words.len() {
        few @ (1 | 2) => few,
        // A third of a headline's words is enough to be looked at: which are the right ones is for the ranking.
        many => many / 3 + 1,
    };
    let all = in_both_fields(fields, &words, enough);
    let steps = (if enough > 1 { vec![enough, 1] } else { vec![1] })
        .into_iter()
        .map(|needed| {
            let mut clauses: Vec<_> = clauses.iter().map(|(occur, query)| (*occur, query.box_clone())).collect();
            clauses.push((Occur::Must, Box::new(WordsQuery { needed, ..all.clone() })));
            Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>
        })
        .collect();
    Plan { steps, words, scored: true }
}

fn in_both_fields(fields: &Fields, words: &[Word], needed: usize) -> WordsQuery {
    WordsQuery { words: words.into(), fields: [(fields.title, TITLE_BOOST), (fields.body, 1.0)], needed }
}

/// Words that only bind others are asked for where there is nothing else.
fn telling(mut words: Vec<Word>) -> Vec<Word> {
    if words.iter().any(|word| !word.is_stop) {
        words.retain(|word| !word.is_stop);
    }
    words.truncate(MOST_WORDS);
    words
}

fn period(fields: &Fields, since: Option<jiff::Timestamp>, until: Option<jiff::Timestamp>) -> Option<(Occur, Box<dyn Query>)> {
    if since.is_none() && until.is_none() {
        return None;
    }
    let bound = |time: Option<jiff::Timestamp>| time.map(|time| Term::from_field_i64(fields.at, time.as_second()));
    let range = RangeQuery::new(
        bound(since).map_or(Bound::Unbounded, Bound::Included),
        bound(until).map_or(Bound::Unbounded, Bound::Excluded),
    );
    Some((Occur::Must, unscored(Box::new(range))))
}

/// What must hold: phrases to the letter (folded), all of some words under any of their forms, one of several. `None`
/// where nothing is asked.
fn condition(fields: &Fields, analyzer: &Analyzer, clause: &Clause) -> Option<Box<dyn Query>> {
    match clause {
        Clause::Source(key) => Some(term_query(fields.source_key, key)),
        Clause::Country(code) => Some(term_query(fields.country, code)),
        Clause::Keyword(keyword) => {
            let key = rafid_arabic::normalize::fold(keyword);
            Some(Box::new(BooleanQuery::union(vec![term_query(fields.keyword, keyword), term_query(fields.keyword, &key)])))
        }
        Clause::Phrase(text) => phrase(fields, analyzer, text),
        Clause::Words(text) => {
            let words = telling(words::words_of(analyzer, text, MOST_WORDS));
            (!words.is_empty()).then(|| Box::new(in_both_fields(fields, &words, words.len())) as Box<dyn Query>)
        }
        Clause::Any(alternatives) => {
            let any: Vec<_> = alternatives.iter().filter_map(|clause| condition(fields, analyzer, clause)).collect();
            (!any.is_empty()).then(|| Box::new(BooleanQuery::union(any)) as Box<dyn Query>)
        }
        Clause::Not(inner) => condition(fields, analyzer, inner),
    }
}

/// Words side by side as they are written, folded; one without a clitic may have one in the text.
fn phrase(fields: &Fields, analyzer: &Analyzer, text: &str) -> Option<Box<dyn Query>> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    analyzer.analyze(text, |term| {
        if tokens.len() < MOST_WORDS {
            let (word, clitic) = tokens::exact_tokens(term.exact, term.guided);
            let words = std::iter::once(word.to_owned()).chain(clitic);
            tokens.extend(words.map(|token| (term.position as usize, token)));
        }
    });
    let in_field = |field: Field| -> Option<Box<dyn Query>> {
        match tokens.as_slice() {
            [] => None,
            [(_, only)] => Some(term_query(field, only)),
            _ => {
                let terms = tokens.iter().map(|(at, word)| (*at, Term::from_field_text(field, word))).collect();
                Some(Box::new(PhraseQuery::new_with_offset(terms)))
            }
        }
    };
    let title = boosted(in_field(fields.title)?, TITLE_BOOST);
    Some(Box::new(BooleanQuery::union(vec![title, in_field(fields.body)?])))
}

/// The heaviest terms are enough: on labelled stories twelve bring 98 % of the related articles into the first 200, all of
/// them hardly more at twice the price. Choosing them by their rarity in the index instead loses a twentieth.
const MOST_SIMILAR_TERMS: usize = 12;

/// Articles that share many of the terms: guided forms as `rafid-analysis` chose them. `None` where nothing is asked.
///
/// One flat union of terms: what tantivy can walk with block-max WAND, skipping what cannot come into the first places.
pub fn similar(fields: &Fields, terms: &[(String, f32)]) -> Option<Box<dyn Query>> {
    let mut heaviest: Vec<_> = terms.iter().filter(|(_, weight)| weight.is_finite() && *weight > 0.0).collect();
    heaviest.sort_by(|a, b| b.1.total_cmp(&a.1));
    heaviest.truncate(MOST_SIMILAR_TERMS);
    let clauses: Vec<_> = heaviest
        .into_iter()
        .flat_map(|(term, weight)| {
            [(fields.title, TITLE_BOOST), (fields.body, 1.0)]
                .map(|(field, boost)| boosted(term_query(field, term), weight * boost))
        })
        .collect();
    (!clauses.is_empty()).then(|| Box::new(BooleanQuery::union(clauses)) as Box<dyn Query>)
}

fn term_query(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    if (boost - 1.0).abs() < f32::EPSILON { query } else { Box::new(BoostQuery::new(query, boost)) }
}

fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn later(a: Option<jiff::Timestamp>, b: Option<jiff::Timestamp>) -> Option<jiff::Timestamp> {
    a.max(b)
}

fn earlier(a: Option<jiff::Timestamp>, b: Option<jiff::Timestamp>) -> Option<jiff::Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
