//! The feeds: of all events, of one story's, of what a saved search finds.

use super::Rendering;
use crate::ArchiveError;
use crate::pages::{self, Edition, Snapshot, Subject};
use crate::search::{Extent, Question, Searcher, Sort};
use annals_model::Status;
use annals_publish::feeds::{self, Feed};
use annals_publish::wire::Item;
use annals_store::{Reader, SavedSearch};

/// Events in a feed: a busy week of the largest list.
const FEED_ITEMS: usize = 50;

/// The suffixes of a feed's three forms.
pub(crate) const FEED_SUFFIXES: [&str; 3] = ["atom", "rss", "json"];

/// What a feed is of.
#[derive(Debug)]
pub(crate) struct FeedOf {
    title: String,
    /// Path of the page that it belongs to, without suffix.
    url: String,
    /// Its own path, without suffix.
    pub(crate) path: String,
    items: Vec<Item>,
}

impl FeedOf {
    /// The newest events of an edition.
    pub(crate) fn edition(
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        edition: &Edition,
        title: &str,
    ) -> Result<FeedOf, ArchiveError> {
        let days = edition.days.values().rev();
        let newest = days.flat_map(|e| e.iter().rev()).take(FEED_ITEMS).copied();
        let mut newest: Vec<u32> = newest.collect();
        newest.sort_unstable();
        Ok(FeedOf {
            title: title.to_owned(),
            url: format!("{}/index", edition.prefix),
            path: format!("{}/feeds/all", edition.prefix),
            items: items(snapshot, reader, &newest)?,
        })
    }

    /// The newest events of a story.
    pub(crate) fn story(
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        subject: &Subject,
    ) -> Result<FeedOf, ArchiveError> {
        let from = subject.events.len().saturating_sub(FEED_ITEMS);
        Ok(FeedOf {
            title: subject.name.title.clone(),
            url: subject.name.path.clone(),
            path: pages::story_feed(&subject.name.path),
            items: items(snapshot, reader, &subject.events[from..])?,
        })
    }

    /// What a saved search finds, newest first.
    pub(crate) fn search(
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        searcher: &Searcher,
        search: &SavedSearch,
        title: &str,
    ) -> Result<FeedOf, ArchiveError> {
        let question = Question {
            query: search.query.clone(),
            sort: Sort::Newest,
            limit: FEED_ITEMS,
            extent: Extent::Hits,
            ..Question::default()
        };
        let mut events = Vec::with_capacity(FEED_ITEMS);
        for hit in searcher.index().search(&question)?.hits {
            events.extend(reader.event_in(hit.row)?);
        }
        // The index may know less than the archive for a moment.
        events.retain(|event| event.record.status == Status::Published);
        let mut items = pages::items(snapshot, reader, &events)?;
        // What it stands under may not be among them.
        for item in &mut items {
            item.under = None;
        }
        Ok(FeedOf {
            title: format!("{title}: {}", search.query),
            url: "/index".to_owned(),
            path: search_feed(&search.name),
            items,
        })
    }

    /// Appends the feed in the form of a suffix of [`FEED_SUFFIXES`].
    pub(crate) fn write(&self, rendering: &Rendering, suffix: &str, out: &mut Vec<u8>) {
        let newest = self.items.first().map_or("1970-01-01", |i| i.day.as_str());
        let feed = Feed {
            title: &self.title,
            url: &self.url,
            self_path: &self.path,
            items: &self.items,
            updated: &format!("{newest}T00:00:00Z"),
        };
        match suffix {
            "atom" => feeds::atom(&feed, &rendering.settings, out),
            "rss" => feeds::rss(&feed, &rendering.settings, out),
            _ => feeds::json_feed(&feed, &rendering.settings, out),
        }
    }
}

/// The path of a saved search's feed, without suffix.
pub(crate) fn search_feed(name: &str) -> String {
    format!("/feeds/searches/{name}")
}

/// Newest first, as feeds have them.
fn items(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    positions: &[u32],
) -> Result<Vec<Item>, ArchiveError> {
    let mut events = Vec::with_capacity(positions.len());
    for at in positions.iter().rev() {
        events.extend(reader.event_in(snapshot.heads[*at as usize].row)?);
    }
    pages::items(snapshot, reader, &events)
}
