use super::*;

fn frame(zone: &TimeZone) -> Frame<'_> {
    Frame { source: SourceId(7), zone, now: "2026-03-02T12:00:00Z".parse().unwrap(), takes_over: false }
}

fn entry() -> FeedEntry {
    FeedEntry {
        key: "https://akhbar.example/1".to_owned(),
        url: rafid_core::WebUrl::new("https://akhbar.example/1"),
        title: "افتتاح مكتبة الحي".to_owned(),
        summary: Some("افتتحت البلدية مكتبة جديدة".to_owned()),
        published: Some("2026-03-02T10:00:00Z".parse().unwrap()),
        tags: vec!["مكتبات".to_owned()],
        ..FeedEntry::default()
    }
}

fn page(text: &str) -> Extraction {
    Extraction { body: Body::from_text(text), text: text.to_owned(), ..Extraction::default() }
}

#[test]
fn a_page_gives_the_body_and_the_feed_the_headline() {
    let long = "افتتحت البلدية أمس مكتبة جديدة في الحي القديم بحضور عدد كبير من السكان";
    let mut page = page(long);
    page.title = Some("الأخبار المحلية".to_owned());
    page.tags = vec!["ثقافة".to_owned(), "مكتبات".to_owned()];
    let zone = TimeZone::UTC;
    let draft = merge(&entry(), Some(&page), &frame(&zone));
    assert_eq!(draft.title, "افتتاح مكتبة الحي");
    assert_eq!(draft.body.text(), long);
    assert_eq!(draft.tags, ["ثقافة", "مكتبات"]);
    assert_eq!(draft.external_id, None);
    assert_eq!(draft, merge(&entry(), Some(&page), &frame(&zone)), "a second visit is no change");
}

#[test]
fn a_page_that_says_nothing_leaves_the_word_to_the_feed() {
    let zone = TimeZone::UTC;
    assert_eq!(merge(&entry(), Some(&page("اقبل ملفات الارتباط")), &frame(&zone)).body.text(), "افتتحت البلدية مكتبة جديدة");
    assert_eq!(merge(&entry(), None, &frame(&zone)).body.text(), "افتتحت البلدية مكتبة جديدة");
}

#[test]
fn a_cut_headline_is_completed_from_the_page() {
    assert_eq!(title("افتتاح مكتبة...", Some("افتتاح مكتبة الحي القديم")), "افتتاح مكتبة الحي القديم");
    assert_eq!(title("", Some("عنوان")), "عنوان");
    assert_eq!(title("ماذا بعد؟...", Some("عنوان آخر")), "ماذا بعد؟...");
}

#[test]
fn an_entry_without_an_address_is_known_by_its_guid_within_its_outlet() {
    let zone = TimeZone::UTC;
    let nameless = FeedEntry { url: None, key: "guid-1".to_owned(), ..entry() };
    let draft = merge(&nameless, None, &frame(&zone));
    assert_eq!(draft.external_id.as_deref(), Some("feed:7:guid-1"));
}

#[test]
fn a_time_that_has_not_come_is_not_believed() {
    let zone = TimeZone::UTC;
    let ahead = FeedEntry { published: Some("2026-03-09T10:00:00Z".parse().unwrap()), ..entry() };
    assert_eq!(merge(&ahead, None, &frame(&zone)).published, None);
    assert_eq!(merge(&entry(), None, &frame(&zone)).published, entry().published);
}
