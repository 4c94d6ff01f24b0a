//! What was asked of the network: for each address what came last and when it is due
//! again, and what is known of hosts.

use crate::{Reader, StoreError, StoredSubscription, Writer, events};
use annals_model::{Date, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// Something that a publisher reserves of a page, or gives free explicitly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// What it is about: `mining`, `training`, `copy`, `excerpt`.
    pub right: String,
    /// Whether it is reserved.
    pub reserved: bool,
    /// Where it is said: `ai.txt`, `tdmrep.json`, `header`, `meta`.
    pub place: String,
    /// The address at which it is said.
    pub url: String,
    /// The words.
    pub words: String,
    /// Where conditions can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// What an address is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FetchKind {
    /// A feed that is followed.
    Feed,
    /// A sitemap, or an index of them.
    Sitemap,
    /// A page that is watched, or that a person named.
    Page,
    /// A page that a feed or a sitemap named.
    Article,
    /// A page that an event cites.
    Source,
}

/// How an address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FetchState {
    /// It was not asked for yet.
    Waiting,
    /// The last answer was good.
    Good,
    /// The last answer was none, or a bad one; it is asked for again.
    Failing,
    /// `robots.txt` forbids it.
    Forbidden,
    /// It is never asked for: an address of no use, or a host that must not be asked.
    Refused,
    /// Its host says that it is gone for good (410).
    Gone,
    /// It failed so often that it is not asked for any more.
    Dead,
}

const KINDS: &[(FetchKind, &str)] = &[
    (FetchKind::Feed, "feed"),
    (FetchKind::Sitemap, "sitemap"),
    (FetchKind::Page, "page"),
    (FetchKind::Article, "article"),
    (FetchKind::Source, "source"),
];

const STATES: &[(FetchState, &str)] = &[
    (FetchState::Waiting, "waiting"),
    (FetchState::Good, "good"),
    (FetchState::Failing, "failing"),
    (FetchState::Forbidden, "forbidden"),
    (FetchState::Refused, "refused"),
    (FetchState::Gone, "gone"),
    (FetchState::Dead, "dead"),
];

impl FetchKind {
    /// Its name, `feed`.
    pub fn name(self) -> &'static str {
        name(KINDS, self)
    }
}

impl FetchState {
    /// Its name, `good`.
    pub fn name(self) -> &'static str {
        name(STATES, self)
    }
}

fn name<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table.iter().find(|(v, _)| *v == value).map_or("", |(_, name)| name)
}

fn named<T: Copy>(table: &[(T, &'static str)], text: &str, what: &str) -> Result<T, StoreError> {
    let found = table.iter().find(|(_, name)| *name == text).map(|(value, _)| *value);
    found.ok_or_else(|| StoreError::Broken { what: what.into(), why: format!("`{text}`") })
}

/// An address with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFetch {
    /// The key of its page, see `Source::page_key`.
    pub page: String,
    /// The address as it is asked for.
    pub url: String,
    /// What it is asked for.
    pub kind: FetchKind,
    /// The feed or sitemap that named it.
    pub named_by: Option<String>,
    /// What it tells is from then; newer ones are asked for first.
    pub wanted_at: Timestamp,
    /// When it may be asked for again; `None`: it is not.
    pub due_at: Option<Timestamp>,
    /// How it stands.
    pub state: FetchState,
    /// The entity tag of the last content, with its quotes.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last content, as it was sent.
    pub last_modified: Option<String>,
    /// The digest of the last content, `sha256:…`.
    pub digest: Option<String>,
    /// The status of the last answer; `None` where none came.
    pub status: Option<u16>,
    /// Where redirects led.
    pub moved_to: Option<String>,
    /// When it was asked for last.
    pub asked_at: Option<Timestamp>,
    /// When content came that was other than before.
    pub changed_at: Option<Timestamp>,
    /// Good answers so far.
    pub answers: u32,
    /// Failures since the last good answer.
    pub failures: u32,
    /// What was wrong the last time, for people.
    pub note: Option<String>,
}

impl StoredFetch {
    /// An address that was not asked for yet, and is due.
    pub fn new(page: String, url: String, kind: FetchKind, wanted_at: Timestamp) -> StoredFetch {
        StoredFetch {
            page,
            url,
            kind,
            named_by: None,
            wanted_at,
            due_at: Some(wanted_at),
            state: FetchState::Waiting,
            etag: None,
            last_modified: None,
            digest: None,
            status: None,
            moved_to: None,
            asked_at: None,
            changed_at: None,
            answers: 0,
            failures: 0,
            note: None,
        }
    }
}

/// How many addresses of a kind stand how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchCount {
    /// The kind.
    pub kind: FetchKind,
    /// How they stand.
    pub state: FetchState,
    /// How many.
    pub count: u64,
}

