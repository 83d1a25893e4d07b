//! The page's text as blocks: runs of text between the borders of block elements, each with its measures.

use crate::html::{Document, NodeId, Tag};

/// A run of visible text that belongs to one block element.
#[derive(Debug, Clone, Copy)]
pub struct TextBlock {
    /// The nearest block element around it.
    pub owner: NodeId,
    /// Its first text node.
    pub first: NodeId,
    /// One past its last text node.
    pub end: NodeId,
    /// Letters and digits and signs, without white space.
    pub chars: u32,
    pub link_chars: u32,
    pub words: u32,
    /// Commas, full stops and their kin: the mark of sentences.
    pub stops: u32,
}

impl TextBlock {
    /// The share of the text that is linked, 0 to 1.
    pub fn link_density(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }

    /// Reads like a sentence of prose rather than like a label.
    pub fn is_prose(&self) -> bool {
        self.chars >= 20 && self.words >= 5 && self.link_density() < 0.5
    }
}

/// The visible text blocks in document order; `skip` leaves out whole subtrees.
pub fn of(document: &Document<'_>, skip: &dyn Fn(NodeId) -> bool) -> Vec<TextBlock> {
    let mut blocks: Vec<TextBlock> = Vec::new();
    let mut owners: Vec<(NodeId, NodeId)> = vec![(0, document.nodes.len())];
    let mut link_end = 0;
    let mut open: Option<TextBlock> = None;
    let mut breaks = 0;
    let mut at = 0;
    while at < document.nodes.len() {
        while owners.last().is_some_and(|&(_, end)| end <= at) {
            owners.pop();
            blocks.extend(open.take());
        }
        let tag = document.tag(at);
        match tag {
            Tag::Text => {
                let counts = measure(document.node(at).raw);
                if counts.chars > 0 {
                    breaks = 0;
                    let owner = owners.last().map_or(0, |&(owner, _)| owner);
                    let block = open.get_or_insert(TextBlock { owner, first: at, end: at, chars: 0, link_chars: 0, words: 0, stops: 0 });
                    block.end = at + 1;
                    block.chars += counts.chars;
                    block.words += counts.words;
                    block.stops += counts.stops;
                    if at < link_end {
                        block.link_chars += counts.chars;
                    }
                }
            }
            Tag::Br => {
                breaks += 1;
                if breaks == 2 {
                    blocks.extend(open.take());
                }
            }
            Tag::A => link_end = link_end.max(document.end(at)),
            _ if at > 0 && (skip(at) || tag.is_invisible()) => {
                if tag.is_block() {
                    blocks.extend(open.take());
                }
                at = document.end(at);
                continue;
            }
            _ if tag.is_block() || tag.is_table_part() => {
                blocks.extend(open.take());
                owners.push((at, document.end(at)));
            }
            _ => {}
        }
        at += 1;
    }
    blocks.extend(open);
    blocks
}

#[derive(Default)]
struct Counts {
    chars: u32,
    words: u32,
    stops: u32,
}

fn measure(raw: &str) -> Counts {
    let mut counts = Counts::default();
    let mut in_word = false;
    for c in raw.chars() {
        if c.is_whitespace() {
            in_word = false;
            continue;
        }
        counts.chars += 1;
        counts.words += u32::from(!in_word);
        in_word = true;
        if matches!(c, ',' | '.' | '،' | '؛' | '؟' | '!' | '?' | ';' | ':' | '。' | '，' | '、') {
            counts.stops += 1;
        }
    }
    counts
}
