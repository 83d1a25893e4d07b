//! "Did you mean": words of a question that the index hardly has, and what was probably meant, from the index's own vocabulary.
//!
//! A word is suspected when no article (or next to none) has it in any form. What is near it ([`super::distance`]) is weighed like
//! a noisy channel: how common the other word is, how likely the slip, and whether it stands in articles together with the other words of
//! the question; that last is what keeps rare names from being "corrected". What the search finds anyway (another spelling or
//! inflection of the same word) is never offered.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rafid_arabic::{Analyzer, TokenKind};
use rafid_core::{ArticleId, Respelling, StoreResult};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::PhraseQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

use super::distance::{LONGEST, Near, cost};
use super::fields::Fields;
use super::slips::{CLITICS, SHORTEST, is_inflected, mended};
use super::{failed, rank, tokens};

/// A question's words beyond these are not looked at.
const MOST_WORDS: usize = 32;
const MOST_CHARS: usize = 1_000;
/// At most so many words are put right; where more are wrong, something else is.
const MOST_WRONG: usize = 3;
/// A word in at most so many articles may be a slip of somebody else's.
const RARE: u64 = 3;
/// How many times commoner the other word must then be.
const CLEARLY: u64 = 60;
/// So many of the question's rarest other words are context.
const CONTEXT: usize = 6;
/// Where more words than this stand around it, a word that any article has beside them is not looked at.
const SHORT_CONTEXT: usize = 2;
/// How many times more articles must have the other word beside the rest of the question, where any has the one that was typed.
const COMPANY: usize = 20;
const EXAMPLES: usize = 6;
/// From here on two slips are possible.
const LONG: usize = 6;
/// How much a slip counts against how common a word is (natural logarithm of its articles).
const SLIP: f32 = 3.5;
/// What each other word of the question that stands in one article with it is worth.
const TOGETHER: f32 = 1.2;
/// More company than this is worth no more.
const MOST_TOGETHER: u32 = 3;
/// How much commoner the article is than any other clitic (natural logarithm).
const ARTICLE: f32 = 1.5;

pub fn respell(fields: &Fields, analyzer: &Analyzer, searcher: &Searcher, text: &str) -> StoreResult<Vec<Respelling>> {
    Speller { fields, analyzer, searcher }.respell(text).map_err(failed)
}

struct Typed {
    range: Range<usize>,
    exact: String,
    guided: String,
    light: String,
    /// Whether it may be wrong at all: no stop word, number, field or exclusion.
    is_open: bool,
    is_stop: bool,
    /// How many articles have it, in its best form.
    articles: u64,
}

struct Found {
    folded: String,
    value: f32,
    clitic: &'static str,
}

/// Which words of the context each document has, a bit a word, by segment.
struct Context {
    words: usize,
    of: Vec<Vec<u8>>,
}

/// A word's context.
struct Beside<'a> {
    context: &'a Context,
    /// So many words of it stand at best in one document with the word as it was typed.
    company: u32,
}

struct Speller<'a> {
    fields: &'a Fields,
    analyzer: &'a Analyzer,
    searcher: &'a Searcher,
}

