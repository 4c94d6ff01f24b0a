//! Verifying statements against the bytes of their sources, without a network.
//!
//! 1. `claims.rs` takes apart what a statement says that can be looked for: figures,
//!    quotations, names.
//! 2. `source.rs` finds a source's captures, where its address led, and whether their
//!    bytes are what was kept; `texts.rs` reads the pages' texts from these bytes.
//! 3. `looking.rs` looks for each claim in each text, and says where it stands.
//!
//! A statement **holds** if every one of its claims stands in a captured source at
//! least, and all captures of its sources read back as they were kept. It does not hold
//! if a claim stands in none, or a capture is damaged. Where no source is captured
//! nothing can be said, and that is no failure.
//!
//! What counts: a figure as a number (see [`figures()`]); a quotation if the same words
//! follow each other, whatever the marks and capitals; a name under any title or label
//! that the archive knows its bearer by, of a person the last name too. Names and
//! quotations are not looked for in a text of another language.

mod claims;
mod figures;
mod looking;
mod report;
mod source;
mod texts;
mod words;

pub use claims::ClaimKind;
pub use figures::{Figure, FigureFit, figures};
pub use report::{
    CaptureReport, ClaimReport, Context, EventReport, Held, Place, SourceReport, SourceState,
    Summary, Verdict,
};
pub use texts::page_text;
pub use words::{Fit, Found, Words, find};

use crate::{Archive, ArchiveError};
use annals_store::{Reader, StoredEvent};

/// Verifies one event's statement.
///
/// # Errors
/// The database. A capture that cannot be read is told in the report.
pub fn event(
    archive: &Archive,
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<EventReport, ArchiveError> {
    let claims = claims::of(reader, event)?;
    let sources = source::all(archive, reader, event)?;
    Ok(looking::look(event, &claims, sources))
}

/// Verifies the statements of all published events one after the other, hands on the
/// reports of those with a captured source, and counts them all.
///
/// # Errors
/// The database, or an error of `sink`.
pub fn all<E: From<ArchiveError>>(
    archive: &Archive,
    mut sink: impl FnMut(&EventReport) -> Result<(), E>,
) -> Result<Summary, E> {
    let failed = |error: annals_store::StoreError| E::from(ArchiveError::from(error));
    let reader = archive.store.read().map_err(failed)?;
    // What is looked up while events are read would wait for the same connection's turn.
    let mut rows = Vec::new();
    reader
        .each_event::<ArchiveError>(|event| {
            let shown = event.record.status == annals_model::Status::Published;
            rows.extend(shown.then_some(event.row));
            Ok(())
        })
        .map_err(E::from)?;
    let mut summary = Summary::default();
    for row in rows {
        let Some(stored) = reader.event_in(row).map_err(failed)? else { continue };
        summary.events += 1;
        if !source::is_any_captured(&reader, &stored).map_err(E::from)? {
            summary.unchecked += 1;
            continue;
        }
        let report = event(archive, &reader, &stored).map_err(E::from)?;
        match report.verdict {
            Verdict::Holds => summary.hold += 1,
            Verdict::Unsupported => summary.unsupported += 1,
            Verdict::Damaged => summary.damaged += 1,
            Verdict::Unchecked => summary.unchecked += 1,
        }
        sink(&report)?;
    }
    Ok(summary)
}
