//! Names with pages (stories, entities, categories) and which events belong to them.

use crate::events::parse;
use crate::{Reader, StoreError, Writer};
use annals_model::Date;
use rusqlite::params;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// What events are part of.
    Story,
    /// A person, place, organisation or other thing that events share.
    Entity,
    /// A heading of the event list.
    Category,
}

impl NameKind {
    /// Every kind.
    pub const ALL: [NameKind; 3] = [NameKind::Story, NameKind::Entity, NameKind::Category];

    /// As the database and messages write it.
    pub fn name(self) -> &'static str {
        match self {
            NameKind::Story => "story",
            NameKind::Entity => "entity",
            NameKind::Category => "category",
        }
    }

    /// The query for (key, event): what records say, and what is computed. An entity
    /// that is another counts as that one, a junk word as none.
    fn membership(self) -> &'static str {
        match self {
            NameKind::Story => {
                "SELECT key, event FROM belongs WHERE kind = 'story'
                 UNION SELECT story, event FROM story_link WHERE decision = 'link'"
            }
            NameKind::Entity => {
                "SELECT coalesce(i.into_key, b.key) AS key, b.event
                 FROM belongs b LEFT JOIN identity i ON i.key = b.key
                 WHERE b.kind = 'entity' AND NOT coalesce(i.junk, 0)
                 UNION SELECT coalesce(i.into_key, m.key), m.event
                 FROM mention m LEFT JOIN identity i ON i.key = m.key
                 WHERE NOT coalesce(i.junk, 0)
                   AND (m.confirmed OR coalesce(i.confirmed, 0) OR i.into_key IS NOT NULL)"
            }
            NameKind::Category => "SELECT key, event FROM belongs WHERE kind = 'category'",
        }
    }
}

/// A name with its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its identity among the names of its kind.
    pub key: String,
    /// As people read it.
    pub title: String,
    /// Its page's path without suffix.
    pub path: String,
}

/// A story that stands directly under another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoryEdge {
    /// Key of the whole.
    pub parent: String,
    /// Key of the part.
    pub child: String,
    /// Number of events whose headings say so.
    pub events: u64,
}

impl Reader<'_> {
    /// One name.
    pub fn name(&self, kind: NameKind, key: &str) -> Result<Option<Name>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT key, title, path FROM name WHERE kind = ?1 AND key = ?2")?;
        let mut rows = statement.query([kind.name(), key])?;
        Ok(match rows.next()? {
            Some(r) => Some(Name { key: r.get(0)?, title: r.get(1)?, path: r.get(2)? }),
            None => None,
        })
    }

    /// Every name of a kind, by key.
    pub fn names(&self, kind: NameKind) -> Result<Vec<Name>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached("SELECT key, title, path FROM name WHERE kind = ?1 ORDER BY key")?;
        let rows = statement.query_map([kind.name()], |r| {
            Ok(Name { key: r.get(0)?, title: r.get(1)?, path: r.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a page's path is taken by a name.
    pub fn name_path_is_taken(&self, path: &str) -> Result<bool, StoreError> {
        Ok(self
            .sql()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM name WHERE path = ?1)")?
            .query_row([path], |r| r.get(0))?)
    }

    /// Rows and days of the published events that belong to a name, by day and id,
    /// those that are linked to it by computation too.
    pub fn members(&self, kind: NameKind, key: &str) -> Result<Vec<(i64, Date)>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!(
            "SELECT event.row, event.day FROM ({}) AS m JOIN event ON event.row = m.event
             WHERE m.key = ?1 AND published ORDER BY day, id",
            kind.membership()
        ))?;
        let mut rows = statement.query([key])?;
        let mut members = Vec::new();
        while let Some(r) = rows.next()? {
            members.push((r.get(0)?, parse(r.get_ref(1)?.as_str().unwrap_or_default(), "day")?));
        }
        Ok(members)
    }

    /// Keys of the names of a kind that an event belongs to, by computation too, sorted.
    pub fn names_of(&self, kind: NameKind, event: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.sql().prepare_cached(&format!(
            "SELECT key FROM ({}) WHERE event = ?1 ORDER BY key",
            kind.membership()
        ))?;
        let rows = statement.query_map([event], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every membership of a kind: (key, row of the event), those by computation too, in
    /// no order. Those of events that readers do not see are among them: asking each
    /// event whether they do would read most of the file, and who has the heads knows.
    pub fn memberships(&self, kind: NameKind) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = self
            .sql()
            .prepare_cached(&format!("SELECT key, event FROM ({})", kind.membership()))?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Which stories stand under which, as the published events' headings say.
    pub fn story_edges(&self) -> Result<Vec<StoryEdge>, StoreError> {
        let mut statement = self.sql().prepare_cached(
            "SELECT parent, child, count(*) FROM story_edge
             JOIN event ON event.row = story_edge.event WHERE published
             GROUP BY parent, child ORDER BY parent, child",
        )?;
        let rows = statement.query_map([], |r| {
            Ok(StoryEdge { parent: r.get(0)?, child: r.get(1)?, events: r.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Gives a name its page, once.
    pub fn add_name(&self, kind: NameKind, name: &Name) -> Result<(), StoreError> {
        self.sql().prepare_cached("INSERT INTO name VALUES (?1, ?2, ?3, ?4)")?.execute([
            kind.name(),
            &name.key,
            &name.title,
            &name.path,
        ])?;
        Ok(())
    }

    /// Sets which names an event belongs to and which story edges its headings give.
    pub fn set_belongings(
        &self,
        event: i64,
        names: &[(NameKind, String)],
        edges: &[(String, String)],
    ) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM belongs WHERE event = ?1")?.execute([event])?;
        self.sql().prepare_cached("DELETE FROM story_edge WHERE event = ?1")?.execute([event])?;
        let mut belongs =
            self.sql().prepare_cached("INSERT OR IGNORE INTO belongs VALUES (?1, ?2, ?3)")?;
        for (kind, key) in names {
            belongs.execute(params![kind.name(), key, event])?;
        }
        let mut edge =
            self.sql().prepare_cached("INSERT OR IGNORE INTO story_edge VALUES (?1, ?2, ?3)")?;
        for (parent, child) in edges {
            edge.execute(params![parent, child, event])?;
        }
        Ok(())
    }
}
