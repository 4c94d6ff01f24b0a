//! What is recorded about how complete an archive is: what lists have, when feeds last
//! told something, what was read from the pages of each host, how addresses answer.

use crate::{Reader, StoreError, events};
use annals_model::{Date, Timestamp};
use rusqlite::Row;

/// An item that a followed list has, as far as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedItem {
    /// The day of the list's page.
    pub day: Date,
    /// The page's title.
    pub title: String,
    /// What the item says.
    pub text: String,
    /// What of it readers see.
    pub state: ListedState,
}

/// What became of an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedState {
    /// Readers see its event.
    Shown,
    /// It waits for a person: its event is held, or it has none yet.
    Waits,
    /// The archive has no such event.
    Absent,
}

/// Something of a list that is held back until a person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRevision {
    /// Its number in the queue.
    pub number: i64,
    /// The day of the list's page.
    pub day: Date,
    /// The page's title.
    pub title: String,
    /// When the upstream's revision was saved.
    pub at: Timestamp,
    /// Why it is held.
    pub reason: String,
    /// How many items it is about.
    pub items: u64,
}

/// A capture of a page with what was read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRead {
    /// The key of the page; it begins with the host.
    pub page: String,
    /// When it was captured.
    pub at: Timestamp,
    /// Article and number of the telling that was read from it; `None`: no article was
    /// ever read from this page.
    pub telling: Option<(i64, u32)>,
}

/// An address that was asked for, as its state is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The key of its page; it begins with the host.
    pub page: String,
    /// The address.
    pub url: String,
    /// What it is asked for: `feed`, `sitemap`, `page`, `article`, `source`.
    pub kind: String,
    /// How it stands: `good`, `failing`, `forbidden`, `refused`, `gone`, `dead`.
    pub state: String,
    /// The last answer; `None`: there was none.
    pub status: Option<u16>,
    /// When it was last asked.
    pub at: Option<Timestamp>,
    /// Good answers so far.
    pub answers: u32,
    /// Failures since the last good one.
    pub failures: u32,
    /// What was wrong the last time, for people.
    pub note: Option<String>,
}

/// An answer that was recorded for a page that events cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The address.
    pub url: String,
    /// The status; `None`: no answer came.
    pub status: Option<u16>,
    /// When.
    pub at: Timestamp,
}

fn asked(row: &Row<'_>) -> Result<Asked, StoreError> {
    Ok(Asked {
        page: row.get(0)?,
        url: row.get(1)?,
        kind: row.get(2)?,
        state: row.get(3)?,
        status: row.get(4)?,
        at: row.get::<_, Option<i64>>(5)?.map(events::time).transpose()?,
        answers: row.get(6)?,
        failures: row.get(7)?,
        note: row.get(8)?,
    })
}

fn listed(row: &Row<'_>) -> Result<ListedItem, StoreError> {
    Ok(ListedItem {
        day: events::parse(row.get_ref(0)?.as_str().unwrap_or_default(), "day")?,
        title: row.get(1)?,
        text: row.get(2)?,
        state: match row.get_ref(3)?.as_str().unwrap_or_default() {
            "shown" => ListedState::Shown,
            "waits" => ListedState::Waits,
            _ => ListedState::Absent,
        },
    })
}

fn waiting(row: &Row<'_>) -> Result<WaitingRevision, StoreError> {
    Ok(WaitingRevision {
        number: row.get(0)?,
        day: events::parse(row.get_ref(1)?.as_str().unwrap_or_default(), "day")?,
        title: row.get(2)?,
        at: events::time(row.get(3)?)?,
        reason: row.get(4)?,
        items: row.get(5)?,
    })
}

