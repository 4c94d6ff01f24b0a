//! What the captures of sources tell of them, and how their addresses answer.

use crate::{Reader, StoreError, Writer, events};
use annals_model::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// What a source's captures tell of it, for an event that cites it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrichedRow {
    /// Row of the event.
    pub event: i64,
    /// The key of the source's page.
    pub page: String,
    /// Why nothing of its text is shown: a kind, a colon, what was seen. `None` where
    /// it is shown.
    pub held: Option<String>,
    /// What is told of it.
    pub told: Enriched,
}

/// What is told of a source. Texts are clean and short; addresses are http or https.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enriched {
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it says in a sentence or two, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The day on which it was published, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The address of its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// What its picture shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_alt: Option<String>,
    /// Whether its publisher reserves text and data mining, so that its text is not
    /// shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reserved: bool,
    /// Its last capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<EnrichedCapture>,
    /// That it is no longer there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<Gone>,
    /// What changed in it from capture to capture, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<SourceEdit>,
}

/// A capture to lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrichedCapture {
    /// When it was taken, microseconds since 1970.
    pub at: i64,
    /// The address that was captured.
    pub url: String,
}

/// That an address no longer leads to its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// The first of the failures, microseconds since 1970.
    pub since: i64,
    /// How it answers; `None`: not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// A change of a source's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEdit {
    /// When it was captured, microseconds since 1970.
    pub at: i64,
    /// How grave it is: `typo`, `wording` or `material`.
    pub grade: String,
    /// What changed: at least one field.
    pub fields: Vec<SourceField>,
}

/// A field of a source that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceField {
    /// `title`, `body` or `published`.
    pub field: String,
    /// As for the whole change.
    pub grade: String,
    /// What stood there, a line for each changed paragraph; empty where the text is
    /// reserved or nothing stood there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// What stands there now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
}

/// How an address answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressState {
    /// The key of its page.
    pub page: String,
    /// The address as it was asked.
    pub url: String,
    /// The last answer; `None`: there was none.
    pub status: Option<u16>,
    /// When it was last asked.
    pub asked_at: Timestamp,
    /// When it last answered well.
    pub good_at: Option<Timestamp>,
    /// The first of the failures that still go on.
    pub bad_since: Option<Timestamp>,
    /// How many there are of them.
    pub failures: u32,
    /// Whether readers are told that it is gone.
    pub gone: bool,
}

const ENRICHED: &str = "SELECT event, page, held, told FROM enriched";
const ADDRESS: &str =
    "SELECT page, url, status, asked_at, good_at, bad_since, failures, gone FROM address";

fn enriched(row: &Row<'_>) -> Result<EnrichedRow, StoreError> {
    let told = row.get_ref(3)?.as_str().unwrap_or_default();
    let broken =
        |e: serde_json::Error| StoreError::Broken { what: "source".into(), why: e.to_string() };
    Ok(EnrichedRow {
        event: row.get(0)?,
        page: row.get(1)?,
        held: row.get(2)?,
        told: serde_json::from_str(told).map_err(broken)?,
    })
}

fn address(row: &Row<'_>) -> Result<AddressState, StoreError> {
    let time = |at: Option<i64>| at.map(events::time).transpose();
    Ok(AddressState {
        page: row.get(0)?,
        url: row.get(1)?,
        status: row.get(2)?,
        asked_at: events::time(row.get(3)?)?,
        good_at: time(row.get(4)?)?,
        bad_since: time(row.get(5)?)?,
        failures: row.get(6)?,
        gone: row.get(7)?,
    })
}

