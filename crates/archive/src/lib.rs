//! The hall: what is done with an archive.
//!
//! [`ingest`] records what the readers found, [`articles`] keeps pages and feeds, [`captures`] their bytes, [`record`] decides which event a
//! draft is and what it changes, [`relink`] works out what belongs together,
//! [`editing`] does what editors ask, [`queue`] lists what waits for them,
//! [`fetch`] asks the network, [`publish`] makes the site, [`deliver`] brings it to its places, [`notify`] tells what is new to saved searches, [`live`] the same page by page, [`search`] and [`query`] answer questions,
//! [`enrich`] says what sources tell, [`coverage`] what is lacking,
//! [`export`] writes event lines, [`verify`] lays statements beside their sources, [`check`] verifies
//! the archive, [`backup`] copies.
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
pub mod coverage;
pub mod deliver;
pub mod editing;
pub mod enrich;
pub mod export;
pub mod fetch;
pub mod ingest;
pub mod live;
pub mod notify;
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
pub mod verify;
pub mod watch;

pub use archive::{Archive, ArchiveError};
