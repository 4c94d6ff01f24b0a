//! Putting a site on disk so that readers see the old one or the new one, whole.
//!
//! The new tree is made beside the published folder and changes places with it
//! in one step of the file system (`renameat2` with `RENAME_EXCHANGE`; two
//! renames where that is missing). A process that is killed at any moment leaves
//! one of the two sites; what it left beside it, the next publication clears away.
//!
//! Beside `OUT` stand, hidden and named after it:
//! - `.OUT.annals-next`: a whole tree in the making;
//! - `.OUT.annals-standby` and its `.json`: the site before the present one. The
//!   next update is made in it, so that only the changed paths of two
//!   generations are touched. Its files are hard links to the same bytes, and it
//!   may be deleted at any time; it is then linked anew;
//! - `.OUT.annals-lock` while a publication runs.
//!
//! Because files are shared between the trees, a file is never written in place.
//! `OUT` itself belongs to annals: a file that somebody adds is lost by the next
//! whole publication. What is promised is about killed processes; after a power
//! cut, publish again into a new folder if the last publication was seconds ago.

mod lock;
mod manifest;
mod media;
mod path;
mod sink;
mod standby;
mod swap;
mod tree;

pub use media::media_type;
pub use path::checked;
pub use sink::Sink;

use lock::Lock;
use manifest::Manifest;
use standby::Standby;
use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

/// The file by which annals knows a site of its own.
pub const MANIFEST: &str = ".annals-site.json";

/// What the caller has to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Every file; those that are not given are gone afterwards.
    Whole,
    /// The files that changed since [`Publication::previous_state`], and the
    /// removal of those that are gone; all others stay.
    Update,
}

/// What a publication did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files written.
    pub written: u64,
    /// Files given whose bytes stood there already.
    pub unchanged: u64,
    /// Files removed; in [`Mode::Whole`] nobody counts those that were not given.
    pub removed: u64,
    /// Bytes written.
    pub bytes: u64,
}

/// Why a site was not published.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The folder holds files that annals did not write.
    #[error(
        "`{0}` is not empty and was not published by annals\n\
         hint: name a new folder, or empty this one"
    )]
    Foreign(PathBuf),
    /// There is a file where the site should stand.
    #[error("`{0}` is not a folder\nhint: name a new folder")]
    NotAFolder(PathBuf),
    /// Another process publishes there.
    #[error("another publication into `{0}` is running\nhint: wait for it to end")]
    Locked(PathBuf),
    /// A path that no file of a site may have.
    #[error("`{path}` is no path of a file: {problem}")]
    Path {
        /// The beginning of the path as it was given.
        path: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Two pages want one address.
    #[error("`{0}` is given twice")]
    Twice(String),
    /// The file system refused.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A place other than a folder did not take it; the text says why.
    #[error("{0}")]
    Place(String),
    /// A test asked to stop here.
    #[cfg(test)]
    #[error("stopped by a test")]
    Stopped,
}

impl SiteError {
    fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> SiteError {
        move |source| SiteError::Io { action, path: path.to_owned(), source }
    }
}

/// The moments of a commit between which a process may be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The tree is complete but for the manifest.
    Filled,
    /// The manifest is in the tree.
    Signed,
    /// The note about the standby is written.
    Noted,
    /// The two trees have changed places.
    Swapped,
}

/// The names of what stands beside a site.
#[derive(Debug)]
struct Siblings {
    next: PathBuf,
    standby: PathBuf,
    note: PathBuf,
    aside: PathBuf,
    lock: PathBuf,
}

impl Siblings {
    fn of(out: &Path) -> Option<Siblings> {
        let (folder, name) = (out.parent()?, out.file_name()?);
        let beside = |what: &str| {
            let mut sibling = std::ffi::OsString::from(".");
            sibling.push(name);
            sibling.push(what);
            folder.join(sibling)
        };
        Some(Siblings {
            next: beside(".annals-next"),
            standby: beside(".annals-standby"),
            note: beside(".annals-standby.json"),
            aside: beside(".annals-aside"),
            lock: beside(".annals-lock"),
        })
    }
}

/// A site in the making. Dropped without [`Publication::commit`], it leaves the
/// published site as it was.
#[derive(Debug)]
pub struct Publication {
    out: PathBuf,
    beside: Siblings,
    mode: Mode,
    fingerprint: String,
    /// The site that stands now, if one of ours does.
    live: Option<Manifest>,
    /// Folders known to exist in the tree that is written.
    folders: RwLock<HashSet<Box<str>>>,
    /// In an update, whether the standby is the live tree and may be changed.
    standby: Mutex<Standby>,
    /// In an update, the paths that differ from the live tree.
    changed: Mutex<BTreeSet<String>>,
    /// Paths to be removed, until they are put again.
    doomed: Mutex<BTreeSet<String>>,
    any_doomed: AtomicBool,
    written: AtomicU64,
    unchanged: AtomicU64,
    bytes: AtomicU64,
    /// Nothing is left to clear away.
    done: bool,
    #[cfg(test)]
    stop_at: Option<Step>,
    _lock: Lock,
}

