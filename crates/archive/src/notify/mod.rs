//! Telling people and programs what is new to a saved search.
//!
//! A saved search is kept in the database. What it finds when it is made counts as known;
//! from then on each event that it finds anew is told, and each that it has heard of is
//! told again when it changes materially, leaves what is searched for, or is withdrawn.
//! What is to be told is worked out and put into an outbox in one transaction, and sent
//! from there, at least once and in order, until the receiver takes it. A
//! killed process loses nothing.

mod finding;
mod notice;
mod outbox;
mod sign;

pub use outbox::{GIVEN_UP_AFTER, Told};

use crate::pages::Snapshot;
use crate::search::Searcher;
use crate::{Archive, ArchiveError};
use annals_fetch::Courier;
use annals_model::{Timestamp, history};
use annals_store::{Heard, OutboxState, Reader, SavedSearch, Standing, Subject};
use notice::{Notice, Told as ToldNow};
use std::fs::{self, File, TryLockError};
use url::Url;

/// Longest query, in bytes.
const LONGEST_QUERY: usize = 2_000;

/// A search to be saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSearch {
    /// Its name: small letters, digits and hyphens, at most 64.
    pub name: String,
    /// What is searched for, in the language of searches.
    pub query: String,
    /// The address that news are sent to.
    pub webhook: Option<String>,
    /// The file with the secret that they are signed with; needed for a webhook.
    pub secret_file: Option<String>,
    /// Whether it is published as a feed, `/feeds/searches/NAME`.
    pub feed: bool,
}

/// A saved search as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The search.
    pub search: SavedSearch,
    /// How much of it waits to be sent, was sent, was given up.
    pub counts: Vec<(OutboxState, u64)>,
    /// Why the last try that failed did.
    pub problem: Option<String>,
}

/// What a run came to, by search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// One for each search.
    pub searches: Vec<Told>,
}

impl Report {
    /// Whether everything that could be sent was taken.
    pub fn is_good(&self) -> bool {
        self.searches.iter().all(|told| told.problem.is_none())
    }
}

fn refused(why: impl Into<String>) -> ArchiveError {
    ArchiveError::Refused(why.into())
}

/// Saves a search. What it finds now counts as told.
///
/// # Errors
/// Something about it cannot be; or the archive cannot be read or written.
pub fn add(archive: &Archive, new: &NewSearch, now: Timestamp) -> Result<Saved, ArchiveError> {
    check(archive, new)?;
    let (searcher, reader) = in_step(archive)?;
    let found = finding::all(&searcher, &new.query)?;
    let change = reader.last_change()?;
    drop(reader);
    let writer = archive.store.write()?;
    let there = writer.saved_searches()?.into_iter().find(|s| s.name == new.name);
    if there.is_some_and(|s| s.removed_at.is_none()) {
        return Err(refused(format!(
            "there is a search `{}` already\nhint: `annals notify remove {0}` first",
            new.name
        )));
    }
    writer.clear_saved_search(&new.name)?;
    let search = SavedSearch {
        name: new.name.clone(),
        query: new.query.clone(),
        webhook: new.webhook.clone(),
        secret_file: new.secret_file.clone(),
        feed: new.feed,
        seq: change,
        created_at: now,
        removed_at: None,
    };
    writer.set_saved_search(&search)?;
    for event in found {
        let revision = writer.last_revision(event)?;
        writer.set_heard(&search.name, &Heard { event, revision, standing: Standing::Found })?;
    }
    if search.feed {
        move_on(&writer)?;
    }
    writer.commit()?;
    Ok(Saved { search, counts: Vec::new(), problem: None })
}

