//! Web archives: the answers in them that are pages.

use rafid_extract::source::warc::{Kind, Record, Records, response};

use super::ImportError;
use super::input::{ImportPath, OpenInput};
use super::pages::{Page, Pages};
use super::run::Run;
use crate::canonical_url;
use crate::fetch::decoded;

/// A page is shorter, after decompression as well.
const MOST_PAGE_BYTES: usize = 16 * 1024 * 1024;

/// Reads an archive to its end; `before` is what was read of earlier inputs, for the progress.
pub(super) fn read(run: &mut Run, input: &ImportPath, opened: &mut OpenInput, before: u64) -> Result<(), ImportError> {
    let mut pages = Pages::default();
    let counter = opened.counter();
    for record in Records::new(opened.reader()) {
        // What waits is read and stored before the end: nothing that was taken is lost.
        if run.stopped() {
            break;
        }
        let problem = match record {
            Ok(record) => match page(record, run.options.now) {
                Ok(Some(page)) => {
                    if pages.push(run, page)? {
                        run.progress.read(before + counter.bytes_read(), run.summary.lines);
                    }
                    None
                }
                Ok(None) => None,
                Err(problem) => Some(problem),
            },
            Err(damage) => Some((input.to_string(), damage.what)),
        };
        if let Some((place, what)) = problem {
            if run.options.strict {
                return Err(ImportError::StrictPage { place, what });
            }
            run.summary.bad += 1;
            run.progress.bad_page(&place, &what);
        }
    }
    pages.flush(run)
}

/// The page in a record; `None` for what is no page by its own account. The error names the place and what is wrong.
fn page(record: Record, now: jiff::Timestamp) -> Result<Option<Page>, (String, String)> {
    let Some(target) = record.target else { return Ok(None) };
    let (content_type, bytes) = match record.kind {
        Kind::Resource => (record.content_type, record.block),
        Kind::Response => {
            let Some(answer) = response::parse(&record.block) else {
                // Archives keep answers of other protocols too (DNS).
                return Ok(None);
            };
            if answer.status != 200 || !answer.content_type.as_deref().is_none_or(is_html) {
                return Ok(None);
            }
            let coding = answer.content_encoding.as_deref().unwrap_or_default();
            let body = decoded(coding, &answer.body, MOST_PAGE_BYTES).map_err(|what| (target.clone(), what))?;
            (answer.content_type, body)
        }
        Kind::Info | Kind::Other(_) => return Ok(None),
    };
    let html = match content_type.as_deref() {
        Some(content_type) => is_html(content_type),
        None => bytes.trim_ascii_start().starts_with(b"<"),
    };
    if !html || bytes.trim_ascii().is_empty() {
        return Ok(None);
    }
    let Some(address) = canonical_url(&target) else { return Ok(None) };
    Ok(Some(Page { address, content_type, bytes, captured: record.date.unwrap_or(now) }))
}

fn is_html(content_type: &str) -> bool {
    let mime = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(mime.as_str(), "text/html" | "application/xhtml+xml")
}
