//! Reading back what was kept.

use super::CaptureError;
use crate::Archive;
use annals_import::warc::{self, Capture, Limits};
use annals_store::{Reader, StoredCapture};
use std::fs::File;
use std::io::{self, Write};

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
