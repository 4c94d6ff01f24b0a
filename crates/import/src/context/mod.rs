//! The Context: reading the pages of the older archive that annals continues.
//!
//! Its Markdown came in four forms: event pages of 2017 (`### Source:`, ten
//! related events) and of 2018-19 (formats line, topic, `### Changes:` with
//! every wording), the same in Chinese, and day pages. [`read_page`] returns
//! what one page says, as it says it; [`assemble`] reunites the several pages
//! that The Context made of one event and returns a document for each day.
//!
//! ```
//! use annals_import::{context, Origin};
//! use annals_model::Incoming;
//!
//! let page = "### [2016-10-7](/news/2016/10/7/index.md)\n\n# Juan Manuel Santos wins a prize. \n";
//! assert!(context::looks_like(page));
//! let documents = context::assemble(vec![context::read_page(&Origin::default(), page)]);
//! let Incoming::Told(draft) = &documents[0].found[0] else { panic!() };
//! assert_eq!(draft.versions[0].text, "Juan Manuel Santos wins a prize.");
//! ```

mod address;
mod clean;
mod draft;
mod markdown;
mod markup;
mod mojibake;
mod page;
mod read;
mod reunite;
mod topic;
mod variants;
mod wordings;

pub use mojibake::heal;
pub use page::{
    Cited, DayItem, DayPage, Edition, EventPage, Mark, Page, RelatedItem, Shape, Wording,
};
pub use read::{looks_like, read_page};
pub use reunite::assemble;
