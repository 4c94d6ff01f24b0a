//! Keeping the index in step with the archive.
//!
//! The index says with each commit which change of the archive it is in step with.
//! What was touched since is replaced, event by event, and becomes visible together
//! with the new number; a process that is killed before leaves the old state, and
//! the next one starts from there.

use super::folder;
use super::states::States;
use crate::{Archive, ArchiveError};
use annals_search::{SearchError, Writer};
use annals_store::{Reader, Subject};
use serde::Serialize;

/// Making the index anew is quicker than replacing this share of its events.
const SHARE: u64 = 3;

/// What bringing the index up to date came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events that were indexed.
    pub events: u64,
    /// States of them: an event has one more for each change that readers could see.
    pub documents: u64,
    /// The archive's change that the index is in step with.
    pub change: i64,
    /// Why it was made anew; `None` where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rebuilt: Option<String>,
    /// Whether it is still behind: it cannot be written now.
    pub behind: bool,
}

impl Report {
    pub(super) fn nothing(change: i64) -> Report {
        Report { change, ..Report::default() }
    }

    pub(super) fn behind(change: i64) -> Report {
        Report { change, behind: true, ..Report::default() }
    }
}

/// Brings the index of an archive up to date, or makes it where there is none that
/// can be used. Questions are answered from the old state meanwhile.
///
/// # Errors
/// The index cannot be written ([`ArchiveError::Search`], among others where another
/// process writes it), or the database cannot be read.
pub fn refresh(archive: &Archive) -> Result<Report, ArchiveError> {
    let writer = match Writer::open(&folder(archive)) {
        Ok(writer) => writer,
        Err(error @ (SearchError::Busy(_) | SearchError::Folder(..))) => return Err(error.into()),
        Err(why) => return rebuild(archive, &why.to_string()),
    };
    let reader = archive.store.read()?;
    let last = reader.last_change()?;
    let Some(change) = writer.change().filter(|change| *change <= last) else {
        drop((writer, reader));
        return rebuild(archive, "it is of a later state of the archive");
    };
    if change == last {
        return Ok(Report::nothing(last));
    }
    let rows: Vec<i64> = reader
        .touched_since(change)?
        .into_iter()
        .filter_map(|subject| match subject {
            Subject::Event(row) => Some(row),
            _ => None,
        })
        .collect();
    let (events, _) = reader.counts()?;
    if rows.len() as u64 > events / SHARE && rows.len() > 1_000 {
        drop((writer, reader));
        return rebuild(archive, "most of the archive changed");
    }
    let mut report = Report::nothing(last);
    let mut states = States::new(&reader)?;
    for row in rows {
        writer.remove(row);
        add(&writer, &reader, &mut states, row, &mut report)?;
    }
    writer.finish(last)?;
    Ok(report)
}

/// Makes the index of an archive anew, beside the old one, whose place it takes in the
/// end; `why` stands in the report.
///
/// # Errors
/// As for [`refresh`].
pub fn rebuild(archive: &Archive, why: &str) -> Result<Report, ArchiveError> {
    let writer = Writer::create(&folder(archive))?;
    let reader = archive.store.read()?;
    let last = reader.last_change()?;
    let mut report = Report { rebuilt: Some(why.to_owned()), ..Report::nothing(last) };
    let mut states = States::new(&reader)?;
    for row in 1..=reader.last_row()? {
        add(&writer, &reader, &mut states, row, &mut report)?;
    }
    writer.finish(last)?;
    Ok(report)
}

fn add(
    writer: &Writer,
    reader: &Reader<'_>,
    states: &mut States,
    row: i64,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let Some(event) = reader.event_in(row)? else { return Ok(()) };
    report.events += 1;
    for document in states.of(reader, &event)? {
        writer.add(&document)?;
        report.documents += 1;
    }
    Ok(())
}
