//! The ledger: which keys of a bucket are ours, and with which bytes. It lies in the
//! bucket, so that another machine, or one that lost everything, sends nothing again.
//!
//! Under `.annals/`: `head.json`, which is replaced last and in one step, and the ledgers
//! that it names: a base with everything, and one for each round since with what that
//! round changed. Their names are digests of their bytes, so what was once read is kept
//! in the archive's folder and read there. When the rounds weigh as much as half the base,
//! everything becomes a new base.

use super::super::DeliverError;
use super::hex;
use annals_fetch::s3::{Bucket, Object};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;

/// The SHA-256 of a file's bytes.
pub(super) type Digest = [u8; 32];

/// Stands for bytes that nobody knows: no file has this digest.
pub(super) const UNSURE: Digest = [0; 32];

/// Largest ledger that is read, packed and unpacked: some ten million files.
const LARGEST: u64 = 1 << 30;
/// Rounds that stand beside a base at most.
const MOST_ROUNDS: usize = 64;
/// Entries of rounds that are never too many.
const FEW: usize = 1_000;

/// What lies in a bucket.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Our files by path, with what is in them.
    pub(super) files: BTreeMap<String, Digest>,
    pub(super) head: Head,
}

/// What says how far a bucket is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Head {
    /// What shaped the pages.
    pub(super) fingerprint: String,
    /// The archive's change that the bucket shows.
    pub(super) state: String,
    /// Names of the ledgers, the base first.
    ledgers: Vec<String>,
    /// Entries of the base, and of the others.
    entries: (usize, usize),
    /// Whether a round is under way, or was cut short.
    pub(super) open: bool,
    /// The ledger of the files that such a round was about to change.
    unsure: Option<String>,
}

/// What a round did to a file: new bytes, or none.
pub(super) type Changes = BTreeMap<String, Option<Digest>>;

/// Where ledgers are: in the bucket, and what was read of it in a folder.
pub(super) struct Place<'a> {
    pub(super) bucket: &'a Bucket,
    /// The site's keys begin with it: empty, or with a slash at its end.
    pub(super) prefix: &'a str,
    pub(super) cache: PathBuf,
}

