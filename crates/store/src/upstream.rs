//! Pages of a wiki that are followed: how far, what they list, and what of them waits.

use crate::events::{parse, time};
use crate::{Reader, StoreError, Writer};
use annals_model::{Date, EventId, Timestamp};
use rusqlite::{OptionalExtension, Row, params};

/// A page that is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamPage {
    /// Its number in the archive; 0 before it has one.
    pub number: i64,
    /// The address of the wiki's interface.
    pub wiki: String,
    /// The title that is asked for.
    pub title: String,
    /// The wiki's id of the page.
    pub page: u64,
    /// The day that it is about.
    pub day: Date,
    /// The last revision that is recorded; 0 before the first.
    pub revision: u64,
    /// When that was saved.
    pub revised_at: Timestamp,
    /// SHA-1s of its last states, oldest first.
    pub recent: Vec<String>,
    /// When recording began of a history that is not recorded to its end yet.
    pub catching: Option<Timestamp>,
}

/// What a page lists, or listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamItem {
    /// The event that it is.
    pub event: EventId,
    /// The folded text.
    pub key: String,
    /// The text.
    pub text: String,
    /// The headings above it.
    pub above: String,
    /// The addresses of its sources.
    pub sources: Vec<String>,
    /// A hash of all that it says.
    pub content: Vec<u8>,
    /// Where the page has it no more: since when.
    pub gone: Option<UpstreamGone>,
}

/// The revision that took something off a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamGone {
    /// Its id.
    pub revision: u64,
    /// When it was saved.
    pub at: Timestamp,
    /// By whom.
    pub author: Option<String>,
    /// What its author says of it.
    pub comment: String,
    /// The event that stands there instead, where one does.
    pub heir: Option<EventId>,
}

/// What a revision would do that is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldKind {
    /// It tells something.
    Told,
    /// It takes something off the list.
    Gone,
}

/// What became of something held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldState {
    /// It waits for a person.
    Waits,
    /// A person let it through.
    Accepted,
    /// A person refused it.
    Refused,
    /// The page says otherwise by now.
    Superseded,
}

/// Something of a revision that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamHeld {
    /// Its number; 0 before it has one.
    pub number: i64,
    /// The number of its page ([`UpstreamPage::number`]).
    pub page: i64,
    /// What it would do.
    pub kind: HeldKind,
    /// The revision.
    pub revision: u64,
    /// When that was saved.
    pub at: Timestamp,
    /// By whom.
    pub author: Option<String>,
    /// What its author says of it.
    pub comment: String,
    /// Why it is held.
    pub reason: String,
    /// The revision's text where it tells something.
    pub wikitext: String,
    /// What became of it.
    pub state: HeldState,
    /// What it is about.
    pub items: Vec<HeldItem>,
}

/// One bullet of something held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldItem {
    /// The folded text.
    pub key: String,
    /// The text.
    pub text: String,
    /// The event that it would change or take away.
    pub event: Option<EventId>,
}

impl HeldKind {
    fn name(self) -> &'static str {
        match self {
            HeldKind::Told => "told",
            HeldKind::Gone => "gone",
        }
    }
}

impl HeldState {
    /// Its name: `waits`.
    pub fn name(self) -> &'static str {
        match self {
            HeldState::Waits => "waits",
            HeldState::Accepted => "accepted",
            HeldState::Refused => "refused",
            HeldState::Superseded => "superseded",
        }
    }

    fn of(name: &str) -> HeldState {
        match name {
            "accepted" => HeldState::Accepted,
            "refused" => HeldState::Refused,
            "superseded" => HeldState::Superseded,
            _ => HeldState::Waits,
        }
    }
}

const PAGE: &str = "SELECT number, wiki, title, page, day, revision, revised_at, recent, catching
                    FROM upstream_page";
const HELD: &str =
    "SELECT number, page, kind, revision, at, author, comment, reason, wikitext, state
                    FROM upstream_held";

fn page(row: &Row<'_>) -> Result<UpstreamPage, StoreError> {
    let recent: String = row.get(7)?;
    Ok(UpstreamPage {
        number: row.get(0)?,
        wiki: row.get(1)?,
        title: row.get(2)?,
        page: row.get(3)?,
        day: parse(row.get_ref(4)?.as_str().unwrap_or_default(), "day")?,
        revision: row.get(5)?,
        revised_at: time(row.get(6)?)?,
        recent: recent.split_whitespace().map(str::to_owned).collect(),
        catching: row.get::<_, Option<i64>>(8)?.map(time).transpose()?,
    })
}

