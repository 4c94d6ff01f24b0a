//! What the process that keeps an archive current did last: its duties, and the files
//! that it imported.

use crate::events::time;
use crate::{Reader, StoreError, Writer};
use annals_model::Timestamp;
use rusqlite::params;

/// The last run of a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRow {
    /// Its name.
    pub name: String,
    /// When its last run that ended began.
    pub begun_at: Timestamp,
    /// Runs that failed, in a row; 0: the last one was good.
    pub failures: u32,
    /// Whoever is asked wants to be left alone until then.
    pub not_before: Option<Timestamp>,
    /// What was wrong with the last one.
    pub problem: Option<String>,
}

/// A file of a watched folder as it was when it was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRow {
    /// Its path.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// When it was changed, in microseconds since 1970.
    pub modified: i64,
}

impl Reader<'_> {
    /// The last runs of all duties, by name.
    pub fn duties(&self) -> Result<Vec<DutyRow>, StoreError> {
        self.all(
            "SELECT name, begun_at, failures, not_before, problem FROM duty ORDER BY name",
            [],
            |r| {
                Ok(DutyRow {
                    name: r.get(0)?,
                    begun_at: time(r.get(1)?)?,
                    failures: r.get(2)?,
                    not_before: r.get::<_, Option<i64>>(3)?.map(time).transpose()?,
                    problem: r.get(4)?,
                })
            },
        )
    }

    /// The files of watched folders that were imported, by path.
    pub fn watched_inputs(&self) -> Result<Vec<InputRow>, StoreError> {
        self.all("SELECT path, bytes, modified FROM watched_input ORDER BY path", [], |r| {
            Ok(InputRow { path: r.get(0)?, bytes: r.get(1)?, modified: r.get(2)? })
        })
    }
}

impl Writer<'_> {
    /// Keeps the last run of a duty.
    pub fn set_duty(&self, duty: &DutyRow) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO duty VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                duty.name,
                duty.begun_at.as_microsecond(),
                duty.failures,
                duty.not_before.map(Timestamp::as_microsecond),
                duty.problem,
            ])?;
        Ok(())
    }

    /// Forgets a duty that is none any more.
    pub fn remove_duty(&self, name: &str) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM duty WHERE name = ?1")?.execute([name])?;
        Ok(())
    }

    /// Keeps how a file was when it was imported.
    pub fn set_watched_input(&self, input: &InputRow) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO watched_input VALUES (?1, ?2, ?3)")?
            .execute(params![input.path, input.bytes, input.modified])?;
        Ok(())
    }

    /// Forgets a file that is gone.
    pub fn remove_watched_input(&self, path: &str) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM watched_input WHERE path = ?1")?.execute([path])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn duties_and_inputs_read_back() {
        let store = Store::in_memory().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let feed = DutyRow {
            name: "feed https://news.example.org/feed".into(),
            begun_at: at(1_500_000_000),
            failures: 2,
            not_before: Some(at(1_500_000_900)),
            problem: Some("503".into()),
        };
        let good = DutyRow { failures: 0, not_before: None, problem: None, ..feed.clone() };
        let list = DutyRow { name: "wcep".into(), ..good.clone() };
        let writer = store.write().unwrap();
        for row in [&feed, &list] {
            writer.set_duty(row).unwrap();
        }
        assert_eq!(writer.duties().unwrap(), [feed, list]);
        writer.set_duty(&good).unwrap();
        writer.remove_duty("wcep").unwrap();
        assert_eq!(writer.duties().unwrap(), [good]);
        let input = InputRow { path: "inbox/a.jsonl".into(), bytes: 7, modified: 1 };
        writer.set_watched_input(&input).unwrap();
        let input = InputRow { bytes: 8, ..input };
        writer.set_watched_input(&input).unwrap();
        assert_eq!(writer.watched_inputs().unwrap(), std::slice::from_ref(&input));
        writer.remove_watched_input(&input.path).unwrap();
        assert_eq!(writer.watched_inputs().unwrap(), []);
    }
}
