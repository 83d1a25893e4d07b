//! A file, or standard input, decompressed: what packed it is told by the first bytes, not by the name.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rafid_extract::source::warc::members::Members;

/// `-` is standard input.
#[derive(Debug, Clone)]
pub struct ImportPath(pub PathBuf);

/// Of all inputs together; `None` when one has no size.
pub struct TotalBytes(pub Option<u64>);

impl TotalBytes {
    pub fn of(paths: &[PathBuf]) -> Self {
        Self(paths.iter().map(|path| std::fs::metadata(path).ok().filter(|meta| meta.is_file()).map(|meta| meta.len())).sum())
    }
}

impl std::fmt::Display for ImportPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_stdin() { f.write_str("standard input") } else { self.0.display().fmt(f) }
    }
}

impl ImportPath {
    fn is_stdin(&self) -> bool {
        self.0.as_os_str() == "-"
    }

    pub fn open(&self) -> io::Result<OpenInput> {
        let raw: Box<dyn Read> = if self.is_stdin() { Box::new(io::stdin().lock()) } else { Box::new(File::open(&self.0)?) };
        let bytes = Arc::new(AtomicU64::new(0));
        let mut counted = BufReader::with_capacity(256 * 1024, Counted { raw, bytes: bytes.clone() });
        let magic = counted.fill_buf()?;
        let lines: Box<dyn BufRead> = if magic.starts_with(&[0x1f, 0x8b]) {
            Box::new(Members::buffered(counted))
        } else if magic.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            let mut decoder = zstd::Decoder::with_buffer(counted)?;
            // `zstd --long=27` and beyond: archives are made with it.
            decoder.window_log_max(31)?;
            Box::new(BufReader::with_capacity(256 * 1024, decoder))
        } else {
            Box::new(counted)
        };
        Ok(OpenInput { lines, bytes, first: true })
    }
}

struct Counted {
    raw: Box<dyn Read>,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.raw.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

pub struct OpenInput {
    lines: Box<dyn BufRead>,
    bytes: Arc<AtomicU64>,
    first: bool,
}

/// A line is one article; what is longer is no article, and must not fill the memory.
const MOST_LINE_BYTES: u64 = 64 * 1024 * 1024;

/// How far an input is read, for whoever has lent its reader away.
pub struct Counter(Arc<AtomicU64>);

impl Counter {
    pub fn bytes_read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl OpenInput {
    /// Of the file as it lies on disk.
    pub fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    pub fn counter(&self) -> Counter {
        Counter(self.bytes.clone())
    }

    /// Everything that is left, decompressed.
    pub fn reader(&mut self) -> &mut dyn BufRead {
        &mut self.lines
    }

    /// Whether the content, decompressed, begins with these bytes (white space and a byte order mark aside). Takes nothing.
    pub fn begins_with(&mut self, mark: &[u8]) -> bool {
        // What cannot be read will say so when it is read in earnest.
        let Ok(bytes) = self.lines.fill_buf() else { return false };
        bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes).trim_ascii_start().starts_with(mark)
    }

    /// Reads the next line into `text`, without its end; `false` at the end of the input. A line that is too long is cut,
    /// and its rest skipped: it will not parse.
    pub fn next_line(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        text.clear();
        let read = self.lines.by_ref().take(MOST_LINE_BYTES).read_until(b'\n', text)?;
        if read == 0 {
            return Ok(false);
        }
        if read as u64 == MOST_LINE_BYTES && !text.ends_with(b"\n") {
            self.lines.skip_until(b'\n')?;
        }
        if std::mem::take(&mut self.first) && text.starts_with(&[0xef, 0xbb, 0xbf]) {
            text.drain(..3);
        }
        Ok(true)
    }
}
