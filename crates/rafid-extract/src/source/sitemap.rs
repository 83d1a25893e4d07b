//! Sitemaps (sitemaps.org 0.9), indexes of sitemaps, Google's news and image extensions, and plain lists of addresses.
//!
//! The bytes may be gzip, as the protocol allows; what comes out of it is capped at [`MAX_DECODED_BYTES`], so that a
//! small file cannot become a large one. Start at [`parse`].

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use rafid_core::Issue;

use super::feed::{clean, date};
use super::xml::{Entities, Token, Tokens};
use crate::charset;

/// The protocol's own limit for an uncompressed file, 50 MiB.
pub const MAX_DECODED_BYTES: u64 = 50 * 1024 * 1024;
/// The protocol's own limit for addresses in a file.
pub const MAX_ENTRIES: usize = 50_000;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Pages.
    UrlSet,
    /// Further sitemaps.
    Index,
    /// One address a line.
    Text,
    #[default]
    Unknown,
}

#[derive(Debug, Clone, Default)]
pub struct Sitemap {
    pub kind: Kind,
    /// In document order.
    pub entries: Vec<SitemapEntry>,
    pub issues: Vec<Issue>,
}

/// A page, or a further sitemap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SitemapEntry {
    /// As written, without white space around it.
    pub url: String,
    pub modified: Option<Timestamp>,
    /// `news:title`
    pub title: Option<String>,
    /// `news:publication_date`
    pub published: Option<Timestamp>,
    /// `news:name` of the publication.
    pub publication: Option<String>,
    pub language: Option<String>,
    /// `news:keywords`
    pub keywords: Vec<String>,
    /// The first `image:loc`.
    pub image: Option<String>,
}

/// Reads a sitemap of any kind, gzipped or not. Never fails; see [`Sitemap::issues`].
pub fn parse(bytes: &[u8], content_type: Option<&str>) -> Sitemap {
    let mut issues = Vec::new();
    let bytes = gunzip(bytes, MAX_DECODED_BYTES, &mut issues);
    let decoded = charset::decode(&bytes, content_type, charset::Kind::Xml);
    issues.extend(decoded.issues);
    let mut sitemap = if decoded.text.contains('<') { Reader::new(&decoded.text).read() } else { lines(&decoded.text) };
    if sitemap.kind == Kind::Unknown {
        issues.push(Issue::error("not-a-sitemap", "the body has no sitemap in it"));
    }
    issues.append(&mut sitemap.issues);
    sitemap.issues = issues;
    sitemap
}

/// The bytes themselves, or what they decompress to; of a broken or too large archive, its beginning.
fn gunzip<'b>(bytes: &'b [u8], cap_bytes: u64, issues: &mut Vec<Issue>) -> Cow<'b, [u8]> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::new();
    if let Err(error) = MultiGzDecoder::new(bytes).take(cap_bytes + 1).read_to_end(&mut out) {
        issues.push(Issue::warning("bad-gzip", format!("could not decompress all of it: {error}")));
    }
    if out.len() as u64 > cap_bytes {
        out.truncate(usize::try_from(cap_bytes).unwrap_or(usize::MAX));
        issues.push(Issue::warning("too-large", format!("only the first {cap_bytes} bytes were read")));
    }
    Cow::Owned(out)
}

