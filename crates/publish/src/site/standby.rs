//! The standby: a second tree of hard links that is one generation behind, in
//! which the next update is made.
//!
//! A note beside it says which two folders (by device and inode) belong together
//! and which paths differ between them. It is written before the exchange, about
//! the state after it, and removed before the standby is touched; so whenever it
//! fits the folders that are there, it is true.

use super::{Siblings, SiteError, tree};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// How far the standby is, in an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standby {
    /// As the last publication left it.
    Untouched,
    /// Being made equal to the live tree; if that failed, neither old nor new.
    Begun,
    /// Equal to the live tree but for the changes of this update.
    Ready,
}

/// What differs between which folders.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    live: Identity,
    standby: Identity,
    /// Paths of files that are not the same in both; the manifest never is.
    changed: BTreeSet<String>,
}

/// Which folder it is. The time of its own change tells whether somebody put
/// something into the site's root by hand.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    device: u64,
    inode: u64,
    changed: (i64, i64),
}

impl Identity {
    fn of(folder: &Path) -> Option<Identity> {
        let data = fs::symlink_metadata(folder).ok()?;
        let changed = (data.mtime(), data.mtime_nsec());
        Some(Identity { device: data.dev(), inode: data.ino(), changed })
    }
}

/// Makes the standby equal to the live tree, the manifest aside.
pub(super) fn prepare(beside: &Siblings, live: &Path) -> Result<(), SiteError> {
    let note = read(beside);
    tree::unlink(&beside.note)?;
    let fits = note.filter(|note| {
        Identity::of(live).as_ref() == Some(&note.live)
            && Identity::of(&beside.standby).as_ref() == Some(&note.standby)
    });
    if let Some(note) = fits {
        return note.changed.iter().try_for_each(|path| relink(live, &beside.standby, path));
    }
    tree::remove(&beside.standby)?;
    tree::link_all(live, &beside.standby)
}

fn read(beside: &Siblings) -> Option<Note> {
    serde_json::from_slice(&fs::read(&beside.note).ok()?).ok()
}

/// Makes one path the same in both trees.
fn relink(live: &Path, standby: &Path, path: &str) -> Result<(), SiteError> {
    let (from, to) = (live.join(path), standby.join(path));
    tree::unlink(&to)?;
    if !tree::is_file(&from) {
        return tree::prune(standby, path);
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(SiteError::io("make", folder))?;
    }
    tree::link(&from, &to).map_err(SiteError::io("link", &to))
}

/// Notes what will be true once the two trees have changed places.
pub(super) fn note(
    beside: &Siblings,
    live: &Path,
    changed: &BTreeSet<String>,
) -> Result<(), SiteError> {
    let (Some(old), Some(new)) = (Identity::of(live), Identity::of(&beside.standby)) else {
        return Ok(()); // without a note the standby is only made anew
    };
    write(beside, &Note { live: new, standby: old, changed: changed.clone() })
}

/// The live site's manifest was replaced, which changed its root folder.
pub(super) fn live_was_signed(beside: &Siblings, live: &Path) -> Result<(), SiteError> {
    let (Some(mut note), Some(now)) = (read(beside), Identity::of(live)) else { return Ok(()) };
    if (note.live.device, note.live.inode) != (now.device, now.inode) {
        return Ok(());
    }
    note.live = now;
    write(beside, &note)
}

fn write(beside: &Siblings, note: &Note) -> Result<(), SiteError> {
    let json = serde_json::to_vec(note).expect("strings and numbers are always written to memory");
    // Half a note is no JSON and counts as none.
    fs::write(&beside.note, json).map_err(SiteError::io("write", &beside.note))
}
