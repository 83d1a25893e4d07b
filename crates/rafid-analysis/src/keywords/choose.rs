//! From ranked candidates to a list without repetition.

use super::candidates::Candidate;

/// A part of a better phrase is worth a place of its own when it is used this many times as often.
const PART_USED: f32 = 1.0 / 0.36;
/// A longer phrase takes the place of its part when it has this share of its uses.
const WHOLE_USED: f32 = 0.7;

/// The best, best first: what a better one says already is left out.
pub(super) fn choose(ranked: Vec<(f32, Candidate<'_>)>, limit: usize) -> Vec<(f32, Candidate<'_>)> {
    let mut chosen: Vec<(f32, Vec<u32>, Candidate)> = Vec::with_capacity(limit);
    for (score, candidate) in ranked {
        if chosen.len() == limit {
            break;
        }
        let hashes: Vec<u32> = candidate.hashes().collect();
        let mut repeated = false;
        let mut replaced = None;
        for (place, (_, others, other)) in chosen.iter().enumerate() {
            if contains(others, &hashes) {
                repeated |= hashes.len() > 1 || candidate.count <= other.count * PART_USED;
            } else if contains(&hashes, others) {
                if candidate.count >= other.count * WHOLE_USED {
                    replaced = Some(place);
                } else {
                    repeated |= others.len() > 1 || hashes.len() > 2;
                }
            } else {
                repeated |= hashes.iter().filter(|hash| others.contains(hash)).count() * 2 > hashes.len();
            }
        }
        match replaced {
            _ if repeated => {}
            Some(place) => {
                chosen[place].1 = hashes;
                chosen[place].2 = candidate;
            }
            None => chosen.push((score, hashes, candidate)),
        }
    }
    chosen.into_iter().map(|(score, _, candidate)| (score, candidate)).collect()
}

fn contains(long: &[u32], short: &[u32]) -> bool {
    long.len() >= short.len() && long.windows(short.len()).any(|run| run == short)
}