/// Removes a search. What waits to be sent is dropped; its feed goes with the next
/// publication.
///
/// # Errors
/// There is none of the name; or the archive cannot be written.
pub fn remove(archive: &Archive, name: &str, now: Timestamp) -> Result<(), ArchiveError> {
    let writer = archive.store.write()?;
    let mut search = named(&writer, name)?;
    search.removed_at = Some(now);
    writer.set_saved_search(&search)?;
    writer.clear_saved_search(name)?;
    if search.feed {
        move_on(&writer)?;
    }
    Ok(writer.commit()?)
}

/// Lets what was given up be tried again, from the next run on; how much that is.
///
/// # Errors
/// There is no search of the name; or the archive cannot be written.
pub fn retry(archive: &Archive, name: &str, now: Timestamp) -> Result<u64, ArchiveError> {
    let writer = archive.store.write()?;
    named(&writer, name)?;
    let again = writer.retry_outbox(name, now)?;
    writer.commit()?;
    Ok(again)
}

/// Every saved search, by name.
///
/// # Errors
/// The archive cannot be read.
pub fn list(archive: &Archive) -> Result<Vec<Saved>, ArchiveError> {
    let reader = archive.store.read()?;
    let mut saved = Vec::new();
    for search in standing(&reader)? {
        let (counts, problem) = reader.outbox_counts(&search.name)?;
        saved.push(Saved { search, counts, problem });
    }
    Ok(saved)
}

/// Works out what is new to each search and sends what waits.
///
/// # Errors
/// The archive cannot be read or written, or another run is under way. What a receiver
/// does not take is in the report.
pub fn run(
    archive: &Archive,
    now: Timestamp,
    courier: &dyn Courier,
) -> Result<Report, ArchiveError> {
    let _lock = lock(archive)?;
    let searches = standing(&archive.store.read()?)?;
    if searches.is_empty() {
        return Ok(Report::default());
    }
    collect(archive, &searches, now)?;
    let mut report = Report::default();
    for search in &searches {
        report.searches.push(outbox::send(archive, search, now, courier)?);
    }
    Ok(report)
}

/// Puts what is new to the searches into their outboxes.
fn collect(
    archive: &Archive,
    searches: &[SavedSearch],
    now: Timestamp,
) -> Result<(), ArchiveError> {
    let behind = {
        let change = archive.store.read()?.last_change()?;
        searches.iter().any(|search| search.seq != change)
    };
    if !behind {
        return Ok(());
    }
    let (searcher, reader) = in_step(archive)?;
    let change = reader.last_change()?;
    let mut snapshot = None;
    for search in searches.iter().filter(|search| search.seq != change) {
        let (notices, heard) = news(&searcher, &reader, search)?;
        if snapshot.is_none() && search.webhook.is_some() && !notices.is_empty() {
            snapshot = Some(Snapshot::read(archive, &reader)?);
        }
        let writer = archive.store.write()?;
        // Somebody may have removed it, or made another of its name, meanwhile.
        let still = writer.saved_searches()?.into_iter().find(|s| s.name == search.name);
        if still.as_ref() != Some(search) {
            continue;
        }
        if let (Some(_), Some(snapshot)) = (&search.webhook, &snapshot) {
            for some in notices.chunks(outbox::NOTICES) {
                let row = notice::letter(archive, snapshot, &reader, search, some, now)?;
                writer.post(&row)?;
            }
        }
        for heard in heard {
            writer.set_heard(&search.name, &heard)?;
        }
        writer.set_saved_search(&SavedSearch { seq: change, ..search.clone() })?;
        writer.commit()?;
    }
    Ok(())
}

