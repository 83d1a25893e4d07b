//! Web archives: WARC 0.17 to 1.1 (ISO 28500), as crawlers keep what servers answered.
//!
//! [`Records`] reads one record after another from any reader, plain or decompressed, in memory that no archive can
//! stretch: blocks that nobody asked for are skipped, and long ones cut. [`response`] takes the HTTP answer out of
//! a record's block. [`members`] undoes gzip member by member, so that one damaged record does not cost its successors.
//!
//! What this room never does: open files, undo the content coding of an answer (whoever knows how much memory there is
//! does that), or decide which page is an article. What is damaged is a [`Damage`] among the records, and reading goes on
//! at the next one that can be made out.

pub mod members;
pub mod response;

use std::io::{self, BufRead, Read};

use jiff::Timestamp;

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Info,
    /// An HTTP answer, with its headers.
    Response,
    /// The content alone.
    Resource,
    /// Requests, metadata, revisits, conversions.
    Other(String),
}

/// One record of an archive.
#[derive(Debug, Clone)]
pub struct Record {
    pub kind: Kind,
    /// `WARC-Target-URI`, without the angle brackets that some writers put around it.
    pub target: Option<String>,
    /// `WARC-Date`: when it was captured.
    pub date: Option<Timestamp>,
    /// Of the block: `application/http; msgtype=response`, or what a resource is.
    pub content_type: Option<String>,
    /// The crawler itself, or the reader's cap, cut the block.
    pub truncated: bool,
    /// Empty for records of another kind than `Response` and `Resource`.
    pub block: Vec<u8>,
}

/// Why a stretch of an archive could not be read. The next record is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Lower-case English, concise, with what was found: `no WARC header: "GIF89a…"`.
    pub what: String,
    /// Nothing follows that could be tried.
    pub last: bool,
}

/// The largest block that is kept: a page is smaller.
pub const MOST_BLOCK_BYTES: u64 = 16 * 1024 * 1024;
const MOST_HEADER_BYTES: u64 = 64 * 1024;
const MOST_HEADERS: usize = 200;
/// Damage after damage without a record between: what is read is no archive.
const MOST_DAMAGE: u32 = 10_000;

/// The records of an archive, in order.
pub struct Records<R> {
    input: R,
    damaged: u32,
    /// The place is lost: what comes until the next version line is skipped.
    lost: bool,
    ended: bool,
}

impl<R: BufRead> Records<R> {
    pub fn new(input: R) -> Self {
        Self { input, damaged: 0, lost: false, ended: false }
    }

    fn read(&mut self) -> io::Result<Option<Result<Record, String>>> {
        let Some(version) = self.version_line()? else { return Ok(None) };
        if let Err(what) = version {
            return Ok(Some(Err(what)));
        }
        let head = match self.head()? {
            Ok(head) => head,
            Err(what) => return Ok(Some(Err(what))),
        };
        let Some(length) = head.length else { return Ok(Some(Err("a record without Content-Length".to_owned()))) };
        let mut record = head.record;
        let wanted = matches!(record.kind, Kind::Response | Kind::Resource);
        let kept = if wanted { length.min(MOST_BLOCK_BYTES) } else { 0 };
        let mut block = Vec::with_capacity(usize::try_from(kept.min(256 * 1024)).unwrap_or(0));
        let got = self.input.by_ref().take(kept).read_to_end(&mut block);
        record.truncated |= length > kept && wanted;
        record.block = block;
        match got {
            Ok(got) if (got as u64) < kept => {
                self.ended = true;
                return Ok(Some(Err(format!("the archive ends inside the record of {}", named(&record)))));
            }
            Ok(_) => {}
            Err(error) => return Ok(Some(Err(format!("the record of {} is damaged: {error}", named(&record))))),
        }
        let skipped = io::copy(&mut self.input.by_ref().take(length - kept), &mut io::sink())?;
        if skipped < length - kept {
            self.ended = true;
            return Ok(Some(Err(format!("the archive ends inside the record of {}", named(&record)))));
        }
        Ok(Some(Ok(record)))
    }

