//! The site of an archive without a folder: every page that publishing writes,
//! rendered when it is asked for, the same bytes.
//!
//! A [`Live`] holds what all pages share (a [`Snapshot`]) and takes a new one when
//! the archive has changed ([`Live::refresh`]); that says which pages are others
//! now, so that a server can keep the rest.

mod find;

pub use find::Page;

use crate::pages::Snapshot;
use crate::publish::{Plan, Shown};
use crate::rendering::{Moves, Rendering};
use crate::{Archive, ArchiveError};
use annals_publish::Format;
use annals_store::{NameKind, Reader};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

/// An archive's site, rendered page by page. Shared between threads.
#[derive(Debug)]
pub struct Live {
    archive: Arc<Archive>,
    rendering: Rendering,
    /// Path and content of what depends on no event.
    fixed: HashMap<String, Vec<u8>>,
    state: RwLock<Arc<State>>,
    /// Held while a new state is made, so that it is made once. What it guards are
    /// states that pages were still made of when a newer one came: the next refresh
    /// lets go of them, because that takes longer than a page.
    refreshing: Mutex<Vec<Arc<State>>>,
}

/// The site as it stood after one change of the archive.
#[derive(Debug)]
pub struct State {
    /// Number of the archive's last change.
    pub change: i64,
    /// What all pages share.
    pub snapshot: Snapshot,
    /// Stories, entities and categories by the path of their page.
    names: HashMap<String, (NameKind, String)>,
    moves: OnceLock<Moves>,
}

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A file.
    File(File),
    /// Another address has it: path with suffix, for ever.
    Moved(String),
    /// Nothing.
    Missing,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its content.
    pub bytes: Vec<u8>,
    /// The row of the event whose page it is; `None` for everything else.
    pub event: Option<i64>,
    /// Number of the change up to which it is known to hold.
    pub change: i64,
}

/// Which pages are others after a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Nothing is.
    Nothing,
    /// Every list and feed, and the pages of these events.
    Events(Shown),
}

impl Live {
    /// Opens the site of an archive, with every format.
    pub fn open(archive: Arc<Archive>, base_url: Option<&str>) -> Result<Live, ArchiveError> {
        let rendering = Rendering::load(&archive.config, &Format::ALL, base_url, None)?;
        let fixed = rendering.fixed_files()?.into_iter().collect();
        let state = RwLock::new(Arc::new(State::read(&archive)?));
        Ok(Live { archive, rendering, fixed, state, refreshing: Mutex::default() })
    }

    /// The archive.
    pub fn archive(&self) -> &Arc<Archive> {
        &self.archive
    }

    /// How the site is rendered.
    pub fn rendering(&self) -> &Rendering {
        &self.rendering
    }

    /// The site as it stood at the last refresh.
    pub fn state(&self) -> Arc<State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the archive changed since the last refresh; cheap.
    pub fn is_behind(&self) -> Result<bool, ArchiveError> {
        Ok(self.archive.store.read()?.last_change()? != self.state().change)
    }

    /// Lets go of older states that no question has any more; whether there are others.
    pub fn let_go(&self) -> bool {
        let mut retired = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        retired.retain(|state| Arc::strong_count(state) > 1);
        !retired.is_empty()
    }

    /// Takes over what changed in the archive since the last refresh.
    pub fn refresh(&self) -> Result<Changed, ArchiveError> {
        self.let_go();
        let mut retired = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_behind()? {
            return Ok(Changed::Nothing);
        }
        let before = self.state();
        let reader = self.archive.store.read()?;
        let next = State::after(&before, &self.archive, &reader)?;
        let plan = Plan::since(&next.snapshot, &reader, before.change)?;
        let shown = plan.shown(&next.snapshot);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        retired.push(before);
        Ok(Changed::Events(shown))
    }
}

impl State {
    fn read(archive: &Archive) -> Result<State, ArchiveError> {
        let reader = archive.store.read()?;
        let snapshot = Snapshot::read(archive, &reader)?;
        State::of(snapshot, &reader)
    }

    /// The state that `before` has become: only what changed is read.
    fn after(
        before: &State,
        archive: &Archive,
        reader: &Reader<'_>,
    ) -> Result<State, ArchiveError> {
        // Another archive was put in its place, a copy of an earlier day perhaps.
        if reader.last_change()? < before.change {
            return State::of(Snapshot::read(archive, reader)?, reader);
        }
        let touched = reader.touched_since(before.change)?;
        let snapshot = Snapshot::after(&before.snapshot, archive, reader, &touched)?;
        // Both ways must come to the same, whatever changed: each test is one of it.
        debug_assert!(
            snapshot == Snapshot::read(archive, reader)?,
            "what {touched:?} changed was not taken over whole"
        );
        State::of(snapshot, reader)
    }

    fn of(snapshot: Snapshot, reader: &Reader<'_>) -> Result<State, ArchiveError> {
        let mut names = HashMap::new();
        for kind in NameKind::ALL {
            let subjects = snapshot.subjects(kind).iter();
            names.extend(subjects.map(|(key, s)| (s.name.path.clone(), (kind, key.clone()))));
        }
        Ok(State { change: reader.last_change()?, snapshot, names, moves: OnceLock::new() })
    }

    /// Where addresses lead that are no page's own; read when first asked for.
    fn moves(&self, archive: &Archive, reader: &Reader<'_>) -> Result<&Moves, ArchiveError> {
        if let Some(moves) = self.moves.get() {
            return Ok(moves);
        }
        let moves = Moves::read(archive, &self.snapshot, reader)?;
        Ok(self.moves.get_or_init(|| moves))
    }
}
