//! From words to signals.

use std::collections::HashMap;

use super::{MAX_NUMBERS, MAX_SHINGLES, MAX_TERMS, RARITY_SCALE, Signals, TermCount, kinds, title};
use crate::{
    ArticleText, hash,
    reading::{Reading, Word},
};

pub(crate) fn build(text: &ArticleText, reading: &Reading) -> Signals {
    Signals {
        flags: kinds::flags(text),
        title_quality: title::quality(text.title, reading),
        length: reading.body.len().min(usize::from(u16::MAX)) as u16,
        terms: terms(reading),
        shingles: shingles(&reading.body),
        numbers: numbers(reading),
    }
}

fn terms(reading: &Reading) -> Vec<TermCount> {
    let mut counts: HashMap<u32, TermCount> = HashMap::with_capacity(reading.body.len());
    let mut add = |word: &Word, body: u8, head: u8| {
        if word.is_stop {
            return;
        }
        let entry = counts.entry(word.hash).or_insert(TermCount {
            hash: word.hash,
            body: 0,
            head: 0,
            rarity: (word.rarity * RARITY_SCALE) as u8,
            is_name: word.is_name(),
        });
        entry.body = (entry.body + body).min(15);
        entry.head = (entry.head + head).min(15);
    };
    reading.title.iter().for_each(|word| add(word, 1, 3));
    reading.lead().iter().for_each(|word| add(word, 0, 1));
    reading.summary.iter().for_each(|word| add(word, 1, 0));
    reading.body.iter().for_each(|word| add(word, 1, 0));
    let mut out: Vec<_> = counts.into_values().collect();
    if out.len() > MAX_TERMS {
        let weight = |term: &TermCount| (1.0 + f32::from(term.body + 2 * term.head)).ln() * term.rarity();
        out.sort_unstable_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.hash.cmp(&b.hash)));
        out.truncate(MAX_TERMS);
    }
    out.sort_unstable_by_key(|term| term.hash);
    out
}

fn shingles(body: &[Word]) -> Vec<u32> {
    let mut out: Vec<u32> = body.windows(3).map(|three| hash::triple(three[0].hash, three[1].hash, three[2].hash)).collect();
    out.sort_unstable();
    out.dedup();
    out.truncate(MAX_SHINGLES);
    out
}

fn numbers(reading: &Reading) -> Vec<u32> {
    let all = reading.title.iter().chain(&reading.summary).chain(&reading.body);
    let mut out: Vec<u32> = all.filter(|word| word.is_number).map(|word| word.hash).take(MAX_NUMBERS).collect();
    out.sort_unstable();
    out.dedup();
    out
}
