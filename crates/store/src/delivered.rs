//! What went out: notes about targets, what hubs heard, saved searches and their outbox.

use crate::events::time;
use crate::{Reader, StoreError, Writer};
use annals_model::Timestamp;
use rusqlite::{Row, params};

/// A search whose news are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its name: letters, digits and hyphens.
    pub name: String,
    /// What is searched for.
    pub query: String,
    /// The address that its news are sent to.
    pub webhook: Option<String>,
    /// The file with the secret that they are signed with.
    pub secret_file: Option<String>,
    /// Whether it is published as a feed.
    pub feed: bool,
    /// The archive's change up to which it has heard.
    pub seq: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// How an event stands to a search that has heard of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The search finds it.
    Found,
    /// It says something else now, and the search does not find it any more.
    Left,
    /// It was withdrawn, merged or held.
    Gone,
}

/// What a search has heard of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// The event's row.
    pub event: i64,
    /// The number of its last revision then.
    pub revision: u32,
    /// How it stood.
    pub standing: Standing,
}

/// Something to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its place in the order of sending; not looked at when it is added.
    pub number: i64,
    /// The search whose news it is.
    pub search: String,
    /// By which the receiver knows it again.
    pub key: String,
    /// What is sent; empty once it was.
    pub body: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it may be tried next.
    pub next_at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// What became of it.
    pub state: OutboxState,
    /// Why the last try failed.
    pub problem: Option<String>,
}

/// What became of something to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutboxState {
    /// It is to be sent.
    Waiting,
    /// It was taken.
    Sent,
    /// Nobody took it for too long.
    GivenUp,
}

/// How much is in which state; states without any are left out.
pub type OutboxCounts = Vec<(OutboxState, u64)>;

impl Standing {
    const ALL: [(Standing, &'static str); 3] =
        [(Standing::Found, "found"), (Standing::Left, "left"), (Standing::Gone, "gone")];

    fn name(self) -> &'static str {
        Standing::ALL.iter().find(|(s, _)| *s == self).map_or("", |(_, name)| name)
    }
}

impl OutboxState {
    const ALL: [(OutboxState, &'static str); 3] = [
        (OutboxState::Waiting, "waiting"),
        (OutboxState::Sent, "sent"),
        (OutboxState::GivenUp, "given-up"),
    ];

    /// `waiting`, `sent` or `given-up`.
    pub fn name(self) -> &'static str {
        OutboxState::ALL.iter().find(|(s, _)| *s == self).map_or("", |(_, name)| name)
    }
}

const SEARCH: &str =
    "SELECT name, query, webhook, secret_file, feed, seq, created_at, removed_at FROM saved_search";
const OUTBOX: &str =
    "SELECT number, search, key, body, made_at, next_at, tries, state, problem FROM outbox";

fn broken(what: &str, value: &str) -> StoreError {
    StoreError::Broken { what: what.into(), why: format!("`{value}` is none") }
}

fn search(row: &Row<'_>) -> Result<SavedSearch, StoreError> {
    Ok(SavedSearch {
        name: row.get(0)?,
        query: row.get(1)?,
        webhook: row.get(2)?,
        secret_file: row.get(3)?,
        feed: row.get(4)?,
        seq: row.get(5)?,
        created_at: time(row.get(6)?)?,
        removed_at: row.get::<_, Option<i64>>(7)?.map(time).transpose()?,
    })
}

fn outbox(row: &Row<'_>) -> Result<OutboxRow, StoreError> {
    let state: String = row.get(7)?;
    let found = OutboxState::ALL.iter().find(|(_, name)| *name == state);
    Ok(OutboxRow {
        number: row.get(0)?,
        search: row.get(1)?,
        key: row.get(2)?,
        body: row.get(3)?,
        made_at: time(row.get(4)?)?,
        next_at: time(row.get(5)?)?,
        tries: row.get(6)?,
        state: found.map(|(s, _)| *s).ok_or_else(|| broken("state of the outbox", &state))?,
        problem: row.get(8)?,
    })
}

impl Reader<'_> {
    /// What is noted about a target.
    pub fn delivery(&self, target: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT note FROM delivery WHERE target = ?1";
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut rows = statement.query([target])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// The feeds of a target that a hub was not told of as they stand, by path.
    pub fn feeds_to_tell(&self, target: &str, hub: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT path FROM feed_told
             WHERE target = ?1 AND hub = ?2 AND told IS NOT digest ORDER BY path",
        )?;
        let paths = statement.query_map([target, hub], |row| row.get(0))?;
        Ok(paths.collect::<Result<_, _>>()?)
    }

