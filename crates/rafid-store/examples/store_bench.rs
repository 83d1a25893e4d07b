//! What storing, indexing and asking cost, in CPU time, on articles from a file.
//!
//! `zstd -dc ARTICLES.jsonl.zst | cargo run --release -p rafid-store --example store_bench -- DIR [LIMIT]`
//! Lines have `id`, `url`, `source`, `title`, `published`, `summary` and `body`. Keywords and digests are made up, in the
//! sizes that analysis gives.

use std::error::Error;
use std::io::BufRead;
use std::path::Path;
use std::time::Duration;

use rafid_core::*;
use rafid_store::{Access, index_path, open, store_path};
use serde::Deserialize;

const BATCH: usize = 500;
const INDEX_BATCH: usize = 2_000;
const DIGEST_BYTES: usize = 1_500;

#[derive(Deserialize)]
struct Line {
    id: String,
    url: Option<String>,
    source: String,
    #[serde(default)]
    title: String,
    published: Option<String>,
    summary: Option<String>,
    #[serde(default)]
    body: String,
}

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let dir = arguments.next().ok_or("give an empty directory")?;
    let limit = arguments.next().map_or(Ok(usize::MAX), |limit| limit.parse())?;
    let dir = Path::new(&dir);
    let opened = open(dir, Access::Write { holder: "store_bench" })?;
    let (store, index) = (&*opened.store, &*opened.index);

    let lines: Vec<Line> =
        std::io::stdin().lock().lines().take(limit).map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Outcome<_>>()?;
    let bytes: usize = lines.iter().map(|line| line.title.len() + line.body.len()).sum();
    println!("{} articles of {} bytes", lines.len(), bytes / lines.len().max(1));
    let intents: Vec<IngestIntent> = lines.iter().map(|line| intent(store, line)).collect::<Outcome<_>>()?;
    let memory = memory_mib();

    let count = intents.len() as u32;
    measured("commit, an article", count, || {
        intents.chunks(BATCH).try_for_each(|batch| Ok(store.commit(batch, &[]).map(drop)?))
    })?;
    measured("known, an article", count, || {
        let identities: Vec<_> = intents.iter().map(|intent| intent.draft.identity()).collect();
        identities.chunks(BATCH).try_for_each(|batch| Ok(store.known(batch).map(drop)?))
    })?;
    measured("commit again, an article", count, || {
        intents.chunks(BATCH).try_for_each(|batch| Ok(store.commit(batch, &[]).map(drop)?))
    })?;
    measured("settle, an article", count, || settle_all(store))?;
    measured("read for the index, an article", count, || {
        let ids: Vec<_> = (1..=i64::from(count)).map(ArticleId).collect();
        ids.chunks(BATCH).try_for_each(|batch| Ok(store.index_documents(batch).map(drop)?))
    })?;
    measured("take into terms, an article", count, || {
        let analyzer = rafid_arabic::Analyzer::builtin();
        let mut letters = 0;
        for line in &lines {
            analyzer.analyze(&line.body, |term| letters += term.exact.len() + term.guided.len() + term.light.len());
        }
        println!("{letters} bytes of terms");
        Ok(())
    })?;
    measured("read and index, an article", count, || catch_up(store, index))?;
    measured("a plain index of the same, an article", count, || plain(&dir.join("plain"), &lines))?;
    println!("plain index {} MiB", size_mib(&dir.join("plain")));
    println!("memory {} MiB (before: {memory})", memory_mib());
    println!("store {} MiB, index {} MiB", size_mib(&store_path(dir)), size_mib(&index_path(dir)));

    pages(store)?;
    let questions: Vec<SearchQuery> = lines.iter().step_by(40).map(|line| question(&line.title, Sort::Blend)).collect();
    ask(index, "search, a whole title", &questions)?;
    let short: Vec<_> = lines
        .iter()
        .step_by(40)
        .map(|line| question(&line.title.split_whitespace().take(2).collect::<Vec<_>>().join(" "), Sort::Blend))
        .collect();
    ask(index, "search, two words", &short)?;
    let common: Vec<_> = ["في", "الرئيس", "الولايات المتحدة", "قال", "سوريا OR العراق", "الرئيس الأمريكي"]
        .map(|text| question(text, Sort::Blend))
        .into_iter()
        .cycle()
        .take(300)
        .collect();
    ask(index, "search, common words", &common)?;
    let phrases: Vec<_> = ["\"الولايات المتحدة\"", "\"مجلس الأمن الدولي\"", "\"رئيس الوزراء\" -source:bbc"]
        .map(|text| question(text, Sort::New))
        .into_iter()
        .cycle()
        .take(300)
        .collect();
    ask(index, "search, phrases by time", &phrases)?;
    let terms: Vec<Vec<(String, f32)>> = lines.iter().step_by(100).map(|line| terms(&line.body)).collect();
    measured("similar, 20 terms", terms.len() as u32, || {
        terms.iter().try_for_each(|terms| Ok(index.similar(terms, 50).map(drop)?))
    })?;
    Ok(())
}

