//! The parsed page: nodes in document order in one vector.
//!
//! A subtree is the range of indices from its root to the root's `end`, so that "everything below" is a slice and a
//! sum over a subtree is a difference of two prefix sums.

use std::borrow::Cow;

use crate::work;

use super::{decode, decode_attribute, tag::Tag};

/// A node's place in its [`Document`].
pub type NodeId = usize;

/// An element or a run of text, 24 bytes: words are places in the page.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    pub tag: Tag,
    pub(super) attribute_count: u8,
    /// Nesting below the document, which has 0.
    pub depth: u16,
    pub parent: u32,
    /// One past the last node of the subtree.
    pub end: u32,
    pub(super) attributes: u32,
    /// The raw text of a text node; the name of an element.
    pub(super) raw: Span,
}

/// A piece of the page, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    start: u32,
    length: u32,
}

impl Span {
    /// Where `part`, a slice of `whole`, lies in it.
    pub fn of(part: &str, whole: &str) -> Self {
        let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
        Self { start: u32::try_from(start).unwrap_or(0), length: u32::try_from(part.len()).unwrap_or(0) }
    }

    fn in_text(self, whole: &str) -> &str {
        whole.get(self.start as usize..self.start as usize + self.length as usize).unwrap_or_default()
    }
}

/// A whole page. Node 0 is the document itself.
#[derive(Debug)]
pub struct Document<'a> {
    pub(super) html: &'a str,
    pub nodes: Vec<Node>,
    /// Names and values.
    pub(super) attributes: Vec<(Span, Span)>,
    /// Whether the page was longer or richer than the limits, so that its tail is missing.
    pub truncated: bool,
}

impl<'a> Document<'a> {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The raw text of a text node; the name of an element, as it was written.
    pub fn raw(&self, id: NodeId) -> &'a str {
        work::add(1);
        self.nodes[id].raw.in_text(self.html)
    }

    pub fn tag(&self, id: NodeId) -> Tag {
        work::add(1);
        self.nodes[id].tag
    }

    /// One past the last node of the subtree of `id`.
    pub fn end(&self, id: NodeId) -> NodeId {
        self.nodes[id].end as usize
    }

    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        work::add(1);
        (id != 0).then(|| self.nodes[id].parent as usize)
    }

    /// The node and everything below it, in document order.
    pub fn subtree(&self, id: NodeId) -> std::ops::Range<NodeId> {
        id..self.end(id)
    }

    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.end(id);
        let mut next = id + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.end(child);
                child
            })
        })
    }

    /// The parents from the nearest to the document.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&up| self.parent(up))
    }

    pub fn is_inside(&self, id: NodeId, root: NodeId) -> bool {
        self.subtree(root).contains(&id)
    }

    /// Attributes as written: names in their own case, values with their character references.
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        work::add(1);
        let node = &self.nodes[id];
        let own = &self.attributes[node.attributes as usize..node.attributes as usize + usize::from(node.attribute_count)];
        own.iter().map(|(name, value)| (name.in_text(self.html), value.in_text(self.html)))
    }

    /// The value of an attribute as written.
    pub fn raw_attr(&self, id: NodeId, name: &str) -> Option<&'a str> {
        self.attributes(id).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The value of an attribute, character references replaced.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<Cow<'a, str>> {
        self.raw_attr(id, name).map(decode_attribute)
    }

    /// The text below a node that a reader sees, white space collapsed.
    pub fn text(&self, id: NodeId) -> String {
        let mut out = String::new();
        let mut block_ends: Vec<NodeId> = Vec::new();
        let mut at = id;
        while at < self.end(id) {
            while block_ends.last().is_some_and(|&end| end <= at) {
                block_ends.pop();
                push_collapsed(&mut out, " ");
            }
            work::add(1);
            let node = &self.nodes[at];
            if node.tag == Tag::Text {
                push_collapsed(&mut out, &decode(self.raw(at)));
            } else if at != id && node.tag.is_invisible() {
                at = self.end(at);
                continue;
            } else if node.tag.is_block() || node.tag.is_table_part() || node.tag == Tag::Br {
                push_collapsed(&mut out, " ");
                block_ends.push(self.end(at));
            }
            at += 1;
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// The raw content of a script or another raw-text element.
    pub fn raw_text(&self, id: NodeId) -> &'a str {
        match self.nodes.get(id + 1) {
            Some(child) if id + 1 < self.end(id) && child.tag == Tag::Text => self.raw(id + 1),
            _ => "",
        }
    }
}

/// Appends text with every run of white space as one space, none at the start.
pub fn push_collapsed(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            if !out.is_empty() && !out.ends_with(' ') && !out.ends_with('\n') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}
