//! The page's text as blocks: runs of text between the borders of block elements, each with its measures.

use crate::html::{Document, NodeId, Tag};

/// A run of visible text that belongs to one block element.
#[derive(Debug, Clone, Copy)]
pub struct TextBlock {
    owner: u32,
    first: u32,
    end: u32,
    /// Letters and digits and signs, without white space.
    pub chars: u32,
    pub link_chars: u32,
    pub words: u32,
    /// Commas, full stops and their kin: the mark of sentences.
    pub stops: u32,
    /// The few lines under another article's linked headline.
    pub teaser: bool,
}

impl TextBlock {
    /// The nearest block element around it.
    pub fn owner(&self) -> NodeId {
        self.owner as NodeId
    }

    /// Its first text node.
    pub fn first(&self) -> NodeId {
        self.first as NodeId
    }

    /// One past its last text node.
    pub fn end(&self) -> NodeId {
        self.end as NodeId
    }

    /// The share of the text that is linked, 0 to 1.
    pub fn link_density(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }

    /// Reads like a sentence of prose rather than like a label.
    pub fn is_prose(&self) -> bool {
        self.chars >= 20 && self.words >= 5 && self.link_density() < 0.5 && !self.teaser
    }
}

/// The visible text blocks in document order; `skip` leaves out whole subtrees.
pub fn of(document: &Document<'_>, skip: &dyn Fn(NodeId) -> bool) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    each(document, skip, &mut |block| blocks.push(block));
    blocks
}

/// The same, one after the other.
pub fn each(document: &Document<'_>, skip: &dyn Fn(NodeId) -> bool, take: &mut dyn FnMut(TextBlock)) {
    let place = |id: NodeId| u32::try_from(id).unwrap_or(u32::MAX);
    let mut owners: Vec<(NodeId, NodeId)> = vec![(0, document.nodes.len())];
    let mut link_end = 0;
    let mut open: Option<TextBlock> = None;
    let mut breaks = 0;
    let mut at = 0;
    while at < document.nodes.len() {
        while owners.last().is_some_and(|&(_, end)| end <= at) {
            owners.pop();
            open.take().into_iter().for_each(&mut *take);
        }
        let tag = document.tag(at);
        match tag {
            Tag::Text => {
                let counts = measure(document.raw(at));
                if counts.chars > 0 {
                    breaks = 0;
                    let owner = owners.last().map_or(0, |&(owner, _)| owner);
                    let block = open.get_or_insert(TextBlock {
                        owner: place(owner),
                        first: place(at),
                        end: place(at),
                        chars: 0,
                        link_chars: 0,
                        words: 0,
                        stops: 0,
                        teaser: false,
                    });
                    block.end = place(at + 1);
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
                    open.take().into_iter().for_each(&mut *take);
                }
            }
            Tag::A => link_end = link_end.max(linked_until(document, at)),
            _ if at > 0 && (skip(at) || tag.is_invisible() || (tag == Tag::Figure && !holds_prose(document, at))) => {
                if tag.is_block() {
                    open.take().into_iter().for_each(&mut *take);
                }
                at = document.end(at);
                continue;
            }
            _ if tag.is_block() || tag.is_table_part() => {
                open.take().into_iter().for_each(&mut *take);
                owners.push((at, document.end(at)));
            }
            _ => {}
        }
        at += 1;
    }
    open.into_iter().for_each(take);
}

/// Marks the text of cards that announce other articles: a linked headline, then one short paragraph, again and again.
pub fn mark_teasers(document: &Document<'_>, blocks: &mut [TextBlock]) {
    let mut run: Vec<usize> = Vec::new();
    let mut cards: Vec<Vec<usize>> = Vec::new();
    let mut headline: Option<usize> = None;
    for n in 0..blocks.len() {
        let block = blocks[n];
        let linked = block.link_density() > 0.85;
        if linked && block.words >= 3 && in_heading(document, block.first()) {
            if let Some(start) = headline {
                finish_card(&mut run, &mut cards, blocks, start, n);
            }
            headline = Some(n);
        } else if !linked && in_heading(document, block.first()) {
            if let Some(start) = headline.take() {
                finish_card(&mut run, &mut cards, blocks, start, n);
            }
            cards.push(std::mem::take(&mut run));
        }
    }
    if let Some(start) = headline {
        finish_card(&mut run, &mut cards, blocks, start, blocks.len().min(start + 4));
    }
    cards.push(run);
    for card in cards.iter().filter(|lines| lines.len() >= 2).flatten() {
        blocks[*card].teaser = true;
    }
}

/// Takes the card between two headlines: its one paragraph joins the run, anything else ends it.
fn finish_card(run: &mut Vec<usize>, cards: &mut Vec<Vec<usize>>, blocks: &[TextBlock], start: usize, end: usize) {
    let mut prose = (start + 1..end).filter(|&n| blocks[n].is_prose());
    match (prose.next(), prose.next()) {
        (Some(only), None) if blocks[only].chars < 300 => run.push(only),
        (None, None) => {}
        _ => cards.push(std::mem::take(run)),
    }
}

fn in_heading(document: &Document<'_>, id: NodeId) -> bool {
    document.ancestors(id).take(4).any(|up| document.tag(up).is_heading())
}

/// Whether a figure holds more than its object and caption: a table, a quotation, code, or whole paragraphs.
pub fn holds_prose(document: &Document<'_>, figure: NodeId) -> bool {
    document.subtree(figure).any(|n| match document.tag(n) {
        Tag::Table | Tag::Blockquote | Tag::Pre => true,
        Tag::Text => document.raw(n).len() > 600,
        _ => false,
    })
}

/// Where the text that a link covers ends: its own end, or for a link without content that lies over a small card, the
/// card's.
fn linked_until(document: &Document<'_>, id: NodeId) -> NodeId {
    let own = document.end(id);
    let empty = (id + 1..own).all(|n| document.tag(n) == Tag::Text && document.raw(n).trim().is_empty());
    let leads = document.raw_attr(id, "href").is_some_and(|href| href.len() > 1 && !href.starts_with('#'));
    let Some(card) = document.parent(id).filter(|&card| empty && leads && document.end(card) - card < 60) else { return own };
    let text: u32 =
        document.subtree(card).filter(|&n| document.tag(n) == Tag::Text).map(|n| measure(document.raw(n)).chars).sum();
    if document.tag(card).is_block() && text < 250 { document.end(card) } else { own }
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
