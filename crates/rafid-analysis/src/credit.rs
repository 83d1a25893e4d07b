//! Whose text it says it is: the agency that a byline, a dateline or a last line names.

use std::sync::LazyLock;

use rafid_arabic::normalize::fold;

use crate::ArticleText;

static AGENCIES: LazyLock<Vec<(&str, Vec<String>)>> = LazyLock::new(|| {
    let lines = include_str!("agencies.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).map(|(name, forms)| (name, forms.split('\t').map(padded).collect())).collect()
});

/// Where a dateline ends and a last line begins, in bytes.
const EDGE_BYTES: usize = 160;
/// A credit in brackets or after a dash stands among so many words at most.
const MAX_WORDS: usize = 8;

/// The agency that an article credits, by the name that readers know, out of `agencies.txt`. Looks at the page's own
/// credit, the byline, a dateline («الرياض - واس:») and a last line («(رويترز)»); a name within a sentence is no credit.
pub fn credit(text: &ArticleText) -> Option<&'static str> {
    let stated = [text.credit, text.byline].into_iter().flatten().find_map(find);
    stated.or_else(|| dateline(text.body).and_then(find)).or_else(|| last_line(text.body).and_then(find))
}

fn find(part: &str) -> Option<&'static str> {
    let part = padded(part);
    AGENCIES.iter().find(|(_, forms)| forms.iter().any(|form| part.contains(form.as_str()))).map(|(name, _)| *name)
}

/// What stands before the first dash, colon or closing bracket, if that is short.
fn dateline(body: &str) -> Option<&str> {
    let body = body.trim_start();
    let head = &body[..boundary(body, EDGE_BYTES)];
    let end = head.rfind([':', '-', '–', '—', ')', '\n'])?;
    short(&head[..end])
}

fn last_line(body: &str) -> Option<&str> {
    let body = body.trim_end();
    let tail = &body[boundary(body, body.len().saturating_sub(EDGE_BYTES))..];
    let inner = tail.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = inner.rfind(['(', '[', '\n', '.', '*', '-', '،', ':'])?;
    short(&inner[start..])
}

fn short(part: &str) -> Option<&str> {
    (part.split_whitespace().count() <= MAX_WORDS).then_some(part)
}

fn boundary(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

fn padded(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '\u{640}').filter(|word| !word.is_empty()).collect();
    format!(" {} ", fold(&words.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, byline: Option<&str>, expected: Option<&str>) {
        assert_eq!(credit(&ArticleText { body, byline, ..ArticleText::default() }), expected, "{body}");
    }

    #[test]
    fn agencies_are_found_where_credit_is_given() {
        check("الواحة - واس: افتتح المهرجان أمس.", None, Some("واس"));
        check("افتتح المهرجان أمس بحضور الجمهور.\n(رويترز)", None, Some("رويترز"));
        check("نص", Some("المدينة (أ ف ب)"), Some("أ ف ب"));
        check("نص", Some("سالم الكاتب"), None);
    }

    #[test]
    fn a_name_within_a_sentence_is_no_credit() {
        check("وقعت الجامعة اتفاقا مع وكالة رويترز لتدريب الصحفيين الجدد على تحرير الأخبار العلمية في مقرها الجديد.", None, None);
        check("", None, None);
    }
}
