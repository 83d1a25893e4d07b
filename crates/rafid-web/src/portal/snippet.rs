//! The part of a text that shows why it was found, with the matches marked in the publisher's own letters.

use std::collections::HashSet;
use std::ops::Range;

use rafid_arabic::SharedAnalyzer;

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
    words: HashSet<String>,
}

impl QueryWords {
    /// `analyzer` is the index's.
    pub fn new(analyzer: SharedAnalyzer, query: &str) -> Self {
        let mut words = HashSet::new();
        let mut stops = HashSet::new();
        analyzer.analyze(query, |term| {
            if term.is_stop { &mut stops } else { &mut words }.insert(term.light.to_owned());
        });
        Self { analyzer, words: if words.is_empty() { stops } else { words } }
    }

    /// Where the words are in `text`, in order, without overlaps.
    fn matches(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        if !self.words.is_empty() {
            self.analyzer.analyze(text, |term| {
                if self.words.contains(term.light) {
                    found.push((term.range.clone(), term.light.to_owned()));
                }
            });
        }
        found
    }

    /// All of `text`, its matches marked.
    pub fn mark(&self, text: &str) -> Runs {
        cut(text, 0..text.len(), &self.matches(text))
    }

    /// Whether any word occurs.
    pub fn occur_in(&self, text: &str) -> bool {
        !self.matches(text).is_empty()
    }

    /// About `max_chars` characters around the place with the most different words, with an ellipsis where the text goes on. The opening
    /// when nothing matches.
    pub fn snippet(&self, text: &str, max_chars: usize) -> Runs {
        let matches = self.matches(text);
        let window_bytes = max_chars * 2;
        let mut best = (0usize, 0usize);
        for (n, (first, _)) in matches.iter().enumerate().take(200) {
            let inside = matches[n..].iter().take(40).take_while(|(range, _)| range.end <= first.start + window_bytes);
            let words: HashSet<&str> = inside.map(|(_, word)| word.as_str()).collect();
            if words.len() > best.0 {
                best = (words.len(), first.start);
            }
        }
        // Some words before the match, so that it can be understood.
        let start = word_border(text, best.1.saturating_sub(max_chars / 2));
        let mut end = text[start..].char_indices().nth(max_chars).map_or(text.len(), |(at, _)| start + at);
        if end < text.len() {
            end = text[start..end].rfind(char::is_whitespace).map_or(end, |space| start + space);
        }
        let mut runs = cut(text, start..end, &matches);
        if start > 0 {
            runs.insert(0, Run { text: "… ".to_owned(), is_match: false });
        }
        if end < text.len() {
            runs.push(Run { text: "…".to_owned(), is_match: false });
        }
        runs
    }
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

fn cut(text: &str, window: Range<usize>, matches: &[(Range<usize>, String)]) -> Runs {
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
    fn odd_texts_do_no_harm() {
        let words = words("ا\u{202E} <b> 😀");
        for text in ["😀".repeat(300), "ـ".repeat(5_000), "\u{301}".repeat(5_000), "ا ".repeat(3_000)] {
            for max in [0, 1, 7, 160] {
                words.snippet(&text, max);
            }
        }
    }
}
