//! The JSON that programs read: the API's answers, and what the command line prints with `--json`. These types are the wire; nothing
//! else is serialised. They are made from [`crate::portal`]'s answers, and so show no more than those.

use jiff::Timestamp;
use rafid_analysis::difference;
use rafid_analysis::related::{Reason, ReasonKind};
use rafid_arabic::plural::Digits;
use rafid_core::{CopyKind, DisplayPolicy, FailureKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::locale::Locale;
use crate::portal::{self, Related, RelatedItem, SearchResults, Status, Story, StoryList};
use crate::view;

/// Who publishes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outlet {
    pub id: i64,
    /// Names the outlet in addresses and filters.
    pub key: String,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

impl From<&view::Outlet> for Outlet {
    fn from(outlet: &view::Outlet) -> Self {
        Self { id: outlet.id.0, key: outlet.key.clone(), name: outlet.name.clone(), country: outlet.country.clone() }
    }
}

/// An article in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ArticleSummary {
    pub id: i64,
    /// The id that it was imported with.
    pub external_id: Option<String>,
    /// At the outlet.
    pub url: Option<String>,
    pub title: String,
    /// Its opening; empty where the outlet allows headlines only.
    pub lead: String,
    pub source: Outlet,
    pub byline: Option<String>,
    pub section: Option<String>,
    pub image: Option<String>,
    /// As the outlet says.
    pub published: Option<Timestamp>,
    /// Where it stands in time: publication, or arrival when that is unknown or impossible.
    pub at: Timestamp,
    pub story_id: Option<i64>,
    /// The earliest article whose text this one carries.
    pub original_id: Option<i64>,
}

impl From<&view::Card> for ArticleSummary {
    fn from(card: &view::Card) -> Self {
        Self {
            id: card.id.0,
            external_id: card.external_id.clone(),
            url: card.url.as_ref().map(ToString::to_string),
            title: card.title.clone(),
            lead: card.lead.clone(),
            source: (&*card.outlet).into(),
            byline: card.byline.clone(),
            section: card.section.clone(),
            image: card.image.as_ref().map(ToString::to_string),
            published: card.published,
            at: card.at,
            story_id: card.story.map(|story| story.0),
            original_id: card.original.map(|original| original.0),
        }
    }
}

/// A phrase that articles share.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Keyword {
    pub phrase: String,
    /// Names the keyword in addresses.
    pub key: String,
    /// Higher is better; comparable within one answer.
    pub score: f32,
}

impl From<&rafid_core::Keyword> for Keyword {
    fn from(keyword: &rafid_core::Keyword) -> Self {
        Self { phrase: keyword.phrase.clone(), key: keyword.key.clone(), score: keyword.score }
    }
}

/// How much of its articles an outlet lets the portal show.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    Headline,
    Excerpt,
    Full,
}

impl From<DisplayPolicy> for Policy {
    fn from(policy: DisplayPolicy) -> Self {
        match policy {
            DisplayPolicy::Headline => Self::Headline,
            DisplayPolicy::Excerpt => Self::Excerpt,
            DisplayPolicy::Full => Self::Full,
        }
    }
}

/// The same text elsewhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Copy {
    pub id: i64,
    pub external_id: Option<String>,
    pub kind: Kind,
    /// 0 to 1.
    pub similarity: f32,
    /// The share of the article's wording that this one has, 0 to 1.
    pub kept: f32,
    /// The share of this one's wording that the article has not, 0 to 1.
    pub added: f32,
    pub title: String,
    pub source: Outlet,
    pub at: Timestamp,
}

/// Where a text comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Lineage {
    /// Who published it first, as far as we know.
    pub first: ArticleSummary,
    /// The news agency that the article credits.
    pub agency: Option<String>,
    /// The share of the first text that was kept, 0 to 1.
    pub kept: f32,
    /// The share of this text that the first one has not, 0 to 1.
    pub added: f32,
}

