//! Checks that only SQL can make: the file's own soundness and dangling rows.

use crate::{Reader, StoreError};

/// What must never be found, as a query that finds it, and what to call it.
const RULES: &[(&str, &str)] = &[
    (
        "an event without a revision",
        "SELECT id FROM event WHERE NOT EXISTS (SELECT 1 FROM revision WHERE event = event.row)",
    ),
    (
        "a revision without an event",
        "SELECT event || '/' || number FROM revision
         WHERE event NOT IN (SELECT row FROM event)",
    ),
    (
        "revisions that are not numbered from 1 without a gap",
        "SELECT event.id FROM revision JOIN event ON event.row = revision.event
         GROUP BY event HAVING min(number) <> 1 OR max(number) <> count(*)",
    ),
    (
        "an older address without an event",
        "SELECT path FROM old_path WHERE event NOT IN (SELECT row FROM event)",
    ),
    (
        "a belonging to a name without a page",
        "SELECT kind || ' ' || key FROM belongs
         WHERE NOT EXISTS (SELECT 1 FROM name WHERE name.kind = belongs.kind AND name.key = belongs.key)",
    ),
    (
        "a link to an event that is not there",
        "SELECT event || '>' || other FROM related
         WHERE other NOT IN (SELECT row FROM event) OR event NOT IN (SELECT row FROM event)",
    ),
    (
        "an article that nobody told",
        "SELECT page FROM article WHERE NOT EXISTS
         (SELECT 1 FROM telling WHERE telling.article = article.row)",
    ),
    (
        "tellings that are not numbered from 1 without a gap",
        "SELECT article.page FROM telling JOIN article ON article.row = telling.article
         GROUP BY article HAVING min(number) <> 1 OR max(number) <> count(*)",
    ),
    (
        "a telling of a capture that is not there",
        "SELECT article || '/' || number FROM telling
         WHERE capture IS NOT NULL AND capture NOT IN (SELECT row FROM capture)",
    ),
    (
        "a capture behind the end of its file",
        "SELECT capture.file || ' ' || offset FROM capture
         LEFT JOIN capture_file ON capture_file.file = capture.file
         WHERE offset + capture.length > coalesce(capture_file.length, 0)",
    ),
    (
        "a record of captures behind the end of its file",
        "SELECT captured.file || ' ' || offset FROM captured
         LEFT JOIN capture_file ON capture_file.file = captured.file
         WHERE offset + captured.length + request > coalesce(capture_file.length, 0)",
    ),
    (
        "corrections that are not numbered from 1 without a gap",
        "SELECT max(number) FROM correction HAVING min(number) <> 1 OR max(number) <> count(*)",
    ),
    (
        "an entity that is another which is another again",
        "SELECT i.key FROM identity i JOIN identity j ON j.key = i.into_key
         WHERE j.into_key IS NOT NULL",
    ),
    (
        "a story that an event is linked to and that has no page",
        "SELECT story FROM story_link
         WHERE NOT EXISTS (SELECT 1 FROM name WHERE kind = 'story' AND key = story)",
    ),
    (
        "a link to an article that is not there",
        "SELECT page FROM article_link WHERE page NOT IN (SELECT page FROM article)",
    ),
    (
        "a draft of an article that is not there",
        "SELECT page FROM draft_article WHERE page NOT IN (SELECT page FROM article)",
    ),
    (
        "a background of an event that is not there",
        "SELECT event || '>' || other FROM background
         WHERE other NOT IN (SELECT row FROM event) OR event NOT IN (SELECT row FROM event)",
    ),
    (
        "a link of an event to itself",
        "SELECT event FROM related WHERE event = other",
    ),
];

impl Reader<'_> {
    /// Lists what is wrong with the database: the rule that is broken and up to
    /// ten of the rows that break it. Empty where all is well.
    pub fn verify(&self) -> Result<Vec<String>, StoreError> {
        let mut wrong = Vec::new();
        let mut statement = self.sql().prepare("PRAGMA integrity_check(10)")?;
        let lines = statement.query_map([], |r| r.get::<_, String>(0))?;
        for line in lines.collect::<Result<Vec<_>, _>>()? {
            if line != "ok" {
                wrong.push(format!("the database file is damaged: {line}"));
            }
        }
        for (name, sql) in RULES {
            let mut statement = self.sql().prepare(&format!("{sql} LIMIT 10"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let at: rusqlite::types::Value = row.get(0)?;
                let at = match at {
                    rusqlite::types::Value::Text(text) => text,
                    other => format!("{other:?}"),
                };
                wrong.push(format!("{name}: {at}"));
            }
        }
        Ok(wrong)
    }
}