fn intent(store: &dyn Store, line: &Line) -> Outcome<IngestIntent> {
    let source = store.ensure_source(&SourceDraft { key: line.source.clone(), ..SourceDraft::default() })?;
    let published = line.published.as_deref().and_then(|time| time.parse().ok());
    let draft = ArticleDraft {
        source: source.id,
        external_id: Some(line.id.clone()),
        url: line.url.as_deref().and_then(WebUrl::new),
        title: line.title.clone(),
        byline: None,
        summary: line.summary.clone(),
        body: Body::from_text(&line.body),
        published,
        updated: None,
        fetched_at: "2026-11-23T06:00:00Z".parse()?,
        image: None,
        tags: Vec::new(),
        section: None,
        credit: None,
        language: Some("ar".into()),
        takes_over: false,
    };
    let words: Vec<&str> = line.title.split_whitespace().collect();
    let keywords = words
        .windows(2)
        .take(10)
        .map(|pair| Keyword {
            phrase: pair.join(" "),
            key: rafid_arabic::normalize::fold(&pair.join(" ")),
            score: 1.0 / pair.len() as f32,
        })
        .collect();
    let digest = Digest(line.body.bytes().cycle().map(|byte| byte.wrapping_mul(167)).take(DIGEST_BYTES).collect());
    let content_hash = xxhash_rust::xxh3::xxh3_64(line.body.as_bytes());
    Ok(IngestIntent { draft, content_hash, analysis: Analysis { version: 1, keywords, digest, ..Analysis::default() } })
}

/// Stories of four, as a batch of the clustering stage brings them.
fn settle_all(store: &dyn Store) -> Outcome<()> {
    loop {
        let rows = store.unsettled(BATCH)?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut intent = SettleIntent::default();
        for members in rows.chunks(4) {
            let story = StoryId(members[0].id.0);
            intent.stories.push(StoryDraft { id: story, lead: members[0].id });
            intent.assignments.extend(members.iter().map(|row| AssignIntent {
                article: row.id,
                story,
                original: None,
                copies: Vec::new(),
            }));
        }
        store.settle(&intent)?;
    }
}

fn catch_up(store: &dyn Store, index: &dyn SearchIndex) -> Outcome<()> {
    loop {
        let changes = store.changes(index.cursor()?, INDEX_BATCH)?;
        let Some(last) = changes.last() else { return Ok(()) };
        let ids: Vec<_> = changes.iter().map(|change| change.article).collect();
        index.apply(&store.index_documents(&ids)?, &[], last.seq)?;
    }
}

/// To compare: title and body as tantivy itself would take them.
fn plain(dir: &Path, lines: &[Line]) -> Outcome<()> {
    use tantivy::schema::{Schema, TEXT};
    let mut schema = Schema::builder();
    let (title, body) = (schema.add_text_field("title", TEXT), schema.add_text_field("body", TEXT));
    std::fs::create_dir_all(dir)?;
    let index = tantivy::Index::create_in_dir(dir, schema.build())?;
    let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 96_000_000)?;
    for batch in lines.chunks(INDEX_BATCH) {
        for line in batch {
            writer.add_document(tantivy::doc!(title => line.title.as_str(), body => line.body.as_str()))?;
        }
        writer.commit()?;
    }
    Ok(writer.wait_merging_threads()?)
}

