//! Which subjects changed since a moment of the archive, so that publishing
//! writes only the pages that show them.

use crate::{Reader, StoreError, Writer};
use rusqlite::params;

/// Something that has a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// An event that says something else now, by its row.
    Event(i64),
    /// An event whose related events changed, by its row: its own page shows it, no other.
    Links(i64),
    /// A day of one language's events.
    Day {
        /// Language, BCP 47.
        lang: String,
        /// ISO 8601.
        day: String,
    },
    /// A story, by key.
    Story(String),
    /// An entity, by key.
    Entity(String),
    /// A category, by key.
    Category(String),
    /// An article that says something else, by its page; it has no page of its own.
    Article(String),
}

/// A subject with the number of its last change.
pub type Touched = (Subject, i64);

impl Subject {
    /// Its kind and key as they are kept; [`Subject::of_parts`] reads them back.
    pub fn parts(&self) -> (&'static str, String) {
        match self {
            Subject::Event(row) => ("event", row.to_string()),
            Subject::Links(row) => ("links", row.to_string()),
            Subject::Day { lang, day } => ("day", format!("{lang} {day}")),
            Subject::Story(key) => ("story", key.clone()),
            Subject::Entity(key) => ("entity", key.clone()),
            Subject::Category(key) => ("category", key.clone()),
            Subject::Article(page) => ("article", page.clone()),
        }
    }

    /// The subject of a kind and a key.
    pub fn of_parts(kind: &str, key: String) -> Result<Subject, StoreError> {
        Ok(match kind {
            "event" => Subject::Event(crate::events::parse(&key, "touched event")?),
            "links" => Subject::Links(crate::events::parse(&key, "touched event")?),
            "day" => {
                let (lang, day) = key.split_once(' ').unwrap_or(("", &key));
                Subject::Day { lang: lang.into(), day: day.into() }
            }
            "story" => Subject::Story(key),
            "entity" => Subject::Entity(key),
            "article" => Subject::Article(key),
            _ => Subject::Category(key),
        })
    }
}

impl Reader<'_> {
    /// The number of the archive's last change; 0 for an empty archive.
    pub fn last_change(&self) -> Result<i64, StoreError> {
        Ok(self
            .sql()
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM touched")?
            .query_row([], |r| r.get(0))?)
    }

    /// The subjects that changed after change number `seq`, sorted.
    pub fn touched_since(&self, seq: i64) -> Result<Vec<Subject>, StoreError> {
        let mut statement =
            self.sql().prepare_cached("SELECT kind, key FROM touched WHERE seq > ?1")?;
        let mut rows = statement.query([seq])?;
        let mut subjects = Vec::new();
        while let Some(row) = rows.next()? {
            let key: String = row.get(1)?;
            let kind = row.get_ref(0)?.as_str().unwrap_or_default();
            subjects.push(Subject::of_parts(kind, key)?);
        }
        subjects.sort();
        Ok(subjects)
    }

    /// What events and their links changed behind a place, up to change number
    /// `until`, in the order of changing; at most `limit`. A subject that changes
    /// again moves behind every place that was read before.
    pub fn touched_after(
        &self,
        place: &Touched,
        until: i64,
        limit: usize,
    ) -> Result<Vec<Touched>, StoreError> {
        let (kind, key) = place.0.parts();
        let mut statement = self.sql().prepare_cached(
            "SELECT kind, key, seq FROM touched
             WHERE seq >= ?1 AND seq <= ?2 AND (seq, kind, key) > (?1, ?3, ?4)
               AND kind IN ('event', 'links')
             ORDER BY seq, kind, key LIMIT ?5",
        )?;
        let mut rows = statement.query(params![
            place.1,
            until,
            kind,
            key,
            i64::try_from(limit).unwrap_or(i64::MAX)
        ])?;
        let mut touched = Vec::new();
        while let Some(row) = rows.next()? {
            let kind = row.get_ref(0)?.as_str().unwrap_or_default();
            touched.push((Subject::of_parts(kind, row.get(1)?)?, row.get(2)?));
        }
        Ok(touched)
    }
}

impl Writer<'_> {
    /// Notes that subjects change now, under change number `seq`
    /// ([`Reader::last_change`] + 1 for the first of a transaction).
    pub fn touch<'a>(
        &self,
        seq: i64,
        subjects: impl IntoIterator<Item = &'a Subject>,
    ) -> Result<(), StoreError> {
        let mut statement = self.sql().prepare_cached(
            "INSERT INTO touched VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET seq = ?3",
        )?;
        for subject in subjects {
            let (kind, key) = subject.parts();
            statement.execute(params![kind, key, seq])?;
        }
        Ok(())
    }
}
