//! `keywords FILE.jsonl`: ten phrases an article, best first, a line each.

use std::io::Write;

use anyhow::Context;
use rafid_analysis::ArticleText;
use rafid_pipeline::import::ImportPath;
use serde::{Deserialize, Serialize};

use crate::cli::KeywordsArgs;
use crate::output::json_line;

#[derive(Deserialize)]
struct Request {
    id: serde_json::Value,
    #[serde(default)]
    title: String,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    id: serde_json::Value,
    keywords: Vec<KeywordJson>,
}

#[derive(Serialize)]
struct KeywordJson {
    phrase: String,
    score: f32,
}

pub fn run(args: &KeywordsArgs) -> anyhow::Result<()> {
    let input = ImportPath(args.file.clone());
    let failed = || format!("could not read {input}");
    let mut lines = input.open().with_context(failed)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut text, mut number, mut bad) = (Vec::new(), 0, 0);
    while lines.next_line(&mut text).with_context(failed)? {
        number += 1;
        if text.trim_ascii().is_empty() {
            continue;
        }
        let request: Request = match serde_json::from_slice(&text) {
            Ok(request) => request,
            Err(error) => {
                eprintln!("{input}, line {number}: skipped: {error}");
                bad += 1;
                continue;
            }
        };
        let article = ArticleText {
            title: &request.title,
            summary: request.summary.as_deref(),
            body: &request.body,
            tags: &request.tags,
            ..ArticleText::default()
        };
        let keywords = rafid_analysis::keywords(&article, args.limit)
            .into_iter()
            .map(|keyword| KeywordJson { phrase: keyword.phrase, score: keyword.score })
            .collect();
        json_line(&mut out, &Answer { id: request.id, keywords })?;
    }
    out.flush()?;
    anyhow::ensure!(number == 0 || bad < number, "no line could be read");
    Ok(())
}