impl Reader<'_> {
    /// What followed lists have for the days `from..=to`, by day and place, and behind it
    /// what they tell that is held back. Items whose event a person took out are not
    /// among them.
    pub fn listed_items(&self, from: Date, to: Date) -> Result<Vec<ListedItem>, StoreError> {
        let sql = "SELECT p.day AS day, p.title, i.text,
                 CASE WHEN e.id IS NULL THEN 'absent' WHEN e.published THEN 'shown'
                      ELSE 'waits' END,
                 p.number AS page, 0 AS held, i.place AS place
             FROM upstream_page p JOIN upstream_item i ON i.page = p.number AND i.gone IS NULL
             LEFT JOIN event e ON e.id = i.event
             WHERE p.day BETWEEN ?1 AND ?2
               AND (e.id IS NULL OR e.published
                    OR json_extract(e.record, '$.status.held') IS NOT NULL)
             UNION ALL
             SELECT p.day, p.title, i.text, 'waits', p.number, h.number, i.place
             FROM upstream_page p
             JOIN upstream_held h ON h.page = p.number AND h.state = 'waits' AND h.kind = 'told'
             JOIN upstream_held_item i ON i.held = h.number AND i.event IS NULL
             WHERE p.day BETWEEN ?1 AND ?2
             ORDER BY day, page, held, place";
        self.all(sql, [from.to_string(), to.to_string()], listed)
    }

    /// The days `from..=to` of which a list is followed, each once.
    pub fn listed_days(&self, from: Date, to: Date) -> Result<Vec<Date>, StoreError> {
        let sql = "SELECT DISTINCT day FROM upstream_page WHERE day BETWEEN ?1 AND ?2 ORDER BY day";
        self.all(sql, [from.to_string(), to.to_string()], |r| {
            events::parse(r.get_ref(0)?.as_str().unwrap_or_default(), "day")
        })
    }

    /// Revisions of lists for the days `from..=to` that wait for a person, by number.
    pub fn waiting_revisions(
        &self,
        from: Date,
        to: Date,
    ) -> Result<Vec<WaitingRevision>, StoreError> {
        let sql = "SELECT h.number, p.day, p.title, h.at, h.reason,
                 (SELECT count(*) FROM upstream_held_item i WHERE i.held = h.number)
             FROM upstream_held h JOIN upstream_page p ON p.number = h.page
             WHERE h.state = 'waits' AND p.day BETWEEN ?1 AND ?2 ORDER BY h.number";
        self.all(sql, [from.to_string(), to.to_string()], waiting)
    }

    /// The times of the entries of each feed, by its address and time; handed on one by one.
    pub fn each_entry<E: From<StoreError>>(
        &self,
        mut sink: impl FnMut(&str, Timestamp) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT by_detail, known_at FROM telling
             WHERE by_name = 'feed' AND by_detail IS NOT NULL AND known_at IS NOT NULL
             ORDER BY by_detail, known_at";
        let mut statement = self.sql().prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let feed: String = row.get(0).map_err(StoreError::from)?;
            let at = row.get(1).map_err(StoreError::from)?;
            sink(&feed, events::time(at)?)?;
        }
        Ok(())
    }

    /// What was read from captured pages of HTML, by the time of the capture: the
    /// captures that a telling was read from, and those of pages of which nothing ever
    /// was.
    pub fn each_page_read<E: From<StoreError>>(
        &self,
        mut sink: impl FnMut(PageRead) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT c.page, coalesce(c.captured_at, c.recorded_at) AS at, t.article, t.number
             FROM capture c LEFT JOIN telling t ON t.capture = c.row
             WHERE c.repeats IS NULL AND (c.content_type IS NULL OR c.content_type LIKE '%html%')
               AND (t.article IS NOT NULL
                    OR NOT EXISTS (SELECT 1 FROM article a WHERE a.page = c.page)
                   AND NOT EXISTS (SELECT 1 FROM capture o JOIN telling u ON u.capture = o.row
                                   WHERE o.page = c.page))
             ORDER BY at, c.row";
        let mut statement = self.sql().prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let read = |row: &Row<'_>| -> Result<PageRead, StoreError> {
                let article: Option<i64> = row.get(2)?;
                let number: Option<u32> = row.get(3)?;
                Ok(PageRead {
                    page: row.get(0)?,
                    at: events::time(row.get(1)?)?,
                    telling: article.zip(number),
                })
            };
            sink(read(row)?)?;
        }
        Ok(())
    }

    /// The characters of the body that a telling has.
    pub fn body_length(&self, article: i64, number: u32) -> Result<usize, StoreError> {
        let sql = "SELECT told FROM telling WHERE article = ?1 AND number = ?2";
        let told: String = self
            .sql()
            .prepare_cached(sql)?
            .query_row(rusqlite::params![article, number], |r| r.get(0))?;
        Ok(crate::article_shape::read(&told)?.text().chars().count())
    }

    /// Every address that was asked for at least once, by page.
    pub fn asked_addresses(&self) -> Result<Vec<Asked>, StoreError> {
        let sql = "SELECT page, url, kind, state, status, asked_at, answers, failures, note
             FROM fetched WHERE asked_at IS NOT NULL OR state IN ('forbidden', 'refused')
             ORDER BY page";
        self.all(sql, [], asked)
    }

    /// The last answers of pages that events cite, where they are newer than what is
    /// known of the addresses, by time.
    pub fn answers_to_take_in(&self) -> Result<Vec<Answered>, StoreError> {
        let sql = "SELECT f.url AS url, f.status, f.asked_at AS at FROM fetched f
             LEFT JOIN address a ON a.page = f.page
             WHERE f.asked_at IS NOT NULL AND f.state IN ('good', 'failing', 'gone', 'dead')
               AND (a.page IS NULL OR a.asked_at < f.asked_at)
               AND f.page IN (SELECT page FROM cited)
             UNION
             SELECT c.url, c.status, c.at FROM captured c
             LEFT JOIN address a ON a.page = c.page
             WHERE c.status IS NOT NULL AND (a.page IS NULL OR a.asked_at < c.at)
               AND c.page IN (SELECT page FROM cited)
             ORDER BY at, url";
        self.all(sql, [], |r| {
            Ok(Answered { url: r.get(0)?, status: r.get(1)?, at: events::time(r.get(2)?)? })
        })
    }

    /// How many addresses readers are told are gone, and how many fail besides.
    pub fn address_counts(&self) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE gone), count(*) FILTER (WHERE NOT gone)
             FROM address WHERE bad_since IS NOT NULL";
        Ok(self.sql().query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?)
    }
}
