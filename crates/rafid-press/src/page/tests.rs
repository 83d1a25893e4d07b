use super::*;
use crate::edition::Edition;
use crate::{event, outlet};
use std::time::Duration;

fn edition() -> Edition {
    let start = "2026-11-23T10:00:00Z".parse().unwrap();
    Edition::assemble(outlet::built_in().unwrap(), &event::built_in().unwrap(), start, Duration::ZERO).unwrap()
}

fn each_page(mut check: impl FnMut(&Site<'_>, &Article, &str)) {
    let edition = edition();
    for (index, outlet) in edition.outlets.iter().enumerate() {
        let site = Site { edition: &edition, index, outlet, root: "http://127.8.0.1:80", now: edition.start };
        for article in site.visible() {
            check(&site, article, &super::article(&site, article));
        }
    }
}

#[test]
fn every_paragraph_is_on_the_page_in_order_with_a_box_between() {
    each_page(|site, article, page| {
        let version = article.version_at(site.now);
        let places: Vec<usize> = version.paragraphs.iter().map(|text| page.rfind(&escape(text)).unwrap()).collect();
        assert!(places.is_sorted(), "{}", article.path);
        if let [_, second, third, ..] = places.as_slice() {
            let between = &page[*second..*third];
            assert!(between.contains("أيض") || between.contains("ايضا") || between.contains("ذات صلة"), "{}", article.path);
            assert!(between.contains("<a href"), "{}", article.path);
        }
    });
}

#[test]
fn pages_carry_what_their_outlet_says() {
    each_page(|site, article, page| {
        assert_eq!(page.contains("application/ld+json"), site.outlet.json_ld);
        assert_eq!(page.contains("og:title"), site.outlet.open_graph);
        assert!(page.contains(&escape(&article.version_at(site.now).title)));
        assert!(page.contains(&dates::written(site.outlet, article.published)));
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{}\"", escape(&site.url(article)))));
        for part in ["إعلان", "share-mail", "الأكثر", "/section/weather"] {
            assert!(page.contains(part), "{} lacks {part}", site.outlet.key);
        }
        assert!(parts::COMMENTS.iter().any(|(_, text)| page.contains(text)), "{} lacks comments", site.outlet.key);
        assert!(article.tags.iter().all(|tag| page.contains(&format!(">{}</a>", escape(tag)))), "{}", article.path);
    });
}

#[test]
fn json_ld_parses_and_says_when() {
    let mut seen = 0;
    each_page(|site, article, page| {
        let Some((_, rest)) = page.split_once("<script type=\"application/ld+json\">") else { return };
        let (text, _) = rest.split_once("</script>").unwrap();
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        let news = json["@graph"].as_array().map_or(&json, |graph| &graph[1]);
        assert_eq!(news["headline"], article.version_at(site.now).title);
        assert_eq!(news["datePublished"], dates::iso(site.outlet, article.published));
        seen += 1;
    });
    assert!(seen > 5, "{seen}");
}

#[test]
fn a_page_in_another_encoding_declares_it_in_three_ways() {
    let edition = edition();
    let outlet = edition.outlets.iter().find(|outlet| outlet.charset == "windows-1256").unwrap();
    let ways: Vec<_> = (0..3).map(|id| (declared_in_header(outlet, Some(id)), head::charset(outlet, Some(id)))).collect();
    assert!(ways[0].0.is_none() && ways[0].1.contains("windows-1256"));
    assert!(ways[1].0.is_none() && ways[1].1.is_empty());
    assert!(ways[2].0 == Some("windows-1256") && ways[2].1.contains("utf-8"));
}
