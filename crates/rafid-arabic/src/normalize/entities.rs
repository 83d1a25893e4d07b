//! HTML entities that publishers left in plain text, most often in titles: `&quot;`, `&amp;`, `&#1575;`.
//!
//! Only the few names that occur in news are known (HTML 5 has 2,231); numeric references are all read. What is not an entity
//! stays what it is.

/// No entity that we read is longer than this, in bytes.
const MAX_LEN: usize = 10;

/// The entity that begins at `text[at]` (a `&`): its character and its length in bytes.
pub(crate) fn entity_at(text: &str, at: usize) -> Option<(char, usize)> {
    // What was escaped twice is read through: &amp;quot; is a quotation mark.
    let bytes = text.as_bytes();
    let mut begin = at + 1;
    while begin < at + 1 + 3 * "amp;".len() && bytes[begin..].starts_with(b"amp;") {
        begin += "amp;".len();
    }
    let rest = &bytes[begin..bytes.len().min(begin + MAX_LEN)];
    let end = rest.iter().position(|&b| b == b';')?;
    let name = std::str::from_utf8(&rest[..end]).ok()?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // An entity that names an ampersand must not begin another one, or folding twice would read more than folding once.
            char::from_u32(code).filter(|&c| c != '&')?
        }
        None => match name {
            "quot" | "QUOT" => '"',
            "apos" => '\'',
            "nbsp" => '\u{A0}',
            "lt" => '<',
            "gt" => '>',
            "laquo" => '«',
            "raquo" => '»',
            "ldquo" => '“',
            "rdquo" => '”',
            "lsquo" => '‘',
            "rsquo" => '’',
            "ndash" => '–',
            "mdash" => '—',
            "hellip" => '…',
            "bull" => '•',
            "middot" => '·',
            "zwnj" => '\u{200C}',
            "zwj" => '\u{200D}',
            "lrm" => '\u{200E}',
            "rlm" => '\u{200F}',
            "shy" => '\u{AD}',
            _ => return None,
        },
    };
    Some((c, begin + end + 1 - at))
}

/// Calls `each(position, length, character)` for every character or entity; position and length in bytes of `text`.
pub(crate) fn for_each_char(text: &str, mut each: impl FnMut(usize, usize, char)) {
    let mut skip_until = 0;
    for (at, c) in text.char_indices() {
        if at < skip_until {
            continue;
        }
        if c == '&'
            && let Some((named, len)) = entity_at(text, at)
        {
            skip_until = at + len;
            each(at, len, named);
        } else {
            each(at, c.len_utf8(), c);
        }
    }
}

/// Replaces the entities of a title or sentence by their characters; `&amp;` becomes `&`.
pub fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    for_each_char(text, |_, _, c| decoded.push(c));
    decoded.replace("&amp;", "&")
}