impl From<&portal::Lineage> for Lineage {
    fn from(lineage: &portal::Lineage) -> Self {
        Self { first: (&lineage.first).into(), agency: lineage.agency.clone(), kept: lineage.kept, added: lineage.added }
    }
}

/// What was changed in an article after it was published.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ArticleChanges {
    pub id: i64,
    /// The latest change first.
    pub changes: Vec<Edition>,
}

/// One change, marked against the text before it, as far as the outlet's policy lets it be seen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Edition {
    /// When the change was noticed.
    pub noticed_at: Timestamp,
    pub title: Vec<ChangeRun>,
    /// Paragraphs; empty where nothing of the visible text changed.
    pub body: Vec<Vec<ChangeRun>>,
}

/// A stretch of words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeRun {
    pub kind: ChangeKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Same,
    Inserted,
    Deleted,
}

impl From<&difference::Change> for ChangeRun {
    fn from(change: &difference::Change) -> Self {
        let kind = match change.kind {
            difference::ChangeKind::Same => ChangeKind::Same,
            difference::ChangeKind::Inserted => ChangeKind::Inserted,
            difference::ChangeKind::Deleted => ChangeKind::Deleted,
        };
        Self { kind, text: change.text.clone() }
    }
}

impl From<&portal::ArticleChanges> for ArticleChanges {
    fn from(changes: &portal::ArticleChanges) -> Self {
        let runs = |runs: &Vec<difference::Change>| runs.iter().map(Into::into).collect();
        let edition = |edition: &portal::Edition| Edition {
            noticed_at: edition.noticed_at,
            title: runs(&edition.title),
            body: edition.body.iter().map(runs).collect(),
        };
        Self { id: changes.article.card.id.0, changes: changes.editions.iter().map(edition).collect() }
    }
}

/// A keyword that rises.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Trend {
    pub phrase: String,
    /// Names the keyword in addresses.
    pub key: String,
    /// Articles of the last day, whole copies left out.
    pub articles: u32,
    /// Outlets that use it.
    pub sources: u32,
    /// How many articles a day its past let expect.
    pub expected: f32,
    /// Higher is more surprising.
    pub score: f32,
}

/// What rises now, the most surprising first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Trends {
    pub items: Vec<Trend>,
}

impl From<&[rafid_analysis::trends::Trend]> for Trends {
    fn from(trends: &[rafid_analysis::trends::Trend]) -> Self {
        let trend = |trend: &rafid_analysis::trends::Trend| Trend {
            phrase: trend.phrase.clone(),
            key: trend.key.clone(),
            articles: trend.articles,
            sources: trend.outlets,
            expected: trend.expected,
            score: trend.score,
        };
        Self { items: trends.iter().map(trend).collect() }
    }
}

/// `copy`: the same text, whole. `edited_copy`: cut, extended, reworded, or contained in a longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Copy,
    EditedCopy,
}

impl From<CopyKind> for Kind {
    fn from(kind: CopyKind) -> Self {
        match kind {
            CopyKind::Copy => Self::Copy,
            CopyKind::EditedCopy => Self::EditedCopy,
        }
    }
}

/// What an article said before it was changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Revision {
    /// When the change was noticed.
    pub replaced_at: Timestamp,
    pub title: String,
    /// As far as the outlet's policy allows.
    pub text: String,
}

/// An article with everything that may be shown of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Article {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    pub policy: Policy,
    /// Its visible text, a paragraph a line.
    pub text: String,
    /// Whether `text` is all there is.
    pub whole: bool,
    pub updated: Option<Timestamp>,
    /// BCP 47.
    pub language: Option<String>,
    /// The original source that the text itself names.
    pub credit: Option<String>,
    /// The publisher's own.
    pub tags: Vec<String>,
    /// Ours, best first.
    pub keywords: Vec<Keyword>,
    /// The news agency that the text credits.
    pub agency: Option<String>,
    /// Whose text it is, where it is not the article's own.
    pub lineage: Option<Lineage>,
    /// Where the same text appeared as well.
    pub copies: Vec<Copy>,
    pub revisions: Vec<Revision>,
}

