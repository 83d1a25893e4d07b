//! Where is a saved page from? What pages and the programs that save them say about it.

use super::xml::{Attrs, Token, Tokens};
use crate::html::decode_attribute;

/// A head is shorter; what comes behind it names other pages.
const MOST_TOKENS: usize = 3_000;

/// The address that a page says it has: the comment of a browser that saved it, `<link rel="canonical">`, or `og:url`, in
/// this order. As written: the caller knows which addresses it takes.
pub fn address(html: &str) -> Option<String> {
    if let Some(address) = in_comment(html) {
        return Some(address);
    }
    let mut open_graph = None;
    for token in Tokens::new(html).take(MOST_TOKENS) {
        let Token::Start { name, attrs, .. } = token else { continue };
        let value = |name: &str| Attrs::get(attrs, name).map(|value| decode_attribute(value).trim().to_owned());
        match name.to_ascii_lowercase().as_str() {
            "body" => break,
            "link" if value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                if let Some(href) = value("href").filter(|href| is_web(href)) {
                    return Some(href);
                }
            }
            "meta" if open_graph.is_none() => {
                let named = value("property").or_else(|| value("name")).is_some_and(|name| name.eq_ignore_ascii_case("og:url"));
                open_graph = value("content").filter(|content| named && is_web(content));
            }
            _ => {}
        }
    }
    open_graph
}

/// `<!-- saved from url=(0026)https://outlet.example/ -->` (browsers), ` url: https://…` (SingleFile).
fn in_comment(html: &str) -> Option<String> {
    let end = html.char_indices().nth(4096).map_or(html.len(), |(at, _)| at);
    let head = &html[..end];
    for mark in ["saved from url=", "Page saved with SingleFile"] {
        let Some(at) = head.find(mark) else { continue };
        let rest = &head[at + mark.len()..];
        let rest = &rest[..rest.find("-->").unwrap_or(rest.len())];
        let Some(start) = rest.find("http") else { continue };
        let address = rest[start..].split_ascii_whitespace().next().unwrap_or_default();
        if is_web(address) {
            return Some(address.to_owned());
        }
    }
    None
}

fn is_web(address: &str) -> bool {
    rafid_core::WebUrl::new(address).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_where_they_are_from() {
        for (html, expected) in [
            ("<html><link rel=canonical href='https://a.example/1'>", Some("https://a.example/1")),
            ("<meta property='og:url' content='https://a.example/x?a=1&amp;b=2'>", Some("https://a.example/x?a=1&b=2")),
            (
                "<meta property=og:url content=https://a.example/2><LINK REL=Canonical HREF=https://a.example/1>",
                Some("https://a.example/1"),
            ),
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0025)https://a.example/خبر/7 -->\n<link rel=canonical href=/>",
                Some("https://a.example/خبر/7"),
            ),
            (
                "<!--\n Page saved with SingleFile \n url: https://a.example/9 \n saved date: x\n--><html>",
                Some("https://a.example/9"),
            ),
            ("<link rel=canonical href='/relative'>", None),
            ("<meta property=og:url content='javascript:1'>", None),
            ("<body><link rel=canonical href='https://a.example/1'>", None),
            ("", None),
        ] {
            assert_eq!(address(html).as_deref(), expected, "{html}");
        }
    }
}
