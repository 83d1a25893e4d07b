//! What a whole answer consists of: outlets, countries, keywords, days, counted from columns beside the ranking.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use rafid_core::{Bar, Facets, Histogram, SourceId, Step};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::fields;

/// How many keywords are told.
const MOST_KEYWORDS: usize = 24;
/// More than there are.
const MOST_COUNTRIES: usize = 300;
/// How many of each segment's commonest are looked at, where there are several.
const CANDIDATES: usize = 64;
const DAY_SECS: i64 = 86_400;
/// A chart has about this many bars at most.
const MOST_BARS: i64 = 62;
const LIFETIME_DAYS: u64 = 90 * 366;

/// Counts all that match.
#[derive(Debug, Clone, Copy)]
pub struct Facetting;

pub struct SegmentCounts {
    sources: Option<Column<u64>>,
    times: Option<Column<i64>>,
    countries: Option<Texts>,
    keywords: Option<Texts>,
    by_source: HashMap<u64, usize>,
    by_day: HashMap<i64, usize>,
    /// The day before, and its count: neighbours in an index are often of one day.
    last: (i64, usize),
}

/// A column of texts with how often each was met.
struct Texts {
    column: StrColumn,
    counts: Vec<u32>,
    /// Those that were met, each once.
    met: Vec<u32>,
}

impl Texts {
    fn open(segment: &SegmentReader, name: &str) -> tantivy::Result<Option<Self>> {
        let column = segment.fast_fields().str(name)?;
        Ok(column.map(|column| Self { counts: vec![0; column.num_terms()], met: Vec::new(), column }))
    }

    fn count(&mut self, document: DocId) {
        for number in self.column.term_ords(document) {
            if let Some(count) = self.counts.get_mut(number as usize) {
                if *count == 0 {
                    self.met.push(number as u32);
                }
                *count += 1;
            }
        }
    }

    /// The numbers of the `most` commonest, in order, and how often the next one can have been met at most.
    fn commonest(&self, most: usize) -> (Vec<u32>, usize) {
        let mut numbers = self.met.clone();
        let mut rest = 0;
        if numbers.len() > most {
            let (_, next, _) =
                numbers.select_nth_unstable_by_key(most, |&number| (Reverse(self.counts[number as usize]), number));
            rest = self.counts[*next as usize] as usize;
            numbers.truncate(most);
        }
        numbers.sort_unstable();
        (numbers, rest)
    }

    /// The texts of `numbers`, which ascend, with how often each was met. Read side by side: a text is kept as what differs from the
    /// one before.
    fn told(&self, numbers: &[u32]) -> std::io::Result<Vec<(String, usize)>> {
        let mut found = Vec::with_capacity(numbers.len());
        let mut counts = numbers.iter().map(|&number| self.counts[number as usize] as usize);
        let numbers: Vec<u64> = numbers.iter().map(|&number| u64::from(number)).collect();
        self.column.dictionary().sorted_ords_to_term_cb(&numbers, |text| {
            found.push((String::from_utf8_lossy(text).into_owned(), counts.next().unwrap_or_default()));
        })?;
        Ok(found)
    }

    fn of(&self, text: &str) -> std::io::Result<usize> {
        let number = self.column.dictionary().term_ord(text.as_bytes())?;
        Ok(number.and_then(|number| self.counts.get(number as usize)).map_or(0, |count| *count as usize))
    }
}

/// The commonest texts of all segments, each counted exactly. One that is common in the whole is among the commonest of some segment; who is
/// not among those of another was met there at most as often as the last of them, so that most need not be looked up
/// (Fagin, Lotem and Naor: Optimal aggregation algorithms, 2001).
fn commonest(segments: &[&Texts], most: usize) -> std::io::Result<Vec<(String, usize)>> {
    let each = if segments.len() == 1 { most } else { CANDIDATES };
    let mut rests = Vec::with_capacity(segments.len());
    let mut known: HashMap<String, Vec<Option<usize>>> = HashMap::new();
    for (n, texts) in segments.iter().enumerate() {
        let (numbers, rest) = texts.commonest(each);
        rests.push(rest);
        for (text, count) in texts.told(&numbers)? {
            known.entry(text).or_insert_with(|| vec![None; segments.len()])[n] = Some(count);
        }
    }
    let least = |counts: &[Option<usize>]| counts.iter().flatten().sum::<usize>();
    let mut sure: Vec<usize> = known.values().map(|counts| least(counts)).collect();
    sure.sort_unstable_by_key(|&count| Reverse(count));
    let enough = sure.get(most - 1).copied().unwrap_or_default();
    let mut found = Vec::new();
    for (text, counts) in known {
        let at_most: usize = counts.iter().zip(&rests).map(|(count, rest)| count.unwrap_or(*rest)).sum();
        if at_most < enough {
            continue;
        }
        let mut sum = 0;
        for ((texts, count), rest) in segments.iter().zip(counts).zip(&rests) {
            sum += match count {
                Some(count) => count,
                None if *rest == 0 => 0,
                None => texts.of(&text)?,
            };
        }
        found.push((text, sum));
    }
    let mut found = ordered(found);
    found.truncate(most);
    Ok(found)
}

