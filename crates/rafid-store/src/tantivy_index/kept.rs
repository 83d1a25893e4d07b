//! All that a search found, a bit a document: whoever groups articles asks here which others of a group were found.

use rafid_core::{ArticleId, Matches, StoreResult};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::failed;

/// The documents of each segment, 64 a number, in the order of the segments.
pub type Bits = Vec<Vec<u64>>;

/// Keeps which documents match.
#[derive(Debug, Clone, Copy)]
pub struct Keeping;

pub struct SegmentBits {
    segment: SegmentOrdinal,
    bits: Vec<u64>,
}

impl Collector for Keeping {
    type Fruit = Bits;
    type Child = SegmentBits;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBits> {
        Ok(SegmentBits { segment, bits: vec![0; (reader.max_doc() as usize).div_ceil(64)] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, mut segments: Vec<SegmentBits>) -> tantivy::Result<Bits> {
        segments.sort_by_key(|segment| segment.segment);
        Ok(segments.into_iter().map(|segment| segment.bits).collect())
    }
}

impl SegmentCollector for SegmentBits {
    type Fruit = Self;

    fn collect(&mut self, document: DocId, _: Score) {
        if let Some(bits) = self.bits.get_mut(document as usize / 64) {
            *bits |= 1 << (document % 64);
        }
    }

    fn harvest(self) -> Self {
        self
    }
}

/// What was found, in the index as it was then.
pub struct Kept {
    pub searcher: Searcher,
    pub id: Field,
    /// Empty when nothing was found.
    pub bits: Bits,
}

impl Matches for Kept {
    fn among(&self, ids: &[ArticleId]) -> StoreResult<Vec<ArticleId>> {
        self.found(ids).map_err(failed)
    }
}

impl Kept {
    fn found(&self, ids: &[ArticleId]) -> tantivy::Result<Vec<ArticleId>> {
        let mut found = vec![false; ids.len()];
        for (segment, bits) in self.searcher.segment_readers().iter().zip(&self.bits) {
            let index = segment.inverted_index(self.id)?;
            for (id, found) in ids.iter().zip(&mut found).filter(|(_, found)| !**found) {
                let term = Term::from_field_u64(self.id, id.0.cast_unsigned());
                let Some(mut documents) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                while documents.doc() != TERMINATED {
                    let document = documents.doc();
                    *found |= bits.get(document as usize / 64).is_some_and(|bits| bits >> (document % 64) & 1 == 1);
                    documents.advance();
                }
            }
        }
        Ok(ids.iter().zip(found).filter_map(|(id, found)| found.then_some(*id)).collect())
    }
}
