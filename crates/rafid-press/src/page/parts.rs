//! The furniture around an article: menu, share bar, tags, lists of links, comments, counters.

use crate::edition::Article;
use crate::event::SECTIONS;
use crate::markup::{escape, percent_encode};
use crate::outlet::Layout;
use crate::site::Site;

/// Values that every page of a site shares, escaped.
pub(super) struct Names {
    pub(super) site: String,
    pub(super) slogan: String,
    pub(super) home: String,
    pub(super) color: String,
    pub(super) menu: String,
}

impl Names {
    pub(super) fn of(site: &Site<'_>) -> Self {
        let root = escape(site.root);
        let items = SECTIONS.iter().map(|(name, slug)| (format!("{root}/section/{slug}"), *name));
        let menu = [(format!("{root}/"), "الرئيسية")]
            .into_iter()
            .chain(items)
            .map(|(url, name)| item(site.outlet.layout, &url, name))
            .collect();
        Self {
            site: escape(&site.outlet.name),
            slogan: escape(&site.outlet.slogan),
            home: escape(&site.home_url()),
            color: site.outlet.color.clone(),
            menu,
        }
    }
}

/// One link in the list markup of a layout; address and name are escaped.
fn item(layout: Layout, url: &str, name: &str) -> String {
    match layout {
        Layout::Aspnet => format!("<tr><td><a class=\"lnk\" href=\"{url}\">{name}</a></td></tr>\n"),
        _ => format!("<li><a href=\"{url}\">{name}</a></li>\n"),
    }
}

pub(super) fn links<'a>(site: &Site<'_>, articles: impl Iterator<Item = &'a &'a Article>) -> String {
    articles.map(|other| item(site.outlet.layout, &escape(&site.url(other)), &escape(&other.first.title))).collect()
}

/// Links as list items whatever the layout.
pub(super) fn list_links<'a>(site: &Site<'_>, articles: impl Iterator<Item = &'a &'a Article>) -> String {
    articles.map(|other| item(Layout::Wordpress, &escape(&site.url(other)), &escape(&other.first.title))).collect()
}

pub(super) fn picture(site: &Site<'_>, article: &Article) -> String {
    let (url, alt) = (escape(&site.picture_url(article)), escape(&article.first.title));
    match site.outlet.layout {
        Layout::Amp => format!(
            "<amp-img class=\"hero\" src=\"{url}\" width=\"640\" height=\"360\" alt=\"{alt}\"><noscript><img src=\"{url}\" alt=\"{alt}\"></noscript></amp-img>"
        ),
        Layout::Wordpress => {
            format!("<img width=\"640\" height=\"360\" src=\"{url}\" class=\"attachment-large\" alt=\"{alt}\" loading=\"lazy\">")
        }
        _ => format!("<img src=\"{url}\" width=\"320\" alt=\"\" />"),
    }
}

pub(super) fn share(site: &Site<'_>, article: &Article) -> String {
    let url = escape(&site.url(article));
    let items: String = [("mail", "إرسال بالبريد"), ("copy", "نسخ الرابط"), ("print", "طباعة")]
        .iter()
        .map(|(kind, name)| format!("<a class=\"share-{kind}\" href=\"#{kind}\" data-url=\"{url}\">{name}</a> "))
        .collect();
    match site.outlet.layout {
        Layout::Plain => format!("<font size=1>شارك الخبر: {items}</font>"),
        _ => format!("<div class=\"share-bar\"><span>مشاركة</span> {items}</div>"),
    }
}

pub(super) fn tags(site: &Site<'_>, article: &Article) -> String {
    let link =
        |tag: &String| format!("<a href=\"{}/tag/{}\" rel=\"tag\">{}</a>", escape(site.root), percent_encode(tag), escape(tag));
    let separator = match site.outlet.layout {
        Layout::Aspnet | Layout::Plain => " - ",
        Layout::Wordpress => "، ",
        Layout::Drupal | Layout::Amp => " ",
    };
    article.tags.iter().map(link).collect::<Vec<_>>().join(separator)
}

pub(super) const COMMENTS: &[(&str, &str)] = &[
    ("أبو سالم", "شكرا لكم على نقل الخبر بهذه السرعة، ونتمنى المتابعة في الأيام القادمة."),
    ("قارئة دائمة", "خبر جميل يبعث على التفاؤل، ليتنا نرى مثله كل يوم."),
    ("مهندس من الياسمينة", "ينقص التقرير بعض الأرقام عن السنوات الماضية حتى نقارن."),
    ("وليد", "كنت هناك، والأجواء كانت أجمل مما وصفتم!"),
    ("أم تيم", "هل من تفاصيل عن المواعيد؟ وشكرا."),
    ("ابن الواحة", "نطالب بالمزيد من هذه التغطيات عن منطقتنا."),
    ("سمير ع.", "لا أتفق مع ما جاء في الفقرة الأخيرة، فالأمر يحتاج إلى دراسة."),
];

pub(super) fn comments(layout: Layout, id: u32) -> String {
    let count = id as usize % 3 + 1;
    COMMENTS
        .iter()
        .cycle()
        .skip(id as usize % COMMENTS.len())
        .take(count)
        .map(|(who, text)| match layout {
            Layout::Aspnet => format!("<tr><td><b>{who}</b><br />{text}</td></tr>\n"),
            _ => format!("<li class=\"comment\"><cite>{who}</cite> <p>{text}</p> <a href=\"#reply\">رد</a></li>\n"),
        })
        .collect()
}

/// A number of readers that stays the same for an article.
pub(super) fn views(article: &Article) -> u32 {
    article.id.wrapping_mul(7919) % 9000 + 120
}

/// The long opaque field that such pages carry.
pub(super) fn viewstate(article: &Article) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut state = u64::from(article.id) | 1;
    (0..400)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(LETTERS[(state >> 58) as usize % LETTERS.len()])
        })
        .collect()
}
