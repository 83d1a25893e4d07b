//! From feeds to stored articles, over HTTP, into the real store.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rafid_core::{ArticleDetail, FeedState, Severity};
use rafid_pipeline::collect::CollectConfig;
use rafid_press::{Press, PressConfig, PublishedArticle};

use crate::rig::Rig;
use crate::server::{Reply, Server, ok, response};

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_invented_press_is_collected_whole_and_corrections_are_noticed() {
    let press = Press::start(PressConfig { live_interval: Duration::from_secs(3600), ..PressConfig::default() }).await.unwrap();
    let rig = Rig::new();
    for outlet in press.outlets() {
        rig.follow_for(&outlet.feed_url, &outlet.home_url);
    }
    let running = rig.run(CollectConfig { max_interval: Duration::from_secs(1), ..CollectConfig::lively() });
    let expected: Vec<PublishedArticle> =
        press.articles().into_iter().filter(|article| article.published <= press.now()).collect();
    assert!(expected.len() > 50, "the press has {} articles", expected.len());
    let started = Instant::now();
    rig.until("every article", |rig| rig.articles().len() >= expected.len()).await;
    println!("{} articles in {:?}", expected.len(), started.elapsed());

    let find = |url: &str| -> Option<ArticleDetail> {
        let id = rig.articles().into_iter().find(|a| a.url.as_ref().is_some_and(|u| u.as_str() == url))?.id;
        rig.store.article(id).unwrap()
    };
    let mut whole = 0;
    // What is corrected already is looked at further below.
    let as_published = expected.iter().filter(|article| article.correction.as_ref().is_none_or(|later| later.at > press.now()));
    for article in as_published.clone() {
        let found = find(&article.url).unwrap_or_else(|| panic!("{} is missing", article.url));
        assert_eq!(words(&found.summary.title), words(&article.title), "{}", article.url);
        let off = (found.summary.published.unwrap_or(Timestamp::MIN).as_second() - article.published.as_second()).abs();
        assert!(off <= 60, "{} is dated {:?} and was published {}", article.url, found.summary.published, article.published);
        let text = words(&found.body.text());
        // A line that only names the agency is no prose: readers keep it apart, as the article's credit.
        let is_credit = |paragraph: &str| found.credit.as_ref().is_some_and(|credit| paragraph.contains(credit.as_str()));
        let lost = |paragraph: &&String| !text.contains(&words(paragraph)) && !is_credit(paragraph);
        match article.paragraphs.iter().find(lost) {
            None => whole += 1,
            Some(paragraph) => println!("{} lacks: {paragraph}", article.url),
        }
    }
    let all = as_published.count();
    println!("{whole} of {all} bodies are whole");
    assert!(whole * 100 >= all * 98, "{whole} of {all} bodies are whole");

    press.advance(Duration::from_secs(72 * 3600));
    let all = press.articles();
    rig.until("what came later", |rig| rig.articles().len() >= all.len()).await;
    let corrected: Vec<_> = all.iter().filter(|article| article.correction.is_some()).collect();
    assert!(!corrected.is_empty());
    for article in corrected {
        let title = words(&article.correction.as_ref().unwrap().title);
        rig.until("the correction", |_| find(&article.url).is_some_and(|found| words(&found.summary.title) == title)).await;
    }
    let count = rig.articles().len();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(rig.articles().len(), count, "polls that bring nothing new add nothing");
    assert_eq!(count, all.len());
    running.stop().await;
    press.stop().await;
}

fn item(guid: &str, link: &str, title: &str, text: &str) -> String {
    let link = if link.is_empty() { String::new() } else { format!("<link>{link}</link>") };
    format!("<item><guid isPermaLink=\"false\">{guid}</guid>{link}<title>{title}</title><description>{text}</description></item>")
}

fn rss(items: &str) -> String {
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>أخبار</title>{items}</channel></rss>")
}

fn lively() -> CollectConfig {
    CollectConfig { max_interval: Duration::from_secs(1), revisits: Vec::new(), ..CollectConfig::lively() }
}

