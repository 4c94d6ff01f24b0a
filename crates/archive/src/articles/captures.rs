//! Where the bytes lie: `captures/000001.warc.gz` and on, WARC 1.1.
//!
//! Records are only ever appended. The database says how far a file is good, in
//! the same transaction that names the records: what a killed process left behind
//! that point is cut off by the next one. A body that is kept already is not kept
//! again: the capture becomes a `revisit` record.

use crate::Archive;
use annals_import::{
    inputs::Saved,
    warc::{self, Capture, FileInfo, Limits, Original, Page, Response, Writer as WarcWriter},
};
use annals_model::Timestamp;
use annals_store::{Reader, StoreError, StoredCapture, Writer};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::PathBuf,
};

/// Bytes from which a new file is begun.
const FILE: u64 = 1 << 30;
/// What writes the files.
const SOFTWARE: &str = concat!("annals/", env!("CARGO_PKG_VERSION"));

/// What can go wrong with captures.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// A file of captures.
    #[error("could not use `{path}`: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record is not where it should be.
    #[error(
        "`{file}` holds no capture at byte {offset}\nhint: `annals check` lists everything that is wrong"
    )]
    Gone {
        /// The file.
        file: String,
        /// Where.
        offset: u64,
    },
}

/// Appends to an archive's captures within one transaction of its database.
pub(super) struct Appender<'a> {
    archive: &'a Archive,
    open: Option<(String, WarcWriter<File>)>,
}

