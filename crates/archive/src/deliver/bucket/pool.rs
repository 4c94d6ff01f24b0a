//! Several files on their way at the same time.

use super::super::DeliverError;
use super::hex;
use super::kinds::{Rank, media_type, rank};
use super::ledger::Digest;
use annals_fetch::s3::{Bucket, Object, S3Error};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// What every sender needs.
pub(super) struct Way {
    pub(super) bucket: Bucket,
    /// What keys begin with.
    pub(super) prefix: String,
    pub(super) cache_control: String,
    pub(super) cache_control_assets: String,
}

/// One thing to do.
pub(super) enum Errand {
    /// Puts a file's bytes.
    Put(String, Digest, Vec<u8>),
    /// Removes a file.
    Delete(String),
}

/// Threads that run errands. Dropped, it gives up what is not begun.
pub(super) struct Pool {
    errands: Option<SyncSender<Errand>>,
    threads: Vec<JoinHandle<()>>,
    failed: Arc<Failed>,
}

#[derive(Default)]
struct Failed {
    any: AtomicBool,
    first: Mutex<Option<S3Error>>,
}

impl Pool {
    pub(super) fn start(way: &Arc<Way>, threads: u8) -> Pool {
        let (errands, taken) = sync_channel(usize::from(threads));
        let taken = Arc::new(Mutex::new(taken));
        let failed = Arc::new(Failed::default());
        let run = |_| {
            let (way, taken, failed) = (Arc::clone(way), Arc::clone(&taken), Arc::clone(&failed));
            std::thread::spawn(move || work(&way, &taken, &failed))
        };
        Pool { errands: Some(errands), threads: (0..threads).map(run).collect(), failed }
    }

    /// Hands over an errand; waits while all are busy.
    pub(super) fn send(&self, errand: Errand) -> Result<(), DeliverError> {
        let taken = self.errands.as_ref().map(|errands| errands.send(errand));
        if self.failed.any.load(Ordering::Acquire) || !matches!(taken, Some(Ok(()))) {
            return Err(self.failure());
        }
        Ok(())
    }

    /// Waits until all are done.
    pub(super) fn finish(mut self) -> Result<(), DeliverError> {
        drop(self.errands.take());
        let mut whole = true;
        for thread in self.threads.drain(..) {
            whole &= thread.join().is_ok();
        }
        if self.failed.any.load(Ordering::Acquire) || !whole { Err(self.failure()) } else { Ok(()) }
    }

    fn failure(&self) -> DeliverError {
        let first = self.failed.first.lock().unwrap_or_else(PoisonError::into_inner);
        match &*first {
            Some(error) => DeliverError::S3(error.clone()),
            None => DeliverError::Settings("a thread that sends ended early".into()),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.failed.any.store(true, Ordering::Release);
        drop(self.errands.take());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn work(way: &Way, taken: &Mutex<Receiver<Errand>>, failed: &Failed) {
    loop {
        let next = taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(errand) = next else { return };
        if failed.any.load(Ordering::Acquire) {
            continue; // so that nobody waits for room
        }
        if let Err(error) = way.run(&errand) {
            failed.first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            failed.any.store(true, Ordering::Release);
        }
    }
}

impl Way {
    fn run(&self, errand: &Errand) -> Result<(), S3Error> {
        match errand {
            Errand::Delete(path) => self.bucket.delete(&self.key(path)),
            Errand::Put(path, digest, bytes) => {
                let asset = rank(path) == Rank::Asset;
                self.bucket.put(
                    &self.key(path),
                    &Object {
                        bytes,
                        media_type: media_type(path),
                        cache_control: if asset {
                            &self.cache_control_assets
                        } else {
                            &self.cache_control
                        },
                        digest: &hex(digest),
                    },
                )
            }
        }
    }

    pub(super) fn key(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}