const COLUMNS: &str = "page, url, kind, named_by, wanted_at, due_at, state, etag, last_modified,
     digest, status, moved_to, asked_at, changed_at, answers, failures, note";

fn stored(row: &Row<'_>) -> Result<StoredFetch, StoreError> {
    let time = |at| row.get::<_, Option<i64>>(at)?.map(events::time).transpose();
    Ok(StoredFetch {
        page: row.get(0)?,
        url: row.get(1)?,
        kind: named(KINDS, row.get_ref(2)?.as_str().unwrap_or_default(), "kind of address")?,
        named_by: row.get(3)?,
        wanted_at: events::time(row.get(4)?)?,
        due_at: time(5)?,
        state: named(STATES, row.get_ref(6)?.as_str().unwrap_or_default(), "state of an address")?,
        etag: row.get(7)?,
        last_modified: row.get(8)?,
        digest: row.get(9)?,
        status: row.get(10)?,
        moved_to: row.get(11)?,
        asked_at: time(12)?,
        changed_at: time(13)?,
        answers: row.get(14)?,
        failures: row.get(15)?,
        note: row.get(16)?,
    })
}

impl Reader<'_> {
    /// What is known of an address, by the key of its page.
    pub fn fetched(&self, page: &str) -> Result<Option<StoredFetch>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM fetched WHERE page = ?1");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query([page])?;
        rows.next()?.map(stored).transpose()
    }

    /// The addresses of a kind that are due at a moment: those never answered first,
    /// newest first, then those that are asked for again, longest due first.
    pub fn fetches_due(
        &self,
        kind: FetchKind,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<StoredFetch>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM fetched WHERE kind = ?1 AND due_at <= ?2
             ORDER BY answers > 0, CASE WHEN answers > 0 THEN due_at ELSE -wanted_at END, page
             LIMIT ?3"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(&sql, params![kind.name(), now.as_microsecond(), limit], stored)
    }

    /// When the next address of a kind is due.
    pub fn next_fetch(&self, kind: FetchKind) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due_at) FROM fetched WHERE kind = ?1 AND due_at IS NOT NULL";
        let due: Option<i64> =
            self.sql().prepare_cached(sql)?.query_row([kind.name()], |r| r.get(0))?;
        due.map(events::time).transpose()
    }

    /// The addresses that stand so, by page; at most `limit`, behind the page `after`.
    pub fn fetches_in(
        &self,
        state: FetchState,
        after: &str,
        limit: usize,
    ) -> Result<Vec<StoredFetch>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM fetched WHERE state = ?1 AND page > ?2 ORDER BY page LIMIT ?3"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(&sql, params![state.name(), after, limit], stored)
    }

    /// How many addresses of each kind stand how.
    pub fn fetch_counts(&self) -> Result<Vec<FetchCount>, StoreError> {
        let sql = "SELECT kind, state, count(*) FROM fetched GROUP BY kind, state ORDER BY 1, 2";
        self.all(sql, [], |row| {
            Ok(FetchCount {
                kind: named(KINDS, row.get_ref(0)?.as_str().unwrap_or_default(), "kind")?,
                state: named(STATES, row.get_ref(1)?.as_str().unwrap_or_default(), "state")?,
                count: row.get(2)?,
            })
        })
    }

    /// Rows of the published events since a day that cite a page which is neither
    /// captured nor known to fetching, newest day first.
    pub fn events_with_unfetched_sources(&self, since: Date) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT event.row FROM event WHERE day >= ?1 AND published AND EXISTS (
                 SELECT 1 FROM cited WHERE cited.event = event.row
                 AND NOT EXISTS (SELECT 1 FROM fetched WHERE fetched.page = cited.page)
                 AND NOT EXISTS (SELECT 1 FROM capture WHERE capture.page = cited.page))
             ORDER BY day DESC, row DESC";
        self.all(sql, [since.to_string()], |row| Ok(row.get(0)?))
    }

    /// What is known of all hosts: origin and JSON, by origin.
    pub fn fetched_hosts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT origin, known FROM fetched_host ORDER BY origin";
        self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// What a publisher reserves of a page, and whether that keeps its text from being
    /// shown; `None` where nothing was said.
    ///
    /// # Errors
    /// Those of the database, and a value that does not read.
    pub fn reserved(&self, page: &str) -> Result<Option<(bool, Vec<Reserved>)>, StoreError> {
        let sql = "SELECT limits, said FROM reserved WHERE page = ?1";
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?));
        let found = self.all(sql, [page], row)?.pop();
        let broken = |why: serde_json::Error| StoreError::Broken {
            what: "reservation".into(),
            why: why.to_string(),
        };
        found
            .map(|(limits, said)| Ok((limits, serde_json::from_str(&said).map_err(broken)?)))
            .transpose()
    }

    /// The feed that is followed at an address.
    pub fn subscription(&self, address: &str) -> Result<Option<StoredSubscription>, StoreError> {
        let sql = "SELECT address, title, site, folder FROM subscription WHERE address = ?1";
        let mut statement = self.sql().prepare_cached(sql)?;
        let found = statement.query_row([address], |r| {
            Ok(StoredSubscription {
                address: r.get(0)?,
                title: r.get(1)?,
                site: r.get(2)?,
                folder: r.get(3)?,
            })
        });
        Ok(found.optional()?)
    }
}

