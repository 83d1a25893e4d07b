//! What slips can do to a word that has clitics, and what is no slip but another form of the word.

/// Clitics that stand before a whole word: what follows them is looked at when the whole has no neighbour, since the index has words
/// without them.
pub const CLITICS: [&str; 11] = ["وال", "بال", "فال", "كال", "ال", "لل", "و", "ف", "ب", "ل", "ك"];

/// In letters: shorter words have too many neighbours.
pub const SHORTEST: usize = 3;

/// Endings that make other forms of a word.
const ENDINGS: [&str; 16] = ["ا", "ن", "ت", "ه", "ي", "ها", "هم", "ني", "نا", "كم", "وا", "ون", "ين", "ان", "ات", "يه"];

/// Whether one is the other with a clitic or an ending: a form that the index happens not to have is no slip.
pub fn is_inflected(typed: &str, meant: &str) -> bool {
    // A last letter that was struck twice is no ending.
    let mut end = typed.chars().rev();
    if end.next() == end.next() {
        return false;
    }
    let is_clitic = |before: &str| before == "س" || CLITICS.contains(&before);
    [(typed, meant), (meant, typed)].into_iter().any(|(long, short)| {
        long.strip_suffix(short).is_some_and(is_clitic) || long.strip_prefix(short).is_some_and(|end| ENDINGS.contains(&end))
    })
}

/// The word with one slip in or right behind a clitic put right: each clitic that it can have been, and what is then behind it.
pub fn mended(typed: &str) -> Vec<(&'static str, String)> {
    let letters: Vec<char> = typed.chars().collect();
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for clitic in CLITICS {
        let meant: Vec<char> = clitic.chars().collect();
        let mut add = |letters: Vec<char>| {
            if letters.len() >= meant.len() + SHORTEST && letters.starts_with(&meant) {
                let rest: String = letters[meant.len()..].iter().collect();
                found.push((clitic, rest));
            }
        };
        for at in 0..letters.len().min(meant.len() + 1) {
            let mut less = letters.clone();
            less.remove(at);
            add(less);
            if at + 1 < letters.len() && letters[at] != letters[at + 1] {
                let mut swapped = letters.clone();
                swapped.swap(at, at + 1);
                add(swapped);
            }
            if let Some(&right) = meant.get(at)
                && letters[at] != right
            {
                let mut other = letters.clone();
                other[at] = right;
                add(other);
                let mut more = letters.clone();
                more.insert(at, right);
                add(more);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_a_clitic_and_at_its_border() {
        for (typed, clitic, rest) in [
            ("اعلراق", "ال", "عراق"),
            ("لاعراق", "ال", "عراق"),
            ("االعراق", "ال", "عراق"),
            ("تلعراق", "ال", "عراق"),
            ("لعراق", "ال", "عراق"),
            ("وللعراق", "وال", "عراق"),
            ("بتلعراق", "بال", "عراق"),
        ] {
            assert!(mended(typed).contains(&(clitic, rest.to_owned())), "{typed}: {:?}", mended(typed));
        }
        for odd in ["", "ا", "ال", "🙂🙂🙂🙂🙂"] {
            mended(odd);
        }
    }

    #[test]
    fn other_forms_are_no_slips() {
        for (typed, meant) in [("ومهرجان", "مهرجان"), ("مهرجانها", "مهرجان"), ("كتاب", "كتابهم"), ("سيعود", "يعود")]
        {
            assert!(is_inflected(typed, meant), "{typed} {meant}");
        }
        for (typed, meant) in [("مهرجانن", "مهرجان"), ("روماا", "روما"), ("مهرحان", "مهرجان")] {
            assert!(!is_inflected(typed, meant), "{typed} {meant}");
        }
    }
}
