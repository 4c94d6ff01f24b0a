//! The records of captures: pages, redirects, errors, and answers that nothing changed.

use crate::{Reader, StoreError, StoredCapture, Writer, article_shape, articles, events};
use annals_model::{Article, Timestamp};
use rusqlite::{OptionalExtension, params};

/// A record of the files of captures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its row; not looked at when it is added.
    pub row: i64,
    /// What it tells.
    pub kind: RecordKind,
    /// The capture that it brought, or that it says is unchanged.
    pub capture: Option<i64>,
    /// The key of its page, see `Source::page_key`.
    pub page: String,
    /// What indexes of web archives find it by (SURT).
    pub key: String,
    /// The address.
    pub url: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// The status of the answer; `None` of a page that was saved without one.
    pub status: Option<u16>,
    /// The media type without parameters; `warc/revisit` where the record has no body.
    pub mime: String,
    /// Digest of the payload as it is kept, `sha1:…`; empty where it is not known.
    pub digest: String,
    /// Where a redirect leads, absolute.
    pub location: Option<String>,
    /// The file in the archive's `captures` folder.
    pub file: String,
    /// First byte of the record in the file.
    pub offset: u64,
    /// Its length in the file, in bytes.
    pub length: u64,
    /// Length of the request's record, which follows it; 0 where there is none.
    pub request: u64,
    /// `WARC-Record-ID`, without brackets.
    pub record: String,
    /// The row of the record with the body, if this one has none.
    pub repeats: Option<i64>,
}

/// What a record tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// A page with its bytes, or that it had those of an earlier capture.
    Page,
    /// The server said that the page is as it was (304).
    Unchanged,
    /// The page is elsewhere (3xx).
    Redirect,
    /// There was no page (4xx, 5xx), or something that is none.
    Other,
}

impl RecordKind {
    fn name(self) -> &'static str {
        match self {
            RecordKind::Page => "page",
            RecordKind::Unchanged => "unchanged",
            RecordKind::Redirect => "redirect",
            RecordKind::Other => "other",
        }
    }

    fn of(name: &str) -> Result<RecordKind, StoreError> {
        let all = [Self::Page, Self::Unchanged, Self::Redirect, Self::Other];
        all.into_iter().find(|kind| kind.name() == name).ok_or_else(|| StoreError::Broken {
            what: "record of a capture".into(),
            why: format!("its kind is `{name}`"),
        })
    }
}

/// The order in which records are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordOrder {
    /// As an index has them: by key and time.
    Key,
    /// As they lie in the files.
    Place,
    /// By page and time.
    Page,
}

const RECORD: &str =
    "SELECT row, kind, capture, page, key, url, at, status, mime, digest, location,
     file, offset, length, request, record, repeats FROM captured";

fn record(row: &rusqlite::Row<'_>) -> Result<StoredRecord, StoreError> {
    Ok(StoredRecord {
        row: row.get(0)?,
        kind: RecordKind::of(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?,
        capture: row.get(2)?,
        page: row.get(3)?,
        key: row.get(4)?,
        url: row.get(5)?,
        at: events::time(row.get(6)?)?,
        status: row.get(7)?,
        mime: row.get(8)?,
        digest: row.get(9)?,
        location: row.get(10)?,
        file: row.get(11)?,
        offset: row.get(12)?,
        length: row.get(13)?,
        request: row.get(14)?,
        record: row.get(15)?,
        repeats: row.get(16)?,
    })
}

impl Reader<'_> {
    /// All records in an order, handed on one by one.
    pub fn each_record<E: From<StoreError>>(
        &self,
        order: RecordOrder,
        mut sink: impl FnMut(StoredRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        let order = match order {
            RecordOrder::Key => "key, at, row",
            RecordOrder::Place => "file, offset",
            RecordOrder::Page => "page, at, row",
        };
        let sql = format!("{RECORD} ORDER BY {order}");
        let mut statement = self.sql().prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            sink(record(row)?)?;
        }
        Ok(())
    }

    /// The records of a page by time.
    pub fn records_of(&self, page: &str) -> Result<Vec<StoredRecord>, StoreError> {
        let sql = format!("{RECORD} WHERE page = ?1 ORDER BY at, row");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query([page])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(record(row)?);
        }
        Ok(records)
    }

    /// The record that brought a capture; `None` of one that was kept before archives
    /// had such records and was not read again since.
    pub fn record_of_capture(&self, capture: i64) -> Result<Option<StoredRecord>, StoreError> {
        let sql = format!("{RECORD} WHERE capture = ?1 AND kind = 'page' ORDER BY row LIMIT 1");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query([capture])?;
        rows.next()?.map(record).transpose()
    }

    /// The first record of a page of one kind with a body of this digest.
    pub fn record_with(
        &self,
        page: &str,
        kind: RecordKind,
        digest: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        let sql = format!(
            "{RECORD} WHERE page = ?1 AND kind = ?2 AND digest = ?3 AND mime <> 'warc/revisit'
             ORDER BY at, row LIMIT 1"
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query(params![page, kind.name(), digest])?;
        rows.next()?.map(record).transpose()
    }

    /// The last redirect of a page: where it is now.
    pub fn last_redirect(&self, page: &str) -> Result<Option<StoredRecord>, StoreError> {
        let sql = format!(
            "{RECORD} WHERE page = ?1 AND kind = 'redirect' AND location IS NOT NULL
             ORDER BY at DESC, row DESC LIMIT 1"
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query([page])?;
        rows.next()?.map(record).transpose()
    }

    /// Captures behind a row that have no record yet, by row; at most `limit`.
    pub fn captures_without_record(
        &self,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StoredCapture>, StoreError> {
        let sql = format!(
            "{} WHERE row > ?1 AND NOT EXISTS (SELECT 1 FROM captured
             WHERE captured.capture = capture.row AND captured.kind = 'page')
             ORDER BY row LIMIT ?2",
            articles::CAPTURE
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query(params![after, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut captures = Vec::new();
        while let Some(row) = rows.next()? {
            captures.push(articles::capture(row)?);
        }
        Ok(captures)
    }

    /// What was told when a capture was read; `None` where that was nothing new.
    pub fn told_of_capture(&self, capture: i64) -> Result<Option<Article>, StoreError> {
        let sql = "SELECT told FROM telling WHERE capture = ?1 ORDER BY number LIMIT 1";
        let mut statement = self.sql().prepare_cached(sql)?;
        let told = statement.query_row([capture], |r| r.get::<_, String>(0)).optional()?;
        told.map(|told| article_shape::read(&told)).transpose()
    }

    /// Number of records.
    pub fn count_records(&self) -> Result<u64, StoreError> {
        Ok(self.sql().query_row("SELECT count(*) FROM captured", [], |r| r.get(0))?)
    }
}

impl Writer<'_> {
    /// Adds a record and returns its row.
    pub fn add_record(&self, record: &StoredRecord) -> Result<i64, StoreError> {
        let sql = "INSERT INTO captured (kind, capture, page, key, url, at, status, mime, digest,
             location, file, offset, length, request, record, repeats)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
             ?16)";
        self.sql().prepare_cached(sql)?.execute(params![
            record.kind.name(),
            record.capture,
            record.page,
            record.key,
            record.url,
            record.at.as_microsecond(),
            record.status,
            record.mime,
            record.digest,
            record.location,
            record.file,
            record.offset,
            record.length,
            record.request,
            record.record,
            record.repeats,
        ])?;
        Ok(self.sql().last_insert_rowid())
    }
}