impl Writer<'_> {
    /// Keeps what is known of an address, in place of what was known.
    pub fn set_fetched(&self, fetch: &StoredFetch) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT OR REPLACE INTO fetched ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
        );
        let micros = |time: Option<Timestamp>| time.map(|t| t.as_microsecond());
        self.sql().prepare_cached(&sql)?.execute(params![
            fetch.page,
            fetch.url,
            fetch.kind.name(),
            fetch.named_by,
            fetch.wanted_at.as_microsecond(),
            micros(fetch.due_at),
            fetch.state.name(),
            fetch.etag,
            fetch.last_modified,
            fetch.digest,
            fetch.status,
            fetch.moved_to,
            micros(fetch.asked_at),
            micros(fetch.changed_at),
            fetch.answers,
            fetch.failures,
            fetch.note,
        ])?;
        Ok(())
    }

    /// Forgets an address.
    pub fn forget_fetched(&self, page: &str) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM fetched WHERE page = ?1")?.execute([page])?;
        Ok(())
    }

    /// Keeps what a publisher reserves of a page, and whether that keeps its text from
    /// being shown; nothing is kept of one that says nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub fn set_reserved(
        &self,
        page: &str,
        limits: bool,
        said: Vec<Reserved>,
    ) -> Result<(), StoreError> {
        if said.is_empty() {
            self.sql().prepare_cached("DELETE FROM reserved WHERE page = ?1")?.execute([page])?;
            return Ok(());
        }
        let json = serde_json::to_string(&said).unwrap_or_default();
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO reserved VALUES (?1, ?2, ?3)")?
            .execute(params![page, limits, json])?;
        Ok(())
    }

    /// Keeps what is known of a host, as JSON.
    pub fn set_fetched_host(&self, origin: &str, known: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO fetched_host VALUES (?1, ?2) ON CONFLICT DO UPDATE SET known = ?2";
        self.sql().prepare_cached(sql)?.execute([origin, known])?;
        Ok(())
    }

    /// Follows a feed no longer; returns whether it was followed.
    pub fn unsubscribe(&self, address: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM subscription WHERE address = ?1";
        Ok(self.sql().prepare_cached(sql)?.execute([address])? > 0)
    }

    /// Follows a feed at another address, with its title and folder; where that is
    /// followed already, once. Returns whether the old address was followed.
    pub fn move_subscription(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE OR REPLACE subscription SET address = ?2 WHERE address = ?1";
        Ok(self.sql().prepare_cached(sql)?.execute([from, to])? > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn source(page: &str, wanted: i64) -> StoredFetch {
        StoredFetch::new(page.into(), format!("https://{page}"), FetchKind::Source, at(wanted))
    }

    #[test]
    fn what_is_kept_reads_back() {
        let store = Store::in_memory().unwrap();
        let writer = store.write().unwrap();
        let fetch = StoredFetch {
            named_by: Some("https://a.example/feed".into()),
            due_at: None,
            state: FetchState::Dead,
            etag: Some("W/\"1\"".into()),
            last_modified: Some("Mon, 12 Sep 2016 16:00:00 GMT".into()),
            digest: Some("sha256:00".into()),
            status: Some(404),
            moved_to: Some("https://b.example/".into()),
            asked_at: Some(at(7)),
            changed_at: Some(at(6)),
            answers: 2,
            failures: 4,
            note: Some("answered 404".into()),
            ..source("a.example/1", 5)
        };
        writer.set_fetched(&fetch).unwrap();
        assert_eq!(writer.fetched("a.example/1").unwrap(), Some(fetch.clone()));
        assert_eq!(writer.fetches_in(FetchState::Dead, "", 9).unwrap(), [fetch]);
        assert_eq!(writer.fetch_counts().unwrap()[0].count, 1);
        writer.forget_fetched("a.example/1").unwrap();
        assert_eq!(writer.fetched("a.example/1").unwrap(), None);
    }

    #[test]
    fn new_ones_go_first_and_nothing_before_its_time() {
        let store = Store::in_memory().unwrap();
        let writer = store.write().unwrap();
        let again =
            |page, due| StoredFetch { answers: 1, due_at: Some(at(due)), ..source(page, 1) };
        for fetch in
            [source("old", 10), source("new", 20), again("b", 9), again("a", 30), again("late", 99)]
        {
            writer.set_fetched(&fetch).unwrap();
        }
        let pages = |now, limit| -> Vec<String> {
            let due = writer.fetches_due(FetchKind::Source, at(now), limit).unwrap();
            due.into_iter().map(|f| f.page).collect()
        };
        assert_eq!(pages(50, 9), ["new", "old", "b", "a"]);
        assert_eq!(pages(50, 1), ["new"]);
        assert_eq!(pages(10, 9), ["old", "b"]);
        assert_eq!(writer.next_fetch(FetchKind::Source).unwrap(), Some(at(9)));
        assert_eq!(writer.next_fetch(FetchKind::Feed).unwrap(), None);
    }

    #[test]
    fn a_feed_that_moves_is_followed_once() {
        let store = Store::in_memory().unwrap();
        let writer = store.write().unwrap();
        let feed = |address: &str| StoredSubscription {
            address: address.into(),
            folder: Some("World".into()),
            ..StoredSubscription::default()
        };
        writer.subscribe(&feed("http://a.example/")).unwrap();
        writer.subscribe(&feed("http://b.example/")).unwrap();
        assert!(writer.move_subscription("http://a.example/", "http://b.example/").unwrap());
        assert!(!writer.move_subscription("http://a.example/", "http://c.example/").unwrap());
        assert_eq!(writer.subscriptions().unwrap(), [feed("http://b.example/")]);
        assert!(writer.unsubscribe("http://b.example/").unwrap());
        assert_eq!(writer.subscription("http://b.example/").unwrap(), None);
    }
}
