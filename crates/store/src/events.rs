//! Events with their revisions and addresses.

use crate::shape::{read_record, read_values, write_record, write_values};
use crate::{Reader, StoreError, Writer};
use annals_model::{By, Date, EventId, Record, Revision, Status, Timestamp};
use rusqlite::{Row, params};

/// An event as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place in the order of recording; what other tables call it.
    pub row: i64,
    /// Its identity.
    pub id: EventId,
    /// Its page's path without suffix.
    pub path: String,
    /// The current record.
    pub record: Record,
}

/// What lists and links show of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its place in the order of recording.
    pub row: i64,
    /// Its identity.
    pub id: EventId,
    /// Its page's path without suffix.
    pub path: String,
    /// The day that it is filed under.
    pub day: Date,
    /// Its statement.
    pub text: String,
    /// Language of the statement.
    pub lang: String,
    /// Whether readers see it on lists.
    pub published: bool,
    /// The event that it was told under.
    pub under: Option<EventId>,
    /// Key of the innermost story of its first chain of headings.
    pub story: Option<String>,
}

const EVENT: &str = "SELECT row, id, path, record FROM event";
const HEAD: &str = "SELECT row, id, path, day, text, lang, published, under, story FROM event";

fn stored(row: &Row<'_>) -> Result<StoredEvent, StoreError> {
    Ok(StoredEvent {
        row: row.get(0)?,
        id: parse(row.get_ref(1)?.as_str().unwrap_or_default(), "event id")?,
        path: row.get(2)?,
        record: read_record(row.get_ref(3)?.as_str().unwrap_or_default())?,
    })
}

fn head(row: &Row<'_>) -> Result<Head, StoreError> {
    Ok(Head {
        row: row.get(0)?,
        id: parse(row.get_ref(1)?.as_str().unwrap_or_default(), "event id")?,
        path: row.get(2)?,
        day: parse(row.get_ref(3)?.as_str().unwrap_or_default(), "day")?,
        text: row.get(4)?,
        lang: row.get(5)?,
        published: row.get(6)?,
        under: row.get_ref(7)?.as_str().ok().map(|id| parse(id, "event id")).transpose()?,
        story: row.get(8)?,
    })
}

pub(crate) fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(
    text: &str,
    what: &str,
) -> Result<T, StoreError> {
    text.parse().map_err(|e: T::Err| StoreError::Broken { what: what.into(), why: e.to_string() })
}

