//! The words of a question, scored together.
//!
//! A word stands in the index under up to three forms (see [`super::tokens`]). A document's score is the sum over words
//! and fields of a disjunction maximum over the forms' BM25 scores (Robertson and Zaragoza, 2009): the best form counts
//! whole, the others a little, so that a word is never counted three times. All lists of postings are walked side by
//! side in windows of documents; a document matches when it has enough of the words.

use std::sync::Arc;

use rafid_arabic::Analyzer;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

use super::tokens;

const K1: Score = 1.2;
const B: Score = 0.75;

/// What each form is worth, by `examples/known_item_eval`. The exact one says something only where it differs from the guided one.
const EXACT: Score = 0.5;
const GUIDED: Score = 1.0;
const LIGHT: Score = 0.8;
/// How much of the lesser forms counts beside the best one.
const TIE: Score = 0.2;

#[derive(Debug, Clone)]
pub struct Word {
    pub forms: Vec<Form>,
    /// It only binds others.
    pub is_stop: bool,
}

/// One form of a word: all that stands for it in the index, counted as one.
#[derive(Debug, Clone)]
pub struct Form {
    pub spellings: Vec<String>,
    weight: Score,
}

/// At most `most` words of `text`.
pub fn words_of(analyzer: &Analyzer, text: &str, most: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut whole = String::new();
    analyzer.analyze(text, |term| {
        if words.len() < most {
            // The word before stands for both (بيونغ يانغ is بيونغيانغ too): where they are one word, there is no second.
            let is_told = whole.ends_with(term.exact);
            whole.clear();
            if term.guided.len() > term.exact.len() {
                whole.push_str(term.guided);
            }
            let mut forms = Vec::with_capacity(3);
            // That a word is written with the same clitics says nothing about what a text is about.
            if term.exact != term.guided && tokens::exact_tokens(term.exact, term.guided).1.is_none() {
                forms.push(Form { spellings: vec![term.exact.to_owned()], weight: EXACT });
            }
            forms.push(Form { spellings: vec![term.guided.to_owned()], weight: GUIDED });
            forms.push(Form { spellings: tokens::light_tokens(term.light).into(), weight: LIGHT });
            words.push(Word { forms, is_stop: term.is_stop || is_told });
        }
    });
    words
}

impl Word {
    /// The loosest form: whatever else of the word stands somewhere, this does.
    pub fn loosest(&self) -> &[String] {
        self.forms.last().map_or(&[], |form| &form.spellings)
    }
}

/// Documents with at least `needed` of `words`.
#[derive(Debug, Clone)]
pub struct WordsQuery {
    pub words: Arc<[Word]>,
    /// What a field is worth.
    pub fields: [(Field, Score); 2],
    pub needed: usize,
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let searcher = scoring.searcher();
        let mut fields = Vec::with_capacity(self.fields.len());
        for (field, boost) in self.fields {
            let norms = Arc::new(length_norms(searcher, field)?);
            let mut words = Vec::with_capacity(self.words.len());
            for word in self.words.iter() {
                let mut forms = Vec::with_capacity(word.forms.len());
                for form in &word.forms {
                    let terms: Vec<Term> = form.spellings.iter().map(|text| Term::from_field_text(field, text)).collect();
                    let weight = boost * form.weight * (K1 + 1.0) * idf(searcher, &terms)?;
                    forms.push(FormWeight { terms, weight });
                }
                words.push(forms);
            }
            fields.push(FieldWeight { field, norms, words });
        }
        Ok(Box::new(WordsWeight { fields, needed: u16::try_from(self.needed).unwrap_or(u16::MAX) }))
    }
}

