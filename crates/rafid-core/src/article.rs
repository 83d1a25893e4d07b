//! An article: as it comes in, as it is kept, as it is shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Analysis, ArticleId, Body, CopyLink, DisplayPolicy, Keyword, SourceId, StoryId, WebUrl};

/// An article that has been read and not yet stored. `external_id` or `url` names it, and `title` or `body` is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleDraft {
    pub source: SourceId,
    /// The id that an imported file gives it.
    pub external_id: Option<String>,
    pub url: Option<WebUrl>,
    pub title: String,
    pub byline: Option<String>,
    pub summary: Option<String>,
    pub body: Body,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub fetched_at: Timestamp,
    pub image: Option<WebUrl>,
    /// The publisher's own tags.
    pub tags: Vec<String>,
    pub section: Option<String>,
    /// The original source that the text itself names («المصدر: …», an agency).
    pub credit: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Its own outlet brings it: should another one have the credit (an aggregator was first), it passes to this one.
    pub takes_over: bool,
}

impl ArticleDraft {
    /// When this article stands in time: its publication, unless that lies more than a day ahead of its fetch.
    pub fn at(&self) -> Timestamp {
        const DAY_SECS: i64 = 86_400;
        match self.published {
            Some(published) if published.as_second() <= self.fetched_at.as_second() + DAY_SECS => published,
            _ => self.fetched_at,
        }
    }

    /// The words that search and analysis read: the body's, with the summary before them where it says something else.
    pub fn full_text(&self) -> String {
        full_text(self.summary.as_deref(), &self.body)
    }

    pub fn identity(&self) -> Identity {
        Identity { external_id: self.external_id.clone(), url: self.url.clone() }
    }
}

/// See [`ArticleDraft::full_text`].
pub fn full_text(summary: Option<&str>, body: &Body) -> String {
    let text = body.text();
    let Some(summary) = summary.map(str::trim).filter(|summary| !summary.is_empty()) else { return text };
    // Most outlets repeat the first words of the body as the summary, cut or with an ellipsis.
    let opening: String = summary.chars().take(40).collect();
    if text.contains(opening.as_str()) {
        text
    } else if text.is_empty() {
        summary.to_owned()
    } else {
        format!("{summary}\n{text}")
    }
}

/// What tells whether an article is known: its external id; without one its address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    pub external_id: Option<String>,
    pub url: Option<WebUrl>,
}

/// What is known of an article when it comes by again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub id: ArticleId,
    /// Who has the credit.
    pub source: SourceId,
    /// Of the draft that was stored last; equal hashes need no work.
    pub content_hash: u64,
    /// When what is stored was fetched: an older copy from an archive is no news.
    pub fetched_at: jiff::Timestamp,
}

/// A draft with its analysis: one atomic step of the store.
#[derive(Debug, Clone)]
pub struct IngestIntent {
    pub draft: ArticleDraft,
    pub content_hash: u64,
    pub analysis: Analysis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IngestOutcome {
    Added(ArticleId),
    /// Known, and its text has changed: the former text is kept as a [`Revision`].
    Revised(ArticleId),
    Unchanged(ArticleId),
}

/// Enough of an article for a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleSummary {
    pub id: ArticleId,
    pub external_id: Option<String>,
    pub source: SourceId,
    pub url: Option<WebUrl>,
    pub title: String,
    /// The opening, at most a few hundred characters. Show it through the source's policy only.
    pub lead: String,
    pub byline: Option<String>,
    pub section: Option<String>,
    pub image: Option<WebUrl>,
    pub published: Option<Timestamp>,
    pub at: Timestamp,
    pub story: Option<StoryId>,
    /// The earliest article whose text this one carries.
    pub original: Option<ArticleId>,
    /// See [`Analysis::agency`].
    pub agency: Option<String>,
    pub keywords: Vec<Keyword>,
}

/// Everything that is kept of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleDetail {
    pub summary: ArticleSummary,
    /// The publisher's own summary, whole.
    pub abstract_text: Option<String>,
    pub body: Body,
    pub updated: Option<Timestamp>,
    pub fetched_at: Timestamp,
    pub tags: Vec<String>,
    pub credit: Option<String>,
    pub language: Option<String>,
    pub copies: Vec<CopyLink>,
    pub revisions: Vec<Revision>,
}

/// What an article said before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// When the change was noticed.
    pub replaced_at: Timestamp,
    pub title: String,
    pub body: Body,
}

impl DisplayPolicy {
    /// The part of `body` that this policy lets a reader see. `Excerpt` is the opening: whole paragraphs up to about
    /// 400 characters, the first one cut at a word when it is longer by itself.
    pub fn visible(self, body: &Body) -> Body {
        match self {
            DisplayPolicy::Full => body.clone(),
            DisplayPolicy::Headline => Body::default(),
            DisplayPolicy::Excerpt => excerpt(body),
        }
    }

    /// The same for a list's lead.
    pub fn visible_lead(self, lead: &str) -> &str {
        if self == DisplayPolicy::Headline { "" } else { lead }
    }
}

const EXCERPT_CHARS: usize = 400;

fn excerpt(body: &Body) -> Body {
    use crate::{Block, Inline};
    let mut out = Vec::new();
    let mut chars = 0;
    for block in &body.0 {
        if !matches!(block, Block::Paragraph(_) | Block::Quote(_)) {
            continue;
        }
        let text = block.text();
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 {
            continue;
        }
        if chars + length > EXCERPT_CHARS {
            if chars == 0 {
                out.push(Block::Paragraph(vec![Inline::Text(cut_at_word(text, EXCERPT_CHARS))]));
            }
            break;
        }
        chars += length;
        out.push(block.clone());
    }
    Body(out)
}

/// At most `max_chars` characters of `text`, cut between words, with an ellipsis where something is left out.
pub fn cut_at_word(text: &str, max_chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max_chars) else { return text.to_owned() };
    let head = &text[..end];
    let head = head.rfind(char::is_whitespace).map_or(head, |space| &head[..space]);
    format!("{}…", head.trim_end_matches(|c: char| c.is_whitespace() || "،,.؛:".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_never_shows_more() {
        let long = "كلمة ".repeat(200);
        let body = Body::from_text(&format!("{long}\nثانية"));
        assert!(DisplayPolicy::Headline.visible(&body).is_empty());
        let shown = DisplayPolicy::Excerpt.visible(&body).text();
        assert!(shown.chars().count() <= EXCERPT_CHARS + 1 && shown.ends_with('…'), "{shown}");
        assert_eq!(DisplayPolicy::Full.visible(&body), body);
        assert_eq!(DisplayPolicy::Headline.visible_lead("سر"), "");
    }

    #[test]
    fn an_excerpt_keeps_whole_paragraphs_when_they_fit() {
        let body = Body::from_text(&format!("قصيرة\n{}", "طويلة ".repeat(100)));
        assert_eq!(DisplayPolicy::Excerpt.visible(&body).text(), "قصيرة");
    }
}
