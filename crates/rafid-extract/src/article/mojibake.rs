//! Text that was UTF-8, was taken for Latin-1, and was written as UTF-8 again: `â\u{80}\u{99}` for `’`.
//!
//! The control characters U+0080 to U+009F do not occur in text, so that where they do the page is known to be broken.

use std::borrow::Cow;

/// The text with such runs mended; borrowed when there are none.
pub fn mend(text: &str) -> Cow<'_, str> {
    let broken = |text: &str| text.as_bytes().windows(2).any(|pair| pair[0] == 0xc2 && (0x80..0xa0).contains(&pair[1]));
    if !broken(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<u8> = Vec::new();
    for c in text.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) if byte >= 0x80 => run.push(byte),
            _ => {
                flush(&mut run, &mut out);
                out.push(c);
            }
        }
    }
    flush(&mut run, &mut out);
    Cow::Owned(out)
}

fn flush(run: &mut Vec<u8>, out: &mut String) {
    match std::str::from_utf8(run) {
        Ok(mended) if run.len() > 1 => out.push_str(mended),
        _ => out.extend(run.iter().map(|&byte| char::from(byte))),
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn twice_encoded_text_is_mended_and_other_text_is_not() {
        let twice: String = "’خبر".bytes().map(char::from).collect();
        assert_eq!(mend(&twice), "’خبر");
        assert!(matches!(mend("café خبر"), std::borrow::Cow::Borrowed(_)));
        assert_eq!(mend("caf\u{e9} \u{85}"), "caf\u{e9} \u{85}");
    }
}