/// How telling the terms are together: those that stand in few documents tell most.
pub fn idf(searcher: Option<&Searcher>, terms: &[Term]) -> tantivy::Result<Score> {
    let Some(searcher) = searcher else { return Ok(1.0) };
    let documents: u64 = searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
    let mut having = 0;
    for term in terms {
        having += searcher.doc_freq(term)?;
    }
    let (documents, having) = (documents as Score, having.min(documents) as Score);
    Ok(((documents - having + 0.5) / (having + 0.5)).ln_1p())
}

/// BM25's share of a document's length, by the byte in which tantivy keeps it.
fn length_norms(searcher: Option<&Searcher>, field: Field) -> tantivy::Result<[Score; 256]> {
    let (mut tokens, mut documents) = (0, 0);
    for segment in searcher.map_or(&[][..], Searcher::segment_readers) {
        tokens += segment.inverted_index(field)?.total_num_tokens();
        documents += u64::from(segment.max_doc());
    }
    let average = (tokens as Score / documents.max(1) as Score).max(1.0);
    let mut norms = [0.0; 256];
    for (id, norm) in (0..=u8::MAX).zip(&mut norms) {
        *norm = K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(id) as Score / average);
    }
    Ok(norms)
}

struct WordsWeight {
    fields: Vec<FieldWeight>,
    needed: u16,
}

struct FieldWeight {
    field: Field,
    norms: Arc<[Score; 256]>,
    /// Forms by word.
    words: Vec<Vec<FormWeight>>,
}

struct FormWeight {
    terms: Vec<Term>,
    weight: Score,
}

impl Weight for WordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut lists = Vec::new();
        for field in &self.fields {
            let index = reader.inverted_index(field.field)?;
            let lengths = reader.get_fieldnorms_reader(field.field)?;
            for (word, forms) in (1..).zip(&field.words) {
                let mut found = Vec::with_capacity(forms.len());
                for form in forms {
                    let mut postings = Vec::with_capacity(form.terms.len());
                    for term in &form.terms {
                        postings.extend(index.read_postings(term, IndexRecordOption::WithFreqs)?);
                    }
                    if !postings.is_empty() {
                        found.push(FormLists { weight: form.weight * boost, postings });
                    }
                }
                if !found.is_empty() {
                    lists.push(WordLists { word, lengths: lengths.clone(), norms: Arc::clone(&field.norms), forms: found });
                }
            }
        }
        // All fields of a word stand together, so that it is counted once.
        lists.sort_by_key(|lists| lists.word);
        Ok(Box::new(WordsScorer::new(lists, self.needed)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let score = if scorer.doc() <= doc && scorer.seek(doc) == doc { scorer.score() } else { 0.0 };
        Ok(Explanation::new("words, each by its best form", score))
    }
}

/// A word in one field of one segment.
struct WordLists {
    /// From 1.
    word: u16,
    lengths: FieldNormReader,
    norms: Arc<[Score; 256]>,
    forms: Vec<FormLists>,
}

struct FormLists {
    weight: Score,
    postings: Vec<SegmentPostings>,
}

/// Documents are scored this many at a time.
const WINDOW: usize = 2_048;

struct WordsScorer {
    lists: Vec<WordLists>,
    needed: u16,
    window: Box<Window>,
    /// What the window gave, in order, and how much of it was taken.
    found: Vec<(DocId, Score)>,
    taken: usize,
}

/// What is added up for each document of a window.
struct Window {
    start: DocId,
    score: [Score; WINDOW],
    words: [u16; WINDOW],
    last_word: [u16; WINDOW],
    /// Of the word at hand: its best form and the sum of all.
    best: [Score; WINDOW],
    sum: [Score; WINDOW],
    frequency: [u32; WINDOW],
    touched: Vec<u16>,
    of_form: Vec<u16>,
}

impl WordsScorer {
    fn new(lists: Vec<WordLists>, needed: u16) -> Self {
        let window = Box::new(Window {
            start: 0,
            score: [0.0; WINDOW],
            words: [0; WINDOW],
            last_word: [0; WINDOW],
            best: [0.0; WINDOW],
            sum: [0.0; WINDOW],
            frequency: [0; WINDOW],
            touched: Vec::new(),
            of_form: Vec::new(),
        });
        let mut scorer = Self { lists, needed, window, found: Vec::new(), taken: 0 };
        scorer.fill();
        scorer
    }