impl From<&portal::ArticlePage> for Article {
    fn from(page: &portal::ArticlePage) -> Self {
        let article = &page.article;
        let copy = |copy: &portal::Copy| Copy {
            id: copy.card.id.0,
            external_id: copy.card.external_id.clone(),
            kind: copy.kind.into(),
            similarity: copy.similarity,
            kept: copy.kept,
            added: copy.added,
            title: copy.card.title.clone(),
            source: (&*copy.card.outlet).into(),
            at: copy.card.at,
        };
        let revision = |revision: &rafid_core::Revision| Revision {
            replaced_at: revision.replaced_at,
            title: revision.title.clone(),
            text: revision.body.text(),
        };
        Self {
            summary: (&article.card).into(),
            policy: article.card.outlet.policy.into(),
            text: article.body.text(),
            whole: article.whole,
            updated: article.updated,
            language: article.language.clone(),
            credit: article.credit.clone(),
            tags: article.tags.clone(),
            keywords: article.card.keywords.iter().map(Into::into).collect(),
            agency: article.card.agency.clone(),
            lineage: page.lineage.as_ref().map(Into::into),
            copies: page.copies.iter().map(copy).collect(),
            revisions: article.revisions.iter().map(revision).collect(),
        }
    }
}

/// Why an article is offered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelatedReason {
    pub kind: RelatedReasonKind,
    /// What both articles name, for `shared_names`.
    pub names: Vec<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelatedReasonKind {
    SameStory,
    Earlier,
    FollowUp,
    SharedNames,
    SameSubject,
}

impl From<&Reason> for RelatedReason {
    fn from(reason: &Reason) -> Self {
        let kind = match reason.kind {
            ReasonKind::SameStory => RelatedReasonKind::SameStory,
            ReasonKind::Earlier => RelatedReasonKind::Earlier,
            ReasonKind::FollowUp => RelatedReasonKind::FollowUp,
            ReasonKind::SharedNames => RelatedReasonKind::SharedNames,
            ReasonKind::SameSubject => RelatedReasonKind::SameSubject,
        };
        Self { kind, names: reason.names.clone() }
    }
}

/// An article that is offered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelatedArticle {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    /// Higher is better; comparable within one answer.
    pub score: f32,
    /// At least one, the strongest first.
    pub reasons: Vec<RelatedReason>,
}

impl From<&RelatedItem> for RelatedArticle {
    fn from(item: &RelatedItem) -> Self {
        Self { summary: (&item.card).into(), score: item.score, reasons: item.reasons.iter().map(Into::into).collect() }
    }
}

/// What to read after an article.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelatedArticles {
    /// The article that was read.
    pub id: i64,
    pub read_next: Option<RelatedArticle>,
    /// Best first; without copies of what was read, unless `spread=off`.
    pub similar: Vec<RelatedArticle>,
}

impl From<&Related> for RelatedArticles {
    fn from(related: &Related) -> Self {
        Self {
            id: related.article.0,
            read_next: related.read_next.as_ref().map(Into::into),
            similar: related.similar.iter().map(Into::into).collect(),
        }
    }
}

/// An article that matches, with others of its story.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchHit {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    pub score: f32,
    /// The part of the visible text that matches, or its opening.
    pub snippet: Vec<SnippetRun>,
    /// Other matches of the same story; empty with `group=off`.
    pub others: Vec<ArticleSummary>,
}

/// A stretch of a snippet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SnippetRun {
    pub text: String,
    /// Whether it is what was asked for.
    #[serde(rename = "match")]
    pub is_match: bool,
}

