//! Content codings undone under a cap: a bomb ends at the cap, whatever it is packed with.

use std::io::{self, Write};

/// The largest window that a zstd body may ask for: 8 MiB, as RFC 9659 says.
const ZSTD_WINDOW_LOG: u32 = 23;

/// How a brotli stream begins that asks for a window of up to 1 GB: an extension that HTTP does not have.
const BROTLI_LARGE_WINDOW: u8 = 0b001_0001;

/// The codings that a client of ours may receive (RFC 9110, 8.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    pub const ACCEPT: &str = "gzip, br, zstd, deflate";

    /// Reads `Content-Encoding`. More than one layer is refused: nobody needs it but a bomb.
    pub fn from_header(value: &str) -> Result<Self, String> {
        let mut layers = value.split(',').map(str::trim).filter(|c| !c.is_empty() && !c.eq_ignore_ascii_case("identity"));
        let Some(name) = layers.next() else { return Ok(Self::Identity) };
        if layers.next().is_some() {
            return Err(format!("more than one content coding: `{value}`"));
        }
        match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Ok(Self::Gzip),
            "deflate" => Ok(Self::Deflate),
            "br" => Ok(Self::Brotli),
            "zstd" => Ok(Self::Zstd),
            _ => Err(format!("unknown content coding `{name}`")),
        }
    }
}

/// A whole body out of its coding, for answers that were captured; `coding` is the value of `Content-Encoding`. A body
/// that was kept decoded, as many crawlers do, is taken as it is.
pub(crate) fn decoded(coding: &str, body: &[u8], cap: usize) -> Result<Vec<u8>, String> {
    let coding = Coding::from_header(coding)?;
    let readable = body.trim_ascii_start().starts_with(b"<") || body.starts_with(&[0xef, 0xbb, 0xbf]);
    let coding = if readable { Coding::Identity } else { coding };
    let mut decoder = Decoder::new(coding, cap).map_err(|error| error.to_string())?;
    for chunk in body.chunks(64 * 1024) {
        match decoder.feed(chunk) {
            Fed::More => {}
            Fed::Full => return Err(format!("more than {cap} bytes")),
            Fed::Broken(what) => return Err(format!("a damaged body: {what}")),
        }
    }
    Ok(decoder.finish())
}

/// What a [`Decoder`] has to say about a chunk.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fed {
    More,
    /// The cap is reached; nothing more is taken.
    Full,
    /// The bytes are not what the coding promised.
    Broken(String),
}

/// Takes coded chunks, keeps decoded bytes.
pub(super) struct Decoder {
    state: State,
    started: bool,
    coded_bytes: usize,
    cap: usize,
}

enum State {
    Identity(Sink),
    Gzip(flate2::write::GzDecoder<Sink>),
    Zlib(flate2::write::ZlibDecoder<Sink>),
    Deflate(flate2::write::DeflateDecoder<Sink>),
    Brotli(Box<brotli_decompressor::DecompressorWriter<Sink>>),
    Zstd(Box<zstd::stream::write::Decoder<'static, Sink>>),
}

impl Decoder {
    /// Keeps at most `cap` bytes, before and after decoding.
    pub fn new(coding: Coding, cap: usize) -> io::Result<Self> {
        let sink = Sink { kept: Vec::new(), cap };
        let state = match coding {
            Coding::Identity => State::Identity(sink),
            Coding::Gzip => State::Gzip(flate2::write::GzDecoder::new(sink)),
            Coding::Deflate => State::Zlib(flate2::write::ZlibDecoder::new(sink)),
            Coding::Brotli => State::Brotli(Box::new(brotli_decompressor::DecompressorWriter::new(sink, 16 * 1024))),
            Coding::Zstd => {
                let mut decoder = zstd::stream::write::Decoder::new(sink)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG)?;
                State::Zstd(Box::new(decoder))
            }
        };
        Ok(Self { state, started: false, coded_bytes: 0, cap })
    }