    fn postings(&mut self) -> impl Iterator<Item = &mut SegmentPostings> {
        self.lists.iter_mut().flat_map(|lists| &mut lists.forms).flat_map(|form| &mut form.postings)
    }

    /// Scores windows until one has something, or nothing is left.
    fn fill(&mut self) {
        self.found.clear();
        self.taken = 0;
        while self.found.is_empty() {
            let Some(next) = self.postings().map(|postings| postings.doc()).min().filter(|&doc| doc != TERMINATED) else {
                return;
            };
            self.window.start = next;
            for lists in &mut self.lists {
                self.window.add(lists);
            }
            self.window.take(self.needed, &mut self.found);
        }
    }
}

impl Window {
    fn end(&self) -> DocId {
        self.start.saturating_add(WINDOW as DocId).min(TERMINATED)
    }

    fn add(&mut self, lists: &mut WordLists) {
        let end = self.end();
        self.touched.clear();
        for form in &mut lists.forms {
            for postings in &mut form.postings {
                let mut doc = postings.doc();
                while doc < end {
                    let place = (doc - self.start) as usize;
                    if self.frequency[place] == 0 {
                        self.of_form.push(place as u16);
                    }
                    self.frequency[place] += postings.term_freq().max(1);
                    doc = postings.advance();
                }
            }
            for place in self.of_form.drain(..) {
                let at = usize::from(place);
                let frequency = std::mem::take(&mut self.frequency[at]) as Score;
                let norm = lists.norms[usize::from(lists.lengths.fieldnorm_id(self.start + DocId::from(place)))];
                let score = form.weight * frequency / (frequency + norm);
                if self.sum[at] == 0.0 {
                    self.touched.push(place);
                }
                self.best[at] = self.best[at].max(score);
                self.sum[at] += score;
            }
        }
        for &place in &self.touched {
            let at = usize::from(place);
            let (best, sum) = (std::mem::take(&mut self.best[at]), std::mem::take(&mut self.sum[at]));
            self.score[at] += best + TIE * (sum - best);
            if self.last_word[at] != lists.word {
                self.last_word[at] = lists.word;
                self.words[at] += 1;
            }
        }
    }

    fn take(&mut self, needed: u16, found: &mut Vec<(DocId, Score)>) {
        for place in 0..WINDOW {
            if self.words[place] > 0 {
                if self.words[place] >= needed {
                    found.push((self.start + place as DocId, self.score[place]));
                }
                self.score[place] = 0.0;
                self.words[place] = 0;
                self.last_word[place] = 0;
            }
        }
    }
}

impl DocSet for WordsScorer {
    fn advance(&mut self) -> DocId {
        if self.taken < self.found.len() {
            self.taken += 1;
            if self.taken == self.found.len() {
                self.fill();
            }
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        if target >= self.window.end() {
            for postings in self.postings().filter(|postings| postings.doc() < target) {
                postings.seek(target);
            }
            self.fill();
            return self.doc();
        }
        self.taken += self.found[self.taken..].partition_point(|&(doc, _)| doc < target);
        if self.taken == self.found.len() {
            self.fill();
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.found.get(self.taken).map_or(TERMINATED, |&(doc, _)| doc)
    }

    fn size_hint(&self) -> u32 {
        let lists = self.lists.iter().flat_map(|lists| &lists.forms).flat_map(|form| &form.postings);
        lists.map(|postings| postings.doc_freq()).fold(0, u32::saturating_add)
    }
}

impl Scorer for WordsScorer {
    fn score(&mut self) -> Score {
        self.found.get(self.taken).map_or(0.0, |&(_, score)| score)
    }
}
