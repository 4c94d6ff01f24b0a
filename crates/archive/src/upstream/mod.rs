//! Following a wiki's day pages: every edit there becomes a revision here, with its time
//! and author, unless it looks like damage.
//!
//! [`run`] asks which pages changed, and reads of those only the revisions that are not
//! recorded yet (`round.rs`). A page's revisions are recorded in the order in which they
//! were saved (`follow.rs`), together with how far that is, in one transaction: a killed
//! process loses nothing, and what is recorded is not asked for again.
//!
//! The archive remembers which event each bullet of a page is. So a bullet is the same
//! event however it is reworded (`lineage.rs`), and only what an edit changed is told.
//!
//! What is not taken:
//! - **Revisions that the wiki took back** (`reverts.rs`): a later one has the text of an
//!   earlier one again, or says that it undoes it. Most damage is seen by that alone.
//! - **Suspicious bullets** (`judge`): they are held with the reason, the text, the author
//!   and the time, wait in the queue, and are no event and no address until a person
//!   accepts them ([`accept`]); the rest of their revision is taken. What is held is
//!   superseded when the page no longer says it.
//! - **Removals**. That a list has an event no more does not say that it did not happen:
//!   bullets are merged, moved to another day, cut for room. An event that readers have
//!   seen stays as it is, and the removal waits in the queue, where a person withdraws
//!   the event or keeps it; put back, it is the same event, and nothing waits any more.
//!   An event that came and went before the page's history was recorded to its end was
//!   never shown: it is held as any doubtful event. Removals of most of a page at once are
//!   one entry of the queue, and the bullets count as listed until a person decides.

mod answer;
mod bullets;
mod follow;
mod judge;
mod lineage;
mod reverts;
mod round;
mod titles;

pub use answer::{accept, refuse};
pub(crate) use answer::{accept_within, refuse_within};
pub use round::run;
pub use titles::{TitleError, TitlePattern};

use crate::ingest::Problem;
use annals_fetch::mediawiki::Patience;
use annals_model::{Date, Timestamp};
use serde::Serialize;
use std::time::Duration;
use url::Url;

/// Days behind today that are looked at where no range is given.
pub const DAYS: u16 = 7;

/// Which pages of which wiki are followed.
#[derive(Debug, Clone)]
pub struct Options {
    /// The wiki's interface: `https://en.wikipedia.org/w/api.php`.
    pub api: Url,
    /// What the pages are called.
    pub titles: TitlePattern,
    /// Language of the pages, BCP 47.
    pub lang: String,
    /// The first day; `None`: `days` before the last, and the pages that were edited
    /// lately, whatever their day.
    pub from: Option<Date>,
    /// Days before the last that are looked at where no first one is given.
    pub days: u16,
    /// The last day; `None`: tomorrow, which has begun somewhere.
    pub to: Option<Date>,
    /// How waiting is done where the wiki asks for it.
    pub patience: Patience,
    /// When the archive records it.
    pub now: Timestamp,
}

impl Options {
    /// The Current Events portal of the English Wikipedia, or of a wiki like it: its
    /// last days, with two minutes of patience.
    pub fn new(api: Url, now: Timestamp) -> Options {
        Options {
            api,
            titles: TitlePattern::default(),
            lang: "en".to_owned(),
            from: None,
            days: DAYS,
            to: None,
            patience: Patience { wait: std::thread::sleep, most: Duration::from_secs(120) },
            now,
        }
    }
}

/// What a round came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Requests that were answered.
    pub asked: u64,
    /// Bytes of their bodies as they were sent.
    pub bytes: u64,
    /// Pages that were asked about.
    pub pages: u64,
    /// Pages among them that are not there (yet).
    pub missing: u64,
    /// Pages that had revisions to record.
    pub edited: u64,
    /// Revisions of pages that are recorded now.
    pub revisions: u64,
    /// Events that are new.
    pub new: u64,
    /// Times that an edit made an event say something else.
    pub changed: u64,
    /// Events held back for a person because they may be known ones, or are listed no more.
    pub held: u64,
    /// Bullets that are held because they look like damage, and no event.
    pub quarantined: u64,
    /// Revisions that were not taken because the wiki took them back.
    pub reverted: u64,
    /// Removals of events that wait for a person.
    pub removals: u64,
    /// Pages that are left for the next round, because something stopped this one.
    pub unfinished: u64,
    /// Seconds after which the wiki wants to be asked again, where it said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later: Option<u64>,
    /// Everything odd, with place and what was done.
    pub problems: Vec<Problem>,
}

/// How far a round has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Pages that are done.
    pub done: u64,
    /// Pages in all.
    pub total: u64,
    /// Revisions recorded.
    pub revisions: u64,
    /// Requests so far.
    pub asked: u64,
    /// The page at hand.
    pub title: String,
}
