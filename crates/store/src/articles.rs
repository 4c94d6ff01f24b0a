//! Captures, the articles read from them, and the feeds that are followed.

use crate::{Reader, StoreError, Writer, article_shape, events};
use annals_model::{By, Telling, Timestamp};
use rusqlite::{OptionalExtension, params};

/// A capture: where its bytes lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCapture {
    /// Its row.
    pub row: i64,
    /// The key of its page, see `Source::page_key`.
    pub page: String,
    /// Its address.
    pub url: String,
    /// When it was captured; `None` where nobody says.
    pub captured_at: Option<Timestamp>,
    /// When the archive stored it.
    pub recorded_at: Timestamp,
    /// The protocol's `Content-Type`.
    pub content_type: Option<String>,
    /// Digest of the body, `sha256:…`.
    pub digest: String,
    /// The file in the archive's `captures` folder.
    pub file: String,
    /// First byte of the record in the file.
    pub offset: u64,
    /// Its length in the file, in bytes.
    pub length: u64,
    /// `WARC-Record-ID`, without brackets.
    pub record: String,
    /// The capture with the same body, where this one is only a note of it.
    pub repeats: Option<i64>,
}

impl StoredCapture {
    /// When it was captured; when it was recorded where nobody says.
    pub fn at(&self) -> Timestamp {
        self.captured_at.unwrap_or(self.recorded_at)
    }
}

/// An article's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArticle {
    /// Its row.
    pub row: i64,
    /// The key of its page.
    pub page: String,
    /// Its address as first seen.
    pub url: String,
}

/// A feed that the archive follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredSubscription {
    /// Where the feed lies.
    pub address: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// The site that it belongs to.
    pub site: Option<String>,
    /// The folder that its reader put it in, `World/Middle East`.
    pub folder: Option<String>,
}

/// How much there is of articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ArticleCounts {
    /// Articles.
    pub articles: u64,
    /// What pages and feeds told of them.
    pub tellings: u64,
    /// Captures.
    pub captures: u64,
    /// Feeds that are followed.
    pub feeds: u64,
}

pub(crate) const CAPTURE: &str =
    "SELECT row, page, url, captured_at, recorded_at, content_type, digest, file,
     offset, length, record, repeats FROM capture";

pub(crate) fn capture(row: &rusqlite::Row<'_>) -> Result<StoredCapture, StoreError> {
    Ok(StoredCapture {
        row: row.get(0)?,
        page: row.get(1)?,
        url: row.get(2)?,
        captured_at: row.get::<_, Option<i64>>(3)?.map(events::time).transpose()?,
        recorded_at: events::time(row.get(4)?)?,
        content_type: row.get(5)?,
        digest: row.get(6)?,
        file: row.get(7)?,
        offset: row.get(8)?,
        length: row.get(9)?,
        record: row.get(10)?,
        repeats: row.get(11)?,
    })
}

