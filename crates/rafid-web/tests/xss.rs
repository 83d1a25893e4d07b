//! The attacks of the kind XSS, by the names that the project's list gives them: what publishers and visitors wrote goes in as
//! bytes, every page of the portal comes out, and is parsed as a browser would.

mod site;

use rafid_core::*;
use rafid_extract::article::{Hints, extract};
use rafid_extract::html::{Document, Limits, Tag, parse};
use site::Site;
use site::shelf::Shelf;

/// What the page says that a browser would run, load unasked or take orders from.
fn dangers(html: &str) -> Vec<String> {
    let document = parse(html, Limits::default());
    (0..document.nodes.len()).filter_map(|id| danger(&document, id)).collect()
}

fn danger(document: &Document<'_>, id: usize) -> Option<String> {
    let tag = document.tag(id);
    let name = document.raw(id).to_ascii_lowercase();
    let foreign = matches!(tag, Tag::Iframe | Tag::Object | Tag::Embed | Tag::Base | Tag::Style)
        || matches!(name.as_str(), "frame" | "applet");
    if tag == Tag::Text {
        return None;
    }
    if foreign {
        return Some(name);
    }
    let own_script = |id| match document.attr(id, "src") {
        Some(address) => address.starts_with("/assets/"),
        None => document.raw_attr(id, "type") == Some("application/ld+json"),
    };
    if tag == Tag::Script && !own_script(id) {
        return Some(format!("script {}", document.raw_text(id)));
    }
    if tag == Tag::Meta && document.raw_attr(id, "http-equiv").is_some() {
        return Some("meta http-equiv".to_owned());
    }
    for (key, _) in document.attributes(id) {
        let value = document.attr(id, key).unwrap_or_default();
        let scheme: String =
            value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(12).collect::<String>().to_ascii_lowercase();
        let key = key.to_ascii_lowercase();
        let address = ["href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href", "background"];
        let runs =
            ["javascript:", "vbscript:", "data:"].iter().any(|bad| scheme.starts_with(bad)) && address.contains(&key.as_str());
        let covers = key == "style" && value.replace(' ', "").contains("position:fixed");
        if key.starts_with("on") || key == "srcdoc" || runs || covers {
            return Some(format!("{name} {key}={value}"));
        }
    }
    None
}

/// The portal over one article that was read from a page whose body is `fragment`.
async fn portal(fragment: &str) -> Site {
    let page = format!(
        "<html><head><title>عنوان {fragment}</title><meta name=author content='{0}'><meta property=article:tag content='{0}'></head>\
         <body><article><h1>عنوان {fragment}</h1><p>جملة أولى عن الحقول في الوادي، تكفي لتكون فقرة من مقال يقرأ.</p><p>وسط {fragment} الكلام</p>\
         <p>جملة أخيرة عن الحقول في الوادي، تكفي لتكون فقرة من مقال يقرأ.</p></article></body></html>",
        fragment.replace('\'', "&#39;")
    );
    let found = extract(&page, Some("https://a.example/1"), &Hints::default());
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", fragment, DisplayPolicy::Full);
    let article = shelf.put(source, found.title.as_deref().unwrap_or(fragment), &found.text, 3, 0);
    article.body = found.body;
    article.summary.byline = found.byline;
    article.summary.image = found.image;
    article.tags = found.tags;
    article.credit = Some(fragment.to_owned());
    Site::start(shelf).await
}

const PAGES: [&str; 6] = ["/", "/a/1", "/en/a/1", "/s/1", "/source/a.example", "/health"];

#[track_caller]
fn safe(path: &str, page: &str, attack: &str) {
    let found = dangers(page);
    assert!(found.is_empty(), "{path} with {attack}: {found:?}");
}

async fn all_safe(attacks: &[&str]) {
    for attack in attacks {
        let site = portal(attack).await;
        for path in PAGES {
            let page = site.get(path).await;
            assert!(page.status < 400 || path == "/health", "{path}: {}", page.status);
            safe(path, &page.body, attack);
        }
    }
}

#[test]
fn the_check_finds_what_it_looks_for() {
    for bad in [
        "<script>x</script>",
        "<img src=x onerror=x>",
        "<a href=' java&#9;script:x'>",
        "<iframe srcdoc=x>",
        "<base href=//x>",
        "<meta http-equiv=refresh content=0>",
        "<svg onload=x>",
        "<p style='position:fixed'>",
    ] {
        assert_eq!(dangers(bad).len(), 1, "{bad}");
    }
    assert!(dangers("<p class=x>&lt;script&gt;<a href=https://a.example/>x</a></p>").is_empty());
}

#[tokio::test]
async fn xss_001_scripts_in_every_field() {
    all_safe(&["<script>__pwned=1</script>", "</title><script>__pwned=1</script>", "<SCRIPT type=module>__pwned=1</SCRIPT >"])
        .await;
}

#[tokio::test]
async fn xss_003_addresses_that_run() {
    all_safe(&[
        "<a href=\"javascript:__pwned=1\">x</a>",
        "<a href=JaVaScRiPt:__pwned=1>x</a><img src=\"java&#9;script:__pwned=1\">",
        "<a href=\"&#x6A;avascript:__pwned=1\">x</a><a href=\"data:text/html,<script>\">y</a><a href=vbscript:x>z</a>",
    ])
    .await;
}

#[tokio::test]
async fn xss_005_text_that_was_escaped_twice() {
    all_safe(&["&amp;lt;script&amp;gt;__pwned=1&amp;lt;/script&amp;gt;", "&lt;img src=x onerror=__pwned=1&gt;"]).await;
}