#[tokio::test]
async fn data_002_one_guid_for_three_hundred_items() {
    let polls = Arc::new(AtomicUsize::new(0));
    let count = polls.clone();
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/links" => {
            count.fetch_add(1, Ordering::SeqCst);
            ok(&rss(&(0..300).map(|n| item("same", &format!("/a/{n}"), &format!("خبر رقم {n}"), "نص")).collect::<String>()))
        }
        "/nolinks" => ok(&rss(&(0..300).map(|n| item("same", "", &format!("خبر رقم {n}"), "نص")).collect::<String>())),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    rig.follow(server.url("/links").as_str());
    rig.follow(server.url("/nolinks").as_str());
    let running = rig.run(CollectConfig { pages: rafid_pipeline::collect::PagePolicy::Never, ..lively() });
    rig.until("three hundred and one", |rig| rig.articles().len() >= 301).await;
    let after = polls.load(Ordering::SeqCst);
    rig.until("more polls", |_| polls.load(Ordering::SeqCst) >= after + 3).await;
    assert_eq!(rig.articles().len(), 301, "all whose links differ, and one where only the guid is left");
    running.stop().await;
}

#[tokio::test]
async fn data_004_advertisements_in_every_text_add_nothing() {
    let polls = Arc::new(AtomicUsize::new(0));
    let count = polls.clone();
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/feed" => {
            let poll = count.fetch_add(1, Ordering::SeqCst);
            let text = |n: usize| format!("نص الخبر {n} إعلان رقم {poll} الساعة {poll}");
            ok(&rss(&(0..20)
                .map(|n| item(&format!("{poll}-{n}"), &format!("/a/{n}?utm_campaign={poll}"), &format!("خبر {n}"), &text(n)))
                .collect::<String>()))
        }
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let feed = rig.follow(server.url("/feed").as_str());
    let running = rig.run(lively());
    rig.until("five polls", |_| polls.load(Ordering::SeqCst) >= 5).await;
    rig.until("the articles", |rig| rig.articles().len() >= 20).await;
    assert_eq!(rig.articles().len(), 20);
    for article in rig.articles() {
        assert!(rig.store.article(article.id).unwrap().unwrap().revisions.is_empty(), "noise is no revision");
        let path = url::Url::parse(article.url.unwrap().as_str()).unwrap().path().to_owned();
        assert_eq!(
            server.requests.lock().unwrap().iter().filter(|head| head.contains(&format!("GET {path} "))).count(),
            1,
            "{path}"
        );
    }
    assert!(rig.feed(&feed).issues.iter().any(|issue| issue.code == "entries-always-change" && issue.severity == Severity::Note));
    running.stop().await;
}

fn page(title: &str, text: &str) -> Option<Reply> {
    let html =
        format!("<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>");
    Some(Reply::Bytes(response("200 OK", "Content-Type: text/html; charset=utf-8\r\n", html.as_bytes())))
}

const LONG: &str = "افتتحت البلدية أمس مكتبة جديدة في الحي القديم بحضور عدد كبير من السكان الذين انتظروا هذا اليوم منذ أعوام طويلة \
                    وقال رئيس البلدية إن المكتبة تضم عشرة آلاف كتاب وقاعة للأطفال وأخرى للمحاضرات";

