//! The pages over HTTP.

mod site;

use rafid_core::*;
use site::{Site, press::press, shelf::Shelf};

#[tokio::test]
async fn the_way_through_home_story_article_similar_search() {
    let site = Site::start(press()).await;
    let home = site.get("/").await;
    assert_eq!(home.status, 200);
    assert!(home.body.contains("أبرز قصص اليوم") && home.body.contains("href=\"/s/1-"), "{}", home.body);
    assert!(home.body.contains("٣ مصادر"), "the coverage is counted");
    assert!(home.body.contains("/source/daffa.example"));

    let story = site.get("/s/1").await;
    assert!(story.body.contains("أول من نشر") && story.body.contains("النص كاملًا"), "{}", story.body);
    assert!(story.body.find("/a/1-").unwrap() < story.body.rfind("/a/4-").unwrap(), "in the order of time");

    let article = site.get("/a/1").await;
    for text in ["المصدر", "كلمات دلالية", "اقرأ أيضاً", "نُشر أيضاً في…", "ميناء نيوز", "https://news.example/1", "dir=\"rtl\""]
    {
        assert!(article.body.contains(text), "{text}");
    }
    let similar = article.body.split("id=\"next\"").nth(1).unwrap();
    assert!(!similar.contains("href=\"/a/4-"), "a copy is never offered as similar");
    assert!(similar.contains("القصة نفسها"));

    let search = site.get("/search?q=%D8%AC%D8%B3%D8%B1").await;
    assert!(search.body.contains("<mark>جسر</mark>"), "{}", search.body);
    assert!(search.body.contains("أخرى من القصة نفسها"));
    let plain = site.get("/search?q=%D8%AC%D8%B3%D8%B1&group=off").await;
    assert!(!plain.body.contains("أخرى من القصة نفسها"));
}

#[tokio::test]
async fn articles_have_their_external_names_too() {
    let site = Site::start(press()).await;
    assert_eq!(site.get("/a/ext:x1").await.status, 200);
    assert_eq!(site.get("/a/ext%3Ax1").await.status, 200);
    for path in [
        "/a/0",
        "/a/x",
        "/a/ext:",
        "/a/99999999999999999999",
        "/s/x",
        "/s/12345",
        "/source/none",
        "/keyword/none",
        "/nowhere",
        "/a/%FF",
        "/a/%00",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status / 100, 4, "{path} {}", answer.status);
    }
    assert!(site.get("/nowhere").await.body.contains("الصفحة غير موجودة"));
    assert!(site.get("/en/nowhere").await.body.contains("There is no such page"));
}

#[tokio::test]
async fn a_merged_story_leads_on() {
    let site = Site::start(press()).await;
    let answer = site.get("/s/99").await;
    assert_eq!((answer.status, answer.header("location")), (308, Some("/s/1")));
    assert_eq!(site.get("/en/s/99").await.header("location"), Some("/en/s/1"));
}

#[tokio::test]
async fn an_empty_store_says_how_to_begin() {
    let home = Site::start(Shelf::default()).await.get("/").await;
    assert_eq!(home.status, 200);
    assert!(home.body.contains("أهلًا بك في رافد") && home.body.contains("rafid source add https://"));
}

#[tokio::test]
async fn english_is_a_path_and_keeps_to_itself() {
    let site = Site::start(press()).await;
    let home = site.get("/en").await;
    assert!(home.body.contains("<html lang=\"en\" dir=\"ltr\">") && home.body.contains("Stories of the day"));
    assert!(home.body.contains("href=\"/en/s/1-"));
    assert!(home.body.contains("<h3 dir=\"rtl\">"), "headlines keep their own direction");
    assert_eq!(site.get("/en/").await.header("location"), Some("/en"));
}

#[tokio::test]
async fn lists_go_on_without_repeating() {
    let site = Site::start(press()).await;
    let first = site.get("/source/mina.example").await;
    let next = first.body.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let second = site.get(&next.replace("&#38;", "&").replace("&amp;", "&")).await;
    let links = |body: &str| {
        let links = body.split("href=\"/a/").skip(1).filter_map(|rest| rest.split('"').next());
        links.map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, two) = (links(&first.body), links(&second.body));
    assert_eq!(one.len(), 30);
    assert!(!two.is_empty() && two.iter().all(|link| !one.contains(link)), "{two:?}");
    assert_eq!(site.get("/source/mina.example?cursor=nonsense").await.status, 400);
}

