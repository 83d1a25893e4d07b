//! The normal form of the keyword metrics, of `score_keyphrases.py` and `score_editor_tags.py`.

/// Keys without repetition, in order.
pub fn unique(keys: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for key in keys {
        if !key.is_empty() && !out.contains(&key) {
            out.push(key);
        }
    }
    out
}

/// The words of a phrase by the metric's own stem.
pub fn words(phrase: &str) -> Vec<String> {
    let folded: String = phrase
        .chars()
        .filter(|c| !matches!(c, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | 'ء'))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ئ' | 'ی' => 'ي',
            'ؤ' => 'و',
            'ة' => 'ه',
            'ک' => 'ك',
            c => c,
        })
        .collect();
    folded.to_lowercase().split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).map(stem).collect()
}

fn stem(word: &str) -> String {
    let length = |word: &str| word.chars().count();
    let mut word = word;
    let prefix = ["وبال", "وال", "بال", "كال", "فال", "لل", "ال"]
        .iter()
        .find_map(|p| word.strip_prefix(p).filter(|rest| length(rest) >= 3));
    if let Some(rest) = prefix {
        word = rest;
    } else if length(word) >= 5 {
        word = ["و", "ب", "ل"].iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word);
    }
    ["ها", "ان", "ات", "ون", "ين", "يه", "هم", "ه", "ي"]
        .iter()
        .find_map(|s| word.strip_suffix(s).filter(|rest| length(rest) >= 3))
        .unwrap_or(word)
        .to_owned()
}

/// The words of the five best phrases, at most ten.
pub fn found_words(phrases: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in phrases.iter().take(5).flat_map(|phrase| words(phrase)) {
        if !out.contains(&word) {
            out.push(word);
        }
    }
    out.truncate(10);
    out
}