#[tokio::test]
async fn data_005_a_feed_does_not_speak_for_another_publisher() {
    let good = Server::start("127.0.0.1", |path, _| match path {
        "/feed" => ok(&rss(&item("1", "/news/1", "افتتاح مكتبة الحي", "خبر صحيح"))),
        "/news/1" | "/news/2" => page("افتتاح مكتبة الحي", LONG),
        _ => None,
    })
    .await;
    let (one, two) = (good.url("/news/1"), good.url("/news/2"));
    let evil = Server::start("127.0.0.2", move |path, _| match path {
        "/feed" => {
            let forged = item("1", one.as_str(), "عنوان مزور", "نص مزور") + &item("2", two.as_str(), "عنوان مزور", "نص مزور");
            ok(&rss(&(forged + &item("1", "/mine", "خبر المزور", "نص"))))
        }
        "/mine" => page("خبر المزور", &format!("{LONG}<link rel=canonical href=\"http://127.0.0.1/news/1\">")),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let bad = rig.follow(evil.url("/feed").as_str());
    let running = rig.run(lively());
    rig.until("the hostile feed", |rig| rig.feed(&bad).last_success_at.is_some()).await;
    let right = rig.follow(good.url("/feed").as_str());
    rig.until("the good feed", |rig| rig.feed(&right).last_success_at.is_some()).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let articles = rig.articles();
    assert_eq!(articles.len(), 3, "{articles:?}");
    for article in &articles {
        let url = article.url.as_ref().unwrap().as_str();
        assert_eq!(article.title.contains("المزور"), url.ends_with("/mine"), "{url}: {}", article.title);
        assert!(!article.title.contains("عنوان مزور") && !article.lead.contains("نص مزور"), "{article:?}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_changed_article_is_read_again_and_a_page_that_fails_leaves_the_feeds_words() {
    let version = Arc::new(AtomicUsize::new(0));
    let now = version.clone();
    let server = Server::start("127.0.0.1", move |path, _| {
        let version = now.load(Ordering::SeqCst);
        match path {
            "/feed" => ok(&rss(&(item("1", "/1", &format!("افتتاح مكتبة الحي {version}"), "موجز")
                + &item("2", "/missing", "خبر بلا صفحة", "موجز الخبر الثاني")))),
            "/1" => page("افتتاح مكتبة الحي", &format!("{LONG} {}", ["أولا", "ثانيا"][version])),
            _ => None,
        }
    })
    .await;
    let rig = Rig::new();
    rig.follow(server.url("/feed").as_str());
    let running = rig.run(lively());
    let lead = |rig: &Rig, path: &str| {
        let found = rig.articles().into_iter().find(|a| a.url.as_ref().is_some_and(|url| url.as_str().ends_with(path)));
        found.map(|a| rig.store.article(a.id).unwrap().unwrap())
    };
    rig.until("both articles", |rig| rig.articles().len() == 2).await;
    assert!(lead(&rig, "/1").unwrap().body.text().contains("أولا"));
    assert_eq!(lead(&rig, "/missing").unwrap().body.text(), "موجز الخبر الثاني");
    version.store(1, Ordering::SeqCst);
    rig.until("the change", |rig| lead(rig, "/1").unwrap().body.text().contains("ثانيا")).await;
    assert_eq!(lead(&rig, "/1").unwrap().revisions.len(), 1);
    assert_eq!(rig.articles().len(), 2);
    running.stop().await;
}

#[tokio::test]
async fn corrections_that_no_feed_tells_of_are_found_by_visiting_again() {
    let version = Arc::new(AtomicUsize::new(0));
    let now = version.clone();
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/feed" => ok(&rss(&item("1", "/1", "افتتاح مكتبة الحي", "موجز"))),
        "/1" => page("افتتاح مكتبة الحي", &format!("{LONG} {}", ["أولا", "ثانيا"][now.load(Ordering::SeqCst)])),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    rig.follow(server.url("/feed").as_str());
    let running = rig.run(CollectConfig { revisits: [1, 4, 7].map(Duration::from_secs).to_vec(), ..lively() });
    rig.until("the article", |rig| rig.articles().len() == 1).await;
    version.store(1, Ordering::SeqCst);
    let body = |rig: &Rig| rig.store.article(rig.articles()[0].id).unwrap().unwrap().body.text();
    rig.until("the correction", |rig| body(rig).contains("ثانيا")).await;
    rig.until("all visits", |_| server.hits("/1") == 4).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(server.hits("/1"), 4, "one visit and three more, then no more");
    running.stop().await;
}

#[tokio::test]
async fn feeds_that_end_move_or_fail_say_so() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/gone" => Some(Reply::Bytes(response("410 Gone", "", b""))),
        "/moved" => Some(Reply::Bytes(response("301 Moved Permanently", "Location: /new\r\n", b""))),
        "/new" => ok(&rss(&item("1", "/1", "خبر", "نص"))),
        "/html" => page("صفحة", "ليست خلاصة"),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let [gone, moved, html, missing] = ["/gone", "/moved", "/html", "/404"].map(|path| rig.follow(server.url(path).as_str()));
    let blocked = rig.follow("http://10.0.0.1/feed");
    let running = rig.run(lively());
    rig.until("an end", |rig| rig.feed(&gone).state == FeedState::Gone).await;
    rig.until("a move", |rig| rig.feed(&moved).url.as_str() == server.url("/new").as_str()).await;
    for (feed, code) in [(&html, "wrong-content: "), (&missing, "not-found: "), (&blocked, "blocked-address: ")] {
        rig.until(code, |rig| rig.feed(feed).last_error.is_some()).await;
        let error = rig.feed(feed).last_error.unwrap();
        assert!(error.starts_with(code), "{error}");
    }
    rig.until("a second try", |rig| rig.feed(&missing).failures >= 2).await;
    assert!(server.hits("/404") <= 4, "failures back off");
    running.stop().await;
}

#[tokio::test]
async fn crash_006_stopping_does_not_wait_for_slow_hosts() {
    let server = Server::start("0.0.0.0", |_, _| Some(Reply::Silence)).await;
    let rig = Rig::new().with_fetch(|fetch| fetch.politeness.obey_robots = false);
    for n in 1..=100 {
        rig.follow(&format!("http://127.20.0.{n}:{}/feed", server.addr.port()));
    }
    let running = rig.run(lively());
    rig.until("connections", |_| server.accepts() >= 50).await;
    let started = Instant::now();
    running.stop().await;
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
}

#[tokio::test]
async fn body_009_a_feed_of_200_000_items_is_bounded() {
    let big = rss(&(0..200_000)
        .map(|n| item(&n.to_string(), &format!("/{n}"), &format!("خبر {n}"), &"نص ".repeat(80)))
        .collect::<String>());
    assert!(big.len() > 100_000_000, "{}", big.len());
    let big = Arc::new(big.into_bytes());
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/big" => Some(Reply::Bytes(response("200 OK", "", &big))),
        "/small" => ok(&rss(&item("1", "/s", "خبر صغير", "نص"))),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let feed = rig.follow(server.url("/big").as_str());
    rig.follow(server.url("/small").as_str());
    let running = rig.run(CollectConfig { pages: rafid_pipeline::collect::PagePolicy::Never, ..lively() });
    rig.until("five hundred and one", |rig| rig.feed(&feed).last_success_at.is_some() && rig.articles().len() >= 501).await;
    assert_eq!(rig.articles().len(), 501);
    let codes: Vec<String> = rig.feed(&feed).issues.into_iter().map(|issue| issue.code).collect();
    assert!(codes.contains(&"feed-too-large".to_owned()) && codes.contains(&"too-many-entries".to_owned()), "{codes:?}");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visits_to_pages_survive_a_restart() {
    let text = Arc::new(AtomicUsize::new(0));
    let version = text.clone();
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/feed" => ok("<rss version='2.0'><channel><title>ن</title><item><title>وصول قافلة الكتب إلى القرية</title><link>/a</link></item></channel></rss>"),
        "/a" => {
            let number = ["ثلاثة آلاف", "أربعة آلاف"][version.load(Ordering::SeqCst)];
            let body = format!("وصلت إلى القرية قافلة تحمل {number} كتاب للأطفال، واستقبلها التلاميذ في ساحة المدرسة. ").repeat(6);
            ok(&format!("<html lang='ar'><body><article><h1>وصول قافلة الكتب إلى القرية</h1><p>{body}</p></article></body></html>"))
        }
        _ => None,
    })
    .await;
    let rig = Rig::new();
    rig.follow(server.url("/feed").as_str());
    let config = CollectConfig { revisits: [1, 2].map(Duration::from_secs).to_vec(), ..lively() };
    let running = rig.run(config.clone());
    rig.until("the article", |rig| rig.articles().len() == 1).await;
    running.stop().await;
    assert_eq!(server.hits("/a"), 1);
    text.store(1, Ordering::SeqCst);
    let running = rig.run(config);
    let id = rig.articles()[0].id;
    rig.until("the correction", |rig| rig.store.article(id).unwrap().unwrap().body.text().contains("أربعة آلاف")).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_two_feeds_name_is_fetched_once() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/one" | "/two" => ok("<rss version='2.0'><channel><title>ن</title><item><title>افتتاح حديقة الميناء</title><link>/a</link></item></channel></rss>"),
        "/a" => {
            // Long enough for the other feed to come by.
            std::thread::sleep(Duration::from_millis(100));
            let body = "افتتحت البلدية حديقة الميناء بعد عام من العمل، وفيها ملعب للأطفال ومقهى ومكتبة صغيرة. ".repeat(6);
            ok(&format!("<html lang='ar'><body><article><h1>افتتاح حديقة الميناء</h1><p>{body}</p></article></body></html>"))
        }
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let feeds = ["/one", "/two"].map(|path| rig.follow(server.url(path).as_str()));
    let running = rig.run(lively());
    rig.until("both feeds", |rig| feeds.iter().all(|feed| rig.feed(feed).last_success_at.is_some())).await;
    rig.until("the article", |rig| rig.articles().len() == 1).await;
    running.stop().await;
    assert_eq!((server.hits("/a"), rig.articles().len()), (1, 1));
}

#[tokio::test]
async fn the_operators_rule_joins_the_pages_of_one_article() {
    let page = |text: &str, next: &str| {
        format!(
            "<html><body><h1>حكاية النبع</h1><span class=on>١٢ مارس ٢٠٢٤</span>\
             <div class=leaf><p>{text}</p></div><p class=more>{next}</p></body></html>"
        )
    };
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/feed" => ok(&rss(&item("1", "/s/1", "حكاية النبع", ""))),
        "/s/1" => ok(&page("بدأت الحكاية عند النبع.", "<a href='/s/1?p=2'>التالي</a>")),
        "/s/1?p=2" => ok(&page("ثم مضت مع الوادي.", "<a href='/s/1?p=3'>التالي</a>")),
        "/s/1?p=3" => ok(&page("وانتهت عند المصب.", "")),
        _ => None,
    })
    .await;
    let rules = "127.0.0.1\n  date .on\n  body div.leaf\n  next p.more a\n";
    let rules = Arc::new(rafid_extract::article::SiteRules::parse(rules).unwrap());
    let rig = Rig::new();
    rig.follow(server.url("/feed").as_str());
    let running = rig.run(CollectConfig { site_rules: rules, pages: rafid_pipeline::collect::PagePolicy::Always, ..lively() });
    rig.until("the article", |rig| !rig.articles().is_empty()).await;
    running.stop().await;
    let article = rig.store.article(rig.articles()[0].id).unwrap().unwrap();
    assert_eq!(article.body.text(), "بدأت الحكاية عند النبع.\nثم مضت مع الوادي.\nوانتهت عند المصب.");
    let day = article.summary.published.map(|time| time.to_string()[..10].to_owned());
    assert!(matches!(day.as_deref(), Some("2024-03-11" | "2024-03-12")), "{day:?}");
}

