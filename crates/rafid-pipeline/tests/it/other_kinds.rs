//! Sitemaps and listing pages: addresses whose pages have to show that they are articles.

use jiff::{SignedDuration, Timestamp};
use rafid_core::FeedKind;
use rafid_pipeline::collect::CollectConfig;
use rafid_pipeline::discover;

use crate::ordinary::fetcher;
use crate::rig::Rig;
use crate::server::{Reply, Server, ok, response};

const HEADLINES: [&str; 6] = [
    "افتتاح مكتبة جديدة في الحي القديم بعد أعوام",
    "فريق المدينة يفوز بكأس البلدية للمرة الثالثة",
    "أمطار غزيرة متوقعة على السواحل نهاية الأسبوع",
    "معرض للكتاب المستعمل في ساحة البريد الجمعة",
    "باحثون يعيدون زراعة الأرز في التلال الشمالية",
    "ترميم جسر الحجر يبدأ مطلع الشهر القادم",
];

fn page(n: usize) -> Option<Reply> {
    let text =
        "تفاصيل الخبر كما رواها مراسلنا في المدينة وقد حضر المناسبة عدد كبير من السكان والزوار من القرى المجاورة. ".repeat(5);
    let html = format!(
        "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{text}</p></article></body></html>",
        HEADLINES[n]
    );
    Some(Reply::Bytes(response("200 OK", "Content-Type: text/html; charset=utf-8\r\n", html.as_bytes())))
}

fn article(path: &str) -> Option<Reply> {
    page(path.strip_prefix("/news/2026/")?.split('-').next()?.parse().ok()?)
}

fn config() -> CollectConfig {
    CollectConfig { revisits: Vec::new(), ..CollectConfig::lively() }
}

#[tokio::test]
async fn a_sitemap_index_leads_to_recent_articles_only() {
    let now = Timestamp::now();
    let ago = |hours: i64| now.saturating_sub(SignedDuration::from_hours(hours)).unwrap().to_string();
    let (recent, old) = (ago(2), ago(24 * 300));
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/sitemap.xml" => ok(&format!(
            "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>/old.xml</loc><lastmod>{old}</lastmod></sitemap>\
             <sitemap><loc>/new.xml</loc><lastmod>{recent}</lastmod></sitemap></sitemapindex>"
        )),
        "/new.xml" => ok(&format!(
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>/news/2026/0-a</loc><lastmod>{recent}</lastmod></url>\
             <url><loc>/news/2026/1-b</loc><lastmod>{recent}</lastmod></url><url><loc>/about</loc><lastmod>{recent}</lastmod></url>\
             <url><loc>/news/2026/2-c</loc><lastmod>{old}</lastmod></url></urlset>"
        )),
        "/about" => ok("<html><body><p>من نحن</p></body></html>"),
        path => article(path),
    })
    .await;
    let rig = Rig::new();
    rig.follow_kind(server.url("/sitemap.xml").as_str(), server.url("/").as_str(), FeedKind::Sitemap);
    let running = rig.run(config());
    rig.until("two articles", |rig| rig.articles().len() == 2).await;
    let mut titles: Vec<String> = rig.articles().into_iter().map(|article| article.title).collect();
    titles.sort();
    let mut expected = [HEADLINES[0], HEADLINES[1]];
    expected.sort_unstable();
    assert_eq!(titles, expected, "the headlines come from the pages");
    rig.until("another round", |_| server.hits("/sitemap.xml") >= 3).await;
    assert_eq!(rig.articles().len(), 2, "a page without an article is none");
    assert_eq!((server.hits("/news/2026/0-a"), server.hits("/news/2026/2-c")), (1, 0));
    running.stop().await;
}

fn home() -> String {
    let item = |n: usize| format!("<div class=card><h2><a href=\"/news/2026/{n}-story-{n}\">{}</a></h2></div>", HEADLINES[n]);
    let items: String = (0..HEADLINES.len()).map(item).collect();
    format!(
        "<html><head><title>الرائد</title></head><body><nav><a href=/about>من نحن</a></nav><main>{items}</main></body></html>"
    )
}

#[tokio::test]
async fn a_listing_page_is_found_and_collected() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/" => ok(&home()),
        path => article(path),
    })
    .await;
    let check = discover::check(&fetcher(), server.url("/").as_str()).await;
    assert_eq!(check.feeds.len(), 1, "{check:?}");
    assert_eq!((check.feeds[0].kind, check.feeds[0].entries), (FeedKind::Listing, HEADLINES.len()));
    let rig = Rig::new();
    rig.follow_kind(server.url("/").as_str(), server.url("/").as_str(), FeedKind::Listing);
    let running = rig.run(config());
    rig.until("its articles", |rig| rig.articles().len() == HEADLINES.len()).await;
    running.stop().await;
}