/// A page of search results.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchPage {
    pub q: String,
    /// All articles that match.
    pub total: usize,
    pub items: Vec<SearchHit>,
    /// Give it back as `cursor`; null at the end.
    pub next_cursor: Option<String>,
    /// What the whole result consists of; null with `facets=off` and behind a cursor.
    pub facets: Option<Facets>,
    /// The question as it was probably meant; null where it is sound.
    pub did_you_mean: Option<DidYouMean>,
}

/// Counts of articles in a whole result, the highest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Facets {
    pub sources: Vec<SourceCount>,
    pub countries: Vec<CountryCount>,
    pub keywords: Vec<KeywordCount>,
    pub times: Histogram,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceCount {
    pub source: Outlet,
    pub articles: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CountryCount {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub articles: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeywordCount {
    pub key: String,
    pub phrase: String,
    pub articles: usize,
}

/// Stretches of time in order, without gaps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Histogram {
    pub step: Step,
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Day,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Bar {
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
    pub articles: usize,
}

impl From<&portal::SearchFacets> for Facets {
    fn from(facets: &portal::SearchFacets) -> Self {
        let source = |(outlet, articles): &(std::sync::Arc<view::Outlet>, usize)| SourceCount {
            source: (&**outlet).into(),
            articles: *articles,
        };
        let country = |(country, articles): &(String, usize)| CountryCount { country: country.clone(), articles: *articles };
        let keyword = |facet: &portal::KeywordFacet| KeywordCount {
            key: facet.key.clone(),
            phrase: facet.phrase.clone(),
            articles: facet.articles,
        };
        let step = match facets.times.step {
            rafid_core::Step::Day => Step::Day,
            rafid_core::Step::Month => Step::Month,
            rafid_core::Step::Year => Step::Year,
        };
        let bar = |bar: &rafid_core::Bar| Bar { from: bar.from, to: bar.to, articles: bar.articles };
        Self {
            sources: facets.outlets.iter().map(source).collect(),
            countries: facets.countries.iter().map(country).collect(),
            keywords: facets.keywords.iter().map(keyword).collect(),
            times: Histogram { step, bars: facets.times.bars.iter().map(bar).collect() },
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DidYouMean {
    pub q: String,
    /// The same, what differs marked as a match.
    pub runs: Vec<SnippetRun>,
}

/// What goes on from what was typed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Suggestions {
    pub q: String,
    /// Best first.
    pub items: Vec<Suggestion>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Suggestion {
    pub kind: SuggestionKind,
    /// The keyword or the outlet's name.
    pub text: String,
    /// The whole question that it makes.
    pub q: String,
    /// How many articles have the keyword; null for outlets.
    pub articles: Option<u64>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    Keyword,
    Outlet,
}

impl From<&portal::Suggestion> for Suggestion {
    fn from(suggestion: &portal::Suggestion) -> Self {
        let kind = match suggestion.kind {
            portal::SuggestionKind::Keyword => SuggestionKind::Keyword,
            portal::SuggestionKind::Outlet => SuggestionKind::Outlet,
        };
        Self { kind, text: suggestion.text.clone(), q: suggestion.q.clone(), articles: suggestion.articles }
    }
}

impl From<&SearchResults> for SearchPage {
    fn from(results: &SearchResults) -> Self {
        let run = |run: &portal::Run| SnippetRun { text: run.text.clone(), is_match: run.is_match };
        let hit = |group: &portal::Group| SearchHit {
            summary: (&group.hit.card).into(),
            score: group.hit.score,
            snippet: group.hit.snippet.iter().map(run).collect(),
            others: group.others.iter().map(Into::into).collect(),
        };
        Self {
            q: results.q.clone(),
            total: results.total,
            items: results.groups.iter().map(hit).collect(),
            next_cursor: results.next_cursor.clone(),
            facets: results.facets.as_ref().map(Into::into),
            did_you_mean: results
                .did_you_mean
                .as_ref()
                .map(|meant| DidYouMean { q: meant.q.clone(), runs: meant.runs.iter().map(run).collect() }),
        }
    }
}

/// A story in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StorySummary {
    pub id: i64,
    /// Of its leading article.
    pub title: String,
    pub lead: ArticleSummary,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// How many articles.
    pub articles: u32,
    /// How many of them are not whole copies.
    pub originals: u32,
    /// The outlets that cover it, the first to report first.
    pub sources: Vec<Outlet>,
    /// The news agencies that its articles credit.
    pub agencies: Vec<String>,
}

impl From<&portal::StoryCard> for StorySummary {
    fn from(story: &portal::StoryCard) -> Self {
        Self {
            id: story.id.0,
            title: story.lead.title.clone(),
            lead: (&story.lead).into(),
            first_at: story.first_at,
            last_at: story.last_at,
            articles: story.articles,
            originals: story.originals,
            sources: story.outlets.iter().map(|outlet| (&**outlet).into()).collect(),
            agencies: story.agencies.clone(),
        }
    }
}

/// A page of stories, the latest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryPage {
    pub items: Vec<StorySummary>,
    /// Give it back as `cursor`; null at the end.
    pub next_cursor: Option<String>,
}

impl From<&StoryList> for StoryPage {
    fn from(list: &StoryList) -> Self {
        Self { items: list.items.iter().map(Into::into).collect(), next_cursor: list.next_cursor.clone() }
    }
}

/// Whose text an article carries.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CopiedFrom {
    pub id: i64,
    pub source: Outlet,
    pub kind: Kind,
    /// 0 to 1.
    pub similarity: f32,
    /// The share of the first text that was kept, 0 to 1.
    pub kept: f32,
    /// The share of this text that the first one has not, 0 to 1.
    pub added: f32,
}

/// A stretch of a story between two pauses.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryPhase {
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// The outlets that took part.
    pub sources: usize,
    /// Its articles, by time.
    pub articles: Vec<i64>,
}

/// A story of the same matter at another time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryEpisode {
    #[serde(flatten)]
    pub summary: StorySummary,
    /// Before this story, or after it.
    pub is_earlier: bool,
}

