//! The one door between what is kept and what is shown: stored articles become [`Card`]s and [`Article`]s here, through
//! their outlet's [`DisplayPolicy`], and nowhere else. Pages, API and feeds see only these types, so that none of them can
//! show more.
//!
//! What each policy lets through:
//!
//! | | headline | excerpt | full |
//! |---|---|---|---|
//! | title, link, outlet, byline, times | yes | yes | yes |
//! | keywords and tags | those that the title has | yes | yes |
//! | picture | no | yes | yes |
//! | lead | no | yes | yes |
//! | body, former bodies | no | the opening | yes |
//!
//! Lengths are capped as well: a title of a megabyte is somebody's accident, and no page should suffer from it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use rafid_arabic::has_words;
use rafid_core::*;

const MAX_TITLE_CHARS: usize = 300;
const MAX_LEAD_CHARS: usize = 600;
const MAX_BYLINE_CHARS: usize = 120;
const MAX_TAGS: usize = 24;
const MAX_TAG_CHARS: usize = 80;

/// An outlet as readers know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    pub id: SourceId,
    pub key: String,
    pub name: String,
    pub home_url: Option<WebUrl>,
    pub country: Option<String>,
    pub policy: DisplayPolicy,
}

impl From<Source> for Outlet {
    fn from(source: Source) -> Self {
        let Source { id, key, name, home_url, country, policy, tags: _, added_at: _ } = source;
        let name = if name.trim().is_empty() { key.clone() } else { name };
        Self { id, key, name: cut_at_word(&name, MAX_BYLINE_CHARS), home_url, country, policy }
    }
}

impl Outlet {
    /// Stands for an outlet that the store has lost: it shows the least.
    fn unknown(id: SourceId) -> Self {
        let key = id.to_string();
        Self { id, name: key.clone(), key, home_url: None, country: None, policy: DisplayPolicy::Headline }
    }
}

/// The outlets that one request meets, each asked for once.
pub(crate) struct Outlets<'s> {
    store: &'s dyn Store,
    known: RefCell<HashMap<SourceId, Arc<Outlet>>>,
}

impl<'s> Outlets<'s> {
    pub fn new(store: &'s dyn Store) -> Self {
        Self { store, known: RefCell::default() }
    }

    pub fn get(&self, id: SourceId) -> StoreResult<Arc<Outlet>> {
        if let Some(outlet) = self.known.borrow().get(&id) {
            return Ok(outlet.clone());
        }
        let outlet = Arc::new(self.store.source(id)?.map_or_else(|| Outlet::unknown(id), Outlet::from));
        self.known.borrow_mut().insert(id, outlet.clone());
        Ok(outlet)
    }

    pub fn card(&self, summary: ArticleSummary) -> StoreResult<Card> {
        let source = summary.source;
        Ok(Card::new(summary, self.get(source)?))
    }

    pub fn cards(&self, summaries: Vec<ArticleSummary>) -> StoreResult<Vec<Card>> {
        summaries.into_iter().map(|summary| self.card(summary)).collect()
    }

    pub fn article(&self, detail: ArticleDetail) -> StoreResult<Article> {
        let outlet = self.get(detail.summary.source)?;
        Ok(Article::new(detail, outlet))
    }
}

/// An article in a list: all of it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub id: ArticleId,
    pub external_id: Option<String>,
    pub outlet: Arc<Outlet>,
    pub url: Option<WebUrl>,
    /// Empty when the article has none and its opening may not stand in for it.
    pub title: String,
    /// Empty where the policy hides it.
    pub lead: String,
    pub byline: Option<String>,
    pub section: Option<String>,
    pub image: Option<WebUrl>,
    pub published: Option<Timestamp>,
    pub at: Timestamp,
    pub story: Option<StoryId>,
    /// The earliest article whose text this one carries.
    pub original: Option<ArticleId>,
    /// The news agency that the text credits.
    pub agency: Option<String>,
    pub keywords: Vec<Keyword>,
}

impl Card {
    fn new(summary: ArticleSummary, outlet: Arc<Outlet>) -> Self {
        let policy = outlet.policy;
        let lead = cut_at_word(policy.visible_lead(&summary.lead).trim(), MAX_LEAD_CHARS);
        let title = match summary.title.trim() {
            "" => cut_at_word(&lead, 90),
            title => cut_at_word(title, MAX_TITLE_CHARS),
        };
        let mut keywords = summary.keywords;
        keywords.truncate(MAX_TAGS);
        if policy == DisplayPolicy::Headline {
            keywords.retain(|keyword| has_words(&title, &keyword.phrase));
        }
        Self {
            id: summary.id,
            external_id: summary.external_id,
            url: summary.url,
            lead,
            byline: short(summary.byline, MAX_BYLINE_CHARS),
            section: short(summary.section, MAX_TAG_CHARS),
            image: summary.image.filter(|_| policy != DisplayPolicy::Headline),
            published: summary.published,
            at: summary.at,
            story: summary.story,
            original: summary.original,
            agency: summary.agency,
            keywords,
            title,
            outlet,
        }
    }
}

