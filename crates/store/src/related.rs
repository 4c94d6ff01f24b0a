//! Related events: derived links with what they are made of.

use crate::{Reader, StoreError, Writer};
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// A link from an event to an earlier one, or to one of the same day.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedRow {
    /// Row of the event whose list it stands on.
    pub event: i64,
    /// Row of the related event.
    pub other: i64,
    /// Strength.
    pub score: f64,
    /// Version of the weights that made it.
    pub weights: String,
    /// The entities that both share, the telling ones first.
    pub context: Vec<ContextLabel>,
    /// What the score is made of, largest share first.
    pub parts: Vec<WhyPart>,
    /// What the later event does to the earlier one, where its words say so.
    pub relation: Option<Relation>,
}

/// What the later of two events does to the earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// `vetoes`, `breaks`, `answers` and the like.
    #[serde(rename = "k")]
    pub kind: String,
    /// The later text's words that say so.
    #[serde(rename = "w")]
    pub words: String,
}

/// A shared entity: its key where it is known, and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextLabel {
    /// `en:France`; `None` for a name found in the text.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// As people read it.
    #[serde(rename = "t")]
    pub title: String,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyPart {
    /// `entity`, `word`, `number`, `story`, `time`.
    #[serde(rename = "k")]
    pub kind: String,
    /// What it is.
    #[serde(rename = "l")]
    pub label: String,
    /// Share of the score, in percent.
    #[serde(rename = "p")]
    pub share: u8,
}

#[derive(Serialize, Deserialize)]
struct Why {
    w: String,
    c: Vec<ContextLabel>,
    p: Vec<WhyPart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<Relation>,
}

/// Writes the parts of a score.
pub(crate) fn write_why(parts: &[WhyPart]) -> String {
    serde_json::to_string(parts).expect("strings and numbers")
}

/// Reads the parts of a score back.
pub(crate) fn read_why(json: &str) -> Result<Vec<WhyPart>, StoreError> {
    serde_json::from_str(json)
        .map_err(|e| StoreError::Broken { what: "reason".into(), why: e.to_string() })
}

impl Reader<'_> {
    /// An event's related events: those on its own list (earlier and same day), best first.
    pub fn related(&self, event: i64) -> Result<Vec<RelatedRow>, StoreError> {
        self.related_where("event = ?1 ORDER BY rank", event)
    }

    /// The links of events that have this one on their list, best first.
    pub fn related_to(&self, event: i64) -> Result<Vec<RelatedRow>, StoreError> {
        self.related_where("other = ?1 ORDER BY score DESC, event", event)
    }

    fn related_where(&self, clause: &str, event: i64) -> Result<Vec<RelatedRow>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!(
            "SELECT event, other, score, why FROM related WHERE {clause}"
        ))?;
        let mut rows = statement.query([event])?;
        let mut links = Vec::new();
        while let Some(row) = rows.next()? {
            let why: Why = serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default())
                .map_err(|e| StoreError::Broken { what: "link".into(), why: e.to_string() })?;
            links.push(RelatedRow {
                event: row.get(0)?,
                other: row.get(1)?,
                score: row.get(2)?,
                weights: why.w,
                context: why.c,
                parts: why.p,
                relation: why.r,
            });
        }
        Ok(links)
    }
}

impl Writer<'_> {
    /// Replaces an event's list. Links that stood on the old list and not on the
    /// new one, or the other way round, are returned: rows of the events at their far end.
    pub fn set_related(
        &self,
        event: i64,
        links: &[RelatedRow],
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let old = self.related(event)?;
        if old == links {
            return Ok(None);
        }
        self.sql().prepare_cached("DELETE FROM related WHERE event = ?1")?.execute([event])?;
        let mut insert =
            self.sql().prepare_cached("INSERT INTO related VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (rank, link) in links.iter().enumerate() {
            let why = Why {
                w: link.weights.clone(),
                c: link.context.clone(),
                p: link.parts.clone(),
                r: link.relation.clone(),
            };
            let why = serde_json::to_string(&why).expect("strings and numbers");
            insert.execute(params![event, rank, link.other, link.score, why])?;
        }
        let mut far: Vec<i64> = old.iter().chain(links).map(|l| l.other).collect();
        far.sort_unstable();
        far.dedup();
        Ok(Some(far))
    }
}
