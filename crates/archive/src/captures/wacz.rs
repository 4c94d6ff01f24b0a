//! Captures as WACZ: what is asked for, cut out of the files.

use super::{
    CaptureError, SOFTWARE, Wanted,
    append::REVISIT,
    index::{self, Sorted, complete, is_indexed},
};
use crate::{Archive, articles};
use annals_import::warc::{FileInfo, PageLine, WaczAbout, WaczWriter, Writer as WarcWriter};
use annals_model::Timestamp;
use annals_store::{Reader, RecordKind, RecordOrder, StoredRecord};
use serde::Serialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// The name of the archive in the WACZ.
const NAME: &str = "annals.warc.gz";

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Records that tell an answer; requests are not counted.
    pub records: u64,
    /// Lines of the index.
    pub indexed: u64,
    /// Pages in the list of pages.
    pub pages: u64,
    /// Bytes of the records, packed as they are.
    pub bytes: u64,
}

/// Writes a WACZ of the captures that are wanted; of one that repeats another, with that.
///
/// Records are copied one after the other as they lie in the files; what is held in
/// memory is where each of them lies in the WACZ, 16 bytes or so a record.
///
/// # Errors
/// [`CaptureError`]: the files, the database, or `out`, which then holds a part.
pub fn export_wacz(
    archive: &Archive,
    out: impl Write + Seek,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<Report, CaptureError> {
    complete(archive)?;
    let reader = archive.store.read()?;
    let rows = wanted.rows(&reader)?;
    let is_wanted = |record: &StoredRecord| rows.as_ref().is_none_or(|r| r.contains(&record.row));
    let about = WaczAbout { title: &archive.config.title, software: SOFTWARE, at: now };
    let mut wacz = WaczWriter::start(out, &about);
    let mut report = Report::default();

    wacz.archive(NAME)?;
    let mut head = Vec::new();
    WarcWriter::start(&mut head, &FileInfo { filename: NAME, software: SOFTWARE, at: now })?;
    wacz.write_all(&head)?;
    let mut offset = head.len() as u64;
    let mut places: HashMap<i64, u64> = HashMap::new();
    let mut open: Option<(String, File)> = None;
    reader.each_record::<CaptureError>(RecordOrder::Place, |record| {
        if !is_wanted(&record) {
            return Ok(());
        }
        let length = record.length + record.request;
        copy(archive, &mut open, &record, length, &mut wacz)?;
        places.insert(record.row, offset);
        offset += length;
        report.records += 1;
        Ok(())
    })?;
    report.bytes = offset - head.len() as u64;

    wacz.index::<CaptureError>(|sink| {
        let mut sorted = Sorted::default();
        let mut sink = |line: &_| {
            report.indexed += 1;
            sink(line)
        };
        reader.each_record::<CaptureError>(RecordOrder::Key, |record| {
            match places.get(&record.row).filter(|_| is_indexed(&record)) {
                Some(offset) => {
                    sorted.push(index::line(record, NAME.to_owned(), *offset), &mut sink)
                }
                None => Ok(()),
            }
        })?;
        sorted.end(&mut sink)
    })?;

    wacz.pages::<CaptureError>(|sink| {
        reader.each_record::<CaptureError>(RecordOrder::Page, |record| {
            if !places.contains_key(&record.row) || !is_page(&record) {
                return Ok(());
            }
            let title = title(&reader, &record)?;
            report.pages += 1;
            sink(&PageLine {
                url: &record.url,
                at: record.at,
                title: title.as_deref(),
                id: record.record.trim_start_matches("urn:uuid:"),
            })
        })
    })?;
    wacz.finish(&about)?;
    Ok(report)
}

/// Copies a record, and the request behind it, as they lie there.
fn copy(
    archive: &Archive,
    open: &mut Option<(String, File)>,
    record: &StoredRecord,
    length: u64,
    to: &mut impl Write,
) -> Result<(), CaptureError> {
    let path = archive.dir.join("captures").join(&record.file);
    let fail = |source| CaptureError::File { path: path.clone(), source };
    if open.as_ref().is_none_or(|(name, _)| *name != record.file) {
        *open = Some((record.file.clone(), File::open(&path).map_err(fail)?));
    }
    let gone = || CaptureError::Gone { file: record.file.clone(), offset: record.offset };
    let (_, file) = open.as_mut().ok_or_else(gone)?;
    file.seek(SeekFrom::Start(record.offset)).map_err(fail)?;
    let copied = io::copy(&mut file.take(length), to)?;
    if copied == length { Ok(()) } else { Err(gone()) }
}

/// Whether a record stands in the list of pages: those with bytes that people read.
fn is_page(record: &StoredRecord) -> bool {
    record.kind == RecordKind::Page
        && record.mime != REVISIT
        && matches!(record.mime.as_str(), "text/html" | "application/xhtml+xml")
}

/// What the page called itself when it was captured, or what its article is called.
fn title(reader: &Reader<'_>, record: &StoredRecord) -> Result<Option<String>, CaptureError> {
    if let Some(capture) = record.capture
        && let Some(told) = reader.told_of_capture(capture)?
    {
        return Ok(told.title);
    }
    let Some(article) = reader.article(&articles::key(&record.url))? else { return Ok(None) };
    let tellings = reader.tellings(article.row)?;
    Ok(tellings.into_iter().rev().find_map(|telling| telling.article.title))
}
