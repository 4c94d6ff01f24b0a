//! A branch of a git repository as a place for the site: one commit a round.
//!
//! The history is the state. Each commit says in its last lines which change of the
//! archive it shows, so that whoever has the branch knows where to go on, after a kill
//! and on another machine. Bytes go into `git fast-import` as they are rendered; the
//! commit is made from them in the end, compared with the one before, and the branch
//! moves to it in one step. Until then nobody sees anything, and a round that changes
//! no file leaves the branch alone. Only the trees above changed files are read.
//!
//! Only files that this program put there are changed or removed: a folder of the
//! branch that holds others' files from before is refused, and what others add later
//! stays.

mod history;
mod import;
mod path;
mod program;
mod repository;

use super::{DeliverError, Placed};
use crate::config::GitTarget;
use crate::publish::Put;
use annals_model::Timestamp;
use annals_publish::site::{Mode, Sink, SiteError};
use history::{Ours, Trailers};
use import::Import;
pub(super) use program::redacted;
use repository::Repository;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is known besides the history: a round that changed no file leaves no commit,
/// and need not be worked out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The commit that the branch stood on.
    pub(super) tip: String,
    /// What shaped the pages.
    pub(super) site: String,
    /// The archive's change that it showed.
    pub(super) change: i64,
    /// The last row of the archive's events then.
    pub(super) rows: i64,
}

/// A round's site in the making.
pub(super) struct GitSite<'a> {
    target: &'a GitTarget,
    repository: Repository,
    /// The commit that the branch stands on.
    tip: Option<String>,
    /// What our last commit on it says.
    last: Option<Trailers>,
    /// What shapes the pages, in short.
    site: String,
    mode: Mode,
    state: Option<String>,
    rows: i64,
    work: Mutex<Work>,
}

#[derive(Default)]
struct Work {
    import: Option<Import>,
    /// Files of this round with their marks in the import.
    files: BTreeMap<String, u64>,
    /// Files to be removed, unless they are put again.
    doomed: BTreeSet<String>,
}

