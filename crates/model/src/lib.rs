//! The nouns of annals and their identity.
//!
//! A [`Draft`] is what a reader found in an input. Recorded, it becomes
//! [`Revision`]s of an event with a fixed [`EventId`]; [`history::fold`] turns
//! the revisions into the current [`Record`], or into the record as it was
//! known at a moment. Nothing here reads files, asks the clock or serializes:
//! formats have their own shapes, in the rooms that own them.
//!
//! ```
//! use annals_model::{history, By, EventId, Revision, Text, Value, date};
//!
//! let by = By::importer("lines", None);
//! let first = Revision::new(1, by.clone(), vec![
//!     Value::Day(date(2016, 9, 12)),
//!     Value::Statement(Text::plain("A truce takes efect in Syria.")),
//! ]);
//! let second = Revision::new(2, by, vec![
//!     Value::Statement(Text::plain("A truce takes effect in Syria.")),
//! ]);
//! let steps = history::steps(&[first, second]);
//! assert_eq!(steps[1].grade, annals_model::Grade::Typo);
//! assert_eq!(history::fold(&steps).unwrap().statement.text, "A truce takes effect in Syria.");
//! # let _ = EventId::from_key("en/2016-09-12/a truce takes efect in syria");
//! ```

mod article;
mod article_history;
mod correction;
mod draft;
mod entity;
mod event;
pub mod grade;
pub mod history;
mod id;
mod months;
mod revision;
pub mod slug;
mod source;
mod story;
mod text;
pub mod word_diff;

pub use article::{Access, Article, Block, Dating, Evidence, Hyperlink, Picture, Precision, Prose};
pub use article_history::{
    ArticleChange, ArticleStep, Edit, Telling, article_changes, article_steps, fill,
};
pub use correction::{Correction, CorrectionKind, Matter, Verdict};
pub use draft::{ClaimedRelated, Document, Draft, Incoming, Kept, Note, Version};
pub use entity::EntityKey;
pub use event::{Image, Record, Status, Summary};
pub use grade::Grade;
pub use history::{Change, Step};
pub use id::{EventId, InvalidId};
pub use jiff::{Span, Timestamp, civil::Date, civil::Weekday, civil::date};
pub use months::MONTHS;
pub use revision::{By, Field, Revision, Value};
pub use source::Source;
pub use story::{StoryKey, StoryPath, StoryRef};
pub use text::{Link, Text, fold_key, tidy};
