//! The last word on candidates: a few dozen small decision trees over [`super::features`], trained on labelled articles by
//! `examples/train_keywords`.
//!
//! A tree asks the same question of everybody on one level ("symmetric"): the answers are the bits of a leaf's number.

use std::sync::LazyLock;

use super::features::FEATURES;

/// Trees with their weights; see [`Scorer::parse`].
#[derive(Debug, Clone, Default)]
pub struct Scorer {
    trees: Vec<Tree>,
}

#[derive(Debug, Clone)]
struct Tree {
    /// Is this feature above that border? The first answer is the highest bit.
    questions: Vec<(usize, f32)>,
    leaves: Vec<f32>,
}

static BUILTIN: LazyLock<Scorer> = LazyLock::new(|| Scorer::parse(include_str!("scorer.txt")));

impl Scorer {
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// A line a tree: `feature>border` for every level, `=`, then a number for every leaf. Lines that are no tree are passed over.
    pub fn parse(text: &str) -> Self {
        Self { trees: text.lines().filter_map(tree).collect() }
    }

    /// Log odds that an editor would take the candidate.
    pub(super) fn score(&self, features: &[f32; FEATURES]) -> f32 {
        let leaf = |tree: &Tree| {
            let number =
                tree.questions.iter().fold(0usize, |n, (feature, border)| n << 1 | usize::from(features[*feature] > *border));
            tree.leaves[number]
        };
        self.trees.iter().map(leaf).sum()
    }
}

fn tree(line: &str) -> Option<Tree> {
    let (questions, leaves) = line.split_once('=')?;
    let question = |text: &str| {
        let (feature, border) = text.split_once('>')?;
        Some((feature.parse().ok().filter(|feature| *feature < FEATURES)?, border.parse().ok()?))
    };
    let questions: Vec<(usize, f32)> = questions.split_whitespace().map(question).collect::<Option<_>>()?;
    let leaves: Vec<f32> = leaves.split_whitespace().map(|leaf| leaf.parse().ok()).collect::<Option<_>>()?;
    (questions.len() < 12 && leaves.len() == 1 << questions.len()).then_some(Tree { questions, leaves })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_the_bits_of_a_leaf() {
        let scorer = Scorer::parse("0>1.5 1>0 = 1 2 3 4\nno tree\n0>0 = 1\n99>0 = 1 2\n");
        assert_eq!(scorer.trees.len(), 1);
        let of = |a: f32, b: f32| {
            let mut features = [0.0; FEATURES];
            (features[0], features[1]) = (a, b);
            scorer.score(&features)
        };
        assert_eq!([of(1.5, 0.0), of(1.0, 0.1), of(2.0, -1.0), of(2.0, 1.0)], [1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn every_built_in_line_is_a_tree() {
        let lines = include_str!("scorer.txt").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(Scorer::builtin().trees.len(), lines);
        assert!(lines > 10);
    }
}
