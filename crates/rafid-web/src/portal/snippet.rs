//! The part of a text that shows why it was found, with the matches marked in the publisher's own letters.

use std::ops::Range;

use rafid_arabic::SharedAnalyzer;

/// Behind the first match, so many bytes are read to find a better one.
const FAR_BYTES: usize = 32_000;

/// A stretch of text, a match or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub is_match: bool,
}

pub type Runs = Vec<Run>;

/// A query's words as the index compares them.
#[derive(Debug, Default)]
pub struct QueryWords {
    analyzer: SharedAnalyzer,
    /// In order.
    words: Vec<String>,
}

/// Where a word of the query is, and which.
type Match = (Range<usize>, usize);

impl QueryWords {
    /// `analyzer` is the index's.
    pub fn new(analyzer: SharedAnalyzer, query: &str) -> Self {
        let (mut words, mut stops) = (Vec::new(), Vec::new());
        analyzer.analyze(query, |term| {
            if term.is_stop { &mut stops } else { &mut words }.push(term.light.to_owned());
        });
        let mut words = if words.is_empty() { stops } else { words };
        words.sort_unstable();
        words.dedup();
        Self { analyzer, words }
    }

    /// All of `text`, its matches marked.
    pub fn mark(&self, text: &str) -> Runs {
        let (matches, _) = self.matches(text, usize::MAX);
        cut(text, 0..text.len(), &matches)
    }

    /// About `max_chars` characters around the place with the most different words, with an ellipsis where the text goes on. `None` when
    /// nothing matches.
    pub fn excerpt(&self, text: &str, max_chars: usize) -> Option<Runs> {
        let (matches, best) = self.matches(text, max_chars * 2);
        (!matches.is_empty()).then(|| around(text, best, max_chars, &matches))
    }

    /// The same; the opening when nothing matches.
    pub fn snippet(&self, text: &str, max_chars: usize) -> Runs {
        self.excerpt(text, max_chars).unwrap_or_else(|| around(text, 0, max_chars, &[]))
    }

    /// Where the words are, in order, without overlaps, and where the most different ones stand within `window` bytes (the first of such
    /// places). Not much further than where all of them do: there is no better place behind it.
    fn matches(&self, text: &str, window: usize) -> (Vec<Match>, usize) {
        let mut found: Vec<Match> = Vec::new();
        let (mut best, mut best_at) = (0, 0);
        // How often each word is in the window, how many are, and where the window begins in `found`.
        let (mut inside, mut different, mut first) = (vec![0u32; self.words.len()], 0, 0);
        let mut end = usize::MAX;
        let mut terms = self.analyzer.terms(text);
        while !self.words.is_empty()
            && let Some(term) = terms.next()
            && term.range.start < end
        {
            let Ok(word) = self.words.binary_search_by(|word| word.as_str().cmp(term.light)) else { continue };
            found.push((term.range.clone(), word));
            different += usize::from(inside[word] == 0);
            inside[word] += 1;
            while term.range.end > found[first].0.start.saturating_add(window) && first + 1 < found.len() {
                let gone = found[first].1;
                inside[gone] -= 1;
                different -= usize::from(inside[gone] == 0);
                first += 1;
            }
            if different > best {
                (best, best_at) = (different, found[first].0.start);
                let enough = if best == self.words.len() { window.saturating_mul(2) } else { FAR_BYTES.max(window) };
                end = if best == self.words.len() { best_at } else { found[0].0.start }.saturating_add(enough);
            }
        }
        (found, best_at)
    }
}

fn around(text: &str, at: usize, max_chars: usize, matches: &[Match]) -> Runs {
    // Some words before the match, so that it can be understood.
    let start = word_border(text, at.saturating_sub(max_chars / 2));
    let mut end = text[start..].char_indices().nth(max_chars).map_or(text.len(), |(at, _)| start + at);
    if end < text.len() {
        end = text[start..end].rfind(char::is_whitespace).map_or(end, |space| start + space);
    }
    let mut runs = cut(text, start..end, matches);
    if start > 0 {
        runs.insert(0, Run { text: "… ".to_owned(), is_match: false });
    }
    if end < text.len() {
        runs.push(Run { text: "…".to_owned(), is_match: false });
    }
    runs
}

/// The start of a word at or before `at`; looks back no further than a long word.
fn word_border(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if at == 0 {
        return 0;
    }
    let mut from = at.saturating_sub(80);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    match text[from..at].char_indices().rfind(|(_, c)| c.is_whitespace()) {
        Some((space, c)) => from + space + c.len_utf8(),
        None if from == 0 => 0,
        None => at,
    }
}

fn cut(text: &str, window: Range<usize>, matches: &[Match]) -> Runs {
    let mut runs: Runs = Vec::new();
    let mut push = |text: &str, is_match: bool| {
        if !text.is_empty() {
            runs.push(Run { text: text.to_owned(), is_match });
        }
    };
    let mut at = window.start;
    for (range, _) in matches.iter().filter(|(range, _)| range.start >= window.start && range.end <= window.end) {
        if range.start < at {
            continue;
        }
        push(&text[at..range.start], false);
        push(&text[range.clone()], true);
        at = range.end;
    }
    push(&text[at..window.end], false);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(query: &str) -> QueryWords {
        QueryWords::new(SharedAnalyzer::default(), query)
    }

    fn marked(runs: &[Run]) -> String {
        runs.iter().map(|run| if run.is_match { format!("[{}]", run.text) } else { run.text.clone() }).collect()
    }

    #[test]
    fn matches_keep_the_publishers_letters() {
        let words = words("مهرجان");
        assert_eq!(marked(&words.mark("افتُتح المِهْرجـان اليوم")), "افتُتح [المِهْرجـان] اليوم");
    }

    #[test]
    fn a_snippet_shows_the_match_and_some_words_before_it() {
        let text = format!("{} ثم وصلت الحافلة الصفراء إلى القرية {}", "كلام ".repeat(100), "ختام ".repeat(100));
        let snippet = marked(&words("الصفراء").snippet(&text, 120));
        assert!(snippet.contains("[الصفراء]") && snippet.starts_with("… ") && snippet.ends_with('…'), "{snippet}");
        assert!(snippet.contains("كلام") && snippet.chars().count() < 130, "{snippet}");
    }

    #[test]
    fn without_a_match_the_opening_is_shown() {
        assert_eq!(marked(&words("قمر").snippet("شمس ونهار", 50)), "شمس ونهار");
        assert_eq!(marked(&words("").snippet("", 50)), "");
    }

    #[test]
    fn the_place_with_the_most_words_is_shown() {
        let gap = "كلام ".repeat(60);
        let text = format!("نهر {gap} جسر ثم نهر {gap} قرية على نهر وجسر {gap} قرية جسر نهر");
        let snippet = marked(&words("نهر جسر قرية").snippet(&text, 80));
        assert!(snippet.contains("[قرية] على [نهر] [وجسر]"), "{snippet}");
        assert_eq!(words("نهر").excerpt("جسر", 80), None);
        assert_eq!(marked(&words("نهر").excerpt("جسر على نهر", 80).unwrap()), "جسر على [نهر]");
    }

    #[test]
    fn odd_texts_do_no_harm() {
        let words = words("ا\u{202E} <b> 😀");
        for text in ["😀".repeat(300), "ـ".repeat(5_000), "\u{301}".repeat(5_000), "ا ".repeat(3_000)] {
            for max in [0, 1, 7, 160] {
                words.snippet(&text, max);
            }
        }
    }
}
