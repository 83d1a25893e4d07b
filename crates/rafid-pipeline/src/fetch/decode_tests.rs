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
