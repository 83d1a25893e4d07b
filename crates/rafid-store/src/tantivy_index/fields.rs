//! What is indexed, and how.
//!
//! Title and body are one field each. A word stands in it under each of its forms that differ (exact, guided, light; see
//! [`super::tokens`]), at one position: one list of postings serves exact and loose matches, at a fraction of three
//! fields' size.

use rafid_core::IndexDocument;
use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};

use super::tokens;

/// Raise it when the schema or its use changes: older indexes are rebuilt.
pub const VERSION: u64 = 2;

pub const ID: &str = "id";
pub const AT: &str = "at";
pub const SOURCE: &str = "source";
pub const COUNTRY: &str = "country";
pub const KEYWORD: &str = "keyword";

#[derive(Debug, Clone, Copy)]
pub struct Fields {
    pub id: Field,
    pub source: Field,
    pub source_key: Field,
    pub country: Field,
    /// Seconds since 1970.
    pub at: Field,
    pub title: Field,
    pub body: Field,
    pub keyword: Field,
}

pub fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(tokens::NAME).set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let fields = Fields {
        id: schema.add_u64_field(ID, INDEXED | FAST),
        source: schema.add_u64_field(SOURCE, INDEXED | FAST),
        source_key: schema.add_text_field("source_key", STRING),
        country: schema.add_text_field(COUNTRY, STRING | FAST),
        at: schema.add_i64_field(AT, INDEXED | FAST),
        title: schema.add_text_field("title", words.clone()),
        body: schema.add_text_field("body", words),
        keyword: schema.add_text_field(KEYWORD, STRING | FAST),
    };
    (schema.build(), fields)
}

impl Fields {
    pub fn document(&self, document: &IndexDocument) -> TantivyDocument {
        let mut row = TantivyDocument::default();
        row.add_u64(self.id, document.id.0.cast_unsigned());
        row.add_u64(self.source, document.source.0.cast_unsigned());
        row.add_text(self.source_key, document.source_key.to_lowercase());
        if let Some(country) = &document.country {
            row.add_text(self.country, country);
        }
        row.add_i64(self.at, document.at.as_second());
        row.add_text(self.title, &document.title);
        row.add_text(self.body, &document.body);
        for keyword in &document.keywords {
            row.add_text(self.keyword, keyword);
        }
        row
    }
}