/// What pages ask the store.
fn pages(store: &dyn Store) -> Outcome<()> {
    const TIMES: u32 = 200;
    let latest = ArticleFilter { limit: 50, ..ArticleFilter::default() };
    let middle = store.latest(&ArticleFilter { limit: 10_000, ..latest.clone() })?;
    let middle = middle.last().map(|summary| (summary.at, summary.id));
    let keyword = store.latest(&latest)?.into_iter().find_map(|summary| summary.keywords.first().map(|k| k.key.clone()));
    let source = store.sources()?.first().map(|source| source.id);
    let page = |what: &str, work: &mut dyn FnMut() -> StoreResult<()>| {
        measured(what, TIMES, || (0..TIMES).try_for_each(|_| Ok(work()?)))
    };
    page("latest 50", &mut || store.latest(&latest).map(drop))?;
    page("latest 50 from the middle", &mut || store.latest(&ArticleFilter { after: middle, ..latest.clone() }).map(drop))?;
    page("latest 50 of an outlet", &mut || store.latest(&ArticleFilter { source, ..latest.clone() }).map(drop))?;
    page("latest 50 of a keyword", &mut || {
        store.latest(&ArticleFilter { keyword: keyword.clone(), ..latest.clone() }).map(drop)
    })?;
    page("stories 50", &mut || store.stories(&StoryFilter { limit: 50, min_articles: 2, ..StoryFilter::default() }).map(drop))?;
    page("activity of all time", &mut || store.source_activity(None).map(drop))?;
    page("activity of a while", &mut || store.source_activity(middle.map(|middle| middle.0)).map(drop))?;
    page("counts", &mut || store.counts().map(drop))?;
    page("an article", &mut || store.article(ArticleId(1)).map(drop))
}

fn question(text: &str, sort: Sort) -> SearchQuery {
    let now = "2018-10-31T00:00:00Z".parse().unwrap_or_default();
    SearchQuery { sort, limit: 20, ..SearchQuery::new(text, now) }
}

fn ask(index: &dyn SearchIndex, what: &str, questions: &[SearchQuery]) -> Outcome<()> {
    measured(what, questions.len() as u32, || questions.iter().try_for_each(|question| Ok(index.search(question).map(drop)?)))
}

/// The rarest words, as analysis would choose them.
fn terms(body: &str) -> Vec<(String, f32)> {
    let analyzer = rafid_arabic::Analyzer::builtin();
    let mut words = Vec::new();
    analyzer.analyze(body, |term| {
        if !term.is_stop && !words.iter().any(|(word, _)| word == term.guided) && words.len() < 60 {
            words.push((term.guided.to_owned(), 1.0));
        }
    });
    words.sort_by_key(|(word, _): &(String, f32)| std::cmp::Reverse(word.len()));
    words.truncate(20);
    words
}

fn measured(what: &str, times: u32, work: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
    let (cpu, wall) = (cpu(), std::time::Instant::now());
    work()?;
    let each = |time: Duration| time.as_secs_f64() * 1e3 / f64::from(times.max(1));
    println!("{what}: {:.4} ms CPU ({:.4} ms wall)", each(self::cpu() - cpu), each(wall.elapsed()));
    Ok(())
}

/// Of all threads, in ticks of 10 ms (proc(5)); zero where there is no /proc.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    Duration::from_millis(10 * fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>())
}

fn memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn size_mib(path: &Path) -> u64 {
    size(path) >> 20
}

fn size(path: &Path) -> u64 {
    match path.metadata() {
        Ok(meta) if meta.is_dir() => {
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| size(&entry.path())).sum()
        }
        Ok(meta) => meta.len(),
        Err(_) => 0,
    }
}
