//! Lists of feeds in OPML 2.0 (opml.org/spec2.opml): read with folders as tags, and written again.

use rafid_core::Issue;

use super::feed::clean;
use super::xml::{Attrs, Entities, Token, Tokens};
use crate::charset;

/// One feed of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscription {
    pub feed_url: String,
    pub title: Option<String>,
    pub site_url: Option<String>,
    /// Folders from the outermost to the innermost, then the values of `category`; each once.
    pub tags: Vec<String>,
    pub language: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Opml {
    pub title: Option<String>,
    /// In document order, each address once.
    pub subscriptions: Vec<Subscription>,
    pub issues: Vec<Issue>,
}

const MAX_SUBSCRIPTIONS: usize = 100_000;
const MAX_DEPTH: usize = 64;
const MAX_ISSUES: usize = 20;

/// Reads a list. Never fails; an outline without a usable address is a folder or nothing.
pub fn parse(bytes: &[u8], content_type: Option<&str>) -> Opml {
    let decoded = charset::decode(bytes, content_type, charset::Kind::Xml);
    let mut reader = Reader { opml: Opml { issues: decoded.issues, ..Opml::default() }, ..Reader::default() };
    for token in Tokens::new(&decoded.text) {
        reader.take(token);
        if reader.opml.subscriptions.len() >= MAX_SUBSCRIPTIONS {
            let detail = format!("only the first {MAX_SUBSCRIPTIONS} feeds were read");
            reader.opml.issues.push(Issue::warning("too-many-feeds", detail));
            break;
        }
    }
    if !reader.is_opml {
        reader.opml.issues.push(Issue::error("not-opml", "the body has no <opml> in it"));
    } else if reader.opml.subscriptions.is_empty() {
        reader.opml.issues.push(Issue::warning("no-feeds", "no outline has a feed address"));
    }
    reader.opml
}

#[derive(Default)]
struct Reader {
    opml: Opml,
    entities: Entities,
    is_opml: bool,
    /// Open outlines: the name of a folder, `None` for a feed.
    open: Vec<Option<String>>,
    /// Outlines open beyond `MAX_DEPTH`.
    overflow: usize,
    in_title: bool,
    seen: std::collections::HashSet<String>,
}

impl Reader {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Start { name, .. } if name.eq_ignore_ascii_case("opml") => self.is_opml = true,
            Token::Start { name, empty, .. } if name.eq_ignore_ascii_case("title") => self.in_title = !empty,
            Token::Start { name, attrs, empty } if name.eq_ignore_ascii_case("outline") => self.outline(attrs, empty),
            Token::End { name } if name.eq_ignore_ascii_case("title") => self.in_title = false,
            Token::End { name } if name.eq_ignore_ascii_case("outline") => match self.overflow {
                0 => {
                    self.open.pop();
                }
                _ => self.overflow -= 1,
            },
            Token::Text(raw) if self.in_title => {
                let title = clean::words(&self.entities.decode(raw));
                self.opml.title = Some(title).filter(|t| !t.is_empty());
            }
            Token::CData(raw) if self.in_title => self.opml.title = Some(clean::collapse(raw)),
            _ => {}
        }
    }

    fn outline(&mut self, attrs: &str, empty: bool) {
        let name = self.attr(attrs, "text").or_else(|| self.attr(attrs, "title"));
        let address = ["xmlUrl", "url"].into_iter().find_map(|attribute| self.attr(attrs, attribute));
        let feed_url = address.map(|a| a.strip_prefix("feed:").map_or_else(|| a.clone(), prefixed));
        let folder = match feed_url {
            Some(url) if is_web(&url) => {
                self.subscription(url, name, attrs);
                None
            }
            Some(url) => {
                if self.opml.issues.len() < MAX_ISSUES {
                    self.opml.issues.push(Issue::warning("bad-address", format!("no web address: {:?}", shorten(&url))));
                }
                None
            }
            None => name,
        };
        if empty {
            return;
        }
        if self.open.len() < MAX_DEPTH {
            self.open.push(folder);
        } else {
            self.overflow += 1;
        }
    }

    fn subscription(&mut self, feed_url: String, name: Option<String>, attrs: &str) {
        let categories = self.attr(attrs, "category").unwrap_or_default();
        let categories = categories.split(',').flat_map(|path| path.split('/')).map(clean::collapse);
        let mut tags: Vec<String> = Vec::new();
        for tag in self.open.iter().flatten().cloned().chain(categories) {
            if !tag.is_empty() && !tags.contains(&tag) && tags.len() < MAX_DEPTH {
                tags.push(tag);
            }
        }
        if !self.seen.insert(feed_url.clone()) {
            if let Some(known) = self.opml.subscriptions.iter_mut().rev().take(1000).find(|s| s.feed_url == feed_url) {
                tags.retain(|tag| !known.tags.contains(tag));
                known.tags.append(&mut tags);
            }
            return;
        }
        let site_url = self.attr(attrs, "htmlUrl").filter(|url| is_web(url));
        let language = self.attr(attrs, "language").filter(|l| !l.eq_ignore_ascii_case("unknown"));
        self.opml.subscriptions.push(Subscription { feed_url, title: name, site_url, tags, language });
    }

    fn attr(&mut self, attrs: &str, name: &str) -> Option<String> {
        let value = clean::collapse(&self.entities.decode(Attrs::get(attrs, name)?));
        (!value.is_empty()).then_some(value)
    }
}

