//! From what a user wrote to what tantivy asks.

use std::ops::Bound;

use rafid_arabic::Analyzer;
use rafid_core::SearchQuery;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::fields::Fields;
use super::syntax::{self, Clause};
use super::tokens;

const TITLE_BOOST: f32 = 1.6;
/// What a match under a looser form of the word is worth.
const GUIDED_BOOST: f32 = 0.85;
const LIGHT_BOOST: f32 = 0.55;
/// How much of the lesser forms counts beside the best one.
const TIE: f32 = 0.3;

/// More words than this add nothing to what a query means.
const MOST_WORDS: usize = 32;

/// What to ask.
pub struct Plan {
    /// One after another until one has an answer: all that was meant, then any part of it.
    pub steps: Vec<Box<dyn Query>>,
    /// Whether anything in it tells better from worse; where nothing does, time has to.
    pub scored: bool,
}

pub fn plan(fields: &Fields, query: &SearchQuery) -> Plan {
    let parsed = syntax::parse(&query.text, query.now);
    let mut filters: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut scored = false;
    for clause in &parsed.clauses {
        match clause {
            Clause::Not(inner) => {
                if let Some(inner) = exact_clause(fields, inner) {
                    filters.push((Occur::MustNot, inner));
                }
            }
            Clause::Source(_) | Clause::Keyword(_) => {
                if let Some(filter) = exact_clause(fields, clause) {
                    filters.push((Occur::Must, unscored(filter)));
                }
            }
            Clause::Phrase(_) => {
                if let Some(phrase) = exact_clause(fields, clause) {
                    scored = true;
                    filters.push((Occur::Must, phrase));
                }
            }
            Clause::Words(text) => words.extend(words_of(fields, text)),
            Clause::Any(alternatives) => {
                let any: Vec<_> = alternatives.iter().filter_map(|clause| loose_clause(fields, clause)).collect();
                if !any.is_empty() {
                    scored = true;
                    filters.push((Occur::Must, Box::new(BooleanQuery::union(any))));
                }
            }
        }
    }
    if let Some(source) = query.source {
        let term = Term::from_field_u64(fields.source, source.0.cast_unsigned());
        filters.push((Occur::Must, unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))));
    }
    let since = later(query.since, parsed.since);
    let until = earlier(query.until, parsed.until);
    if since.is_some() || until.is_some() {
        let bound = |time: Option<jiff::Timestamp>| time.map(|time| Term::from_field_i64(fields.at, time.as_second()));
        let range = RangeQuery::new(
            bound(since).map_or(Bound::Unbounded, Bound::Included),
            bound(until).map_or(Bound::Unbounded, Bound::Excluded),
        );
        filters.push((Occur::Must, unscored(Box::new(range))));
    }
    words.truncate(MOST_WORDS);
    let wanted = telling(words);
    if wanted.is_empty() {
        // Nothing but exclusions asks for nothing.
        let asks = filters.iter().any(|(occur, _)| *occur == Occur::Must);
        return Plan { steps: if asks { vec![Box::new(BooleanQuery::new(filters))] } else { Vec::new() }, scored };
    }
    let most = wanted.len();
    let enough = match most {
        1 | 2 => most,
        _ => most.div_ceil(2),
    };
    let mut steps = vec![enough];
    if enough > 1 {
        steps.push(1);
    }
    let steps = steps
        .into_iter()
        .map(|needed| {
            let any =
                BooleanQuery::union_with_minimum_required_clauses(wanted.iter().map(|query| query.box_clone()).collect(), needed);
            let mut clauses: Vec<(Occur, Box<dyn Query>)> =
                filters.iter().map(|(occur, query)| (*occur, query.box_clone())).collect();
            clauses.push((Occur::Must, Box::new(any)));
            Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>
        })
        .collect();
    Plan { steps, scored: true }
}

/// The terms that tell most are enough: each further one costs a list of postings and moves little.
const MOST_SIMILAR_TERMS: usize = 16;

/// Articles that share many of the terms: guided forms as `rafid-analysis` chose them. `None` where no article has any.
///
/// One flat union of terms: what tantivy can walk with block-max WAND, skipping what cannot come into the first places.
pub fn similar(fields: &Fields, searcher: &Searcher, terms: &[(String, f32)]) -> tantivy::Result<Option<Box<dyn Query>>> {
    let articles = searcher.num_docs() as f32;
    let mut telling = Vec::with_capacity(terms.len());
    for (term, weight) in terms.iter().filter(|(_, weight)| weight.is_finite() && *weight > 0.0) {
        let spread = searcher.doc_freq(&Term::from_field_text(fields.body, term))? as f32;
        let spread = spread + searcher.doc_freq(&Term::from_field_text(fields.title, term))? as f32;
        if spread > 0.0 {
            telling.push((weight * (1.0 + articles / spread).ln(), term, *weight));
        }
    }
    telling.sort_by(|a, b| b.0.total_cmp(&a.0));
    telling.truncate(MOST_SIMILAR_TERMS);
    let clauses: Vec<_> = telling
        .into_iter()
        .flat_map(|(_, term, weight)| {
            [(fields.title, TITLE_BOOST), (fields.body, 1.0)]
                .map(|(field, boost)| boosted(term_query(field, term), weight * boost))
        })
        .collect();
    Ok((!clauses.is_empty()).then(|| Box::new(BooleanQuery::union(clauses)) as Box<dyn Query>))
}

