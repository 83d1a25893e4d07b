//! How far a word is from another as people mistype: which letters an Arabic keyboard has side by side, which sound or look alike.
//!
//! [`Near`] walks a dictionary for all words within a number of edits (Levenshtein with transpositions of neighbours, each letter
//! edited once: the "optimal string alignment" distance); [`cost`] then says how likely such an edit is.

use tantivy_fst::Automaton;

/// In letters; longer words are compared with nothing.
pub const LONGEST: usize = 24;

/// The three rows of an Arabic (101) keyboard, whose neighbours are mistyped for each other.
const KEYBOARD: [&str; 3] = ["ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ"];
const LATIN_KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/// Letters that are confused by ear or by eye.
const ALIKE: [&str; 14] = ["ضظ", "ذزد", "سصث", "تط", "قكغج", "حهخ", "هة", "يىئ", "اعء", "وؤ", "بتثن", "رز", "دض", "فق"];

const NEIGHBOUR: f32 = 0.7;
const SWAPPED: f32 = 0.7;
/// One letter too many of the same, or too few.
const DOUBLED: f32 = 0.5;
/// ا و ي are often left out or put in.
const VOWEL: f32 = 0.8;
const OTHER: f32 = 1.0;
/// The first letter is seldom wrong.
const AT_START: f32 = 0.3;

/// Words within `most` edits of one word, as an automaton over UTF-8.
pub struct Near {
    word: Vec<char>,
    most: u8,
}

#[derive(Clone)]
pub struct State {
    /// Edits to each beginning of the word, after the letters read, and after all but the last of them.
    row: [u8; LONGEST + 1],
    before: [u8; LONGEST + 1],
    last: char,
    /// Bits of the letter that is being read, and how many bytes it still needs.
    partial: u32,
    needs: u8,
}

impl Near {
    /// `None` for words that are too long.
    pub fn new(word: &str, most: u8) -> Option<Self> {
        let word: Vec<char> = word.chars().collect();
        (word.len() <= LONGEST).then_some(Self { word, most })
    }

    fn read(&self, state: &State, letter: char) -> State {
        let mut row = [u8::MAX; LONGEST + 1];
        // Marked forms and numbers are no words.
        if letter.is_alphabetic() {
            row[0] = state.row[0].saturating_add(1);
            for n in 1..=self.word.len() {
                let same = self.word[n - 1] == letter;
                let mut least = state.row[n - 1].saturating_add(u8::from(!same));
                least = least.min(state.row[n].saturating_add(1)).min(row[n - 1].saturating_add(1));
                if n > 1 && self.word[n - 2] == letter && self.word[n - 1] == state.last {
                    least = least.min(state.before[n - 2].saturating_add(1));
                }
                row[n] = least;
            }
        }
        State { row, before: state.row, last: letter, partial: 0, needs: 0 }
    }
}

impl Automaton for Near {
    type State = State;

    fn start(&self) -> State {
        let mut row = [u8::MAX; LONGEST + 1];
        for (n, edits) in (0..).zip(row.iter_mut().take(self.word.len() + 1)) {
            *edits = n;
        }
        State { row, before: [u8::MAX; LONGEST + 1], last: '\0', partial: 0, needs: 0 }
    }

    fn is_match(&self, state: &State) -> bool {
        state.needs == 0 && state.row[self.word.len()] <= self.most
    }

    fn can_match(&self, state: &State) -> bool {
        state.row[..=self.word.len()].iter().any(|edits| *edits <= self.most)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let (partial, needs) = match byte {
            0..=0x7F => (u32::from(byte), 0),
            0x80..=0xBF => (state.partial << 6 | u32::from(byte & 0x3F), state.needs.saturating_sub(1)),
            0xC0..=0xDF => (u32::from(byte & 0x1F), 1),
            0xE0..=0xEF => (u32::from(byte & 0x0F), 2),
            _ => (u32::from(byte & 0x07), 3),
        };
        if needs > 0 {
            return State { partial, needs, ..state.clone() };
        }
        self.read(state, char::from_u32(partial).unwrap_or('\0'))
    }
}

