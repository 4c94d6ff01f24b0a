//! The hosts whose pages events cite, as addresses name them.
//!
//! A cited page is kept as its address without scheme and `www.`
//! ([`annals_model::Source::page_key`]), so that it begins with its host.

use crate::{Reader, StoreError};
use annals_model::Date;
use rusqlite::Row;

/// A host with how often it is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostCount {
    /// The host, with its port where the address names one.
    pub host: String,
    /// Published events that cite it.
    pub events: u64,
    /// First day of those.
    pub first: Date,
    /// Last day of those.
    pub last: Date,
}

fn host(row: &Row<'_>) -> Result<HostCount, StoreError> {
    let day = |at| crate::events::parse(row.get_ref(at)?.as_str().unwrap_or_default(), "day");
    Ok(HostCount { host: row.get(0)?, events: row.get(1)?, first: day(2)?, last: day(3)? })
}

impl Reader<'_> {
    /// Every host that published events cite, by name.
    pub fn cited_hosts(&self) -> Result<Vec<HostCount>, StoreError> {
        self.all(
            "SELECT substr(page, 1, length(page) - length(ltrim(page, replace(replace(page, '/', ''), '?', '')))) AS host,
                    count(DISTINCT event), min(day), max(day)
             FROM cited JOIN event ON event.row = cited.event
             WHERE published GROUP BY host HAVING host <> '' ORDER BY host",
            [],
            host,
        )
    }

    /// Rows of the events that cite a page of a host, sorted, each once.
    pub fn events_citing_host(&self, host: &str) -> Result<Vec<i64>, StoreError> {
        // A page is the host alone, or goes on with `/` or `?`: ranges of the index.
        self.all(
            "SELECT event FROM cited WHERE page = ?1
             UNION SELECT event FROM cited WHERE page >= ?1 || '/' AND page < ?1 || '0'
             UNION SELECT event FROM cited WHERE page >= ?1 || '?' AND page < ?1 || '@'
             ORDER BY event",
            [host],
            |r| Ok(r.get(0)?),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::Store;
    use annals_model::{EventId, Record, Source, Status, Text, date};

    #[test]
    fn hosts_are_counted_and_found() {
        let store = Store::in_memory().unwrap();
        let writer = store.write().unwrap();
        let pages = [
            "https://www.un.org/a?b=c",
            "http://un.org",
            "https://un.org?q=/x",
            "https://un.organic/a",
        ];
        for (n, url) in pages.into_iter().enumerate() {
            let day = date(2016, 9, i8::try_from(n).unwrap() + 1);
            let record = Record {
                day,
                statement: Text::plain("x"),
                category: None,
                stories: Vec::new(),
                summary: None,
                sources: vec![Source::named("UN", Some(url.to_owned()))],
                image: None,
                lang: "en".into(),
                under: None,
                status: Status::Published,
            };
            let id: EventId = format!("{}aaaaaaaaaaa", ["a", "b", "c", "d"][n]).parse().unwrap();
            writer.add_event(id, &format!("/{n}"), &record).unwrap();
        }
        let hosts = writer.cited_hosts().unwrap();
        let counts: Vec<_> = hosts.iter().map(|h| (h.host.as_str(), h.events)).collect();
        assert_eq!(counts, [("un.org", 3), ("un.organic", 1)]);
        assert_eq!((hosts[0].first, hosts[0].last), (date(2016, 9, 1), date(2016, 9, 3)));
        assert_eq!(writer.events_citing_host("un.org").unwrap().len(), 3);
        assert_eq!(writer.events_citing_host("un.or").unwrap().len(), 0);
    }
}
