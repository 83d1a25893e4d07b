//! Inline runs: text with its style, white space collapsed across the borders of elements.

use rafid_core::{Inline, WebUrl};

/// The runs of the block that is being read.
#[derive(Debug, Default)]
pub struct Runs {
    done: Vec<Inline>,
    current: String,
    link: Option<WebUrl>,
    strong: bool,
    emphasis: bool,
    /// White space was seen after the last word and is written before the next one.
    space: bool,
}

impl Runs {
    pub fn text(&mut self, text: &str) {
        let mut words = text.split(is_space).filter(|word| !word.is_empty()).peekable();
        if text.starts_with(is_space) || words.peek().is_none() {
            self.space |= !text.is_empty();
        }
        while let Some(word) = words.next() {
            if self.space && !self.at_line_start() {
                self.push_space();
            }
            self.current.push_str(word);
            self.space = words.peek().is_some() || text.ends_with(is_space);
        }
    }

    /// White space between runs belongs to the run before it, so that links begin with their first letter.
    fn push_space(&mut self) {
        match self.done.last_mut() {
            Some(Inline::Text(t) | Inline::Strong(t) | Inline::Emphasis(t) | Inline::Link { text: t, .. })
                if self.current.is_empty() =>
            {
                t.push(' ')
            }
            _ => self.current.push(' '),
        }
    }

    /// Whether nothing stands before the next word in its line.
    fn at_line_start(&self) -> bool {
        self.current.is_empty() && matches!(self.done.last(), None | Some(Inline::Break))
    }

    pub fn line_break(&mut self) {
        self.seal();
        if !matches!(self.done.last(), None | Some(Inline::Break)) {
            self.done.push(Inline::Break);
        }
        self.space = false;
    }

    /// Sets the link of what follows and gives back what to hand to [`Runs::restore_link`].
    pub fn set_link(&mut self, link: Option<WebUrl>) -> Option<WebUrl> {
        self.seal();
        std::mem::replace(&mut self.link, link)
    }

    pub fn restore_link(&mut self, outer: Option<WebUrl>) {
        self.seal();
        self.link = outer;
    }

    pub fn set_strong(&mut self, strong: bool) -> bool {
        self.seal();
        std::mem::replace(&mut self.strong, strong)
    }

    pub fn set_emphasis(&mut self, emphasis: bool) -> bool {
        self.seal();
        std::mem::replace(&mut self.emphasis, emphasis)
    }

    /// The runs so far; empty when they hold no word. Styles stay as they are.
    pub fn take(&mut self) -> Vec<Inline> {
        self.seal();
        self.space = false;
        while matches!(self.done.last(), Some(Inline::Break)) {
            self.done.pop();
        }
        std::mem::take(&mut self.done)
    }

    fn seal(&mut self) {
        if self.current.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.current);
        let run = match &self.link {
            Some(url) => Inline::Link { url: url.clone(), text },
            None if self.strong => Inline::Strong(text),
            None if self.emphasis => Inline::Emphasis(text),
            None => Inline::Text(text),
        };
        match (self.done.last_mut(), run) {
            (Some(Inline::Text(last)), Inline::Text(text))
            | (Some(Inline::Strong(last)), Inline::Strong(text))
            | (Some(Inline::Emphasis(last)), Inline::Emphasis(text)) => last.push_str(&text),
            (_, run) => self.done.push(run),
        }
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
}

/// The words of runs on one line.
pub fn plain(runs: &[Inline]) -> String {
    let mut out = String::new();
    for run in runs {
        match run {
            Inline::Text(t) | Inline::Strong(t) | Inline::Emphasis(t) | Inline::Link { text: t, .. } => out.push_str(t),
            Inline::Break => out.push(' '),
        }
    }
    out
}