/// What the invented site puts under each of its articles.
const CALL: &str = "تصدر صحيفة البستان كل صباح عن دار الوادي، وتقرأ في المدن والقرى، وتسر بملاحظات قرائها على ما فيها من أخبار.";

fn page_with_call(n: &str) -> String {
    let own = |m: u8| format!("<p>الفقرة {m} من المقال {n}: زرع أهل القرية الشجرة {n}{m} على ضفة النهر، ثم عادوا مساء.</p>");
    format!("<html><body><h1>شجرة القرية {n}</h1><article>{}{}<p>{CALL}</p></article></body></html>", own(1), own(2))
}

#[tokio::test]
async fn what_a_site_repeats_is_learned_and_known_after_a_restart() {
    let known = Arc::new(AtomicUsize::new(8));
    let listed = known.clone();
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/feed" => {
            let items = (0..listed.load(std::sync::atomic::Ordering::SeqCst))
                .map(|n| item(&n.to_string(), &format!("/s/{n}"), &format!("شجرة القرية {n}"), ""));
            ok(&rss(&items.collect::<String>()))
        }
        _ => ok(&page_with_call(path.strip_prefix("/s/")?)),
    })
    .await;
    let rig = Rig::new();
    rig.follow(server.url("/feed").as_str());
    let config = || CollectConfig { pages: rafid_pipeline::collect::PagePolicy::Always, ..lively() };
    let running = rig.run(config());
    rig.until("eight articles", |rig| rig.articles().len() == 8).await;
    running.stop().await;
    known.store(9, std::sync::atomic::Ordering::SeqCst);
    let running = rig.run(config());
    rig.until("the ninth", |rig| rig.articles().len() == 9).await;
    running.stop().await;
    let text = |n: usize| {
        let end = format!("/s/{n}");
        let found = rig.articles().into_iter().find(|a| a.url.as_ref().is_some_and(|url| url.as_str().ends_with(&end)));
        rig.store.article(found.unwrap().id).unwrap().unwrap().body.text()
    };
    assert!(text(0).contains(CALL), "nobody could know yet: {}", text(0));
    assert!(!text(8).contains(CALL) && text(8).contains("الفقرة 2"), "{}", text(8));
}

