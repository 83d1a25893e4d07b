//! What pages do that has led readers of pages astray, one trap a test.

use rafid_extract::article::{Extraction, Hints, extract};

const PROSE: &str = "<p>افتتح أهل الحي مكتبة صغيرة على ضفة النهر، جمعوا كتبها من بيوتهم في أسبوع واحد.</p>\
    <p>وقالت أمينة المكتبة ليلى الورّاق إن الرفوف صنعت من خشب القوارب القديمة، وإن القراءة فيها بلا مقابل.</p>\
    <p>وتفتح المكتبة أبوابها كل مساء حتى العاشرة، وفي أيام العطل من الصباح.</p>";

fn read(head: &str, body: &str) -> Extraction {
    let html = format!("<html lang=ar><head><title>مكتبة على ضفة النهر</title>{head}</head><body>{body}</body></html>");
    let hints = Hints { now: Some("2025-06-20T12:00:00".parse().expect("a time")), ..Hints::default() };
    extract(&html, Some("https://daffa.example/news/1234"), &hints)
}

fn day(found: &Extraction) -> Option<String> {
    found.published.as_ref().map(|date| date.iso().chars().take(10).collect())
}

fn article(inside: &str) -> String {
    format!("<article><h1>مكتبة على ضفة النهر</h1>{inside}{PROSE}</article>")
}

#[test]
fn arabic_text_in_the_published_time() {
    for stated in ["الثلاثاء 17 يونيو 2025 - 09:30", "١٧ حزيران ٢٠٢٥", "2025-06-17T09:30:00 ص", "17 يونيو، 2025 الساعة 9:30 صباحا"]
    {
        let found = read(&format!("<meta property=article:published_time content='{stated}'>"), &article(""));
        assert_eq!(day(&found).as_deref(), Some("2025-06-17"), "{stated}");
    }
}

#[test]
fn the_date_of_the_day_at_the_head_of_every_page() {
    let ticker = "<header><span class=today>الجمعة 20 يونيو 2025</span></header>";
    let found = read("", &format!("{ticker}{}", article("<time datetime=2025-06-17T09:30:00+03:00>17 يونيو 2025</time>")));
    assert_eq!(day(&found).as_deref(), Some("2025-06-17"));
    let found = read("", &format!("{ticker}{}", article("<div class=date>الثلاثاء، 17 يونيو 2025</div>")));
    assert_eq!(day(&found).as_deref(), Some("2025-06-17"));
}

#[test]
fn when_the_site_was_last_updated() {
    let ticker = "<div class=ticker>آخر تحديث: الجمعة 20 يونيو 2025 - 11:55</div>";
    let found =
        read("<meta property=article:published_time content=2025-06-17T09:30:00+03:00>", &format!("{ticker}{}", article("")));
    assert_eq!(day(&found).as_deref(), Some("2025-06-17"));
    let found = read("", &format!("{ticker}{}", article("<span>نشر في: 17 يونيو 2025</span>")));
    assert_eq!(day(&found).as_deref(), Some("2025-06-17"));
}

#[test]
fn the_dates_of_related_articles() {
    let related = "<aside class=related><ul><li><a href=/news/9>جسر جديد للمشاة</a> <time datetime=2024-01-02>2 يناير 2024</time></li>\
        <li><a href=/news/8>حديقة في الحي القديم</a> <time datetime=2024-01-03>3 يناير 2024</time></li></ul></aside>";
    let found = read("", &format!("{related}{}{related}", article("<time datetime=2025-06-17>17 يونيو 2025</time>")));
    assert_eq!(day(&found).as_deref(), Some("2025-06-17"));
    assert!(!found.text.contains("جسر جديد"), "{}", found.text);
}

