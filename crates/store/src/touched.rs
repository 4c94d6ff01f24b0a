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
    fn parts(&self) -> (&'static str, String) {
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
            subjects.push(match row.get_ref(0)?.as_str().unwrap_or_default() {
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
            });
        }
        subjects.sort();
        Ok(subjects)
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
