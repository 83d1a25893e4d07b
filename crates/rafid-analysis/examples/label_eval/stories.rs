//! Stories, related articles and pairs over a year of five outlets.

use std::collections::{HashMap, HashSet};

use rafid_analysis::{Window, related};
use rafid_core::{SettleIntent, StoryId};

use crate::Args;
use crate::articles::{Article, cpu_seconds, lines, load, text};

const BATCH: usize = 256;

/// Settles all articles in the order of time.
pub fn settle(articles: &mut [Article]) {
    let numbers: HashMap<_, _> = articles.iter().enumerate().map(|(number, article)| (article.row.id, number)).collect();
    let mut window = Window::new();
    let started = cpu_seconds();
    let mut moved = 0;
    for from in (0..articles.len()).step_by(BATCH) {
        let rows: Vec<_> = articles[from..articles.len().min(from + BATCH)].iter().map(|article| article.row.clone()).collect();
        let SettleIntent { assignments, merges, .. } = window.settle(&rows);
        let merges: HashMap<StoryId, StoryId> = merges.iter().map(|merge| (merge.from, merge.into)).collect();
        if !merges.is_empty() {
            for article in articles.iter_mut() {
                if let Some(into) = article.row.story.and_then(|story| merges.get(&story)) {
                    article.row.story = Some(*into);
                }
            }
        }
        for assignment in assignments {
            let Some(number) = numbers.get(&assignment.article) else { continue };
            let row = &mut articles[*number].row;
            moved += usize::from(row.story.is_some_and(|story| story != assignment.story));
            row.story = Some(assignment.story);
            row.original = assignment.original;
        }
    }
    let seconds = cpu_seconds() - started;
    let stories: HashSet<_> = articles.iter().map(|article| article.row.story).collect();
    println!(
        "# settled {} articles in {seconds:.2} s of CPU ({:.0} a second): {} stories, {moved} moves",
        articles.len(),
        articles.len() as f64 / seconds,
        stories.len()
    );
}

pub fn run(args: &Args) {
    let mut articles = load(&format!("{}/ant-2018.jsonl.zst", args.data));
    settle(&mut articles);
    let by_id: HashMap<String, usize> =
        articles.iter().enumerate().map(|(number, article)| (article.external.clone(), number)).collect();
    let window = lines(&format!("{}/story_window.jsonl", args.labels));
    let gold: HashMap<usize, String> =
        window.iter().filter_map(|line| Some((*by_id.get(text(line, "id"))?, line["story"].as_str()?.to_owned()))).collect();
    let ignored: HashSet<usize> =
        window.iter().filter(|line| line["story"].is_null()).filter_map(|line| by_id.get(text(line, "id")).copied()).collect();
    if args.runs("stories") {
        stories(&articles, &gold, args.show);
    }
    if args.runs("related") {
        related_map(&articles, &gold, &ignored, args.show);
    }
    if args.runs("pairs") {
        pairs(&articles, &by_id, args);
    }
}

pub fn saudi(args: &Args) {
    let mut articles = load(&format!("{}/saudi-2015-07.jsonl.zst", args.data));
    settle(&mut articles);
    let mut stories: HashMap<StoryId, Vec<usize>> = HashMap::new();
    for (number, article) in articles.iter().enumerate() {
        stories.entry(article.row.story.unwrap_or(StoryId(0))).or_default().push(number);
    }
    let mut all: Vec<_> = stories.values().filter(|members| members.len() > 1).collect();
    all.sort_by_key(|members| members[0]);
    println!("stories of several articles: {}, articles in them: {}", all.len(), all.iter().map(|m| m.len()).sum::<usize>());
    if args.show {
        for members in all {
            println!("== {}", members.len());
            for number in members.iter().take(12) {
                let a = &articles[*number];
                println!("   {} {} {}{}", a.external, a.row.source, if a.row.original.is_some() { "© " } else { "" }, a.title);
            }
        }
    }
}

fn stories(articles: &[Article], gold: &HashMap<usize, String>, show: bool) {
    let mut of_gold: HashMap<&str, HashSet<usize>> = HashMap::new();
    let mut of_system: HashMap<StoryId, HashSet<usize>> = HashMap::new();
    let system = |number: usize| articles[number].row.story.unwrap_or(StoryId(-1));
    for (number, story) in gold {
        of_gold.entry(story).or_default().insert(*number);
        of_system.entry(system(*number)).or_default().insert(*number);
    }
    let cubed = |ids: &[usize]| {
        let (mut p, mut r) = (0.0, 0.0);
        for number in ids {
            let (a, b) = (&of_gold[gold[number].as_str()], &of_system[&system(*number)]);
            let both = a.intersection(b).count() as f64;
            p += both / b.len() as f64;
            r += both / a.len() as f64;
        }
        let (p, r) = (p / ids.len() as f64, r / ids.len() as f64);
        (p, r, 2.0 * p * r / (p + r))
    };
    let all: Vec<usize> = gold.keys().copied().collect();
    let multi: Vec<usize> = all.iter().copied().filter(|number| of_gold[gold[number].as_str()].len() > 1).collect();
    for (name, ids) in [("all", all), ("multi", multi)] {
        let (p, r, f) = cubed(&ids);
        println!("stories {name:6} n={} P={p:.4} R={r:.4} F1={f:.4}", ids.len());
    }
    if show {
        let mut names: Vec<_> = of_gold.keys().copied().collect();
        names.sort_unstable();
        for name in names {
            let members = &of_gold[name];
            let mut found: HashSet<StoryId> = HashSet::new();
            found.extend(members.iter().map(|number| system(*number)));
            let total: usize = found.iter().map(|story| of_system[story].len()).sum();
            if found.len() == 1 && total == members.len() {
                continue;
            }
            println!("== gold {name}: {} articles in {} stories of ours", members.len(), found.len());
            let mut found: Vec<_> = found.into_iter().collect();
            found.sort_unstable();
            for story in found {
                println!("  -- {story}");
                let mut list: Vec<_> = of_system[&story].iter().copied().collect();
                list.sort_unstable();
                for number in list {
                    let a = &articles[number];
                    let mark = if gold[&number] == name { "  " } else { "× " };
                    println!("     {mark}{:9} {} {} | {}", gold[&number], a.row.at, a.external, a.title);
                }
            }
        }
    }
}

