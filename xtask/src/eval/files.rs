//! Files of a data set, read from a folder or a `tar.gz` and held in memory, so
//! that both can be named on the command line.

use anyhow::{Context as _, Result, bail};
use flate2::read::MultiGzDecoder;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

/// The files by their names within the set, `/` between folders.
pub(crate) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Reads the set at `path`, or the gold data's archive of this name.
    pub(crate) fn read(path: Option<&Path>, gold: &str) -> Result<Files> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => in_gold(gold).with_context(|| {
                format!("no gold data: name a folder or a tar.gz like {gold}, or set ANNALS_GOLD")
            })?,
        };
        let read = if path.is_dir() { folder(&path) } else { archive(&path) };
        read.with_context(|| format!("cannot read {}", path.display()))
    }

    /// The file of this name, wherever it stands, and the folder that it stands
    /// in (empty, or with `/` at its end).
    pub(crate) fn find(&self, name: &str) -> Result<(&str, &[u8])> {
        let mut found = self.0.iter().filter_map(|(full, bytes)| {
            let folder = full.strip_suffix(name)?;
            (folder.is_empty() || folder.ends_with('/')).then_some((folder, bytes.as_slice()))
        });
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => bail!("it holds no {name}"),
            (Some(_), Some(_)) => bail!("it holds more than one {name}"),
        }
    }

    /// The file of this full name.
    pub(crate) fn get(&self, name: &str) -> Result<&[u8]> {
        self.0.get(name).map(Vec::as_slice).with_context(|| format!("it holds no {name}"))
    }

    /// All files in the order of their names.
    pub(crate) fn into_iter(self) -> impl Iterator<Item = (String, Vec<u8>)> {
        self.0.into_iter()
    }

    /// The folders that hold a file of this name, in order, with the file.
    pub(crate) fn folders_with<'f>(
        &'f self,
        name: &'f str,
    ) -> impl Iterator<Item = (&'f str, &'f [u8])> {
        self.0.iter().filter_map(move |(full, bytes)| {
            let folder = full.strip_suffix(name)?.strip_suffix('/')?;
            Some((folder, bytes.as_slice()))
        })
    }
}

/// A file of the gold data, where it is.
pub(crate) fn in_gold(name: &str) -> Option<PathBuf> {
    let folder =
        std::env::var_os("ANNALS_GOLD").map_or_else(|| "../shared/gold".into(), PathBuf::from);
    Some(folder.join(name)).filter(|path| path.exists())
}

fn archive(path: &Path) -> Result<Files> {
    let mut archive = tar::Archive::new(MultiGzDecoder::new(BufReader::new(File::open(path)?)));
    let mut files = BTreeMap::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        if entry.header().entry_type().is_file() {
            let name = named(&entry.path()?);
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            files.insert(name, bytes);
        }
    }
    Ok(Files(files))
}

fn folder(root: &Path) -> Result<Files> {
    let mut files = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(named(path.strip_prefix(root)?), fs::read(&path)?);
            }
        }
    }
    Ok(Files(files))
}

fn named(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy()).filter(|part| part != ".");
    parts.collect::<Vec<_>>().join("/")
}