#[tokio::test]
async fn an_article_from_before_its_site_was_known_has_not_changed() {
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/feed" => {
            let item = |n: usize| item(&n.to_string(), &format!("/s/{n}"), &format!("شجرة القرية {n}"), "");
            ok(&rss(&(0..12).map(item).collect::<String>()))
        }
        _ => ok(&page_with_call(path.strip_prefix("/s/")?)),
    })
    .await;
    let rig = Rig::new();
    rig.follow(server.url("/feed").as_str());
    let revisits = [1, 2].map(Duration::from_secs).to_vec();
    let running = rig.run(CollectConfig { pages: rafid_pipeline::collect::PagePolicy::Always, revisits, ..lively() });
    rig.until("twelve articles", |rig| rig.articles().len() == 12).await;
    rig.until("second visits", |_| server.hits("/s/0") >= 2 && server.hits("/s/11") >= 2).await;
    running.stop().await;
    for article in rig.articles() {
        let detail = rig.store.article(article.id).unwrap().unwrap();
        assert!(detail.revisions.is_empty(), "{:?}", detail.revisions);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_article_that_an_aggregator_brought_first_passes_to_its_own_outlet() {
    let outlet = Server::start("127.0.0.1", |path, _| match path {
        "/feed" => ok(&rss(&item("1", "/news/1", "افتتاح مكتبة الحي", "موجز الخبر"))),
        "/news/1" => page("افتتاح مكتبة الحي", LONG),
        _ => None,
    })
    .await;
    let at = outlet.url("/news/1");
    let aggregator = Server::start("127.0.0.2", move |path, _| match path {
        "/feed" => ok(&rss(&item("7", at.as_str(), "افتتاح مكتبة الحي", "موجز"))),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let first = rig.follow(aggregator.url("/feed").as_str());
    let running = rig.run(lively());
    rig.until("the article", |rig| rig.articles().len() == 1).await;
    assert_eq!(rig.articles()[0].source, first.source, "nobody else is followed");
    let own = rig.follow(outlet.url("/feed").as_str());
    rig.until("the outlet's own feed", |rig| rig.articles()[0].source == own.source).await;
    // Whatever the aggregator says from now on, it stays there.
    let polls = |server: &Server| server.hits("/feed");
    let before = polls(&aggregator);
    rig.until("two more polls", |_| polls(&aggregator) >= before + 2).await;
    running.stop().await;
    assert_eq!((rig.articles().len(), rig.articles()[0].source), (1, own.source));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_without_a_zone_are_the_countrys() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/feed" => ok(&rss("<item><title>افتتاح مكتبة الحي</title><link>/1</link><pubDate>2026-03-02 10:00:00</pubDate></item>")),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let feed = rig.follow(server.url("/feed").as_str());
    let source = rig.store.source(feed.source).unwrap().unwrap();
    rig.store.update_source(&rafid_core::Source { country: Some("SA".into()), ..source }).unwrap();
    let running = rig.run(CollectConfig { pages: rafid_pipeline::collect::PagePolicy::Never, ..lively() });
    rig.until("the article", |rig| rig.articles().len() == 1).await;
    running.stop().await;
    assert_eq!(rig.articles()[0].published, Some("2026-03-02T07:00:00Z".parse().unwrap()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn robots_txt_is_asked_once_across_restarts() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/robots.txt" => ok("User-agent: *\nDisallow: /closed\n"),
        "/feed" | "/closed" => ok(&rss(&item("1", "", "افتتاح مكتبة الحي", "موجز الخبر"))),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let feeds = ["/feed", "/closed"].map(|path| rig.follow(server.url(path).as_str()));
    for round in 1..=3 {
        // Each with a fetcher of its own, as after a restart.
        let running = rig.run(lively());
        rig.until("another poll", |_| server.hits("/feed") >= round).await;
        rig.until("the refusal", |rig| rig.feed(&feeds[1]).failures > 0).await;
        running.stop().await;
    }
    assert_eq!((server.hits("/robots.txt"), server.hits("/closed")), (1, 0));
}