#[tokio::test]
async fn xss_008_foreign_objects() {
    all_safe(&[
        "<iframe src=javascript:__pwned=1></iframe><iframe srcdoc='<script>__pwned=1</script>'></iframe>",
        "<object data=//evil.example></object><embed src=//evil.example><base href=//evil.example/>",
        "<meta http-equiv=refresh content=0><form action=//evil.example><input></form><link rel=stylesheet href=//evil.example>",
    ])
    .await;
}

/// There is no proxy for pictures, so nothing of theirs is ever a document of ours.
#[tokio::test]
async fn xss_010_nothing_of_publishers_is_served_as_ours() {
    let site = portal("<img src=https://a.example/x.svg>").await;
    for path in ["/media/x.svg", "/proxy?url=https://a.example/x.svg", "/image/x.svg", "/assets/..%2Fx.svg", "/assets/x.svg"] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
    let page = site.get("/a/1").await;
    assert!(page.body.contains("https://a.example/x.svg"), "the picture is the publisher's: {}", page.body);
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src") && !policy.contains("unsafe-eval"), "{policy}");
}

#[tokio::test]
async fn xss_011_styles_and_names_of_our_own() {
    all_safe(&[
        "<p style=\"position:fixed;inset:0;background:url(//x)\">x</p><style>@import '//x';</style>",
        "<div class=\"outlet bar\" style=\"width:expression(__pwned=1)\">x</div>",
    ])
    .await;
}

#[tokio::test]
async fn xss_012_names_that_clobber() {
    let attack =
        "<p id=__proto__>x</p><a id=body name=body href=https://a.example/>x</a><form id=forms name=getElementById></form>";
    all_safe(&[attack]).await;
    let page = portal(attack).await.get("/a/1").await.body;
    let document = parse(&page, Limits::default());
    let named = |name: &str| {
        (0..document.nodes.len()).any(|id| ["id", "name"].iter().any(|key| document.raw_attr(id, key) == Some(name)))
    };
    assert!(!["__proto__", "body", "forms", "getElementById"].iter().any(|name| named(name)), "{page}");
}

#[tokio::test]
async fn xss_013_errors_with_markup() {
    for attack in ["<script>__pwned=1</script>", "'\"><img src=x onerror=__pwned=1>"] {
        let mut shelf = Shelf::default();
        let source = shelf.outlet("a.example", "منفذ", DisplayPolicy::Full);
        shelf.put(source, "خبر", "نص", 3, 0);
        shelf.feeds.push(Feed {
            id: FeedId(1),
            source,
            url: WebUrl::new("https://a.example/feed?\"><script>__pwned=1</script>").unwrap(),
            kind: FeedKind::Feed,
            state: FeedState::Active,
            validators: Validators::default(),
            interval_secs: 600,
            next_fetch_at: site::shelf::ago(-5),
            last_fetch_at: Some(site::shelf::ago(5)),
            last_success_at: Some(site::shelf::ago(500)),
            last_new_at: None,
            failures: 3,
            last_error: Some(format!("server-error: the server answered 500 {attack} at https://{attack}/")),
            issues: vec![Issue::warning("malformed-xml", format!("line 3: {attack}"))],
        });
        let site = Site::start(shelf).await;
        for path in ["/health", "/en/health", "/source/a.example"] {
            let page = site.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            safe(path, &page.body, attack);
        }
        let page = site.get("/health").await.body;
        assert!(page.contains("pwned"), "the error is shown, as text: {page}");
        assert!(site.get("/api/v1/health").await.header("content-type").is_some_and(|kind| kind.starts_with("application/json")));
    }
}

#[tokio::test]
async fn xss_014_what_a_visitor_writes_comes_back_as_text() {
    let site = portal("x").await;
    for attack in [
        "\"><script>__pwned=1</script>",
        "' onfocus=__pwned=1 autofocus '",
        "</title><svg onload=__pwned=1>",
        "javascript:__pwned=1",
    ] {
        let encoded: String = attack.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in ["/search?q=", "/search?source=", "/search?q=x&since=", "/source/", "/keyword/", "/a/", "/s/", "/"] {
            let path = format!("{path}{encoded}");
            safe(&path, &site.get(&path).await.body, attack);
        }
        let answer = site.get(&format!("/api/v1/search?q=x&sort={encoded}")).await;
        assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("application/")), "{}", answer.head);
    }
}

#[tokio::test]
async fn xss_017_our_own_feeds_are_well_formed() {
    for attack in ["<script>__pwned=1</script>", "]]><x>", "&lt;b&gt; & \u{1} \u{FFFF}", "--><!-- \"'"] {
        let site = portal(attack).await;
        for path in ["/feed.rss", "/feed.atom", "/source/a.example/feed.rss"] {
            let answer = site.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            let mut reader = quick_xml::Reader::from_str(&answer.body);
            let mut names = Vec::new();
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{path}: {error}: {}", answer.body)) {
                    quick_xml::events::Event::Eof => break,
                    quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start) => {
                        names.push(start.name().as_ref().to_owned())
                    }
                    _ => {}
                }
            }
            assert!(names.iter().any(|name| name == "item" || name == "entry"), "{path}");
            assert!(!names.iter().any(|name| name == "script" || name == "x" || name == "b"), "{path}: {}", answer.body);
            let control = |c: char| c.is_control() && c != '\n' && c != '\t';
            assert!(!answer.body.contains(control) && !answer.body.contains('\u{FFFF}'), "{path}: {:?}", answer.body);
        }
    }
}
