//! Stories that events may be part of, beyond what their headings say.

use crate::related::{WhyPart, read_why, write_why};
use crate::{Reader, StoreError, Writer};
use annals_model::Date;
use rusqlite::{Row, params};
use std::collections::HashMap;

/// An event's link to a story.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryLinkRow {
    /// Row of the event.
    pub event: i64,
    /// The story's key.
    pub story: String,
    /// How likely it is, 0 to 1.
    pub probability: f64,
    /// What follows from it.
    pub decision: StoryDecision,
    /// Version of the weights that made it.
    pub weights: String,
    /// What the probability is made of, largest share first.
    pub why: Vec<WhyPart>,
}

/// What follows from a story's probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryDecision {
    /// The event is shown with the story.
    Link,
    /// A person is asked.
    Suggest,
    /// Nothing; it counts in what is related.
    Believe,
}

impl StoryDecision {
    /// As the database and messages write it.
    pub fn name(self) -> &'static str {
        match self {
            StoryDecision::Link => "link",
            StoryDecision::Suggest => "suggest",
            StoryDecision::Believe => "believe",
        }
    }
}

const LINK: &str = "SELECT event, story, probability, decision, weights, why FROM story_link";

fn link(row: &Row<'_>) -> Result<StoryLinkRow, StoreError> {
    Ok(StoryLinkRow {
        event: row.get(0)?,
        story: row.get(1)?,
        probability: row.get(2)?,
        decision: match row.get_ref(3)?.as_str().unwrap_or_default() {
            "link" => StoryDecision::Link,
            "suggest" => StoryDecision::Suggest,
            _ => StoryDecision::Believe,
        },
        weights: row.get(4)?,
        why: read_why(row.get_ref(5)?.as_str().unwrap_or_default())?,
    })
}

impl Reader<'_> {
    /// An event's computed stories, likeliest first.
    pub fn story_links(&self, event: i64) -> Result<Vec<StoryLinkRow>, StoreError> {
        self.story_links_where("event = ?1 ORDER BY probability DESC, story", [event])
    }

    /// What a person is asked, likeliest first.
    pub fn suggested_stories(&self) -> Result<Vec<StoryLinkRow>, StoreError> {
        self.story_links_where("decision = 'suggest' ORDER BY probability DESC, event, story", [])
    }

    /// The stories that each event from a day on is believed to be part of, by its
    /// row, with how likely each is, likeliest first.
    pub fn story_beliefs(
        &self,
        from: Date,
    ) -> Result<HashMap<i64, Vec<(String, f64)>>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT l.event, l.story, l.probability FROM event e JOIN story_link l ON l.event = e.row
             WHERE e.published = 1 AND e.day >= ?1 ORDER BY l.event, l.probability DESC, l.story",
        )?;
        let mut rows = statement.query([from.to_string()])?;
        let mut all: HashMap<i64, Vec<(String, f64)>> = HashMap::new();
        while let Some(row) = rows.next()? {
            all.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
        }
        Ok(all)
    }

    fn story_links_where(
        &self,
        clause: &str,
        by: impl rusqlite::Params,
    ) -> Result<Vec<StoryLinkRow>, StoreError> {
        self.all(&format!("{LINK} WHERE {clause}"), by, link)
    }

    /// Number of events linked to stories by computation, and of suggestions.
    pub fn story_link_counts(&self) -> Result<(u64, u64), StoreError> {
        Ok(self.sql().query_row(
            "SELECT count(*) FILTER (WHERE decision = 'link'),
                    count(*) FILTER (WHERE decision = 'suggest') FROM story_link",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?)
    }
}

impl Writer<'_> {
    /// Replaces an event's computed stories; `event` of the rows is not looked at.
    /// Where something changed, the keys of the stories that the event came to,
    /// left or is held to otherwise are returned, sorted.
    pub fn set_story_links(
        &self,
        event: i64,
        links: &[StoryLinkRow],
    ) -> Result<Option<Vec<String>>, StoreError> {
        let mut new: Vec<StoryLinkRow> =
            links.iter().map(|l| StoryLinkRow { event, ..l.clone() }).collect();
        new.sort_by(|a, b| {
            b.probability.total_cmp(&a.probability).then_with(|| a.story.cmp(&b.story))
        });
        let old = self.story_links(event)?;
        if old == new {
            return Ok(None);
        }
        self.sql().prepare_cached("DELETE FROM story_link WHERE event = ?1")?.execute([event])?;
        let mut insert = self
            .sql()
            .prepare_cached("INSERT OR IGNORE INTO story_link VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for l in &new {
            let why = write_why(&l.why);
            insert.execute(params![
                event,
                l.story,
                l.probability,
                l.decision.name(),
                l.weights,
                why
            ])?;
        }
        let mut keys: Vec<String> = old
            .iter()
            .filter(|o| !new.contains(o))
            .chain(new.iter().filter(|n| !old.contains(n)))
            .map(|l| l.story.clone())
            .collect();
        keys.sort();
        keys.dedup();
        Ok(Some(keys))
    }
}
