//! The outgoing feeds over HTTP.

mod site;

use quick_xml::events::Event;
use rafid_core::{DisplayPolicy, WebUrl};
use rafid_web::WebSettings;
use site::{Site, press::press, shelf::Shelf};

/// Fails when `text` is not well-formed; answers its elements' names.
fn elements(text: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Eof => return names,
            Event::Start(start) | Event::Empty(start) => {
                names.push(start.name().as_ref().to_owned());
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn every_list_has_its_feeds() {
    let site = Site::start(press()).await;
    for place in ["/", "/source/daffa.example/", "/s/1/", "/s/99/", "/search/"] {
        let query = if place == "/search/" { "?q=%D8%AC%D8%B3%D8%B1" } else { "" };
        let rss = site.get(&format!("{place}feed.rss{query}")).await;
        assert_eq!(rss.header("content-type"), Some("application/rss+xml; charset=utf-8"), "{place}");
        let names = elements(&rss.body);
        assert!(names.iter().filter(|name| *name == "item").count() >= 3, "{place}");
        assert!(rss.body.contains("<link>http://portal.example/a/1</link>"), "{place} {}", rss.body);
        let atom = site.get(&format!("{place}feed.atom{query}")).await;
        assert_eq!(atom.header("content-type"), Some("application/atom+xml; charset=utf-8"), "{place}");
        assert!(elements(&atom.body).iter().filter(|name| *name == "entry").count() >= 3, "{place}");
        let json = site.get(&format!("{place}feed.json{query}")).await;
        assert_eq!(json.header("content-type"), Some("application/feed+json; charset=utf-8"), "{place}");
        let feed = json.json();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        let items = feed["items"].as_array().unwrap();
        assert!(items.len() >= 3 && items.iter().all(|item| !item["content_text"].as_str().unwrap().is_empty()), "{feed}");
        assert!(items.iter().any(|item| item["id"] == "http://portal.example/a/1"), "{feed}");
        assert_eq!(
            site.get_with(&format!("{place}feed.atom{query}"), &format!("if-none-match: {}", atom.header("etag").unwrap()))
                .await
                .status,
            304
        );
    }
    let keyword = press().articles[0].summary.keywords[0].key.clone();
    let encoded: String = keyword.bytes().map(|byte| format!("%{byte:02X}")).collect();
    assert_eq!(site.get(&format!("/keyword/{encoded}")).await.status, 200);
    assert!(site.get(&format!("/keyword/{encoded}/feed.rss")).await.body.contains("<item>"));
    for missing in ["/source/none/feed.rss", "/s/x/feed.atom", "/keyword/none/feed.rss"] {
        assert_eq!(site.get(missing).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn links_are_absolute_whatever_the_host_says() {
    let site = Site::start(press()).await;
    let odd = site.send("GET /feed.rss HTTP/1.1\r\nhost: a\"<b>/x\r\nconnection: close\r\n\r\n").await;
    assert!(odd.status == 400 || odd.body.contains("<link>http://localhost/a/1</link>"), "{}", odd.body);
    let settings = WebSettings { base_url: WebUrl::new("https://news.example/"), ..WebSettings::default() };
    let feed = Site::with(press(), settings).await.get("/feed.atom").await;
    assert!(feed.body.contains("href=\"https://news.example/a/1\""));
    assert!(!feed.body.contains("portal.example"));
}

#[tokio::test]
async fn hostile_texts_stay_texts() {
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", "]]><script>", DisplayPolicy::Full);
    shelf.put(source, "<script>alert(1)</script>\u{8}\u{FFFF} & \"'", "]]> <img src=x onerror=y> &lt;b&gt;", 5, 0);
    let site = Site::start(shelf).await;
    for path in ["/feed.rss", "/feed.atom"] {
        let feed = site.get(path).await.body;
        let names = elements(&feed);
        assert!(!names.iter().any(|name| name == "script" || name == "img"), "{feed}");
        assert!(feed.contains("&lt;script&gt;alert(1)"), "{feed}");
        assert!(!feed.contains('\u{8}'));
    }
    // A reader takes RSS descriptions for HTML, so they are escaped twice.
    assert!(site.get("/feed.rss").await.body.contains("&amp;lt;img"));
}
