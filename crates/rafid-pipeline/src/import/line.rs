//! One line of JSON Lines: an article as other programs write it down.

use jiff::Timestamp;
use rafid_core::{ArticleDraft, Body, SourceId, WebUrl};
use serde::Deserialize;

/// An article as read from a line. `id` or `url`, and `title` or `body`, are there.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub id: Option<String>,
    pub url: Option<WebUrl>,
    source: Option<String>,
    title: String,
    byline: Option<String>,
    summary: Option<String>,
    body: String,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    image: Option<WebUrl>,
    tags: Vec<String>,
    category: Option<String>,
    language: Option<String>,
    /// What was odd and was mended: for the report.
    pub odd: Vec<String>,
}

/// Why a line was skipped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error("not UTF-8 text from byte {0} on")]
    NotUtf8(usize),
    #[error("not a JSON object: {0}")]
    NotJson(String),
    #[error("neither `id` nor `url`: one of them must name the article")]
    Nameless,
    #[error("`url` is not a web address: {0:?}")]
    BadUrl(String),
    #[error("neither `title` nor `body`: nothing to keep")]
    Empty,
}

/// Unknown fields are somebody else's: left alone.
#[derive(Deserialize)]
struct LineJson {
    #[serde(default)]
    id: Option<IdJson>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    updated: Option<String>,
    #[serde(default)]
    image: Option<String>,
    #[serde(default)]
    tags: Option<Vec<String>>,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum IdJson {
    Text(String),
    Number(serde_json::Number),
}

pub fn parse(text: &[u8]) -> Result<Line, LineError> {
    let text = std::str::from_utf8(text).map_err(|error| LineError::NotUtf8(error.valid_up_to()))?;
    if !text.trim_start().starts_with('{') {
        return Err(LineError::NotJson("it does not begin with {".to_owned()));
    }
    let json: LineJson = serde_json::from_str(text).map_err(|error| LineError::NotJson(error.to_string()))?;
    let mut odd = Vec::new();
    let id = json.id.map(|id| match id {
        IdJson::Text(id) => id,
        IdJson::Number(id) => id.to_string(),
    });
    let id = id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    let url_text = clean(json.url);
    let url = url_text.as_deref().and_then(web_url);
    match (&id, &url, url_text) {
        (None, None, None) => return Err(LineError::Nameless),
        (None, None, Some(url)) => return Err(LineError::BadUrl(url)),
        (Some(_), None, Some(url)) => odd.push(format!("`url` is not a web address and was left out: {url:?}")),
        _ => {}
    }
    let title = rafid_arabic::normalize::entities::decode(json.title.as_deref().unwrap_or_default()).trim().to_owned();
    let body = json.body.unwrap_or_default();
    if title.is_empty() && body.trim().is_empty() {
        return Err(LineError::Empty);
    }
    let mut time = |name: &str, text: Option<String>| {
        let text = clean(text)?;
        let time = text.parse().ok();
        if time.is_none() {
            odd.push(format!("`{name}` is not an RFC 3339 time and was left out: {text:?}"));
        }
        time
    };
    let published = time("published", json.published);
    let updated = time("updated", json.updated);
    Ok(Line {
        id,
        url,
        source: clean(json.source),
        title,
        byline: clean(json.author).filter(|author| !is_machine_id(author)),
        summary: clean(json.summary),
        body,
        published,
        updated,
        image: clean(json.image).as_deref().and_then(WebUrl::new),
        tags: json.tags.unwrap_or_default().into_iter().filter_map(|tag| clean(Some(tag))).collect(),
        category: clean(json.category),
        language: clean(json.language),
        odd,
    })
}

/// The form that collected articles have as well, so that one article from both ways is one.
fn web_url(text: &str) -> Option<WebUrl> {
    crate::canonical_url(text)
}

fn clean(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Some exports write an author's database key (a UUID) where a name belongs.
fn is_machine_id(text: &str) -> bool {
    text.len() == 36 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

impl Line {
    /// The outlet: as the line names it, else the address's host.
    pub fn source_key(&self) -> String {
        if let Some(source) = &self.source {
            return source.clone();
        }
        let host = self.url.as_ref().and_then(|url| url::Url::parse(url.as_str()).ok()?.host_str().map(str::to_owned));
        host.map_or_else(|| "import".to_owned(), |host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
    }

    pub fn into_draft(self, source: SourceId, now: Timestamp) -> ArticleDraft {
        let body = Body::from_text(&self.body);
        let title = if self.title.is_empty() {
            rafid_core::cut_at_word(body.text().lines().next().unwrap_or_default(), 90)
        } else {
            self.title
        };
        ArticleDraft {
            source,
            external_id: self.id,
            url: self.url,
            title,
            byline: self.byline,
            summary: self.summary,
            body,
            published: self.published,
            updated: self.updated,
            fetched_at: now,
            image: self.image,
            tags: self.tags,
            section: self.category,
            credit: None,
            language: self.language,
            takes_over: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_error(text: &str, expected: &str) {
        let error = parse(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }

    #[test]
    fn a_line_needs_a_name_and_words() {
        check_error("{}", "neither `id` nor `url`");
        check_error(r#"{"id":"1"}"#, "neither `title` nor `body`");
        check_error(r#"{"url":"javascript:1","title":"x"}"#, "not a web address");
        check_error("[1]", "not a JSON object");
        check_error("{", "not a JSON object");
        assert!(matches!(parse(b"{\"id\":\"\xff\"}"), Err(LineError::NotUtf8(7))));
    }

    #[test]
    fn numbers_are_names_and_bad_dates_are_left_out() {
        let line = parse(
            r#"{"id":7,"title":" خبر &quot;مهم&quot; ","published":"أمس","author":"094d0f9a-32a3-4888-bd00-e848d2f5c09d"}"#
                .as_bytes(),
        )
        .unwrap();
        assert_eq!(line.id.as_deref(), Some("7"));
        assert_eq!(line.title, "خبر \"مهم\"");
        assert_eq!((line.published, line.odd.len(), line.byline), (None, 1, None));
    }

    #[test]
    fn the_outlet_is_named_or_the_host() {
        let key = |text: &str| parse(text.as_bytes()).unwrap().source_key();
        assert_eq!(key(r#"{"url":"https://www.a.example/1","title":"x"}"#), "a.example");
        assert_eq!(key(r#"{"url":"https://a.example/1","title":"x","source":"الضفة"}"#), "الضفة");
        assert_eq!(key(r#"{"id":"1","title":"x"}"#), "import");
    }
}