impl Reader<'_> {
    /// The event with this id.
    pub fn event(&self, id: EventId) -> Result<Option<StoredEvent>, StoreError> {
        self.one_event(&format!("{EVENT} WHERE id = ?1"), [id.as_str()])
    }

    /// The event in this row.
    pub fn event_in(&self, row: i64) -> Result<Option<StoredEvent>, StoreError> {
        self.one_event(&format!("{EVENT} WHERE row = ?1"), [row])
    }

    /// The event that a path without suffix leads to, an older address included.
    pub fn event_at(&self, path: &str) -> Result<Option<StoredEvent>, StoreError> {
        let sql = format!(
            "{EVENT} WHERE path = ?1
             OR row = (SELECT event FROM old_path WHERE path = ?1) ORDER BY path = ?1 DESC LIMIT 1"
        );
        self.one_event(&sql, [path])
    }

    fn one_event(
        &self,
        sql: &str,
        by: impl rusqlite::Params,
    ) -> Result<Option<StoredEvent>, StoreError> {
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut rows = statement.query(by)?;
        rows.next()?.map(stored).transpose()
    }

    /// The events filed under the days `from..=to`, by day and id.
    pub fn events_between(&self, from: Date, to: Date) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!("{EVENT} WHERE day BETWEEN ?1 AND ?2 ORDER BY day, id");
        self.all(&sql, [from.to_string(), to.to_string()], stored)
    }

    /// Row and day of every event that readers see on lists, by day and id.
    pub fn published_days(&self) -> Result<Vec<(i64, Date)>, StoreError> {
        let sql = "SELECT row, day FROM event WHERE published = 1 ORDER BY day, id";
        self.all(sql, [], |r| {
            Ok((r.get(0)?, parse(r.get_ref(1)?.as_str().unwrap_or_default(), "day")?))
        })
    }

    /// The first day with an event whose statement links an entity.
    pub fn first_linked_day(&self) -> Result<Option<Date>, StoreError> {
        let sql = "SELECT min(day) FROM event
                   WHERE row IN (SELECT event FROM belongs WHERE kind = 'entity')";
        let day: Option<String> = self.sql().query_row(sql, [], |r| r.get(0))?;
        day.map(|d| parse(&d, "day")).transpose()
    }

    /// The heads of the days `from..=to`, by day and id.
    pub fn heads_between(&self, from: Date, to: Date) -> Result<Vec<Head>, StoreError> {
        let sql = format!("{HEAD} WHERE day BETWEEN ?1 AND ?2 ORDER BY day, id");
        self.all(&sql, [from.to_string(), to.to_string()], head)
    }

    /// Everything that a query finds, read row by row.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        by: impl rusqlite::Params,
        read: fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut rows = statement.query(by)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// Every head, by day and id.
    pub fn heads(&self) -> Result<Vec<Head>, StoreError> {
        self.heads_between(Date::MIN_DAY, Date::MAX_DAY)
    }

    /// The head of the event in this row.
    pub fn head_in(&self, row: i64) -> Result<Option<Head>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!("{HEAD} WHERE row = ?1"))?;
        let mut rows = statement.query([row])?;
        rows.next()?.map(head).transpose()
    }

    /// Calls `each` with every event in the order of recording, one at a time.
    pub fn each_event<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(StoredEvent) -> Result<(), E>,
    ) -> Result<(), E> {
        let fail = |e: rusqlite::Error| E::from(e.into());
        let mut statement =
            self.sql().prepare_cached(&format!("{EVENT} ORDER BY row")).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            each(stored(row)?)?;
        }
        Ok(())
    }

    /// Every day that has published events with their number, by language and day.
    pub fn days(&self) -> Result<Vec<(String, Date, u64)>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT lang, day, count(*) FROM event WHERE published GROUP BY lang, day
             ORDER BY lang, day",
        )?;
        let mut rows = statement.query([])?;
        let mut days = Vec::new();
        while let Some(row) = rows.next()? {
            let day = parse(row.get_ref(1)?.as_str().unwrap_or_default(), "day")?;
            days.push((row.get(0)?, day, row.get(2)?));
        }
        Ok(days)
    }

    /// Number of events and of revisions.
    pub fn counts(&self) -> Result<(u64, u64), StoreError> {
        Ok(self.sql().query_row(
            "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM revision)",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?)
    }

    /// The events that readers do not see, in the order of recording.
    pub fn unpublished(&self) -> Result<Vec<StoredEvent>, StoreError> {
        self.all(&format!("{EVENT} WHERE NOT published ORDER BY row"), [], stored)
    }

    /// The row of the newest event; 0 for an empty archive.
    pub fn last_row(&self) -> Result<i64, StoreError> {
        Ok(self
            .sql()
            .prepare_cached("SELECT coalesce(max(row), 0) FROM event")?
            .query_row([], |r| r.get(0))?)
    }

    /// An event's revisions by number.
    pub fn revisions(&self, event: i64) -> Result<Vec<Revision>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT number, known_at, recorded_at, by_kind, by_name, by_detail, stated
             FROM revision WHERE event = ?1 ORDER BY number",
        )?;
        let mut rows = statement.query([event])?;
        let mut revisions = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, name): (String, String) = (row.get(3)?, row.get(4)?);
            let detail: Option<String> = row.get(5)?;
            revisions.push(Revision {
                number: row.get(0)?,
                known_at: row.get::<_, Option<i64>>(1)?.map(time).transpose()?,
                recorded_at: time(row.get(2)?)?,
                by: match kind.as_str() {
                    "editor" => By::Editor { name, reason: detail.unwrap_or_default() },
                    _ => By::Importer { name, upstream: detail },
                },
                values: read_values(row.get_ref(6)?.as_str().unwrap_or_default())?,
            });
        }
        Ok(revisions)
    }

    /// The revisions that were recorded at a time or later, in the order of recording,
    /// as (event's row, number, time of recording); those of one moment by event and
    /// number. `after` passes over what an earlier answer had, its last one included.
    pub fn revisions_since(
        &self,
        time: Timestamp,
        after: Option<(Timestamp, i64, u32)>,
        limit: usize,
    ) -> Result<Vec<(i64, u32, Timestamp)>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT event, number, recorded_at FROM revision
             WHERE recorded_at >= ?1 AND (recorded_at, event, number) > (?2, ?3, ?4)
             ORDER BY recorded_at, event, number LIMIT ?5",
        )?;
        let (at, event, number) = after
            .map_or((i64::MIN, 0, 0), |(at, event, number)| (at.as_microsecond(), event, number));
        let mut rows = statement.query(params![time.as_microsecond(), at, event, number, limit])?;
        let mut revisions = Vec::new();
        while let Some(row) = rows.next()? {
            revisions.push((row.get(0)?, row.get(1)?, self::time(row.get(2)?)?));
        }
        Ok(revisions)
    }

    /// Event and number of the revisions recorded at a time or later, the newest
    /// first; `offset` of them are passed over.
    pub fn recorded_since(
        &self,
        time: Timestamp,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<(i64, u32)>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT event, number FROM revision WHERE recorded_at >= ?1
             ORDER BY recorded_at DESC, event DESC, number DESC LIMIT ?2 OFFSET ?3",
        )?;
        let rows = statement.query_map(params![time.as_microsecond(), limit, offset], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Rows of the events with more than one revision.
    pub fn revised(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT event FROM revision WHERE number = 2 ORDER BY event")?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether the event in this row was ever revised.
    pub fn is_revised(&self, row: i64) -> Result<bool, StoreError> {
        Ok(self
            .sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM revision WHERE event = ?1 AND number = 2)",
            )?
            .query_row([row], |r| r.get(0))?)
    }

    /// Rows of the events whose sources cite a page (see [`annals_model::Source::page_key`]).
    pub fn events_citing(&self, page: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement =
            self.sql().prepare_cached("SELECT event FROM cited WHERE page = ?1 ORDER BY event")?;
        let rows = statement.query_map([page], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The pages that events from a day on cite, and those of the articles linked to
    /// them, each once.
    pub fn pages_of_events_from(&self, day: Date) -> Result<Vec<String>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT page FROM event JOIN cited ON cited.event = event.row WHERE day >= ?1
             UNION
             SELECT page FROM event JOIN article_link l ON l.event = event.row WHERE day >= ?1",
        )?;
        let rows = statement.query_map([day.to_string()], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a path is taken, by a current or an older address.
    pub fn path_is_taken(&self, path: &str) -> Result<bool, StoreError> {
        Ok(self
            .sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM event WHERE path = ?1)
                     OR EXISTS (SELECT 1 FROM old_path WHERE path = ?1)",
            )?
            .query_row([path], |r| r.get(0))?)
    }

    /// The older addresses of one event, sorted.
    pub fn old_paths(&self, event: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT path FROM old_path WHERE event = ?1 ORDER BY path")?;
        let rows = statement.query_map([event], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every older address with the path of the event that it leads to, sorted;
    /// some are the event's own.
    pub fn redirects(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT old_path.path, event.path FROM old_path JOIN event ON event.row = old_path.event
             ORDER BY old_path.path",
        )?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The event that an input with this hash was recorded as.
    pub fn seen_as(&self, hash: &[u8; 32]) -> Result<Option<i64>, StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT event FROM seen WHERE hash = ?1")?;
        let mut rows = statement.query([hash.as_slice()])?;
        Ok(rows.next()?.map(|r| r.get(0)).transpose()?)
    }
}

