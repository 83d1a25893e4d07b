//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde_json::{Value, json};

use super::{Feed, Item};

pub(super) fn write(feed: &Feed) -> String {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "language": "ar",
        "items": feed.items.iter().map(item).collect::<Vec<_>>(),
    })
    .to_string()
}

fn item(item: &Item) -> Value {
    // An item has content by the standard; a headline-only outlet's headline is all there is.
    let content = if item.summary.is_empty() { &item.title } else { &item.summary };
    json!({
        "id": item.link,
        "url": item.link,
        "title": item.title,
        "content_text": content,
        "date_published": item.published.to_string(),
        "authors": [{"name": item.author}],
        "tags": item.categories,
    })
}
