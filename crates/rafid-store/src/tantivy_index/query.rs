//! From what a user wrote to what tantivy asks.

use std::ops::Bound;

use rafid_arabic::Analyzer;
use rafid_core::SearchQuery;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::fields::Fields;
use super::syntax::{self, Clause};
use super::tokens;

const TITLE_BOOST: f32 = 1.6;
/// What a match under a looser form of the word is worth.
const GUIDED_BOOST: f32 = 0.85;
const LIGHT_BOOST: f32 = 0.55;
/// How much of the lesser forms counts beside the best one.
const TIE: f32 = 0.3;

/// Questions to ask one after another until one has an answer: all that was meant, then any part of it.
pub fn plan(fields: &Fields, query: &SearchQuery) -> Vec<Box<dyn Query>> {
    let parsed = syntax::parse(&query.text, query.now);
    let mut filters: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut wanted: Vec<Box<dyn Query>> = Vec::new();
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
                    filters.push((Occur::Must, phrase));
                }
            }
            Clause::Words(words) => wanted.extend(words_of(fields, words)),
            Clause::Any(alternatives) => {
                let any: Vec<_> = alternatives.iter().filter_map(|clause| loose_clause(fields, clause)).collect();
                if !any.is_empty() {
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
    if wanted.is_empty() {
        if filters.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            return vec![Box::new(EmptyQuery)];
        }
        return vec![Box::new(BooleanQuery::new(filters))];
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
    steps
        .into_iter()
        .map(|needed| {
            let any =
                BooleanQuery::union_with_minimum_required_clauses(wanted.iter().map(|query| query.box_clone()).collect(), needed);
            let mut clauses: Vec<(Occur, Box<dyn Query>)> =
                filters.iter().map(|(occur, query)| (*occur, query.box_clone())).collect();
            clauses.push((Occur::Must, Box::new(any)));
            Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>
        })
        .collect()
}

/// Articles that share many of the terms: guided forms as `rafid-analysis` chose them.
pub fn similar(fields: &Fields, terms: &[(String, f32)]) -> Box<dyn Query> {
    let clauses = terms
        .iter()
        .flat_map(|(term, weight)| {
            [(fields.title, TITLE_BOOST), (fields.body, 1.0)]
                .map(|(field, boost)| boosted(term_query(field, term), weight * boost))
        })
        .collect();
    Box::new(BooleanQuery::union(clauses))
}

/// What an article's age is worth: a fresh one counts up to twice as much as one that is years old, halfway after about a week.
pub fn recency(age_secs: i64) -> f32 {
    const WEEK_SECS: f32 = 7.0 * 86_400.0;
    1.0 + 1.0 / (1.0 + age_secs.max(0) as f32 / WEEK_SECS)
}

fn words_of(fields: &Fields, words: &str) -> Vec<Box<dyn Query>> {
    let mut all = Vec::new();
    let mut without_stops = Vec::new();
    Analyzer::builtin().analyze(words, |term| {
        let query = word(fields, term.exact, term.guided, term.light);
        if !term.is_stop {
            without_stops.push(query.box_clone());
        }
        all.push(query);
    });
    if without_stops.is_empty() { all } else { without_stops }
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
            let mut queries = words_of(fields, words);
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
