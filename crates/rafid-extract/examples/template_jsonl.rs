//! What learned templates take out of articles: `{"url","title","body"}` a line in, in the order in which a portal met
//! them; out comes what was dropped of each host's articles, the most frequent first.
//!
//! Bodies are text, a paragraph a line.

use std::collections::HashMap;
use std::io::BufRead;

use rafid_core::Body;
use rafid_extract::article::{Extraction, Template};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut templates: HashMap<String, Template> = HashMap::new();
    let mut dropped: HashMap<(String, String), usize> = HashMap::new();
    let (mut articles, mut touched) = (0, 0);
    for line in std::io::stdin().lock().lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |key: &str| article[key].as_str().unwrap_or_default();
        let host = url::Url::parse(text("url")).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let body = Body::from_text(text("body"));
        let mut page = Extraction { title: Some(text("title").to_owned()), text: body.text(), body, ..Extraction::default() };
        let before = page.body.clone();
        let template = templates.entry(host.clone()).or_default();
        template.learn(text("url"), &page);
        articles += 1;
        if template.apply(&mut page) > 0 {
            touched += 1;
            for block in before.0.iter().filter(|block| !page.body.0.contains(block)) {
                *dropped.entry((host.clone(), block.text())).or_default() += 1;
            }
        }
    }
    let mut list: Vec<_> = dropped.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    println!("{articles} articles of {} hosts: {touched} changed", templates.len());
    for ((host, text), count) in list {
        println!("{count}\t{host}\t{}", text.replace('\n', " ⏎ ").chars().take(140).collect::<String>());
    }
    Ok(())
}