impl Reader<'_> {
    /// The page that is followed at a title of a wiki.
    pub fn upstream_page(
        &self,
        wiki: &str,
        title: &str,
    ) -> Result<Option<UpstreamPage>, StoreError> {
        let sql = format!("{PAGE} WHERE wiki = ?1 AND title = ?2");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query([wiki, title])?;
        rows.next()?.map(page).transpose()
    }

    /// The page with a number.
    pub fn upstream_page_in(&self, number: i64) -> Result<Option<UpstreamPage>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!("{PAGE} WHERE number = ?1"))?;
        let mut rows = statement.query([number])?;
        rows.next()?.map(page).transpose()
    }

    /// The pages of a wiki whose last recorded revision was saved at `since` or later, or
    /// whose history is not recorded to its end, by day.
    pub fn upstream_pages_since(
        &self,
        wiki: &str,
        since: Timestamp,
    ) -> Result<Vec<UpstreamPage>, StoreError> {
        let sql = format!(
            "{PAGE} WHERE wiki = ?1 AND (revised_at >= ?2 OR catching IS NOT NULL) ORDER BY day, title"
        );
        let mut statement = self.sql().prepare_cached(&sql)?;
        let mut rows = statement.query(params![wiki, since.as_microsecond()])?;
        let mut pages = Vec::new();
        while let Some(row) = rows.next()? {
            pages.push(page(row)?);
        }
        Ok(pages)
    }

    /// What a page lists and listed, in the page's order, what is gone last.
    pub fn upstream_items(&self, page: i64) -> Result<Vec<UpstreamItem>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT event, key, text, above, sources, content, gone, gone_at, gone_by, gone_why, heir
             FROM upstream_item WHERE page = ?1 ORDER BY place",
        )?;
        let mut rows = statement.query([page])?;
        let mut items = Vec::new();
        while let Some(row) = rows.next()? {
            items.push(item(row)?);
        }
        Ok(items)
    }

    /// What other pages of the wiki list no more and says exactly this, of days between
    /// two; the latest removal first.
    pub fn upstream_gone_elsewhere(
        &self,
        page: &UpstreamPage,
        key: &str,
        (from, to): (Date, Date),
    ) -> Result<Option<UpstreamItem>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT event, key, text, above, sources, content, gone, gone_at, gone_by, gone_why, heir
             FROM upstream_item i JOIN upstream_page p ON p.number = i.page
             WHERE key = ?1 AND gone IS NOT NULL AND p.wiki = ?2 AND p.number <> ?3
               AND p.day BETWEEN ?4 AND ?5
             ORDER BY gone_at DESC LIMIT 1",
        )?;
        let mut rows = statement.query(params![
            key,
            page.wiki,
            page.number,
            from.to_string(),
            to.to_string()
        ])?;
        rows.next()?.map(item).transpose()
    }

    /// Whether some page lists an event now.
    pub fn upstream_lists(&self, event: EventId) -> Result<bool, StoreError> {
        let found: Option<i64> = self
            .sql()
            .prepare_cached(
                "SELECT 1 FROM upstream_item WHERE event = ?1 AND gone IS NULL LIMIT 1",
            )?
            .query_row([event.as_str()], |r| r.get(0))
            .optional()?;
        Ok(found.is_some())
    }

    /// What is held of a page and waits, or was refused; in the order of holding.
    pub fn upstream_held_of(&self, page: i64) -> Result<Vec<UpstreamHeld>, StoreError> {
        self.held(
            &format!("{HELD} WHERE page = ?1 AND state IN ('waits', 'refused') ORDER BY number"),
            page,
        )
    }

    /// Everything that was ever held of a page, in the order of holding.
    pub fn upstream_held_ever(&self, page: i64) -> Result<Vec<UpstreamHeld>, StoreError> {
        self.held(&format!("{HELD} WHERE page = ?1 ORDER BY number"), page)
    }

    /// What waits for a person behind a number, in the order of holding.
    pub fn upstream_waiting(&self, after: i64) -> Result<Vec<UpstreamHeld>, StoreError> {
        self.held(&format!("{HELD} WHERE state = 'waits' AND number > ?1 ORDER BY number"), after)
    }

    /// Something held, by its number.
    pub fn upstream_held(&self, number: i64) -> Result<Option<UpstreamHeld>, StoreError> {
        Ok(self.held(&format!("{HELD} WHERE number = ?1"), number)?.pop())
    }

    fn held(&self, sql: &str, key: i64) -> Result<Vec<UpstreamHeld>, StoreError> {
        let mut statement = self.sql().prepare_cached(sql)?;
        let mut of = self.sql().prepare_cached(
            "SELECT key, text, event FROM upstream_held_item WHERE held = ?1 ORDER BY place",
        )?;
        let mut rows = statement.query([key])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let mut items = Vec::new();
            let mut parts = of.query([number])?;
            while let Some(part) = parts.next()? {
                let event: Option<String> = part.get(2)?;
                let event = event.map(|e| parse(&e, "event's id")).transpose()?;
                items.push(HeldItem { key: part.get(0)?, text: part.get(1)?, event });
            }
            let kind: String = row.get(2)?;
            let state: String = row.get(9)?;
            all.push(UpstreamHeld {
                number,
                page: row.get(1)?,
                kind: if kind == "gone" { HeldKind::Gone } else { HeldKind::Told },
                revision: row.get(3)?,
                at: time(row.get(4)?)?,
                author: row.get(5)?,
                comment: row.get(6)?,
                reason: row.get(7)?,
                wikitext: row.get(8)?,
                state: HeldState::of(&state),
                items,
            });
        }
        Ok(all)
    }
}

