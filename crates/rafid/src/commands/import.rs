//! `import`: articles from files, with progress for people and a summary for all.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use rafid_core::WebUrl;
use rafid_pipeline::import::{ImportKind, ImportOptions, ImportProgress, LineError, TotalBytes, import};
use serde::Serialize;

use crate::cli::{ImportArgs, ImportFormat};
use crate::output::{WrongUse, json_pretty, plain};
use crate::wiring::Setup;

#[derive(Serialize)]
struct SummaryJson {
    lines: u64,
    added: u64,
    revised: u64,
    unchanged: u64,
    bad: u64,
    not_articles: u64,
    interrupted: bool,
    seconds: f64,
}

pub fn run(setup: &Setup, args: &ImportArgs) -> anyhow::Result<()> {
    let kind = match args.format {
        ImportFormat::Auto => ImportKind::Any,
        ImportFormat::Jsonl => ImportKind::Jsonl,
        ImportFormat::Warc => ImportKind::Warc,
        ImportFormat::Html => ImportKind::Pages,
    };
    let base = match &args.base {
        Some(base) => Some(WebUrl::new(base).ok_or_else(|| WrongUse(format!("--base is not a web address: {base:?}")))?),
        None => None,
    };
    let (opened, engine) = setup.open_for_writing("import")?;
    let stop = stop_on_ctrl_c()?;
    let progress = Progress::new(TotalBytes::of(&args.paths));
    let options = ImportOptions {
        kind,
        strict: args.strict,
        policy: args.policy.unwrap_or(setup.config.policy),
        base,
        now: jiff::Timestamp::now(),
        rules: setup.site_rules()?,
    };
    let started = Instant::now();
    let result = import(&engine, opened.store.as_ref(), &args.paths, &options, &stop, &progress);
    progress.bar.finish_and_clear();
    let summary = result?;
    let seconds = started.elapsed().as_secs_f64();
    let ingest = summary.ingest;
    if args.json {
        json_pretty(&SummaryJson {
            lines: summary.lines,
            added: ingest.added,
            revised: ingest.revised,
            unchanged: ingest.unchanged,
            bad: summary.bad,
            not_articles: summary.not_articles,
            interrupted: summary.interrupted,
            seconds: (seconds * 1_000.0).round() / 1_000.0,
        })?;
    } else {
        let passed_over = match summary.not_articles {
            0 => String::new(),
            pages => format!(", {} no articles", HumanCount(pages)),
        };
        eprintln!(
            "{} read in {seconds:.1} s: {} added, {} revised, {} unchanged, {} bad{passed_over}",
            HumanCount(summary.lines),
            HumanCount(ingest.added),
            HumanCount(ingest.revised),
            HumanCount(ingest.unchanged),
            HumanCount(summary.bad),
        );
    }
    anyhow::ensure!(!summary.interrupted, "stopped; what was read is kept: run the same command again to go on");
    anyhow::ensure!(summary.lines == 0 || summary.bad < summary.lines, "nothing could be imported");
    Ok(())
}

/// The first Ctrl-C ends the work after its present batch, the second at once.
fn stop_on_ctrl_c() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if flag.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
                eprintln!("stopping after this batch…");
            }
        });
    });
    Ok(stop)
}

/// Drawn on a terminal, silent elsewhere.
pub fn bar(total: u64, message: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5)).with_message(message);
    bar.set_style(style("{msg} {bar:30} {human_pos}/{human_len} ({per_sec}), {eta} left"));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    fn new(total: TotalBytes) -> Self {
        let target =
            if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(total.0, target).with_message("reading");
        let template = match total.0 {
            Some(_) => "{msg} {bar:30} {bytes}/{total_bytes}, {prefix}, {eta} left",
            None => "{msg} {spinner} {bytes}, {prefix}",
        };
        bar.set_style(style(template));
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { bar, started: Instant::now() }
    }
}

impl ImportProgress for Progress {
    fn read(&self, bytes: u64, lines: u64) {
        self.bar.set_position(bytes);
        let rate = lines as f64 / self.started.elapsed().as_secs_f64().max(0.001);
        self.bar.set_prefix(format!("{} articles, {rate:.0}/s", HumanCount(lines)));
    }

    fn bad_line(&self, input: &str, number: u64, error: &LineError) {
        self.bar.suspend(|| eprintln!("{input}, line {number}: skipped: {}", plain(&error.to_string())));
    }

    fn odd_line(&self, input: &str, number: u64, what: &str) {
        self.bar.suspend(|| eprintln!("{input}, line {number}: {}", plain(what)));
    }

    fn bad_page(&self, place: &str, what: &str) {
        self.bar.suspend(|| eprintln!("{}: skipped: {}", plain(place), plain(what)));
    }

    fn not_article(&self, place: &str, why: &str) {
        tracing::debug!("{place}: not taken: {why}");
    }

    fn settling(&self, settled: u64, total: u64) {
        self.bar.set_style(style("{msg} {bar:30} {human_pos}/{human_len} ({per_sec}), {eta} left"));
        self.bar.set_message("finding stories");
        self.bar.set_length(total);
        self.bar.set_position(settled);
    }

    fn indexing(&self) {
        self.bar.set_message("indexing");
    }
}
