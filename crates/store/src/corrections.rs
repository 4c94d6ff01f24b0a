//! What people said of what is computed, and the identities that follow from it.

use crate::{Reader, StoreError, Writer, events};
use annals_model::{Correction, CorrectionKind, Matter, Timestamp, Verdict};
use rusqlite::{Row, params};

/// What holds of an entity that is not what it was found as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The key under which it is found.
    pub key: String,
    /// The entity that it is; `None`: itself.
    pub into: Option<String>,
    /// What kind it is; `None`: as computed.
    pub kind: Option<String>,
    /// Whether it is never context.
    pub junk: bool,
    /// Whether a person knows it.
    pub confirmed: bool,
}

const CORRECTION: &str = "SELECT number, kind, subject, object, verdict, by_name, reason,
     recorded_at, known_at FROM correction";

fn correction(row: &Row<'_>) -> Result<Correction, StoreError> {
    let (kind, verdict): (String, String) = (row.get(1)?, row.get(4)?);
    let broken =
        |why: &str| StoreError::Broken { what: "correction".into(), why: format!("`{why}`") };
    Ok(Correction {
        number: row.get(0)?,
        matter: Matter {
            kind: CorrectionKind::from_name(&kind).ok_or_else(|| broken(&kind))?,
            subject: row.get(2)?,
            object: row.get(3)?,
        },
        verdict: Verdict::from_name(&verdict).ok_or_else(|| broken(&verdict))?,
        by_name: row.get(5)?,
        reason: row.get(6)?,
        recorded_at: events::time(row.get(7)?)?,
        known_at: row.get::<_, Option<i64>>(8)?.map(events::time).transpose()?,
    })
}

impl Reader<'_> {
    /// Every correction in the order of recording.
    pub fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        self.corrections_where("1 ORDER BY number", [])
    }

    /// The corrections behind a number, at most `limit`, in the order of recording.
    pub fn corrections_after(
        &self,
        number: u32,
        limit: usize,
    ) -> Result<Vec<Correction>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.corrections_where("number > ?1 ORDER BY number LIMIT ?2", params![number, limit])
    }

    /// What was said of one matter, in the order of recording: the last word holds.
    pub fn said_of(&self, matter: &Matter) -> Result<Vec<Correction>, StoreError> {
        self.corrections_where(
            "kind = ?1 AND subject = ?2 AND object = ?3 ORDER BY number",
            [matter.kind.name(), &matter.subject, &matter.object],
        )
    }

    fn corrections_where(
        &self,
        clause: &str,
        by: impl rusqlite::Params,
    ) -> Result<Vec<Correction>, StoreError> {
        self.all(&format!("{CORRECTION} WHERE {clause}"), by, correction)
    }

    /// The number of the last correction; 0 where there is none.
    pub fn last_correction(&self) -> Result<u32, StoreError> {
        Ok(self
            .sql()
            .prepare_cached("SELECT coalesce(max(number), 0) FROM correction")?
            .query_row([], |r| r.get(0))?)
    }

    /// What holds of entities that are not what they were found as, by key.
    pub fn identities(&self) -> Result<Vec<Identity>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT key, into_key, kind, junk, confirmed FROM identity ORDER BY key",
        )?;
        let rows = statement.query_map([], |r| {
            Ok(Identity {
                key: r.get(0)?,
                into: r.get(1)?,
                kind: r.get(2)?,
                junk: r.get(3)?,
                confirmed: r.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The path of each merged entity's page with the key of the entity that it is, sorted.
    pub fn merged_pages(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT path, into_key FROM identity
             JOIN name ON name.kind = 'entity' AND name.key = identity.key
             WHERE into_key IS NOT NULL ORDER BY path",
        )?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Appends a correction; `number` must be the next one ([`Reader::last_correction`] + 1).
    pub fn add_correction(&self, correction: &Correction) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("INSERT INTO correction VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                correction.number,
                correction.matter.kind.name(),
                correction.matter.subject,
                correction.matter.object,
                correction.verdict.name(),
                correction.by_name,
                correction.reason,
                correction.recorded_at.as_microsecond(),
                correction.known_at.map(Timestamp::as_microsecond),
            ])?;
        Ok(())
    }

    /// Replaces what holds of entities. Returns the keys of those of which something
    /// else holds now, sorted, with the entities that they were or are.
    pub fn set_identities(&self, identities: &[Identity]) -> Result<Vec<String>, StoreError> {
        let old = self.identities()?;
        let gone = old.iter().filter(|o| !identities.contains(o));
        let new = identities.iter().filter(|i| !old.contains(i));
        let mut changed: Vec<String> =
            gone.chain(new).flat_map(|i| [Some(i.key.clone()), i.into.clone()]).flatten().collect();
        changed.sort();
        changed.dedup();
        if changed.is_empty() {
            return Ok(changed);
        }
        self.sql().execute("DELETE FROM identity", [])?;
        let mut insert =
            self.sql().prepare_cached("INSERT INTO identity VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for i in identities {
            insert.execute(params![i.key, i.into, i.kind, i.junk, i.confirmed])?;
        }
        Ok(changed)
    }
}
