//! "Did you mean" measured: slips are put into words of real questions by a model of how people mistype, and clean questions are asked
//! as they are.
//!
//! `cargo run --release -p rafid --example spelling_eval -- COLLECTION.jsonl QUERIES.jsonl [--show]`
//! A collection's lines have `title` and `body`; a query's `query`. Prints for slips within a question, and for the same word alone: how many are
//! put right (recall), how many of the offers are right (precision); for clean questions: how many are "corrected". CPU
//! time is the process's.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;

use rafid_arabic::{Analyzer, TokenKind};
use rafid_core::*;
use rafid_store::{Access, open};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    title: String,
    body: String,
}

#[derive(Deserialize)]
struct Asked {
    query: String,
}

/// Letters by their place on an Arabic keyboard.
const ROWS: [&str; 3] = ["ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ"];
const LETTERS: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";
const SLIPS: [&str; 6] = ["neighbour key", "other letter", "left out", "put in", "doubled", "swapped"];

/// A slip: its kind, the question, where the word is, and what it should be.
struct Slip {
    kind: &'static str,
    text: String,
    range: Range<usize>,
    word: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let articles: Vec<Article> = read(&arguments.next().ok_or("give a collection")?)?;
    let queries: Vec<Asked> = read(&arguments.next().ok_or("give a file of queries")?)?;
    let show = arguments.next().is_some_and(|flag| flag == "--show");
    let dir = std::env::temp_dir().join(format!("rafid-spelling-eval-{}", std::process::id()));
    let opened = open(&dir, Access::Write { holder: "spelling_eval" })?;
    let index = &*opened.index;
    let now = "2018-11-01T00:00:00Z".parse()?;
    let document = |(article, id): (&Article, i64)| IndexDocument {
        id: ArticleId(id),
        source: SourceId(1),
        source_key: "eval".into(),
        country: None,
        at: now,
        title: article.title.clone(),
        body: article.body.clone(),
        keywords: Vec::new(),
    };
    let documents: Vec<IndexDocument> = articles.iter().zip(0..).map(document).collect();
    index.apply(&documents, &[], Seq(1))?;

    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let slips: Vec<Slip> = queries.iter().filter_map(|asked| slip(&asked.query, &mut random)).collect();
    let is_known =
        |word: &str| -> StoreResult<bool> { Ok(index.search(&SearchQuery::new(format!("\"{word}\""), now))?.total > 0) };
    let (mut kept, mut real) = (Vec::new(), 0);
    for slip in slips {
        if !is_known(&slip.word)? {
            continue;
        }
        // What is a word all the same cannot be told from what was meant by looking at words.
        if is_known(&slip.text[slip.range.clone()])? { real += 1 } else { kept.push(slip) }
    }
    println!("{} slips; {real} more gave another word of the collection and are left out", kept.len());
    let mut by_kind: BTreeMap<&str, (u32, u32, u32)> = BTreeMap::new();
    let started = cpu_seconds()?;
    for slip in &kept {
        let offers = index.respell(&slip.text)?;
        let is_right = is_right(slip, slip.range.clone(), &offers);
        for kind in ["in a question", slip.kind] {
            let sums = by_kind.entry(kind).or_default();
            sums.0 += 1;
            sums.1 += u32::from(!offers.is_empty());
            sums.2 += u32::from(is_right);
        }
        if show && !is_right {
            println!("  {}: {} in {} -> {:?}", slip.word, &slip.text[slip.range.clone()], slip.text, folded(&offers));
        }
    }
    let spent = (cpu_seconds()? - started) / kept.len().max(1) as f64;
    println!("{:.2} ms of CPU a question with a slip", spent * 1e3);
    for slip in &kept {
        let typed = slip.text[slip.range.clone()].to_owned();
        let offers = index.respell(&typed)?;
        let sums = by_kind.entry("alone").or_default();
        sums.0 += 1;
        sums.1 += u32::from(!offers.is_empty());
        sums.2 += u32::from(is_right(slip, 0..typed.len(), &offers));
    }
    for (kind, (asked, offered, right)) in by_kind {
        let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        println!("  {kind:14} n={asked:4} recall {:.3} precision {:.3}", share(right, asked), share(right, offered));
    }
    let (mut alarms, started) = (0, cpu_seconds()?);
    for asked in &queries {
        let offers = index.respell(&asked.query)?;
        alarms += u32::from(!offers.is_empty());
        if show && !offers.is_empty() {
            println!("  alarm: {} -> {:?}", asked.query, folded(&offers));
        }
    }
    let spent = (cpu_seconds()? - started) / queries.len().max(1) as f64;
    println!("{alarms} of {} clean questions are changed; {:.3} ms of CPU a question", queries.len(), spent * 1e3);
    drop(opened);
    std::fs::remove_dir_all(&dir)?;
    Ok(())
}