impl Place<'_> {
    fn key(&self, name: &str) -> String {
        format!("{}.annals/{name}", self.prefix)
    }

    /// Reads the ledger; `None` where the bucket has none.
    pub(super) fn read(&self) -> Result<Option<Ledger>, DeliverError> {
        let Some(bytes) = self.bucket.get(&self.key("head.json"), 1 << 20)? else {
            return Ok(None);
        };
        let head: Head = serde_json::from_slice(&bytes)
            .map_err(|e| self.broken(&format!("its head does not read: {e}")))?;
        let mut ledger = Ledger { files: BTreeMap::new(), head };
        for name in &ledger.head.ledgers {
            for (path, digest) in self.fetch(name)? {
                match digest {
                    Some(digest) => ledger.files.insert(path, digest),
                    None => ledger.files.remove(&path),
                };
            }
        }
        // Nobody knows what these hold.
        if let Some(name) = &ledger.head.unsure {
            for path in self.fetch(name)?.into_keys() {
                if let Some(digest) = ledger.files.get_mut(&path) {
                    *digest = UNSURE;
                }
            }
        }
        Ok(Some(ledger))
    }

    /// Says that a round is under way, and what it is about to change.
    pub(super) fn open(
        &self,
        head: &mut Head,
        unsure: Option<&Changes>,
    ) -> Result<(), DeliverError> {
        head.open = true;
        if let Some(changes) = unsure {
            head.unsure = Some(self.store(changes)?);
        }
        self.sign(head)
    }

    /// Notes what a round did, and that it is done.
    pub(super) fn close(&self, ledger: &mut Ledger, changes: &Changes) -> Result<(), DeliverError> {
        let before = ledger.head.clone();
        for (path, digest) in changes {
            match digest {
                Some(digest) => ledger.files.insert(path.clone(), *digest),
                None => ledger.files.remove(path),
            };
        }
        let head = &mut ledger.head;
        let (base, rounds) = (head.entries.0, head.entries.1 + changes.len());
        let whole =
            head.ledgers.is_empty() || head.ledgers.len() > MOST_ROUNDS || rounds > base / 2 + FEW;
        if whole {
            let all: Changes = ledger.files.iter().map(|(p, d)| (p.clone(), Some(*d))).collect();
            head.ledgers = vec![self.store(&all)?];
            head.entries = (all.len(), 0);
        } else if !changes.is_empty() {
            head.ledgers.push(self.store(changes)?);
            head.entries.1 = rounds;
        }
        head.open = false;
        head.unsure = None;
        self.sign(head)?;
        // What no head names any more.
        for name in before.ledgers.iter().chain(&before.unsure) {
            if !head.ledgers.contains(name) {
                self.bucket.delete(&self.key(name))?;
                let _ = fs::remove_file(self.cache.join(name));
            }
        }
        Ok(())
    }

    fn sign(&self, head: &Head) -> Result<(), DeliverError> {
        let json = serde_json::to_vec(head).unwrap_or_default();
        self.put("head.json", "application/json", &json)
    }

    /// Puts a ledger there; returns its name.
    fn store(&self, changes: &Changes) -> Result<String, DeliverError> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        let fail = |e: std::io::Error| self.broken(&e.to_string());
        for (path, digest) in changes {
            let digest = digest.map_or_else(|| "-".to_owned(), |d| hex(&d));
            writeln!(packed, "{digest} {path}").map_err(fail)?;
        }
        let packed = packed.finish().map_err(fail)?;
        let name = format!("{}.gz", hex(&Sha256::digest(&packed).into()));
        self.put(&name, "application/gzip", &packed)?;
        self.keep(&name, &packed);
        Ok(name)
    }

    fn put(&self, name: &str, media_type: &str, bytes: &[u8]) -> Result<(), DeliverError> {
        let digest = hex(&Sha256::digest(bytes).into());
        let object = Object { bytes, media_type, cache_control: "no-store", digest: &digest };
        Ok(self.bucket.put(&self.key(name), &object)?)
    }

    fn fetch(&self, name: &str) -> Result<Changes, DeliverError> {
        let is_it = |bytes: &[u8]| name == format!("{}.gz", hex(&Sha256::digest(bytes).into()));
        // A name that is no digest names no file either.
        let kept = if name.contains('/') { None } else { fs::read(self.cache.join(name)).ok() };
        let packed = match kept.filter(|bytes| is_it(bytes)) {
            Some(bytes) => bytes,
            None => {
                let found = self.bucket.get(&self.key(name), LARGEST)?;
                let bytes = found.filter(|bytes| is_it(bytes));
                let bytes = bytes.ok_or_else(|| self.broken("a part is missing or damaged"))?;
                self.keep(name, &bytes);
                bytes
            }
        };
        let mut text = String::new();
        GzDecoder::new(packed.as_slice())
            .take(LARGEST)
            .read_to_string(&mut text)
            .map_err(|e| self.broken(&e.to_string()))?;
        let mut changes = Changes::new();
        for line in text.lines() {
            let (digest, path) = line.split_once(' ').unwrap_or_default();
            let digest = if digest == "-" {
                None
            } else {
                Some(super::digest(digest).ok_or_else(|| self.broken("a line does not read"))?)
            };
            changes.insert(path.to_owned(), digest);
        }
        Ok(changes)
    }

    /// Keeps a ledger here; if that does not work it is only read again next time.
    fn keep(&self, name: &str, bytes: &[u8]) {
        let new = self.cache.join(format!("{name}.new"));
        let _ = fs::create_dir_all(&self.cache)
            .and_then(|()| fs::write(&new, bytes))
            .and_then(|()| fs::rename(&new, self.cache.join(name)));
    }

    fn broken(&self, why: &str) -> DeliverError {
        DeliverError::Settings(format!(
            "the ledger in `{}` cannot be used: {why}\n\
             hint: remove head.json there; what lies in the bucket is then looked at anew",
            self.key("")
        ))
    }
}