/// An article on its own page: all of it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    pub card: Card,
    /// What the policy lets through.
    pub body: Body,
    /// Whether `body` is all there is.
    pub whole: bool,
    pub updated: Option<Timestamp>,
    pub tags: Vec<String>,
    /// The original source that the text itself names.
    pub credit: Option<String>,
    pub language: Option<String>,
    pub copies: Vec<CopyLink>,
    /// The latest last.
    pub revisions: Vec<Revision>,
}

impl Article {
    fn new(detail: ArticleDetail, outlet: Arc<Outlet>) -> Self {
        let policy = outlet.policy;
        // Where a feed gave nothing but a summary, the summary is what there is to read.
        let stored = match &detail.abstract_text {
            Some(summary) if detail.body.is_empty() => Body::from_text(summary),
            _ => detail.body,
        };
        let body = policy.visible(&stored);
        let card = Card::new(detail.summary, outlet);
        let mut tags: Vec<String> = detail.tags.iter().map(|tag| cut_at_word(tag.trim(), MAX_TAG_CHARS)).collect();
        if policy == DisplayPolicy::Headline {
            tags.retain(|tag| has_words(&card.title, tag));
        }
        tags.retain(|tag| !tag.is_empty());
        tags.truncate(MAX_TAGS);
        let revisions = detail
            .revisions
            .into_iter()
            .map(|revision| Revision {
                body: policy.visible(&revision.body),
                title: cut_at_word(&revision.title, MAX_TITLE_CHARS),
                ..revision
            })
            .collect();
        Self {
            whole: body == stored,
            body,
            updated: detail.updated,
            tags,
            credit: short(detail.credit, MAX_BYLINE_CHARS),
            language: detail.language,
            copies: detail.copies,
            revisions,
            card,
        }
    }
}

fn short(text: Option<String>, max_chars: usize) -> Option<String> {
    text.map(|text| cut_at_word(text.trim(), max_chars)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail() -> ArticleDetail {
        let keyword = |phrase: &str| Keyword { phrase: phrase.into(), key: phrase.into(), score: 1.0 };
        ArticleDetail {
            summary: ArticleSummary {
                id: ArticleId(1),
                external_id: None,
                source: SourceId(1),
                url: None,
                title: "افتتاح المكتبة المتنقلة".into(),
                lead: "زمردخفي في الافتتاح".into(),
                byline: None,
                section: None,
                image: WebUrl::new("https://a.example/i.jpg"),
                published: None,
                at: Timestamp::UNIX_EPOCH,
                story: None,
                original: None,
                agency: None,
                keywords: vec![keyword("المكتبة المتنقلة"), keyword("زمردخفي")],
            },
            body: Body::from_text(&format!("زمردخفي في الافتتاح\n{}", "كلام طويل ".repeat(80))),
            abstract_text: None,
            updated: None,
            fetched_at: Timestamp::UNIX_EPOCH,
            tags: vec!["زمردخفي".into(), "مكتبة".into()],
            credit: None,
            language: None,
            copies: vec![],
            revisions: vec![Revision {
                replaced_at: Timestamp::UNIX_EPOCH,
                title: "افتتاح".into(),
                body: Body::from_text("زمردخفي"),
            }],
        }
    }

    fn shown(policy: DisplayPolicy) -> Article {
        Article::new(detail(), Arc::new(Outlet { policy, ..Outlet::unknown(SourceId(1)) }))
    }

    #[test]
    fn a_headline_outlet_keeps_all_but_its_headline() {
        let article = shown(DisplayPolicy::Headline);
        assert!(!format!("{article:?}").contains("زمردخفي"), "{article:?}");
        assert_eq!(article.card.title, "افتتاح المكتبة المتنقلة");
        assert_eq!(article.card.keywords.len(), 1);
        assert_eq!(article.card.image, None);
        assert!(!article.whole);
    }

    #[test]
    fn an_excerpt_is_the_opening_and_full_is_everything() {
        let excerpt = shown(DisplayPolicy::Excerpt);
        assert_eq!(excerpt.body.text(), "زمردخفي في الافتتاح");
        assert!(!excerpt.whole && excerpt.card.image.is_some());
        let full = shown(DisplayPolicy::Full);
        assert!(full.whole);
        assert_eq!(full.body.0.len(), 2);
    }

    #[test]
    fn an_accident_of_a_title_is_cut() {
        let mut summary = detail().summary;
        summary.title = "ططط".repeat(100_000);
        let card = Card::new(summary, Arc::new(Outlet::unknown(SourceId(1))));
        assert!(card.title.chars().count() <= MAX_TITLE_CHARS + 1);
    }
}
