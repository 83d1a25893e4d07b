//! Pages that are being fetched: no page is fetched twice because two feeds name it at the same time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Default)]
pub(super) struct Claims {
    taken: Arc<Mutex<HashSet<String>>>,
}

/// The sole right to a page, until it is dropped: hold it until the article is stored.
pub(super) struct Claim {
    taken: Arc<Mutex<HashSet<String>>>,
    page: String,
}

impl Claims {
    /// `None` when somebody else is at it.
    pub fn claim(&self, page: &str) -> Option<Claim> {
        let fresh = self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(page.to_owned());
        fresh.then(|| Claim { taken: self.taken.clone(), page: page.to_owned() })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_for_one_at_a_time() {
        let claims = Claims::default();
        let first = claims.claim("http://a.example/1");
        assert!(first.is_some() && claims.claim("http://a.example/1").is_none());
        assert!(claims.claim("http://a.example/2").is_some());
        drop(first);
        assert!(claims.claim("http://a.example/1").is_some());
    }
}
