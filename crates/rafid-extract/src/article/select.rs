//! Which part of the page is the article.

use std::collections::HashMap;

use crate::html::{Document, NodeId, Tag};

/// The subtrees that make the body, and what is left out of them.
#[derive(Debug, Default)]
pub struct Chosen {
    pub roots: Vec<NodeId>,
    skipped: Vec<bool>,
}

impl Chosen {
    pub fn skips(&self, id: NodeId) -> bool {
        self.skipped.get(id).copied().unwrap_or(false)
    }
}

/// The article's subtrees.
pub fn article(document: &Document<'_>) -> Chosen {
    let mut score: HashMap<NodeId, f64> = HashMap::new();
    for id in 0..document.nodes.len() {
        if document.tag(id) != Tag::P {
            continue;
        }
        let text = document.text(id);
        let length = text.chars().count();
        if length < 25 {
            continue;
        }
        let mut weight = length as f64;
        for up in document.ancestors(id).take(3) {
            *score.entry(up).or_default() += weight;
            weight *= 0.5;
        }
    }
    let best = score.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(id, _)| id);
    let skipped =
        (0..document.nodes.len()).map(|id| matches!(document.tag(id), Tag::Nav | Tag::Aside | Tag::Footer | Tag::Form)).collect();
    Chosen { roots: best.into_iter().collect(), skipped }
}
