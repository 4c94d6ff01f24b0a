//! The fields of the index.

use crate::analysis::Analyzer;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

/// The version of schema and analysis: an index of another one is made again.
pub(crate) const VERSION: u32 = 1;

const STEMS: &str = "stems";
const WORDS: &str = "words";

/// Where the fields are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) row: Field,
    pub(crate) from: Field,
    pub(crate) until: Field,
    pub(crate) day: Field,
    pub(crate) sources: Field,
    /// Stemmed texts.
    pub(crate) statement: Field,
    pub(crate) summary: Field,
    pub(crate) stories: Field,
    pub(crate) entities: Field,
    pub(crate) category: Field,
    pub(crate) publishers: Field,
    /// Every word as it is written, folded.
    pub(crate) words: Field,
    /// The language's code.
    pub(crate) lang: Field,
    /// Keys with titles, for counting.
    pub(crate) names: [Field; 4],
}

/// Names of the counted fields, in the order of [`crate::Kind::ALL`] without the language.
pub(crate) const NAMES: [&str; 4] = ["story_key", "entity_key", "category_key", "source_key"];

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let stems = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(STEMS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(WORDS)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    let counted = || TextOptions::default().set_fast("raw");
    let fields = Fields {
        id: builder.add_u64_field("id", FAST),
        row: builder.add_i64_field("row", FAST | INDEXED),
        from: builder.add_i64_field("from", FAST),
        until: builder.add_i64_field("until", FAST),
        day: builder.add_i64_field("day", FAST),
        sources: builder.add_u64_field("sources", FAST),
        statement: builder.add_text_field("statement", stems.clone()),
        summary: builder.add_text_field("summary", stems.clone()),
        stories: builder.add_text_field("stories", stems.clone()),
        entities: builder.add_text_field("entities", stems.clone()),
        category: builder.add_text_field("category", stems.clone()),
        publishers: builder.add_text_field("publishers", stems),
        words: builder.add_text_field("words", words),
        lang: builder.add_text_field("lang", STRING | FAST),
        names: NAMES.map(|name| builder.add_text_field(name, counted())),
    };
    (builder.build(), fields)
}

/// The analysis of each field.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(STEMS, TextAnalyzer::from(Analyzer::stems()));
    manager.register(WORDS, TextAnalyzer::from(Analyzer::words()));
    manager
}
