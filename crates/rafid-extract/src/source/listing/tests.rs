use super::*;
use crate::html::Limits;

/// A section page of an invented paper: a menu, a lead, a list with images and dates, "most read", a footer.
fn page() -> String {
    let item = |n: u32, title: &str| {
        format!(
            "<li class='card'><a class='img' href='/sport/{n}/match-of-the-day-{n}'><img src='/{n}.jpg'></a>
             <h3><a href='/sport/{n}/match-of-the-day-{n}#top'>{title}</a></h3>
             <time datetime='2026-11-2{}T08:00:00+03:00'>قبل يوم</time></li>",
            n % 3
        )
    };
    let titles = [
        "فريق المدينة يفوز بكأس الجامعات للمرة الثالثة",
        "بطولة الشطرنج المدرسية تنطلق الأسبوع المقبل في العاصمة",
        "عداءة شابة تسجل رقما جديدا في سباق المرتفعات",
        "ملعب جديد للأطفال في الحي الشرقي قبل الصيف",
        "دورة مجانية لتعليم السباحة في مسبح البلدية",
    ];
    let list: String = titles.iter().zip(41_230..).map(|(title, n)| item(n, title)).collect();
    format!(
        "<html><body><nav><ul><li><a href='/sport'>رياضة</a></li><li><a href='/culture'>ثقافة</a></li>
         <li><a href='/news/2026/11/23/this-link-is-in-the-menu'>خبر عاجل في شريط القوائم أعلى الصفحة</a></li></ul></nav>
         <main><ul class='list'>{list}</ul>
         <div class='more'><a href='/sport?page=2'>المزيد</a></div></main>
         <div class='social'><a href='https://social.example/paper/12345678'>تابعونا على شبكات التواصل الاجتماعي</a></div>
         <footer><a href='/about'>من نحن</a><a href='/privacy'>سياسة الخصوصية وشروط الاستخدام والنشر</a></footer></body></html>"
    )
}

#[test]
fn headlines_are_found_without_a_rule() {
    let links = find(&page(), "https://paper.example/sport");
    assert_eq!(links.len(), 5, "{links:#?}");
    assert_eq!(links[0].url, "https://paper.example/sport/41230/match-of-the-day-41230");
    assert_eq!(links[0].title, "فريق المدينة يفوز بكأس الجامعات للمرة الثالثة");
    assert_eq!(links[0].published.map(|p| p.to_string()).as_deref(), Some("2026-11-21T05:00:00Z"));
    assert_ne!(links[0].published, links[1].published);
}

#[test]
fn a_rule_finds_what_it_names() -> Result<(), serde_json::Error> {
    let rule: Rule = serde_json::from_str(r#"{"item": "ul.list > li", "title": "h3", "date": "time[datetime]"}"#)?;
    let links = find_by_rule(&page(), "https://paper.example/sport", &rule);
    assert_eq!(links.len(), 5);
    assert_eq!(links[4].title, "دورة مجانية لتعليم السباحة في مسبح البلدية");
    assert!(links.iter().all(|l| l.published.is_some()));
    let rule: Rule = serde_json::from_str(r#"{"item": "footer a"}"#)?;
    assert_eq!(find_by_rule(&page(), "https://paper.example/sport", &rule).len(), 2);
    Ok(())
}

#[test]
fn pages_without_articles_give_nothing() {
    for html in ["", "<p>لا شيء</p>", "<a href='/a'>رياضة</a><a href='/b'>ثقافة</a><a href='/c'>اقتصاد</a>"]
    {
        assert!(find(html, "https://paper.example/").is_empty(), "{html}");
    }
    assert!(find(&page(), "not an address").is_empty());
}

#[test]
fn selectors() {
    let html = "<div class='a b'><ul id='u'><li><a href='x'><b>y</b></a></li></ul></div>";
    let document = parse(html, Limits::default());
    let count = |text: &str| {
        let selector = Selector::parse(text).unwrap_or_else(|error| panic!("{error}"));
        (0..document.nodes.len()).filter(|&id| selector.matches(&document, id)).count()
    };
    for (text, expected) in [
        ("a", 1),
        ("*", 5),
        ("div.a.b a[href]", 1),
        ("div > a", 0),
        ("div > ul#u > li > a[href=\"x\"] b", 1),
        (".b li b", 1),
        ("li b, ul, A", 3),
        ("p", 0),
        (".a .b", 0),
    ] {
        assert_eq!(count(text), expected, "{text}");
    }
    for bad in ["", "a,", "> a", "a >", "a[href", "a:hover", "a > > b"] {
        assert!(Selector::parse(bad).is_err(), "{bad}");
    }
}
