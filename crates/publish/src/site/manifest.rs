//! The file that says that a folder is a site of annals, and of what. It holds
//! nothing about when or how often it was published, so that two sites from the
//! same inputs are the same.

use super::{MANIFEST, SiteError};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// What a site was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// What shapes all pages.
    pub(super) fingerprint: String,
    /// What the caller wants to know next time.
    pub(super) state: String,
}

impl Manifest {
    /// The manifest of a published site. `None` where there is nothing yet, or
    /// an empty folder; a damaged manifest has an empty fingerprint, which no
    /// publication shares.
    pub(super) fn of_site(out: &Path) -> Result<Option<Manifest>, SiteError> {
        match fs::read(out.join(MANIFEST)) {
            Ok(bytes) => {
                let damaged = Manifest { fingerprint: String::new(), state: String::new() };
                return Ok(Some(serde_json::from_slice(&bytes).unwrap_or(damaged)));
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
                return Err(SiteError::NotAFolder(out.to_owned()));
            }
            Err(e) => return Err(SiteError::io("read", &out.join(MANIFEST))(e)),
        }
        match fs::read_dir(out) {
            Ok(mut entries) => match entries.next() {
                None => Ok(None),
                Some(_) => Err(SiteError::Foreign(out.to_owned())),
            },
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(SiteError::io("read", out)(e)),
        }
    }

    /// Writes it into a tree that has none.
    pub(super) fn write(&self, tree: &Path) -> Result<(), SiteError> {
        self.create(&tree.join(MANIFEST))
    }

    /// Replaces it in a published tree, in one step.
    pub(super) fn replace(&self, out: &Path) -> Result<(), SiteError> {
        let new = out.join(format!("{MANIFEST}.new"));
        super::tree::unlink(&new)?;
        self.create(&new)?;
        fs::rename(&new, out.join(MANIFEST)).map_err(SiteError::io("replace", &new))
    }

    fn create(&self, path: &Path) -> Result<(), SiteError> {
        let mut json = serde_json::to_vec(self).expect("strings are always written to memory");
        json.push(b'\n');
        let mut file = File::create_new(path).map_err(SiteError::io("make", path))?;
        file.write_all(&json).map_err(SiteError::io("write", path))
    }
}
