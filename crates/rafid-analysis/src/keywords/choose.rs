//! From ranked candidates to a list without repetition.

use super::candidates::Candidate;

/// A part of a better phrase is worth a place of its own when it is used this many times as often.
const PART_USED: f32 = 2.8;
/// A longer phrase takes the place of its part when it has this share of its uses.
const WHOLE_USED: f32 = 0.7;
/// No longer phrase is looked for further down than this.
const DEPTH: usize = 60;
/// So many more are taken first, because some are left out afterwards.
const SPARE: usize = 5;

/// The best, best first: what a better one says already is left out, and what is mostly a part of a longer one gives its
/// place to that.
pub(super) fn choose(ranked: Vec<(f32, Candidate<'_>)>, limit: usize) -> Vec<(f32, Candidate<'_>)> {
    let ranked: Vec<(f32, Vec<u32>, Candidate)> =
        ranked.into_iter().take(DEPTH).map(|(score, candidate)| (score, candidate.hashes().collect(), candidate)).collect();
    let mut taken: Vec<(f32, usize)> = Vec::with_capacity(limit);
    for (place, (score, hashes, candidate)) in ranked.iter().enumerate() {
        if taken.len() == limit + SPARE {
            break;
        }
        // A phrase of which this is a part, and that is used nearly as often.
        let is_whole = |longer: &[u32], other: &Candidate| {
            longer.len() > hashes.len() && other.count >= (candidate.count * WHOLE_USED).max(2.0) && contains(longer, hashes)
        };
        let whole = ranked[place + 1..].iter().position(|(_, longer, other)| is_whole(longer, other));
        let place = whole.map_or(place, |further| place + 1 + further);
        if !taken.iter().any(|(_, better)| *better == place || says(&ranked[*better], &ranked[place])) {
            taken.push((*score, place));
        }
    }
    // An adjective says nothing beside its noun: «القضاء السوري», «السوري».
    let all = taken.clone();
    taken.retain(|(_, place)| {
        let (_, hashes, candidate) = &ranked[*place];
        let beside = |(_, other): &(f32, usize)| ranked[*other].1.len() > 1 && contains(&ranked[*other].1, hashes);
        candidate.adjective().is_none() || candidate.tagged || !all.iter().any(beside)
    });
    taken.truncate(limit);
    taken.into_iter().map(|(score, place)| (score, ranked[place].2.clone())).collect()
}

/// Whether `better` leaves nothing to say for `candidate`.
fn says(better: &(f32, Vec<u32>, Candidate), candidate: &(f32, Vec<u32>, Candidate)) -> bool {
    let (others, hashes) = (&better.1, &candidate.1);
    if contains(others, hashes) {
        return hashes.len() > 1 || candidate.2.count <= better.2.count * PART_USED;
    }
    if contains(hashes, others) {
        return others.len() > 1 || hashes.len() > 2;
    }
    hashes.iter().filter(|hash| others.contains(hash)).count() * 2 > hashes.len()
}

fn contains(long: &[u32], short: &[u32]) -> bool {
    long.len() >= short.len() && long.windows(short.len()).any(|run| run == short)
}
