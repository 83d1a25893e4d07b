//! Whose text it is, what was changed in it, and what rises: on pages and in the API.

mod site;

use rafid_core::*;
use site::Site;
use site::press::press;
use site::shelf::Shelf;

fn corrected(policy: DisplayPolicy) -> Shelf {
    let mut shelf = Shelf::default();
    let outlet = shelf.outlet("daffa.example", "صحيفة الضفة", policy);
    let now = "افتتحت البلدية جسر المشاة صباح اليوم.\nوعبره سبعمئة زائر في يومه الأول.";
    let article = shelf.put(outlet, "سبعمئة زائر يعبرون جسر المشاة", now, 60, 0);
    for (minutes, title, text) in [
        (40, "ستمئة زائر يعبرون جسر المشاة", "افتتحت البلدية جسر المشاة صباح اليوم.\nوعبره ستمئة زائر في يومه الأول."),
        (20, "ستمئة زائر يعبرون جسر المشاة", "افتتحت البلدية جسر المشاة صباح اليوم.\nوعبره سبعمئة زائر في يومه الأول."),
    ] {
        article.revisions.push(Revision {
            replaced_at: site::shelf::ago(minutes),
            title: title.to_owned(),
            body: Body::from_text(text),
        });
    }
    shelf
}

#[tokio::test]
async fn what_was_changed_can_be_read() {
    let site = Site::start(corrected(DisplayPolicy::Full)).await;
    let page = site.get("/a/1/changes").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<del>ستمئة</del> <ins>سبعمئة</ins> زائر"), "{}", page.body);
    assert!(site.get("/a/1").await.body.contains("href=\"/a/1/changes\""));
    assert!(site.get("/en/a/1/changes").await.body.contains("removed"));
    let changes = site.get("/api/v1/articles/x1/changes").await.status;
    assert_eq!(changes, 400, "x1 is no number");
    let json = site.get("/api/v1/articles/ext:x1/changes").await.json();
    let editions = json["changes"].as_array().unwrap();
    assert_eq!(editions.len(), 2, "the latest first: {json}");
    assert_eq!(editions[0]["body"].as_array().unwrap().len(), 0, "only the headline changed then");
    let kinds: Vec<&str> = editions[0]["title"].as_array().unwrap().iter().map(|run| run["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["deleted", "inserted", "same"]);
    assert_eq!(editions[1]["body"].as_array().unwrap().len(), 2, "both paragraphs, for what stands around the change");
    assert_eq!(site.get("/a/77/changes").await.status, 404);
    assert_eq!(site.get("/api/v1/articles/77/changes").await.status, 404);
}

#[tokio::test]
async fn a_headline_outlet_shows_changed_headlines_only() {
    let site = Site::start(corrected(DisplayPolicy::Headline)).await;
    let json = site.get("/api/v1/articles/1/changes").await.json();
    assert_eq!(json["changes"].as_array().unwrap().len(), 1, "what changed unseen is not told: {json}");
    assert!(!site.get("/a/1/changes").await.body.contains("افتتحت البلدية"));
}

#[tokio::test]
async fn an_article_that_never_changed_says_so() {
    let site = Site::start(press()).await;
    let page = site.get("/a/1/changes").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("لم نلحظ تعديلًا"), "{}", page.body);
}

#[tokio::test]
async fn a_copy_says_whose_text_it_is_and_how_much_was_kept() {
    let mut shelf = press();
    shelf.link(1, 2, CopyKind::EditedCopy, 0.8);
    shelf.articles[1].summary.agency = Some("واس".to_owned());
    let site = Site::start(shelf).await;
    let page = site.get("/a/4").await.body;
    assert!(page.contains("احتُفظ بـ١٠٠٪ من النص"), "{page}");
    let page = site.get("/a/2").await.body;
    assert!(page.contains("احتُفظ بـ٨٠٪ من النص") && page.contains("وما أُضيف إليه ٢٠٪"), "{page}");
    let json = site.get("/api/v1/articles/2").await.json();
    assert_eq!((json["lineage"]["first"]["id"].as_i64(), json["lineage"]["agency"].as_str()), (Some(1), Some("واس")));
    assert!((json["lineage"]["kept"].as_f64().unwrap() - 0.8).abs() < 1e-3);
    assert_eq!(site.get("/api/v1/articles/1").await.json()["lineage"], serde_json::Value::Null);
    let story = site.get("/api/v1/stories/1").await.json();
    assert_eq!(story["agencies"][0], "واس");
    let copied = story["members"].as_array().unwrap().iter().find(|member| member["id"] == 4).unwrap();
    assert_eq!(copied["copied_from"]["kept"], 1.0);
    assert_eq!(story["phases"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_rises_is_on_the_front_page_and_in_the_api() {
    // Without a past nothing rises.
    let young = Site::start(press()).await;
    assert_eq!(young.get("/api/v1/trends").await.json()["items"], serde_json::json!([]));
    assert!(!young.get("/").await.body.contains("صاعدة الآن"));
    let mut shelf = press();
    let outlets = [0, 1, 2].map(|n| shelf.articles[n].summary.source);
    for n in 0..6 {
        let outlet = outlets[n as usize % 3];
        let title = format!("سوق التمور يفتح أبوابه في الحي القديم: الركن {n}");
        shelf.put(outlet, &title, "يعرض سوق التمور محصول الموسم. ويستقبل سوق التمور زواره مساء.", 60 + n, 0);
    }
    shelf.put(outlets[0], "نشرة الأسبوع الماضي", "طقس معتدل على السواحل الشمالية.", 9 * 24 * 60, 0);
    let site = Site::start(shelf).await;
    let trends = site.get("/api/v1/trends").await.json();
    let items = trends["items"].as_array().unwrap();
    assert!(items.iter().any(|item| item["phrase"].as_str().unwrap().contains("التمور")), "{trends}");
    assert!(!trends.to_string().contains(site::press::SECRET), "a keyword that nobody may see makes no trend");
    assert!(items.iter().all(|item| item["sources"].as_u64() >= Some(2)), "{trends}");
    let home = site.get("/").await.body;
    assert!(home.contains("صاعدة الآن"), "{home}");
    assert_eq!(site.get("/api/v1/trends?limit=1").await.json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(site.get("/api/v1/trends?limit=0").await.status, 400);
}
