//! Backing up while the archive runs: one packed file that unpacks to an archive.
//!
//! The database is copied as it stands at one moment; of the captures, what that
//! copy vouches for, which is never changed afterwards. So neither a running
//! import nor an editor needs to stop, and the copy passes `annals check`.

use crate::{Archive, ArchiveError, articles::CaptureError};
use annals_model::Timestamp;
use annals_store::Store;
use flate2::{Compression, GzBuilder, write::GzEncoder};
use serde::Serialize;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// Events in it.
    pub events: u64,
    /// Revisions in it.
    pub revisions: u64,
    /// Bytes of captures in it, as they are packed in the archive.
    pub captures: u64,
}

/// Writes a backup: a gzipped tar with the folder `NAME` (the file's name up to its
/// first point) that holds `annals.db`, `annals.toml` and `captures/`. It is written
/// beside `file` and put in its place when it is whole and on the disk; restoring
/// is unpacking. It holds the hashes of passwords: only its owner may read it.
///
/// # Errors
/// [`ArchiveError::Refused`] where there is a file already; [`ArchiveError::Folder`]
/// where something cannot be read or written.
pub fn run(archive: &Archive, file: &Path, now: Timestamp) -> Result<Report, ArchiveError> {
    let fail = |error| ArchiveError::Folder(file.to_owned(), error);
    if file.exists() {
        return Err(ArchiveError::Refused(format!(
            "there is a file `{}` already\nhint: a backup replaces none",
            file.display()
        )));
    }
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let name = name.split('.').find(|part| !part.is_empty()).unwrap_or("archive").to_owned();
    let copies = tempfile::Builder::new().prefix(".annals-backup-").tempdir_in(folder);
    let copies = copies.map_err(fail)?;
    let database = copies.path().join("annals.db");
    archive.store.copy_to(&database)?;
    let mut report =
        Report { file: file.to_owned(), bytes: 0, events: 0, revisions: 0, captures: 0 };
    let files = {
        let copy = Store::open(&database)?;
        let reader = copy.read()?;
        (report.events, report.revisions) = reader.counts()?;
        reader.capture_files()?
    };
    // Made readable by its owner only.
    let packed = tempfile::NamedTempFile::new_in(copies.path()).map_err(fail)?;
    let gzip = GzBuilder::new().mtime(0).write(packed, Compression::fast());
    let mut tar = Tar { tar: tar::Builder::new(gzip), mtime: now.as_second().max(0) as u64 };
    tar.folder(&format!("{name}/")).map_err(fail)?;
    tar.file(&format!("{name}/annals.db"), &database, None)?;
    let settings = archive.dir.join("annals.toml");
    if settings.exists() {
        tar.file(&format!("{name}/annals.toml"), &settings, None)?;
    }
    if !files.is_empty() {
        tar.folder(&format!("{name}/captures/")).map_err(fail)?;
    }
    for (capture, length) in &files {
        let path = archive.dir.join("captures").join(capture);
        tar.file(&format!("{name}/captures/{capture}"), &path, Some(*length))?;
        report.captures += length;
    }
    let packed = tar.tar.into_inner().and_then(GzEncoder::finish).map_err(fail)?;
    packed.as_file().sync_all().map_err(fail)?;
    report.bytes = packed.as_file().metadata().map_err(fail)?.len();
    packed.persist_noclobber(file).map_err(|e| fail(e.error))?;
    // The name is as lasting as the bytes.
    File::open(folder).and_then(|f| f.sync_all()).map_err(fail)?;
    Ok(report)
}

/// The file that a backup is packed into.
struct Tar<W: Write> {
    tar: tar::Builder<W>,
    mtime: u64,
}

impl<W: Write> Tar<W> {
    fn header(&self, kind: tar::EntryType, mode: u32, size: u64) -> tar::Header {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(mode);
        header.set_size(size);
        header.set_mtime(self.mtime);
        header
    }

    fn folder(&mut self, name: &str) -> io::Result<()> {
        let mut header = self.header(tar::EntryType::Directory, 0o700, 0);
        self.tar.append_data(&mut header, name, io::empty())
    }

    /// Packs a file, as far as `length` says.
    fn file(&mut self, name: &str, path: &Path, length: Option<u64>) -> Result<(), ArchiveError> {
        let fail = |source| CaptureError::File { path: path.to_owned(), source };
        let file = File::open(path).map_err(fail)?;
        let there = fs::metadata(path).map_err(fail)?.len();
        let length = length.unwrap_or(there);
        if there < length {
            let short = io::Error::new(io::ErrorKind::UnexpectedEof, "it is shorter than it was");
            return Err(fail(short).into());
        }
        let mut header = self.header(tar::EntryType::Regular, 0o600, length);
        self.tar.append_data(&mut header, name, file.take(length)).map_err(fail)?;
        Ok(())
    }
}
