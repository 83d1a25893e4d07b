//! Is this page an article at all? For archives and folders, where nobody has said so.
//!
//! Home pages, sections, search results and tools have text too. What an article has and they have not: prose, a time of
//! its own, a mark of its kind, an address of its own. None of these is sure, so they are weighed.

use rafid_core::{Block, Inline};
use url::Url;

use super::{DateSource, Extraction};

/// Why a page is not taken for an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotArticle {
    NoHeadline,
    TooShort,
    HomePage,
    /// Most of its words are links, or nothing in it speaks for an article.
    List,
    Unreadable,
}

impl NotArticle {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoHeadline => "no headline",
            Self::TooShort => "hardly any text",
            Self::HomePage => "a home page",
            Self::List => "a list or a page of another kind",
            Self::Unreadable => "it could not be read; please report it",
        }
    }
}

const LEAST_CHARS: usize = 200;
const LEAST_SCORE: i32 = 3;

/// Weighs what `extract` found in `html`; `url` is the page's address.
pub fn is_article(html: &str, url: &str, found: &Extraction) -> Result<(), NotArticle> {
    if found.title.as_deref().is_none_or(|title| title.trim().is_empty()) {
        return Err(NotArticle::NoHeadline);
    }
    let chars = found.text.chars().count();
    if chars < LEAST_CHARS {
        return Err(NotArticle::TooShort);
    }
    let url = Url::parse(url).ok();
    if url.as_ref().is_some_and(|url| url.path().len() <= 1 && url.query().is_none()) {
        return Err(NotArticle::HomePage);
    }
    let (paragraphs, linked) = prose(found);
    if linked * 2 > chars {
        return Err(NotArticle::List);
    }
    let mut score = 0;
    score += match kind(html) {
        Kind::Article => 3,
        Kind::Other => -2,
        Kind::Unsaid => 0,
    };
    score += match found.published.as_ref().map(|date| date.source) {
        Some(DateSource::JsonLd | DateSource::Meta | DateSource::Microdata) => 2,
        Some(_) => 1,
        None => 0,
    };
    score += i32::from(found.byline.is_some());
    score += i32::from(chars >= 600) + i32::from(chars >= 1500);
    score += i32::from(paragraphs >= 2) + i32::from(paragraphs >= 3);
    score += url.as_ref().map_or(0, address);
    if score >= LEAST_SCORE { Ok(()) } else { Err(NotArticle::List) }
}

/// Paragraphs of some length, and how many characters of the body are links.
fn prose(found: &Extraction) -> (usize, usize) {
    const LEAST_PARAGRAPH: usize = 60;
    let (mut paragraphs, mut linked) = (0, 0);
    let mut count = |runs: &[Inline]| {
        for run in runs {
            if let Inline::Link { text, .. } = run {
                linked += text.chars().count();
            }
        }
    };
    for block in &found.body.0 {
        match block {
            Block::Paragraph(runs) | Block::Quote(runs) => {
                count(runs);
                paragraphs += usize::from(block.text().chars().count() >= LEAST_PARAGRAPH);
            }
            Block::List { items, .. } => items.iter().for_each(|item| count(item)),
            _ => {}
        }
    }
    (paragraphs, linked)
}

enum Kind {
    Article,
    /// It says that it is something else.
    Other,
    Unsaid,
}

/// What the page says that it is: `og:type` and the type of its JSON-LD.
fn kind(html: &str) -> Kind {
    const ARTICLES: &[&str] = &["NewsArticle\"", "\"Article\"", "BlogPosting\"", "LiveBlogPosting\"", "article:published_time"];
    const OTHERS: &[&str] = &["\"CollectionPage\"", "\"SearchResultsPage\"", "\"ItemList\""];
    if open_graph_type(html).is_some_and(|kind| kind == "article") || ARTICLES.iter().any(|mark| html.contains(mark)) {
        return Kind::Article;
    }
    if OTHERS.iter().any(|mark| html.contains(mark)) { Kind::Other } else { Kind::Unsaid }
}

fn open_graph_type(html: &str) -> Option<String> {
    let at = html.find("og:type")?;
    // The attribute may stand on either side of the name, in the same tag.
    let start = html[..at].rfind('<')?;
    let tag = &html[start..start + html[start..].find('>')?];
    let value = tag.split("content=").nth(1)?.trim_start_matches(['"', '\'']);
    Some(value.chars().take_while(|c| c.is_alphanumeric() || *c == '.').collect::<String>().to_ascii_lowercase())
}

/// Numbers and headlines in an address speak for an article, names of lists against it.
fn address(url: &Url) -> i32 {
    const LISTS: &[&str] = &["tag", "tags", "category", "categories", "author", "authors", "search", "page", "topics", "archive"];
    let path = url.path().to_ascii_lowercase();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.iter().any(|segment| LISTS.contains(segment)) {
        return -3;
    }
    let last = segments.last().copied().unwrap_or_default();
    let headline = last.bytes().filter(|b| matches!(b, b'-' | b'_')).count() >= 3 || last.matches('%').count() >= 20;
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let numbered = digits(&last.replace('%', "")) && last.matches('%').count() < 3 || url.query().is_some_and(digits);
    if headline || numbered { 1 } else { -i32::from(segments.len() <= 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Hints, extract};

    fn judge(html: &str, url: &str) -> Result<(), NotArticle> {
        is_article(html, url, &extract(html, Some(url), &Hints::default()))
    }

    fn article(head: &str) -> String {
        let prose = "<p>افتتحت بلدية الياسمينة صباح اليوم مكتبة عامة جديدة على الميناء القديم تضم ثلاثين ألف كتاب وقاعة للأطفال.</p>\
            <p>وقالت مديرة المكتبة ريم البستاني إن الدخول مجاني طوال العام الأول، وإن ساعات العمل تمتد حتى التاسعة مساء كل يوم.</p>\
            <p>ويقع المبنى في مستودع قديم للحبوب رممته البلدية خلال سنتين، وحافظ المهندسون على سقفه الخشبي ونوافذه الواسعة.</p>";
        format!(
            "<html><head><title>افتتاح مكتبة الميناء في الياسمينة</title>{head}</head><body><article><h1>افتتاح مكتبة الميناء في الياسمينة</h1>{prose}</article></body></html>"
        )
    }

    #[test]
    fn articles_are_taken() {
        assert_eq!(judge(&article("<meta property='og:type' content='article'>"), "https://a.example/x"), Ok(()));
        assert_eq!(
            judge(&article("<meta property='article:published_time' content='2026-03-01'>"), "https://a.example/x"),
            Ok(())
        );
        assert_eq!(judge(&article(""), "https://a.example/news/2026/03/7781234"), Ok(()));
    }

    #[test]
    fn other_pages_are_not() {
        assert_eq!(judge(&article(""), "https://a.example/"), Err(NotArticle::HomePage));
        assert_eq!(judge(&article(""), "https://a.example/tag/libraries"), Err(NotArticle::List));
        assert_eq!(judge("<title>x</title><p>قريبا</p>", "https://a.example/2026/71234"), Err(NotArticle::TooShort));
        let links: String = (0..30)
            .map(|n| format!("<li><a href='/news/{n}1234'>عنوان خبر طويل من أخبار الياسمينة رقمه {n} في القائمة</a></li>"))
            .collect();
        let list = format!("<html><title>أخبار الياسمينة</title><body><h1>أخبار</h1><ul>{links}</ul></body></html>");
        assert!(judge(&list, "https://a.example/news").is_err());
    }
}
