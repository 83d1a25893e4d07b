//! Whether the article is a video or a gallery of pictures.

use rafid_core::{Block, Body};

use super::phrases::fold;
use crate::html::{Document, Tag};

/// How many pictures make a gallery where the page does not say so.
const GALLERY: usize = 5;
/// With more words than this for each picture, the pictures go with an article.
const GALLERY_WORDS: usize = 60;

/// Hosts whose frames are videos.
const VIDEO_HOSTS: &[&str] = &["youtube.", "youtu.be", "youtube-nocookie.", "vimeo.", "dailymotion.", "jwplatform.", "rumble."];

/// Whether there is a video in the article: its own, or one from elsewhere.
pub fn has_video(document: &Document<'_>, body: &Body, title: Option<&str>, kind: Option<&str>) -> bool {
    let embedded = body.0.iter().any(|block| match block {
        Block::Embed { url, .. } => {
            VIDEO_HOSTS.iter().any(|host| url.as_str().contains(host))
                || [".mp4", ".m3u8", ".webm"].iter().any(|end| url.as_str().contains(end))
        }
        _ => false,
    });
    embedded
        || kind.is_some_and(|kind| kind.starts_with("video"))
        || says(title, &["فيديو", "بالفيديو", "شاهد", "video", "watch"])
        || (0..document.nodes.len()).any(|id| {
            document.tag(id) == Tag::Meta
                && document.raw_attr(id, "property").is_some_and(|key| key.starts_with("og:video"))
                && document.raw_attr(id, "content").is_some_and(|content| !content.trim().is_empty())
        })
}

/// Whether the article is its pictures.
pub fn is_gallery(body: &Body, title: Option<&str>) -> bool {
    let figures = body.0.iter().filter(|block| matches!(block, Block::Figure { .. })).count();
    let paragraphs = body.0.iter().filter(|block| matches!(block, Block::Paragraph(_))).count();
    (figures >= 3 && says(title, &["صور", "بالصور", "البوم", "معرض صور", "photos", "pictures", "gallery"]))
        || (figures >= GALLERY && figures >= paragraphs && words(body) <= figures * GALLERY_WORDS)
}

fn words(body: &Body) -> usize {
    body.text().split_whitespace().count()
}

/// Whether a headline says so at its beginning or end: «بالفيديو: …», «… (صور)», «… (صور وفيديو)».
fn says(title: Option<&str>, words: &[&str]) -> bool {
    let title = title.unwrap_or_default();
    let folded = fold(title);
    let bracket = title.rsplit_once(['(', '[']).map(|(_, inside)| fold(inside)).unwrap_or_default();
    let led = title.split_once([':', '|', '.']).map(|(head, _)| fold(head)).unwrap_or_default();
    words.iter().any(|word| {
        led.split(' ').any(|part| part.trim_start_matches('و') == *word) && led.split(' ').count() <= 3
            || bracket.split(' ').any(|part| part == *word || part.strip_prefix('و') == Some(word))
                && bracket.split(' ').count() <= 4
            || folded == *word
            || (word.starts_with("بال") && folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_pictures_with_a_long_text_are_an_article() {
        for (words, gallery) in [(20, true), (200, false)] {
            let part = |n: usize| format!("<p>{}</p><figure><img src=/{n}.jpg></figure>", "كلمة ".repeat(words));
            let html: String = (0..6).map(part).collect();
            let body = crate::article::body_from_html(&html, Some("https://a.example/"));
            assert_eq!(is_gallery(&body, None), gallery, "{words}");
        }
    }

    #[test]
    fn headlines_that_speak_of_pictures() {
        for (title, video, pictures) in [
            ("بالفيديو.. موكب الزهور", true, false),
            ("موكب الزهور (صور وفيديو)", true, true),
            ("بالصور موكب الزهور", false, true),
            ("فيديو: موكب الزهور", true, false),
            ("صور الطفولة في رواية جديدة", false, false),
            ("شاهد على القرن يروي", false, false),
        ] {
            assert_eq!(says(Some(title), &["فيديو", "بالفيديو"]), video, "{title}");
            assert_eq!(says(Some(title), &["صور", "بالصور"]), pictures, "{title}");
        }
    }
}
