//! What was fetched: an answer as a page to take, and the answers that bring no page.

use super::{
    CaptureError,
    append::{Appender, REVISIT},
};
use crate::{Archive, articles};
use annals_fetch::{Answer, Exchange};
use annals_import::{
    inputs::{Asked, Kind, Saved},
    warc::{self, Content, Original, Page, Payload, Response, Sent},
};
use annals_model::Timestamp;
use annals_store::{RecordKind, StoredCapture, StoredRecord, Writer};

/// Bytes from which the same body is not kept again.
const REPEATED: usize = 512;

/// An answer as [`crate::ingest::take`] takes it: a page, or a feed, with its request
/// and the bytes as they were sent. What it is, its media type and content tell; who
/// knows it, sets `kind`.
pub fn saved(answer: &Answer) -> Saved {
    let last = answer.last();
    let coded = last.header("content-encoding").is_some_and(|coding| {
        let coding = coding.trim();
        !coding.is_empty() && !coding.eq_ignore_ascii_case("identity")
    });
    Saved {
        name: last.url.to_string(),
        record: None,
        kind: Kind::Capture,
        url: Some(last.url.to_string()),
        captured_at: Some(last.at),
        status: Some(last.status),
        headers: last.headers.clone(),
        content_type: last.header("content-type").map(str::to_owned),
        body: answer.body.clone(),
        content: match (answer.cut, coded) {
            (true, _) => Content::Cut,
            (false, true) => Content::Decoded,
            (false, false) => Content::AsSent,
        },
        asked: Some(Asked {
            sent: last.sent.clone(),
            ip: last.ip,
            coded: coded.then(|| last.body.clone()),
        }),
        notes: Vec::new(),
    }
}

/// What was noted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Noted {
    /// Pages that are elsewhere.
    pub redirects: u64,
    /// Pages that are as they were.
    pub unchanged: u64,
    /// Errors, and what else came.
    pub others: u64,
}

/// Keeps exchanges that brought no page: redirects, 304, errors. To be called within
/// the transaction that says that they took place (`also` of [`crate::ingest::take`]);
/// the bytes are safe on the disk when it returns.
///
/// A 304 becomes a `revisit` of the page's last capture before it; where there is none,
/// the answer is kept as it is. A body that the same page had before with an error is
/// kept once.
///
/// # Errors
/// [`CaptureError`]: a file of captures, or the database.
pub fn note(
    archive: &Archive,
    writer: &Writer<'_>,
    exchanges: &[Exchange],
    now: Timestamp,
) -> Result<Noted, CaptureError> {
    let mut noted = Noted::default();
    let mut appender = Appender::new(archive);
    for exchange in exchanges {
        match one(&mut appender, writer, exchange, now)? {
            RecordKind::Redirect => noted.redirects += 1,
            RecordKind::Unchanged => noted.unchanged += 1,
            RecordKind::Page | RecordKind::Other => noted.others += 1,
        }
    }
    appender.finish()?;
    Ok(noted)
}

fn one(
    appender: &mut Appender<'_>,
    writer: &Writer<'_>,
    exchange: &Exchange,
    now: Timestamp,
) -> Result<RecordKind, CaptureError> {
    let url = exchange.url.as_str();
    let key = articles::key(url);
    let page = Page {
        url,
        captured_at: exchange.at,
        response: Some(Response { status: exchange.status, headers: &exchange.headers }),
        content_type: exchange.header("content-type"),
        body: &exchange.body,
        content: Content::AsSent,
        sent: Some(Sent { headers: &exchange.sent, ip: exchange.ip, coded: true }),
    };
    let mut record = StoredRecord {
        row: 0,
        kind: RecordKind::Other,
        capture: None,
        page: key.clone(),
        key: warc::surt(url),
        url: url.to_owned(),
        at: exchange.at,
        status: Some(exchange.status),
        mime: warc::mime(exchange.header("content-type")),
        digest: String::new(),
        location: None,
        file: String::new(),
        offset: 0,
        length: 0,
        request: 0,
        record: String::new(),
        repeats: None,
    };
    let (file, written) = match exchange.status {
        304 => match unchanged_since(writer, &key, exchange.at)? {
            Some(original) => {
                let of = appender.payload_of(writer, &original)?;
                record.kind = RecordKind::Unchanged;
                record.mime = REVISIT.to_owned();
                record.capture = Some(original.row);
                record.repeats = of.as_ref().map(|of| of.row);
                let payload = of
                    .as_ref()
                    .map(|of| Payload { digest: &of.digest, coding: of.coding.as_deref() });
                let original = Original {
                    url: &original.url,
                    captured_at: original.at(),
                    record: &original.record,
                    payload,
                };
                appender.write(writer, now, |warc| warc.write_not_modified(&page, &original))?
            }
            None => appender.write(writer, now, |warc| warc.write(&page))?,
        },
        status => {
            let location = exchange.header("location").filter(|_| (300..400).contains(&status));
            if let Some(location) = location {
                record.kind = RecordKind::Redirect;
                record.location = exchange.url.join(location).ok().map(String::from);
            }
            let digest = warc::payload_digest(&exchange.body);
            let known = match exchange.body.len() {
                0..REPEATED => None,
                _ => writer.record_with(&key, record.kind, &digest)?,
            };
            match known {
                Some(known) => {
                    record.mime = REVISIT.to_owned();
                    record.repeats = Some(known.row);
                    let original = Original {
                        url: &known.url,
                        captured_at: known.at,
                        record: &known.record,
                        payload: None,
                    };
                    appender.write(writer, now, |warc| warc.write_revisit(&page, &original))?
                }
                None => appender.write(writer, now, |warc| warc.write(&page))?,
            }
        }
    };
    record.digest = written.digest;
    record.offset = written.offset;
    record.length = written.length;
    record.request = written.request;
    record.record = written.record;
    record.file = file;
    writer.add_record(&record)?;
    Ok(record.kind)
}

/// The capture with the bytes that a page had last before a moment.
fn unchanged_since(
    writer: &Writer<'_>,
    page: &str,
    at: Timestamp,
) -> Result<Option<StoredCapture>, CaptureError> {
    let last = writer.captures_of(page)?.into_iter().rfind(|capture| capture.at() <= at);
    Ok(match last {
        Some(StoredCapture { repeats: Some(row), .. }) => writer.capture_in(row)?,
        last => last,
    })
}
