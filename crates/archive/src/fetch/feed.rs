//! What a feed's answer names: the pages of its entries, and when to come again.

use super::due::{self, Hints};
use annals_fetch::Answer;
use annals_import::feed::{self, Options, When};
use annals_model::Timestamp;
use std::time::Duration;

/// Entries of one answer whose pages are fetched: the newest.
const MOST: usize = 1_000;

/// What a feed says.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The pages of its entries.
    pub(super) pages: Vec<Named>,
    /// When it wants to be asked for again.
    pub(super) hints: Hints,
    /// Where the feed itself says that it has moved.
    pub(super) moved_to: Option<String>,
}

/// A page that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its address.
    pub(super) url: String,
    /// When it was published, or changed; where nobody says it, when it was named.
    pub(super) at: Timestamp,
    /// When it was changed, where somebody says it.
    pub(super) changed: Option<Timestamp>,
}

/// Reads a feed; the error says what the answer is instead.
pub(super) fn told(answer: &Answer) -> Result<Told, String> {
    let last = answer.last();
    let options = Options {
        url: Some(last.url.to_string()),
        content_type: last.header("content-type").map(str::to_owned),
        ..Options::default()
    };
    let feed = feed::read(&answer.body, &options).map_err(|refused| refused.to_string())?;
    let time = |when: &Option<When>| when.as_ref()?.value?.timestamp();
    let mut pages: Vec<Named> = Vec::new();
    for entry in &feed.entries {
        let Some(url) = entry.link.clone() else { continue };
        let (published, updated) = (time(&entry.published), time(&entry.updated));
        let at = published.or(updated).unwrap_or(last.at);
        pages.push(Named { url, at: at.min(last.at), changed: updated });
    }
    pages.sort_by(|a, b| (b.at, &a.url).cmp(&(a.at, &b.url)));
    pages.truncate(MOST);
    let about = feed.about;
    let minutes = |ttl: u32| Duration::from_secs(u64::from(ttl) * 60);
    let interval = [
        about.ttl.map(minutes).unwrap_or_default(),
        about.renewed_every.map(Duration::from_secs).unwrap_or_default(),
        fresh(answer),
    ];
    Ok(Told {
        pages,
        hints: Hints {
            interval: interval.into_iter().max().unwrap_or_default(),
            skip_hours: about.skip_hours,
            skip_days: about.skip_days,
        },
        moved_to: about.moved_to,
    })
}

/// How long an answer stays fresh.
pub(super) fn fresh(answer: &Answer) -> Duration {
    let last = answer.last();
    due::max_age(last.header("cache-control"), last.header("age"))
}