impl<'a> Appender<'a> {
    pub(super) fn new(archive: &'a Archive) -> Appender<'a> {
        Appender { archive, open: None }
    }

    /// Keeps a capture's bytes; returns its row. `digest` is the [`digest`] of its body.
    pub(super) fn append(
        &mut self,
        writer: &Writer<'_>,
        page: &str,
        url: &str,
        saved: &Saved,
        digest: String,
        now: Timestamp,
    ) -> Result<i64, CaptureError> {
        let known = writer.capture_of(page, &digest)?;
        let (file, warc) = self.file(writer, now)?;
        let path = file.clone();
        let fail = |source| CaptureError::File { path: PathBuf::from(&path), source };
        let captured_at = saved.captured_at.unwrap_or(now);
        let media = super::read::media_type(saved);
        let record = Page {
            url,
            captured_at,
            response: saved.status.map(|status| Response { status, headers: &saved.headers }),
            content_type: saved.content_type.as_deref().or(Some(&media)),
            body: &saved.body,
            content: saved.content,
        };
        let written = match &known {
            Some(original) => {
                let at = original.captured_at.unwrap_or(original.recorded_at);
                let original =
                    Original { url: &original.url, captured_at: at, record: &original.record };
                warc.write_revisit(&record, &original)
            }
            None => warc.write(&record),
        };
        let written = written.map_err(fail)?;
        let row = writer.add_capture(&StoredCapture {
            row: 0,
            page: page.to_owned(),
            url: url.to_owned(),
            captured_at: saved.captured_at,
            recorded_at: now,
            content_type: saved.content_type.clone(),
            digest,
            file: file.clone(),
            offset: written.offset,
            length: written.length,
            record: written.record,
            repeats: known.map(|k| k.row),
        })?;
        writer.set_capture_file(file, warc.offset())?;
        Ok(row)
    }

    /// Makes the bytes safe before the transaction that names them is committed.
    pub(super) fn finish(self) -> Result<(), CaptureError> {
        if let Some((file, warc)) = self.open {
            let path = self.archive.dir.join("captures").join(file);
            warc.into_inner().sync_data().map_err(|source| CaptureError::File { path, source })?;
        }
        Ok(())
    }

    /// The file that is written to, a new one if the last is full.
    fn file(
        &mut self,
        writer: &Writer<'_>,
        now: Timestamp,
    ) -> Result<(&String, &mut WarcWriter<File>), CaptureError> {
        if self.open.as_ref().is_some_and(|(_, warc)| warc.offset() >= FILE) {
            let full = Appender { archive: self.archive, open: self.open.take() };
            full.finish()?;
        }
        if self.open.is_none() {
            self.open = Some(self.begin(writer, now)?);
        }
        let open = self.open.as_mut().expect("opened above");
        Ok((&open.0, &mut open.1))
    }

    fn begin(
        &self,
        writer: &Writer<'_>,
        now: Timestamp,
    ) -> Result<(String, WarcWriter<File>), CaptureError> {
        let folder = self.archive.dir.join("captures");
        let fail = |path: PathBuf| move |source| CaptureError::File { path, source };
        fs::create_dir_all(&folder).map_err(fail(folder.clone()))?;
        let (name, length) = match writer.capture_file()? {
            Some((name, length)) if length < FILE => (name, length),
            Some((name, _)) => (following(&name), 0),
            None => (following(""), 0),
        };
        let path = folder.join(&name);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(fail(path.clone()))?;
        let there = file.metadata().map_err(fail(path.clone()))?.len();
        if there < length {
            return Err(CaptureError::Gone { file: name, offset: there });
        }
        // What lies behind was written by a process that did not live to say so.
        file.set_len(length).map_err(fail(path.clone()))?;
        file.seek(SeekFrom::Start(length)).map_err(fail(path.clone()))?;
        let warc = if length == 0 {
            let info = FileInfo { filename: &name, software: SOFTWARE, at: now };
            WarcWriter::start(file, &info).map_err(fail(path))?
        } else {
            WarcWriter::resume(file, length)
        };
        Ok((name, warc))
    }
}

/// The name of the file after one.
fn following(name: &str) -> String {
    let number: u64 = name.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    format!("{:06}.warc.gz", number + 1)
}

/// The digest by which bodies are compared.
pub(super) fn digest(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let hex: String = hash.iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256:{hex}")
}

/// A capture with its body, read back from the archive. The body of one that only
/// repeats another is missing; see [`replayed`].
pub fn captured(archive: &Archive, capture: &StoredCapture) -> Result<Capture, CaptureError> {
    captured_within(archive, capture, &Limits::default())
}

/// A capture with its body, or with that of the capture that it repeats. A body of
/// more than `body_bytes` is cut there, and its content says so.
pub fn replayed(
    archive: &Archive,
    reader: &Reader<'_>,
    capture: &StoredCapture,
    body_bytes: u64,
) -> Result<Capture, CaptureError> {
    let limits = Limits { body_bytes, ..Limits::default() };
    let original = match capture.repeats {
        Some(row) => reader.capture_in(row)?,
        None => None,
    };
    captured_within(archive, original.as_ref().unwrap_or(capture), &limits)
}

fn captured_within(
    archive: &Archive,
    capture: &StoredCapture,
    limits: &Limits,
) -> Result<Capture, CaptureError> {
    let path = archive.dir.join("captures").join(&capture.file);
    let fail = |source| CaptureError::File { path: path.clone(), source };
    let mut file = File::open(&path).map_err(fail)?;
    let gone = || CaptureError::Gone { file: capture.file.clone(), offset: capture.offset };
    warc::read_at(&mut file, capture.offset, limits).map_err(fail)?.ok_or_else(gone)
}

/// Reads every capture back: what is missing or has other bytes than were kept.
pub fn check(archive: &Archive, reader: &Reader<'_>) -> Result<Vec<String>, CaptureError> {
    let mut wrong = Vec::new();
    reader.each_capture::<CaptureError>(|capture| {
        let place = format!("{} at byte {} of {}", capture.url, capture.offset, capture.file);
        match captured(archive, &capture) {
            Err(error) => wrong.push(format!("the capture of {place} cannot be read: {error}")),
            Ok(read) if capture.repeats.is_none() && digest(&read.body) != capture.digest => {
                wrong.push(format!("the capture of {place} has other bytes than were kept"));
            }
            Ok(_) => {}
        }
        Ok(())
    })?;
    Ok(wrong)
}

/// Writes all captures as one WARC file; an import of it gives the same captures
/// and articles. Returns how many bytes were written.
pub fn export(archive: &Archive, out: &mut impl Write) -> Result<u64, CaptureError> {
    let reader = archive.store.read()?;
    let mut bytes = 0;
    for (name, length) in reader.capture_files()? {
        let path = archive.dir.join("captures").join(&name);
        let fail = |source| CaptureError::File { path: path.clone(), source };
        let file = File::open(&path).map_err(fail)?;
        // Members of gzip follow each other, so files joined are a file.
        bytes += io::copy(&mut io::Read::take(file, length), out).map_err(fail)?;
    }
    Ok(bytes)
}
