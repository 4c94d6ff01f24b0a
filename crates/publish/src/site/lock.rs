//! One publication at a time: an advisory lock on a file beside the site.

use super::SiteError;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Held until dropped; the system releases it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of the site `out`.
    pub(super) fn take(path: &Path, out: &Path) -> Result<Lock, SiteError> {
        loop {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(path)
                .map_err(SiteError::io("open", path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(SiteError::Locked(out.to_owned())),
                Err(TryLockError::Error(e)) => return Err(SiteError::io("lock", path)(e)),
            }
            // The last holder may have removed the file after we opened it.
            let ours = file.metadata().map_err(SiteError::io("read", path))?;
            match fs::metadata(path) {
                Ok(there) if (there.dev(), there.ino()) == (ours.dev(), ours.ino()) => {
                    return Ok(Lock { path: path.to_owned(), _file: file });
                }
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(SiteError::io("read", path)(e)),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that stays is harmless.
        let _ = fs::remove_file(&self.path);
    }
}
