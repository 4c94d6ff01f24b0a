//! The index of the captures' files.
//!
//! Each record has its row since the version that brought the table `captured`. Rows
//! of captures that were kept before are read from the files once, by [`complete`].

use super::{CaptureError, append::REVISIT, captured};
use crate::Archive;
use annals_import::warc::{self, Capture, CdxjLine};
use annals_store::{RecordKind, RecordOrder, StoredCapture, StoredRecord};
use std::io::Write;

/// Captures that are read for the index in one transaction.
const BATCH: usize = 1_000;

/// Gives captures of earlier versions of annals their place in the index; returns how
/// many lacked one.
///
/// # Errors
/// [`CaptureError`]. A record that cannot be read is no error: its row says what the
/// database knows of it, and [`super::check`] says that it cannot be read.
pub fn complete(archive: &Archive) -> Result<u64, CaptureError> {
    let (mut after, mut added) = (0, 0);
    loop {
        let lacking = archive.store.read()?.captures_without_record(after, BATCH)?;
        let Some(last) = lacking.last() else { return Ok(added) };
        after = last.row;
        let read: Vec<_> = lacking
            .iter()
            .map(|capture| record_of(capture, captured(archive, capture).ok().as_ref()))
            .collect();
        let writer = archive.store.write()?;
        for (mut record, capture) in read.into_iter().zip(&lacking) {
            if writer.record_of_capture(capture.row)?.is_some() {
                continue;
            }
            if let Some(original) = capture.repeats {
                record.repeats = writer.record_of_capture(original)?.map(|r| r.row);
            }
            writer.add_record(&record)?;
            added += 1;
        }
        writer.commit()?;
    }
}

/// What the index says of a capture, by what stands in its record.
pub(super) fn record_of(capture: &StoredCapture, read: Option<&Capture>) -> StoredRecord {
    let content_type = capture.content_type.as_deref();
    let content_type = content_type.or(read.and_then(|read| read.content_type.as_deref()));
    StoredRecord {
        row: 0,
        kind: RecordKind::Page,
        capture: Some(capture.row),
        page: capture.page.clone(),
        key: warc::surt(&capture.url),
        url: capture.url.clone(),
        at: capture.at(),
        status: read.and_then(|read| read.status),
        mime: match capture.repeats {
            Some(_) => REVISIT.to_owned(),
            None => warc::mime(content_type),
        },
        digest: read.and_then(|read| read.digest.clone()).unwrap_or_default(),
        location: None,
        file: capture.file.clone(),
        offset: capture.offset,
        length: capture.length,
        request: 0,
        record: capture.record.clone(),
        repeats: None,
    }
}

/// Writes the index of all captures as CDXJ, sorted; returns the number of lines.
///
/// Answers that nothing changed (304) are left out: what replays an archive would show
/// them instead of the page.
///
/// # Errors
/// [`CaptureError`]
pub fn export_cdxj(archive: &Archive, out: &mut impl Write) -> Result<u64, CaptureError> {
    complete(archive)?;
    let reader = archive.store.read()?;
    let mut lines = 0;
    let mut sorted = Sorted::default();
    let mut write = |line: &CdxjLine| -> Result<(), CaptureError> {
        lines += 1;
        Ok(writeln!(out, "{line}")?)
    };
    reader.each_record::<CaptureError>(RecordOrder::Key, |record| match is_indexed(&record) {
        true => {
            let (file, offset) = (record.file.clone(), record.offset);
            sorted.push(line(record, file, offset), &mut write)
        }
        false => Ok(()),
    })?;
    sorted.end(&mut write)?;
    Ok(lines)
}

/// Whether indexes name a record.
pub(super) fn is_indexed(record: &StoredRecord) -> bool {
    record.kind != RecordKind::Unchanged && record.status != Some(304)
}

/// A record's line, at a place in a file.
pub(super) fn line(record: StoredRecord, filename: String, offset: u64) -> CdxjLine {
    CdxjLine {
        key: record.key,
        at: record.at,
        url: record.url,
        mime: record.mime,
        status: record.status,
        digest: record.digest,
        length: record.length,
        offset,
        filename,
    }
}

/// Lines that come by key and time, sorted within each second as well.
#[derive(Default)]
pub(super) struct Sorted {
    waiting: Vec<(String, CdxjLine)>,
}

impl Sorted {
    pub(super) fn push<E>(
        &mut self,
        line: CdxjLine,
        sink: &mut dyn FnMut(&CdxjLine) -> Result<(), E>,
    ) -> Result<(), E> {
        let first = self.waiting.first();
        if first.is_some_and(|(_, first)| first.sorted_by() != line.sorted_by()) {
            self.end(sink)?;
        }
        self.waiting.push((line.to_string(), line));
        Ok(())
    }

    pub(super) fn end<E>(
        &mut self,
        sink: &mut dyn FnMut(&CdxjLine) -> Result<(), E>,
    ) -> Result<(), E> {
        self.waiting.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, line) in self.waiting.drain(..) {
            sink(&line)?;
        }
        Ok(())
    }
}
