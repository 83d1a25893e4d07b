//! Saved pages into articles: which are any, whose they are, and what they say.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rafid_core::{ArticleDraft, Identity, SourceId, WebUrl};
use rafid_extract::article::{self, Extraction, Hints, NotArticle, SiteRules};
use rafid_extract::charset;

use super::ImportError;
use super::run::Run;
use crate::collect::zone;
use crate::outlet_key;

/// A page as it lies in an archive or a folder.
pub(super) struct Page {
    /// Canonical.
    pub address: WebUrl,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
    /// When it was fetched or saved.
    pub captured: Timestamp,
}

/// Pages that are read together, on all cores: enough of them to be worth it, few enough to lie in memory.
const MOST_PAGES: usize = 200;
const MOST_BYTES: usize = 24 * 1024 * 1024;

#[derive(Default)]
pub(super) struct Pages {
    waiting: Vec<Page>,
    bytes: usize,
}

impl Pages {
    /// Takes a page; answers whether a batch was read on the way.
    pub fn push(&mut self, run: &mut Run, page: Page) -> Result<bool, ImportError> {
        run.summary.lines += 1;
        self.bytes += page.bytes.len();
        self.waiting.push(page);
        let full = self.waiting.len() >= MOST_PAGES || self.bytes >= MOST_BYTES;
        if full {
            self.flush(run)?;
        }
        Ok(full)
    }

    /// Reads what waits.
    pub fn flush(&mut self, run: &mut Run) -> Result<(), ImportError> {
        self.bytes = 0;
        let pages = without_known(std::mem::take(&mut self.waiting), run)?;
        let mut zoned = Vec::with_capacity(pages.len());
        for page in pages {
            let zone = zone_of(run, &page.address)?;
            zoned.push((page, zone));
        }
        let mut read = read_all(&zoned, &run.options.rules);
        // All of them teach what the site repeats before it is taken out of any.
        for ((page, _), read) in zoned.iter().zip(&read) {
            if let Ok(extraction) = read {
                run.templates.learn(run.store, &page.address, extraction)?;
            }
        }
        for ((page, _), read) in zoned.iter().zip(&mut read) {
            if let Ok(extraction) = read {
                run.templates.apply(run.store, &page.address, extraction)?;
            }
        }
        for ((page, zone), extraction) in zoned.iter().zip(read) {
            match extraction {
                Ok(extraction) => {
                    let host = outlet_key(&page.address);
                    let name = extraction.site_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
                    let source = run.source(&host, name.unwrap_or(&host), Some(&page.address))?;
                    run.push(draft(page, extraction, source, zone))?;
                }
                Err(why) => {
                    run.summary.not_articles += 1;
                    run.progress.not_article(page.address.as_str(), why.as_str());
                }
            }
        }
        Ok(())
    }
}

/// Leaves out what the store has from this capture or a later one: a second run costs little more than reading the file.
fn without_known(pages: Vec<Page>, run: &mut Run) -> Result<Vec<Page>, ImportError> {
    let identities: Vec<_> = pages.iter().map(|page| Identity { external_id: None, url: Some(page.address.clone()) }).collect();
    let known = run.store.known(&identities)?;
    let mut fresh = Vec::with_capacity(pages.len());
    for (page, known) in pages.into_iter().zip(known) {
        if known.is_some_and(|known| known.fetched_at >= page.captured) {
            run.summary.ingest.unchanged += 1;
        } else {
            fresh.push(page);
        }
    }
    Ok(fresh)
}

/// Of the outlet's country where it is known, else of the country that its address ends with.
fn zone_of(run: &mut Run, address: &WebUrl) -> Result<TimeZone, ImportError> {
    let host = outlet_key(address);
    let ending = host.rsplit('.').next().filter(|ending| ending.len() == 2).map(str::to_uppercase);
    let country = run.known_source(&host)?.and_then(|source| source.country.clone()).or(ending);
    Ok(zone::of_country(country.as_deref()))
}

type Read = Result<Extraction, NotArticle>;

fn read_all(pages: &[(Page, TimeZone)], rules: &SiteRules) -> Vec<Read> {
    const WORTH_A_THREAD: usize = 8;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let portion = pages.len().div_ceil(cores).max(WORTH_A_THREAD);
    std::thread::scope(|scope| {
        let workers: Vec<_> = pages
            .chunks(portion)
            .map(|pages| scope.spawn(move || pages.iter().map(|(page, zone)| read(page, zone, rules)).collect::<Vec<_>>()))
            .collect();
        let mut all = Vec::with_capacity(pages.len());
        for (worker, pages) in workers.into_iter().zip(pages.chunks(portion)) {
            // A panic would be a defect of ours on one page: the others are read once more, each by itself.
            all.extend(worker.join().unwrap_or_else(|_| pages.iter().map(|page| alone(page, rules)).collect()));
        }
        all
    })
}

fn alone((page, zone): &(Page, TimeZone), rules: &SiteRules) -> Read {
    std::thread::scope(|scope| scope.spawn(|| read(page, zone, rules)).join()).unwrap_or(Err(NotArticle::Unreadable))
}

fn read(page: &Page, zone: &TimeZone, rules: &SiteRules) -> Read {
    let decoded = charset::decode(&page.bytes, page.content_type.as_deref(), charset::Kind::Html);
    let hints = Hints { now: Some(zone.to_datetime(page.captured)), rules: Some(rules), ..Hints::default() };
    let extraction = article::extract(&decoded.text, Some(page.address.as_str()), &hints);
    article::is_article(&decoded.text, page.address.as_str(), &extraction).map(|()| extraction)
}

fn draft(page: &Page, read: Extraction, source: SourceId, zone: &TimeZone) -> ArticleDraft {
    const AHEAD_SECS: i64 = 3600;
    let time = |date: &article::FoundDate| {
        date.date.timestamp(zone).filter(|time| time.as_second() <= page.captured.as_second() + AHEAD_SECS)
    };
    let published = read.published.as_ref().and_then(time);
    let updated = read.updated.as_ref().and_then(time).filter(|time| published.is_none_or(|published| *time > published));
    ArticleDraft {
        source,
        external_id: None,
        url: Some(page.address.clone()),
        title: read.title.unwrap_or_default(),
        byline: read.byline,
        summary: read.summary,
        body: read.body,
        published,
        updated,
        fetched_at: page.captured,
        image: read.image,
        tags: crate::collect::tags(read.tags.iter().map(String::as_str)),
        section: read.section,
        credit: read.credit,
        language: read.language,
        takes_over: false,
    }
}
