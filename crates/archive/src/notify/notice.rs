//! What is told of an event: which news it is to a search, and the letter about it.

use crate::pages::{self, Snapshot, event_page};
use crate::{Archive, ArchiveError};
use annals_model::{Grade, Status, Step, Timestamp, history};
use annals_publish::wire::{Change, Event};
use annals_store::{Heard, OutboxRow, OutboxState, Reader, SavedSearch, Standing};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// News of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    pub(super) row: i64,
    pub(super) kind: Kind,
    /// The last revision that was heard of before.
    after: u32,
    /// The last one now.
    revision: u32,
}

/// Which news it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// The search finds it for the first time.
    New,
    /// It changed materially: a correction of what was told.
    Changed,
    /// It changed, and the search does not find it any more.
    Left,
    /// It was withdrawn.
    Withdrawn,
    /// It was merged into another event.
    Merged,
    /// It is held back until a person decides.
    Held,
    /// It stands again.
    Restored,
}

/// An event as it stands.
pub(super) struct Told<'a> {
    pub(super) status: &'a Status,
    /// Whether the search finds it.
    pub(super) found: bool,
    pub(super) steps: &'a [Step],
}

/// What is news about an event to a search that heard `before`, and what it has heard
/// then; `None` where it need not be noted.
pub(super) fn of(
    row: i64,
    before: Option<Heard>,
    now: &Told<'_>,
) -> (Option<Notice>, Option<Heard>) {
    let revision = now.steps.iter().map(|step| step.number).max().unwrap_or(0);
    let after = before.map_or(0, |heard| heard.revision);
    let news = |kind, standing| {
        (
            Some(Notice { row, kind, after, revision }),
            Some(Heard { event: row, revision, standing }),
        )
    };
    let quiet = |standing| (None, Some(Heard { event: row, revision, standing }));
    let published = *now.status == Status::Published;
    let Some(before) = before else {
        let is_new = published && now.found;
        return if is_new { news(Kind::New, Standing::Found) } else { (None, None) };
    };
    let gone = match now.status {
        Status::Published => None,
        Status::Withdrawn(_) => Some(Kind::Withdrawn),
        Status::MergedInto(_) => Some(Kind::Merged),
        Status::Held(_) => Some(Kind::Held),
    };
    let material =
        now.steps.iter().any(|step| step.number > before.revision && step.grade >= Grade::Material);
    match (before.standing, gone, now.found) {
        (Standing::Gone, Some(_), _) => quiet(Standing::Gone),
        (_, Some(kind), _) => news(kind, Standing::Gone),
        (Standing::Gone, None, true) => news(Kind::Restored, Standing::Found),
        // What is gone and does not come back to this search stays gone for it.
        (Standing::Gone, None, false) => quiet(Standing::Gone),
        (Standing::Left, None, true) => news(Kind::Changed, Standing::Found),
        (Standing::Left, None, false) => quiet(Standing::Left),
        (Standing::Found, None, false) => news(Kind::Left, Standing::Left),
        (Standing::Found, None, true) if material => news(Kind::Changed, Standing::Found),
        (Standing::Found, None, true) => quiet(Standing::Found),
    }
}

/// What a webhook gets.
#[derive(Serialize)]
struct Letter<'a> {
    /// The search's name.
    search: &'a str,
    /// What is searched for.
    query: &'a str,
    /// The archive's name.
    archive: &'a str,
    notices: Vec<Item>,
}

/// One notice of a letter.
#[derive(Serialize)]
struct Item {
    kind: Kind,
    /// The event's page on the site, whole where the archive says where that stands.
    url: String,
    /// What became known since the search heard of it last.
    changes: Vec<Change>,
    /// The event as it stands.
    event: Event,
}

/// Some notices as something to be sent.
pub(super) fn letter(
    archive: &Archive,
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    search: &SavedSearch,
    notices: &[Notice],
    now: Timestamp,
) -> Result<OutboxRow, ArchiveError> {
    let base = archive.config.base_url.as_deref().unwrap_or_default();
    let mut items = Vec::with_capacity(notices.len());
    let mut key = Sha256::new();
    key.update(format!("{}\n{}\n", search.name, search.created_at.as_microsecond()));
    for notice in notices {
        let Some(event) = reader.event_in(notice.row)? else { continue };
        let steps = history::steps(&reader.revisions(notice.row)?);
        let since = steps.iter().filter(|step| step.number > notice.after);
        key.update(format!("{} {} {:?}\n", event.id, notice.revision, notice.kind));
        items.push(Item {
            kind: notice.kind,
            url: annals_publish::web_address(base, &format!("{}.html", event.path)),
            changes: since.map(pages::change).collect(),
            event: event_page(snapshot, reader, &event)?,
        });
    }
    let letter = Letter {
        search: &search.name,
        query: &search.query,
        archive: &archive.config.title,
        notices: items,
    };
    let key: String = key.finalize().iter().take(12).map(|b| format!("{b:02x}")).collect();
    Ok(OutboxRow {
        number: 0,
        search: search.name.clone(),
        key: format!("msg_{key}"),
        body: serde_json::to_string(&letter).map_err(|e| {
            ArchiveError::Refused(format!("a notice cannot be written as JSON: {e}"))
        })?,
        made_at: now,
        next_at: now,
        tries: 0,
        state: OutboxState::Waiting,
        problem: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(before: Option<Standing>, status: &Status, found: bool) -> Option<Kind> {
        let before = before.map(|standing| Heard { event: 1, revision: 0, standing });
        of(1, before, &Told { status, found, steps: &[] }).0.map(|notice| notice.kind)
    }

    #[test]
    fn each_is_told_once() {
        let (stands, gone) = (Status::Published, Status::Withdrawn("no such thing".into()));
        assert_eq!(kind(None, &stands, true), Some(Kind::New));
        assert_eq!(kind(None, &stands, false), None);
        assert_eq!(kind(None, &gone, false), None);
        assert_eq!(kind(Some(Standing::Found), &stands, true), None);
        assert_eq!(kind(Some(Standing::Found), &stands, false), Some(Kind::Left));
        assert_eq!(kind(Some(Standing::Left), &stands, false), None);
        assert_eq!(kind(Some(Standing::Found), &gone, false), Some(Kind::Withdrawn));
        assert_eq!(kind(Some(Standing::Left), &gone, false), Some(Kind::Withdrawn));
        assert_eq!(kind(Some(Standing::Gone), &gone, false), None);
        assert_eq!(kind(Some(Standing::Gone), &stands, true), Some(Kind::Restored));
    }
}
