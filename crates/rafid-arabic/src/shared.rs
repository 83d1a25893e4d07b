//! An analyser in several hands.

use crate::analyzer::Analyzer;
use crate::vocabulary::Vocabulary;
use std::ops::Deref;
use std::sync::Arc;

/// An analyser that is cheap to clone: the built-in one, or one with a vocabulary of its own. Whoever keeps an index hands its
/// analyser to whoever asks or marks what was found, so that all read texts alike.
///
/// ```
/// let shared = rafid_arabic::SharedAnalyzer::default();
/// assert_eq!(shared.fingerprint(), rafid_arabic::Analyzer::builtin().fingerprint());
/// ```
#[derive(Debug, Clone, Default)]
pub struct SharedAnalyzer(Option<Arc<Analyzer>>);

impl SharedAnalyzer {
    /// [`Analyzer::with_vocabulary`], shared.
    pub fn with_vocabulary(vocabulary: Vocabulary) -> SharedAnalyzer {
        SharedAnalyzer(Some(Arc::new(Analyzer::with_vocabulary(vocabulary))))
    }

    /// Whether its vocabulary is another than the built-in one.
    pub fn is_own(&self) -> bool {
        self.0.is_some()
    }
}

impl Deref for SharedAnalyzer {
    type Target = Analyzer;

    fn deref(&self) -> &Analyzer {
        match &self.0 {
            Some(own) => own,
            None => Analyzer::builtin(),
        }
    }
}
