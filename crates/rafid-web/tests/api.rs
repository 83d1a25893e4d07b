//! The API over HTTP.

mod site;

use rafid_web::WebSettings;
use serde_json::Value;
use site::{Site, press::press};

#[tokio::test]
async fn search_answers_plain_and_grouped() {
    let site = Site::start(press()).await;
    let plain = site.get("/api/v1/search?q=%D8%AC%D8%B3%D8%B1&limit=10&group=off&sort=relevance").await.json();
    let ids: Vec<&str> = plain["items"].as_array().unwrap().iter().map(|i| i["external_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["x1", "x2", "x3", "x4"]);
    assert_eq!(plain["total"], 4);
    let grouped = site.get("/api/v1/search?q=%D8%AC%D8%B3%D8%B1").await.json();
    assert_eq!(grouped["items"].as_array().unwrap().len(), 1);
    assert_eq!(grouped["items"][0]["others"].as_array().unwrap().len(), 3);
    assert_eq!(grouped["items"][0]["more"], 3);
    assert_eq!(plain["items"][0]["more"], 0);
    let snippet = grouped["items"][0]["snippet"].as_array().unwrap();
    assert!(snippet.iter().any(|run| run["match"] == true && run["text"] == "جسر"), "{snippet:?}");
}

#[tokio::test]
async fn a_search_can_be_followed_to_its_end() {
    let site = Site::start(press()).await;
    for group in ["on", "off"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        for _ in 0..20 {
            let page =
                site.get(&format!("/api/v1/search?q=%D8%A7%D9%84%D8%B7%D9%82%D8%B3&limit=7&group={group}{cursor}")).await.json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((count, seen.len()), (40, 40), "group={group}");
    }
}

#[tokio::test]
async fn a_story_is_told_to_its_last_article_that_matches() {
    let mut shelf = press();
    let source = shelf.sources[0].id;
    // Far more of them than a page looks at, and one of the story that does not match.
    for n in 0..30 {
        shelf.put(source, &format!("جسر المشاة: خبر {n}"), "عبر الزوار النهر.", 30 + n, 1);
    }
    shelf.put(source, "أسماك السلسبيل", "كثرت الأسماك.", 29, 1);
    let site = Site::start(shelf).await;
    let page = site.get(&format!("/api/v1/search?q={}&limit=2", encoded("جسر المشاة"))).await.json();
    let first = &page["items"][0];
    assert_eq!((&first["more"], first["others"].as_array().unwrap().len()), (&33.into(), 5));
    let story = first["story_id"].as_i64().unwrap();
    let page = site.get(&format!("/api/v1/search?q={}&limit=100&story={story}", encoded("جسر المشاة"))).await.json();
    assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&34.into(), 34), "the list has it and the others");
    assert!(page["items"].as_array().unwrap().iter().all(|item| item["story_id"] == story && item["more"] == 0));
    // A story that was merged is the one that it became.
    let moved = site.get(&format!("/api/v1/search?q={}&story=99", encoded("جسر المشاة"))).await.json();
    assert_eq!(moved["total"], 34);
    for bad in ["x", "777", "-", "1.5", "9999999999999999999999"] {
        assert_eq!(site.get(&format!("/api/v1/search?q=x&story={bad}")).await.status, 400, "{bad}");
    }
    let html = site.get(&format!("/search?q={}", encoded("جسر المشاة"))).await.body;
    assert!(html.contains(&format!("story={story}")) && html.contains("و٣٣ أخرى من القصة نفسها"), "{html}");
    let html = site.get(&format!("/search?q={}&story={story}", encoded("جسر المشاة"))).await.body;
    assert!(html.contains("٣٤ نتيجة") && html.contains("قصة واحدة"), "{html}");
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn a_search_tells_what_its_whole_result_consists_of() {
    let site = Site::start(press()).await;
    let page = site.get(&format!("/api/v1/search?q={}&limit=1", encoded("الطقس"))).await.json();
    let sources = page["facets"]["sources"].as_array().unwrap();
    assert_eq!((sources.len(), &sources[0]["articles"], &page["total"]), (1, &40.into(), &40.into()));
    assert_eq!(sources[0]["source"]["key"], "mina.example");
    for more in ["&facets=off", "&cursor=1"] {
        let page = site.get(&format!("/api/v1/search?q={}{more}", encoded("الطقس"))).await.json();
        assert!(page["facets"].is_null() && page["total"] == 40, "{more}");
    }
    assert_eq!(site.get("/api/v1/search?q=x&facets=maybe").await.status, 400);
}

#[tokio::test]
async fn a_slip_and_what_was_meant() {
    let site = Site::start(press()).await;
    let meant = async |q: &str| site.get(&format!("/api/v1/search?q={}", encoded(q))).await.json();
    let page = meant("هنر السلسبيل").await;
    assert_eq!(page["did_you_mean"]["q"], "نهر السلسبيل");
    assert_eq!(page["did_you_mean"]["runs"][0], serde_json::json!({"text": "نهر", "match": true}));
    // As publishers write it, with its hamza.
    assert_eq!(meant("لافا كتاب").await["did_you_mean"]["q"], "ألفا كتاب");
    assert!(meant("نهر").await["did_you_mean"].is_null());
}

#[tokio::test]
async fn suggestions_go_on_from_what_is_typed() {
    let site = Site::start(press()).await;
    let suggested = async |q: &str| site.get(&format!("/api/v1/suggest?q={}", encoded(q))).await;
    let texts = |answer: &Value| -> Vec<String> {
        answer["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect()
    };
    let found = suggested("جسر").await.json();
    assert!(texts(&found).iter().any(|text| text.starts_with("جسر")), "{found}");
    let found = suggested("أخبار جسر").await.json();
    assert!(found["items"][0]["q"].as_str().unwrap().starts_with("أخبار جسر "), "within a question: {found}");
    let found = suggested("ميناء").await.json();
    assert_eq!((&found["items"][0]["kind"], &found["items"][0]["q"]), (&"outlet".into(), &"مصدر:mina.example".into()));
    for nothing in ["", " ", "قمرقمر"] {
        assert!(texts(&suggested(nothing).await.json()).is_empty(), "{nothing}");
    }
    assert!(texts(&site.get("/api/v1/suggest").await.json()).is_empty());
    assert_eq!(site.get("/api/v1/suggest?limit=0").await.status, 400);
    assert_eq!(suggested(&"ا".repeat(5_000)).await.status, 200);
}

#[tokio::test]
async fn an_article_names_its_copies() {
    let site = Site::start(press()).await;
    for id in ["1", "ext:x1", "ext%3Ax1"] {
        let article = site.get(&format!("/api/v1/articles/{id}")).await.json();
        assert_eq!(article["external_id"], "x1");
        assert_eq!(article["whole"], true);
        assert_eq!(article["source"]["key"], "daffa.example");
        let copy = &article["copies"][0];
        assert_eq!((&copy["external_id"], &copy["kind"], &copy["similarity"]), (&"x4".into(), &"copy".into(), &1.0.into()));
    }
}

#[tokio::test]
async fn related_is_varied_or_plain() {
    let site = Site::start(press()).await;
    let spread = site.get("/api/v1/articles/ext:x1/related").await.json();
    let ids = |value: &Value| -> Vec<String> {
        let next = std::iter::once(&value["read_next"]).filter(|next| !next.is_null());
        let all = next.chain(value["similar"].as_array().unwrap());
        all.map(|item| item["external_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(spread["read_next"]["external_id"], "x2", "the headline-only outlet is not one to read next: {spread}");
    assert!(!ids(&spread).contains(&"x4".to_owned()), "a copy is not similar");
    assert!(spread["read_next"]["reasons"][0]["kind"] == "same_story");
    assert!(spread["similar"].as_array().unwrap().iter().all(|item| item["score"].is_number()));
    let plain = site.get("/api/v1/articles/ext:x1/related?limit=100&spread=off").await.json();
    assert!(ids(&plain).contains(&"x4".to_owned()), "{plain}");
    let scores: Vec<f64> = plain["similar"].as_array().unwrap().iter().map(|item| item["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert_eq!(site.get("/api/v1/articles/1/related?limit=1").await.json()["similar"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn stories_are_listed_and_told() {
    let site = Site::start(press()).await;
    let page = site.get("/api/v1/stories?min_articles=2&limit=1").await.json();
    assert_eq!((&page["items"][0]["id"], &page["items"][0]["articles"]), (&1.into(), &4.into()));
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = site.get(&format!("/api/v1/stories?min_articles=2&limit=1&cursor={cursor}")).await.json();
    assert_eq!(next["items"][0]["id"], 5);
    assert!(site.get("/api/v1/stories?since=2100-01-01").await.json()["items"].as_array().unwrap().is_empty());
    let story = site.get("/api/v1/stories/1").await.json();
    assert_eq!(story["members"].as_array().unwrap().len(), 4);
    assert_eq!(story["members"][3]["copied_from"]["id"], 1);
    assert_eq!(site.get("/api/v1/stories/99").await.header("location"), Some("/api/v1/stories/1"));
}

#[tokio::test]
async fn errors_are_problem_documents() {
    let site = Site::start(press()).await;
    let rows = [
        ("/api/v1/articles/nonsense", 400),
        ("/api/v1/articles/4711", 404),
        ("/api/v1/articles/ext:none/related", 404),
        ("/api/v1/articles/1/related?limit=0", 400),
        ("/api/v1/articles/1/related?limit=x", 400),
        ("/api/v1/articles/1/related?spread=perhaps", 400),
        ("/api/v1/search?q=x&limit=101", 400),
        ("/api/v1/search?q=x&sort=best", 400),
        ("/api/v1/search?q=x&source=nobody", 400),
        ("/api/v1/search?q=x&since=soon", 400),
        ("/api/v1/search?q=a&q=b", 400),
        ("/api/v1/stories?cursor=7", 400),
        ("/api/v1/stories/x", 404),
        ("/api/v1/nothing", 404),
    ];
    for (path, status) in rows {
        let answer = site.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{path}");
    }
    assert!(site.get("/api/v1/articles/x%C3%9F").await.json()["detail"].as_str().unwrap().contains("xß"));
}

#[tokio::test]
async fn status_and_metrics_count() {
    let site = Site::start(press()).await;
    let status = site.get("/api/v1/status").await.json();
    assert_eq!((&status["articles"], &status["index_lag"]), (&47.into(), &47.into()));
    assert_eq!(site.get("/metrics").await.status, 404, "off by default");
    let site = Site::with(press(), WebSettings { metrics: true, ..WebSettings::default() }).await;
    site.get("/nowhere").await;
    let metrics = site.get("/metrics").await.body;
    assert!(metrics.contains("\nrafid_articles 47\n") && metrics.contains("{status=\"4xx\"} 1\n"), "{metrics}");
    assert_eq!(site.get("/healthz").await.body, "ok\n");
}

/// The description is part of the interface: a change to it is a decision. `UPDATE_SNAPSHOTS=1` writes it anew.
#[tokio::test]
async fn the_description_is_what_was_agreed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openapi.json");
    let served = Site::start(press()).await.get("/api/v1/openapi.json").await.body;
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, format!("{served}\n")).unwrap();
    }
    assert_eq!(served.trim_end(), std::fs::read_to_string(path).unwrap_or_default().trim_end());
    let described: Value = serde_json::from_str(&served).unwrap();
    let paths: Vec<&String> = described["paths"].as_object().unwrap().keys().collect();
    let site = Site::start(press()).await;
    for path in &paths {
        let answer = site.get(&path.replace("{id}", "1")).await;
        assert_eq!(answer.status, 200, "{path} is described but not served");
    }
    assert_eq!(paths.len(), 10, "an endpoint is served but not described, or this number is old");
}