/// What the likeliest way from `meant` to `typed` costs; about one an edit.
pub fn cost(typed: &str, meant: &str) -> f32 {
    let (typed, meant): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
    if typed.len() > LONGEST || meant.len() > LONGEST {
        return f32::INFINITY;
    }
    let width = meant.len() + 1;
    let mut table = vec![0.0f32; (typed.len() + 1) * width];
    for t in 0..=typed.len() {
        for m in 0..=meant.len() {
            let at = |t: usize, m: usize| table[t * width + m];
            let start = if t.max(m) <= 1 { AT_START } else { 0.0 };
            let mut least = if t == 0 && m == 0 { 0.0 } else { f32::INFINITY };
            if t > 0 {
                let extra = letter_cost(typed[t - 1], [t.checked_sub(2).map(|n| typed[n]), typed.get(t).copied()]);
                least = least.min(at(t - 1, m) + extra + start);
            }
            if m > 0 {
                let lost = letter_cost(meant[m - 1], [m.checked_sub(2).map(|n| meant[n]), meant.get(m).copied()]);
                least = least.min(at(t, m - 1) + lost + start);
            }
            if t > 0 && m > 0 {
                let (wrong, right) = (typed[t - 1], meant[m - 1]);
                let other = if wrong == right { 0.0 } else { swap_cost(wrong, right) + start };
                least = least.min(at(t - 1, m - 1) + other);
                if t > 1 && m > 1 && typed[t - 2] == right && typed[t - 1] == meant[m - 2] && wrong != right {
                    least = least.min(at(t - 2, m - 2) + SWAPPED + if t == 2 { AT_START } else { 0.0 });
                }
            }
            table[t * width + m] = least;
        }
    }
    table.last().copied().unwrap_or_default()
}

/// Of a letter that is too much or missing between `around`.
fn letter_cost(letter: char, around: [Option<char>; 2]) -> f32 {
    match letter {
        _ if around.contains(&Some(letter)) => DOUBLED,
        'ا' | 'و' | 'ي' | 'ء' => VOWEL,
        _ => OTHER,
    }
}

fn swap_cost(wrong: char, right: char) -> f32 {
    let together = |group: &&str| group.contains(wrong) && group.contains(right);
    if ALIKE.iter().any(together) || are_neighbours(wrong, right) { NEIGHBOUR } else { OTHER }
}

fn are_neighbours(wrong: char, right: char) -> bool {
    let place = |rows: &[&str; 3], letter| {
        rows.iter().zip(0i32..).find_map(|(row, y)| Some((row.chars().zip(0i32..).find(|(c, _)| *c == letter)?.1, y)))
    };
    [&KEYBOARD, &LATIN_KEYBOARD].into_iter().any(|rows| match (place(rows, wrong), place(rows, right)) {
        (Some((x, y)), Some((other_x, other_y))) => x.abs_diff(other_x) <= 1 && y.abs_diff(other_y) <= 1,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_near(word: &str, other: &str, most: u8) -> bool {
        let near = Near::new(word, most).unwrap();
        let mut state = near.start();
        for byte in other.bytes() {
            if !near.can_match(&state) {
                return false;
            }
            state = near.accept(&state, byte);
        }
        near.is_match(&state)
    }

    #[test]
    fn near_words() {
        for (word, other, edits) in [
            ("مهرجان", "مهرجان", 0),
            ("مهرجان", "مهرحان", 1),
            ("مهرجان", "مهرجن", 1),
            ("مهرجان", "مهرجاان", 1),
            ("مهرجان", "مهرجنا", 1),
            ("مهرجان", "همرجنا", 2),
            ("abc", "acb", 1),
        ] {
            assert!(is_near(word, other, edits), "{word} {other}");
            assert!(edits == 0 || !is_near(word, other, edits - 1), "{word} {other}");
        }
        assert!(!is_near("مهرجان", "مهرجان~", 2));
        assert!(!is_near("مهر", "مهر2", 2));
        assert!(Near::new(&"م".repeat(25), 2).is_none());
    }

    #[test]
    fn likely_slips_cost_less() {
        let likely = [("مهرحان", "مهرجان"), ("مهررجان", "مهرجان"), ("مهجران", "مهرجان"), ("الضلام", "الظلام")];
        for (typed, meant) in likely {
            assert!(cost(typed, meant) < 0.8 && cost(typed, meant) > 0.0, "{typed} {}", cost(typed, meant));
        }
        assert!(cost("مهرجاف", "مهرجان") >= 1.0);
        assert!(cost("صهرجان", "مهرجان") > cost("مهرجاص", "مهرجان"), "the first letter is seldom wrong");
        assert_eq!(cost("مهرجان", "مهرجان"), 0.0);
    }

    proptest! {
        #[test]
        fn no_words_make_it_fail(a in "\\PC{0,30}", b in "\\PC{0,30}", most in 0u8..4) {
            let cost = cost(&a, &b);
            prop_assert!(cost >= 0.0);
            if let Some(near) = Near::new(&a, most) {
                let end = b.bytes().fold(near.start(), |state, byte| near.accept(&state, byte));
                near.is_match(&end);
            }
        }
    }
}