/// What of the events that changed since a search heard last is news to it, and what it
/// has heard then.
fn news(
    searcher: &Searcher,
    reader: &Reader<'_>,
    search: &SavedSearch,
) -> Result<(Vec<Notice>, Vec<Heard>), ArchiveError> {
    let mut events = Vec::new();
    for subject in reader.touched_since(search.seq)? {
        if let Subject::Event(row) = subject {
            events.extend(reader.event_in(row)?);
        }
    }
    let days = || events.iter().map(|event| event.record.day);
    let found = match (days().min(), days().max()) {
        (Some(first), Some(last)) => finding::between(searcher, &search.query, first, last)?,
        _ => return Ok((Vec::new(), Vec::new())),
    };
    let (mut notices, mut heard) = (Vec::new(), Vec::new());
    for event in events {
        let before = reader.heard(&search.name, event.row)?;
        let steps = history::steps(&reader.revisions(event.row)?);
        let now = ToldNow {
            status: &event.record.status,
            found: found.contains(&event.row),
            steps: &steps,
        };
        let (notice, after) = notice::of(event.row, before, &now);
        notices.extend(notice);
        heard.extend(after);
    }
    Ok((notices, heard))
}

/// The index and the archive as of one and the same change.
fn in_step(archive: &Archive) -> Result<(Searcher, Reader<'_>), ArchiveError> {
    let (searcher, _) = Searcher::open(archive)?;
    for _ in 0..3 {
        let reader = archive.store.read()?;
        if searcher.index().change() == reader.last_change()? {
            return Ok((searcher, reader));
        }
        drop(reader);
        searcher.refresh(archive)?;
    }
    Err(refused("the search index is behind the archive\nhint: try again, or `annals index`"))
}

/// The searches that were not removed.
fn standing(reader: &Reader<'_>) -> Result<Vec<SavedSearch>, ArchiveError> {
    let mut searches = reader.saved_searches()?;
    searches.retain(|search| search.removed_at.is_none());
    Ok(searches)
}

fn named(reader: &Reader<'_>, name: &str) -> Result<SavedSearch, ArchiveError> {
    let found = standing(reader)?.into_iter().find(|search| search.name == name);
    found.ok_or_else(|| {
        refused(format!("there is no saved search `{name}`\nhint: `annals notify list`"))
    })
}

/// Moves the archive's number of changes on, so that the next publication looks at the
/// feeds. Nothing that has a page is touched by it.
fn move_on(writer: &annals_store::Writer<'_>) -> Result<(), ArchiveError> {
    let change = writer.last_change()? + 1;
    Ok(writer.touch(change, [&Subject::Links(0)])?)
}

fn check(archive: &Archive, new: &NewSearch) -> Result<(), ArchiveError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if new.name.is_empty() || new.name.len() > 64 || !new.name.chars().all(plain) {
        return Err(refused(format!(
            "`{}` is no name of a search\nhint: small letters, digits and hyphens",
            new.name
        )));
    }
    if new.query.trim().is_empty() || new.query.len() > LONGEST_QUERY {
        return Err(refused(format!("the query is empty or longer than {LONGEST_QUERY} bytes")));
    }
    if new.webhook.is_none() && !new.feed {
        return Err(refused("nobody would hear of it\nhint: give --webhook or --feed"));
    }
    if let Some(webhook) = &new.webhook {
        let url = Url::parse(webhook).map_err(|e| refused(format!("`{webhook}`: {e}")))?;
        if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none() {
            return Err(refused(format!("`{webhook}` is no address: it begins with https://")));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused(
                "an address with a name or password in it would be kept\nhint: the secret of --secret-file is for that",
            ));
        }
        let file = new.secret_file.as_deref();
        let file = file.ok_or_else(|| {
            refused("a webhook needs a secret to be signed with\nhint: give --secret-file")
        })?;
        sign::secret(archive, file)?;
    }
    Ok(())
}

/// One run at a time.
fn lock(archive: &Archive) -> Result<File, ArchiveError> {
    let folder = archive.dir.join("delivered");
    let path = folder.join("notify.lock");
    let fail = |e| ArchiveError::Folder(path.clone(), e);
    fs::create_dir_all(&folder).map_err(fail)?;
    let file = File::create(&path).map_err(fail)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(refused("another `annals notify run` is under way\nhint: wait for it to end"))
        }
        Err(TryLockError::Error(e)) => Err(fail(e)),
    }
}
