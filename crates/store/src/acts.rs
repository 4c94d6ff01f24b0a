//! What editing asks of events: the revisions of one act, what stands under an
//! event, and taking an event that readers no longer see out of what is computed.

use crate::{Reader, StoreError, Writer};
use annals_model::{EventId, Timestamp};

impl Reader<'_> {
    /// The editors' revisions that became known at one moment: rows of their events
    /// with their numbers, by row.
    pub fn revisions_of_act(&self, known_at: Timestamp) -> Result<Vec<(i64, u32)>, StoreError> {
        self.all(
            "SELECT event, number FROM revision
             WHERE by_kind = 'editor' AND known_at = ?1 ORDER BY event, number",
            [known_at.as_microsecond()],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
    }

    /// Whether something that a person did has this moment.
    pub fn is_moment_of_act(&self, moment: Timestamp) -> Result<bool, StoreError> {
        Ok(self
            .sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM revision
                                WHERE by_kind = 'editor' AND known_at = ?1)
                     OR EXISTS (SELECT 1 FROM correction WHERE recorded_at = ?1)",
            )?
            .query_row([moment.as_microsecond()], |r| r.get(0))?)
    }

    /// Rows of the events that were told under another.
    pub fn told_under(&self, id: EventId) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT row FROM event WHERE under = ?1 ORDER BY row";
        self.all(sql, [id.as_str()], |r| Ok(r.get(0)?))
    }
}

impl Writer<'_> {
    /// Takes an event out of every list that is computed: its own and those of
    /// others. Returns the rows of the others, sorted.
    pub fn drop_links(&self, event: i64) -> Result<Vec<i64>, StoreError> {
        let mut others = self.all(
            "SELECT other FROM related WHERE event = ?1
             UNION SELECT event FROM related WHERE other = ?1
             UNION SELECT event FROM background WHERE other = ?1",
            [event],
            |r| Ok(r.get(0)?),
        )?;
        for sql in [
            "DELETE FROM related WHERE event = ?1 OR other = ?1",
            "DELETE FROM background WHERE event = ?1 OR other = ?1",
            "DELETE FROM named WHERE event = ?1",
            "DELETE FROM mention WHERE event = ?1",
            "DELETE FROM story_link WHERE event = ?1",
        ] {
            self.sql().prepare_cached(sql)?.execute([event])?;
        }
        others.sort_unstable();
        Ok(others)
    }
}