/// What an article's age is worth: a fresh one counts up to twice as much as one that is years old, halfway after about a week.
pub fn recency(age_secs: i64) -> f32 {
    const WEEK_SECS: f32 = 7.0 * 86_400.0;
    1.0 + 1.0 / (1.0 + age_secs.max(0) as f32 / WEEK_SECS)
}

struct Word {
    query: Box<dyn Query>,
    is_stop: bool,
}

fn words_of(fields: &Fields, text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    Analyzer::builtin().analyze(text, |term| {
        if words.len() < MOST_WORDS {
            words.push(Word { query: word(fields, term.exact, term.guided, term.light), is_stop: term.is_stop });
        }
    });
    words
}

/// Words that only bind others are asked for where there is nothing else.
fn telling(mut words: Vec<Word>) -> Vec<Box<dyn Query>> {
    if words.iter().any(|word| !word.is_stop) {
        words.retain(|word| !word.is_stop);
    }
    words.into_iter().map(|word| word.query).collect()
}

fn word(fields: &Fields, exact: &str, guided: &str, light: &str) -> Box<dyn Query> {
    let light = tokens::light_token(guided, light);
    let mut forms: Vec<(&str, f32)> = vec![(exact, 1.0)];
    if guided != exact {
        forms.push((guided, GUIDED_BOOST));
    }
    if light != guided {
        forms.push((&light, LIGHT_BOOST));
    }
    let in_field = |field: Field| -> Box<dyn Query> {
        let mut queries: Vec<Box<dyn Query>> =
            forms.iter().map(|(form, boost)| boosted(term_query(field, form), *boost)).collect();
        match queries.pop() {
            Some(only) if queries.is_empty() => only,
            Some(last) => {
                queries.push(last);
                Box::new(DisjunctionMaxQuery::with_tie_breaker(queries, TIE))
            }
            None => Box::new(EmptyQuery),
        }
    };
    Box::new(BooleanQuery::union(vec![boosted(in_field(fields.title), TITLE_BOOST), in_field(fields.body)]))
}

/// A clause as a condition: phrases to the letter (folded), words under any of their forms.
fn exact_clause(fields: &Fields, clause: &Clause) -> Option<Box<dyn Query>> {
    match clause {
        Clause::Source(key) => Some(term_query(fields.source_key, key)),
        Clause::Keyword(keyword) => {
            let key = rafid_arabic::normalize::fold(keyword);
            Some(Box::new(BooleanQuery::union(vec![term_query(fields.keyword, keyword), term_query(fields.keyword, &key)])))
        }
        Clause::Phrase(text) => {
            let mut words: Vec<(usize, String)> = Vec::new();
            Analyzer::builtin().analyze(text, |term| words.push((term.position as usize, term.exact.to_owned())));
            words.truncate(MOST_WORDS);
            match words.as_slice() {
                [] => None,
                [(_, only)] => Some(Box::new(BooleanQuery::union(vec![
                    boosted(term_query(fields.title, only), TITLE_BOOST),
                    term_query(fields.body, only),
                ]))),
                _ => {
                    let phrase = |field: Field| -> Box<dyn Query> {
                        Box::new(PhraseQuery::new_with_offset(
                            words.iter().map(|(at, word)| (*at, Term::from_field_text(field, word))).collect(),
                        ))
                    };
                    Some(Box::new(BooleanQuery::union(vec![boosted(phrase(fields.title), TITLE_BOOST), phrase(fields.body)])))
                }
            }
        }
        Clause::Words(_) | Clause::Any(_) => loose_clause(fields, clause),
        Clause::Not(inner) => exact_clause(fields, inner),
    }
}

fn loose_clause(fields: &Fields, clause: &Clause) -> Option<Box<dyn Query>> {
    match clause {
        Clause::Words(words) => {
            let mut queries = telling(words_of(fields, words));
            match queries.len() {
                0 => None,
                1 => queries.pop(),
                _ => Some(Box::new(BooleanQuery::intersection(queries))),
            }
        }
        Clause::Any(alternatives) => {
            let any: Vec<_> = alternatives.iter().filter_map(|clause| loose_clause(fields, clause)).collect();
            (!any.is_empty()).then(|| Box::new(BooleanQuery::union(any)) as Box<dyn Query>)
        }
        other => exact_clause(fields, other),
    }
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