impl Collector for Facetting {
    type Fruit = Facets;
    type Child = SegmentCounts;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounts> {
        let columns = segment.fast_fields();
        Ok(SegmentCounts {
            sources: columns.u64(fields::SOURCE).ok(),
            times: columns.i64(fields::AT).ok(),
            countries: Texts::open(segment, fields::COUNTRY)?,
            keywords: Texts::open(segment, fields::KEYWORD)?,
            by_source: HashMap::new(),
            by_day: HashMap::new(),
            last: (i64::MIN, 0),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<SegmentCounts>) -> tantivy::Result<Facets> {
        let mut sources: HashMap<u64, usize> = HashMap::new();
        let mut days: BTreeMap<i64, usize> = BTreeMap::new();
        for segment in &segments {
            segment.by_source.iter().for_each(|(source, count)| *sources.entry(*source).or_default() += count);
            segment.by_day.iter().for_each(|(day, count)| *days.entry(*day).or_default() += count);
        }
        let texts = |of: fn(&SegmentCounts) -> Option<&Texts>| -> Vec<&Texts> { segments.iter().filter_map(of).collect() };
        let countries = commonest(&texts(|segment| segment.countries.as_ref()), MOST_COUNTRIES)?;
        let keywords = commonest(&texts(|segment| segment.keywords.as_ref()), MOST_KEYWORDS)?;
        let sources = sources.into_iter().map(|(source, count)| (SourceId(source.cast_signed()), count)).collect();
        Ok(Facets { sources: ordered(sources), countries, keywords, times: chart(&days) })
    }
}

fn ordered<T: Ord>(mut counts: Vec<(T, usize)>) -> Vec<(T, usize)> {
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Self;

    fn collect(&mut self, document: DocId, _: Score) {
        if let Some(source) = self.sources.as_ref().and_then(|column| column.first(document)) {
            *self.by_source.entry(source).or_default() += 1;
        }
        if let Some(at) = self.times.as_ref().and_then(|column| column.first(document)) {
            let day = at.div_euclid(DAY_SECS);
            if day != self.last.0 {
                self.keep_day();
                self.last = (day, 0);
            }
            self.last.1 += 1;
        }
        for texts in [&mut self.countries, &mut self.keywords].into_iter().flatten() {
            texts.count(document);
        }
    }

    fn harvest(mut self) -> Self {
        self.keep_day();
        self
    }
}

impl SegmentCounts {
    fn keep_day(&mut self) {
        if self.last.1 > 0 {
            *self.by_day.entry(self.last.0).or_default() += self.last.1;
        }
    }
}

/// Days, months or years, whichever are few enough to be seen side by side. Times that are lifetimes away from the middle one are
/// mistakes and left out.
fn chart(days: &BTreeMap<i64, usize>) -> Histogram {
    let total: usize = days.values().sum();
    let mut seen = 0;
    let Some(middle) = days.iter().find_map(|(&day, &articles)| {
        seen += articles;
        (2 * seen >= total).then_some(day)
    }) else {
        return Histogram::default();
    };
    let days: Vec<(i64, usize)> =
        days.iter().map(|(&day, &articles)| (day, articles)).filter(|(day, _)| day.abs_diff(middle) < LIFETIME_DAYS).collect();
    let (Some(&(first, _)), Some(&(last, _))) = (days.first(), days.last()) else { return Histogram::default() };
    let step = match last - first {
        few if few < MOST_BARS => Step::Day,
        some if some < MOST_BARS * 30 => Step::Month,
        _ => Step::Year,
    };
    let mut bars: Vec<Bar> = Vec::new();
    for (day, articles) in days {
        let Some(from) = start_of(day, step) else { continue };
        // Every stretch since the last one that has something.
        while let Some(to) = bars.last().map(|bar| bar.to).filter(|to| *to < from.from) {
            let Some(next) = start_of(to.as_second().div_euclid(DAY_SECS), step) else { break };
            bars.push(next);
        }
        match bars.last_mut() {
            Some(bar) if bar.from == from.from => bar.articles += articles,
            _ => bars.push(Bar { articles, ..from }),
        }
    }
    Histogram { step, bars }
}

/// The stretch in which a day (since 1970) is, empty.
fn start_of(day: i64, step: Step) -> Option<Bar> {
    let date = Timestamp::from_second(day.checked_mul(DAY_SECS)?).ok()?.to_zoned(TimeZone::UTC).date();
    let (from, length) = match step {
        Step::Day => (date, 1.day()),
        Step::Month => (date.first_of_month(), 1.month()),
        Step::Year => (Date::new(date.year(), 1, 1).ok()?, 1.year()),
    };
    let moment = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    Some(Bar { from: moment(from)?, to: moment(from.checked_add(length).ok()?)?, articles: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(days: &[(i64, usize)]) -> (Step, Vec<usize>) {
        let chart = chart(&days.iter().copied().collect());
        assert!(chart.bars.windows(2).all(|pair| pair[0].to == pair[1].from), "{chart:?}");
        (chart.step, chart.bars.iter().map(|bar| bar.articles).collect())
    }

    #[test]
    fn the_step_follows_the_span() {
        assert_eq!(drawn(&[]), (Step::Day, vec![]));
        assert_eq!(drawn(&[(10, 2)]), (Step::Day, vec![2]));
        assert_eq!(drawn(&[(10, 2), (13, 1)]), (Step::Day, vec![2, 0, 0, 1]));
        // 1 January and 28 March 2018.
        assert_eq!(drawn(&[(17_532, 4), (17_618, 3)]), (Step::Month, vec![4, 0, 3]));
        assert_eq!(drawn(&[(0, 1), (1, 1), (1_100 * 2, 5)]), (Step::Year, vec![2, 0, 0, 0, 0, 0, 5]));
    }

    #[test]
    fn impossible_times_do_no_harm() {
        drawn(&[(-700_000, 1), (2_900_000, 1)]);
        drawn(&[(i64::MIN, 1), (i64::MAX, 1)]);
    }
}
