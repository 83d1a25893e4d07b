//! Addresses that people can read: `/a/57-افتتاح-الجسر`. The number finds the page; the words behind it are for people, follow the
//! headline, and may be anything in a link that was made when the headline was another.

use axum::response::{IntoResponse, Redirect, Response};

const MAX_WORDS: usize = 9;
const MAX_CHARS: usize = 70;

/// `id` with the words of `title`: letters and digits joined by `-`, marks and tatweel left out. An address may hold Arabic letters as
/// they are (WHATWG URL, URL code points); only a header needs them encoded.
pub(crate) fn slug(id: impl std::fmt::Display, title: &str) -> String {
    let mut slug = id.to_string();
    let mut chars = 0;
    let words = title.split(|c: char| !is_part(c)).map(|word| word.chars().filter(|c| c.is_alphanumeric() && !is_mark(*c)));
    let words = words.map(|word| word.flat_map(char::to_lowercase).collect::<String>()).filter(|word| !word.is_empty());
    for word in words.take(MAX_WORDS) {
        chars += word.chars().count() + 1;
        if chars > MAX_CHARS {
            break;
        }
        slug.push('-');
        slug.push_str(&word);
    }
    slug
}

/// Tatweel and vowel marks, which Unicode counts among the letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// What a word is made of: marks stand inside it, and the two joiners.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// The number at the head of `segment`, or all of it where it has another form (`ext:…`).
pub(crate) fn id_of(segment: &str) -> &str {
    match segment.split_once('-') {
        Some((id, _)) if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) => id,
        _ => segment,
    }
}

/// Where a page of this `segment` should be asked for instead, when its words are no longer the headline's. A bare number is well.
pub(crate) fn moved(segment: &str, current: &str, address: impl FnOnce() -> String) -> Option<Response> {
    (id_of(segment) != segment && segment != current).then(|| Redirect::permanent(&encoded(&address())).into_response())
}

/// An address for a header: what is not ASCII is percent-encoded (RFC 3987, section 3.1).
pub(crate) fn encoded(address: &str) -> String {
    percent_encoding::utf8_percent_encode(address, percent_encoding::CONTROLS).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_headline_follow_the_number() {
        for (title, expected) in [
            ("افتتاحُ «الجسر» الجديد!", "7-افتتاح-الجسر-الجديد"),
            ("الـ16 من مايو: CNN تعود", "7-ال16-من-مايو-cnn-تعود"),
            ("", "7"),
            ("؟!… — \u{202E}", "7"),
            ("a/b?c#d%2F<\"'>&", "7-a-b-c-d-2f"),
        ] {
            assert_eq!(slug(7, title), expected);
        }
        assert!(slug(7, &"كلمة ".repeat(500)).chars().count() < 80);
        assert_eq!(slug(7, &"ططط".repeat(500)), "7");
    }

    #[test]
    fn the_number_is_found_again() {
        for (segment, id) in [("7-افتتاح", "7"), ("7", "7"), ("7-", "7"), ("ext:a-b", "ext:a-b"), ("-7", "-7"), ("x-7", "x-7")]
        {
            assert_eq!(id_of(segment), id);
        }
    }
}
