//! The second look at the best candidates: where in a document the words stand.
//!
//! Two words that are neighbours in the question and near each other in the text were probably meant together, and news says what it is
//! about at its beginning. Both need positions, which are too dear to read for all that match.

use rafid_core::StoreResult;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, Term};

use super::failed;
use super::fields::Fields;
use super::words::{Word, idf};

/// How many get the second look.
pub const CANDIDATES: usize = 64;

/// Further apart, two words have nothing to do with each other.
const NEAR_WORDS: u32 = 8;
const NEAR: f32 = 1.0;
/// Where a text has said what it is about.
const LEAD_WORDS: u32 = 60;
const LEAD: f32 = 1.0;
/// As in BM25, and lower: the second mention at the beginning says little more than the first.
const SATURATION: f32 = 0.5;

/// What is to be added to each candidate's score, in the order of `candidates`. A title is all beginning.
pub fn bonuses(searcher: &Searcher, fields: &Fields, words: &[Word], candidates: &[DocAddress]) -> StoreResult<Vec<f32>> {
    let mut bonuses = vec![0.0; candidates.len()];
    // Lists are walked forward, segment by segment.
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&n| candidates[n]);
    for field in [fields.title, fields.body] {
        let terms: Vec<Vec<Term>> =
            words.iter().map(|word| word.loosest().iter().map(|text| Term::from_field_text(field, text)).collect()).collect();
        let telling: Vec<f32> = terms.iter().map(|terms| idf(Some(searcher), terms)).collect::<Result<_, _>>().map_err(failed)?;
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); terms.len()];
        for group in order.chunk_by(|&a, &b| candidates[a].segment_ord == candidates[b].segment_ord) {
            let segment = searcher.segment_reader(candidates[group[0]].segment_ord);
            let mut lists = open(segment, field, &terms).map_err(failed)?;
            for &n in group {
                for (lists, places) in lists.iter_mut().zip(&mut places) {
                    read_places(lists, candidates[n].doc_id, places);
                }
                bonuses[n] += bonus(&places, &telling);
            }
        }
    }
    Ok(bonuses)
}

/// The lists of each word's terms.
fn open(segment: &SegmentReader, field: Field, terms: &[Vec<Term>]) -> tantivy::Result<Vec<Vec<SegmentPostings>>> {
    let index = segment.inverted_index(field)?;
    let read = |term| index.read_postings(term, IndexRecordOption::WithFreqsAndPositions).transpose();
    let lists = terms.iter().map(|terms| terms.iter().filter_map(read).collect::<Result<_, _>>());
    Ok(lists.collect::<Result<_, _>>()?)
}

fn read_places(lists: &mut [SegmentPostings], doc: DocId, places: &mut Vec<u32>) {
    places.clear();
    for postings in lists.iter_mut() {
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() == doc {
            postings.append_positions_with_offset(0, places);
        }
    }
    if lists.len() > 1 {
        places.sort_unstable();
    }
}

fn bonus(places: &[Vec<u32>], telling: &[f32]) -> f32 {
    let lead: f32 = places
        .iter()
        .zip(telling)
        .map(|(places, telling)| {
            let mentions = places.partition_point(|&place| place < LEAD_WORDS) as f32;
            LEAD * telling * mentions * (SATURATION + 1.0) / (mentions + SATURATION)
        })
        .sum();
    let near: f32 = (1..places.len())
        .filter_map(|n| {
            let distance = closest(&places[n - 1], &places[n]).filter(|&distance| distance <= NEAR_WORDS)?;
            Some(NEAR * telling[n - 1].min(telling[n]) / (distance.max(1) as f32).sqrt())
        })
        .sum();
    lead + near
}

/// The smallest distance between a place of one word and one of the other.
fn closest(left: &[u32], right: &[u32]) -> Option<u32> {
    let (mut l, mut r) = (0, 0);
    let mut closest: Option<u32> = None;
    while let (Some(&a), Some(&b)) = (left.get(l), right.get(r)) {
        // Where one place is both words, each looks for the other's next.
        let distance = match a.abs_diff(b) {
            0 => [left.get(l + 1), right.get(r + 1)].into_iter().flatten().map(|next| next - a).min(),
            apart => Some(apart),
        };
        closest = closest.into_iter().chain(distance).min();
        if a <= b {
            l += 1;
        }
        if b <= a {
            r += 1;
        }
    }
    closest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, expected) in [
            (&[1, 50][..], &[20, 47][..], Some(3)),
            (&[5], &[5], None),
            (&[5], &[5, 7], Some(2)),
            (&[], &[1], None),
            (&[9, 10], &[1, 2], Some(7)),
        ] {
            assert_eq!(closest(left, right), expected, "{left:?} {right:?}");
            assert_eq!(closest(right, left), expected, "{right:?} {left:?}");
        }
    }

    #[test]
    fn near_and_early_is_better() {
        let bonus = |places: [&[u32]; 2]| bonus(&places.map(<[u32]>::to_vec), &[2.0, 3.0]);
        assert!(bonus([&[100], &[101]]) > bonus([&[100], &[104]]));
        assert!(bonus([&[100], &[108]]) > bonus([&[100], &[109]]));
        assert!(bonus([&[100], &[109]]) == 0.0);
        assert!(bonus([&[0], &[30]]) > bonus([&[0], &[300]]));
        assert!(bonus([&[], &[]]) == 0.0);
    }
}
