//! How rare a word is in news.

use rafid_arabic::Analyzer;

/// Of words that no vocabulary has.
const HIGHEST: f32 = 10.0;
/// Numbers come in any text and say little by themselves.
const NUMBER: f32 = 4.0;

/// Natural logarithm of (articles / articles with the word), 0 to 12.
pub(crate) fn of(guided: &str, is_number: bool) -> f32 {
    if is_number { NUMBER } else { Analyzer::builtin().vocabulary().idf(guided).clamp(0.1, HIGHEST) }
}
