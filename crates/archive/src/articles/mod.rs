//! Articles: pages and feeds of the inputs become captures, and captures articles.
//!
//! 1. `read.rs` turns what an input holds into what it tells, without the archive:
//!    it works on all cores.
//! 2. [`crate::captures`] keeps the bytes as WARC records, each content once.
//! 3. `keep.rs` lays what was told beside what the archive knows of the page: a
//!    new article, a new telling of a known one, or nothing new.
//! 4. `links.rs` says which events an article reports or mentions, `origins.rs`
//!    which report it goes back to, `drafts.rs` what only articles tell.
//!
//! [`extract`] does the first step alone, for those who keep no archive.

mod address;
mod drafts;
pub mod extract;
mod feed;
mod keep;
mod links;
pub mod nearby;
mod origins;
mod read;
mod same_event;
mod told;
mod trace;

pub use crate::captures::{
    CaptureError, captured, check as check_captures, export as export_captures, replayed,
};
pub use drafts::{accept, publish, reject};
pub(crate) use drafts::{accept_within, drop_decided, is_of_articles, reject_within};
pub use keep::key;
pub(crate) use keep::{Keeper, Outcome};
pub use links::article;
pub(crate) use links::{link_all, link_page, source};
pub(crate) use origins::trace_as_said;
pub use origins::{Group, groups_of_article, groups_of_event};
pub(crate) use read::{Prepared, media_type, prepare};