    /// Finds the line that opens a record; `None` at the end.
    fn version_line(&mut self) -> io::Result<Option<Result<(), String>>> {
        loop {
            let mut line = Vec::new();
            let got = self.input.by_ref().take(MOST_HEADER_BYTES).read_until(b'\n', &mut line)?;
            if got == 0 {
                return Ok(None);
            }
            let text = line.trim_ascii();
            if text.starts_with(b"WARC/") && text.len() < 16 {
                self.lost = false;
                return Ok(Some(Ok(())));
            }
            if text.is_empty() || self.lost {
                continue;
            }
            let shown: String = String::from_utf8_lossy(&text[..text.len().min(40)]).escape_debug().collect();
            return Ok(Some(Err(format!("no WARC header: \"{shown}\""))));
        }
    }

    fn head(&mut self) -> io::Result<Result<Head, String>> {
        let mut head = Head::default();
        let mut read = 0;
        for _ in 0..MOST_HEADERS {
            let mut line = Vec::new();
            let got = self.input.by_ref().take(MOST_HEADER_BYTES - read).read_until(b'\n', &mut line)? as u64;
            read += got;
            if got == 0 {
                return Ok(Err("the archive ends inside a record's headers".to_owned()));
            }
            let line = line.trim_ascii();
            if line.is_empty() {
                return Ok(Ok(head));
            }
            if read >= MOST_HEADER_BYTES {
                break;
            }
            let line = String::from_utf8_lossy(line);
            // A continuation line (RFC 822 folding) says nothing that is needed here.
            if let Some((name, value)) = line.split_once(':') {
                head.header(name.trim(), value.trim());
            }
        }
        Ok(Err("a record with too many headers".to_owned()))
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let what = match self.read() {
            Ok(None) => {
                self.ended = true;
                return None;
            }
            Ok(Some(Ok(record))) => {
                self.damaged = 0;
                return Some(Ok(record));
            }
            Ok(Some(Err(what))) => what,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                self.ended = true;
                format!("the archive is cut short: {error}")
            }
            // A damaged stretch of a compressed file; reading goes on behind it.
            Err(error) if error.kind() == io::ErrorKind::InvalidData || error.kind() == io::ErrorKind::InvalidInput => {
                format!("a damaged stretch: {error}")
            }
            Err(error) => {
                self.ended = true;
                format!("could not be read on: {error}")
            }
        };
        self.lost = true;
        self.damaged += 1;
        self.ended |= self.damaged >= MOST_DAMAGE;
        Some(Err(Damage { what, last: self.ended }))
    }
}

struct Head {
    record: Record,
    length: Option<u64>,
}

impl Default for Head {
    fn default() -> Self {
        let kind = Kind::Other(String::new());
        let record = Record { kind, target: None, date: None, content_type: None, truncated: false, block: Vec::new() };
        Self { record, length: None }
    }
}

impl Head {
    fn header(&mut self, name: &str, value: &str) {
        let record = &mut self.record;
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("WARC-Type") {
            record.kind = match value.to_ascii_lowercase().as_str() {
                "warcinfo" => Kind::Info,
                "response" => Kind::Response,
                "resource" => Kind::Resource,
                other => Kind::Other(other.chars().take(40).collect()),
            };
        } else if is("WARC-Target-URI") {
            let target = value.trim_start_matches('<').trim_end_matches('>').trim();
            record.target = (!target.is_empty()).then(|| target.to_owned());
        } else if is("WARC-Date") {
            record.date = value.parse().ok();
        } else if is("Content-Type") {
            record.content_type = Some(value.to_owned());
        } else if is("WARC-Truncated") {
            record.truncated = true;
        } else if is("Content-Length") {
            self.length = value.parse().ok();
        }
    }
}

fn named(record: &Record) -> String {
    record.target.as_deref().unwrap_or("an unnamed address").chars().take(200).collect()
}

#[cfg(test)]
mod tests;