fn lines(text: &str) -> Sitemap {
    let is_web = |line: &&str| line.starts_with("http://") || line.starts_with("https://");
    let urls = text.lines().map(str::trim).filter(is_web).take(MAX_ENTRIES);
    let entries: Vec<_> = urls.map(|url| SitemapEntry { url: url.to_owned(), ..SitemapEntry::default() }).collect();
    let kind = if entries.is_empty() { Kind::Unknown } else { Kind::Text };
    Sitemap { kind, entries, issues: Vec::new() }
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    entities: Entities,
    sitemap: Sitemap,
    entry: Option<SitemapEntry>,
    /// Inside `image:image` or `video:video`, whose `loc` is not the page's.
    in_image: bool,
    bad_dates: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            tokens: Tokens::new(text),
            entities: Entities::default(),
            sitemap: Sitemap::default(),
            entry: None,
            in_image: false,
            bad_dates: 0,
        }
    }

    fn read(mut self) -> Sitemap {
        let mut text = String::new();
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Start { name, .. } => {
                    text.clear();
                    self.start(name);
                }
                Token::End { name } => self.end(name, text.trim()),
                Token::Text(raw) if self.entry.is_some() => text.push_str(&self.entities.decode(raw)),
                Token::CData(raw) if self.entry.is_some() => text.push_str(raw),
                Token::Text(_) | Token::CData(_) => {}
                Token::Doctype(subset) => self.entities.declare(subset),
            }
            if self.sitemap.entries.len() >= MAX_ENTRIES {
                self.sitemap.issues.push(Issue::warning("too-many-entries", format!("only the first {MAX_ENTRIES} were read")));
                break;
            }
        }
        if self.entry.is_some() {
            self.sitemap.issues.push(Issue::warning("truncated", "the document ends inside an entry"));
        }
        self.close();
        if self.bad_dates > 0 {
            self.sitemap.issues.push(Issue::note("bad-date", format!("{} dates could not be parsed", self.bad_dates)));
        }
        self.sitemap
    }

    fn start(&mut self, name: &str) {
        match local(name).to_ascii_lowercase().as_str() {
            "urlset" => self.sitemap.kind = Kind::UrlSet,
            "sitemapindex" => self.sitemap.kind = Kind::Index,
            "url" | "sitemap" => {
                self.close();
                if self.sitemap.kind == Kind::Unknown {
                    self.sitemap.kind = if local(name) == "url" { Kind::UrlSet } else { Kind::Index };
                }
                self.entry = Some(SitemapEntry::default());
            }
            "image" | "video" => self.in_image = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str, text: &str) {
        let local = local(name).to_ascii_lowercase();
        match local.as_str() {
            "url" | "sitemap" => return self.close(),
            "image" | "video" => self.in_image = false,
            _ => {}
        }
        let Some(entry) = &mut self.entry else { return };
        if text.is_empty() {
            return;
        }
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        match (local.as_str(), prefix) {
            ("loc", _) if self.in_image || prefix == "image" => {
                entry.image.get_or_insert_with(|| text.to_owned());
            }
            ("loc", _) => entry.url = text.to_owned(),
            (_, "image" | "video") => {}
            ("lastmod", _) => match date::parse(text) {
                Some(moment) => entry.modified = Some(moment),
                None => self.bad_dates += 1,
            },
            ("publication_date", _) => match date::parse(text) {
                Some(moment) => entry.published = Some(moment),
                None => self.bad_dates += 1,
            },
            ("title", _) => entry.title = Some(clean::words(text)),
            ("name", _) => entry.publication = Some(clean::collapse(text)),
            ("language", _) => entry.language = Some(text.to_owned()),
            ("keywords", _) => {
                let keywords = text.split([',', '،']).map(clean::collapse).filter(|k| !k.is_empty());
                entry.keywords = keywords.take(64).collect();
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        self.in_image = false;
        if let Some(entry) = self.entry.take().filter(|entry| !entry.url.is_empty()) {
            self.sitemap.entries.push(entry);
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    const NEWS: &str = r#"<?xml version="1.0"?><urlset xmlns:news="n" xmlns:image="i">
        <url><loc> https://paper.example/1?a=1&amp;b=2 </loc><lastmod>2026-11-23T10:00:00+03:00</lastmod>
          <news:news><news:publication><news:name>جريدة &amp; موقع</news:name><news:language>ar</news:language></news:publication>
          <news:publication_date>2026-11-23</news:publication_date><news:title><![CDATA[افتتاح الحديقة]]></news:title>
          <news:keywords>حدائق، بلدية, مدينة</news:keywords></news:news>
          <image:image><image:loc>https://paper.example/1.jpg</image:loc><image:title>صورة</image:title></image:image></url>
        <url><loc>https://paper.example/2</loc><lastmod>أمس</lastmod>
        <url><loc>https://paper.example/3</loc></url></urlset>"#;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).and_then(|()| encoder.finish()).unwrap_or_default()
    }

    #[test]
    fn news_sitemaps_keep_title_date_and_image() {
        for bytes in [NEWS.as_bytes().to_vec(), gzip(NEWS.as_bytes())] {
            let sitemap = parse(&bytes, None);
            assert_eq!(sitemap.kind, Kind::UrlSet);
            assert_eq!(sitemap.entries.len(), 3, "{:?}", sitemap.entries);
            let first = &sitemap.entries[0];
            assert_eq!(first.url, "https://paper.example/1?a=1&b=2");
            assert_eq!(first.title.as_deref(), Some("افتتاح الحديقة"));
            assert_eq!(first.publication.as_deref(), Some("جريدة & موقع"));
            assert_eq!(first.keywords, ["حدائق", "بلدية", "مدينة"]);
            assert_eq!(first.image.as_deref(), Some("https://paper.example/1.jpg"));
            assert_eq!(first.modified.map(|m| m.to_string()).as_deref(), Some("2026-11-23T07:00:00Z"));
            assert_eq!(first.published.map(|m| m.to_string()).as_deref(), Some("2026-11-23T00:00:00Z"));
            assert!(sitemap.issues.iter().any(|i| i.code == "bad-date"));
        }
    }

    #[test]
    fn indexes_text_lists_and_truncated_files() {
        let index = parse(
            b"<sitemapindex><sitemap><loc>https://a.example/s1.xml.gz</loc></sitemap><sitemap><loc>https://a.example/s2",
            None,
        );
        assert_eq!((index.kind, index.entries.len()), (Kind::Index, 1));
        assert!(index.issues.iter().any(|i| i.code == "truncated"));
        let list = parse("\u{feff}https://a.example/1\n\n# x\nhttps://a.example/2".as_bytes(), Some("text/plain"));
        assert_eq!((list.kind, list.entries.len()), (Kind::Text, 2));
        for nothing in [&b""[..], b"<html><body>404</body></html>", b"\x1f\x8b\x08"] {
            let sitemap = parse(nothing, None);
            assert_eq!((sitemap.kind, sitemap.entries.len()), (Kind::Unknown, 0));
            assert!(sitemap.issues.iter().any(|i| i.code == "not-a-sitemap"));
        }
    }

    #[test]
    fn a_gzip_bomb_stops_at_the_cap() {
        let bomb = gzip(&vec![b' '; 1 << 20]);
        assert!(bomb.len() < 4096);
        let mut issues = Vec::new();
        let bytes = super::gunzip(&bomb, 1000, &mut issues);
        assert_eq!(bytes.len(), 1000);
        assert_eq!(issues[0].code, "too-large");
    }
}
