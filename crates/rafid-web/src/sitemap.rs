//! What search engines are told of: `/robots.txt`, the sitemap (sitemaps.org, protocol 0.9) and the news sitemap (Google's extension 0.9:
//! the last two days, at most 1,000 addresses).
//!
//! `/sitemap.xml` is an index: one file with the front page, outlets and stories, and one for each day that has articles, so that a
//! file never changes once its day is over but for corrections.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use rafid_core::{ArticleFilter, StoryFilter};

use crate::feeds::{origin, xml::Xml};
use crate::locale::Locale;
use crate::pages::{Shell, revalidated, segment, slug};
use crate::portal::{Portal, PortalResult};
use crate::view::Card;

const SITEMAP: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const NEWS: (&str, &str) = ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9");
/// What the protocols allow in one file.
const ADDRESSES: usize = 50_000;
const NEWS_ADDRESSES: usize = 1_000;
const NEWS_HOURS: i64 = 48;
/// The latest stories of several articles.
const STORIES: usize = 10_000;
/// Rows that are asked for at once.
const PAGE: usize = 1_000;

pub(crate) fn router() -> Router<Portal> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(index))
        .route("/sitemap-news.xml", get(news))
        .route("/sitemap/{name}", get(part))
}

async fn robots(State(portal): State<Portal>, headers: HeaderMap) -> String {
    let origin = origin(&portal, &headers);
    format!(
        "User-agent: *\nDisallow: /search\nDisallow: /en/search\nDisallow: /api/\n\nSitemap: {origin}/sitemap.xml\nSitemap: {origin}/sitemap-news.xml\n"
    )
}

async fn index(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    let origin = origin(&portal, &headers);
    let now = Timestamp::now();
    answer(&headers, portal.run(move |portal| days(portal, now).map(|days| write_index(&origin, &days))).await.map(Some))
}

async fn news(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    let origin = origin(&portal, &headers);
    let shell = Shell::new(&portal, Locale::Ar, "/");
    let now = shell.clock.now;
    let write = move |portal: &Portal| {
        let since = now.checked_sub(SignedDuration::from_hours(NEWS_HOURS)).unwrap_or(Timestamp::MIN);
        let cards = articles(portal, since, now, NEWS_ADDRESSES)?;
        Ok(write_news(&origin, shell.site_name(), &cards))
    };
    answer(&headers, portal.run(write).await.map(Some))
}

async fn part(State(portal): State<Portal>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let origin = origin(&portal, &headers);
    let Some(name) = name.strip_suffix(".xml").map(str::to_owned) else { return StatusCode::NOT_FOUND.into_response() };
    let now = Timestamp::now();
    let write = move |portal: &Portal| {
        if name == "pages" {
            return Ok(Some(write_urls(&places(portal, &origin, now)?)));
        }
        let Some((from, to)) = name.parse::<Date>().ok().and_then(bounds) else { return Ok(None) };
        let cards = articles(portal, from, to.min(now), ADDRESSES)?;
        let urls: Vec<_> = cards.iter().map(|card| (address(&origin, card), Some(card.at))).collect();
        Ok((!urls.is_empty()).then(|| write_urls(&urls)))
    };
    answer(&headers, portal.run(write).await)
}

fn answer(headers: &HeaderMap, text: PortalResult<Option<String>>) -> Response {
    match text {
        Ok(Some(text)) => revalidated(headers, "application/xml; charset=utf-8", text),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no sitemap");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A day, in UTC.
fn bounds(day: Date) -> Option<(Timestamp, Timestamp)> {
    let at = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    Some((at(day)?, at(day.checked_add(1.day()).ok()?)?))
}

/// The days that have articles, the latest first: one question a day.
fn days(portal: &Portal, now: Timestamp) -> PortalResult<Vec<Date>> {
    let mut days = Vec::new();
    let mut until = now;
    while days.len() < ADDRESSES - 1 {
        let filter = ArticleFilter { until: Some(until), limit: 1, ..ArticleFilter::default() };
        let Some(newest) = portal.store.latest(&filter)?.pop() else { break };
        let day = newest.at.to_zoned(TimeZone::UTC).date();
        days.push(day);
        match bounds(day) {
            Some((from, _)) if from < until => until = from,
            _ => break,
        }
    }
    Ok(days)
}

/// The articles of a stretch of time, the latest first.
fn articles(portal: &Portal, since: Timestamp, until: Timestamp, limit: usize) -> PortalResult<Vec<Card>> {
    let outlets = crate::view::Outlets::new(&*portal.store);
    let mut filter = ArticleFilter { since: Some(since), until: Some(until), ..ArticleFilter::default() };
    let mut cards: Vec<Card> = Vec::new();
    loop {
        filter.limit = PAGE.min(limit - cards.len());
        if filter.limit == 0 {
            return Ok(cards);
        }
        let page = outlets.cards(portal.store.latest(&filter)?)?;
        let is_last = page.len() < filter.limit;
        filter.after = page.last().map(|card| (card.at, card.id));
        cards.extend(page);
        if is_last {
            return Ok(cards);
        }
    }
}

fn places(portal: &Portal, origin: &str, now: Timestamp) -> PortalResult<Vec<(String, Option<Timestamp>)>> {
    let outlets = crate::view::Outlets::new(&*portal.store);
    let mut urls = vec![(format!("{origin}/"), portal.store.newest_at(now)?), (format!("{origin}/en"), None)];
    for activity in portal.store.source_activity(None)? {
        urls.push((format!("{origin}/source/{}", segment(&activity.source.key)), activity.last_at));
    }
    let filter = StoryFilter { until: Some(now), min_articles: 2, limit: STORIES, ..StoryFilter::default() };
    for story in portal.story_cards(portal.store.stories(&filter)?, &outlets)? {
        urls.push((slug::encoded(&format!("{origin}/s/{}", slug(story.id, &story.lead.title))), Some(story.last_at)));
    }
    urls.truncate(ADDRESSES);
    Ok(urls)
}

fn address(origin: &str, card: &Card) -> String {
    slug::encoded(&format!("{origin}/a/{}", slug(card.id, &card.title)))
}

fn write_index(origin: &str, days: &[Date]) -> String {
    let mut xml = Xml::new();
    xml.element("sitemapindex", &[SITEMAP], |xml| {
        let names = std::iter::once("pages".to_owned()).chain(days.iter().map(Date::to_string));
        for name in names {
            xml.element("sitemap", &[], |xml| xml.text("loc", &format!("{origin}/sitemap/{name}.xml")));
        }
    });
    xml.finish()
}

fn write_urls(urls: &[(String, Option<Timestamp>)]) -> String {
    let mut xml = Xml::new();
    xml.element("urlset", &[SITEMAP], |xml| {
        for (address, at) in urls {
            xml.element("url", &[], |xml| {
                xml.text("loc", address);
                if let Some(at) = at {
                    xml.text("lastmod", &at.to_string());
                }
            });
        }
    });
    xml.finish()
}

fn write_news(origin: &str, site_name: &str, cards: &[Card]) -> String {
    let mut xml = Xml::new();
    xml.element("urlset", &[SITEMAP, NEWS], |xml| {
        for card in cards.iter().filter(|card| !card.title.is_empty()) {
            xml.element("url", &[], |xml| {
                xml.text("loc", &address(origin, card));
                xml.element("news:news", &[], |xml| {
                    xml.element("news:publication", &[], |xml| {
                        xml.text("news:name", site_name);
                        xml.text("news:language", "ar");
                    });
                    xml.text("news:publication_date", &card.at.to_string());
                    xml.text("news:title", &card.title);
                });
            });
        }
    });
    xml.finish()
}