impl Speller<'_> {
    fn respell(&self, text: &str) -> tantivy::Result<Vec<Respelling>> {
        let text = text.char_indices().nth(MOST_CHARS).map_or(text, |(end, _)| &text[..end]);
        let mut words = typed(self.analyzer, text);
        for word in words.iter_mut().filter(|word| !word.is_stop) {
            word.articles = self.known(word)?;
        }
        let wrong: Vec<usize> = (0..words.len()).filter(|&n| words[n].is_open && words[n].articles <= RARE).collect();
        if wrong.is_empty() || self.searcher.num_docs() == 0 {
            return Ok(Vec::new());
        }
        let context = self.context(&words)?;
        let mut found: Vec<Respelling> = Vec::new();
        for &n in &wrong {
            if found.len() == MOST_WRONG {
                break;
            }
            if found.last().is_some_and(|last| last.range.end >= words[n].range.end) {
                continue;
            }
            let joined = match self.joined(text, &words, n)? {
                None => self.split(&words[n])?,
                joined => joined,
            };
            match joined {
                Some(joined) => found.push(joined),
                None => found.extend(self.other(&words[n], &context)?),
            }
        }
        Ok(found)
    }

    fn articles(&self, text: &str) -> tantivy::Result<u64> {
        let count = |field| self.searcher.doc_freq(&Term::from_field_text(field, text));
        Ok(count(self.fields.body)?.max(count(self.fields.title)?))
    }

    fn known(&self, word: &Typed) -> tantivy::Result<u64> {
        let mut articles = self.articles(&word.guided)?;
        if articles <= RARE {
            articles = articles.max(self.articles(&word.exact)?);
            for light in tokens::light_tokens(&word.light) {
                articles = articles.max(self.articles(&light)?);
            }
        }
        Ok(articles)
    }

    /// The telling words around those that are wrong, the rarest of them.
    fn context(&self, words: &[Typed]) -> tantivy::Result<Context> {
        let mut around: Vec<&Typed> = words.iter().filter(|word| !word.is_stop && word.articles > RARE).collect();
        around.sort_by_key(|word| word.articles);
        around.truncate(CONTEXT);
        let mut of: Vec<Vec<u8>> =
            self.searcher.segment_readers().iter().map(|segment| vec![0; segment.max_doc() as usize]).collect();
        for (bit, word) in around.iter().enumerate() {
            for form in tokens::light_tokens(&word.light).iter().chain([&word.guided]) {
                self.each_document(form, |address| of[address.segment_ord as usize][address.doc_id as usize] |= 1 << bit)?;
            }
        }
        Ok(Context { words: around.len(), of })
    }

    fn each_document(&self, form: &str, mut each: impl FnMut(DocAddress)) -> tantivy::Result<()> {
        for field in [self.fields.title, self.fields.body] {
            let term = Term::from_field_text(field, form);
            for (segment, ord) in self.searcher.segment_readers().iter().zip(0..) {
                let index = segment.inverted_index(field)?;
                let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                while postings.doc() != TERMINATED {
                    if !segment.is_deleted(postings.doc()) {
                        each(DocAddress::new(ord, postings.doc()));
                    }
                    postings.advance();
                }
            }
        }
        Ok(())
    }

    /// How many words of the context stand in one document with `form` at best, and the documents, the best first.
    fn together(&self, form: &str, context: &Context) -> tantivy::Result<(u32, Vec<DocAddress>)> {
        let mut best: Vec<(u32, DocAddress)> = Vec::new();
        self.each_document(form, |address| {
            let beside = context.of[address.segment_ord as usize][address.doc_id as usize].count_ones();
            // The first come from titles, which every outlet lets be shown.
            if best.len() < EXAMPLES {
                best.push((beside, address));
            } else if let Some(least) = best.iter_mut().min_by_key(|(beside, _)| *beside).filter(|least| least.0 < beside) {
                *least = (beside, address);
            }
        })?;
        best.sort_by_key(|(beside, _)| std::cmp::Reverse(*beside));
        Ok((best.first().map_or(0, |best| best.0), best.into_iter().map(|(_, address)| address).collect()))
    }

    /// Another word that is near, and clearly better.
    fn other(&self, word: &Typed, context: &Context) -> tantivy::Result<Option<Respelling>> {
        let letters = word.exact.chars().count();
        if !(SHORTEST..=LONGEST).contains(&letters) {
            return Ok(None);
        }
        let mut company = 0;
        if word.articles > 0 && context.words > 0 {
            let (beside, _) = self.together(&word.guided, context)?;
            let (beside_light, _) = self.together(&tokens::light_tokens(&word.light)[0], context)?;
            company = beside.max(beside_light);
            // A long question with which an article agrees is its headline.
            if company > 0 && context.words > SHORT_CONTEXT {
                return Ok(None);
            }
        }
        let context = &Beside { context, company };
        let mut best = self.best(word, &word.exact, "", 1, context, f32::MIN)?;
        if letters > SHORTEST + 1 {
            for (clitic, rest) in mended(&word.exact) {
                let found = self.known_rest(word, clitic, &rest, context)?;
                if found.as_ref().is_some_and(|found| best.as_ref().is_none_or(|best| found.value > best.value)) {
                    best = found;
                }
            }
            for clitic in CLITICS {
                let floor = best.as_ref().map_or(f32::MIN, |best| best.value);
                let rest = word.exact.strip_prefix(clitic).filter(|rest| rest.chars().count() >= SHORTEST);
                let Some(found) = rest.map(|rest| self.best(word, rest, clitic, 1, context, floor)).transpose()?.flatten() else {
                    continue;
                };
                if best.as_ref().is_none_or(|best| found.value > best.value) {
                    best = Some(found);
                }
            }
        }
        if best.is_none() && letters >= LONG && word.articles == 0 {
            let (clitic, rest) = match CLITICS[..6].iter().find_map(|clitic| Some((*clitic, word.exact.strip_prefix(clitic)?))) {
                Some((clitic, rest)) if rest.chars().count() >= LONG - 1 => (clitic, rest),
                _ => ("", word.exact.as_str()),
            };
            best = self.best(word, rest, clitic, 2, context, f32::MIN)?;
        }
        let Some(Found { folded, clitic, .. }) = best else { return Ok(None) };
        let (_, examples) = self.together(&folded, context.context)?;
        let examples = self.ids(examples)?;
        Ok(Some(Respelling { range: word.range.clone(), clitic: clitic.to_owned(), folded, examples }))
    }

    /// A word of the index behind a clitic in which the slip is (`اعلراق`, `تلدول`).
    fn known_rest(&self, word: &Typed, clitic: &'static str, rest: &str, context: &Beside) -> tantivy::Result<Option<Found>> {
        let articles = self.articles(rest)?;
        let slip = cost(&word.exact, &format!("{clitic}{rest}"));
        let is_same = self.analyzer.stem(rest, |guided, light| guided == word.guided || light == word.light);
        if is_same || word.exact == rest {
            return Ok(None);
        }
        let Some(value) = self.value(word, rest, articles, slip, context)? else { return Ok(None) };
        let value = value + if clitic == "ال" { ARTICLE } else { 0.0 };
        Ok(Some(Found { folded: rest.to_owned(), value, clitic }))
    }

    /// What another word is worth in the place of this one; `None` when it is not clearly better.
    fn value(&self, word: &Typed, folded: &str, articles: u64, slip: f32, context: &Beside) -> tantivy::Result<Option<f32>> {
        let is_clear = match word.articles {
            0 => articles >= 2 && (folded.chars().count() > SHORTEST || articles >= 30),
            some => articles >= CLEARLY * some && slip < 1.0,
        };
        if !is_clear {
            return Ok(None);
        }
        let words = context.context.words;
        let (beside, _) = if words > 0 { self.together(folded, context.context)? } else { (0, Vec::new()) };
        // Somebody has written it beside the other words before: then they must stand there many times more often with this one.
        if context.company > 0
            && (beside < context.company
                || self.company(folded, context)? < COMPANY * usize::try_from(word.articles).unwrap_or(1))
        {
            return Ok(None);
        }
        // Without company it has to be common, and the slip a likely one.
        let is_likely = match (beside, words) {
            (1.., _) => true,
            (0, 0) => articles >= 5 && slip <= 1.3,
            (0, _) => articles >= 30 && slip <= 1.0,
        };
        Ok(is_likely.then(|| (articles as f32).ln_1p() - SLIP * slip + TOGETHER * beside.min(MOST_TOGETHER) as f32))
    }

    /// How many documents have as many words of the context beside `form` as the typed word has at best.
    fn company(&self, form: &str, Beside { context, company }: &Beside) -> tantivy::Result<usize> {
        let mut many = HashSet::new();
        self.each_document(form, |address| {
            if context.of[address.segment_ord as usize][address.doc_id as usize].count_ones() >= *company {
                many.insert(address);
            }
        })?;
        Ok(many.len())
    }

    /// The best word near `typed`, if it is worth more than `floor`.
    fn best(
        &self,
        word: &Typed,
        typed: &str,
        clitic: &'static str,
        edits: u8,
        context: &Beside,
        floor: f32,
    ) -> tantivy::Result<Option<Found>> {
        let mut near: Vec<(f32, u64, f32, String)> = Vec::new();
        for (folded, articles) in self.near(typed, edits)? {
            let slip = cost(typed, &folded);
            let is_same = self.analyzer.stem(&folded, |guided, light| guided == word.guided || light == word.light);
            if articles >= 2 && !is_same && folded != typed && !is_inflected(&word.exact, &folded) {
                near.push(((articles as f32).ln_1p() - SLIP * slip, articles, slip, folded));
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.3.cmp(&b.3)));
        let mut best: Option<Found> = None;
        for (alone, articles, slip, folded) in near.into_iter().take(12) {
            // Not even the best company would make it, or any after it, better.
            let most = alone + TOGETHER * MOST_TOGETHER as f32;
            if best.as_ref().is_some_and(|best| most <= best.value) || most <= floor {
                break;
            }
            let Some(value) = self.value(word, &folded, articles, slip, context)? else { continue };
            if best.as_ref().is_none_or(|best| value > best.value) {
                best = Some(Found { folded, value, clitic });
            }
        }
        Ok(best)
    }

    /// The dictionary's words within `edits` of `word`, with how many articles have each.
    fn near(&self, word: &str, edits: u8) -> tantivy::Result<HashMap<String, u64>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for field in [self.fields.title, self.fields.body] {
            let mut of_field: HashMap<String, u64> = HashMap::new();
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(field)?;
                let Some(near) = Near::new(word, edits) else { continue };
                let mut terms = index.terms().search(near).into_stream()?;
                while let Some((term, about)) = terms.next() {
                    if let Ok(term) = std::str::from_utf8(term) {
                        *of_field.entry(term.to_owned()).or_default() += u64::from(about.doc_freq);
                    }
                }
            }
            for (term, articles) in of_field {
                let known = found.entry(term).or_default();
                *known = articles.max(*known);
            }
        }
        Ok(found)
    }

    /// Two words whose space was forgotten.
    fn split(&self, word: &Typed) -> tantivy::Result<Option<Respelling>> {
        if word.articles > 0 || word.exact.chars().count() < 2 * SHORTEST {
            return Ok(None);
        }
        let mut pairs = Vec::new();
        for (at, _) in word.exact.char_indices() {
            let (first, second) = word.exact.split_at(at);
            if first.chars().count() < SHORTEST || second.chars().count() < SHORTEST {
                continue;
            }
            let articles = self.articles(&guided(self.analyzer, first))?.min(self.articles(&guided(self.analyzer, second))?);
            if articles >= 5 {
                pairs.push((articles, first, second));
            }
        }
        pairs.sort_by_key(|(articles, ..)| std::cmp::Reverse(*articles));
        for (_, first, second) in pairs.into_iter().take(3) {
            let (side_by_side, examples) = self.phrase(first, second)?;
            if side_by_side >= 2 {
                let folded = format!("{first} {second}");
                let (range, clitic) = (word.range.clone(), String::new());
                return Ok(Some(Respelling { range, clitic, folded, examples: self.ids(examples)? }));
            }
        }
        Ok(None)
    }

    /// One word in which a space was put.
    fn joined(&self, text: &str, words: &[Typed], n: usize) -> tantivy::Result<Option<Respelling>> {
        for (first, second) in [(n, n + 1), (n.wrapping_sub(1), n)] {
            let (Some(first), Some(second)) = (words.get(first), words.get(second)) else { continue };
            let between = text.get(first.range.end..second.range.start).unwrap_or("-");
            if !between.chars().all(char::is_whitespace) || first.articles.min(second.articles) > 0 {
                continue;
            }
            let whole = format!("{}{}", first.exact, second.exact);
            let known = guided(self.analyzer, &whole);
            if self.articles(&known)? < 5 || self.phrase(&first.exact, &second.exact)?.0 > 0 {
                continue;
            }
            let (_, examples) = self.together(&known, &Context { words: 0, of: self.no_context() })?;
            let range = first.range.start..second.range.end;
            return Ok(Some(Respelling { range, clitic: String::new(), folded: whole, examples: self.ids(examples)? }));
        }
        Ok(None)
    }

    fn no_context(&self) -> Vec<Vec<u8>> {
        self.searcher.segment_readers().iter().map(|segment| vec![0; segment.max_doc() as usize]).collect()
    }

    fn phrase(&self, first: &str, second: &str) -> tantivy::Result<(usize, Vec<DocAddress>)> {
        let (mut many, mut examples) = (0, Vec::new());
        for field in [self.fields.title, self.fields.body] {
            let term = |text: &str, field: Field| Term::from_field_text(field, &guided(self.analyzer, text));
            let phrase = PhraseQuery::new(vec![term(first, field), term(second, field)]);
            let (count, found) = self.searcher.search(&phrase, &(Count, TopDocs::with_limit(EXAMPLES).order_by_score()))?;
            many += count;
            examples.extend(found.into_iter().map(|(_, address)| address));
        }
        Ok((many, examples))
    }

    fn ids(&self, documents: Vec<DocAddress>) -> tantivy::Result<Vec<ArticleId>> {
        let hits = rank::hits(self.searcher, documents.into_iter().map(|address| (0.0, address)));
        let hits = hits.map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        Ok(hits.into_iter().map(|hit| hit.id).collect())
    }
}