impl Reader<'_> {
    /// What is told of an event's sources, by page.
    pub fn enriched_of(&self, event: i64) -> Result<Vec<EnrichedRow>, StoreError> {
        self.all(&format!("{ENRICHED} WHERE event = ?1 ORDER BY page"), [event], enriched)
    }

    /// What is told of a page, by event.
    pub fn enriched_page(&self, page: &str) -> Result<Vec<EnrichedRow>, StoreError> {
        self.all(&format!("{ENRICHED} WHERE page = ?1 ORDER BY event"), [page], enriched)
    }

    /// Everything that is held, by event and page; at most `limit`.
    pub fn enriched_held(&self, limit: usize) -> Result<Vec<EnrichedRow>, StoreError> {
        let sql = format!("{ENRICHED} WHERE held IS NOT NULL ORDER BY event, page LIMIT ?1");
        self.all(&sql, [bound(limit)], enriched)
    }

    /// The sources whose text changed at a time or later, the latest first; at most `limit`.
    pub fn enriched_edited(
        &self,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<EnrichedRow>, StoreError> {
        let sql = format!(
            "{ENRICHED} WHERE edited_at >= ?1 ORDER BY edited_at DESC, event, page LIMIT ?2"
        );
        self.all(&sql, params![since.as_microsecond(), bound(limit)], enriched)
    }

    /// How many sources are shown and how many are held, over all events.
    pub fn enriched_counts(&self) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE held IS NULL),
             count(*) FILTER (WHERE held IS NOT NULL) FROM enriched";
        Ok(self.sql().query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?)
    }

    /// How the address of a page answers; `None` where it was never asked.
    pub fn address_state(&self, page: &str) -> Result<Option<AddressState>, StoreError> {
        Ok(self.all(&format!("{ADDRESS} WHERE page = ?1"), [page], address)?.pop())
    }

    /// The addresses that fail now, by the time from which they do.
    pub fn failing_addresses(&self) -> Result<Vec<AddressState>, StoreError> {
        let sql = format!("{ADDRESS} WHERE bad_since IS NOT NULL ORDER BY bad_since, page");
        self.all(&sql, [], address)
    }

    /// The pages that are told of: those of articles, captures and addresses that were
    /// asked, which events cite; each once, sorted.
    pub fn pages_to_enrich(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT page FROM article WHERE page IN (SELECT page FROM cited)
             UNION SELECT page FROM capture WHERE page IN (SELECT page FROM cited)
             UNION SELECT page FROM address WHERE page IN (SELECT page FROM cited)
             UNION SELECT page FROM enriched ORDER BY page";
        self.all(sql, [], |r| Ok(r.get(0)?))
    }

    /// The pages that an event cites or cited when its sources were last told of.
    pub fn pages_of_event(&self, event: i64) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT page FROM cited WHERE event = ?1
             UNION SELECT page FROM enriched WHERE event = ?1 ORDER BY page";
        self.all(sql, [event], |r| Ok(r.get(0)?))
    }

    /// The pages of the captures behind a row, and the last row; that row where there
    /// is none.
    pub fn captured_behind(&self, row: i64) -> Result<(Vec<String>, i64), StoreError> {
        let sql = "SELECT DISTINCT page FROM capture WHERE row > ?1 ORDER BY page";
        let pages = self.all(sql, [row], |r| Ok(r.get(0)?))?;
        let sql = "SELECT coalesce(max(row), ?1) FROM capture WHERE row > ?1";
        Ok((pages, self.sql().prepare_cached(sql)?.query_row([row], |r| r.get(0))?))
    }

    /// The article that was read from a capture of a page, where that is not the
    /// article's own page; the last one.
    pub fn article_captured_as(
        &self,
        page: &str,
    ) -> Result<Option<crate::StoredArticle>, StoreError> {
        let sql = "SELECT article.row, article.page, article.url FROM capture
             JOIN telling ON telling.capture = capture.row
             JOIN article ON article.row = telling.article
             WHERE capture.page = ?1 ORDER BY capture.row DESC LIMIT 1";
        let read = |r: &Row<'_>| -> Result<crate::StoredArticle, StoreError> {
            Ok(crate::StoredArticle { row: r.get(0)?, page: r.get(1)?, url: r.get(2)? })
        };
        Ok(self.all(sql, [page], read)?.pop())
    }

    /// The captures that tellings of an article were read from: number of the telling
    /// and row of the capture.
    pub fn captures_of_tellings(&self, article: i64) -> Result<Vec<(u32, i64)>, StoreError> {
        let sql = "SELECT number, capture FROM telling
             WHERE article = ?1 AND capture IS NOT NULL ORDER BY number";
        self.all(sql, [article], |r| Ok((r.get(0)?, r.get(1)?)))
    }
}

impl Writer<'_> {
    /// Keeps what is told of a source; whether it was something else before.
    pub fn set_enriched(&self, row: &EnrichedRow) -> Result<bool, StoreError> {
        let told = serde_json::to_string(&row.told)
            .map_err(|e| StoreError::Broken { what: "source".into(), why: e.to_string() })?;
        let same = self
            .sql()
            .prepare_cached(
                "SELECT held IS ?3 AND told = ?4 FROM enriched WHERE event = ?1 AND page = ?2",
            )?
            .query_row(params![row.event, row.page, row.held, told], |r| r.get::<_, bool>(0))
            .optional()?;
        if same == Some(true) {
            return Ok(false);
        }
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO enriched VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
            row.event,
            row.page,
            row.held,
            row.told.edits.last().map(|e| e.at),
            told
        ])?;
        Ok(true)
    }

    /// Forgets what is told of a source; whether there was something.
    pub fn drop_enriched(&self, event: i64, page: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM enriched WHERE event = ?1 AND page = ?2";
        Ok(self.sql().prepare_cached(sql)?.execute(params![event, page])? > 0)
    }

    /// Keeps how an address answers.
    pub fn set_address_state(&self, state: &AddressState) -> Result<(), StoreError> {
        let time = |t: Option<Timestamp>| t.map(Timestamp::as_microsecond);
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO address VALUES (?1,?2,?3,?4,?5,?6,?7,?8)")?
            .execute(params![
                state.page,
                state.url,
                state.status,
                state.asked_at.as_microsecond(),
                time(state.good_at),
                time(state.bad_since),
                state.failures,
                state.gone,
            ])?;
        Ok(())
    }
}

fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
