//! Letting two folders change places.

use super::SiteError;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use std::fs;
use std::path::Path;

/// Lets the live site and the new tree change places; `aside` is free and is
/// used only where the file system cannot do it in one step.
pub(super) fn exchange(live: &Path, new: &Path, aside: &Path) -> Result<(), SiteError> {
    match renameat_with(CWD, live, CWD, new, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => in_turn(live, new, aside),
        Err(e) => Err(SiteError::io("replace", live)(e.into())),
    }
}

/// Three renames. Between the first two there is no site for a moment; a process
/// killed there is repaired by [`repair`].
pub(super) fn in_turn(live: &Path, new: &Path, aside: &Path) -> Result<(), SiteError> {
    fs::rename(live, aside).map_err(SiteError::io("replace", live))?;
    if let Err(e) = fs::rename(new, live) {
        // Put the old site back; if even that fails, `repair` will.
        let _ = fs::rename(aside, live);
        return Err(SiteError::io("replace", live)(e));
    }
    fs::rename(aside, new).map_err(SiteError::io("move", aside))
}

/// Finishes or takes back an exchange that was cut short.
pub(super) fn repair(live: &Path, aside: &Path) -> Result<(), SiteError> {
    if aside.symlink_metadata().is_err() {
        return Ok(());
    }
    if live.symlink_metadata().is_err() {
        return fs::rename(aside, live).map_err(SiteError::io("restore", live));
    }
    super::tree::remove(aside)
}
