//! A subtree of the page → [`Body`]: blocks of inline runs, nothing else.
//!
//! This is our sanitising. Nothing of the page's markup survives: text becomes [`Inline`] runs, addresses become
//! [`WebUrl`]s (or their text is kept without them), and what has no place in a [`Block`] is left out.

mod inline;
mod media;

use rafid_core::{Block, Body, Inline, WebUrl};
use url::Url;

use crate::html::{self, Document, Limits, NodeId, Tag};
use inline::Runs;
pub use inline::plain;

/// The content of a feed entry, or any other fragment of HTML, as a body. Relative addresses are resolved against
/// `base_url`; without one they are dropped.
pub fn body_from_html(fragment: &str, base_url: Option<&str>) -> Body {
    let document = html::parse(fragment, Limits::default());
    let base = base_url.and_then(|base| Url::parse(base).ok());
    build(&document, &[0], &|_| false, base.as_ref())
}

/// The subtrees of `roots` as one body, without the subtrees for which `skip` holds.
pub fn build(document: &Document<'_>, roots: &[NodeId], skip: &dyn Fn(NodeId) -> bool, base: Option<&Url>) -> Body {
    let mut builder = Builder { document, skip, base, blocks: Vec::new(), runs: Runs::default(), quote: None, pending_breaks: 0 };
    for &root in roots {
        builder.node(root);
        builder.flush();
    }
    Body(builder.blocks)
}

struct Builder<'d, 'a> {
    document: &'d Document<'a>,
    skip: &'d dyn Fn(NodeId) -> bool,
    base: Option<&'d Url>,
    blocks: Vec<Block>,
    runs: Runs,
    /// The runs of the quotation that is open.
    quote: Option<Vec<Inline>>,
    pending_breaks: u8,
}

impl Builder<'_, '_> {
    fn children(&mut self, id: NodeId) {
        let end = self.document.end(id);
        let mut child = id + 1;
        while child < end {
            self.node(child);
            child = self.document.end(child);
        }
    }

    fn node(&mut self, id: NodeId) {
        use Tag::*;
        if (self.skip)(id) {
            return;
        }
        let document = self.document;
        match document.tag(id) {
            Text => {
                let raw = document.raw(id);
                if self.pending_breaks > 0 && !raw.trim().is_empty() {
                    self.settle_breaks();
                }
                self.runs.text(&html::decode(raw));
            }
            Br => self.pending_breaks = self.pending_breaks.saturating_add(1),
            Img | AmpImg => self.image(id, None),
            Figure => self.figure(id),
            Iframe | Video | Audio | Embed | Object => self.embed(id),
            tag if tag.is_invisible() => {}
            Button | Input | Label if !document.subtree(id).any(|n| document.tag(n) == P) => {}
            A => {
                if self.pending_breaks > 0 {
                    self.settle_breaks();
                }
                let link = document.attr(id, "href").and_then(|href| self.resolve(&href));
                let outer = self.runs.set_link(link);
                self.children(id);
                self.runs.restore_link(outer);
            }
            Strong | B => {
                let outer = self.runs.set_strong(true);
                self.children(id);
                self.runs.set_strong(outer);
            }
            Em | I => {
                let outer = self.runs.set_emphasis(true);
                self.children(id);
                self.runs.set_emphasis(outer);
            }
            Ul | Ol | Menu | Dir if self.quote.is_none() && self.is_plain_list(id) => self.list(id),
            Table if self.quote.is_none() && self.is_data_table(id) => self.table(id),
            Blockquote => self.quotation(id),
            Pre => self.preformatted(id),
            tag if tag.is_heading() => self.heading(id, tag),
            tag if tag.is_block() || tag.is_table_part() => {
                self.flush();
                self.children(id);
                self.flush();
            }
            _ => self.children(id),
        }
    }

    /// One break ends a line; two end a paragraph.
    fn settle_breaks(&mut self) {
        if self.pending_breaks > 1 {
            self.flush();
        } else {
            self.runs.line_break();
        }
        self.pending_breaks = 0;
    }

    /// Ends the paragraph that is being collected.
    fn flush(&mut self) {
        self.pending_breaks = 0;
        let runs = self.runs.take();
        if runs.is_empty() {
            return;
        }
        match &mut self.quote {
            Some(quote) => {
                if !quote.is_empty() {
                    quote.push(Inline::Break);
                }
                quote.extend(runs);
            }
            None => self.blocks.push(Block::Paragraph(runs)),
        }
    }