impl Publication {
    /// Begins a publication into `out`, which may be absent, empty, or a site of
    /// annals. `fingerprint` stands for everything that shapes all pages (version,
    /// theme, base address, formats): a site with another one is made anew.
    ///
    /// # Errors
    /// Where `out` holds something else, another process publishes into it, or
    /// the file system refuses.
    pub fn begin(out: &Path, fingerprint: &str) -> Result<Publication, SiteError> {
        let out = resolve(out)?;
        let beside = Siblings::of(&out).ok_or_else(|| SiteError::NotAFolder(out.clone()))?;
        let lock = Lock::take(&beside.lock, &out)?;
        swap::repair(&out, &beside.aside)?;
        tree::remove(&beside.next)?;
        let live = Manifest::of_site(&out)?;
        let mode = match &live {
            Some(manifest) if manifest.fingerprint == fingerprint => Mode::Update,
            _ => Mode::Whole,
        };
        if mode == Mode::Whole {
            fs::create_dir(&beside.next).map_err(SiteError::io("make", &beside.next))?;
        }
        Ok(Publication {
            out,
            beside,
            mode,
            fingerprint: fingerprint.to_owned(),
            live,
            folders: RwLock::default(),
            standby: Mutex::new(Standby::Untouched),
            changed: Mutex::default(),
            doomed: Mutex::default(),
            any_doomed: AtomicBool::new(false),
            written: AtomicU64::new(0),
            unchanged: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            done: false,
            #[cfg(test)]
            stop_at: None,
            _lock: lock,
        })
    }

    /// What the caller has to give.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// In an update, the state that the last commit was given.
    pub fn previous_state(&self) -> Option<&str> {
        let live = self.live.as_ref().filter(|_| self.mode == Mode::Update)?;
        Some(&live.state)
    }

