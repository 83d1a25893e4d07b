//! Guessing an encoding from bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, ISO_8859_15, MACINTOSH, WINDOWS_1252, WINDOWS_1256};

/// The detector's guess, for bytes that are not valid UTF-8.
pub fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(64 * 1024)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Encodings of western Europe, which are declared by default rather than by knowledge.
pub fn is_latin(encoding: &'static Encoding) -> bool {
    [WINDOWS_1252, ISO_8859_15, MACINTOSH].contains(&encoding)
}

/// UTF-8 that was cut or patched: many whole characters for each bad place, or as many where it was declared.
pub fn is_damaged_utf8(bytes: &[u8], declared: bool) -> bool {
    let (mut whole, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        // Bad bytes side by side are one place: a surrogate alone has three.
        bad += usize::from(!chunk.invalid().is_empty() && (bad == 0 || !chunk.valid().is_empty()));
    }
    whole > 8 * bad || (declared && whole >= bad)
}

/// Which of the two single-byte Arabic encodings these bytes are in, if their letters read as Arabic.
///
/// The two share their code points for hamza to ghayn in part only; decoded by the wrong one, Arabic prose loses
/// its article: so the words that begin with ال decide, with at least nine in ten foreign bytes being letters.
pub fn arabic(bytes: &[u8]) -> Option<&'static Encoding> {
    let (best, score) = [WINDOWS_1256, ISO_8859_6]
        .into_iter()
        .map(|encoding| (encoding, arabic_score(bytes, encoding)))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    (score > 0.0).then_some(best)
}

/// Letters that make up two thirds of Arabic prose; Cyrillic read as Arabic has a third of them.
const FREQUENT: &str = "اليمونرتبعهد";

/// 0 when it is not Arabic, otherwise the share of letters plus the share of words with the article.
fn arabic_score(bytes: &[u8], encoding: &'static Encoding) -> f64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let (mut foreign, mut letters, mut words, mut long_words, mut with_article, mut frequent) =
        (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    let mut in_word = 0u32;
    let mut first = ' ';
    for c in text.chars() {
        let letter = matches!(c, '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}');
        foreign += u32::from(!c.is_ascii());
        letters += u32::from(letter);
        frequent += u32::from(FREQUENT.contains(c));
        if !letter {
            in_word = 0;
            continue;
        }
        in_word += 1;
        match in_word {
            1 => {
                words += 1;
                first = c;
            }
            2 => with_article += u32::from(first == 'ا' && c == 'ل'),
            3 => long_words += 1,
            _ => {}
        }
    }
    let letter_share = f64::from(letters) / f64::from(foreign.max(1));
    let long_share = f64::from(long_words) / f64::from(words.max(1));
    let frequent_share = f64::from(frequent) / f64::from(letters.max(1));
    if letters < 3 || letter_share < 0.85 || long_share < 0.4 || frequent_share < 0.5 {
        return 0.0;
    }
    letter_share + f64::from(with_article) / f64::from(words.max(1))
}