fn guided(analyzer: &Analyzer, word: &str) -> String {
    analyzer.stem(word, |guided, _| guided.to_owned())
}

/// The question's words; what belongs to a field (`source:x`) or is excluded stays as it is.
fn typed(analyzer: &Analyzer, text: &str) -> Vec<Typed> {
    let mut words = Vec::new();
    let mut terms = analyzer.terms(text);
    while let Some(term) = terms.next() {
        if words.len() == MOST_WORDS {
            break;
        }
        let start = text[..term.range.start].rfind(char::is_whitespace).unwrap_or(0);
        let before = text[start..term.range.start].trim_start();
        // A field's name (`date:2018`) is no word of the question.
        let names_field =
            text[term.range.end..].strip_prefix(':').is_some_and(|value| value.starts_with(|c: char| !c.is_whitespace()));
        let is_word = matches!(term.kind, TokenKind::Word | TokenKind::Latin) && !names_field;
        words.push(Typed {
            is_open: is_word && !term.is_stop && !before.contains(':') && !before.starts_with(['-', '−', '–', '#']),
            is_stop: term.is_stop,
            range: term.range.clone(),
            exact: term.exact.to_owned(),
            guided: term.guided.to_owned(),
            light: term.light.to_owned(),
            articles: 0,
        });
    }
    words
}
