//! From a question to a page of answers: collected, looked at twice, put in order.

use rafid_core::{ArticleId, SearchHit, SearchPage, SearchQuery, Sort, StoreResult};
use tantivy::collector::{Count, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocAddress, Order, Searcher, SegmentReader};

use super::facets::Facetting;
use super::fields::{self, Fields};
use super::kept::{Bits, Keeping};
use super::words::Word;
use super::{failed, nearness};

/// The page, and with `keep` all that was found.
pub fn page(
    fields: &Fields,
    searcher: &Searcher,
    question: &dyn Query,
    words: &[Word],
    query: &SearchQuery,
    keep: bool,
) -> StoreResult<(SearchPage, Bits)> {
    // The collector makes room for all that it is asked for: never more than there is.
    let most = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    let limit = query.limit.min(most.saturating_sub(query.offset));
    let whole = (Count, query.facets.then_some(Facetting), keep.then_some(Keeping));
    let of_all = |(total, facets, kept): (usize, Option<_>, Option<Bits>), hits| {
        (SearchPage { hits, total, facets }, kept.unwrap_or_default())
    };
    if limit == 0 {
        return Ok(of_all(searcher.search(question, &whole).map_err(failed)?, Vec::new()));
    }
    let end = query.offset + limit;
    if query.sort == Sort::New {
        let newest = TopDocs::with_limit(limit).and_offset(query.offset).order_by_fast_field::<i64>(fields::AT, Order::Desc);
        let (counted, found) = searcher.search(question, &(whole, newest)).map_err(failed)?;
        let found = found.into_iter().map(|(at, address)| (at.unwrap_or_default() as f32, address));
        return Ok(of_all(counted, hits(searcher, found)?));
    }
    // Every page is cut from the same order, so the second look is at the same candidates for each.
    let top = TopDocs::with_limit(end.max(nearness::CANDIDATES).min(most));
    let now = query.now.as_second();
    let (counted, mut found) = match query.sort {
        Sort::Blend => {
            let blend = top.tweak_score(move |segment: &SegmentReader| {
                let at = segment.fast_fields().i64(fields::AT).ok();
                move |document, score| score * freshness(at.as_ref(), document, now)
            });
            searcher.search(question, &(whole, blend)).map_err(failed)?
        }
        Sort::Relevance | Sort::New => searcher.search(question, &(whole, top.order_by_score())).map_err(failed)?,
    };
    look_twice(fields, searcher, words, (query.sort == Sort::Blend).then_some(now), &mut found)?;
    let shown = found.into_iter().take(end).skip(query.offset);
    Ok(of_all(counted, hits(searcher, shown)?))
}

/// Gives the best candidates what [`nearness`] sees in them. None loses anything, so they stay above the others.
fn look_twice(
    fields: &Fields,
    searcher: &Searcher,
    words: &[Word],
    now: Option<i64>,
    found: &mut [(f32, DocAddress)],
) -> StoreResult<()> {
    let many = found.len().min(nearness::CANDIDATES);
    let candidates = &mut found[..many];
    if words.is_empty() || candidates.len() < 2 {
        return Ok(());
    }
    let addresses: Vec<DocAddress> = candidates.iter().map(|candidate| candidate.1).collect();
    let times = columns(searcher, |segment| segment.fast_fields().i64(fields::AT))?;
    let bonuses = nearness::bonuses(searcher, fields, words, &addresses)?;
    for ((score, address), bonus) in candidates.iter_mut().zip(bonuses) {
        let freshness = now.map_or(1.0, |now| freshness(times.get(address.segment_ord as usize), address.doc_id, now));
        *score += bonus * freshness;
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(())
}

/// What an article's age is worth: a fresh one counts up to twice as much as one that is years old, halfway after a week.
fn freshness(at: Option<&Column<i64>>, document: u32, now: i64) -> f32 {
    const WEEK_SECS: f32 = 7.0 * 86_400.0;
    let at = at.and_then(|column| column.first(document)).unwrap_or(0);
    1.0 + 1.0 / (1.0 + now.saturating_sub(at).max(0) as f32 / WEEK_SECS)
}

/// Ids are read from their column: the stored documents stay untouched.
pub fn hits(searcher: &Searcher, found: impl Iterator<Item = (f32, DocAddress)>) -> StoreResult<Vec<SearchHit>> {
    let ids = columns(searcher, |segment| segment.fast_fields().u64(fields::ID))?;
    let hit = |(score, address): (f32, DocAddress)| {
        let id = ids.get(address.segment_ord as usize)?.first(address.doc_id)?;
        Some(SearchHit { id: ArticleId(id.cast_signed()), score })
    };
    Ok(found.filter_map(hit).collect())
}

fn columns<T>(searcher: &Searcher, open: impl Fn(&SegmentReader) -> tantivy::Result<Column<T>>) -> StoreResult<Vec<Column<T>>> {
    searcher.segment_readers().iter().map(open).collect::<Result<_, _>>().map_err(failed)
}
