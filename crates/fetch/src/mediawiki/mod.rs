//! MediaWiki's interface for programs: which revision a page has, and how it came to it.
//!
//! [`Api`] asks (`action=query`, `format=json`, `formatversion=2`, `maxlag=5`), waits
//! where the wiki asks for it, and turns answers into shapes. [`Api::latest`] says the
//! last revision of many pages in few questions, [`History`] reads one page's revisions
//! newer than a known one, answer by answer.
//!
//! Nothing that a wiki sends is trusted: an answer that is no JSON, or another JSON,
//! is an [`ApiError`] with the address and the place in it; an answer that is too large
//! is asked for in smaller parts; an answer that goes on in a circle is left.
//!
//! See <https://www.mediawiki.org/wiki/API:Query>, <https://www.mediawiki.org/wiki/API:Revisions>,
//! <https://www.mediawiki.org/wiki/Manual:Maxlag_parameter>.

mod answer;
mod api;
mod history;
mod latest;

pub use answer::PageRevision;
pub use api::{Api, ApiError, Patience, Spent};
pub use history::{Chunk, History, Known};
pub use latest::{BATCH, Latest, Standing};
