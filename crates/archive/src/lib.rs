//! The hall: what is done with an archive.
//!
//! [`ingest`] records what the readers found, [`articles`] keeps pages and feeds, [`captures`] their bytes, [`record`] decides which event a
//! draft is and what it changes, [`relink`] works out what belongs together,
//! [`editing`] does what editors ask, [`queue`] lists what waits for them,
//! [`publish`] makes the site, [`live`] the same page by page, [`search`] and [`query`] answer questions,
//! [`fetch`] asks the network, [`export`] writes event lines, [`check`] verifies, [`backup`] copies.
//! These are functions over an [`Archive`]; time is passed in.

pub mod accounts;
mod archive;
pub mod articles;
pub mod as_of;
mod background;
pub mod backup;
pub mod bursts;
pub mod captures;
pub mod check;
pub mod config;
pub mod corrections;
pub mod editing;
pub mod export;
pub mod fetch;
pub mod ingest;
pub mod live;
pub mod pages;
pub mod publish;
pub mod query;
pub mod queue;
pub mod record;
pub mod relink;
pub mod rendering;
pub mod search;
pub mod stories;
pub mod the_context;
pub mod upstream;

pub use archive::{Archive, ArchiveError};
