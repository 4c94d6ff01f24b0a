//! Names in statements: which entity each stretch of text means.

use crate::{Reader, StoreError, Writer};
use rusqlite::{Row, params};

/// A name in an event's statement.
#[derive(Debug, Clone, PartialEq)]
pub struct MentionRow {
    /// First byte in the statement.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The text there.
    pub surface: String,
    /// The entity, `en:France`; `name:…` for a name that is no known entity's.
    pub key: String,
    /// `person`, `organisation`, `place`, `event`, `work`, `other`, `unknown`.
    pub kind: String,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// Whether it is a known entity: linked, or found by a link's text elsewhere.
    pub confirmed: bool,
    /// Version of the weights that found it.
    pub weights: String,
}

/// An entity with how often it is met; merged ones are counted as what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityCount {
    /// Its key.
    pub key: String,
    /// What it is, as most of its mentions say; a person's word goes before.
    pub kind: String,
    /// Whether it is known to be one.
    pub confirmed: bool,
    /// Published events that name it.
    pub events: u64,
}

/// What an entity is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurfaceCount {
    /// The text.
    pub surface: String,
    /// The key that it was found as, before merging.
    pub key: String,
    /// How often.
    pub count: u64,
}

const MENTION: &str =
    "SELECT start, end, surface, key, kind, confidence, confirmed, weights FROM mention";

fn mention(row: &Row<'_>) -> rusqlite::Result<MentionRow> {
    Ok(MentionRow {
        start: row.get(0)?,
        end: row.get(1)?,
        surface: row.get(2)?,
        key: row.get(3)?,
        kind: row.get(4)?,
        confidence: row.get(5)?,
        confirmed: row.get(6)?,
        weights: row.get(7)?,
    })
}

impl Reader<'_> {
    /// The names in an event's statement, as they were found, in their order.
    pub fn mentions(&self, event: i64) -> Result<Vec<MentionRow>, StoreError> {
        let mut statement =
            self.sql().prepare_cached(&format!("{MENTION} WHERE event = ?1 ORDER BY start"))?;
        let rows = statement.query_map([event], mention)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every entity that published events name, with identities resolved and junk
    /// left out, by key.
    pub fn entity_counts(&self) -> Result<Vec<EntityCount>, StoreError> {
        // The commonest kind of a key's mentions; of equals the first by name.
        let mut statement = self.sql().prepare_cached(
            "WITH met AS (
               SELECT coalesce(i.into_key, m.key) AS key, m.event, m.kind,
                      m.confirmed OR coalesce(i.confirmed, 0) OR i.into_key IS NOT NULL AS sure
               FROM mention m LEFT JOIN identity i ON i.key = m.key
               JOIN event ON event.row = m.event
               WHERE published AND NOT coalesce(i.junk, 0)),
             kinds AS (SELECT key, kind, count(*) AS n FROM met GROUP BY key, kind)
             SELECT met.key,
                    coalesce((SELECT kind FROM identity WHERE identity.key = met.key),
                             (SELECT kind FROM kinds WHERE kinds.key = met.key
                              ORDER BY kind = 'unknown', n DESC, kind LIMIT 1)),
                    max(sure), count(DISTINCT event)
             FROM met GROUP BY met.key ORDER BY met.key",
        )?;
        let rows = statement.query_map([], |r| {
            Ok(EntityCount {
                key: r.get(0)?,
                kind: r.get(1)?,
                confirmed: r.get(2)?,
                events: r.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The names that no link and no person knows, and that at least `least` published
    /// events say, by key.
    pub fn unconfirmed_entities(&self, least: u64) -> Result<Vec<EntityCount>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT m.key, min(m.kind), count(DISTINCT m.event) AS n
             FROM mention m JOIN event ON event.row = m.event AND published
             LEFT JOIN identity i ON i.key = m.key
             WHERE i.key IS NULL OR NOT (i.junk OR i.confirmed OR i.into_key IS NOT NULL)
             GROUP BY m.key HAVING max(m.confirmed) = 0 AND n >= ?1 ORDER BY m.key",
        )?;
        let rows = statement.query_map([least], |r| {
            Ok(EntityCount { key: r.get(0)?, kind: r.get(1)?, confirmed: false, events: r.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What an entity is called in statements, those of merged ones too, commonest first.
    pub fn surfaces(&self, key: &str) -> Result<Vec<SurfaceCount>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT surface, key, count(*) AS n FROM mention
             WHERE key = ?1 OR key IN (SELECT key FROM identity WHERE into_key = ?1)
             GROUP BY surface, key ORDER BY n DESC, surface, key",
        )?;
        let rows = statement.query_map([key], |r| {
            Ok(SurfaceCount { surface: r.get(0)?, key: r.get(1)?, count: r.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Rows of the events that name an entity, as linked or as found, before merging.
    pub fn events_naming(&self, key: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT event FROM mention WHERE key = ?1
             UNION SELECT event FROM belongs WHERE kind = 'entity' AND key = ?1 ORDER BY 1",
        )?;
        let rows = statement.query_map([key], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Number of mentions, of known entities, and of names that are none so far.
    pub fn mention_counts(&self) -> Result<(u64, u64, u64), StoreError> {
        Ok(self.sql().query_row(
            "SELECT (SELECT count(*) FROM mention),
                    (SELECT count(DISTINCT key) FROM mention WHERE confirmed),
                    (SELECT count(DISTINCT key) FROM mention WHERE NOT confirmed)",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?)
    }
}

impl Writer<'_> {
    /// Replaces an event's mentions. Where something changed, the keys that came,
    /// went or changed are returned, sorted.
    pub fn set_mentions(
        &self,
        event: i64,
        mentions: &[MentionRow],
    ) -> Result<Option<Vec<String>>, StoreError> {
        let old = self.mentions(event)?;
        if old == mentions {
            return Ok(None);
        }
        self.sql().prepare_cached("DELETE FROM mention WHERE event = ?1")?.execute([event])?;
        let mut insert = self.sql().prepare_cached(
            "INSERT OR IGNORE INTO mention VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for m in mentions {
            insert.execute(params![
                event,
                m.start,
                m.end,
                m.surface,
                m.key,
                m.kind,
                m.confidence,
                m.confirmed,
                m.weights
            ])?;
        }
        let gone = old.iter().filter(|o| !mentions.contains(o));
        let new = mentions.iter().filter(|m| !old.contains(m));
        let mut keys: Vec<String> = gone.chain(new).map(|m| m.key.clone()).collect();
        keys.sort();
        keys.dedup();
        Ok(Some(keys))
    }
}
