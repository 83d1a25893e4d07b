//! What goes out to readers' own programs: RSS 2.0, Atom (RFC 4287) and JSON Feed for the front page, an outlet, a keyword, a story and a search.
//! They carry titles, openings and links, as far as each outlet's policy allows, and link to the portal's own pages.
//!
//! Start with [`router`]. To add a feed: a case of [`About`] and its route; to add a format: a writer beside [`rss`], [`atom`] and [`json`].

mod atom;
mod json;
mod rss;
pub(crate) mod xml;

use axum::Router;
use axum::extract::{Query, RawPathParams, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use rafid_core::StoryId;

use crate::locale::Locale;
use crate::pages::{Asked, PageError, Shell, revalidated};
use crate::portal::{Portal, PortalResult, SearchParams, StoryFound};
use crate::view::Card;

const ITEMS: usize = 50;

/// A feed ready to be written.
struct Feed {
    title: String,
    description: String,
    /// The page that it stands for.
    page: String,
    /// Its own address.
    own: String,
    updated: Timestamp,
    items: Vec<Item>,
}

struct Item {
    title: String,
    /// On the portal: also its lasting name.
    link: String,
    summary: String,
    author: String,
    published: Timestamp,
    categories: Vec<String>,
}

/// What a feed is about.
#[derive(Debug)]
enum About {
    Home,
    Source(String),
    Keyword(String),
    Story(String),
    Search(Box<Asked>),
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Rss,
    Atom,
    Json,
}

pub(crate) fn router() -> Router<Portal> {
    let mut router = Router::new();
    for (ending, format) in [("rss", Format::Rss), ("atom", Format::Atom), ("json", Format::Json)] {
        for place in ["/", "/source/{key}/", "/keyword/{key}/", "/s/{key}/", "/search/"] {
            let handler = move |state, path, asked, headers| feed(place, format, state, path, asked, headers);
            router = router.route(&format!("{place}feed.{ending}"), get(handler));
        }
    }
    router
}

async fn feed(
    place: &'static str,
    format: Format,
    State(portal): State<Portal>,
    path: RawPathParams,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let key = || path.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default();
    let about = match place {
        "/source/{key}/" => About::Source(key()),
        "/keyword/{key}/" => About::Keyword(key()),
        "/s/{key}/" => About::Story(key()),
        "/search/" => About::Search(Box::new(asked.map(|Query(asked)| asked.of_feed()).unwrap_or_default())),
        _ => About::Home,
    };
    let shell = Shell::new(&portal, Locale::Ar, "/");
    let origin = origin(&portal, &headers);
    let (ending, content_type) = match format {
        Format::Rss => ("rss", "application/rss+xml; charset=utf-8"),
        Format::Atom => ("atom", "application/atom+xml; charset=utf-8"),
        Format::Json => ("json", "application/feed+json; charset=utf-8"),
    };
    let answer = {
        let shell = shell.clone();
        portal.run(move |portal| gather(portal, &shell, &about, &origin, ending)).await
    };
    match answer {
        Ok(Some(feed)) => {
            let text = match format {
                Format::Rss => rss::write(&feed),
                Format::Atom => atom::write(&feed),
                Format::Json => json::write(&feed),
            };
            Ok(revalidated(&headers, content_type, text))
        }
        Ok(None) => Err(PageError::missing(shell)),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}

fn gather(portal: &Portal, shell: &Shell, about: &About, origin: &str, ending: &str) -> PortalResult<Option<Feed>> {
    use crate::pages::segment;
    let now = shell.clock.now;
    let (name, path, cards) = match about {
        About::Home => (shell.t.tagline.to_owned(), "/".to_owned(), portal.latest(ITEMS, now)?),
        About::Source(key) => match portal.outlet(key, None, now)? {
            Some(listing) => (listing.outlet.name.clone(), format!("/source/{}/", segment(&listing.outlet.key)), listing.cards),
            None => return Ok(None),
        },
        About::Keyword(key) => match portal.keyword(key, None, now)? {
            Some(listing) => (listing.phrase, format!("/keyword/{}/", segment(&listing.key)), listing.cards),
            None => return Ok(None),
        },
        About::Story(id) => match id.parse().ok().map(|id| portal.story(StoryId(id))).transpose()?.flatten() {
            Some(StoryFound::Found(story)) => {
                let cards = story.members.into_iter().rev().take(ITEMS).map(|member| member.card).collect();
                (shell.headline(&story.card.lead).to_owned(), format!("/s/{}/", story.card.id), cards)
            }
            Some(StoryFound::MovedTo(id)) => {
                return gather(portal, shell, &About::Story(id.to_string()), origin, ending);
            }
            None => return Ok(None),
        },
        About::Search(asked) => {
            let params = SearchParams {
                sort: rafid_core::Sort::New,
                group: false,
                limit: ITEMS,
                filters: asked.filters(),
                ..SearchParams::new(asked.q.clone().unwrap_or_default())
            };
            let results = portal.search(&params, now)?;
            let cards = results.groups.into_iter().map(|group| group.hit.card).collect();
            (shell.say(shell.t.results_for, &results.q), "/search/".to_owned(), cards)
        }
    };
    let query = if let About::Search(asked) = about { asked.query() } else { String::new() };
    let page = if path == "/" { "/" } else { path.trim_end_matches('/') };
    Ok(Some(Feed {
        title: format!("{name} — {}", shell.site_name()),
        description: name,
        page: format!("{origin}{page}{query}"),
        own: format!("{origin}{path}feed.{ending}{query}"),
        updated: cards.iter().map(|card: &Card| card.at).max().unwrap_or(Timestamp::UNIX_EPOCH),
        items: cards.iter().map(|card| item(shell, card, origin)).collect(),
    }))
}

fn item(shell: &Shell, card: &Card, origin: &str) -> Item {
    Item {
        title: shell.headline(card).to_owned(),
        link: format!("{origin}/a/{}", card.id),
        summary: card.lead.clone(),
        author: card.outlet.name.clone(),
        published: card.at,
        categories: card.keywords.iter().take(5).map(|keyword| keyword.phrase.clone()).collect(),
    }
}

/// Where the portal is reached: by its settings, else by what the request calls it.
pub(crate) fn origin(portal: &Portal, headers: &HeaderMap) -> String {
    if let Some(base) = &portal.settings.base_url {
        return base.as_str().trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if !host.is_empty() && host.len() <= 255 && host.chars().all(is_host) {
        format!("http://{host}")
    } else {
        "http://localhost".to_owned()
    }
}