/// An article within its story.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryArticle {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    pub copied_from: Option<CopiedFrom>,
}

/// A story with all its articles.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryDetail {
    #[serde(flatten)]
    pub summary: StorySummary,
    pub keywords: Vec<Keyword>,
    /// By time, the earliest first.
    pub members: Vec<StoryArticle>,
    /// By time, all articles together; one where the story has no pause.
    pub phases: Vec<StoryPhase>,
    /// Stories that led to this one or followed it, by time.
    pub episodes: Vec<StoryEpisode>,
}

impl From<&Story> for StoryDetail {
    fn from(story: &Story) -> Self {
        let member = |member: &portal::Member| StoryArticle {
            summary: (&member.card).into(),
            copied_from: member.copied_from.as_ref().map(|from| CopiedFrom {
                id: from.article.0,
                source: (&*from.outlet).into(),
                kind: from.kind.into(),
                similarity: from.similarity,
                kept: from.kept,
                added: from.added,
            }),
        };
        let phase = |phase: &portal::Phase| StoryPhase {
            first_at: phase.first_at,
            last_at: phase.last_at,
            sources: phase.outlets,
            articles: story.members.get(phase.members.clone()).into_iter().flatten().map(|member| member.card.id.0).collect(),
        };
        let episode =
            |episode: &portal::Episode| StoryEpisode { summary: (&episode.card).into(), is_earlier: episode.is_earlier };
        Self {
            summary: (&story.card).into(),
            keywords: story.keywords.iter().map(Into::into).collect(),
            members: story.members.iter().map(member).collect(),
            phases: story.phases.iter().map(phase).collect(),
            episodes: story.episodes.iter().map(episode).collect(),
        }
    }
}

/// How full the store is and how far the index has come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatusReport {
    pub articles: u64,
    pub stories: u64,
    pub sources: u64,
    pub feeds: u64,
    /// Articles that wait for a story.
    pub unsettled: u64,
    /// Changes that the index has not seen yet.
    pub index_lag: u64,
}