    pub fn feed(&mut self, chunk: &[u8]) -> Fed {
        let Some(&first) = chunk.first() else { return Fed::More };
        if !self.started {
            self.started = true;
            self.choose_by_content(first, chunk);
            if matches!(self.state, State::Brotli(_)) && first & 0x7f == BROTLI_LARGE_WINDOW {
                return Fed::Broken("a brotli window beyond RFC 7932".to_owned());
            }
        }
        self.coded_bytes = self.coded_bytes.saturating_add(chunk.len());
        let result = write_until_end(self.writer(), chunk);
        if self.sink().is_full() || self.coded_bytes > self.cap {
            return Fed::Full;
        }
        match result {
            Ok(()) => Fed::More,
            Err(error) => Fed::Broken(error.to_string()),
        }
    }

    /// Bytes that were decoded so far.
    pub fn kept_bytes(&self) -> usize {
        self.sink().kept.len()
    }

    /// What was decoded. A coding whose end is missing has lost its last bytes, no more.
    pub fn finish(mut self) -> Vec<u8> {
        let _ = self.writer().flush();
        std::mem::take(&mut self.sink_mut().kept)
    }

    /// Two things servers get wrong: `deflate` without its zlib wrapper, and a gzip file that is not declared.
    fn choose_by_content(&mut self, first: u8, chunk: &[u8]) {
        let cap = self.cap;
        match &self.state {
            State::Zlib(_) if first & 0x0f != 8 => {
                self.state = State::Deflate(flate2::write::DeflateDecoder::new(Sink { kept: Vec::new(), cap }));
            }
            State::Identity(_) if chunk.starts_with(&[0x1f, 0x8b, 8]) => {
                self.state = State::Gzip(flate2::write::GzDecoder::new(Sink { kept: Vec::new(), cap }));
            }
            _ => {}
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match &mut self.state {
            State::Identity(w) => w,
            State::Gzip(w) => w,
            State::Zlib(w) => w,
            State::Deflate(w) => w,
            State::Brotli(w) => w,
            State::Zstd(w) => w,
        }
    }

    fn sink(&self) -> &Sink {
        match &self.state {
            State::Identity(sink) => sink,
            State::Gzip(w) => w.get_ref(),
            State::Zlib(w) => w.get_ref(),
            State::Deflate(w) => w.get_ref(),
            State::Brotli(w) => w.get_ref(),
            State::Zstd(w) => w.get_ref(),
        }
    }

    fn sink_mut(&mut self) -> &mut Sink {
        match &mut self.state {
            State::Identity(sink) => sink,
            State::Gzip(w) => w.get_mut(),
            State::Zlib(w) => w.get_mut(),
            State::Deflate(w) => w.get_mut(),
            State::Brotli(w) => w.get_mut(),
            State::Zstd(w) => w.get_mut(),
        }
    }
}

/// Like `write_all`, but bytes behind the end of the coded stream are ignored, as browsers do.
fn write_until_end(writer: &mut dyn Write, mut chunk: &[u8]) -> io::Result<()> {
    while !chunk.is_empty() {
        match writer.write(chunk) {
            Ok(0) => return Ok(()),
            Ok(taken) => chunk = chunk.get(taken..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    writer.flush()
}

/// Keeps bytes up to a cap and refuses the rest.
struct Sink {
    kept: Vec<u8>,
    cap: usize,
}

impl Sink {
    fn is_full(&self) -> bool {
        self.kept.len() >= self.cap
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.cap - self.kept.len();
        let taken = bytes.len().min(room);
        if taken == 0 && !bytes.is_empty() {
            return Err(io::Error::other("the cap is reached"));
        }
        // Grow by doubling, but never beyond the cap.
        if self.kept.capacity() - self.kept.len() < taken {
            let wanted = (self.kept.capacity() * 2).max(self.kept.len() + taken).min(self.cap);
            self.kept.reserve_exact(wanted - self.kept.len());
        }
        self.kept.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
