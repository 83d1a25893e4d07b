//! What the lines that are no prose said: related articles, the source, the keywords.

use super::super::Page;
use super::super::hints::Hints;
use super::line::Line;
use crate::article::credit;
use crate::article::phrases::{self, Phrase};
use crate::html::{NodeId, Tag};

/// How many links to other articles are kept.
const MAX_RELATED: usize = 60;

/// Facts from beside the prose; links still by node, since only the caller knows the page's address.
#[derive(Debug, Default)]
pub struct Harvest {
    /// Headline and link of other articles, in page order.
    pub related: Vec<(String, Option<NodeId>)>,
    /// What follows «المصدر:».
    pub source: Option<String>,
    /// What follows «كلمات دلالية:».
    pub keywords: Vec<String>,
}

impl Harvest {
    pub fn read(page: &Page<'_, '_>, lines: &[Line<'_>], second: Option<usize>) -> Self {
        let mut harvest = Self::default();
        let mut under_label = false;
        for (n, line) in lines.iter().enumerate().filter(|(_, line)| !line.kept) {
            let phrase = phrases::of(&line.folded);
            let text = line.text(page);
            if let Some(source) = after_label(&text, &["المصدر", "مصدر الخبر", "Source"]) {
                harvest.source = harvest.source.or(Some(source.to_owned()).filter(|s| !s.is_empty()));
                continue;
            }
            if let Some(agency) = credit::in_brackets(&text) {
                harvest.source = harvest.source.or(Some(agency.to_owned()));
                continue;
            }
            if is_keywords(&line.folded) {
                harvest.keywords(page, lines, n);
                under_label = false;
                continue;
            }
            let links: Vec<NodeId> = links(page, line);
            under_label |= phrase == Some(Phrase::Label);
            // Below the label of a second article its headline is the first line, linked or not.
            let heads_second = second.is_some_and(|label| n == label + 1 || (n == label && !links.is_empty()));
            if heads_second && links.is_empty() {
                harvest.related.push((text.clone(), None));
            }
            if line.block.teaser || under_label || heads_second || (line.block.link_density() > 0.85 && line.block.words >= 4) {
                for link in links {
                    harvest.link(page, link);
                }
            }
            // An unlinked list of headlines, as an aggregator's «مقالات مشابهة».
            if second.is_some() && line.tag == Tag::Li && line.block.link_density() < 0.1 && !text.is_empty() {
                harvest.related.push((text, None));
            }
        }
        harvest.related.truncate(MAX_RELATED);
        harvest
    }

    /// The links under labels such as «مواضيع ذات صلة» below the article.
    pub fn below(&mut self, page: &Page<'_, '_>, roots: &[NodeId]) {
        let Some(end) = roots.iter().map(|&root| page.document.end(root)).max() else { return };
        let mut under_label = false;
        for block in page.blocks.iter().filter(|block| block.first() >= end).take(300) {
            let linked = block.link_density() > 0.8;
            let line = Line::read(page, block);
            let label = !linked && block.words <= 6 && matches!(phrases::of(&line.folded), Some(Phrase::Label));
            under_label = label || (under_label && (linked || block.teaser || block.words <= 4));
            if under_label && linked {
                for link in links(page, &line) {
                    self.link(page, link);
                }
            }
        }
    }

    /// The links of boxes that are called related, wherever they stand.
    pub fn boxes(&mut self, page: &Page<'_, '_>) {
        let mut end = 0;
        for id in 0..page.document.nodes.len() {
            if id >= end && page.dropped[id] && page.hints[id].has(Hints::RELATED) && self.related.len() < MAX_RELATED {
                end = page.document.end(id);
                for link in (id..end).filter(|&n| page.document.tag(n) == Tag::A).take(40) {
                    self.link(page, link);
                }
            }
        }
    }

    fn link(&mut self, page: &Page<'_, '_>, link: NodeId) {
        if self.related.len() >= MAX_RELATED {
            return;
        }
        let title = page.document.text(link);
        let title = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '•' | '-' | '|' | ':')).to_owned();
        let href = page.document.raw_attr(link, "href").unwrap_or_default();
        let leads = !href.is_empty() && !href.starts_with('#') && !href.starts_with("javascript:");
        if leads && title.split_whitespace().count() >= 3 && !self.related.iter().any(|(known, _)| *known == title) {
            self.related.push((title, Some(link)));
        }
    }

    /// Keywords: the links of the line (or of the lines below it, when it is only the label), or its words by comma.
    fn keywords(&mut self, page: &Page<'_, '_>, lines: &[Line<'_>], at: usize) {
        let mut found: Vec<String> = links(page, &lines[at]).into_iter().map(|link| page.document.text(link)).collect();
        if found.is_empty()
            && let Some((_, list)) = lines[at].text(page).split_once([':', '：'])
        {
            found = list.split([',', '،', '|', '#', '؛']).map(|word| word.trim().to_owned()).collect();
        }
        if found.iter().all(String::is_empty) {
            let below =
                lines[at + 1..].iter().take_while(|line| line.block.link_density() > 0.85 && line.block.words <= 6).take(20);
            found = below.flat_map(|line| links(page, line)).map(|link| page.document.text(link)).collect();
        }
        self.keywords.extend(found.into_iter().filter(|word| !word.is_empty() && word.chars().count() <= 80));
    }
}

/// The links inside a line, or around it.
fn links(page: &Page<'_, '_>, line: &Line<'_>) -> Vec<NodeId> {
    let document = page.document;
    let mut links: Vec<NodeId> = (line.block.first()..line.block.end()).filter(|&n| document.tag(n) == Tag::A).collect();
    if links.is_empty() || document.tag(line.block.first()) == Tag::Text {
        let around = document.ancestors(line.block.first()).take(6).find(|&up| document.tag(up) == Tag::A);
        if let Some(around) = around {
            links.insert(0, around);
        }
    }
    links
}

fn after_label<'t>(text: &'t str, labels: &[&str]) -> Option<&'t str> {
    labels.iter().find_map(|label| {
        let rest = text.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_prefix(label)?.trim_start();
        rest.strip_prefix([':', '：', '-', '–']).map(str::trim)
    })
}

fn is_keywords(folded: &str) -> bool {
    [
        "كلمات دلاليه",
        "الكلمات الدلاليه",
        "كلمات مفتاحيه",
        "الكلمات المفتاحيه",
        "كلمات البحث",
        "الوسوم",
        "وسوم",
        "سمات",
        "tags",
        "keywords",
        "topics",
    ]
    .iter()
    .any(|word| folded == *word || folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}