impl Reader<'_> {
    /// The first capture of a page with a body of this digest, whenever it was taken.
    pub fn capture_of(
        &self,
        page: &str,
        digest: &str,
    ) -> Result<Option<StoredCapture>, StoreError> {
        let sql = format!(
            "{CAPTURE} WHERE page = ?1 AND digest = ?2 AND repeats IS NULL ORDER BY row LIMIT 1"
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query([page, digest])?;
        rows.next()?.map(capture).transpose()
    }

    /// The captures of a page by the time at which they were taken; by that of
    /// recording where nobody says it.
    pub fn captures_of(&self, page: &str) -> Result<Vec<StoredCapture>, StoreError> {
        let sql =
            format!("{CAPTURE} WHERE page = ?1 ORDER BY coalesce(captured_at, recorded_at), row");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query([page])?;
        let mut captures = Vec::new();
        while let Some(row) = rows.next()? {
            captures.push(capture(row)?);
        }
        Ok(captures)
    }

    /// The capture in a row.
    pub fn capture_in(&self, row: i64) -> Result<Option<StoredCapture>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!("{CAPTURE} WHERE row = ?1"))?;
        let mut rows = statement.query([row])?;
        rows.next()?.map(capture).transpose()
    }

    /// Whether a page was captured.
    pub fn is_captured(&self, page: &str) -> Result<bool, StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT 1 FROM capture WHERE page = ?1")?;
        Ok(statement.exists([page])?)
    }

    /// Whether exactly this capture is kept: page, body and time.
    pub fn has_capture(
        &self,
        page: &str,
        digest: &str,
        at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM capture WHERE page = ?1 AND digest = ?2
             AND (?3 IS NULL OR captured_at IS ?3 OR captured_at IS NULL AND recorded_at = ?3)";
        let mut statement = self.sql().prepare_cached(sql)?;
        Ok(statement.exists(params![page, digest, at.map(|t| t.as_microsecond())])?)
    }

    /// All captures in the order of recording, handed on one by one.
    pub fn each_capture<E: From<StoreError>>(
        &self,
        mut sink: impl FnMut(StoredCapture) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!("{CAPTURE} ORDER BY row");
        let mut statement = self.sql().prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            sink(capture(row)?)?;
        }
        Ok(())
    }

    /// The last file of captures and how far it is good.
    pub fn capture_file(&self) -> Result<Option<(String, u64)>, StoreError> {
        let sql = "SELECT file, length FROM capture_file ORDER BY file DESC LIMIT 1";
        let mut statement = self.sql().prepare_cached(sql)?;
        Ok(statement.query_row([], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
    }

    /// All files of captures in their order, and how far each is good.
    pub fn capture_files(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT file, length FROM capture_file ORDER BY file";
        let mut statement = self.sql().prepare_cached(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The article on a page.
    pub fn article(&self, page: &str) -> Result<Option<StoredArticle>, StoreError> {
        let sql = "SELECT row, page, url FROM article WHERE page = ?1";
        let mut statement = self.sql().prepare_cached(sql)?;
        let found = statement.query_row([page], |r| {
            Ok(StoredArticle { row: r.get(0)?, page: r.get(1)?, url: r.get(2)? })
        });
        Ok(found.optional()?)
    }

    /// The articles behind a page, by page; those of one host where it is given. At
    /// most `limit`.
    pub fn articles_after(
        &self,
        page: &str,
        host: Option<&str>,
        limit: usize,
    ) -> Result<Vec<StoredArticle>, StoreError> {
        let sql = "SELECT row, page, url FROM article WHERE page > ?1
             AND (?2 IS NULL OR page = ?2 OR page >= ?2 || '/' AND page < ?2 || '0'
                  OR page >= ?2 || '?' AND page < ?2 || '@')
             ORDER BY page LIMIT ?3";
        // Nothing of a host lies before its name.
        let page = host.map_or(page, |h| if page < h { "" } else { page });
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(sql, params![page, host, limit], |r| {
            Ok(StoredArticle { row: r.get(0)?, page: r.get(1)?, url: r.get(2)? })
        })
    }

    /// Number of articles; of one host where it is given.
    pub fn count_articles(&self, host: Option<&str>) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM article
             WHERE ?1 IS NULL OR page = ?1 OR page >= ?1 || '/' AND page < ?1 || '0'
                  OR page >= ?1 || '?' AND page < ?1 || '@'";
        Ok(self.sql().prepare_cached(sql)?.query_row([host], |r| r.get(0))?)
    }

    /// Everything that was told of an article, in the order of recording.
    pub fn tellings(&self, article: i64) -> Result<Vec<Telling>, StoreError> {
        let sql = "SELECT number, known_at, recorded_at, by_name, by_detail, told FROM telling
             WHERE article = ?1 ORDER BY number";
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut rows = statement.query([article])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let told: String = row.get(5)?;
            out.push(Telling {
                number: row.get(0)?,
                known_at: row.get::<_, Option<i64>>(1)?.map(events::time).transpose()?,
                recorded_at: events::time(row.get(2)?)?,
                by: By::Importer { name: row.get(3)?, upstream: row.get(4)? },
                article: article_shape::read(&told)?,
            });
        }
        Ok(out)
    }

    /// The row of the capture that a telling was read from; `None` for a feed's.
    pub fn capture_of_telling(&self, article: i64, number: u32) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT capture FROM telling WHERE article = ?1 AND number = ?2";
        let mut statement = self.sql().prepare_cached(sql)?;
        Ok(statement.query_row(params![article, number], |r| r.get(0)).optional()?.flatten())
    }

    /// All articles in the order of recording, handed on one by one.
    pub fn each_article<E: From<StoreError>>(
        &self,
        mut sink: impl FnMut(StoredArticle) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT row, page, url FROM article ORDER BY row";
        let mut statement = self.sql().prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let get = |at| row.get::<_, String>(at).map_err(StoreError::from);
            let id = row.get(0).map_err(StoreError::from)?;
            sink(StoredArticle { row: id, page: get(1)?, url: get(2)? })?;
        }
        Ok(())
    }

    /// The feeds that are followed, by folder and address.
    pub fn subscriptions(&self) -> Result<Vec<StoredSubscription>, StoreError> {
        let sql = "SELECT address, title, site, folder FROM subscription
             ORDER BY coalesce(folder, ''), address";
        let mut statement = self.sql().prepare_cached(sql)?;
        let rows = statement.query_map([], |r| {
            Ok(StoredSubscription {
                address: r.get(0)?,
                title: r.get(1)?,
                site: r.get(2)?,
                folder: r.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How much there is of articles.
    pub fn article_counts(&self) -> Result<ArticleCounts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM telling),
             (SELECT count(*) FROM capture), (SELECT count(*) FROM subscription)";
        Ok(self.sql().query_row(sql, [], |r| {
            Ok(ArticleCounts {
                articles: r.get(0)?,
                tellings: r.get(1)?,
                captures: r.get(2)?,
                feeds: r.get(3)?,
            })
        })?)
    }
}

impl Writer<'_> {
    /// Keeps a capture (its `row` is not looked at) and returns its row.
    pub fn add_capture(&self, capture: &StoredCapture) -> Result<i64, StoreError> {
        let sql = "INSERT INTO capture (page, url, captured_at, recorded_at, content_type, digest,
             file, offset, length, record, repeats)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        self.sql().prepare_cached(sql)?.execute(params![
            capture.page,
            capture.url,
            capture.captured_at.map(|t| t.as_microsecond()),
            capture.recorded_at.as_microsecond(),
            capture.content_type,
            capture.digest,
            capture.file,
            capture.offset,
            capture.length,
            capture.record,
            capture.repeats,
        ])?;
        Ok(self.sql().last_insert_rowid())
    }

    /// Says how far a file of captures is good.
    pub fn set_capture_file(&self, file: &str, length: u64) -> Result<(), StoreError> {
        let sql = "INSERT INTO capture_file VALUES (?1, ?2) ON CONFLICT DO UPDATE SET length = ?2";
        self.sql().prepare_cached(sql)?.execute(params![file, length])?;
        Ok(())
    }

    /// Makes the article of a page and returns its row.
    pub fn add_article(&self, page: &str, url: &str) -> Result<i64, StoreError> {
        let sql = "INSERT INTO article (page, url) VALUES (?1, ?2)";
        self.sql().prepare_cached(sql)?.execute([page, url])?;
        Ok(self.sql().last_insert_rowid())
    }

    /// Adds what was told of an article; `telling.number` must be the next one.
    pub fn add_telling(
        &self,
        article: i64,
        telling: &Telling,
        capture: Option<i64>,
    ) -> Result<(), StoreError> {
        let (name, detail) = match &telling.by {
            By::Importer { name, upstream } => (name, upstream.as_ref()),
            By::Editor { name, reason } => (name, Some(reason)),
        };
        let sql = "INSERT INTO telling VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.sql().prepare_cached(sql)?.execute(params![
            article,
            telling.number,
            telling.known_at.map(|t| t.as_microsecond()),
            telling.recorded_at.as_microsecond(),
            name,
            detail,
            capture,
            article_shape::write(&telling.article),
        ])?;
        Ok(())
    }

    /// Follows a feed; what is said anew of one replaces what was said, what is
    /// not said stays. Returns whether it is a new one.
    pub fn subscribe(&self, feed: &StoredSubscription) -> Result<bool, StoreError> {
        let known = self
            .sql()
            .prepare_cached("SELECT 1 FROM subscription WHERE address = ?1")?
            .exists([&feed.address])?;
        let sql = "INSERT INTO subscription VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET
             title = coalesce(?2, title), site = coalesce(?3, site), folder = coalesce(?4, folder)";
        self.sql().prepare_cached(sql)?.execute(params![
            feed.address,
            feed.title,
            feed.site,
            feed.folder
        ])?;
        Ok(!known)
    }
}
