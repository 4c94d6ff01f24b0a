//! Which articles report or mention which events.

use crate::related::{WhyPart, read_why, write_why};
use crate::{Reader, StoreError, Writer};
use annals_model::Date;
use rusqlite::{Row, params};

/// An article's link to an event.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleLinkRow {
    /// The key of the article's page.
    pub page: String,
    /// Row of the event.
    pub event: i64,
    /// What the article does.
    pub relation: ArticleRelation,
    /// Whether it is certain: the event cites the page, or a person says so.
    pub certain: bool,
    /// How likely it is, 0 to 1.
    pub score: f64,
    /// Version of the weights that made it.
    pub weights: String,
    /// What the score is made of, largest share first.
    pub why: Vec<WhyPart>,
}

/// An event that an article reports which is older than the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputedDay {
    /// Row of the event.
    pub event: i64,
    /// The key of the article's page.
    pub page: String,
    /// When the article was published.
    pub published: Date,
}

/// How sure an article's date must be to contradict an event's day.
const SURE: f64 = 0.7;

/// What an article does with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArticleRelation {
    /// It tells it: it is a source of it.
    Reports,
    /// It names it in passing.
    Mentions,
}

impl ArticleRelation {
    /// As the database and messages write it.
    pub fn name(self) -> &'static str {
        match self {
            ArticleRelation::Reports => "reports",
            ArticleRelation::Mentions => "mentions",
        }
    }
}

const LINK: &str = "SELECT page, event, relation, certain, score, weights, why FROM article_link";

fn link(row: &Row<'_>) -> Result<ArticleLinkRow, StoreError> {
    Ok(ArticleLinkRow {
        page: row.get(0)?,
        event: row.get(1)?,
        relation: match row.get_ref(2)?.as_str().unwrap_or_default() {
            "reports" => ArticleRelation::Reports,
            _ => ArticleRelation::Mentions,
        },
        certain: row.get(3)?,
        score: row.get(4)?,
        weights: row.get(5)?,
        why: read_why(row.get_ref(6)?.as_str().unwrap_or_default())?,
    })
}

fn said(day: &str) -> Result<Date, StoreError> {
    let broken =
        |why: jiff::Error| StoreError::Broken { what: "article".into(), why: why.to_string() };
    day.parse().map_err(broken)
}

impl Reader<'_> {
    /// The events that an article reports or mentions, by event.
    pub fn article_links(&self, page: &str) -> Result<Vec<ArticleLinkRow>, StoreError> {
        self.article_links_where("page = ?1 ORDER BY event", [page])
    }

    /// The articles that report or mention an event: reports first, the surest first.
    pub fn articles_of(&self, event: i64) -> Result<Vec<ArticleLinkRow>, StoreError> {
        let order = "event = ?1 ORDER BY relation = 'mentions', certain DESC, score DESC, page";
        self.article_links_where(order, [event])
    }

    /// Published events with an article that is surely a report of them, by the list
    /// or by likeness, and that its page surely dates two days or more before the
    /// event's day: one day may be the time zone's. What a person said of the article
    /// or the day settles it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn disputed_days(&self) -> Result<Vec<DisputedDay>, StoreError> {
        self.all(
            "SELECT l.event, l.page, substr(json_extract(t.told, '$.published.value'), 1, 10) AS said
             FROM article_link l
             JOIN event e ON e.row = l.event AND e.published = 1
             JOIN article a ON a.page = l.page
             JOIN telling t ON t.article = a.row AND t.number =
                 (SELECT max(number) FROM telling WHERE article = a.row AND by_name = 'page')
             WHERE l.relation = 'reports' AND l.weights <> 'editor'
                 AND json_extract(t.told, '$.published.confidence') >= ?1
                 AND length(said) = 10 AND said < date(e.day, '-1 day')
                 AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.event = e.row
                     AND r.by_kind = 'editor' AND json_extract(r.stated, '$.day') IS NOT NULL)
             ORDER BY l.event, l.page",
            [SURE],
            |row| {
                Ok(DisputedDay {
                    event: row.get(0)?,
                    page: row.get(1)?,
                    published: said(row.get_ref(2)?.as_str().unwrap_or_default())?,
                })
            },
        )
    }

    fn article_links_where(
        &self,
        clause: &str,
        by: impl rusqlite::Params,
    ) -> Result<Vec<ArticleLinkRow>, StoreError> {
        self.all(&format!("{LINK} WHERE {clause}"), by, link)
    }

    /// Number of articles' reports and of mentions.
    pub fn article_link_counts(&self) -> Result<(u64, u64), StoreError> {
        Ok(self.sql().query_row(
            "SELECT count(*) FILTER (WHERE relation = 'reports'),
                    count(*) FILTER (WHERE relation = 'mentions') FROM article_link",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?)
    }
}

impl Writer<'_> {
    /// Replaces an article's links; `page` of the rows is not looked at. Where
    /// something changed, the rows of the events concerned are returned, sorted.
    pub fn set_article_links(
        &self,
        page: &str,
        links: &[ArticleLinkRow],
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let mut new: Vec<ArticleLinkRow> =
            links.iter().map(|l| ArticleLinkRow { page: page.to_owned(), ..l.clone() }).collect();
        new.sort_by_key(|l| l.event);
        let old = self.article_links(page)?;
        if old == new {
            return Ok(None);
        }
        self.sql().prepare_cached("DELETE FROM article_link WHERE page = ?1")?.execute([page])?;
        let mut insert = self.sql().prepare_cached(
            "INSERT OR IGNORE INTO article_link VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for l in &new {
            let why = write_why(&l.why);
            insert.execute(params![
                page,
                l.event,
                l.relation.name(),
                l.certain,
                l.score,
                l.weights,
                why
            ])?;
        }
        let gone = old.iter().filter(|o| !new.contains(o));
        let came = new.iter().filter(|n| !old.contains(n));
        let mut events: Vec<i64> = gone.chain(came).map(|l| l.event).collect();
        events.sort_unstable();
        events.dedup();
        Ok(Some(events))
    }
}
