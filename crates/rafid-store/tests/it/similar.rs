//! Articles that share terms.

use rafid_core::*;

use crate::kit::cases;
use crate::search::{NONE, fill};

cases!(index: those_that_share_most_come_first, weights_count, odd_questions_have_short_answers);

fn similar(index: &dyn SearchIndex, terms: &[(&str, f32)], limit: usize) -> Vec<i64> {
    let terms: Vec<_> = terms.iter().map(|&(term, weight)| (term.to_owned(), weight)).collect();
    let hits = index.similar(&terms, limit).unwrap();
    assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
    hits.iter().map(|hit| hit.id.0).collect()
}

fn those_that_share_most_come_first(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            ("سباق زوارق", "انطلق سباق زوارق على نهر المدينة"),
            ("زوارق", "صناعة زوارق خشبية في قرية بعيدة"),
            ("خبر", "لا علاقة"),
            ("سباق دراجات", "انطلق سباق دراجات"),
        ],
    );
    assert_eq!(similar(index, &[("سباق", 1.0), ("زوارق", 1.0), ("نهر", 1.0)], 10)[0], 1);
    let mut found = similar(index, &[("سباق", 1.0), ("زوارق", 1.0)], 10);
    found.sort_unstable();
    assert_eq!(found, [1, 2, 4]);
    assert_eq!(similar(index, &[("سباق", 1.0), ("زوارق", 1.0)], 2).len(), 2);
}

fn weights_count(index: &dyn SearchIndex) {
    fill(index, &[("سباق", ""), ("قمح", "")]);
    assert_eq!(similar(index, &[("سباق", 0.1), ("قمح", 3.0)], 10), [2, 1]);
    assert_eq!(similar(index, &[("سباق", 3.0), ("قمح", 0.1)], 10), [1, 2]);
}

fn odd_questions_have_short_answers(index: &dyn SearchIndex) {
    assert_eq!(similar(index, &[("سباق", 1.0)], 10), NONE);
    fill(index, &[("سباق", "")]);
    assert_eq!(similar(index, &[], 10), NONE);
    assert_eq!(similar(index, &[("سباق", 1.0)], 0), NONE);
    assert_eq!(similar(index, &[("سباق", 1.0)], usize::MAX), [1]);
    assert_eq!(similar(index, &[("", 1.0), ("سباق", f32::NAN), ("قمح", -1.0)], 10), NONE);
    let page: Vec<_> = (0..500).map(|n| (format!("كلمة{n}"), 1.0)).collect();
    assert_eq!(index.similar(&page, 10).unwrap(), []);
}
