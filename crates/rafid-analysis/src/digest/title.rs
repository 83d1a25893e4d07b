//! How well a headline would stand for a story: it says much, and makes little show.

use std::sync::LazyLock;

use crate::reading::Reading;
use rafid_arabic::normalize::fold;

/// Of `title.txt`: what a headline loses by a phrase, where that counts, and the phrase between blanks.
struct Loss {
    points: f32,
    opening: bool,
    phrase: String,
}

static LOSSES: LazyLock<Vec<Loss>> = LazyLock::new(|| {
    let loss = |line: &str| {
        let mut fields = line.split('\t');
        let (points, place, phrase) = (fields.next()?.parse().ok()?, fields.next()?, fields.next()?);
        Some(Loss { points, opening: place == "opening", phrase: format!(" {} ", fold(phrase)) })
    };
    include_str!("title.txt").lines().filter_map(loss).collect()
});

/// What the heaviest phrase of `title.txt` takes.
fn loss(title: &str) -> f32 {
    let folded = fold(title);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let padded = format!(" {} ", words.join(" "));
    let met = |loss: &&Loss| if loss.opening { padded.starts_with(&loss.phrase) } else { padded.contains(&loss.phrase) };
    LOSSES.iter().filter(met).map(|loss| loss.points).fold(0.0, f32::max)
}

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
    score -= loss(title);
    for (mark, loss) in
        [("؟", 40.0), ("?", 40.0), (": ", 10.0), ("!", 30.0), ("..", 15.0), ("…", 15.0), ("|", 15.0), ("&", 10.0), ("#", 10.0)]
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
