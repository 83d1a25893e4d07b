//! Does an address look like an article's?

use url::Url;

/// An address on the listing's own site that may be an article, and how much it looks like one.
pub struct ArticleAddress {
    pub address: String,
    pub score: f32,
}

/// Parts of addresses that are lists, tools and people.
const NOT_ARTICLES: &[&str] = &[
    "tag",
    "tags",
    "category",
    "categories",
    "author",
    "authors",
    "page",
    "search",
    "login",
    "register",
    "contact",
    "about",
    "privacy",
    "terms",
    "rss",
    "feed",
    "feeds",
    "wp-login.php",
    "cdn-cgi",
    "archive",
    "newsletter",
    "advertise",
    "writers",
    "topics",
    "label",
    "subscribe",
    "user",
    "users",
    "account",
    "sitemap",
    "share",
    "print",
];

const FILES: &[&str] =
    &[".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp3", ".mp4", ".zip", ".xml", ".css", ".js", ".apk", ".svg"];

/// Absolute web address without fragment.
pub fn absolute(base: &Url, href: &str) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let mut url = base.join(href).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

pub fn article_like(base: &Url, page: &Url, href: &str) -> Option<ArticleAddress> {
    let url = absolute(base, href)?;
    if !same_site(url.host_str()?, page.host_str()?) || (url.path() == page.path() && url.query() == page.query()) {
        return None;
    }
    let path = url.path().to_ascii_lowercase();
    if FILES.iter().any(|ending| path.ends_with(ending)) {
        return None;
    }
    let score = score(&path, url.query().unwrap_or_default());
    Some(ArticleAddress { address: url.into(), score })
}

/// Whether two hosts are of one site: equal but for `www.`, or one below the other, or both below the same three or
/// more letters and suffix.
fn same_site(a: &str, b: &str) -> bool {
    let bare = |host: &str| host.trim_start_matches("www.").to_ascii_lowercase();
    let (a, b) = (bare(a), bare(b));
    let below =
        |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|head| head.ends_with('.')) && outer.contains('.');
    a == b || below(&a, &b) || below(&b, &a)
}

fn score(path: &str, query: &str) -> f32 {
    let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
    let Some(last) = segments.last() else {
        return if has_id(query) { 1.0 } else { -3.0 };
    };
    let mut score = 0.0;
    if segments.iter().any(|segment| NOT_ARTICLES.contains(segment)) {
        score -= 3.0;
    }
    if segments.windows(2).any(|pair| is_year(pair[0]) && is_small_number(pair[1])) {
        score += 1.5;
    }
    if has_long_number(path) || has_id(query) {
        score += 1.5;
    }
    // Words of a headline: hyphens, or Arabic letters, which take six characters each once encoded.
    let hyphens = last.bytes().filter(|b| matches!(b, b'-' | b'_')).count();
    if hyphens >= 3 || last.matches('%').count() >= 20 {
        score += 1.5;
    }
    if segments.len() == 1 && last.len() < 16 && score <= 0.0 {
        score -= 1.5;
    }
    score
}

fn is_year(segment: &str) -> bool {
    segment.len() == 4 && (segment.starts_with("20") || segment.starts_with("14")) && segment.bytes().all(|b| b.is_ascii_digit())
}

fn is_small_number(segment: &str) -> bool {
    (1..=2).contains(&segment.len()) && segment.bytes().all(|b| b.is_ascii_digit())
}

/// Five digits in a row that are not an escape of an Arabic letter, or a path that ends in a number of its own.
fn has_long_number(path: &str) -> bool {
    let mut run = 0;
    let mut longest = 0;
    let mut escape = 0;
    for b in path.bytes() {
        if b == b'%' {
            escape = 3;
        }
        run = if b.is_ascii_digit() && escape == 0 { run + 1 } else { 0 };
        longest = longest.max(run);
        escape = (escape - 1).max(0);
    }
    longest >= 5 || path.rsplit('/').next().is_some_and(|last| last.len() >= 3 && last.bytes().all(|b| b.is_ascii_digit()))
}

fn has_id(query: &str) -> bool {
    query.split('&').filter_map(|pair| pair.split_once('=')).any(|(name, value)| {
        let named =
            ["id", "p", "newsid", "articleid", "aid", "nid", "news", "storyid"].iter().any(|n| name.eq_ignore_ascii_case(n));
        named && value.len() >= 2 && value.bytes().all(|b| b.is_ascii_digit())
    })
}
