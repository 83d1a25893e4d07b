//! What is followed: starter list, OPML, checks, and changes while the portal runs.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::site::{Site, article};
use crate::tools::{json, json_lines, ok, rafid, run, stderr};

#[test]
fn the_starter_list_is_followed_by_country_and_contacts_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let all = json(dir.path(), &["source", "starter", "--json"]);
    assert!(all.as_array().unwrap().len() >= 60);
    let sudan = json(dir.path(), &["source", "starter", "sd", "--json"]);
    ok(dir.path(), &["source", "add", "--starter", "SD"]);
    let followed = json(dir.path(), &["source", "list", "--json"]);
    assert_eq!(followed.as_array().unwrap().len(), sudan.as_array().unwrap().len());
    assert!(
        followed
            .as_array()
            .unwrap()
            .iter()
            .all(|source| source["country"] == "SD" && source["feeds"][0]["last_fetch_at"].is_null())
    );
    ok(dir.path(), &["source", "add", "--starter"]);
    let followed = json(dir.path(), &["source", "list", "--json"]);
    assert_eq!(followed.as_array().unwrap().len(), all.as_array().unwrap().len());
    let wrong = run(dir.path(), &["source", "add", "--starter", "XX"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("there are AE BH"), "{}", stderr(&wrong));
}

#[test]
fn a_list_goes_in_and_out() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("list.opml");
    let list = r#"<opml version="2.0"><body><outline text="اليمن"><outline text="صحف">
        <outline text="الضفة" xmlUrl="https://dhiffa.example/feed" htmlUrl="https://dhiffa.example/"/></outline></outline>
        <outline text="المدار" xmlUrl="https://reader:secret@madar.example/rss"/>
        <outline text="سيئ" xmlUrl="javascript:alert(1)"/></body></opml>"#;
    std::fs::write(&file, list).unwrap();
    let path = file.to_str().unwrap();
    let output = run(dir.path(), &["source", "import", path]);
    assert!(output.status.success());
    assert!(stderr(&output).contains("2 feeds added") && stderr(&output).contains("bad-address"), "{}", stderr(&output));
    let sources = json(dir.path(), &["source", "list", "--json"]);
    let dhiffa = sources.as_array().unwrap().iter().find(|source| source["key"] == "dhiffa.example").unwrap();
    assert_eq!((&dhiffa["name"], &dhiffa["tags"]), (&"الضفة".into(), &serde_json::json!(["اليمن", "صحف"])));
    let exported = ok(dir.path(), &["source", "export"]);
    assert!(!exported.contains("secret"), "{exported}");
    let other = tempfile::tempdir().unwrap();
    let copy = other.path().join("copy.opml");
    std::fs::write(&copy, &exported).unwrap();
    ok(other.path(), &["source", "import", copy.to_str().unwrap()]);
    assert_eq!(ok(other.path(), &["source", "export"]), exported);
    let again = json(dir.path(), &["source", "import", path, "--json"]);
    assert_eq!((again["added"].as_array().unwrap().len(), again["known"].as_array().unwrap().len()), (0, 2));
    std::fs::write(&file, "<html>no list</html>").unwrap();
    assert_eq!(run(dir.path(), &["source", "import", path]).status.code(), Some(1));
}

/// A portal that is ended with its test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(dir: &std::path::Path) -> Serving {
    std::fs::write(dir.join("rafid.toml"), "[collect]\nallow_private = [\"127.0.0.0/8\"]\n").unwrap();
    let child =
        rafid(dir).args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    Serving(child)
}

/// Asks until the answer is as wanted; fails on hanging, not on a slow machine.
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(started.elapsed() < Duration::from_secs(120), "never came: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn articles(dir: &std::path::Path) -> Vec<Value> {
    let output = run(dir, &["export", "articles"]);
    json_lines(&String::from_utf8_lossy(&output.stdout))
}

fn feed(site: &Site, numbers: std::ops::Range<usize>) -> String {
    let items: String = numbers
        .map(|n| {
            let url = site.url(&format!("/news/{}", 1000 + n));
            format!("<item><title>افتتاح الحديقة رقم {n} في الياسمينة</title><link>{url}</link></item>")
        })
        .collect();
    format!("<rss version='2.0'><channel><title>صحيفة الضفة</title>{items}</channel></rss>")
}

