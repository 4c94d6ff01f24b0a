//! Lists for people: sources that changed lately, and those that are held.

use crate::ArchiveError;
use annals_model::Timestamp;
use annals_store::{EnrichedRow, Reader, SourceEdit};
use serde::Serialize;

/// A source whose text changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedSource {
    /// The event that cites it, by id.
    pub event: String,
    /// The event's page, without suffix.
    pub path: String,
    /// The source's address.
    pub url: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When the last change was captured, RFC 3339.
    pub at: String,
    /// How grave it is: `typo`, `wording` or `material`.
    pub grade: String,
    /// What changed.
    pub edit: SourceEdit,
}

/// A source of which nothing is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldSource {
    /// The event that cites it, by id.
    pub event: String,
    /// What the event states.
    pub statement: String,
    /// The source's address.
    pub url: String,
    /// What kind of reason: `other-story`, `not-found`, `consent`, …
    pub kind: String,
    /// The reason in words.
    pub reason: String,
}

/// The sources whose text changed at a time or later, the latest change first; at most
/// `limit`.
///
/// # Errors
/// The database's.
pub fn changed(
    reader: &Reader<'_>,
    since: Timestamp,
    limit: usize,
) -> Result<Vec<ChangedSource>, ArchiveError> {
    let mut out = Vec::new();
    for row in reader.enriched_edited(since, limit)? {
        let Some(edit) = row.told.edits.last().cloned() else { continue };
        let Some(event) = reader.event_in(row.event)? else { continue };
        let at = Timestamp::from_microsecond(edit.at).unwrap_or_default();
        out.push(ChangedSource {
            event: event.id.to_string(),
            path: event.path.clone(),
            url: url_of(&row, &event.record),
            title: row.told.title,
            at: at.to_string(),
            grade: edit.grade.clone(),
            edit,
        });
    }
    Ok(out)
}

/// The sources of which nothing is shown, by event; at most `limit`.
///
/// # Errors
/// The database's.
pub fn held(reader: &Reader<'_>, limit: usize) -> Result<Vec<HeldSource>, ArchiveError> {
    let mut out = Vec::new();
    for row in reader.enriched_held(limit)? {
        let Some(event) = reader.event_in(row.event)? else { continue };
        let url = url_of(&row, &event.record);
        let why = row.held.unwrap_or_default();
        let (kind, reason) = why.split_once(": ").unwrap_or(("", &why));
        out.push(HeldSource {
            event: event.id.to_string(),
            url,
            kind: kind.to_owned(),
            reason: reason.to_owned(),
            statement: event.record.statement.text,
        });
    }
    Ok(out)
}

/// The address as the event cites it.
fn url_of(row: &EnrichedRow, record: &annals_model::Record) -> String {
    let cited = record.sources.iter().find(|s| s.page_key() == Some(row.page.as_str()));
    cited.and_then(|s| s.url.clone()).unwrap_or_else(|| row.page.clone())
}
