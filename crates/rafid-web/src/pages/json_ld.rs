//! What search engines read: schema.org, honest about where an article comes from.

use std::fmt;

use serde_json::{Value, json};

use crate::view::Article;

/// JSON for a `<script type="application/ld+json">`. Inside that element nothing is escaped for HTML, so `<`, `>` and `&` are
/// escaped for JSON, and no text can end it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonLd(String);

impl JsonLd {
    fn new(value: &Value) -> Self {
        Self(value.to_string().replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e"))
    }

    /// A news article that was published elsewhere.
    pub fn article(article: &Article) -> Self {
        let card = &article.card;
        let mut value = json!({
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": card.title,
            "datePublished": card.published.unwrap_or(card.at).to_string(),
            "isAccessibleForFree": article.whole,
            "publisher": {"@type": "NewsMediaOrganization", "name": card.outlet.name},
        });
        if let Value::Object(fields) = &mut value {
            let mut put = |name: &str, value: Option<Value>| {
                if let Some(value) = value {
                    fields.insert(name.to_owned(), value);
                }
            };
            put("dateModified", article.updated.map(|at| at.to_string().into()));
            put("mainEntityOfPage", card.url.as_ref().map(|url| url.as_str().into()));
            put("isBasedOn", card.url.as_ref().map(|url| url.as_str().into()));
            put("description", (!card.lead.is_empty()).then(|| card.lead.as_str().into()));
            put("author", card.byline.as_ref().map(|name| json!({"@type": "Person", "name": name})));
            put("image", card.image.as_ref().map(|image| image.as_str().into()));
            put("inLanguage", article.language.as_deref().map(Into::into));
        }
        Self::new(&value)
    }
}

impl fmt::Display for JsonLd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for JsonLd {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element() {
        let json = JsonLd::new(&json!({"x": "</script><script>&amp;"})).to_string();
        assert!(!json.contains(['<', '>', '&']), "{json}");
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["x"], "</script><script>&amp;");
    }
}
