//! What a document or a header says about its encoding.

use encoding_rs::{Encoding, UTF_8};
use memchr::memmem;

use super::Kind;

/// How far into a page `<meta charset>` is looked for. The HTML standard says 1,024 bytes; pages put scripts first.
const HTML_PRESCAN_BYTES: usize = 16 * 1024;
const XML_PRESCAN_BYTES: usize = 1024;

/// The charset parameter of a Content-Type: `text/xml; charset = "windows-1256"`. Quotes may be single or missing.
pub fn charset_parameter(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).trim())
    })
}

/// The label in `<?xml encoding="…"?>`, `<meta charset="…">` or `<meta http-equiv content="…; charset=…">`.
pub fn declared(bytes: &[u8], kind: Kind) -> Option<String> {
    match kind {
        Kind::Xml => xml_declaration(bytes),
        Kind::Html => meta(bytes).or_else(|| xml_declaration(bytes)),
    }
}

fn xml_declaration(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(XML_PRESCAN_BYTES)];
    let start = memmem::find(head, b"<?xml")?;
    let declaration = &head[start..];
    let end = memmem::find(declaration, b">").unwrap_or(declaration.len());
    let at = memmem::find(&declaration[..end], b"encoding")?;
    label_after_equals(&declaration[at + "encoding".len()..end])
}

fn meta(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(HTML_PRESCAN_BYTES)].to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = memmem::find(&head[from..], b"<meta") {
        let tag = &head[from + at..];
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let found = memmem::find_iter(tag, b"charset").find_map(|n| label_after_equals(&tag[n + "charset".len()..]));
        if found.is_some() {
            return found;
        }
        from += at + "<meta".len();
    }
    None
}

fn label_after_equals(bytes: &[u8]) -> Option<String> {
    let rest = bytes.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest).trim_ascii_start();
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b)).unwrap_or(rest.len());
    let label = str::from_utf8(&rest[..end]).ok()?;
    (!label.is_empty()).then(|| label.to_owned())
}

/// The encoding that a label names, with names that the Encoding standard lacks but Arabic sites use.
///
/// A document that can be read at all cannot be in UTF-16 (standard, "prescan a byte stream"): that means UTF-8.
pub fn for_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim();
    let lower = label.to_ascii_lowercase().replace('_', "-");
    let known = match lower.as_str() {
        "cp1256" | "windows1256" | "win-1256" | "win1256" | "cp-1256" | "ms-arab" | "arabic-windows" => {
            Some(encoding_rs::WINDOWS_1256)
        }
        "iso8859-6" | "iso-8859-6-i" | "asmo-449" => Some(encoding_rs::ISO_8859_6),
        "utf8" | "utf-8mb4" | "utf8mb4" | "u8" => Some(UTF_8),
        other => Encoding::for_label(label.as_bytes()).or_else(|| Encoding::for_label(other.as_bytes())),
    }?;
    Some(if known == encoding_rs::UTF_16LE || known == encoding_rs::UTF_16BE { UTF_8 } else { known })
}