impl Writer<'_> {
    /// Adds a new event with its first record; revisions are added after it.
    pub fn add_event(&self, id: EventId, path: &str, record: &Record) -> Result<i64, StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO event (id, path, day, lang, published, text, under, story, record)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                id.as_str(),
                path,
                record.day.to_string(),
                record.lang,
                record.status == Status::Published,
                record.statement.text,
                record.under.as_ref().map(EventId::as_str),
                innermost_story(record),
                write_record(record)
            ])?;
        let row = self.sql().last_insert_rowid();
        self.cite(row, record)?;
        Ok(row)
    }

    /// Replaces the cached fold of an event; its belongings are set apart
    /// ([`Writer::set_belongings`]).
    pub fn set_record(&self, event: i64, record: &Record) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE event SET day = ?2, lang = ?3, published = ?4, text = ?5, under = ?6,
                     story = ?7, record = ?8 WHERE row = ?1",
            )?
            .execute(params![
                event,
                record.day.to_string(),
                record.lang,
                record.status == Status::Published,
                record.statement.text,
                record.under.as_ref().map(EventId::as_str),
                innermost_story(record),
                write_record(record)
            ])?;
        self.sql().prepare_cached("DELETE FROM cited WHERE event = ?1")?.execute([event])?;
        self.cite(event, record)
    }

    fn cite(&self, event: i64, record: &Record) -> Result<(), StoreError> {
        let mut statement =
            self.sql().prepare_cached("INSERT OR IGNORE INTO cited VALUES (?1, ?2)")?;
        for page in record.sources.iter().filter_map(annals_model::Source::page_key) {
            statement.execute(params![page, event])?;
        }
        Ok(())
    }

    /// Appends a revision.
    pub fn add_revision(&self, event: i64, revision: &Revision) -> Result<(), StoreError> {
        let (kind, name, detail) = match &revision.by {
            By::Importer { name, upstream } => ("importer", name, upstream.as_deref()),
            By::Editor { name, reason } => ("editor", name, Some(reason.as_str())),
        };
        self.sql()
            .prepare_cached("INSERT INTO revision VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
            .execute(params![
                event,
                revision.number,
                revision.known_at.map(Timestamp::as_microsecond),
                revision.recorded_at.as_microsecond(),
                kind,
                name,
                detail,
                write_values(&revision.values)
            ])?;
        Ok(())
    }

    /// Lets an older address lead to an event. An address that leads elsewhere
    /// already stays as it is; returns whether it leads here now.
    pub fn add_old_path(&self, path: &str, event: i64) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached("INSERT OR IGNORE INTO old_path VALUES (?1, ?2)")?
            .execute(params![path, event])?;
        Ok(self
            .sql()
            .prepare_cached("SELECT event = ?2 FROM old_path WHERE path = ?1")?
            .query_row(params![path, event], |r| r.get(0))?)
    }

    /// Remembers the event that an input was recorded as.
    pub fn set_seen(&self, hash: &[u8; 32], event: i64) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO seen VALUES (?1, ?2) ON CONFLICT DO UPDATE SET event = ?2",
            )?
            .execute(params![hash.as_slice(), event])?;
        Ok(())
    }
}

pub(crate) fn time(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds)
        .map_err(|e| StoreError::Broken { what: "time".into(), why: e.to_string() })
}

fn innermost_story(record: &Record) -> Option<String> {
    let story = record.stories.first()?.last()?;
    Some(story.key().as_str().to_owned())
}

/// The days that four-digit years can write, which sort as texts as they do as days.
trait DayRange {
    const MIN_DAY: Date;
    const MAX_DAY: Date;
}

impl DayRange for Date {
    const MIN_DAY: Date = Date::constant(0, 1, 1);
    const MAX_DAY: Date = Date::constant(9999, 12, 31);
}
