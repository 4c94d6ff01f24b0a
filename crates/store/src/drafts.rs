//! Events that articles tell and no list does: what is found, for a person to decide.

use crate::events::{parse, time};
use crate::{Reader, StoreError, Writer};
use annals_model::{Date, Timestamp};
use rusqlite::params;

/// An event that articles tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id, the same as long as its first article is.
    pub id: String,
    /// What happened: the best sentence that an article has for it.
    pub statement: String,
    /// The key of the page of that article.
    pub page: String,
    /// The day that it would be filed under.
    pub day: Date,
    /// The place as the articles name it, where one is known.
    pub place: Option<String>,
    /// Language of the statement, BCP 47.
    pub lang: String,
    /// Reports that the articles go back to.
    pub origins: u64,
    /// When its first article was known.
    pub first_seen: Option<Timestamp>,
    /// Version of the weights that found it.
    pub weights: String,
    /// Keys of the pages of its articles, sorted.
    pub articles: Vec<String>,
}

impl Reader<'_> {
    /// Every draft, by day and id.
    pub fn drafts(&self) -> Result<Vec<DraftRow>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT id, statement, page, day, place, lang, origins, first_seen, weights
             FROM draft ORDER BY day, id",
        )?;
        let mut of = self
            .sql()
            .prepare_cached("SELECT page FROM draft_article WHERE draft = ?1 ORDER BY page")?;
        let mut rows = statement.query([])?;
        let mut drafts = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let articles = of.query_map([&id], |r| r.get(0))?.collect::<Result<_, _>>()?;
            drafts.push(DraftRow {
                id,
                statement: row.get(1)?,
                page: row.get(2)?,
                day: parse(row.get_ref(3)?.as_str().unwrap_or_default(), "day")?,
                place: row.get(4)?,
                lang: row.get(5)?,
                origins: row.get(6)?,
                first_seen: row.get::<_, Option<i64>>(7)?.map(time).transpose()?,
                weights: row.get(8)?,
                articles,
            });
        }
        Ok(drafts)
    }

    /// Number of drafts.
    pub fn draft_count(&self) -> Result<u64, StoreError> {
        Ok(self.sql().query_row("SELECT count(*) FROM draft", [], |r| r.get(0))?)
    }
}

impl Writer<'_> {
    /// Replaces all drafts. Returns whether something changed.
    pub fn set_drafts(&self, drafts: &[DraftRow]) -> Result<bool, StoreError> {
        let mut new = drafts.to_vec();
        new.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
        if self.drafts()? == new {
            return Ok(false);
        }
        self.sql().execute_batch("DELETE FROM draft_article; DELETE FROM draft;")?;
        let mut insert = self
            .sql()
            .prepare_cached("INSERT INTO draft VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        let mut article =
            self.sql().prepare_cached("INSERT OR IGNORE INTO draft_article VALUES (?1, ?2)")?;
        for draft in &new {
            insert.execute(params![
                draft.id,
                draft.statement,
                draft.page,
                draft.day.to_string(),
                draft.place,
                draft.lang,
                draft.origins,
                draft.first_seen.map(Timestamp::as_microsecond),
                draft.weights,
            ])?;
            for page in &draft.articles {
                article.execute([&draft.id, page])?;
            }
        }
        Ok(true)
    }
}