fn prefixed(rest: &str) -> String {
    if rest.starts_with("//") { format!("http:{rest}") } else { rest.to_owned() }
}

fn is_web(url: &str) -> bool {
    rafid_core::WebUrl::new(url).is_some()
}

fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Writes a list: one folder for each first tag, all tags in `category`, so that [`parse`] gives back what was written
/// (tags without commas and slashes; order by folder).
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>");
    out.push_str(&clean::escape(title));
    out.push_str("</title>\n  </head>\n  <body>\n");
    let mut folders: Vec<&str> = Vec::new();
    let mut by_folder: std::collections::HashMap<&str, Vec<&Subscription>> = std::collections::HashMap::new();
    for subscription in subscriptions {
        let folder = subscription.tags.first().map_or("", String::as_str);
        by_folder.entry(folder).or_insert_with(|| {
            folders.push(folder);
            Vec::new()
        });
        by_folder.entry(folder).or_default().push(subscription);
    }
    for folder in folders {
        let members = by_folder.remove(folder).unwrap_or_default();
        if folder.is_empty() {
            members.iter().for_each(|member| write_outline(&mut out, "    ", member));
            continue;
        }
        out.push_str("    <outline");
        push_attribute(&mut out, "text", folder);
        out.push_str(">\n");
        members.iter().for_each(|member| write_outline(&mut out, "      ", member));
        out.push_str("    </outline>\n");
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn write_outline(out: &mut String, indent: &str, subscription: &Subscription) {
    out.push_str(indent);
    out.push_str("<outline type=\"rss\"");
    push_attribute(out, "text", subscription.title.as_deref().unwrap_or(&subscription.feed_url));
    push_attribute(out, "xmlUrl", &subscription.feed_url);
    if let Some(site) = &subscription.site_url {
        push_attribute(out, "htmlUrl", site);
    }
    if let Some(language) = &subscription.language {
        push_attribute(out, "language", language);
    }
    if subscription.tags.len() > 1 {
        push_attribute(out, "category", &subscription.tags.join(","));
    }
    out.push_str("/>\n");
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let printable: String = value.chars().filter(|c| !c.is_control()).collect();
    out.push_str(&clean::escape(&printable).replace('"', "&quot;"));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"<?xml version="1.0" encoding="utf-8"?><opml version="1.1"><head><title>صحف &amp; مواقع</title></head><body>
        <outline text="السعودية"><outline title="رياضة">
            <outline type="rss" text="الملعب &quot;الأخضر&quot;" xmlUrl="https://a.example/rss?x=1&y=2" htmlUrl="https://a.example/"/></outline>
            <outline text="مكرر" xmlUrl="https://b.example/feed" category="/عام/اقتصاد,محلي"></outline>
        </outline>
        <outline text="بلا مجلد" XMLURL='feed://c.example/atom'/>
        <outline text="سيئ" xmlUrl="javascript:alert(1)"/>
        <outline text="مكرر" xmlUrl="https://b.example/feed"/>
        <outline text="لم يغلق"></body></opml>"#;

    #[test]
    fn folders_become_tags() {
        let opml = parse(LIST.as_bytes(), None);
        assert_eq!(opml.title.as_deref(), Some("صحف & مواقع"));
        let brief: Vec<(&str, Vec<&str>)> =
            opml.subscriptions.iter().map(|s| (s.feed_url.as_str(), s.tags.iter().map(String::as_str).collect())).collect();
        assert_eq!(
            brief,
            [
                ("https://a.example/rss?x=1&y=2", vec!["السعودية", "رياضة"]),
                ("https://b.example/feed", vec!["السعودية", "عام", "اقتصاد", "محلي"]),
                ("http://c.example/atom", vec![]),
            ]
        );
        assert_eq!(opml.subscriptions[0].title.as_deref(), Some("الملعب \"الأخضر\""));
        assert!(opml.issues.iter().any(|i| i.code == "bad-address"));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let before = parse(LIST.as_bytes(), None).subscriptions;
        let after = parse(write("قائمة <1>", &before).as_bytes(), None);
        assert_eq!(after.title.as_deref(), Some("قائمة <1>"));
        assert_eq!(after.subscriptions, before);
        assert!(after.issues.is_empty());
    }

    #[test]
    fn hostile_lists_are_harmless() {
        let deep = "<opml>".to_owned() + &"<outline text='x'>".repeat(200_000) + "<outline xmlUrl='https://a.example/'/>";
        let opml = parse(deep.as_bytes(), None);
        assert_eq!(opml.subscriptions.len(), 1);
        assert!(opml.subscriptions[0].tags.len() <= MAX_DEPTH);
        assert!(parse(b"<rss/>", None).issues.iter().any(|i| i.code == "not-opml"));
        assert!(parse(b"", None).subscriptions.is_empty());
    }
}