    fn heading(&mut self, id: NodeId, tag: Tag) {
        self.flush();
        let level = match tag {
            Tag::H1 | Tag::H2 => 2,
            Tag::H3 => 3,
            _ => 4,
        };
        // Pictures inside a heading are kept; its words are the visible, unskipped ones.
        self.children(id);
        let runs = self.runs.take();
        self.pending_breaks = 0;
        let text = inline::plain(&runs);
        if !text.is_empty() {
            match &mut self.quote {
                Some(quote) => quote.push(Inline::Text(text)),
                None => self.blocks.push(Block::Heading { level, text }),
            }
        }
    }

    fn quotation(&mut self, id: NodeId) {
        self.flush();
        let outer = self.quote.replace(Vec::new());
        self.children(id);
        self.flush();
        let inner = std::mem::replace(&mut self.quote, outer).unwrap_or_default();
        if inner.is_empty() {
            return;
        }
        match &mut self.quote {
            Some(quote) => quote.extend(inner),
            None => self.blocks.push(Block::Quote(inner)),
        }
    }

    fn preformatted(&mut self, id: NodeId) {
        self.flush();
        let mut text = String::new();
        for node in self.document.subtree(id).filter(|&n| self.document.tag(n) == Tag::Text) {
            text.push_str(&html::decode(self.document.raw(node)));
        }
        let text = text.trim_matches('\n').trim_end();
        if !text.trim().is_empty() {
            self.blocks.push(Block::Preformatted(text.to_owned()));
        }
    }

    /// A list of lines, as opposed to one that lays out cards, figures or tables.
    fn is_plain_list(&self, id: NodeId) -> bool {
        use Tag::*;
        self.document
            .subtree(id)
            .all(|n| !matches!(self.document.tag(n), Figure | Table | Img | AmpImg | Iframe | Video | Blockquote | Pre))
    }

    fn list(&mut self, id: NodeId) {
        self.flush();
        let ordered = self.document.tag(id) == Tag::Ol;
        let outer = std::mem::take(&mut self.blocks);
        let mut items = Vec::new();
        let document = self.document;
        for child in document.children(id) {
            self.node(child);
            self.flush();
            let mut item: Vec<Inline> = Vec::new();
            for block in std::mem::take(&mut self.blocks) {
                match block {
                    Block::List { items: inner, .. } => {
                        if !item.is_empty() {
                            items.push(std::mem::take(&mut item));
                        }
                        items.extend(inner);
                    }
                    Block::Paragraph(runs) => {
                        if !item.is_empty() {
                            item.push(Inline::Break);
                        }
                        item.extend(runs);
                    }
                    other => {
                        if !item.is_empty() {
                            item.push(Inline::Break);
                        }
                        item.push(Inline::Text(other.text()));
                    }
                }
            }
            if !item.is_empty() {
                items.push(item);
            }
        }
        self.blocks = outer;
        if !items.is_empty() {
            self.blocks.push(Block::List { ordered, items });
        }
    }

    /// A table that tabulates: two columns and rows at least, nothing but inline content in its cells.
    fn is_data_table(&self, id: NodeId) -> bool {
        use Tag::*;
        let (mut rows, mut cells) = (0, 0);
        for n in id + 1..self.document.end(id) {
            match self.document.tag(n) {
                Tr => rows += 1,
                Td | Th => cells += 1,
                Table | Figure | Iframe | Video | Form | H1 | Blockquote | Article | Section => return false,
                _ => {}
            }
        }
        rows >= 2 && cells >= rows * 2
    }

    fn table(&mut self, id: NodeId) {
        self.flush();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for n in id + 1..self.document.end(id) {
            match self.document.tag(n) {
                Tag::Tr => rows.push(Vec::new()),
                Tag::Td | Tag::Th => {
                    if rows.is_empty() {
                        rows.push(Vec::new());
                    }
                    let text = self.document.text(n);
                    if let Some(row) = rows.last_mut() {
                        row.push(text);
                    }
                }
                _ => {}
            }
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        if !rows.is_empty() {
            self.blocks.push(Block::Table { rows });
        }
    }

    fn resolve(&self, address: &str) -> Option<WebUrl> {
        resolve(self.base, address)
    }
}

/// An address of the page as an absolute web address.
pub fn resolve(base: Option<&Url>, address: &str) -> Option<WebUrl> {
    // The standard takes tabs and newlines out of addresses; `url` does so as well.
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') {
        return None;
    }
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| WebUrl::new(url.as_str())).flatten()
}
