//! From an address to feeds.

use rafid_pipeline::discover;
use rafid_press::{Press, PressConfig};

use crate::ordinary::fetcher;
use crate::server::{Server, ok};

#[tokio::test]
async fn every_outlet_of_the_press_is_found_from_its_home_page_and_from_its_feed() {
    let press = Press::start(PressConfig::default()).await.unwrap();
    let fetcher = fetcher();
    for outlet in press.outlets() {
        for address in [&outlet.home_url, &outlet.feed_url] {
            let check = discover::check(&fetcher, address).await;
            let feed = check.feeds.first().unwrap_or_else(|| panic!("nothing at {address}: {:?}", check.problems));
            assert_eq!(feed.url.as_str(), outlet.feed_url, "from {address}");
            assert!(feed.entries > 0 && feed.newest.is_some() && !feed.headlines.is_empty(), "{feed:?}");
            assert!(check.name.is_some_and(|name| name.contains(&outlet.name) || outlet.name.contains(&name)), "{address}");
            assert_eq!(check.home.unwrap().as_str(), outlet.home_url, "from {address}");
        }
    }
    press.stop().await;
}

const RSS: &str = "<rss version=\"2.0\"><channel><title>الرائد</title><link>https://another.example/</link><item><title>خبر</title></item></channel></rss>";

#[tokio::test]
async fn feeds_are_found_where_sites_usually_have_them() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/" => ok("<html><head><title>الرائد</title></head><body>أهلا</body></html>"),
        "/rss.xml" => ok(RSS),
        _ => None,
    })
    .await;
    let check = discover::check(&fetcher(), server.url("/").as_str()).await;
    assert_eq!(check.feeds.len(), 1, "{check:?}");
    assert_eq!(check.feeds[0].url.as_str(), server.url("/rss.xml").as_str());
    assert_eq!(check.name.as_deref(), Some("الرائد"));
}

#[tokio::test]
async fn a_feed_cannot_claim_another_sites_name() {
    let server = Server::start("127.0.0.1", |path, _| (path == "/feed").then(|| ok(RSS)).flatten()).await;
    let check = discover::check(&fetcher(), server.url("/feed").as_str()).await;
    assert_eq!(check.home.unwrap().as_str(), server.url("/").as_str());
    assert!(check.problems.iter().any(|problem| problem.code == "foreign-home"), "{:?}", check.problems);
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/" => ok("<html><head><link rel=alternate type=application/rss+xml href=/broken></head><body></body></html>"),
        "/broken" => ok("<html>no feed</html>"),
        _ => None,
    })
    .await;
    let codes = async |address: &str| {
        let check = discover::check(&fetcher(), address).await;
        assert!(check.feeds.is_empty());
        check.problems.into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(server.url("/").as_str()).await, ["not-a-feed"]);
    assert_eq!(codes(server.url("/404").as_str()).await, ["not-found"]);
    assert_eq!(codes("http://10.0.0.1/").await, ["blocked-address"]);
    assert_eq!(codes("::").await, ["bad-url"]);
    assert_eq!(codes("ftp://akhbar.example/").await, ["bad-url"]);
}
