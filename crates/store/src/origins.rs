//! Which report each article goes back to, and what shows it.

use crate::{Reader, StoreError, Writer};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

/// Where an article's text is from.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginRow {
    /// The key of the article's page.
    pub page: String,
    /// The group that it belongs to: the key of the page of the first report of it.
    pub origin: String,
    /// The page that it was copied from; `None` where it is an origin.
    pub from: Option<String>,
    /// `original`, `duplicate`, `wire`, `excerpt`, `spun`, …
    pub kind: String,
    /// How sure it is, 0 to 1.
    pub score: f64,
    /// Version of the weights that traced it.
    pub weights: String,
    /// What shows it.
    pub evidence: Vec<TracePart>,
}

/// One thing that shows where a text is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracePart {
    /// `sentence`, `number`, `name`, `word`, `agency`, `time`, …
    #[serde(rename = "k")]
    pub kind: String,
    /// What stands in the article.
    #[serde(rename = "a")]
    pub ours: String,
    /// What stands in the report that it is from, where that differs.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<String>,
}

const TRACE: &str =
    "SELECT page, origin, from_page, kind, score, weights, evidence FROM origin_trace";

fn trace(row: &Row<'_>) -> Result<OriginRow, StoreError> {
    let evidence = serde_json::from_str(row.get_ref(6)?.as_str().unwrap_or_default())
        .map_err(|e| StoreError::Broken { what: "evidence".into(), why: e.to_string() })?;
    Ok(OriginRow {
        page: row.get(0)?,
        origin: row.get(1)?,
        from: row.get(2)?,
        kind: row.get(3)?,
        score: row.get(4)?,
        weights: row.get(5)?,
        evidence,
    })
}

impl Reader<'_> {
    /// Where an article's text is from; `None` where that was not looked into.
    pub fn origin_of(&self, page: &str) -> Result<Option<OriginRow>, StoreError> {
        Ok(self.traces("page = ?1", [page])?.pop())
    }

    /// The articles that go back to one report, the report first, then by page.
    pub fn origin_group(&self, origin: &str) -> Result<Vec<OriginRow>, StoreError> {
        self.traces("origin = ?1 ORDER BY page <> origin, page", [origin])
    }

    fn traces(
        &self,
        clause: &str,
        by: impl rusqlite::Params,
    ) -> Result<Vec<OriginRow>, StoreError> {
        self.all(&format!("{TRACE} WHERE {clause}"), by, trace)
    }

    /// Number of articles that were traced, and of the reports that they go back to.
    pub fn origin_counts(&self) -> Result<(u64, u64), StoreError> {
        Ok(self.sql().query_row(
            "SELECT count(*), count(DISTINCT origin) FROM origin_trace",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?)
    }
}

impl Writer<'_> {
    /// Sets where an article's text is from. Returns whether something changed.
    pub fn set_origin(&self, row: &OriginRow) -> Result<bool, StoreError> {
        if self.origin_of(&row.page)?.as_ref() == Some(row) {
            return Ok(false);
        }
        let evidence = serde_json::to_string(&row.evidence).expect("strings");
        self.sql()
            .prepare_cached(
                "INSERT OR REPLACE INTO origin_trace VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                row.page,
                row.origin,
                row.from,
                row.kind,
                row.score,
                row.weights,
                evidence
            ])?;
        Ok(true)
    }
}