    /// Every saved search by name, the removed ones too.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!("{SEARCH} ORDER BY name"))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(search(row)?);
        }
        Ok(found)
    }

    /// What a search has heard of an event.
    pub fn heard(&self, search: &str, event: i64) -> Result<Option<Heard>, StoreError> {
        let sql = "SELECT revision, standing FROM heard WHERE search = ?1 AND event = ?2";
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut rows = statement.query(params![search, event])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let name: String = row.get(1)?;
        let standing = Standing::ALL.iter().find(|(_, n)| *n == name).map(|(s, _)| *s);
        let standing = standing.ok_or_else(|| broken("standing", &name))?;
        Ok(Some(Heard { event, revision: row.get(0)?, standing }))
    }

    /// The number of an event's last revision; 0 where there is none.
    pub fn last_revision(&self, event: i64) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(max(number), 0) FROM revision WHERE event = ?1";
        Ok(self.sql().prepare_cached(sql)?.query_row([event], |row| row.get(0))?)
    }

    /// What of a search waits to be sent, in the order of sending; at most `limit`.
    pub fn outbox(&self, search: &str, limit: usize) -> Result<Vec<OutboxRow>, StoreError> {
        let sql =
            format!("{OUTBOX} WHERE search = ?1 AND state = 'waiting' ORDER BY number LIMIT ?2");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows =
            statement.query(params![search, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(outbox(row)?);
        }
        Ok(found)
    }

    /// How much of a search is in which state, and why the last try that failed did.
    pub fn outbox_counts(
        &self,
        search: &str,
    ) -> Result<(OutboxCounts, Option<String>), StoreError> {
        let sql = "SELECT state, count(*) FROM outbox WHERE search = ?1 GROUP BY state";
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut rows = statement.query([search])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if let Some((state, _)) = OutboxState::ALL.iter().find(|(_, n)| *n == name) {
                counts.push((*state, row.get(1)?));
            }
        }
        let sql = "SELECT problem FROM outbox
                   WHERE search = ?1 AND state <> 'sent' AND problem IS NOT NULL
                   ORDER BY number DESC LIMIT 1";
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut rows = statement.query([search])?;
        let problem = rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok((counts, problem))
    }
}

impl Writer<'_> {
    /// Notes something about a target.
    pub fn set_delivery(&self, target: &str, note: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO delivery VALUES (?1, ?2) ON CONFLICT DO UPDATE SET note = ?2";
        self.sql().prepare_cached(sql)?.execute([target, note])?;
        Ok(())
    }

    /// Notes how a feed stands in a target, for a hub to be told of it.
    pub fn set_feed(
        &self,
        target: &str,
        path: &str,
        hub: &str,
        digest: &[u8; 32],
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO feed_told VALUES (?1, ?2, ?3, ?4, NULL)
                   ON CONFLICT DO UPDATE SET digest = ?4";
        self.sql().prepare_cached(sql)?.execute(params![target, path, hub, digest.as_slice()])?;
        Ok(())
    }

    /// Notes that a hub was told of a feed as it stands.
    pub fn feed_is_told(&self, target: &str, path: &str, hub: &str) -> Result<(), StoreError> {
        let sql = "UPDATE feed_told SET told = digest WHERE target = ?1 AND path = ?2 AND hub = ?3";
        self.sql().prepare_cached(sql)?.execute([target, path, hub])?;
        Ok(())
    }

    /// Adds a search, or lets one of that name be this one.
    pub fn set_saved_search(&self, search: &SavedSearch) -> Result<(), StoreError> {
        let sql = "INSERT INTO saved_search VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                   ON CONFLICT DO UPDATE SET query = ?2, webhook = ?3, secret_file = ?4, feed = ?5,
                       seq = ?6, created_at = ?7, removed_at = ?8";
        self.sql().prepare_cached(sql)?.execute(params![
            search.name,
            search.query,
            search.webhook,
            search.secret_file,
            search.feed,
            search.seq,
            search.created_at.as_microsecond(),
            search.removed_at.map(Timestamp::as_microsecond),
        ])?;
        Ok(())
    }

    /// Forgets what a search heard and what of it is not sent yet.
    pub fn clear_saved_search(&self, search: &str) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM heard WHERE search = ?1",
            "DELETE FROM outbox WHERE search = ?1 AND state <> 'sent'",
        ] {
            self.sql().prepare_cached(sql)?.execute([search])?;
        }
        Ok(())
    }

    /// Notes what a search has heard of an event.
    pub fn set_heard(&self, search: &str, heard: &Heard) -> Result<(), StoreError> {
        let sql = "INSERT INTO heard VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO UPDATE SET revision = ?3, standing = ?4";
        let name = heard.standing.name();
        self.sql().prepare_cached(sql)?.execute(params![
            search,
            heard.event,
            heard.revision,
            name
        ])?;
        Ok(())
    }

    /// Puts something into the outbox; what has the same key is there already and stays.
    pub fn post(&self, row: &OutboxRow) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO outbox
                       (search, key, body, made_at, next_at, tries, state, problem)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.sql().prepare_cached(sql)?.execute(params![
            row.search,
            row.key,
            row.body,
            row.made_at.as_microsecond(),
            row.next_at.as_microsecond(),
            row.tries,
            row.state.name(),
            row.problem,
        ])?;
        Ok(())
    }

    /// Notes what became of something in the outbox.
    pub fn set_outbox(&self, row: &OutboxRow) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET body = ?2, next_at = ?3, tries = ?4, state = ?5, problem = ?6
                   WHERE number = ?1";
        self.sql().prepare_cached(sql)?.execute(params![
            row.number,
            row.body,
            row.next_at.as_microsecond(),
            row.tries,
            row.state.name(),
            row.problem,
        ])?;
        Ok(())
    }

    /// Lets what was given up be tried again; how much that is.
    pub fn retry_outbox(&self, search: &str, now: Timestamp) -> Result<u64, StoreError> {
        let sql = "UPDATE outbox SET state = 'waiting', tries = 0, next_at = ?2, made_at = ?2
                   WHERE search = ?1 AND state = 'given-up'";
        let done =
            self.sql().prepare_cached(sql)?.execute(params![search, now.as_microsecond()])?;
        Ok(done as u64)
    }
}
