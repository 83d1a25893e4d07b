//! Gzip files of many members: a record a member, as archives are packed (WARC 1.1, annex D).
//!
//! A decoder for the whole file gives up where one member is damaged. This one says so once and goes on with the next
//! member that it finds, so that a broken record costs itself.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

/// Reads the members of a gzip file one after another. An error of kind `InvalidData` or `InvalidInput` is one damaged
/// member: reading again goes on behind it. `UnexpectedEof` says that the file is cut short.
pub struct Members<R: BufRead> {
    state: State<R>,
}

enum State<R: BufRead> {
    Inside(Box<GzDecoder<R>>),
    Between(R),
    /// A member was damaged: the next magic number is looked for.
    Lost(R),
    Ended,
}

/// What every gzip member begins with: magic number and the only method there is (RFC 1952, 2.3.1).
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

impl<R: BufRead> Members<R> {
    pub fn new(input: R) -> Self {
        Self { state: State::Between(input) }
    }

    /// With a buffer, as whoever reads lines needs it.
    pub fn buffered(input: R) -> BufReader<Self> {
        BufReader::with_capacity(256 * 1024, Self::new(input))
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(mut input) => {
                    if input.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    self.state = State::Inside(Box::new(GzDecoder::new(input)));
                }
                State::Lost(mut input) => {
                    if !seek_member(&mut input)? {
                        return Ok(0);
                    }
                    self.state = State::Inside(Box::new(GzDecoder::new(input)));
                }
                State::Inside(mut decoder) => match decoder.read(buffer) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Ok(count) => {
                        self.state = State::Inside(decoder);
                        return Ok(count);
                    }
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                        let message = "the compressed file is cut short";
                        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
                    }
                    Err(error) => {
                        self.state = State::Lost(decoder.into_inner());
                        return Err(error);
                    }
                },
            }
        }
    }
}

/// Moves `input` to the next place that looks like the start of a member; `false` at the end. A start that lies across
/// two buffers is passed over: at most one record in a buffer of a damaged file.
fn seek_member(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        match memchr::memmem::find(bytes, &MAGIC) {
            Some(at) => {
                input.consume(at);
                return Ok(true);
            }
            None => {
                let length = bytes.len();
                input.consume(length);
            }
        }
    }
}
