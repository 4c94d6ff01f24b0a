//! Trees of files: linking, comparing, pruning, removing. Nothing here recurses.

use super::{SiteError, locked};
use rustix::fs::{AtFlags, linkat};
use rustix::io::Errno;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

/// Threads that link a tree: the kernel's work, of which two halve the time;
/// more wait for one another.
const LINKERS: usize = 2;

/// Whether the file holds exactly these bytes.
pub(super) fn holds(file: &Path, bytes: &[u8]) -> bool {
    match fs::symlink_metadata(file) {
        Ok(data) if data.is_file() && data.len() == bytes.len() as u64 => {
            fs::read(file).is_ok_and(|there| there == bytes)
        }
        _ => false,
    }
}

/// Whether there is a file (or a link to one) at the path.
pub(super) fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|data| !data.is_dir())
}

/// Removes a file; whether there was one.
pub(super) fn unlink(file: &Path) -> Result<bool, SiteError> {
    match fs::remove_file(file) {
        Ok(()) => Ok(true),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(e) => Err(SiteError::io("remove", file)(e)),
    }
}

/// Removes a tree if it is there.
pub(super) fn remove(root: &Path) -> Result<(), SiteError> {
    match fs::remove_dir_all(root) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(SiteError::io("remove", root)(e)),
        _ => Ok(()),
    }
}

/// Removes the folders above a removed file that are empty now.
pub(super) fn prune(root: &Path, relative: &str) -> Result<(), SiteError> {
    let mut relative = relative;
    while let Some((folder, _)) = relative.rsplit_once('/') {
        let path = root.join(folder);
        match fs::remove_dir(&path) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty => return Ok(()),
            Err(e) => return Err(SiteError::io("remove", &path)(e)),
        }
        relative = folder;
    }
    Ok(())
}

/// Links a file into another tree, or copies it where links are not to be had.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(e) if cannot_link(Errno::from_io_error(&e)) => fs::copy(from, to).map(drop),
        done => done,
    }
}

/// File systems without hard links, and files that have too many.
fn cannot_link(error: Option<Errno>) -> bool {
    matches!(error, Some(Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS | Errno::MLINK))
}

/// Folders that are yet to be linked.
struct Queue {
    folders: Vec<PathBuf>,
    /// Workers that may still find more.
    busy: usize,
    failed: Option<SiteError>,
}

/// Makes `to`, which is absent, a tree of links to the files of `from`.
pub(super) fn link_all(from: &Path, to: &Path) -> Result<(), SiteError> {
    fs::create_dir(to).map_err(SiteError::io("make", to))?;
    let queue = Mutex::new(Queue { folders: vec![PathBuf::new()], busy: 0, failed: None });
    let news = Condvar::new();
    std::thread::scope(|scope| {
        for _ in 0..LINKERS {
            scope.spawn(|| link_folders(from, to, &queue, &news));
        }
    });
    let failed = locked(&queue).failed.take();
    failed.map_or(Ok(()), Err)
}

fn link_folders(from: &Path, to: &Path, queue: &Mutex<Queue>, news: &Condvar) {
    let mut state = locked(queue);
    loop {
        if state.failed.is_some() || (state.folders.is_empty() && state.busy == 0) {
            news.notify_all();
            return;
        }
        let Some(folder) = state.folders.pop() else {
            state = news.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        state.busy += 1;
        drop(state);
        let found = link_folder(&from.join(&folder), &to.join(&folder));
        state = locked(queue);
        state.busy -= 1;
        match found {
            Ok(names) => state.folders.extend(names.into_iter().map(|name| folder.join(name))),
            Err(error) => state.failed = Some(error),
        }
        news.notify_all();
    }
}

/// Links the files of one folder; returns the names of the folders in it, made.
fn link_folder(from: &Path, to: &Path) -> Result<Vec<PathBuf>, SiteError> {
    let open = |path| File::open(path).map_err(SiteError::io("open", path));
    let (old, new) = (open(from)?, open(to)?);
    let mut folders = Vec::new();
    for entry in fs::read_dir(from).map_err(SiteError::io("read", from))? {
        let entry = entry.map_err(SiteError::io("read", from))?;
        let name = entry.file_name();
        let kind = entry.file_type().map_err(SiteError::io("read", from))?;
        if kind.is_dir() {
            let made = to.join(&name);
            fs::create_dir(&made).map_err(SiteError::io("make", &made))?;
            folders.push(name.into());
        } else if name == super::MANIFEST {
            // Each generation has its own.
        } else if let Err(e) = linkat(&old, &name, &new, &name, AtFlags::empty()) {
            let made = to.join(&name);
            if !cannot_link(Some(e)) {
                return Err(SiteError::io("link", &made)(e.into()));
            }
            fs::copy(entry.path(), &made).map_err(SiteError::io("copy to", &made))?;
        }
    }
    Ok(folders)
}