#[test]
fn outlets_are_added_paused_and_removed_while_the_portal_runs() {
    let dir = tempfile::tempdir().unwrap();
    let site = Site::start();
    for n in 1..6 {
        site.put(&format!("/news/{}", 1000 + n), "text/html; charset=utf-8", article(n));
    }
    site.put("/rss", "application/rss+xml", feed(&site, 1..4));
    let _serving = serve(dir.path());
    until("the store", || dir.path().join("rafid.sqlite").exists().then_some(()));
    until("the portal is up", || std::fs::read_to_string(dir.path().join("rafid.lock")).ok().filter(|who| who.contains("serve")));
    ok(dir.path(), &["source", "add", &site.url("/rss"), "--name", "الضفة"]);
    until("three articles", || (articles(dir.path()).len() == 3).then_some(()));
    let key = site.key();
    ok(dir.path(), &["source", "pause", &key]);
    assert_eq!(json(dir.path(), &["source", "list", "--json"])[0]["feeds"][0]["state"], "paused");
    site.put("/rss", "application/rss+xml", feed(&site, 1..6));
    ok(dir.path(), &["source", "resume", &key]);
    until("two more articles", || (articles(dir.path()).len() == 5).then_some(()));
    ok(dir.path(), &["source", "remove", &key]);
    assert_eq!(json(dir.path(), &["source", "list", "--json"])[0]["feeds"].as_array().unwrap().len(), 0);
    assert_eq!(run(dir.path(), &["source", "remove", "nobody.example"]).status.code(), Some(1));
}

#[test]
fn a_page_without_a_feed_is_collected_by_the_finder_or_by_a_rule() {
    let dir = tempfile::tempdir().unwrap();
    let site = Site::start();
    let mut cards = String::new();
    for n in 1..9 {
        site.put(&format!("/news/{}", 1000 + n), "text/html; charset=utf-8", article(n));
        let (class, title) = if n < 7 {
            ("card", "افتتاح الحديقة رقم")
        } else {
            ("other", "إعلان عن الحديقة رقم")
        };
        cards.push_str(&format!("<div class='{class}'><h3><a href='/news/{}'>{title} {n} في الياسمينة</a></h3></div>", 1000 + n));
    }
    site.put(
        "/",
        "text/html; charset=utf-8",
        format!("<html><head><title>الضفة</title></head><body><main>{cards}</main></body></html>"),
    );
    let _serving = serve(dir.path());
    until("the portal is up", || std::fs::read_to_string(dir.path().join("rafid.lock")).ok().filter(|who| who.contains("serve")));
    until("the store", || dir.path().join("rafid.sqlite").exists().then_some(()));
    let wrong = run(dir.path(), &["source", "add", &site.url("/"), "--rule", "item: div:hover"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", stderr(&wrong));
    ok(dir.path(), &["source", "add", &site.url("/"), "--rule", "item: div.card; link: h3 a"]);
    until("the six of the rule", || (articles(dir.path()).len() == 6).then_some(()));
    let key = site.key();
    ok(dir.path(), &["source", "remove", &key]);
    // Without a rule, and without a feed anywhere: the finder reads the page itself.
    ok(dir.path(), &["source", "add", &site.url("/")]);
    assert_eq!(json(dir.path(), &["source", "list", "--json"])[0]["feeds"][0]["kind"], "listing");
    until("all eight", || (articles(dir.path()).len() == 8).then_some(()));
}

#[test]
fn a_check_says_what_would_be_collected_and_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("rafid.toml"), "[collect]\nallow_private = [\"127.0.0.0/8\"]\n").unwrap();
    let site = Site::start();
    site.put(
        "/",
        "text/html; charset=utf-8",
        "<html><head><title>صحيفة الضفة</title><link rel=alternate type='application/rss+xml' href='/rss'></head></html>",
    );
    site.put("/rss", "application/rss+xml", feed(&site, 1..4).replace("الياسمينة", "الياسمينة & الميناء"));
    for n in 1..4 {
        site.put(&format!("/news/{}", 1000 + n), "text/html; charset=utf-8", article(n));
    }
    let check = json(dir.path(), &["source", "check", &site.url("/"), "--json"]);
    assert_eq!((&check["feeds"][0]["entries"], &check["feeds"][0]["url"]), (&3.into(), &site.url("/rss").into()), "{check}");
    let issues = check["feeds"][0]["issues"].to_string();
    assert!(issues.contains("bare-ampersand") && issues.contains("& الميناء"), "{issues}");
    assert_eq!(check["language"], "ar", "{check}");
    assert_eq!(check["pages"][0]["title"], "افتتاح الحديقة رقم 1 في الياسمينة", "{check}");
    assert!(check["advice"].to_string().contains("no-dates"), "{check}");
    let text = ok(dir.path(), &["source", "check", &site.url("/")]);
    assert!(text.contains("3 entries") && text.contains("بلدية الياسمينة"), "{text}");
    assert!(!dir.path().join("rafid.sqlite").exists(), "a check keeps nothing");
    // A site that does not let us read its articles.
    site.put("/robots.txt", "text/plain", "User-agent: *\nDisallow: /news/\n");
    let check = json(dir.path(), &["source", "check", &site.url("/"), "--json"]);
    assert!(check["advice"].to_string().contains("robots-forbids-pages"), "{check}");
    assert!(!site.asked().is_empty());
}
