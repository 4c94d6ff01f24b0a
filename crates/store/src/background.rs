//! What explains an event, and whom it names: derived, as its links are.

use crate::{ContextLabel, Reader, StoreError, Writer};
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// An earlier event that explains another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackgroundRow {
    /// Row of the earlier event.
    pub other: i64,
    /// What ties it to what follows.
    pub tie: BackgroundTie,
}

/// What ties an earlier event to the one that it explains, or to the next of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackgroundTie {
    /// `event` or `next`.
    #[serde(rename = "to")]
    pub toward: String,
    /// The entities that both share, the telling ones first.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<ContextLabel>,
    /// Words that both share, where no name is.
    #[serde(rename = "w", default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A name in an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedRow {
    /// As people read it.
    #[serde(rename = "t")]
    pub title: String,
    /// The entity's key, where the text links it.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// `person`, `place`, `organisation` or `other`.
    #[serde(rename = "n")]
    pub kind: String,
    /// How rare it was in the days up to the event's, in hundredths.
    #[serde(rename = "r")]
    pub rarity: u32,
}

impl Reader<'_> {
    /// The earlier events that explain an event, oldest first.
    pub fn background(&self, event: i64) -> Result<Vec<BackgroundRow>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT other, tie FROM background WHERE event = ?1 ORDER BY step")?;
        let mut rows = statement.query([event])?;
        let mut chain = Vec::new();
        while let Some(row) = rows.next()? {
            let tie = read(row.get_ref(1)?.as_str().unwrap_or_default(), "background")?;
            chain.push(BackgroundRow { other: row.get(0)?, tie });
        }
        Ok(chain)
    }

    /// Rows of the events that an event explains, in order.
    pub fn explained_by(&self, event: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT event FROM background WHERE other = ?1 ORDER BY event")?;
        let rows = statement.query_map([event], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whom and what an event names, in the order of its text; nothing before it was linked.
    pub fn named(&self, event: i64) -> Result<Vec<NamedRow>, StoreError> {
        let mut statement =
            self.sql().prepare_cached("SELECT names FROM named WHERE event = ?1")?;
        let mut rows = statement.query([event])?;
        match rows.next()? {
            Some(row) => read(row.get_ref(0)?.as_str().unwrap_or_default(), "name"),
            None => Ok(Vec::new()),
        }
    }

    /// An event's related events by row with their scores, best first, without the reasons.
    pub fn related_rows(&self, event: i64) -> Result<Vec<(i64, f64)>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT other, score FROM related WHERE event = ?1 ORDER BY rank")?;
        let rows = statement.query_map([event], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Rows of the events that have this one on their list of related events, in order.
    pub fn related_to_rows(&self, event: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT event FROM related WHERE other = ?1 ORDER BY event")?;
        let rows = statement.query_map([event], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Replaces what explains an event; returns whether that changed.
    pub fn set_background(&self, event: i64, chain: &[BackgroundRow]) -> Result<bool, StoreError> {
        if self.background(event)? == chain {
            return Ok(false);
        }
        self.sql().prepare_cached("DELETE FROM background WHERE event = ?1")?.execute([event])?;
        let mut insert =
            self.sql().prepare_cached("INSERT INTO background VALUES (?1, ?2, ?3, ?4)")?;
        for (step, row) in chain.iter().enumerate() {
            insert.execute(params![event, step, row.other, write(&row.tie)])?;
        }
        Ok(true)
    }

    /// Replaces whom and what an event names; returns whether that changed.
    pub fn set_named(&self, event: i64, names: &[NamedRow]) -> Result<bool, StoreError> {
        if self.named(event)? == names {
            return Ok(false);
        }
        self.sql()
            .prepare_cached(
                "INSERT INTO named VALUES (?1, ?2) ON CONFLICT DO UPDATE SET names = ?2",
            )?
            .execute(params![event, write(&names)])?;
        Ok(true)
    }
}

fn read<T: for<'d> Deserialize<'d>>(text: &str, what: &str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|e| StoreError::Broken { what: what.into(), why: e.to_string() })
}

fn write(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers")
}
