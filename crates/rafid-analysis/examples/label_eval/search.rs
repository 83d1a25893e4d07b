use crate::Args;
use crate::articles::{Article, lines, load_some, text};
use rafid_analysis::{Window, related, tune};
use std::collections::{HashMap, HashSet};

pub struct Data {
    arts: Vec<Article>,
    gold: HashMap<usize, String>,
    ignored: HashSet<usize>,
    pairs: Vec<(String, usize, usize)>,
}

pub fn data(args: &Args) -> Data {
    let pl = lines(&format!("{}/story_pairs.jsonl", args.labels));
    let wl = lines(&format!("{}/story_window.jsonl", args.labels));
    let ids: HashSet<String> = pl.iter().flat_map(|l| [text(l, "id_a").to_owned(), text(l, "id_b").to_owned()]).collect();
    let arts = load_some(&format!("{}/ant-2018.jsonl.zst", args.data), |v| {
        let d = text(v, "published");
        (d >= "2018-05-17" && d < "2018-05-27") || ids.contains(text(v, "id"))
    });
    let by: HashMap<&str, usize> = arts.iter().enumerate().map(|(n, a)| (a.external.as_str(), n)).collect();
    let gold = wl.iter().filter_map(|l| Some((*by.get(text(l, "id"))?, l["story"].as_str()?.to_owned()))).collect();
    let ignored = wl.iter().filter(|l| l["story"].is_null()).filter_map(|l| by.get(text(l, "id")).copied()).collect();
    let pairs = pl
        .iter()
        .filter_map(|l| Some((text(l, "label").to_owned(), *by.get(text(l, "id_a"))?, *by.get(text(l, "id_b"))?)))
        .collect();
    Data { gold, ignored, pairs, arts }
}

pub fn measure(d: &mut Data) -> [f64; 5] {
    let mut w = Window::new();
    for a in d.arts.iter_mut() {
        a.row.story = None
    }
    let rows: Vec<_> = d.arts.iter().map(|a| a.row.clone()).collect();
    for chunk in rows.chunks(128) {
        for s in w.settle(chunk).assignments {
            d.arts[s.article.0 as usize - 1].row.story = Some(s.story)
        }
    }
    let mut og: HashMap<&str, HashSet<usize>> = HashMap::new();
    let mut os: HashMap<i64, HashSet<usize>> = HashMap::new();
    let sys = |n: usize| d.arts[n].row.story.unwrap().0;
    for (n, g) in &d.gold {
        og.entry(g).or_default().insert(*n);
        os.entry(sys(*n)).or_default().insert(*n);
    }
    let f = |ids: Vec<usize>| {
        let (mut p, mut r) = (0.0, 0.0);
        for n in &ids {
            let (a, b) = (&og[d.gold[n].as_str()], &os[&sys(*n)]);
            let k = a.intersection(b).count() as f64;
            p += k / b.len() as f64;
            r += k / a.len() as f64;
        }
        let n = ids.len() as f64;
        2.0 * (p / n) * (r / n) / (p / n + r / n)
    };
    let all = f(d.gold.keys().copied().collect());
    let multi = f(d.gold.keys().copied().filter(|n| og[d.gold[n].as_str()].len() > 1).collect());
    let o = related::Options { spread: false, limit: 400 };
    let mut map = [0.0, 0.0];
    for (k, with) in [(0, true), (1, false)] {
        let pool: Vec<_> = d
            .gold
            .keys()
            .map(|n| {
                let mut r = d.arts[*n].row.clone();
                if !with {
                    r.story = None
                }
                r
            })
            .collect();
        let (mut s, mut q) = (0.0, 0.0);
        for (n, g) in &d.gold {
            let rel = &og[g.as_str()];
            if rel.len() < 2 {
                continue;
            }
            let mut tr = d.arts[*n].row.clone();
            if !with {
                tr.story = None
            }
            let r = related::rank(&tr, &[], &pool, tr.at, &o);
            let (mut h, mut ap) = (0.0, 0.0);
            for (i, x) in r.iter().enumerate() {
                if rel.contains(&(x.id.0 as usize - 1)) {
                    h += 1.0;
                    ap += h / (i + 1) as f64
                }
            }
            s += ap / (rel.len() - 1) as f64;
            q += 1.0;
        }
        map[k] = s / q;
    }
    let _ = &d.ignored;
    let mut sc: Vec<(f32, bool)> = d
        .pairs
        .iter()
        .map(|(l, a, b)| {
            let (mut x, mut y) = (d.arts[*a].row.clone(), d.arts[*b].row.clone());
            x.story = None;
            y.story = None;
            (related::rank(&x, &[], &[y], x.at, &o).first().map_or(0.0, |r| r.score), l == "same_event")
        })
        .collect();
    sc.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut h, mut ap) = (0.0, 0.0);
    for (i, (_, y)) in sc.iter().enumerate() {
        if *y {
            h += 1.0;
            ap += h / (i + 1) as f64
        }
    }
    [all, multi, map[0], map[1], ap / h]
}

pub fn run(args: &Args, seed: &str, dims: &str) {
    let mut d = data(args);
    let show = |m: &[f64; 5]| format!("all {:.4} multi {:.4} map+ {:.4} map {:.4} ap {:.4}", m[0], m[1], m[2], m[3], m[4]);
    let obj = |m: &[f64; 5]| m[0] + 0.5 * m[1] + 0.5 * m[3] + 0.5 * m[4];
    let b = measure(&mut d);
    println!("base {}", show(&b));
    let mut best = obj(&b);
    let dims: Vec<usize> = dims.split(',').filter_map(|x| x.parse().ok()).collect();
    let steps: usize = seed.parse().unwrap_or(0);
    // sweep of single dims by factors
    for _ in 0..steps {
        for i in &dims {
            let now = tune::t(*i);
            let mut pick = now;
            for f in [0.5, 0.7, 0.85, 1.15, 1.4, 2.0f32] {
                let v = if now == 0.0 { (f - 0.4) * 0.2 } else { now * f };
                tune::set(*i, v);
                let m = measure(&mut d);
                println!("{i}={v:.4} {} {}", show(&m), if obj(&m) > best + 0.0005 { "*" } else { "" });
                if obj(&m) > best + 0.0005 {
                    best = obj(&m);
                    pick = v
                }
            }
            tune::set(*i, pick);
        }
    }
    println!("{}", (0..20).map(|i| format!("{i}={}", tune::t(i))).collect::<Vec<_>>().join(","));
}
