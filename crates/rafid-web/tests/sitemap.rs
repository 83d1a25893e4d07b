//! What search engines are told, and addresses that survive a change of headline.

mod site;

use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use rafid_core::{DisplayPolicy, WebUrl};
use rafid_web::WebSettings;
use site::{Site, press::press, shelf::Shelf};

/// The texts of all elements of this name; fails when `text` is not well-formed.
fn texts(text: &str, element: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Eof => return found,
            Event::Start(start) => inside = start.name().as_ref() == element,
            Event::End(_) => inside = false,
            Event::Text(text) if inside => found.push(text.to_string()),
            _ => {}
        }
    }
}

fn path(address: &str) -> &str {
    address.strip_prefix("http://portal.example").unwrap_or_else(|| panic!("{address}"))
}

#[tokio::test]
async fn every_address_of_the_sitemap_answers() {
    let site = Site::start(press()).await;
    let robots = site.get("/robots.txt").await.body;
    assert!(robots.contains("Sitemap: http://portal.example/sitemap.xml\n"), "{robots}");
    let index = site.get("/sitemap.xml").await;
    assert_eq!(index.header("content-type"), Some("application/xml; charset=utf-8"));
    let parts = texts(&index.body, "loc");
    assert!(parts.len() >= 2, "{parts:?}");
    let mut articles = 0;
    for part in &parts {
        let urls = texts(&site.get(path(part)).await.body, "loc");
        assert!(!urls.is_empty(), "{part}");
        for url in urls {
            assert!(url.is_ascii(), "{url}");
            assert_eq!(site.get(path(&url)).await.status, 200, "{url}");
            articles += usize::from(path(&url).starts_with("/a/"));
        }
    }
    assert_eq!(articles, press().articles.len(), "each article once");
    for missing in ["/sitemap/1999-01-01.xml", "/sitemap/x.xml", "/sitemap/pages", "/sitemap/9999-12-31.xml"] {
        assert_eq!(site.get(missing).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn the_news_sitemap_has_two_days_and_a_thousand_addresses() {
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", "منارة", DisplayPolicy::Full);
    let now = Timestamp::now();
    for n in 0..1_100 {
        shelf.put(source, &format!("خبر رقم {n}"), "نص", 5, 0);
        shelf.articles.last_mut().unwrap().summary.at = now - SignedDuration::from_mins(n);
    }
    for hours in [50, 500] {
        shelf.put(source, "خبر قديم", "نص", 5, 0);
        shelf.articles.last_mut().unwrap().summary.at = now - SignedDuration::from_hours(hours);
    }
    let settings = WebSettings { base_url: WebUrl::new("https://news.example/"), ..WebSettings::default() };
    let site = Site::with(shelf, settings).await;
    let news = site.get("/sitemap-news.xml").await.body;
    assert_eq!(texts(&news, "loc").len(), 1_000);
    assert!(texts(&news, "loc").iter().all(|url| url.starts_with("https://news.example/a/")));
    assert!(!texts(&news, "news:title").iter().any(|title| title == "خبر قديم"));
    assert_eq!(texts(&news, "news:language").len(), 1_000);
}

#[tokio::test]
async fn an_address_survives_a_change_of_headline() {
    let site = Site::start(press()).await;
    let page = site.get("/").await.body;
    let slug = page.split("href=\"/a/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let (id, words) = slug.split_once('-').expect("the headline's words");
    assert!(words.chars().any(|c| ('\u{620}'..'\u{64B}').contains(&c)), "{slug}");
    for (former, prefix) in [(format!("{id}-عنوان-سابق"), ""), (format!("{id}-"), ""), (format!("{id}-x"), "/en")] {
        let encoded = percent_encoding::utf8_percent_encode(&former, percent_encoding::NON_ALPHANUMERIC);
        let answer = site.get(&format!("{prefix}/a/{encoded}")).await;
        assert_eq!(answer.status, 308, "{former}");
        let to = answer.header("location").unwrap();
        assert_eq!(percent_decode_str(to).decode_utf8().unwrap(), format!("{prefix}/a/{slug}"));
        let there = site.get(to).await;
        assert_eq!(there.status, 200);
        assert!(there.body.contains(&format!("<meta property=\"og:url\" content=\"{prefix}/a/{slug}\">")), "{}", there.body);
    }
    assert_eq!(site.get(&format!("/a/{id}")).await.status, 200, "the bare number is an address, too");
    assert_eq!(site.get("/s/1-x").await.status, 308);
}