fn folded(offers: &[Respelling]) -> Vec<String> {
    offers.iter().map(|offer| format!("{}{}", offer.clitic, offer.folded)).collect()
}

/// Whether the word and only it was put right: any form that the search takes for the same.
fn is_right(slip: &Slip, range: Range<usize>, offers: &[Respelling]) -> bool {
    let [offer] = offers else { return false };
    let given = format!("{}{}", offer.clitic, offer.folded);
    let same = |word: &str| Analyzer::builtin().stem(word, |guided, _| guided.to_owned());
    offer.range == range && (given == slip.word || same(&given) == same(&slip.word))
}

fn slip(query: &str, random: &mut Random) -> Option<Slip> {
    let mut words: Vec<(Range<usize>, String)> = Vec::new();
    Analyzer::builtin().analyze(query, |term| {
        if term.kind == TokenKind::Word && !term.is_stop && term.exact.chars().count() >= 4 {
            words.push((term.range.clone(), term.exact.to_owned()));
        }
    });
    if words.is_empty() {
        return None;
    }
    let (range, word) = words.swap_remove(random.below(words.len()));
    let mut letters: Vec<char> = word.chars().collect();
    let kind = SLIPS[random.below(SLIPS.len())];
    let at = random.below(letters.len());
    let any = |random: &mut Random| LETTERS.chars().nth(random.below(LETTERS.chars().count())).unwrap_or('ا');
    match kind {
        "neighbour key" => letters[at] = neighbour(letters[at], random).unwrap_or_else(|| any(random)),
        "other letter" => letters[at] = any(random),
        "left out" => drop(letters.remove(at)),
        "put in" => letters.insert(at, any(random)),
        "doubled" => letters.insert(at, letters[at]),
        _ => letters.swap(at, if at == 0 { 1 } else { at - 1 }),
    }
    let wrong: String = letters.into_iter().collect();
    let text = format!("{}{wrong}{}", &query[..range.start], &query[range.end..]);
    (wrong != word).then(|| Slip { kind, range: range.start..range.start + wrong.len(), text, word })
}

fn neighbour(letter: char, random: &mut Random) -> Option<char> {
    let row: Vec<char> = ROWS.iter().find(|row| row.contains(letter))?.chars().collect();
    let at = row.iter().position(|c| *c == letter)?;
    let beside: Vec<char> = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|n| row.get(n)).copied().collect();
    beside.get(random.below(beside.len().max(1))).copied()
}

/// xorshift64 (Marsaglia, 2003): the same slips in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % many.max(1) as u64) as usize
    }
}

/// User and system, in hundredths.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks: f64 = fields.get(11).ok_or("no times")?.parse::<f64>()? + fields.get(12).ok_or("no times")?.parse::<f64>()?;
    Ok(ticks / 100.0)
}

fn read<T: DeserializeOwned>(path: &str) -> Result<Vec<T>, Box<dyn Error>> {
    BufReader::new(File::open(path)?).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
