//! Full text: events as documents of an index, questions, answers.
//!
//! A [`Document`] is one state of an event: the record as it stood from one moment
//! until the next change. A [`Writer`] keeps documents in an index on disk, an
//! [`Index`] answers [`Question`]s from it with an [`Answer`]: the results in their
//! order, counts by name, a histogram, a better query where this one finds little.
//! Texts are not kept: who shows a result has them, and marks in them what was asked
//! for with [`Marks`].
//!
//! The room knows neither archives nor databases. It asks no clock: what is new is
//! measured from the newest day that the index has.
//!
//! ```
//! use annals_model::{date, EventId, Timestamp};
//! use annals_search::{Document, Index, Question, Writer};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let writer = Writer::create(folder.path())?;
//! writer.add(&Document {
//!     id: EventId::from_key("truce"),
//!     row: 1,
//!     from: Timestamp::UNIX_EPOCH,
//!     until: None,
//!     day: date(2016, 9, 12),
//!     lang: "en".into(),
//!     statement: "A cease-fire takes effect across Syria.".into(),
//!     summary: String::new(),
//!     stories: vec![],
//!     entities: vec![],
//!     category: None,
//!     publishers: vec![],
//!     hosts: vec![],
//!     sources: 1,
//! })?;
//! writer.finish(1)?;
//!
//! let index = Index::open(folder.path())?;
//! let question = Question { query: "ceasefires".into(), ..Question::default() };
//! let answer = index.search(&question)?;
//! assert_eq!(answer.total, 1);
//! let fragment = answer.marks.fragment("A cease-fire takes effect across Syria.", 200);
//! assert_eq!(fragment.segments[1].text, "cease-fire");
//! # Ok(()) }
//! ```

mod analysis;
mod answer;
mod columns;
mod complete;
mod document;
mod error;
mod histogram;
mod index;
mod marks;
mod names;
mod query;
mod question;
mod rank;
mod schema;
mod search;
mod suggest;
mod view;
mod vocabulary;
mod writer;

pub use answer::{
    Answer, Bucket, Completion, Count, Facet, Histogram, Hit, Score, Step, Suggestion,
};
pub use complete::MOST_COMPLETIONS;
pub use document::{Document, Kind, Named};
pub use error::SearchError;
pub use index::Index;
pub use marks::{Fragment, Marks, Segment};
pub use query::{
    Clause, LONGEST_QUERY, MOST_CLAUSES, MOST_COSTLY, Matcher, Note, Occur, Pattern, Query, Scope,
    parse,
};
pub use question::{DEEPEST, Extent, MOST_HITS, Question, Sort};
pub use writer::Writer;
