//! What an article page yields.

use jiff::civil::DateTime;
use rafid_core::{Body, Issue, WebUrl};
use serde::{Deserialize, Serialize};

use rafid_arabic::dates::ArabicDate;

use super::live::LiveEntry;
use super::site::SiteRules;

/// What is known about a page before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The present, for relative dates and to refuse dates from the future. Relative dates are not read without it.
    pub now: Option<DateTime>,
    /// The headline that the feed gave.
    pub title: Option<&'a str>,
    /// The language that the feed or the outlet has, as a BCP 47 tag.
    pub language: Option<&'a str>,
    /// The operator's own rules for single sites.
    pub rules: Option<&'a SiteRules>,
}

/// Where in a page a date was found, from the most to the least binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    JsonLd,
    Meta,
    Microdata,
    TimeElement,
    Url,
    VisibleText,
    Image,
}

/// A date with its precision (in [`ArabicDate`]) and its place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    pub date: ArabicDate,
    pub source: DateSource,
}

impl FoundDate {
    /// ISO 8601 at the precision that the page gave: `2025`, `2025-06-17`, `2025-06-17T12:27+03:00`.
    pub fn iso(&self) -> String {
        self.date.iso()
    }
}

/// The rule for a single site that a page was read with, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RuleUse {
    /// The host that the rule is for.
    pub host: String,
    /// The parts of the rule that found something, by their names in the rule.
    pub found: Vec<&'static str>,
    /// The parts that found nothing.
    pub missed: Vec<&'static str>,
}

/// A link to another article, taken out of the body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RelatedLink {
    pub title: String,
    /// Missing where the page names an article without linking it.
    pub url: Option<WebUrl>,
}

/// An article taken out of a page. Every field may be missing: reading a page does not fail.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// The article's headline, without the site's name.
    pub title: Option<String>,
    /// The short line above the headline.
    pub kicker: Option<String>,
    pub byline: Option<String>,
    /// The place of the dateline.
    pub place: Option<String>,
    pub published: Option<FoundDate>,
    pub updated: Option<FoundDate>,
    pub body: Body,
    /// The words of the body, one line a block.
    pub text: String,
    /// The page's own summary of the article.
    pub summary: Option<String>,
    pub image: Option<WebUrl>,
    /// The page's own tags, in its order.
    pub tags: Vec<String>,
    pub section: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub canonical_url: Option<WebUrl>,
    pub site_name: Option<String>,
    /// Links inside the body's prose.
    pub links: Vec<RelatedLink>,
    /// Boxes such as «اقرأ أيضا», kept apart from the body.
    pub related: Vec<RelatedLink>,
    /// The original source or agency: «المصدر: …», «(أ ف ب)».
    pub credit: Option<String>,
    /// The entries of a live page, in its order.
    pub live: Vec<LiveEntry>,
    /// There is a video in the article.
    pub video: bool,
    /// The article is its pictures.
    pub gallery: bool,
    /// The rule for this site, where there is one.
    pub rule: Option<RuleUse>,
    /// Where the article goes on, on sites whose rule says so.
    pub next_page: Option<WebUrl>,
    /// The page says that the rest is for subscribers.
    pub paywalled: bool,
    pub issues: Vec<Issue>,
}

impl Extraction {
    /// Appends the next page of the same article: its body, links and issues, and where it goes on.
    pub fn append(&mut self, next: Extraction) {
        self.body.0.extend(next.body.0);
        self.text = self.body.text();
        for link in next.links {
            if !self.links.contains(&link) {
                self.links.push(link);
            }
        }
        self.credit = self.credit.take().or(next.credit);
        self.next_page = next.next_page;
        self.issues.extend(next.issues);
    }
}
