//! Where the bytes lie: `captures/000001.warc.gz` and on, each appended to until it is
//! full.

use super::{CaptureError, SOFTWARE, captured};
use crate::Archive;
use annals_import::{
    inputs::Saved,
    warc::{
        self, Content, FileInfo, Limits, Original, Page, Payload, Response, Sent,
        Writer as WarcWriter, Written,
    },
};
use annals_model::Timestamp;
use annals_store::{RecordKind, StoredCapture, StoredRecord, Writer};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek, SeekFrom},
    path::PathBuf,
};

/// Bytes from which a new file is begun.
const FILE: u64 = 1 << 30;
/// The media type that indexes have of a record without body.
pub(super) const REVISIT: &str = "warc/revisit";

/// The payload that repetitions refer to.
pub(super) struct PayloadOf {
    /// The record's row.
    pub(super) row: i64,
    /// `sha1:…`
    pub(super) digest: String,
    /// The content codings that it has.
    pub(super) coding: Option<String>,
}

/// The bytes of a page as they are kept.
struct Kept<'a> {
    bytes: &'a [u8],
    content: Content,
    /// Whether the content codings that the headers name are on them.
    coded: bool,
}

impl Kept<'_> {
    /// As they were sent, if reading them back gives the page again; else as they were read.
    fn of(saved: &Saved) -> Kept<'_> {
        let Some(asked) = &saved.asked else {
            return Kept { bytes: &saved.body, content: saved.content, coded: false };
        };
        let sent = asked.coded.as_deref().unwrap_or(&saved.body);
        let read = warc::uncoded(&saved.headers, sent, &Limits::default());
        let coded = read.is_some_and(|read| read == saved.body);
        let bytes = if coded { sent } else { &saved.body };
        let content = match saved.content {
            Content::Cut => Content::Cut,
            _ if coded => Content::AsSent,
            _ => Content::Decoded,
        };
        Kept { bytes, content, coded }
    }
}

/// Appends to an archive's captures within one transaction of its database.
pub(crate) struct Appender<'a> {
    archive: &'a Archive,
    open: Option<(String, WarcWriter<File>)>,
}

impl<'a> Appender<'a> {
    pub(crate) fn new(archive: &'a Archive) -> Appender<'a> {
        Appender { archive, open: None }
    }

    /// Keeps a capture's bytes; returns its row. `digest` is the [`digest`] of its body.
    pub(crate) fn append(
        &mut self,
        writer: &Writer<'_>,
        page: &str,
        url: &str,
        saved: &Saved,
        digest: String,
        now: Timestamp,
    ) -> Result<i64, CaptureError> {
        let known = match writer.capture_of(page, &digest)? {
            // Of an original that cannot be read there are no repetitions.
            Some(original) => self.payload_of(writer, &original)?.map(|of| (original, of)),
            None => None,
        };
        let captured_at = saved.captured_at.unwrap_or(now);
        let media = crate::articles::media_type(saved);
        let kept = Kept::of(saved);
        let content_type = saved.content_type.as_deref().or(Some(&media));
        let record = Page {
            url,
            captured_at,
            response: saved.status.map(|status| Response { status, headers: &saved.headers }),
            content_type,
            body: kept.bytes,
            content: kept.content,
            sent: saved.asked.as_ref().map(|asked| Sent {
                headers: &asked.sent,
                ip: asked.ip,
                coded: kept.coded,
            }),
        };
        let (place, written) = match &known {
            Some((original, of)) => {
                let payload = Payload { digest: &of.digest, coding: of.coding.as_deref() };
                let original = Original {
                    url: &original.url,
                    captured_at: original.at(),
                    record: &original.record,
                    payload: Some(payload),
                };
                self.write(writer, now, |warc| warc.write_revisit(&record, &original))?
            }
            None => self.write(writer, now, |warc| warc.write(&record))?,
        };
        let row = writer.add_capture(&StoredCapture {
            row: 0,
            page: page.to_owned(),
            url: url.to_owned(),
            captured_at: saved.captured_at,
            recorded_at: now,
            content_type: saved.content_type.clone(),
            digest,
            file: place.clone(),
            offset: written.offset,
            length: written.length,
            record: written.record.clone(),
            repeats: known.as_ref().map(|(original, _)| original.row),
        })?;
        let mime = match known {
            Some(_) => REVISIT.to_owned(),
            None => warc::mime(content_type),
        };
        writer.add_record(&StoredRecord {
            row: 0,
            kind: RecordKind::Page,
            capture: Some(row),
            page: page.to_owned(),
            key: warc::surt(url),
            url: url.to_owned(),
            at: captured_at,
            status: saved.status,
            mime,
            digest: written.digest,
            location: None,
            file: place,
            offset: written.offset,
            length: written.length,
            request: written.request,
            record: written.record,
            repeats: known.map(|(_, of)| of.row),
        })?;
        Ok(row)
    }

    /// Writes one record, and says how far the file is good now. Returns the file.
    pub(super) fn write(
        &mut self,
        writer: &Writer<'_>,
        now: Timestamp,
        write: impl FnOnce(&mut WarcWriter<File>) -> io::Result<Written>,
    ) -> Result<(String, Written), CaptureError> {
        let (file, warc) = self.file(writer, now)?;
        let fail = |source| CaptureError::File { path: PathBuf::from(file), source };
        let written = write(warc).map_err(fail)?;
        writer.set_capture_file(file, warc.offset())?;
        Ok((file.clone(), written))
    }

    /// What a capture's record has for a payload; `None` if it cannot be read.
    pub(super) fn payload_of(
        &self,
        writer: &Writer<'_>,
        original: &StoredCapture,
    ) -> Result<Option<PayloadOf>, CaptureError> {
        let Ok(read) = captured(self.archive, original) else { return Ok(None) };
        let Some(digest) = read.digest.clone() else { return Ok(None) };
        let coding = read.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case("content-encoding"));
        let coding = coding.map(|(_, value)| value.clone());
        let row = match writer.record_of_capture(original.row)? {
            Some(record) => record.row,
            None => writer.add_record(&super::index::record_of(original, Some(&read)))?,
        };
        Ok(Some(PayloadOf { row, digest, coding }))
    }

    /// Makes the bytes safe before the transaction that names them is committed.
    pub(crate) fn finish(self) -> Result<(), CaptureError> {
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
pub(crate) fn digest(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let hex: String = hash.iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256:{hex}")
}
