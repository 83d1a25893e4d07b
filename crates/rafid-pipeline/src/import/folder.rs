//! A folder of saved pages: what a browser, `wget --mirror` or a script of one's own leaves behind.
//!
//! A page's address is, in this order: what a file beside it says (`page.html.url` with the address alone, or
//! `page.html.json` / `page.json` with a `url`), what the page says itself (the comment of browsers that save pages,
//! `<link rel="canonical">`, `og:url`), where it lies (`www.outlet.example/2026/a.html`, as mirrors have it), and what the
//! user gave for all.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use rafid_core::WebUrl;
use rafid_extract::{charset, source::saved};
use serde::Deserialize;
use url::Url;

use super::ImportError;
use super::pages::{Page, Pages};
use super::run::Run;
use crate::canonical_url;

const MOST_PAGE_BYTES: u64 = 16 * 1024 * 1024;
const MOST_DEPTH: usize = 64;

/// Reads a folder and all in it, in the order of names; answers how many bytes that were.
pub(super) fn read(run: &mut Run, root: &Path, before: u64) -> Result<u64, ImportError> {
    let mut pages = Pages::default();
    let mut bytes = 0;
    // What is still to be looked at, the next one last.
    let mut waiting = vec![(root.to_owned(), 0)];
    while let Some((path, depth)) = waiting.pop() {
        if run.stopped() {
            break;
        }
        let Ok(kind) = fs::symlink_metadata(&path) else { continue };
        if kind.is_dir() && depth < MOST_DEPTH {
            match children(&path) {
                Ok(children) => waiting.extend(children.into_iter().map(|child| (child, depth + 1))),
                Err(error) => bad(run, &path, &format!("could not be listed: {error}"))?,
            }
        } else if kind.is_file() && may_be_page(&path) {
            bytes += kind.len();
            if one(run, &mut pages, root, &path)? {
                run.progress.read(before + bytes, run.summary.lines);
            }
        }
    }
    pages.flush(run)?;
    Ok(bytes)
}

/// Reads one saved page.
pub(super) fn read_file(run: &mut Run, path: &Path) -> Result<u64, ImportError> {
    let mut pages = Pages::default();
    one(run, &mut pages, path.parent().unwrap_or(Path::new("")), path)?;
    pages.flush(run)?;
    Ok(fs::metadata(path).map_or(0, |meta| meta.len()))
}

/// In reverse order of names, so that the first is taken first.
fn children(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut children: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    children.sort_unstable_by(|a, b| b.cmp(a));
    Ok(children)
}

/// By its ending, or for want of one: mirrors keep `/2026/khabar?id=7` under its own name.
fn may_be_page(path: &Path) -> bool {
    const OTHERS: &[&str] = &[
        "url", "json", "jsonl", "css", "js", "mjs", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "pdf", "xml",
        "rss", "atom", "txt", "md", "woff", "woff2", "ttf", "eot", "mp3", "mp4", "webm", "zip", "gz", "zst", "csv", "map", "tmp",
    ];
    let hidden = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('.'));
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    !hidden && !OTHERS.contains(&ending.as_str())
}

fn one(run: &mut Run, pages: &mut Pages, root: &Path, path: &Path) -> Result<bool, ImportError> {
    let (bytes, saved_at) = match load(path) {
        Ok(loaded) => loaded,
        Err(what) => {
            bad(run, path, &what)?;
            return Ok(false);
        }
    };
    if !looks_like_html(&bytes) {
        return Ok(false);
    }
    let beside = beside(path);
    let text = charset::decode(&bytes[..bytes.len().min(256 * 1024)], None, charset::Kind::Html).text;
    let stated = beside.url.clone().or_else(|| saved::address(&text)).and_then(|address| canonical_url(&address));
    let address = stated.or_else(|| in_mirror(root, path)).or_else(|| below(run.options.base.as_ref(), root, path));
    let Some(address) = address else {
        bad(run, path, "no address: the page names none; put it into a file beside it (NAME.url), or give --base")?;
        return Ok(false);
    };
    let captured = beside.date.and_then(|date| date.parse().ok()).or(saved_at).unwrap_or(run.options.now);
    drop(text);
    pages.push(run, Page { address, content_type: beside.content_type, bytes, captured })
}

