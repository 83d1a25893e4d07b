//! Copies: what the window says about labelled pairs.

use std::collections::HashMap;

use rafid_analysis::Window;
use rafid_core::CopyKind;

use crate::Args;
use crate::articles::{lines, load, text};

pub fn run(args: &Args) {
    let articles = load(&format!("{}/neardup_docs.jsonl", args.data));
    let rows: Vec<_> = articles.iter().map(|article| article.row.clone()).collect();
    let mut found: HashMap<(i64, i64), (CopyKind, f32)> = HashMap::new();
    for assignment in Window::new().settle(&rows).assignments {
        for link in assignment.copies {
            let pair = (assignment.article.0.min(link.other.0), assignment.article.0.max(link.other.0));
            found.insert(pair, (link.kind, link.similarity));
        }
    }
    let by_id: HashMap<&str, usize> =
        articles.iter().enumerate().map(|(number, article)| (article.external.as_str(), number)).collect();
    let mut pairs: Vec<(String, &str, f32, usize, usize)> = Vec::new();
    for line in lines(&format!("{}/neardup_pairs.jsonl", args.labels)) {
        let (Some(a), Some(b)) = (by_id.get(text(&line, "id_a")), by_id.get(text(&line, "id_b"))) else { continue };
        let ids = (articles[*a].row.id.0, articles[*b].row.id.0);
        let verdict = found.get(&(ids.0.min(ids.1), ids.0.max(ids.1)));
        let kind = match verdict {
            Some((CopyKind::Copy, _)) => "copy",
            Some((CopyKind::EditedCopy, _)) => "edited_copy",
            None => "independent",
        };
        pairs.push((text(&line, "label").to_owned(), kind, verdict.map_or(0.0, |v| v.1), *a, *b));
    }
    let mut sum = 0.0;
    for class in ["copy", "edited_copy", "independent"] {
        let count = |gold: bool, system: bool| {
            pairs.iter().filter(|p| (!gold || p.0 == class) && (!system || p.1 == class)).count() as f64
        };
        let both = count(true, true);
        let (p, r) = (both / count(false, true).max(1.0), both / count(true, false).max(1.0));
        let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        println!("copies {class:12} P={p:.3} R={r:.3} F1={f:.3}");
        sum += f / 3.0;
    }
    println!("copies n={} macro F1={sum:.4}", pairs.len());
    if args.show {
        for (gold, kind, similarity, a, b) in pairs.iter().filter(|p| p.0 != p.1) {
            println!(
                "{gold} taken for {kind} ({similarity:.2})\n   {} | {}\n   {} | {}",
                articles[*a].external, articles[*a].title, articles[*b].external, articles[*b].title
            );
        }
    }
}
