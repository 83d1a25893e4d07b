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
mod tests {
    use super::*;

    fn pack(coding: Coding, plain: &[u8]) -> Vec<u8> {
        match coding {
            Coding::Identity => plain.to_vec(),
            Coding::Gzip => {
                let mut w = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
                w.write_all(plain).unwrap();
                w.finish().unwrap()
            }
            Coding::Deflate => {
                let mut w = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
                w.write_all(plain).unwrap();
                w.finish().unwrap()
            }
            Coding::Zstd => zstd::stream::encode_all(plain, 3).unwrap(),
            // There is no encoder among our dependencies: a stream of uncompressed meta-blocks, by RFC 7932, 9.2.
            Coding::Brotli => brotli_stored(plain),
        }
    }

    fn brotli_stored(plain: &[u8]) -> Vec<u8> {
        let mut out = vec![];
        let mut bits = Bits::default();
        bits.push(0, 1); // WBITS = 16
        for block in plain.chunks(1 << 16) {
            bits.push(0, 1); // ISLAST
            bits.push(0, 2); // MNIBBLES = 4
            bits.push(block.len() as u32 - 1, 16);
            bits.push(1, 1); // ISUNCOMPRESSED
            out.append(&mut bits.aligned());
            out.extend_from_slice(block);
        }
        bits.push(3, 2); // ISLAST, ISLASTEMPTY
        out.append(&mut bits.aligned());
        out
    }

    #[derive(Default)]
    struct Bits(u64, u32);

    impl Bits {
        fn push(&mut self, value: u32, width: u32) {
            self.0 |= u64::from(value) << self.1;
            self.1 += width;
        }

        fn aligned(&mut self) -> Vec<u8> {
            let bytes = self.0.to_le_bytes()[..self.1.div_ceil(8) as usize].to_vec();
            *self = Self::default();
            bytes
        }
    }

    const ALL: [Coding; 5] = [Coding::Identity, Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd];

    #[test]
    fn every_coding_comes_back_whole_in_any_cut() {
        let plain = "خبر من رافد ".repeat(9000).into_bytes();
        for coding in ALL {
            let packed = pack(coding, &plain);
            for size in [1 << 20, 997, 7] {
                let mut decoder = Decoder::new(coding, 1 << 20).unwrap();
                for chunk in packed.chunks(size) {
                    assert_eq!(decoder.feed(chunk), Fed::More, "{coding:?} in {size}");
                }
                assert!(decoder.finish() == plain, "{coding:?} in {size}");
            }
        }
    }

    #[test]
    fn body_002_every_coding_ends_at_the_same_cap() {
        const CAP: usize = 1 << 20;
        let plain = vec![b'a'; 64 << 20];
        for coding in ALL {
            let packed = pack(coding, &plain);
            let mut decoder = Decoder::new(coding, CAP).unwrap();
            let full = packed.chunks(4096).any(|chunk| decoder.feed(chunk) == Fed::Full);
            assert!(full, "{coding:?}");
            let kept = decoder.finish();
            assert!(kept.len() <= CAP && kept.capacity() <= CAP, "{coding:?}: {}", kept.capacity());
        }
    }

    #[test]
    fn body_002_a_zstd_window_of_2_gb_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(27).unwrap();
        encoder.include_contentsize(false).unwrap();
        encoder.write_all(b"x").unwrap();
        let mut packed = encoder.finish().unwrap();
        packed[5] = (31 - 10) << 3; // the frame's window descriptor: 2 GB (RFC 8878, 3.1.1.1.2)
        let mut decoder = Decoder::new(Coding::Zstd, 1 << 20).unwrap();
        assert!(matches!(decoder.feed(&packed), Fed::Broken(_)));
    }

    #[test]
    fn body_002_one_layer_at_most() {
        assert!(Coding::from_header("gzip, gzip").is_err());
        assert!(Coding::from_header("br,zstd").is_err());
        assert!(Coding::from_header("compress").is_err());
        assert_eq!(Coding::from_header("identity, GZIP"), Ok(Coding::Gzip));
        assert_eq!(Coding::from_header(""), Ok(Coding::Identity));
    }

    #[test]
    fn what_servers_get_wrong_is_read() {
        let plain = b"<rss/>".repeat(50);
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        raw.write_all(&plain).unwrap();
        let mut trailing = pack(Coding::Gzip, &plain);
        trailing.extend_from_slice(b"\n\ngarbage");
        let cases =
            [(Coding::Deflate, raw.finish().unwrap()), (Coding::Identity, pack(Coding::Gzip, &plain)), (Coding::Gzip, trailing)];
        for (coding, packed) in cases {
            let mut decoder = Decoder::new(coding, 1 << 20).unwrap();
            assert_eq!(decoder.feed(&packed), Fed::More, "{coding:?}");
            assert_eq!(decoder.finish(), plain, "{coding:?}");
        }
        let mut decoder = Decoder::new(Coding::Brotli, 1 << 20).unwrap();
        assert!(matches!(decoder.feed(&[0x91, 0x1e, 0, 0]), Fed::Broken(_)));
        let mut decoder = Decoder::new(Coding::Gzip, 1 << 20).unwrap();
        assert!(matches!(decoder.feed(b"this is no gzip at all"), Fed::Broken(_)));
    }
}