fn load(path: &Path) -> Result<(Vec<u8>, Option<Timestamp>), String> {
    let meta = fs::metadata(path).map_err(|error| error.to_string())?;
    if meta.len() > MOST_PAGE_BYTES {
        return Err(format!("{} bytes are too many for a page", meta.len()));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let saved_at = meta.modified().ok().and_then(|time: SystemTime| Timestamp::try_from(time).ok());
    Ok((bytes, saved_at))
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    // In UTF-16 every other byte is zero.
    let ascii: Vec<u8> = head.iter().copied().filter(|b| *b != 0).map(|b| b.to_ascii_lowercase()).collect();
    [&b"<html"[..], b"<!doctype html", b"<head", b"<body", b"<meta", b"<title", b"<article", b"<p"]
        .iter()
        .any(|mark| ascii.windows(mark.len()).any(|window| window == *mark))
}

/// What a file beside a page says about it.
#[derive(Default, Deserialize)]
struct Beside {
    url: Option<String>,
    /// When it was saved, RFC 3339.
    #[serde(alias = "saved_at", alias = "fetched_at")]
    date: Option<String>,
    content_type: Option<String>,
}

fn beside(path: &Path) -> Beside {
    let with = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let small = |path: &Path| {
        let meta = fs::metadata(path).ok()?;
        (meta.len() < 1024 * 1024).then(|| fs::read_to_string(path).ok()).flatten()
    };
    let json = small(&with(".json")).or_else(|| small(&path.with_extension("json")));
    if let Some(beside) = json.and_then(|text| serde_json::from_str::<Beside>(&text).ok()).filter(|beside| beside.url.is_some()) {
        return beside;
    }
    let url = small(&with(".url")).or_else(|| small(&path.with_extension("url")));
    // Windows shortcuts have the address behind `URL=`.
    let url = url.and_then(|text| {
        text.lines().map(|line| line.trim().trim_start_matches("URL=").to_owned()).find(|line| line.starts_with("http"))
    });
    Beside { url, ..Beside::default() }
}

/// `root/www.outlet.example/2026/a.html` → `https://www.outlet.example/2026/a.html`; the root itself may be named so too.
fn in_mirror(root: &Path, path: &Path) -> Option<WebUrl> {
    let whole = root.file_name().map(PathBuf::from).unwrap_or_default().join(path.strip_prefix(root).ok()?);
    let parts: Vec<&str> = whole.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    let at = parts.iter().take(parts.len().saturating_sub(1)).position(|part| is_host(part))?;
    let mut url = Url::parse(&format!("https://{}/", parts[at])).ok()?;
    let (file, folders) = parts[at + 1..].split_last()?;
    // Mirrors write the query into the name.
    let (file, query) = file.split_once('?').map_or((*file, None), |(file, query)| (file, Some(query)));
    url.path_segments_mut().ok()?.pop_if_empty().extend(folders).push(if file == "index.html" { "" } else { file });
    url.set_query(query.map(|query| query.trim_end_matches(".html")));
    canonical_url(url.as_str())
}

fn is_host(name: &str) -> bool {
    let Some((rest, ending)) = name.rsplit_once('.') else { return false };
    let ending_ok =
        ending.len() >= 2 && ending.chars().all(char::is_alphabetic) && !matches!(ending, "html" | "htm" | "xhtml" | "php");
    ending_ok && !rest.is_empty() && rest.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-')
}

fn below(base: Option<&WebUrl>, root: &Path, path: &Path) -> Option<WebUrl> {
    let mut url = Url::parse(base?.as_str()).ok()?;
    let relative = path.strip_prefix(root).ok()?;
    let parts: Vec<&str> = relative.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    url.path_segments_mut().ok()?.pop_if_empty().extend(parts);
    canonical_url(url.as_str())
}

fn bad(run: &mut Run, path: &Path, what: &str) -> Result<(), ImportError> {
    let place = path.display().to_string();
    if run.options.strict {
        return Err(ImportError::StrictPage { place, what: what.to_owned() });
    }
    run.summary.lines += 1;
    run.summary.bad += 1;
    run.progress.bad_page(&place, what);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_says_where_its_pages_are_from() {
        let check = |root: &str, path: &str, expected: Option<&str>| {
            let found = in_mirror(Path::new(root), Path::new(path));
            assert_eq!(found.as_ref().map(WebUrl::as_str), expected, "{path}");
        };
        check("/m", "/m/www.a.example/2026/x.html", Some("https://www.a.example/2026/x.html"));
        check("/m/a.example", "/m/a.example/x?id=7.html", Some("https://a.example/x?id=7"));
        check("/m", "/m/a.example/news/index.html", Some("https://a.example/news/"));
        check("/m", "/m/pages/x.html", None);
        check("/m", "/m/x.html", None);
    }
}
