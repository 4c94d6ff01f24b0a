//! A bucket of a server that speaks S3 as a place for the site.
//!
//! A bucket cannot change as a whole, so the order is what readers are promised: nobody
//! is led to a page that is not there. Files with new keys go first, as they are
//! rendered: nothing leads to them yet. Those that change wait in a file of this machine
//! until all new ones are there, then go pages before lists and lists before home pages
//! and feeds; what is gone is removed last. The ledger in the bucket ([`ledger`]) says
//! what is there already; a file whose bytes are there is not sent. A round that was cut
//! short says so in it, and the next one looks what came of it.

mod kinds;
mod ledger;
mod pool;

use super::{DeliverError, Placed};
use crate::config::BucketTarget;
use annals_fetch::s3::{Bucket, BucketOptions, Keys, S3Error};
use annals_fetch::{Reach, Sender};
use annals_model::Timestamp;
use annals_publish::site::{self, Mode, Sink, SiteError};
use kinds::{Rank, rank};
use ledger::{Changes, Digest, Ledger, Place, UNSURE};
use pool::{Errand, Pool, Way};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

/// Objects of more bytes than this are sent in parts.
const PART: usize = 16 << 20;
/// Folder of the ledger in the bucket; no page stands there.
const OWN: &str = ".annals/";

/// A round's site on its way into a bucket.
pub(super) struct BucketSite {
    target: BucketTarget,
    way: Arc<Way>,
    cache: PathBuf,
    fingerprint: String,
    mode: Mode,
    state: Option<String>,
    /// What lies there.
    ledger: Ledger,
    work: Mutex<Work>,
    _lock: File,
}

#[derive(Default)]
struct Work {
    /// Sends new files; there once there is one.
    pool: Option<Pool>,
    /// What was sent, is to be sent or removed.
    changes: Changes,
    /// Files that wait until the new ones are there, by path.
    waiting: BTreeMap<String, Waiting>,
    spool: Option<(File, u64)>,
    /// What was put, in a whole publication.
    put: HashSet<Box<str>>,
    doomed: BTreeSet<String>,
    unchanged: u64,
    bytes: u64,
}

/// A file in the spool.
struct Waiting {
    rank: Rank,
    /// Whether something else stands there now.
    replaces: bool,
    at: u64,
    length: usize,
    digest: Digest,
}

