//! What inside the article's root is not article.

use super::Page;
use crate::html::NodeId;

/// By node: left out of the body.
pub fn skipped(page: &Page<'_, '_>, _roots: &[NodeId], _title: Option<&str>) -> Vec<bool> {
    page.dropped.clone()
}
