//! How well a headline would stand for a story: it says much, and makes little show.

use crate::reading::Reading;
use rafid_arabic::normalize::fold;

/// Openings that call for attention and say nothing.
const SHOW: [&str; 14] = [
    "شاهد",
    "بالصور",
    "بالفيديو",
    "فيديو",
    "صور",
    "عاجل",
    "مباشر",
    "انفوغرافيك",
    "انفوجرافيك",
    "حصري",
    "خاص",
    "لهذا السبب",
    "تعرف",
    "هذا ما",
];

/// 0 to 255; higher is better.
pub(super) fn quality(title: &str, reading: &Reading) -> u8 {
    let words = &reading.title;
    if words.is_empty() {
        return 0;
    }
    let mut score = 150.0f32;
    // Between six and eleven words say who did what.
    score -= match words.len() {
        0..=2 => 70.0,
        3 => 35.0,
        4..=5 => 12.0,
        6..=11 => 0.0,
        more => 4.0 * (more as f32 - 11.0),
    };
    let folded = fold(title);
    let folded = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if SHOW.iter().any(|show| folded.strip_prefix(show).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))) {
        score -= 60.0;
    }
    for (mark, loss) in [("؟", 40.0), ("?", 40.0), ("!", 30.0), ("..", 15.0), ("…", 15.0), ("|", 15.0), ("&", 10.0), ("#", 10.0)]
    {
        if title.contains(mark) {
            score -= loss;
        }
    }
    if title.trim_start().starts_with(['"', '«', '“', '\'']) {
        score -= 25.0;
    }
    // What the body speaks of, too, is no riddle.
    let topical: Vec<_> = words.iter().filter(|word| !word.is_stop && !word.is_number).collect();
    let shared = topical.iter().filter(|word| reading.body.iter().any(|other| other.hash == word.hash)).count();
    score += 60.0 * shared as f32 / topical.len().max(1) as f32;
    score.clamp(1.0, 255.0) as u8
}
