//! What an outlet does not allow is nowhere to be seen.

mod site;

use site::Site;
use site::press::{LAST, SECRET, press};

/// Every kind of address that shows articles, with the headline-only article (number 3) in reach.
const ROUTES: [&str; 31] = [
    "/",
    "/en",
    "/a/1",
    "/a/3",
    "/en/a/3",
    "/s/1",
    "/source/manara.example",
    "/source/3",
    "/search?q=%D8%AC%D8%B3%D8%B1",
    "/search?q=%D8%AD%D8%A7%D8%B6%D8%B1&group=off",
    "/en/search?q=%D8%AD%D8%A7%D8%B6%D8%B1",
    "/feed.rss",
    "/feed.atom",
    "/feed.json",
    "/source/manara.example/feed.json",
    "/s/1/feed.json",
    "/search/feed.json?q=%D8%AD%D8%A7%D8%B6%D8%B1",
    "/source/manara.example/feed.rss",
    "/source/manara.example/feed.atom",
    "/s/1/feed.rss",
    "/s/1/feed.atom",
    "/search/feed.rss?q=%D8%AD%D8%A7%D8%B6%D8%B1",
    "/search/feed.atom?q=%D8%AD%D8%A7%D8%B6%D8%B1",
    "/api/v1/search?q=%D8%AD%D8%A7%D8%B6%D8%B1&group=off",
    "/api/v1/articles/3",
    "/api/v1/articles/1/related?spread=off",
    "/api/v1/stories",
    "/api/v1/stories/1",
    "/a/3/changes",
    "/en/a/3/changes",
    "/api/v1/articles/3/changes",
];

#[tokio::test]
async fn a_headline_outlets_body_is_in_no_page_feed_or_answer() {
    let site = Site::start(press()).await;
    for route in ROUTES {
        let answer = site.get(route).await;
        assert_eq!(answer.status, 200, "{route}");
        assert!(!answer.body.contains(SECRET), "{route}");
        // The route does show something of the outlets' press: the test looks in the right place.
        assert!(answer.body.contains("جسر") || answer.body.contains("Manara"), "{route} {}", answer.body);
    }
}

#[tokio::test]
async fn the_keyword_that_only_a_hidden_body_has_has_no_page() {
    let site = Site::start(press()).await;
    let path = "/keyword/%D8%B2%D9%85%D8%B1%D8%AF%D8%AE%D9%81%D9%8A";
    assert_eq!(site.get(path).await.status, 404);
    assert_eq!(site.get(&format!("{path}/feed.rss")).await.status, 404);
}

/// The first two letters in turn (which the shelf's index would put right), and the first three.
#[tokio::test]
async fn a_word_that_only_a_hidden_body_has_is_neither_meant_nor_suggested() {
    let site = Site::start(press()).await;
    let encoded = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    for route in ["/search?q=", "/api/v1/search?q=", "/en/search?q="] {
        let answer = site.get(&format!("{route}{}", encoded("مزردخفي"))).await;
        assert!(answer.status == 200 && !answer.body.contains(SECRET), "{route}");
    }
    let answer = site.get(&format!("/api/v1/suggest?q={}", encoded("زمر"))).await;
    assert!(answer.status == 200 && !answer.body.contains(SECRET), "{}", answer.body);
}

#[tokio::test]
async fn an_excerpt_outlet_shows_its_opening_only() {
    let site = Site::start(press()).await;
    for route in ROUTES.iter().chain(&["/a/2", "/en/a/2", "/api/v1/articles/2", "/search?q=%D8%B6%D9%81%D8%AA%D9%8A&group=off"]) {
        let answer = site.get(route).await;
        assert_eq!(answer.status, 200, "{route}");
        assert!(!answer.body.contains(LAST), "{route}");
    }
    assert!(site.get("/a/2").await.body.contains("هذه مقدمة الخبر"));
    // What is allowed in full is shown in full.
    assert!(site.get("/a/1").await.body.contains("مسار للدراجات"));
    assert!(site.get("/a/3").await.body.contains("يسمح هذا المصدر بعرض العنوان وحده"));
}