fn read_alone(row: &rafid_core::DigestRow) -> related::Target<'_> {
    related::Target { row, copies: &[], keywords: &[] }
}

fn related_map(articles: &[Article], gold: &HashMap<usize, String>, ignored: &HashSet<usize>, show: bool) {
    let pool: Vec<usize> = gold.keys().chain(ignored).copied().collect();
    let rows: Vec<_> = pool.iter().map(|number| articles[*number].row.clone()).collect();
    let options = related::Options { spread: false, limit: 400 };
    let (mut sum, mut queries, mut first) = (0.0, 0, 0);
    let started = cpu_seconds();
    for (number, story) in gold {
        let relevant: HashSet<usize> =
            gold.iter().filter(|(other, s)| *s == story && *other != number).map(|(other, _)| *other).collect();
        if relevant.is_empty() {
            continue;
        }
        let target = &articles[*number].row;
        let ranked = related::rank(&read_alone(target), &rows, &options);
        let list: Vec<usize> = ranked.iter().map(|r| r.id.0 as usize - 1).filter(|n| !ignored.contains(n)).collect();
        let (mut hits, mut precision) = (0, 0.0);
        for (place, other) in list.iter().enumerate() {
            if relevant.contains(other) {
                hits += 1;
                precision += f64::from(hits) / (place + 1) as f64;
            }
        }
        let ap = precision / relevant.len() as f64;
        if show && ap < 0.9 {
            println!("AP {ap:.3} {} {} | {}", story, articles[*number].external, articles[*number].title);
            for other in list.iter().take(relevant.len() + 2) {
                println!(
                    "      {} {} | {}",
                    if relevant.contains(other) { "+" } else { "×" },
                    articles[*other].external,
                    articles[*other].title
                );
            }
        }
        first += usize::from(list.first().is_some_and(|other| relevant.contains(other)));
        sum += ap;
        queries += 1;
    }
    let n = f64::from(queries);
    println!(
        "related n={queries} MAP={:.4} P@1={:.4} ({:.2} ms a query over {} candidates)",
        sum / n,
        first as f64 / n,
        (cpu_seconds() - started) * 1_000.0 / n,
        rows.len()
    );
}

fn pairs(articles: &[Article], by_id: &HashMap<String, usize>, args: &Args) {
    let mut scored: Vec<(f32, String, usize, usize)> = Vec::new();
    for line in lines(&format!("{}/story_pairs.jsonl", args.labels)) {
        let (Some(a), Some(b)) = (by_id.get(text(&line, "id_a")), by_id.get(text(&line, "id_b"))) else { continue };
        let options = related::Options { spread: false, limit: 1 };
        let ranked = related::rank(&read_alone(&articles[*a].row), std::slice::from_ref(&articles[*b].row), &options);
        scored.push((ranked.first().map_or(0.0, |r| r.score), text(&line, "label").to_owned(), *a, *b));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let total = scored.iter().filter(|s| s.1 == "same_event").count();
    let (mut hits, mut ap, mut best) = (0, 0.0, (0.0, 0.0));
    for (place, (score, label, a, b)) in scored.iter().enumerate() {
        if label == "same_event" {
            hits += 1;
            ap += f64::from(hits) / (place + 1) as f64;
        }
        let f = 2.0 * f64::from(hits) / (place + 1 + total) as f64;
        if f > best.0 {
            best = (f, *score);
        }
        if args.show {
            println!("{score:.3} {label:10} {} | {}", articles[*a].title, articles[*b].title);
        }
    }
    let joined = scored.iter().filter(|s| articles[s.2].row.story == articles[s.3].row.story);
    let (mut right, mut wrong) = (0, 0);
    joined.for_each(|s| if s.1 == "same_event" { right += 1 } else { wrong += 1 });
    println!(
        "pairs n={} AP={:.4} best F1={:.4} at {:.3}; in one story: {right} right, {wrong} wrong of {total}",
        scored.len(),
        ap / total as f64,
        best.0,
        best.1
    );
}

/// Prints what would be offered beside some articles, for reading by eye.
pub fn read(args: &Args) {
    let mut articles = load(&format!("{}/ant-2018.jsonl.zst", args.data));
    settle(&mut articles);
    let options = related::Options { spread: true, limit: 10 };
    for number in (300..articles.len()).step_by(articles.len() / 30) {
        let target = &articles[number].row;
        let near = |article: &&Article| (article.row.at.as_second() - target.at.as_second()).abs() < 20 * 86_400;
        let candidates: Vec<_> = articles.iter().filter(near).map(|article| article.row.clone()).collect();
        println!("== {} | {}", target.at, articles[number].title);
        for item in related::rank(&read_alone(target), &candidates, &options) {
            let article = &articles[item.id.0 as usize - 1];
            println!("   {:.3} {:?} {} {} | {}", item.score, item.relation, article.row.source, article.row.at, article.title);
        }
    }
}