impl From<&Status> for StatusReport {
    fn from(status: &Status) -> Self {
        let counts = status.counts;
        Self {
            articles: counts.articles,
            stories: counts.stories,
            sources: counts.sources,
            feeds: counts.feeds,
            unsettled: counts.unsettled,
            index_lag: status.index_lag,
        }
    }
}

/// How the sources fare.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HealthReport {
    /// Those that need attention first.
    pub sources: Vec<SourceHealth>,
}

/// How one source fares.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceHealth {
    pub key: String,
    pub name: String,
    /// `well`, `not_asked`, `paused`, `troubled` (some feeds fail), `silent`, `failing` (all do) or `gone`.
    pub state: &'static str,
    /// The state in a sentence, with advice.
    pub message: Bilingual,
    pub last_success_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    pub last_article_at: Option<Timestamp>,
    pub articles_last_day: u64,
    /// Over at most four weeks up to its last article; absent where there is too little to say.
    pub usual_articles_per_day: Option<f64>,
    /// Days without an article, where that is out of the ordinary.
    pub silent_days: Option<u64>,
    pub feeds: Vec<FeedHealth>,
}

/// A text in both languages of the interface.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Bilingual {
    pub ar: String,
    pub en: String,
}

/// How one feed fares.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedHealth {
    /// Without its query, which may hold a key.
    pub address: String,
    pub state: &'static str,
    /// In a row.
    pub failures: u32,
    pub error: Option<FeedError>,
    pub last_success_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    /// What was odd in its last answer.
    pub issues: Vec<FeedIssue>,
}

/// What went wrong at the last try.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedError {
    /// A stable name such as `timeout`.
    pub code: Option<&'static str>,
    pub detail: String,
    pub advice: Option<Bilingual>,
}

/// Something odd in a feed that was read all the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedIssue {
    pub code: String,
    pub detail: String,
}

impl From<&portal::Health> for HealthReport {
    fn from(health: &portal::Health) -> Self {
        Self { sources: health.sources.iter().map(Into::into).collect() }
    }
}

impl From<&portal::SourceHealth> for SourceHealth {
    fn from(health: &portal::SourceHealth) -> Self {
        let say = |locale: Locale| locale.health_sentence(health, Digits::ArabicIndic);
        Self {
            key: health.key.clone(),
            name: health.name.clone(),
            state: health.state.as_str(),
            message: Bilingual { ar: say(Locale::Ar), en: say(Locale::En) },
            last_success_at: health.last_success_at,
            next_at: health.next_at,
            last_article_at: health.last_article_at,
            articles_last_day: health.last_day,
            usual_articles_per_day: health.usual_per_day.map(|n| (n * 100.0).round() / 100.0),
            silent_days: health.silence.map(|silence| silence.days),
            feeds: health.feeds.iter().map(Into::into).collect(),
        }
    }
}

impl From<&portal::FeedHealth> for FeedHealth {
    fn from(feed: &portal::FeedHealth) -> Self {
        let advice = |kind: FailureKind| Bilingual { ar: kind.advice_ar().to_owned(), en: kind.advice().to_owned() };
        Self {
            address: feed.address.clone(),
            state: feed.state.as_str(),
            failures: feed.failures,
            error: feed.trouble.as_ref().map(|trouble| FeedError {
                code: trouble.kind.map(FailureKind::code),
                detail: trouble.detail.clone(),
                advice: trouble.kind.map(advice),
            }),
            last_success_at: feed.last_success_at,
            next_at: feed.next_at,
            issues: feed
                .issues
                .iter()
                .map(|issue| FeedIssue { code: issue.code.to_string(), detail: issue.detail.clone() })
                .collect(),
        }
    }
}

/// Problem details (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: the status says it all.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: &'static str,
    pub status: u16,
    pub detail: String,
}
