//! Invented content for every page: to look at while working on one, and to render in tests.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rafid_analysis::related::{Reason, ReasonKind};
use rafid_core::*;

use super::shell::Shell;
use crate::locale::Locale;
use crate::portal::story::CopiedFrom;
use crate::portal::*;
use crate::settings::WebSettings;
use crate::view::{Article, Card, Outlet};

/// A page's name and its HTML.
pub type Rendered = (&'static str, Result<String, askama::Error>);

/// Every page of one language, filled with invented content.
pub fn all(locale: Locale) -> Vec<Rendered> {
    use super::{article, changes, error, health, home, kept, keyword, search, source, story};
    use askama::Template;
    let shell = |path: &str| Shell::with(Arc::new(WebSettings::default()), locale, path, now());
    vec![
        ("home", home::HomePage::sample(shell("/")).render()),
        ("welcome", home::WelcomePage::sample(shell("/")).render()),
        ("article", article::ArticleHtml::sample(shell("/a/1")).render()),
        ("changes", changes::ChangesPage::sample(shell("/a/1/changes")).render()),
        ("story", story::StoryPage::sample(shell("/s/1")).render()),
        ("source", source::SourcePage::sample(shell("/source/daffa.example")).render()),
        ("keyword", keyword::KeywordPage::sample(shell("/keyword/x")).render()),
        ("search", search::SearchPage::sample(shell("/search")).render()),
        ("search-empty", search::SearchPage::sample_without_results(shell("/search")).render()),
        ("kept", kept::KeptPage::new(shell("/kept")).render()),
        ("offline", kept::OfflinePage::new(shell("/offline")).render()),
        ("health", health::HealthPage::sample(shell("/health")).render()),
        ("error", error::ErrorPage::sample(shell("/nowhere")).render()),
    ]
}

/// The moment at which samples are looked at: 10 March 2026, noon in UTC.
fn now() -> Timestamp {
    Timestamp::from_second(1_773_144_000).unwrap_or_default()
}

fn minutes_ago(minutes: i64) -> Timestamp {
    now().checked_sub(SignedDuration::from_mins(minutes)).unwrap_or_default()
}

fn outlet(n: usize) -> Arc<Outlet> {
    const OUTLETS: [(&str, &str, DisplayPolicy); 6] = [
        ("daffa.example", "صحيفة الضفة", DisplayPolicy::Full),
        ("mina.example", "ميناء نيوز", DisplayPolicy::Excerpt),
        ("sada.example", "صدى الوادي", DisplayPolicy::Excerpt),
        ("nakheel.example", "وكالة نخيل للأنباء", DisplayPolicy::Full),
        ("manara.example", "Manara Post", DisplayPolicy::Headline),
        ("burj.example", "إذاعة البرج", DisplayPolicy::Excerpt),
    ];
    let (key, name, policy) = OUTLETS[n % OUTLETS.len()];
    Arc::new(Outlet {
        id: SourceId(n as i64 % OUTLETS.len() as i64 + 1),
        key: key.to_owned(),
        name: name.to_owned(),
        home_url: WebUrl::new(&format!("https://{key}/")),
        country: None,
        policy,
    })
}

const NEWS: [(&str, &str); 8] = [
    (
        "افتتاح أطول جسر للمشاة فوق نهر السلسبيل بعد ثلاث سنوات من العمل",
        "افتتحت بلدية مدينة الواحة صباح اليوم جسر المشاة الجديد الذي يربط الحي القديم بسوق التمور، بحضور مئات السكان الذين عبروه للمرة الأولى سيرًا على الأقدام.",
    ),
    (
        "حافلة المكتبات تصل إلى قرى الجبل حاملة ألفي كتاب",
        "وصلت أولى حافلات المكتبة المتنقلة إلى قرى جبل صقر، ومعها ألفا كتاب للأطفال وركن للقراءة الجماعية كل خميس.",
    ),
    (
        "فريق الشراع يتأهل إلى نصف نهائي كأس السواحل بركلات الترجيح",
        "حسم فريق الشراع مواجهته أمام فريق الهضبة بركلات الترجيح بعد تعادل مثير امتد إلى الوقت الإضافي.",
    ),
    (
        "باحثات يطورن مرشحًا للمياه من نوى التمر",
        "نجحت ثلاث باحثات في جامعة الواحة في تطوير مرشح منخفض الكلفة يستخلص الفحم النشط من نوى التمر.",
    ),
    (
        "مؤشر بورصة اللؤلؤ يغلق مرتفعًا للأسبوع الثالث",
        "أغلق مؤشر بورصة اللؤلؤ تعاملات الأسبوع على ارتفاع طفيف تقوده أسهم النقل البحري والصناعات الغذائية.",
    ),
    (
        "منخفض جوي يحمل أمطارًا إلى السواحل الشمالية مساء الغد",
        "توقعت هيئة الأرصاد وصول منخفض جوي إلى السواحل الشمالية مساء الغد، ودعت الصيادين إلى متابعة النشرات.",
    ),
    (
        "App Huruf يعلّم الأطفال القراءة بأصوات الحكواتيين",
        "أطلق معلمون متطوعون تطبيقًا يقرأ القصص بأصوات حكواتيين من خمس مدن ويقيس تقدم الأطفال في القراءة.",
    ),
    (
        "مهرجان التمور يستقبل ثلاثين ألف زائر في يومه الأول",
        "استقبل مهرجان التمور السنوي ثلاثين ألف زائر في يومه الأول، وسط إقبال على أركان التذوق والحرف اليدوية.",
    ),
];

fn keywords() -> Vec<Keyword> {
    let phrases = ["جسر المشاة", "نهر السلسبيل", "مدينة الواحة", "سوق التمور", "بلدية الواحة"];
    phrases.iter().map(|phrase| Keyword { phrase: (*phrase).to_owned(), key: (*phrase).to_owned(), score: 1.0 }).collect()
}

fn card(n: usize) -> Card {
    let (title, lead) = NEWS[n % NEWS.len()];
    let outlet = outlet(n);
    let at = minutes_ago(7 + 53 * n as i64);
    Card {
        id: ArticleId(n as i64 + 1),
        external_id: None,
        url: WebUrl::new(&format!("https://{}/news/{n}", outlet.key)),
        title: title.to_owned(),
        lead: outlet.policy.visible_lead(lead).to_owned(),
        byline: n.is_multiple_of(3).then(|| "هناء البحار".to_owned()),
        section: Some("محليات".to_owned()),
        image: None,
        published: Some(at),
        at,
        story: Some(StoryId(n as i64 + 1)),
        original: None,
        agency: None,
        keywords: keywords(),
        outlet,
    }
}

fn story_card(n: usize) -> StoryCard {
    let outlets: Vec<_> = (0..=(5 - n % 6)).map(|m| outlet(n + m)).collect();
    let lead = card(n);
    let articles = if outlets.len() > 1 { outlets.len() as u32 + 2 } else { 1 };
    StoryCard {
        id: StoryId(lead.id.0),
        first_at: minutes_ago(400 + n as i64),
        last_at: lead.at,
        articles,
        originals: articles,
        agencies: vec![],
        outlets,
        lead,
    }
}

pub(super) fn home() -> Home {
    let column = |n: usize| OutletColumn { outlet: outlet(n), articles: 40, cards: (0..5).map(|m| card(n + 6 * m)).collect() };
    Home {
        newest_at: Some(minutes_ago(7)),
        counts: StoreCounts { articles: 240, stories: 60, sources: 6, feeds: 6, unsettled: 0 },
        stories: (0..12).map(story_card).collect(),
        angles: [1, 2, 4].map(card).into(),
        trends: vec![trend("جسر السلسبيل", 14), trend("كأس السواحل", 9), trend("المكتبة المتنقلة", 3)],
        latest: (0..6).map(column).collect(),
    }
}

fn trend(phrase: &str, articles: u32) -> rafid_analysis::trends::Trend {
    let key = phrase.to_owned();
    rafid_analysis::trends::Trend { key, phrase: phrase.to_owned(), articles, outlets: 4, expected: 0.5, score: articles as f32 }
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn body() -> Body {
    let link = |address: &str, words: &str| match WebUrl::new(address) {
        Some(url) => Inline::Link { url, text: words.to_owned() },
        None => text(words),
    };
    let mut blocks = vec![
        Block::Paragraph(vec![text(NEWS[0].1)]),
        Block::Paragraph(vec![
            text("ويبلغ طول الجسر "),
            Inline::Strong("640 مترًا".to_owned()),
            text("، وصُمّم ليحمل ألف عابر في الوقت نفسه، بحسب ما "),
            link("https://daffa.example/bridge", "أوضحته البلدية في بيانها"),
            text(" أمس. وقالت المهندسة سلمى الوراق إن الفريق استخدم برنامج BridgeSim 4 لمحاكاة الرياح."),
        ]),
        Block::Heading { level: 2, text: "ثلاث سنوات من العمل".to_owned() },
        Block::List {
            ordered: false,
            items: vec![
                vec![text("بدء الأعمال في ربيع 2023")],
                vec![text("توقف قصير بسبب فيضان الخريف")],
                vec![text("اختبار الأحمال في الشهر الماضي")],
            ],
        },
        Block::Quote(vec![text("كنت أعبر النهر بالقارب كل صباح، واليوم وصلت إلى السوق مشيًا في خمس دقائق.")]),
        Block::Table {
            rows: vec![
                vec!["المرحلة".to_owned(), "المدة".to_owned(), "الكلفة".to_owned()],
                vec!["الأساسات".to_owned(), "14 شهرًا".to_owned(), "3.2 مليون".to_owned()],
                vec!["الهيكل".to_owned(), "16 شهرًا".to_owned(), "5.1 مليون".to_owned()],
            ],
        },
        Block::Paragraph(vec![text("وتعتزم البلدية إضافة مسار للدراجات ومقاعد مظللة قبل نهاية العام.")]),
    ];
    if let Some(url) = WebUrl::new("https://video.example/w/71") {
        blocks.push(Block::Embed { url, title: Some("جولة مصورة على الجسر".to_owned()) });
    }
    Body(blocks)
}

fn full_article(n: usize) -> Article {
    Article {
        card: card(n),
        body: body(),
        whole: true,
        updated: Some(minutes_ago(2)),
        tags: vec!["جسور".to_owned()],
        credit: None,
        language: Some("ar".to_owned()),
        copies: vec![],
        revisions: vec![Revision {
            replaced_at: minutes_ago(2),
            title: "افتتاح جسر للمشاة فوق نهر السلسبيل".to_owned(),
            body: Body::from_text("افتتحت بلدية مدينة الواحة جسر المشاة الجديد."),
        }],
    }
}

fn related_item(n: usize) -> RelatedItem {
    let reason = |kind, names: &[&str]| Reason { kind, names: names.iter().map(|name| (*name).to_owned()).collect() };
    let reasons = match n % 3 {
        0 => vec![reason(ReasonKind::SameStory, &[]), reason(ReasonKind::SharedNames, &["نهر السلسبيل", "مدينة الواحة"])],
        1 => vec![reason(ReasonKind::FollowUp, &[])],
        _ => vec![reason(ReasonKind::SharedNames, &["سوق التمور"])],
    };
    RelatedItem { card: card(n), score: 1.0 / n as f32, reasons }
}

pub(super) fn article() -> (ArticlePage, Related, Article) {
    let copy = |n, kind, similarity| Copy { card: card(n), kind, similarity, kept: similarity, added: 0.0 };
    let page = ArticlePage {
        article: full_article(0),
        copies: vec![copy(2, CopyKind::Copy, 1.0), copy(5, CopyKind::EditedCopy, 0.7)],
        lineage: Some(Lineage { first: card(4), agency: Some("واس".to_owned()), kept: 0.92, added: 0.3 }),
        story: Some(story_card(0)),
    };
    let related =
        Related { article: ArticleId(1), read_next: Some(related_item(3)), similar: (4..14).map(related_item).collect() };
    (page, related, full_article(3))
}

pub(super) fn story() -> Story {
    let mut members: Vec<Member> = (0..7)
        .map(|n| Member {
            card: Card { title: NEWS[0].0.to_owned(), ..card(6 - n) },
            copied_from: (n == 3 || n == 5).then(|| CopiedFrom {
                article: ArticleId(7),
                outlet: outlet(6),
                kind: if n == 3 { CopyKind::Copy } else { CopyKind::EditedCopy },
                similarity: 0.9,
                kept: 0.9,
                added: 0.1,
            }),
        })
        .collect();
    for (member, title) in
        members.iter_mut().zip(["البلدية: افتتاح جسر السلسبيل غدًا", "مئات السكان يعبرون جسر المشاة الجديد في يومه الأول"])
    {
        member.card.title = title.to_owned();
    }
    let phase = |members: std::ops::Range<usize>| Phase {
        first_at: members_at(&members),
        last_at: minutes_ago(9),
        outlets: members.len(),
        members,
    };
    let phases = vec![phase(0..3), phase(3..7)];
    let episodes = vec![Episode { card: story_card(1), is_earlier: true }, Episode { card: story_card(2), is_earlier: false }];
    Story { card: story_card(0), members, keywords: keywords(), phases, episodes }
}

fn members_at(members: &std::ops::Range<usize>) -> Timestamp {
    minutes_ago(300 - 20 * members.start as i64)
}

pub(super) fn changes() -> ArticleChanges {
    use rafid_analysis::difference::difference;
    let body = |old: &str, new: &str| vec![difference(old, new)];
    let edition = |minutes, title, body| Edition { noticed_at: minutes_ago(minutes), title, body };
    let title = NEWS[0].0;
    let editions = vec![
        edition(
            2,
            difference("افتتاح جسر للمشاة فوق نهر السلسبيل", title),
            body("وعبره ستون زائرا.", "وعبره ستمئة زائر في يومه الأول."),
        ),
        edition(90, difference(title, title), body("افتتحت البلدية الجسر.", "افتتحت بلدية مدينة الواحة الجسر صباح اليوم.")),
    ];
    ArticleChanges { article: full_article(0), editions }
}

pub(super) fn outlet_listing() -> OutletListing {
    let outlet = outlet(0);
    let cards = (0..8).map(|n| Card { outlet: outlet.clone(), ..card(n) }).collect();
    OutletListing { outlet, cards, next_cursor: Some("2026-03-09T00:00:00Z_1".to_owned()) }
}

pub(super) fn keyword_listing() -> KeywordListing {
    let phrase = "جسر المشاة".to_owned();
    KeywordListing {
        key: phrase.clone(),
        phrase,
        cards: (0..6).map(card).collect(),
        beside: keywords().split_off(1),
        next_cursor: None,
    }
}

pub(super) fn search() -> SearchResults {
    let words = snippet::QueryWords::new(Default::default(), "نهر السلسبيل");
    let group = |n: usize| {
        let card = card(n * 8);
        Group {
            hit: Hit { title: words.mark(&card.title), snippet: words.snippet(&card.lead, 200), score: 3.0, card },
            others: (1..n + 2).map(self::card).collect(),
            more: n + 7,
        }
    };
    SearchResults {
        q: "نهر السلسبيل".to_owned(),
        total: 14,
        groups: (0..4).map(group).collect(),
        next_cursor: Some("20".to_owned()),
        facets: Some(facets()),
        did_you_mean: Some(DidYouMean {
            q: "نهر السلسبيل".to_owned(),
            runs: vec![
                snippet::Run { text: "نهر ".to_owned(), is_match: false },
                snippet::Run { text: "السلسبيل".to_owned(), is_match: true },
            ],
        }),
    }
}

fn facets() -> SearchFacets {
    let bar = |n: i64| {
        let day = |n: i64| Timestamp::from_second(n * 86_400).unwrap_or_default();
        let first = now().as_second() / 86_400 - 20;
        Bar { from: day(first + n), to: day(first + n + 1), articles: [3, 0, 1, 7, 4, 12, 2][n as usize % 7] }
    };
    let keyword = |(phrase, articles): (&str, usize)| KeywordFacet { key: phrase.into(), phrase: phrase.into(), articles };
    SearchFacets {
        outlets: (0..10).map(|n| (outlet(n), 40 - 3 * n)).take(6).collect(),
        countries: [("IQ", 61), ("EG", 22), ("XX", 3)].map(|(code, articles)| (code.to_owned(), articles)).into(),
        keywords: [("وزارة الري", 18), ("السد الجديد", 9), ("صيد السمك", 4)].map(keyword).into(),
        times: Histogram { step: Step::Day, bars: (0..20).map(bar).collect() },
    }
}

/// A source in each state.
pub(super) fn health() -> Health {
    let feed = |n: usize, state, trouble: Option<Trouble>| FeedHealth {
        address: format!("https://{}/rss.xml", outlet(n).key),
        state,
        failures: if trouble.is_some() { 4 } else { 0 },
        trouble,
        last_success_at: Some(minutes_ago(11 + 300 * n as i64)),
        next_at: Some(minutes_ago(-4 - n as i64)),
        issues: if n == 2 { vec![Issue::warning("bare-ampersand", "byte 1843: `قمح & شعير`")] } else { vec![] },
        hubs: match n {
            2 | 4 => vec![HubHealth {
                address: "https://hub.example/".to_owned(),
                is_live: n == 4,
                expires_at: (n == 4).then(|| minutes_ago(-5000)),
                attempts: 2,
            }],
            _ => vec![],
        },
    };
    let timeout = Trouble { kind: Some(FailureKind::Timeout), detail: "no headers within 20s".to_owned() };
    let moved = Trouble { kind: Some(FailureKind::NotFound), detail: "status 404".to_owned() };
    let states = [
        (HealthState::Gone, None),
        (HealthState::Failing, Some(timeout)),
        (HealthState::Silent, None),
        (HealthState::Troubled, Some(moved)),
        (HealthState::Well, None),
        (HealthState::NotAsked, None),
    ];
    let source = |(n, (state, trouble)): (usize, (HealthState, Option<Trouble>))| {
        let first = if trouble.is_some() { HealthState::Failing } else { state };
        let silence = (state == HealthState::Silent).then_some(Silence { days: 9, usual: Rate::Daily(20) });
        let mut feeds = vec![feed(n, first, trouble)];
        if state == HealthState::Troubled {
            feeds.push(feed(n + 1, HealthState::Well, None));
        }
        SourceHealth {
            key: outlet(n).key.clone(),
            name: outlet(n).name.clone(),
            state,
            last_success_at: (state != HealthState::NotAsked).then(|| minutes_ago(11 + 300 * n as i64)),
            next_at: (state != HealthState::Gone).then(|| minutes_ago(-4 - n as i64)),
            last_article_at: (state != HealthState::NotAsked).then(|| minutes_ago(if silence.is_some() { 12_960 } else { 95 })),
            last_day: if state == HealthState::Well { 23 } else { 0 },
            usual_per_day: (state != HealthState::NotAsked).then_some(20.0),
            silence,
            feeds,
        }
    };
    Health { sources: states.into_iter().enumerate().map(source).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements that have no end.
    const VOID: [&str; 7] = ["meta", "link", "input", "img", "br", "path", "rect"];

    /// Whether every element that begins ends in its place.
    fn check_nesting(name: &str, html: &str) {
        let mut open: Vec<&str> = Vec::new();
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            if let Some(end) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(end), "{name}: </{end}> in the wrong place");
            } else if !tag.starts_with('!') {
                let element = tag.split([' ', '\n', '/']).next().unwrap_or_default();
                if !VOID.contains(&element) {
                    open.push(element);
                }
            }
        }
        assert!(open.is_empty(), "{name}: left open: {open:?}");
    }

    #[test]
    fn every_page_is_well_formed_in_every_language() {
        for locale in Locale::ALL {
            for (name, html) in all(locale) {
                let html = html.unwrap();
                check_nesting(name, &html);
                assert!(html.contains(&format!("<html lang=\"{}\" dir=\"{}\">", locale.code(), locale.dir())), "{name}");
                assert_eq!(html.matches("<h1").count(), 1, "{name}");
                assert_eq!(html.matches("<main").count(), 1, "{name}");
                assert!(!html.contains("style=\""), "{name}: the content security policy refuses style attributes");
                let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
                let all_ids = ids.len();
                ids.sort_unstable();
                ids.dedup();
                assert_eq!(ids.len(), all_ids, "{name}: an id twice");
            }
        }
    }

    #[test]
    fn the_article_page_says_what_it_must() {
        let page = |locale| all(locale).into_iter().find(|(name, _)| *name == "article").unwrap().1.unwrap();
        let ar = page(Locale::Ar);
        for text in [
            "المصدر",
            "كلمات دلالية",
            "اقرأ أيضاً",
            "مقالات مشابهة",
            "نُشر أيضاً في…",
            "١٠ مارس ٢٠٢٦",
            "بتوقيت غرينتش",
            "<blockquote",
            "<table",
            "متابعة",
        ] {
            assert!(ar.contains(text), "{text}");
        }
        let en = page(Locale::En);
        for text in ["Source", "Keywords", "Read next", "Similar articles", "Also published in…", "10 March 2026", "/en/a/"] {
            assert!(en.contains(text), "{text}");
        }
        // The switch in the page and, for search engines, the other language and the one for readers of neither.
        assert_eq!(en.matches("href=\"/a/").count(), 3, "links keep the language");
    }

    #[test]
    fn templates_escape_everything() {
        for template in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")).unwrap().flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect() } else { vec![path] }
        }) {
            let text = std::fs::read_to_string(&template).unwrap();
            assert!(!text.contains("|safe") && !text.contains("| safe") && !text.contains("escape"), "{template:?}");
        }
    }
}