impl BucketSite {
    /// Finds out what lies in the bucket.
    pub(super) fn begin(
        target: &BucketTarget,
        base: &Path,
        fingerprint: &str,
        clock: fn() -> Timestamp,
    ) -> Result<BucketSite, DeliverError> {
        let endpoint = Url::parse(&target.endpoint)
            .map_err(|e| DeliverError::Settings(format!("`{}`: {e}", target.endpoint)))?;
        let options = BucketOptions {
            endpoint,
            bucket: target.bucket.clone(),
            region: target.region.clone(),
            path_style: target.path_style,
            part: PART,
        };
        let sender = Sender::new(concat!("annals/", env!("CARGO_PKG_VERSION")), Reach::Anywhere);
        let bucket = Bucket::new(&options, keys(target, base)?, Arc::new(sender), clock)?;
        let prefix = match target.prefix.as_str() {
            "" => String::new(),
            prefix => format!("{prefix}/"),
        };
        let way = Arc::new(Way {
            bucket,
            prefix,
            cache_control: target.cache_control.clone(),
            cache_control_assets: target.cache_control_assets.clone(),
        });
        // Two targets of one archive share no folder, whatever their names.
        let folder = hex(&Sha256::digest(target.name.as_bytes()).into());
        let cache = base.join("delivered").join(&folder[..16]);
        let fail = |source| DeliverError::Io { path: cache.clone(), source };
        fs::create_dir_all(&cache).map_err(fail)?;
        let lock = File::create(cache.join("lock")).map_err(fail)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DeliverError::Locked(cache)),
            Err(TryLockError::Error(source)) => return Err(fail(source)),
        }
        let mut site = BucketSite {
            target: target.clone(),
            way,
            cache,
            fingerprint: fingerprint.to_owned(),
            mode: Mode::Whole,
            state: None,
            ledger: Ledger::default(),
            work: Mutex::default(),
            _lock: lock,
        };
        match site.place().read()? {
            None => site.adopt(true)?,
            Some(ledger) => {
                let head = &ledger.head;
                if head.fingerprint == fingerprint && !head.state.is_empty() {
                    site.mode = Mode::Update;
                    site.state = Some(head.state.clone());
                }
                let open = head.open;
                site.ledger = ledger;
                if open {
                    site.adopt(false)?;
                }
            }
        }
        Ok(site)
    }

    fn place(&self) -> Place<'_> {
        let way = &self.way;
        Place { bucket: &way.bucket, prefix: &way.prefix, cache: self.cache.clone() }
    }

    /// Finds what a round that was cut short has sent, or all that lies there where
    /// nothing is known. Others' files are left alone; a bucket that holds some and was
    /// never ours is refused.
    fn adopt(&mut self, strict: bool) -> Result<(), DeliverError> {
        let mut unknown = Vec::new();
        let prefix = self.way.prefix.clone();
        self.way.bucket.list(&prefix, |key| {
            let path = key.strip_prefix(&prefix).unwrap_or_default();
            if !path.starts_with(OWN) && !self.ledger.files.contains_key(path) {
                unknown.push(path.to_owned());
            }
        })?;
        let mut known = Vec::new();
        for path in unknown {
            match self.way.bucket.digest(&self.way.key(&path))?.as_deref().and_then(digest) {
                Some(digest) => known.push((path, digest)),
                None if strict => {
                    return Err(DeliverError::Bucket {
                        bucket: self.target.bucket.clone(),
                        why: format!(
                            "it holds files that annals did not put there, `{path}` for one\n\
                             hint: name another bucket, or a prefix"
                        ),
                    });
                }
                None => {}
            }
        }
        self.ledger.files.extend(known);
        Ok(())
    }

    /// Sends what waits, removes what is gone, and notes what lies there.
    pub(super) fn commit(mut self, change: i64) -> Result<Placed, DeliverError> {
        let mut work = std::mem::take(&mut *self.work());
        if let Some(pool) = work.pool.take() {
            pool.finish()?;
        }
        let gone = self.gone(&work);
        let mut waiting: Vec<(String, Waiting)> =
            std::mem::take(&mut work.waiting).into_iter().collect();
        waiting.retain(|(path, _)| !gone.contains(path));
        // New files first: nothing leads to them but what comes behind them.
        waiting.sort_by_key(|(_, file)| (file.replaces, file.rank));
        let mut changes = std::mem::take(&mut work.changes);
        changes.retain(|path, _| !gone.contains(path));
        let written = changes.len() as u64;
        changes.extend(gone.iter().map(|path| (path.clone(), None)));
        let before = self.ledger.head.clone();
        let state = change.to_string();
        if !waiting.is_empty() || !gone.is_empty() {
            let unsure: Changes = waiting
                .iter()
                .filter(|(_, file)| file.replaces)
                .map(|(path, _)| path)
                .chain(&gone)
                // What was unsure before this round stays so until it is done.
                .chain(self.ledger.files.iter().filter(|(_, d)| **d == UNSURE).map(|(p, _)| p))
                .map(|path| (path.clone(), None))
                .collect();
            let mut head = std::mem::take(&mut self.ledger.head);
            let opened = self.place().open(&mut head, (!unsure.is_empty()).then_some(&unsure));
            self.ledger.head = head;
            opened?;
            self.send_waiting(&waiting, work.spool)?;
            let pool = Pool::start(&self.way, self.target.sending);
            gone.iter().try_for_each(|path| pool.send(Errand::Delete(path.clone())))?;
            pool.finish()?;
        }
        let known = before.fingerprint == self.fingerprint && before.state == state;
        let mut ledger = std::mem::take(&mut self.ledger);
        if !changes.is_empty() || !known || before.open {
            ledger.head.fingerprint.clone_from(&self.fingerprint);
            ledger.head.state = state;
            // After a round that was cut short the parts say less than is known.
            let changes = if before.open { whole(&ledger, changes) } else { changes };
            self.place().close(&mut ledger, &changes)?;
        }
        Ok(Placed {
            change,
            written,
            unchanged: work.unchanged,
            removed: gone.len() as u64,
            bytes: work.bytes,
            ..Placed::default()
        })
    }

    /// Files that were ours and are no more.
    fn gone(&self, work: &Work) -> BTreeSet<String> {
        let mut gone = work.doomed.clone();
        if self.mode == Mode::Whole {
            gone.extend(self.ledger.files.keys().cloned());
            gone.retain(|path| !work.put.contains(path.as_str()));
        }
        gone.retain(|path| self.ledger.files.contains_key(path) || work.changes.contains_key(path));
        gone
    }

    fn send_waiting(
        &self,
        waiting: &[(String, Waiting)],
        spool: Option<(File, u64)>,
    ) -> Result<(), DeliverError> {
        let Some((mut file, _)) = spool else { return Ok(()) };
        let fail = |source| DeliverError::Io { path: self.cache.clone(), source };
        let alike = |a: &Waiting, b: &Waiting| (a.replaces, a.rank) == (b.replaces, b.rank);
        for group in waiting.chunk_by(|a, b| alike(&a.1, &b.1)) {
            let pool = Pool::start(&self.way, self.target.sending);
            for (path, next) in group {
                file.seek(SeekFrom::Start(next.at)).map_err(fail)?;
                let mut bytes = vec![0; next.length];
                file.read_exact(&mut bytes).map_err(fail)?;
                pool.send(Errand::Put(path.clone(), next.digest, bytes))?;
            }
            pool.finish()?;
        }
        Ok(())
    }

    /// Takes a file that differs from what lies there.
    fn take(&self, path: &str, bytes: &[u8], digest: Digest) -> Result<(), DeliverError> {
        let replaces = self.ledger.files.contains_key(path);
        let rank = rank(path);
        let mut work = self.work();
        let work = &mut *work;
        work.bytes += bytes.len() as u64;
        let again = work.changes.insert(path.to_owned(), Some(digest)).is_some();
        // What is put a second time goes behind the first.
        if !replaces && !again && rank < Rank::Door {
            if work.pool.is_none() {
                let mut head = self.ledger.head.clone();
                if !head.open {
                    self.place().open(&mut head, None)?;
                }
                work.pool = Some(Pool::start(&self.way, self.target.sending));
            }
            if let Some(pool) = &work.pool {
                pool.send(Errand::Put(path.to_owned(), digest, bytes.to_vec()))?;
            }
            return Ok(());
        }
        let fail = |source| DeliverError::Io { path: self.cache.clone(), source };
        let (file, end) = match &mut work.spool {
            Some(spool) => spool,
            empty => empty.insert((tempfile::tempfile_in(&self.cache).map_err(fail)?, 0)),
        };
        file.write_all(bytes).map_err(fail)?;
        let (at, length) = (*end, bytes.len());
        *end += length as u64;
        let replaces = replaces || again;
        work.waiting.insert(path.to_owned(), Waiting { rank, replaces, at, length, digest });
        Ok(())
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        // A thread that panicked left a file out; the panic itself ends the round.
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every file with what it holds, and the changes on top.
fn whole(ledger: &Ledger, changes: Changes) -> Changes {
    let mut all: Changes = ledger.files.iter().map(|(p, d)| (p.clone(), Some(*d))).collect();
    all.extend(changes);
    all
}

impl Sink for BucketSite {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn previous_state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), SiteError> {
        let relative = site::checked(path)?;
        if relative.starts_with(OWN) || relative.contains(|c: char| c.is_control()) {
            return Err(SiteError::Place(format!("`{path}` is no page's")));
        }
        let digest: Digest = Sha256::digest(bytes).into();
        {
            let mut work = self.work();
            work.doomed.remove(relative);
            if self.mode == Mode::Whole && !work.put.insert(relative.into()) {
                return Err(SiteError::Twice(path.to_owned()));
            }
            let there = self.ledger.files.get(relative) == Some(&digest);
            if there && !work.changes.contains_key(relative) {
                work.unchanged += 1;
                return Ok(());
            }
        }
        self.take(relative, bytes, digest).map_err(|e| SiteError::Place(e.to_string()))
    }

    fn remove(&self, path: &str) -> Result<(), SiteError> {
        let relative = site::checked(path)?;
        self.work().doomed.insert(relative.to_owned());
        Ok(())
    }
}

/// The keys of a target: its file's, or the environment's.
fn keys(target: &BucketTarget, base: &Path) -> Result<Keys, DeliverError> {
    let none = |why: String| DeliverError::Bucket { bucket: target.bucket.clone(), why };
    match &target.credentials {
        None => Keys::from_environment().ok_or_else(|| {
            none("the environment has no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".into())
        }),
        Some(file) => {
            let file = base.join(file);
            let text = fs::read_to_string(&file)
                .map_err(|source| DeliverError::Io { path: file.clone(), source })?;
            Keys::read(&text).ok_or_else(|| {
                none(format!("`{}` has no access_key_id and secret_access_key", file.display()))
            })
        }
    }
}

impl From<S3Error> for DeliverError {
    fn from(error: S3Error) -> DeliverError {
        DeliverError::S3(error)
    }
}

/// Bytes in hexadecimal.
fn hex(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest that a text in hexadecimal is.
fn digest(text: &str) -> Option<Digest> {
    let mut digest = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(digest)
}