fn item(row: &Row<'_>) -> Result<UpstreamItem, StoreError> {
    let sources: String = row.get(4)?;
    let gone = match row.get::<_, Option<u64>>(6)? {
        None => None,
        Some(revision) => Some(UpstreamGone {
            revision,
            at: time(row.get::<_, Option<i64>>(7)?.unwrap_or_default())?,
            author: row.get(8)?,
            comment: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
            heir: match row.get::<_, Option<String>>(10)? {
                Some(heir) => Some(parse(&heir, "event's id")?),
                None => None,
            },
        }),
    };
    Ok(UpstreamItem {
        event: parse(row.get_ref(0)?.as_str().unwrap_or_default(), "event's id")?,
        key: row.get(1)?,
        text: row.get(2)?,
        above: row.get(3)?,
        sources: sources.lines().map(str::to_owned).collect(),
        content: row.get(5)?,
        gone,
    })
}

impl Writer<'_> {
    /// Keeps how far a page is recorded; returns its number.
    pub fn set_upstream_page(&self, page: &UpstreamPage) -> Result<i64, StoreError> {
        let number = self
            .sql()
            .prepare_cached(
                "INSERT INTO upstream_page
                   (wiki, title, page, day, revision, revised_at, recent, catching)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (wiki, title) DO UPDATE SET page = ?3, day = ?4, revision = ?5,
                   revised_at = ?6, recent = ?7, catching = ?8
                 RETURNING number",
            )?
            .query_row(
                params![
                    page.wiki,
                    page.title,
                    page.page,
                    page.day.to_string(),
                    page.revision,
                    page.revised_at.as_microsecond(),
                    page.recent.join(" "),
                    page.catching.map(Timestamp::as_microsecond),
                ],
                |r| r.get(0),
            )?;
        Ok(number)
    }

    /// Replaces what a page lists and listed.
    pub fn set_upstream_items(&self, page: i64, items: &[UpstreamItem]) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM upstream_item WHERE page = ?1")?.execute([page])?;
        let mut insert = self.sql().prepare_cached(
            "INSERT INTO upstream_item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        for (place, item) in (0_i64..).zip(items) {
            let gone = item.gone.as_ref();
            insert.execute(params![
                page,
                place,
                item.event.as_str(),
                item.key,
                item.text,
                item.above,
                item.sources.join("\n"),
                item.content,
                gone.map(|g| g.revision),
                gone.map(|g| g.at.as_microsecond()),
                gone.and_then(|g| g.author.as_deref()),
                gone.map(|g| g.comment.as_str()),
                gone.and_then(|g| g.heir).map(|e| e.to_string()),
            ])?;
        }
        Ok(())
    }

    /// Holds something; returns its number. `held.number` is not used.
    pub fn hold_upstream(&self, held: &UpstreamHeld) -> Result<i64, StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO upstream_held
                   (page, kind, revision, at, author, comment, reason, wikitext, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                held.page,
                held.kind.name(),
                held.revision,
                held.at.as_microsecond(),
                held.author,
                held.comment,
                held.reason,
                held.wikitext,
                held.state.name(),
            ])?;
        let number = self.sql().last_insert_rowid();
        let mut insert = self
            .sql()
            .prepare_cached("INSERT INTO upstream_held_item VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (place, item) in (0_i64..).zip(&held.items) {
            let event = item.event.map(|e| e.to_string());
            insert.execute(params![number, place, item.key, item.text, event])?;
        }
        Ok(number)
    }

    /// Says that the page says otherwise by now.
    pub fn supersede_upstream(&self, held: i64, now: Timestamp) -> Result<(), StoreError> {
        self.decide(held, HeldState::Superseded, None, now)
    }

    /// Keeps what a person decided of something held, and why.
    pub fn decide_upstream(
        &self,
        held: i64,
        state: HeldState,
        (by, why): (&str, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.decide(held, state, Some((by, why)), now)
    }

    fn decide(
        &self,
        held: i64,
        state: HeldState,
        said: Option<(&str, &str)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE upstream_held
                 SET state = ?2, decided_by = ?3, decided_why = ?4, decided_at = ?5
                 WHERE number = ?1",
            )?
            .execute(params![
                held,
                state.name(),
                said.map(|s| s.0),
                said.map(|s| s.1),
                now.as_microsecond()
            ])?;
        Ok(())
    }
}
