//! What analysis reads of an article: borrowed, and with as little as a headline in it.

/// An article's words. `title` or `body` may be empty; paragraphs of the body are divided by newlines.
#[derive(Debug, Clone, Copy, Default)]
pub struct ArticleText<'a> {
    pub title: &'a str,
    pub summary: Option<&'a str>,
    pub body: &'a str,
    /// The publisher's own tags.
    pub tags: &'a [String],
    pub section: Option<&'a str>,
    pub byline: Option<&'a str>,
    pub url: Option<&'a str>,
    /// The original source that the page itself names.
    pub credit: Option<&'a str>,
}
