//! Articles: pages and feeds of the inputs become captures, and captures articles.
//!
//! 1. `read.rs` turns what an input holds into what it tells, without the archive:
//!    it works on all cores.
//! 2. `captures.rs` keeps the bytes as WARC records, each content once.
//! 3. `keep.rs` lays what was told beside what the archive knows of the page: a
//!    new article, a new telling of a known one, or nothing new.
//!
//! [`extract`] does the first step alone, for those who keep no archive.

mod address;
mod captures;
pub mod extract;
mod feed;
mod keep;
pub mod nearby;
mod read;

pub use captures::{CaptureError, captured, check as check_captures, export as export_captures};
pub use keep::key;
pub(crate) use keep::{Keeper, Outcome};
pub(crate) use read::{Prepared, prepare};