#[tokio::test]
async fn headers_protect_and_spare() {
    let site = Site::start(press()).await;
    for path in ["/", "/a/1", "/nowhere", "/api/v1/status", "/feed.rss"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(answer.header("referrer-policy").is_some(), "{path}");
    }
    let page = site.get("/a/7").await;
    let tag = page.header("etag").unwrap();
    assert_eq!(site.get_with("/a/7", &format!("if-none-match: \"x\", {tag}")).await.status, 304);
    assert_eq!(site.get_with("/a/7", "if-none-match: \"x\"").await.status, 200);
    let style = page.body.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let style = site.get(style).await;
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(style.header("cache-control").unwrap().contains("immutable"));
    for (coding, path) in [("br", "/"), ("gzip", "/a/1")] {
        let answer = site.get_with(path, &format!("accept-encoding: {coding}")).await;
        assert_eq!(answer.header("content-encoding"), Some(coding));
    }
    for path in ["/assets/../../etc/passwd", "/assets/%2e%2e%2fCargo.toml", "/assets/style.css", "/assets/x%00"] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn only_reading_is_possible() {
    let site = Site::start(press()).await;
    for (method, path) in [("POST", "/search"), ("DELETE", "/a/1"), ("PUT", "/api/v1/stories")] {
        let request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        assert_eq!(site.send(&request).await.status, 405, "{method} {path}");
    }
}

#[tokio::test]
async fn failures_are_told_without_secrets() {
    let broken = Site::start(Shelf { broken: true, ..press() }).await;
    let haunted = Site::start(Shelf { haunted: true, ..press() }).await;
    for site in [&broken, &haunted] {
        for path in ["/", "/a/1", "/s/1", "/search?q=x", "/source/daffa.example", "/feed.rss"] {
            let answer = site.get(path).await;
            if answer.status == 200 {
                assert_eq!(path, "/feed.rss", "{path}");
                continue;
            }
            assert_eq!(answer.status, 500, "{path}");
            assert!(answer.body.contains("حدث خطأ عندنا") && !answer.body.contains("torn"), "{path}");
        }
        let answer = site.get("/api/v1/articles/1").await;
        assert_eq!(answer.status, 500);
        assert!(!answer.body.contains("torn") && answer.json()["status"] == 500);
        assert_eq!(site.get("/healthz").await.status, 200);
    }
}

#[tokio::test]
async fn odd_questions_do_no_harm() {
    let site = Site::start(press()).await;
    let long = "%D8%AC".repeat(3_000);
    for query in [
        "",
        "q=",
        "q=%FF%FE",
        "q=%00",
        "q=((((",
        "q=%22%3E%3Cscript%3E",
        "q=a&q=b",
        "q=*&cursor=-1",
        "q=x&cursor=99999999999",
        &format!("q={long}"),
    ] {
        for path in ["/search", "/en/search", "/api/v1/search", "/search/feed.rss"] {
            let answer = site.get(&format!("{path}?{query}")).await;
            assert!(answer.status == 200 || answer.status == 400, "{path}?{query:.40} {}", answer.status);
        }
    }
    // What is too long for a question is not read to its end; nothing that is typed is an error.
    assert_eq!(site.get(&format!("/search?q={long}")).await.status, 200);
}

#[tokio::test]
async fn an_article_of_the_future_waits() {
    let mut shelf = press();
    let source = shelf.sources[0].id;
    shelf.put(source, "خبر من الغد", "سيُنشر غدًا.", -600, 0);
    let home = Site::start(shelf).await.get("/").await;
    assert!(!home.body.contains("خبر من الغد"));
}

#[tokio::test]
async fn an_article_without_a_title_or_a_story_is_shown_all_the_same() {
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", "", DisplayPolicy::Headline);
    let article = shelf.put(source, "", "", 5, 0);
    article.summary.story = None;
    article.summary.url = None;
    article.summary.published = None;
    let site = Site::start(shelf).await;
    let page = site.get("/a/1").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("خبر بلا عنوان") && page.body.contains("a.example"));
    assert!(site.get("/").await.body.contains("خبر بلا عنوان"));
}

#[tokio::test]
async fn serving_ends_when_told_and_answers_what_was_asked() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, told) = tokio::sync::oneshot::channel::<()>();
    let portal = site::portal(press(), rafid_web::WebSettings::default());
    let server = tokio::spawn(rafid_web::serve(listener, portal, async {
        let _ = told.await;
    }));
    let site = Site::at(address);
    assert_eq!(site.get("/healthz").await.body, "ok\n");
    // A connection that asks nothing must not hold the end up.
    let idle = tokio::net::TcpStream::connect(address).await.unwrap();
    let asked = tokio::spawn(async move { site.get("/a/1").await.status });
    assert_eq!(asked.await.unwrap(), 200);
    end.send(()).unwrap();
    tokio::time::timeout(std::time::Duration::from_secs(5), server).await.unwrap().unwrap().unwrap();
    drop(idle);
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn a_search_is_narrowed_by_its_address_and_widened_again() {
    let site = Site::start(press()).await;
    let q = encoded("جسر");
    let all = site.get(&format!("/search?q={q}&sort=new&group=off")).await.body;
    let narrowed = format!("/search?q={q}&amp;sort=new&amp;group=off&amp;source=mina.example");
    let href = |address: &str| format!("href=\"{}\"", address.replace("&amp;", "&#38;"));
    assert!(all.contains(&href(&narrowed)) && all.contains("id=\"facets\""), "{all}");
    let page = site.get(&narrowed.replace("&amp;", "&")).await.body;
    assert!(page.contains(&href(&format!("/search?q={q}&amp;sort=new&amp;group=off"))), "the way back: {page}");
    assert!(page.contains("أزل: ميناء نيوز") && !page.contains("صحيفة الضفة"), "{page}");
    assert!(page.contains(&href(&format!("/search/feed.rss?q={q}&amp;source=mina.example"))), "its feed: {page}");
    let feed = site.get(&format!("/search/feed.rss?q={q}&source=mina.example")).await.body;
    assert!(feed.contains("ميناء نيوز") && !feed.contains("صحيفة الضفة"), "{feed}");
}

#[tokio::test]
async fn a_slip_is_offered_its_word() {
    let site = Site::start(press()).await;
    let page = site.get(&format!("/search?q={}&group=off", encoded("هنر السلسبيل"))).await.body;
    assert!(page.contains("هل تقصد:"), "{page}");
    assert!(page.contains(&format!("/search?q={}&#38;group=off", encoded("نهر السلسبيل"))), "{page}");
    assert!(!site.get(&format!("/search?q={}", encoded("نهر السلسبيل"))).await.body.contains("هل تقصد:"));
}
