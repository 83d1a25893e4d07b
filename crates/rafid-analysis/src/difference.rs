//! What changed between two versions of a text, word by word, as a reader would mark it.
//!
//! Equal paragraphs are matched first; between them words, by the longest common subsequence (Wagner and Fischer, "The
//! string-to-string correction problem", 1974) in a table of bounded size. A stretch that would need a larger one is shown as
//! replaced.

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Same,
    Inserted,
    Deleted,
}

/// A stretch of words with single spaces; where a paragraph ends it has a line break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub kind: ChangeKind,
    pub text: String,
}

/// A table's cells at most.
const MOST_CELLS: usize = 2_000_000;
/// Fewer words between two changes are taken into them: single words that happen to agree make a difference unreadable.
const LEAST_SAME: usize = 2;
/// The word that ends a paragraph.
const END: &str = "\n";

type Script<'a> = Vec<(ChangeKind, &'a str)>;

/// The stretches of `new` with those of `old` that are gone, in reading order. Texts have a paragraph a line; white space and empty
/// lines do not count.
pub fn difference(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (paragraphs(old), paragraphs(new));
    let mut script: Script = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (a, b) in common(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        compare(&mut script, &old[from..a].concat(), &new[to..b].concat());
        script.extend(new.get(b).into_iter().flatten().map(|word| (ChangeKind::Same, *word)));
        (from, to) = (a + 1, b + 1);
    }
    gather(&script)
}

fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| line.split_whitespace().chain([END]).collect()).collect()
}

/// Notes what became of each word of two stretches.
fn compare<'a>(script: &mut Script<'a>, old: &[&'a str], new: &[&'a str]) {
    let mut pairs = common(old, new);
    drop_short_runs(&mut pairs, old, new);
    let (mut from, mut to) = (0, 0);
    for (a, b) in pairs.into_iter().chain([(old.len(), new.len())]) {
        script.extend(old[from..a].iter().map(|word| (ChangeKind::Deleted, *word)));
        script.extend(new[to..b].iter().map(|word| (ChangeKind::Inserted, *word)));
        script.extend(new.get(b).map(|word| (ChangeKind::Same, *word)));
        (from, to) = (a + 1, b + 1);
    }
}

/// Lets go of words in common that stand alone between changes on both sides. The ends of paragraphs stay.
fn drop_short_runs(pairs: &mut Vec<(usize, usize)>, old: &[&str], new: &[&str]) {
    let mut kept = Vec::with_capacity(pairs.len());
    let runs = pairs.chunk_by(|a, b| a.0 + 1 == b.0 && a.1 + 1 == b.1);
    for run in runs {
        let (first, last) = (run[0], run[run.len() - 1]);
        let is_edge = first.0 == 0 && first.1 == 0 || last.0 + 1 == old.len() && last.1 + 1 == new.len();
        let words = run.iter().filter(|pair| old[pair.0] != END).count();
        if is_edge || words == 0 || words >= LEAST_SAME {
            kept.extend_from_slice(run);
        } else {
            kept.extend(run.iter().filter(|pair| old[pair.0] == END));
        }
    }
    *pairs = kept;
}

/// The places in `a` and `b` of a longest common subsequence, ascending; of a part of one where the table would grow too large.
fn common<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (middle_a, middle_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|n| (n, n)).collect();
    pairs.extend(table(middle_a, middle_b).into_iter().map(|(x, y)| (x + head, y + head)));
    pairs.extend((0..tail).map(|n| (a.len() - tail + n, b.len() - tail + n)));
    pairs
}

fn table<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    if a.is_empty() || b.is_empty() || (a.len() + 1).saturating_mul(width) > MOST_CELLS {
        return Vec::new();
    }
    // The length of the longest common subsequence of what follows each pair of places.
    let mut lengths = vec![0u32; (a.len() + 1) * width];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            let place = x * width + y;
            lengths[place] =
                if a[x] == b[y] { lengths[place + width + 1] + 1 } else { lengths[place + width].max(lengths[place + 1]) };
        }
    }
    let (mut x, mut y) = (0, 0);
    let mut pairs = Vec::new();
    while x < a.len() && y < b.len() {
        let place = x * width + y;
        if a[x] == b[y] {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if lengths[place + width] >= lengths[place + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

/// Words of one kind together. A paragraph's end that was deleted is a space: the new text decides about lines.
fn gather(script: &Script) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    for (kind, word) in script {
        if *kind == ChangeKind::Deleted && *word == END {
            continue;
        }
        match out.last_mut().filter(|last| last.kind == *kind) {
            Some(last) => {
                if *word != END && !last.text.ends_with(END) {
                    last.text.push(' ');
                }
                last.text.push_str(word);
            }
            None => out.push(Change { kind: *kind, text: (*word).to_owned() }),
        }
    }
    if let Some(last) = out.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    out.retain(|change| !change.text.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Deleted words in brackets, inserted ones in braces.
    fn marked(old: &str, new: &str) -> String {
        let mark = |change: &Change| match change.kind {
            ChangeKind::Same => change.text.clone(),
            ChangeKind::Inserted => format!("{{{}}}", change.text),
            ChangeKind::Deleted => format!("[{}]", change.text),
        };
        difference(old, new).iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_marked_where_they_changed() {
        assert_eq!(marked("وصل ستة زوار إلى الواحة", "وصل سبعة زوار إلى الواحة"), "وصل [ستة] {سبعة} زوار إلى الواحة");
        assert_eq!(marked("نص  واحد", "نص واحد"), "نص واحد");
        assert_eq!(marked("", "خبر جديد"), "{خبر جديد}");
        assert_eq!(marked("خبر قديم", ""), "[خبر قديم]");
        assert_eq!(marked("", ""), "");
    }

    #[test]
    fn paragraphs_are_matched_first() {
        let (first, second, third) = ("افتتح الجسر صباح اليوم.", "وحضر السكان.", "وعبره مئات الزوار.");
        let old = format!("{first}\n{third}");
        let new = format!("{first}\n{second}\n{third}");
        assert_eq!(marked(&old, &new), format!("{first}\n {{{second}\n}} {third}"));
        assert_eq!(marked(&new, &old), format!("{first}\n [{second}] {third}"));
    }

    #[test]
    fn a_word_that_happens_to_agree_is_no_island() {
        assert_eq!(marked("قال الوزير في بيان", "ذكرت الهيئة في تقرير"), "[قال الوزير في بيان] {ذكرت الهيئة في تقرير}");
    }

    #[test]
    fn texts_of_any_size_have_an_answer() {
        let (old, new) = ("قديم ثم ".repeat(20_000), "جديد ثم ".repeat(20_000));
        assert_eq!(difference(&old, &new).iter().filter(|change| change.kind == ChangeKind::Deleted).count(), 1);
    }

    proptest! {
        #[test]
        fn both_versions_can_be_read_back(old in "[ابتث \n]{0,60}", new in "[ابتث \n]{0,60}") {
            let changes = difference(&old, &new);
            let read = |gone: ChangeKind| {
                let kept: Vec<&str> = changes.iter().filter(|change| change.kind != gone).map(|change| change.text.as_str()).collect();
                kept.join(" ").split_whitespace().map(str::to_owned).collect::<Vec<_>>()
            };
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(read(ChangeKind::Inserted), words(&old));
            prop_assert_eq!(read(ChangeKind::Deleted), words(&new));
        }
    }
}
