//! Which records are meant: those of an event's sources, of a time, or all.

use super::CaptureError;
use crate::articles;
use annals_model::Timestamp;
use annals_store::{Reader, RecordOrder, StoredRecord};
use std::collections::{BTreeSet, HashSet};

/// Redirects that are followed, as browsers do.
const HOPS: usize = 20;

/// What is asked for; everything where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Keys of pages; `None`: of all.
    pub pages: Option<BTreeSet<String>>,
    /// Captured at this moment or after it.
    pub from: Option<Timestamp>,
    /// Captured before this moment.
    pub before: Option<Timestamp>,
}

impl Wanted {
    /// The pages of events: those that they cite, those of the articles that tell of
    /// them, and where these lead. `rows` are the events' rows.
    ///
    /// # Errors
    /// [`CaptureError::Store`]
    pub fn of_events(reader: &Reader<'_>, rows: &[i64]) -> Result<Wanted, CaptureError> {
        let mut pages = BTreeSet::new();
        for row in rows {
            let mut own: Vec<String> =
                reader.articles_of(*row)?.into_iter().map(|link| link.page).collect();
            if let Some(event) = reader.event_in(*row)? {
                let cited = event.record.sources.iter().filter_map(|s| s.url.as_deref());
                own.extend(cited.map(articles::key));
            }
            for page in own {
                pages.extend(followed(reader, &page)?);
            }
        }
        Ok(Wanted { pages: Some(pages), ..Wanted::default() })
    }

    fn covers(&self, record: &StoredRecord) -> bool {
        self.from.is_none_or(|from| record.at >= from)
            && self.before.is_none_or(|before| record.at < before)
    }

    /// The rows of the records that are meant, and of those whose bytes they repeat;
    /// `None` for all.
    pub(super) fn rows(&self, reader: &Reader<'_>) -> Result<Option<HashSet<i64>>, CaptureError> {
        if self.pages.is_none() && self.from.is_none() && self.before.is_none() {
            return Ok(None);
        }
        let mut rows = HashSet::new();
        let mut take = |record: &StoredRecord| {
            if self.covers(record) {
                rows.insert(record.row);
                rows.extend(record.repeats);
            }
        };
        match &self.pages {
            Some(pages) => {
                for page in pages {
                    reader.records_of(page)?.iter().for_each(&mut take);
                }
            }
            None => reader.each_record::<CaptureError>(RecordOrder::Place, |record| {
                take(&record);
                Ok(())
            })?,
        }
        Ok(Some(rows))
    }
}

/// A page, and the pages to which it led when it was asked for last, one after the other.
///
/// # Errors
/// [`CaptureError::Store`]
pub fn followed(reader: &Reader<'_>, page: &str) -> Result<Vec<String>, CaptureError> {
    let mut pages = vec![page.to_owned()];
    while pages.len() <= HOPS {
        let last = pages.last().map_or(page, String::as_str);
        let Some(to) = reader.last_redirect(last)?.and_then(|redirect| redirect.location) else {
            break;
        };
        let next = articles::key(&to);
        // To another spelling of the same page, or round in a circle.
        if pages.contains(&next) {
            break;
        }
        pages.push(next);
    }
    Ok(pages)
}