    /// Puts a file at `path`, which begins at the site's root: `/news/index.html`.
    /// May be called from many threads; folders are made as needed. A file whose
    /// bytes stand there already is not written.
    ///
    /// # Errors
    /// Where the path could lead out of the site or is no file's, where a whole
    /// publication is given it twice, or the file system refuses.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), SiteError> {
        let relative = path::checked(path)?;
        if self.any_doomed.load(Ordering::Acquire) {
            locked(&self.doomed).remove(relative);
        }
        if self.live.is_some() && tree::holds(&self.out.join(relative), bytes) {
            return self.keep(relative);
        }
        if self.mode == Mode::Update {
            self.begin_update()?;
            locked(&self.changed).insert(relative.to_owned());
        }
        self.make_folder(relative)?;
        let file = self.tree().join(relative);
        if self.mode == Mode::Update {
            tree::unlink(&file)?;
        }
        let action = SiteError::io("write", &file);
        let mut open = match File::create_new(&file) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && file.is_file() => {
                return Err(SiteError::Twice(path.to_owned()));
            }
            open => match open {
                Ok(open) => open,
                Err(e) => return Err(action(e)),
            },
        };
        open.write_all(bytes).map_err(action)?;
        self.written.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    /// The live file already holds the bytes.
    fn keep(&self, relative: &str) -> Result<(), SiteError> {
        let file = self.tree().join(relative);
        if self.mode == Mode::Whole {
            self.make_folder(relative)?;
            tree::link(&self.out.join(relative), &file).map_err(|e| match e.kind() {
                io::ErrorKind::AlreadyExists => SiteError::Twice(format!("/{relative}")),
                _ => SiteError::io("link", &file)(e),
            })?;
        } else {
            // Put before with other bytes: the earlier ones must not stay.
            let mut changed = locked(&self.changed);
            if changed.contains(relative) {
                tree::unlink(&file)?;
                tree::link(&self.out.join(relative), &file)
                    .map_err(SiteError::io("link", &file))?;
                changed.remove(relative);
            }
        }
        self.unchanged.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Removes the file at `path` and the folders that it leaves empty. A path
    /// that is not there, or that is put afterwards, is no error.
    ///
    /// # Errors
    /// Where the path is no file's.
    pub fn remove(&self, path: &str) -> Result<(), SiteError> {
        let relative = path::checked(path)?;
        locked(&self.doomed).insert(relative.to_owned());
        self.any_doomed.store(true, Ordering::Release);
        Ok(())
    }

    /// Makes the new site the published one. `state` is handed to the next
    /// publication by [`Publication::previous_state`]. Where nothing changed,
    /// nothing is written.
    ///
    /// # Errors
    /// Where the file system refuses; the published site is then as it was.
    pub fn commit(mut self, state: &str) -> Result<Summary, SiteError> {
        let removed = self.remove_doomed()?;
        let manifest = Manifest { fingerprint: self.fingerprint.clone(), state: state.to_owned() };
        match self.mode {
            Mode::Whole => self.commit_whole(&manifest)?,
            Mode::Update => self.commit_update(&manifest)?,
        }
        Ok(Summary {
            written: self.written.load(Ordering::Relaxed),
            unchanged: self.unchanged.load(Ordering::Relaxed),
            removed,
            bytes: self.bytes.load(Ordering::Relaxed),
        })
    }

    fn commit_whole(&mut self, manifest: &Manifest) -> Result<(), SiteError> {
        self.step(Step::Filled)?;
        manifest.write(&self.beside.next)?;
        self.step(Step::Signed)?;
        // The standby is the forerunner of a site that is about to go.
        tree::unlink(&self.beside.note)?;
        self.step(Step::Noted)?;
        if self.live.is_some() {
            swap::exchange(&self.out, &self.beside.next, &self.beside.aside)?;
        } else {
            // Where `out` is an empty folder, this replaces it.
            fs::rename(&self.beside.next, &self.out).map_err(SiteError::io("make", &self.out))?;
        }
        self.done = true;
        self.step(Step::Swapped)?;
        tree::remove(&self.beside.next)?;
        tree::remove(&self.beside.standby)
    }

    fn commit_update(&mut self, manifest: &Manifest) -> Result<(), SiteError> {
        let changed = std::mem::take(&mut *locked(&self.changed));
        if changed.is_empty() {
            // Whatever was made in the standby was taken back again.
            self.done = *locked(&self.standby) == Standby::Untouched;
            if self.live.as_ref() != Some(manifest) {
                manifest.replace(&self.out)?;
                standby::live_was_signed(&self.beside, &self.out)?;
            }
            return Ok(());
        }
        self.step(Step::Filled)?;
        tree::unlink(&self.beside.standby.join(MANIFEST))?;
        manifest.write(&self.beside.standby)?;
        self.step(Step::Signed)?;
        standby::note(&self.beside, &self.out, &changed)?;
        self.step(Step::Noted)?;
        swap::exchange(&self.out, &self.beside.standby, &self.beside.aside)?;
        self.done = true;
        self.step(Step::Swapped)
    }

    /// Takes out what was removed and not put again; how many files that were.
    fn remove_doomed(&self) -> Result<u64, SiteError> {
        let mut removed = 0;
        for relative in std::mem::take(&mut *locked(&self.doomed)) {
            if self.mode == Mode::Update {
                let known = locked(&self.changed).contains(&relative);
                if !known && !tree::is_file(&self.out.join(&relative)) {
                    continue;
                }
                self.begin_update()?;
                locked(&self.changed).insert(relative.clone());
            }
            if tree::unlink(&self.tree().join(&relative))? {
                removed += 1;
                tree::prune(self.tree(), &relative)?;
            }
        }
        Ok(removed)
    }

    /// The tree that is written.
    fn tree(&self) -> &Path {
        match self.mode {
            Mode::Whole => &self.beside.next,
            Mode::Update => &self.beside.standby,
        }
    }

    /// Makes the standby equal to the live tree before the first change.
    fn begin_update(&self) -> Result<(), SiteError> {
        let mut standby = locked(&self.standby);
        if *standby == Standby::Untouched {
            *standby = Standby::Begun;
            standby::prepare(&self.beside, &self.out)?;
            *standby = Standby::Ready;
        }
        match *standby {
            Standby::Ready => Ok(()),
            // Another thread failed to; its error says why.
            _ => Err(SiteError::io("prepare", &self.beside.standby)(io::Error::other(
                "it could not be linked",
            ))),
        }
    }

    /// Makes the folder of a file.
    fn make_folder(&self, relative: &str) -> Result<(), SiteError> {
        let Some((folder, _)) = relative.rsplit_once('/') else { return Ok(()) };
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder);
        if known {
            return Ok(());
        }
        let path = self.tree().join(folder);
        fs::create_dir_all(&path).map_err(SiteError::io("make", &path))?;
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.into());
        Ok(())
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // only tests stop
    fn step(&mut self, _: Step) -> Result<(), SiteError> {
        Ok(())
    }

    /// Leaves everything as it is, as a killed process would.
    #[cfg(test)]
    fn step(&mut self, step: Step) -> Result<(), SiteError> {
        if self.stop_at == Some(step) {
            self.done = true;
            return Err(SiteError::Stopped);
        }
        Ok(())
    }
}

impl Drop for Publication {
    /// Clears away a tree that was not committed. What cannot be removed now,
    /// the next publication removes.
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let begun = *locked(&self.standby) != Standby::Untouched;
        if self.mode == Mode::Whole || begun {
            let _ = tree::remove(self.tree());
        }
    }
}

/// The whole path of the site: its folder exists afterwards, links are followed.
fn resolve(out: &Path) -> Result<PathBuf, SiteError> {
    let io = SiteError::io("find", out);
    if out.symlink_metadata().is_ok() {
        return out.canonicalize().map_err(io);
    }
    let name = out.file_name().ok_or_else(|| SiteError::NotAFolder(out.to_owned()))?;
    let parent = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(SiteError::io("make", parent))?;
    Ok(parent.canonicalize().map_err(io)?.join(name))
}

/// A lock whose holder panicked still guards whole values.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