impl<'a> GitSite<'a> {
    /// Opens or makes the repository and finds out what stands there.
    pub(super) fn begin(
        target: &'a GitTarget,
        base: &Path,
        fingerprint: &str,
        note: Option<&Note>,
    ) -> Result<GitSite<'a>, DeliverError> {
        if !target.folder.is_empty() {
            path::checked(&format!("/{}", target.folder)).map_err(DeliverError::place)?;
        }
        let repository = Repository::open(&base.join(&target.path), &target.branch)?;
        let folder = if target.folder.is_empty() { "/" } else { &target.folder };
        let site = history::site(folder, fingerprint);
        let tip = repository.tip()?;
        let mut place = GitSite {
            target,
            repository,
            tip,
            last: None,
            site,
            mode: Mode::Whole,
            state: None,
            rows: 0,
            work: Mutex::default(),
        };
        let Some(tip) = place.tip.clone() else { return Ok(place) };
        // Nothing moved since the last round: its note says what the history would.
        if let Some(note) = note.filter(|note| note.tip == tip && note.site == place.site) {
            let trailers =
                Trailers { change: note.change, rows: note.rows, site: note.site.clone() };
            place.mode = Mode::Update;
            place.rows = note.rows;
            place.state = Some(note.change.to_string());
            place.last = Some(trailers);
            return Ok(place);
        }
        let Some(ours) = Ours::last(&place.repository, &tip, folder)? else {
            if place.repository.holds_files(&tip, &target.folder)? {
                return Err(DeliverError::Foreign {
                    path: place.repository.path().to_owned(),
                    branch: target.branch.clone(),
                });
            }
            return Ok(place);
        };
        let touched =
            ours.commit != tip && ours.is_touched(&place.repository, &tip, &target.folder)?;
        if ours.trailers.site == place.site && !touched {
            place.mode = Mode::Update;
            place.state = Some(ours.trailers.change.to_string());
        }
        place.rows = ours.trailers.rows;
        place.last = Some(ours.trailers);
        Ok(place)
    }

    /// Makes the commit, if anything differs, and moves the branch to it.
    pub(super) fn commit(
        mut self,
        put: &Put,
        now: Timestamp,
    ) -> Result<(Placed, Option<Note>), DeliverError> {
        let work = std::mem::take(&mut *self.work());
        let mut placed = Placed { change: put.change, ..Placed::default() };
        let Some(mut import) = work.import else {
            let note = self.tip.clone().map(|tip| self.note(tip, put));
            return Ok((placed, note.filter(|_| put.rows > 0)));
        };
        let gone = match self.mode {
            Mode::Update => work.doomed,
            Mode::Whole => self.stale(&work.files)?,
        };
        let message = self.message(put);
        let person = history::Person::read(&self.target.author, now)?;
        let staging = self.repository.staging();
        let made = import.commit(&import::Commit {
            staging: &staging,
            person: &person,
            message: &message,
            parent: self.tip.as_deref(),
            files: &work.files,
            gone: &gone,
            folder: &self.target.folder,
        })?;
        let changed = self.repository.changed(self.tip.as_deref(), &made)?;
        placed.unchanged = (work.files.len() as u64).saturating_sub(changed.written);
        if changed.written + changed.removed == 0 {
            self.repository.forget(&staging)?;
            return Ok((placed, self.tip.clone().map(|tip| self.note(tip, put))));
        }
        placed.written = changed.written;
        placed.removed = changed.removed;
        placed.bytes = import.bytes();
        let commit = match &self.target.sign {
            None => made,
            Some(sign) => {
                self.repository.sign(&made, self.tip.as_deref(), &message, &person, sign)?
            }
        };
        self.repository.show(self.tip.as_deref(), &commit, &staging)?;
        self.repository.tidy();
        let note = self.note(commit.clone(), put);
        placed.commit = Some(commit);
        self.tip = None;
        Ok((placed, Some(note)))
    }

    fn note(&self, tip: String, put: &Put) -> Note {
        let rows = put.rows.max(self.rows);
        Note { tip, site: self.site.clone(), change: put.change, rows }
    }

    /// Files that were ours and are no more, of a whole publication.
    fn stale(&self, files: &BTreeMap<String, u64>) -> Result<BTreeSet<String>, DeliverError> {
        let (Some(tip), Some(_)) = (&self.tip, &self.last) else { return Ok(BTreeSet::new()) };
        let mut there = self.repository.files(tip, &self.target.folder)?;
        there.retain(|path| !files.contains_key(path));
        if !there.is_empty() {
            for theirs in self.repository.others(tip, &self.target.folder)? {
                there.remove(&theirs);
            }
        }
        Ok(there)
    }

    /// The commit's message: a line for people, and what the next round needs.
    fn message(&self, put: &Put) -> String {
        let new = put.events.iter().filter(|row| **row > self.rows).count();
        let changed = match self.mode {
            Mode::Update => put.events.len() - new,
            Mode::Whole => 0,
        };
        let anew = self.mode == Mode::Whole && self.last.is_some();
        let rows = put.rows.max(self.rows);
        let trailers = Trailers { change: put.change, rows, site: self.site.clone() };
        trailers.message(new, changed, anew)
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        // A thread that panicked left a file out; the panic itself ends the round.
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Pushes the branch if the remote was not given its commit yet; the commit that it has.
pub(super) fn push(
    target: &GitTarget,
    base: &Path,
    pushed: Option<&str>,
) -> Result<Option<String>, DeliverError> {
    let Some(remote) = &target.push else { return Ok(None) };
    let repository = Repository::open(&base.join(&target.path), &target.branch)?;
    let Some(tip) = repository.tip()? else { return Ok(None) };
    if pushed != Some(tip.as_str()) {
        repository.push(remote, &tip)?;
    }
    Ok(Some(tip))
}

impl Sink for GitSite<'_> {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn previous_state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), SiteError> {
        let relative = path::checked(path)?;
        let mut work = self.work();
        if work.import.is_none() {
            work.import = Some(self.repository.import().map_err(refused)?);
        }
        work.doomed.remove(relative);
        let Some(import) = &mut work.import else { return Ok(()) };
        let mark = import.blob(bytes).map_err(refused)?;
        let twice = work.files.insert(relative.to_owned(), mark).is_some();
        if twice && self.mode == Mode::Whole {
            return Err(SiteError::Twice(path.to_owned()));
        }
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), SiteError> {
        let relative = path::checked(path)?;
        let mut work = self.work();
        work.files.remove(relative);
        work.doomed.insert(relative.to_owned());
        Ok(())
    }
}

fn refused(error: DeliverError) -> SiteError {
    SiteError::Place(error.to_string())
}
