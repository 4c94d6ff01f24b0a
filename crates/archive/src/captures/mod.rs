//! The proof that an archive keeps: what its pages were, byte for byte, and how each
//! was asked for.
//!
//! `captures/000001.warc.gz` and on are WARC 1.1. Records are only ever appended
//! (`append.rs`). The database says how far a file is good, in the same transaction
//! that names the records: what a killed process left behind that point is cut off by
//! the next one. A body that is kept already is not kept again: the capture becomes a
//! `revisit` record.
//!
//! - Pages come through [`crate::ingest`]; [`saved`] makes of a fetched answer what it
//!   takes. Redirects, errors and answers that nothing changed bring no page; [`note`]
//!   keeps them (`exchanges.rs`).
//! - [`captured`] and [`replayed`] read back (`read.rs`), [`check`] reads everything.
//! - The index (`index.rs`): the table `captured` has a row for each record, written
//!   with it and ordered by the key of indexes, so the index is never behind and
//!   nothing is sorted or rewritten when records come; [`export_cdxj`] writes it as
//!   CDXJ when somebody wants the file.
//! - [`export`] joins all files, [`export_wacz`] cuts out what is asked for (`wacz.rs`,
//!   `choose.rs`).

mod append;
mod check;
mod choose;
mod exchanges;
mod index;
mod read;
mod wacz;

pub(crate) use append::{Appender, digest};
pub use check::check;
pub use choose::{Wanted, followed};
pub use exchanges::{Noted, note, saved};
pub use index::{complete, export_cdxj};
pub use read::{captured, export, replayed};
pub use wacz::{Report as WaczReport, export_wacz};

use annals_store::StoreError;
use std::{io, path::PathBuf};

/// What writes the files.
const SOFTWARE: &str = concat!("annals/", env!("CARGO_PKG_VERSION"));

/// What can go wrong with captures.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// A file of captures.
    #[error("could not use `{path}`: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record is not where it should be.
    #[error(
        "`{file}` holds no capture at byte {offset}\nhint: `annals check` lists everything that is wrong"
    )]
    Gone {
        /// The file.
        file: String,
        /// Where.
        offset: u64,
    },
    /// Whoever takes an export does not take it.
    #[error("could not write the export")]
    Output(#[from] io::Error),
}
