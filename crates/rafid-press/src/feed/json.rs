//! JSON Feed 1.1.

use serde_json::json;

use super::{full_html, summary};
use crate::edition::local;
use crate::site::Site;

pub(super) fn write(site: &Site<'_>) -> String {
    let date = |at| local(site.outlet, at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let items: Vec<serde_json::Value> = site
        .visible()
        .into_iter()
        .map(|article| {
            let mut item = json!({
                "id": site.url(article),
                "url": site.feed_link(article),
                "title": article.version_at(site.now).title,
                "summary": summary(site, article),
                "image": site.picture_url(article),
                "date_published": date(article.published),
                "date_modified": date(article.modified_at(site.now)),
                "tags": article.tags,
                "language": "ar",
            });
            if let Some(byline) = &article.byline {
                item["authors"] = json!([{ "name": byline }]);
            }
            match full_html(site, article) {
                Some(html) => item["content_html"] = html.into(),
                None => item["content_text"] = summary(site, article).into(),
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.outlet.name,
        "description": site.outlet.slogan,
        "home_page_url": site.home_url(),
        "feed_url": site.feed_url(),
        "language": "ar",
        "items": items,
    });
    feed.to_string()
}
