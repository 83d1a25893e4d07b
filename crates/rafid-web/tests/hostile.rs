//! What publishers and visitors may write, and what must not come of it: our markup stays ours.

mod site;

use rafid_core::*;
use site::Site;
use site::shelf::Shelf;

const ATTACKS: [&str; 8] = [
    "<script>__pwned=1</script>",
    "\"><script>__pwned=1</script>",
    "'><img src=x onerror=__pwned=1>",
    "&lt;script&gt;__pwned=1&lt;/script&gt;",
    "</title></script></style><svg onload=__pwned=1>",
    "<iframe srcdoc='<script>__pwned=1</script>'>",
    "{{ 7*7 }} <base href=//x> <meta http-equiv=refresh content=0>",
    "\u{202E}gnp.exe\u{2066} \u{200F}",
];

fn hostile(attack: &str) -> Shelf {
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", attack, DisplayPolicy::Full);
    let other = shelf.outlet("b.example/\"><x>", attack, DisplayPolicy::Full);
    for (source, minutes) in [(source, 9), (other, 8), (source, 7)] {
        let article = shelf.put(source, attack, attack, minutes, 1);
        let text = || attack.to_owned();
        article.summary.byline = Some(text());
        article.summary.section = Some(text());
        article.summary.keywords = vec![Keyword { phrase: text(), key: text(), score: 1.0 }];
        article.tags = vec![text()];
        article.credit = Some(text());
        article.language = Some(text());
        article.revisions = vec![Revision { replaced_at: article.summary.at, title: text(), body: Body::from_text(attack) }];
        let url = WebUrl::new("https://a.example/\"'onmouseover=__pwned()").unwrap();
        article.summary.image = Some(url.clone());
        article.summary.url = Some(url.clone());
        article.body = Body(vec![
            Block::Paragraph(vec![
                Inline::Text(text()),
                Inline::Strong(text()),
                Inline::Emphasis(text()),
                Inline::Link { url: url.clone(), text: text() },
                Inline::Break,
            ]),
            Block::Heading { level: 9, text: text() },
            Block::List { ordered: true, items: vec![vec![Inline::Text(text())]] },
            Block::Quote(vec![Inline::Text(text())]),
            Block::Table { rows: vec![vec![text()], vec![]] },
            Block::Figure { image: url.clone(), caption: Some(text()), alt: Some(text()) },
            Block::Embed { url, title: Some(text()) },
            Block::Preformatted(text()),
        ]);
    }
    shelf.link(1, 3, CopyKind::EditedCopy, 0.9);
    shelf
}

/// The tags of a page, without what quotes hold: what is left is what a browser takes for markup.
fn tags(html: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (mut tag, mut quote, mut end) = (String::new(), None, rest.len());
        for (at, c) in rest[start..].char_indices() {
            match (quote, c) {
                (None, '>') => {
                    end = start + at + 1;
                    break;
                }
                (None, '"') => quote = Some('"'),
                (Some('"'), '"') => quote = None,
                (None, c) => tag.push(c),
                _ => {}
            }
        }
        tags.push(tag.to_ascii_lowercase());
        rest = &rest[end..];
    }
    tags
}

#[tokio::test]
async fn publishers_texts_never_become_markup() {
    for attack in ATTACKS {
        let site = Site::start(hostile(attack)).await;
        let encoded: String = attack.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let keyword = format!("/keyword/{encoded}");
        let search = format!("/search?q={encoded}");
        let find = "/search?q=pwned%20exe%207".to_owned();
        for path in ["/", "/a/1", "/en/a/2", "/s/1", "/source/a.example", "/source/2", &keyword, &search, &find] {
            let page = site.get(path).await;
            assert!(page.status == 200 || (page.status == 404 && path == keyword), "{path} {}", page.status);
            for tag in tags(&page.body) {
                let name = tag.trim_start_matches(['<', '/']).split([' ', '\n']).next().unwrap_or_default().to_owned();
                assert!(!["iframe", "base", "style", "object", "embed", "x"].contains(&name.as_str()), "{path} {attack}: {tag}");
                assert!(name != "svg" || tag == "</svg" || tag.contains("aria-hidden"), "{path} {attack}: {tag}");
                assert!(!tag.contains("onerror") && !tag.contains("onload") && !tag.contains("onmouseover"), "{path}: {tag}");
                if name == "script" && !tag.starts_with("</") {
                    assert!(tag == "<script defer src=" || tag == "<script type=", "{path} {attack}: {tag}");
                }
                assert!(name != "meta" || !tag.contains("refresh"), "{path}: {tag}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_visitor_writes_comes_back_as_text() {
    let site = Site::start(Shelf::default()).await;
    for attack in ATTACKS {
        let encoded: String = attack.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [format!("/search?q={encoded}"), format!("/{encoded}"), format!("/a/{encoded}"), format!("/source/{encoded}")]
        {
            let page = site.get(&path).await;
            assert!(
                !page.body.contains("<script>__") && !page.body.contains("<svg onload") && !page.body.contains("<img src=x"),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn direction_tricks_stay_inside_their_element() {
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", "منفذ\u{202E}", DisplayPolicy::Full);
    shelf.put(source, "عنوان \u{202E}مقلوب", "نص", 3, 0);
    let site = Site::start(shelf).await;
    let page = site.get("/a/1").await.body;
    assert!(page.contains("<title>عنوان مقلوب — رافد</title>"), "{page}");
    assert!(page.contains("<h1 dir=\"rtl\">"), "an element with a direction isolates what it holds");
    assert!(page.contains("<bdi>منفذ"));
}

#[tokio::test]
async fn accidents_of_size_stay_small() {
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", "منفذ", DisplayPolicy::Full);
    let article = shelf.put(source, &"ط".repeat(1_000_000), "نص", 3, 0);
    article.tags = vec!["وسم".repeat(1_000); 5_000];
    article.summary.byline = Some("اسم ".repeat(25_000));
    article.summary.keywords = vec![Keyword { phrase: "عبارة".repeat(500), key: "x".into(), score: 1.0 }; 5_000];
    let site = Site::start(shelf).await;
    for path in ["/", "/a/1", "/source/1", "/s/1", "/api/v1/articles/1"] {
        let size = site.get(path).await.body.len();
        assert!(size < 200_000, "{path}: {size} bytes");
    }
}