#[test]
fn pictures_that_are_loaded_later() {
    for picture in [
        "<img src='data:image/gif;base64,R0lGOD' data-src=/i/real.jpg>",
        "<img src=/spacer.gif data-lazy-src=/i/real.jpg>",
        "<img data-original=/i/real.jpg src='data:image/svg+xml,x'>",
        "<img src='data:image/gif;base64,R0lGOD' data-srcset='/i/small.jpg 300w, /i/real.jpg 900w'>",
        "<img src='data:image/gif;base64,R0lGOD'><noscript><img src=/i/real.jpg></noscript>",
    ] {
        let found = read("", &article(&format!("<figure>{picture}<figcaption>المكتبة مساء</figcaption></figure>")));
        assert_eq!(found.image.as_ref().map(|url| url.as_str()), Some("https://daffa.example/i/real.jpg"), "{picture}");
    }
}

#[test]
fn one_form_around_a_whole_page() {
    let body = format!(
        "<form method=post action='./x.aspx' id=aspnetForm><input type=hidden name=__VIEWSTATE value='{}'>\
         <div id=menu><a href=/>الرئيسية</a></div><div id=ctl00_content><h1>مكتبة على ضفة النهر</h1>{PROSE}</div></form>",
        "Ab9+".repeat(5_000)
    );
    let found = read("", &body);
    assert_eq!(found.title.as_deref(), Some("مكتبة على ضفة النهر"));
    assert_eq!(found.text.lines().count(), 3, "{}", found.text);
}

#[test]
fn a_headline_that_is_the_sites_name() {
    let body = format!("<h1 class=logo><a href=/>صحيفة الضفة</a></h1><div class=post><h2>مكتبة على ضفة النهر</h2>{PROSE}</div>");
    let found = read("<meta property=og:site_name content='صحيفة الضفة'>", &body);
    assert_eq!(found.title.as_deref(), Some("مكتبة على ضفة النهر"));
}

#[test]
fn the_next_article_below_this_one() {
    let next = "<article><h1>قوارب من ورق في البحيرة</h1><p>ملأت قوارب الورق البحيرة مساء أمس، وصنعها صغار المدينة كلها في يوم واحد.</p>\
        <p>وجمعت القوارب في آخر الليل لتصنع منها دفاتر توزع على المدارس في الخريف.</p></article>";
    for (open, between, close) in [
        ("<main>", "", "</main>"),
        ("<div class=infinite>", "<div class=next-article>المقال التالي</div>", "</div>"),
        ("<div id=scroll><div class=page>", "</div><div class=page data-url=/news/1233>", "</div></div>"),
    ] {
        let found = read("", &format!("{open}{}{between}{next}{close}", article("")));
        assert!(found.text.starts_with("افتتح أهل الحي") && !found.text.contains("قوارب الورق"), "{open}: {}", found.text);
    }
}

#[test]
fn a_page_of_entries_with_times() {
    let entry = |time: &str, text: &str| format!("<div class=entry><span class=time>{time}</span><p>{text}</p></div>");
    let body = format!(
        "<article><h1>مهرجان القوارب لحظة بلحظة</h1><p>نتابع معكم مهرجان القوارب في البحيرة منذ الصباح حتى المساء.</p><div class='live-blog'>{}{}{}{}</div></article>",
        entry("18:40", "وصل القارب الأخير إلى الضفة، وصفق الجمهور لأصغر البحارة."),
        entry("17:15", "انطلق سباق القوارب الكبيرة من المرسى القديم بعد تأخر قصير."),
        entry("16:02", "ملأت العائلات مدرجات الضفة الشرقية قبل بداية السباق بساعة."),
        entry("15:30", "بدأ الأطفال في تزيين قواربهم بالأعلام عند المرسى.")
    );
    let html = format!("<html><head><title>مهرجان القوارب لحظة بلحظة</title></head><body>{body}</body></html>");
    let found = extract(&html, Some("https://daffa.example/live/1"), &Hints::default());
    assert_eq!(found.live.len(), 4, "{:?}", found.live);
    assert!(found.text.contains("وصل القارب الأخير") && found.text.contains("بدأ الأطفال"), "{}", found.text);
}
