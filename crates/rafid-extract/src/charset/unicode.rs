//! Byte order marks, UTF-16 and UTF-32 with and without one, and the question whether "valid UTF-8" is chance.

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// Text of documents that show their encoding by a mark or by their zero bytes.
pub fn decode_marked(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static str)> {
    match *bytes {
        [0, 0, 0xfe, 0xff, ref rest @ ..] => return Some((utf32(rest, u32::from_be_bytes), "UTF-32")),
        [0xff, 0xfe, 0, 0, ref rest @ ..] => return Some((utf32(rest, u32::from_le_bytes), "UTF-32")),
        [0xef, 0xbb, 0xbf, ref rest @ ..] => return Some((lossy(rest), "UTF-8")),
        [0xff, 0xfe, ref rest @ ..] => return Some((UTF_16LE.decode_without_bom_handling(rest).0, "UTF-16LE")),
        [0xfe, 0xff, ref rest @ ..] => return Some((UTF_16BE.decode_without_bom_handling(rest).0, "UTF-16BE")),
        [0, 0, 0, b'<', ..] => return Some((utf32(bytes, u32::from_be_bytes), "UTF-32")),
        [b'<', 0, 0, 0, ..] => return Some((utf32(bytes, u32::from_le_bytes), "UTF-32")),
        _ => {}
    }
    let (even, odd) = zeros(&bytes[..bytes.len().min(512)]);
    let utf16 = if odd * 8 > even * 64 && odd >= 8 {
        UTF_16LE
    } else if even * 8 > odd * 64 && even >= 8 {
        UTF_16BE
    } else {
        return None;
    };
    Some((utf16.decode_without_bom_handling(bytes).0, utf16.name()))
}

fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    encoding_rs::UTF_8.decode_without_bom_handling(bytes).0
}

/// Zero bytes at even and at odd offsets: markup in UTF-16 has one in every second byte.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    bytes.iter().enumerate().filter(|(_, b)| **b == 0).fold(
        (0, 0),
        |(even, odd), (at, _)| {
            if at % 2 == 0 { (even + 1, odd) } else { (even, odd + 1) }
        },
    )
}

fn utf32(bytes: &[u8], read: fn([u8; 4]) -> u32) -> Cow<'static, str> {
    let points = bytes.as_chunks::<4>().0.iter().map(|four| read(*four));
    Cow::Owned(points.map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Whether text that happens to be valid UTF-8 may still be what `encoding` says: escape sequences of
/// ISO-2022-JP, or a handful of two-byte characters, which in the East Asian encodings can be valid by chance.
pub fn maybe_multibyte(encoding: &'static Encoding, text: &str) -> bool {
    if encoding == ISO_2022_JP {
        return text.contains('\u{1b}');
    }
    let east_asian = [BIG5, EUC_JP, EUC_KR, GB18030, GBK, SHIFT_JIS].contains(&encoding);
    let mut foreign = text.chars().filter(|c| !c.is_ascii());
    east_asian && foreign.clone().next().is_some() && foreign.by_ref().take(4).all(|c| c < '\u{800}') && foreign.next().is_none()
}
