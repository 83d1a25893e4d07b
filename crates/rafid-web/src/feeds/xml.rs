//! Writing XML: every text is escaped, and characters that XML 1.0 does not know (section 2.2) are left out.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document being written. Writing to memory cannot fail, so nothing here answers an error.
pub(crate) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub fn new() -> Self {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml
    }

    fn put(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }

    /// An element whose content `inside` writes.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.put(Event::Start(start(name, attributes)));
        inside(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    pub fn text(&mut self, name: &str, text: &str) {
        self.attributed(name, &[], text);
    }

    pub fn attributed(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |xml| xml.put(Event::Text(BytesText::new(&allowed(text)))));
    }

    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.put(Event::Empty(start(name, attributes)));
    }

    pub fn finish(self) -> String {
        String::from_utf8(self.0.into_inner()).unwrap_or_default()
    }
}

fn start<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, allowed(value).as_str()));
    }
    start
}

fn allowed(text: &str) -> String {
    let is_known = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(is_known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_cleaned() {
        let mut xml = Xml::new();
        xml.attributed("a", &[("b", "\"<&\u{0}")], "]]></a><x>&\u{8}\u{FFFE}");
        let text = xml.finish();
        assert!(text.ends_with("<a b=\"&quot;&lt;&amp;\">]]&gt;&lt;/a&gt;&lt;x&gt;&amp;</a>"), "{text}");
    }
}
