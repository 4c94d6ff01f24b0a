//! One watcher an archive: a lock on a file of its folder, which the system releases
//! when the process ends, however it ends.

use super::WatchError;
use annals_model::Timestamp;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The file's name. It stays there: removing it would let two hold a lock each.
const FILE: &str = "watch.lock";

/// Longest text about a holder that is read.
const LONGEST: u64 = 200;

/// Being the archive's watcher, until this is dropped.
#[derive(Debug)]
pub struct Lock {
    // Closing it releases the lock.
    _file: File,
}

impl Lock {
    /// Becomes the watcher of the archive in a folder.
    ///
    /// # Errors
    /// [`WatchError::Held`] says who is; [`WatchError::Lock`] where the file cannot be
    /// written, or the file system knows no locks.
    pub fn take(dir: &Path, now: Timestamp) -> Result<Lock, WatchError> {
        let path = dir.join(FILE);
        let fail = |error| WatchError::Lock(path.clone(), error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(WatchError::Held(holder(&path))),
            Err(TryLockError::Error(error)) => return Err(fail(error)),
        }
        let text = format!("process {} since {now:.0}\n", std::process::id());
        file.set_len(0).and_then(|()| file.write_all(text.as_bytes())).map_err(fail)?;
        Ok(Lock { _file: file })
    }
}

/// What a holder says of itself.
fn holder(path: &PathBuf) -> String {
    let mut text = String::new();
    // Some systems let nobody else read a locked file.
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    match read {
        Ok(_) if !text.trim().is_empty() => {
            text.trim().chars().filter(|c| !c.is_control()).collect()
        }
        _ => "another process".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_and_others_hear_who() {
        let dir = tempfile::tempdir().unwrap();
        let now: Timestamp = "2016-09-10T12:00:00.5Z".parse().unwrap();
        let lock = Lock::take(dir.path(), now).unwrap();
        let Err(WatchError::Held(who)) = Lock::take(dir.path(), now) else { panic!("two hold it") };
        assert_eq!(who, format!("process {} since 2016-09-10T12:00:00Z", std::process::id()));
        drop(lock);
        Lock::take(dir.path(), now).unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().join("gone");
        let error = Lock::take(&gone, Timestamp::UNIX_EPOCH).unwrap_err();
        assert!(error.to_string().contains("watch.lock"), "{error}");
    }
}
