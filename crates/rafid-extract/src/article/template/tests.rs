use super::*;
use crate::article::{Hints, extract};

const CALL: &str = "تصدر صحيفة البستان كل صباح عن دار الوادي، وتقرأ في المدن والقرى، وتسر بملاحظات قرائها على ما فيها من أخبار.";
const TAIL: &str = "مكتبة البستان في الميدان";

/// The page of an article: its own text between what the site puts around it.
fn page(n: usize) -> (String, Extraction) {
    let own = |m: usize| {
        format!("<p>الفقرة {m} من المقال {n}: زرع أهل القرية شجرة التين رقم {n}{m} على ضفة النهر، ثم عادوا إلى بيوتهم مساء.</p>")
    };
    let address = format!("https://bustan.example/{n}");
    let html = format!(
        "<html><head><title>شجرة التين رقم {n}</title><meta property=og:image content=/default.png></head><body><article>\
         <h1>شجرة التين رقم {n}</h1><div class=text><p>{CALL}</p>{}<h2>خلفية</h2>{}{}<p><a href=/follow>{TAIL}</a> مفتوحة للزوار كل يوم من الصباح حتى المساء، ما عدا يوم الجمعة وأيام العطل الرسمية في البلاد.</p>\
         <p>المصدر: وكالات</p></div></article></body></html>",
        own(1),
        own(2),
        own(3)
    );
    let found = extract(&html, Some(&address), &Hints::default());
    (address, found)
}

fn learned(articles: std::ops::Range<usize>) -> Template {
    let mut template = Template::default();
    for n in articles {
        let (address, found) = page(n);
        template.learn(&address, &found);
    }
    template
}

#[test]
fn what_most_articles_have_is_left_out() {
    let (_, whole) = page(50);
    assert!(whole.text.contains(CALL) && whole.text.contains(TAIL), "{}", whole.text);
    let mut cut = whole.clone();
    assert!(learned(0..8).apply(&mut cut) > 0);
    assert!(!cut.text.contains(CALL) && !cut.text.contains(TAIL), "{}", cut.text);
    assert!(cut.text.starts_with("الفقرة 1 من المقال 50") && cut.text.contains("\nخلفية\n"), "{}", cut.text);
    assert_eq!(cut.body.0.iter().filter(|block| matches!(block, Block::Paragraph(_))).count(), 3);
    assert_eq!((cut.image, cut.links.len()), (None, 0), "a picture of all articles is none of this one");
    assert!(cut.issues.iter().any(|issue| issue.code == "site-template"));
}

#[test]
fn a_few_articles_prove_nothing() {
    let (_, whole) = page(50);
    for articles in 0..3 {
        let mut same = whole.clone();
        assert_eq!(learned(0..articles).apply(&mut same), 0);
        assert_eq!(same.text, whole.text);
    }
}

#[test]
fn the_same_article_again_is_one() {
    let mut template = learned(0..1);
    let (address, found) = page(0);
    let first = found.body.0[1].clone();
    for again in 0..10 {
        template.learn(&address, &found);
        // A copy under another address, and with another headline.
        let renamed = Extraction { title: Some(format!("عنوان آخر {again}")), ..found.clone() };
        template.learn(&format!("https://bustan.example/amp/{again}"), &found);
        template.learn(&format!("https://bustan.example/copy/{again}"), &renamed);
    }
    assert_eq!(template.articles, 1);
    let mut same = found.clone();
    assert_eq!(template.apply(&mut same), 0);
    assert!(same.body.0.contains(&first));
}

#[test]
fn the_background_of_a_running_story_stays() {
    let background = "ويذكر أن السد القديم بني قبل أربعين عاما، وأن صيانته توقفت مرتين بسبب الأمطار الغزيرة في الشتاء.";
    let with = |n: usize, found: &mut Extraction| {
        found.body.0.insert(2, Block::Paragraph(vec![Inline::Text(background.to_owned())]));
        found.title = Some(format!("أخبار السد {n}"));
    };
    let mut template = Template::default();
    // In a third of the articles; then in all of them, but between their own paragraphs.
    for n in 0..30 {
        let (address, mut found) = page(n);
        if n % 3 == 0 || n > 10 {
            with(n, &mut found);
        }
        template.learn(&address, &found);
    }
    let (_, mut found) = page(70);
    with(70, &mut found);
    template.apply(&mut found);
    assert!(found.text.contains(background) && !found.text.contains(CALL), "{}", found.text);
}

#[test]
fn something_is_always_left() {
    let template = learned(0..10);
    let mut only = Extraction { body: Body::from_text(CALL), text: CALL.to_owned(), ..Extraction::default() };
    assert_eq!(template.apply(&mut only), 0);
    assert_eq!(only.text, CALL);
}

#[test]
fn a_site_may_change_and_a_sketch_stays_small() {
    let mut template = learned(0..2000);
    assert!(template.pieces.len() <= 400 && template.articles <= 120 && template.to_bytes().len() < 6000);
    let (_, mut found) = page(5000);
    assert!(template.apply(&mut found) > 0);
    // The call is gone from the site: it is forgotten, and is text again where an article quotes it.
    for n in 0..400 {
        let text: String =
            (0..3).map(|m| format!("نص جديد {n} {m} عن بستان آخر في الجهة الأخرى من الوادي القديم، وفيه زهور.\n")).collect();
        let body = Body::from_text(&text);
        template.learn(&format!("https://bustan.example/new/{n}"), &Extraction { body, ..Extraction::default() });
    }
    let (_, mut found) = page(5001);
    assert_eq!(template.apply(&mut found), 0);
}

#[test]
fn sketches_are_kept_as_bytes() {
    let template = learned(0..9);
    let bytes = template.to_bytes();
    assert_eq!(Template::from_bytes(&bytes), template);
    assert_eq!(Template::from_bytes(&bytes[..bytes.len() - 1]), Template::default());
    assert_eq!(Template::from_bytes(b"\x09"), Template::default());
    assert_eq!(Template::from_bytes(&[]), Template::default());
}
