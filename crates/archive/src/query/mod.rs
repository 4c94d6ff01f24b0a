//! What programs ask an archive for: lists with filters, one page of each at a
//! time, and what changed.
//!
//! A page of a list begins behind a *place*: the last thing of the page before, so
//! that what is added or goes in between neither repeats nor hides anything else.
//! Everything here reads a [`State`](crate::live::State), which holds what all pages
//! share, and the database; nothing is computed for every event of the archive that
//! could be looked up.

mod articles;
mod changes;
mod events;
mod hosts;
mod names;
mod revisions;

pub use articles::{ArticleLine, ArticleWhole, EventOfArticle, article, articles};
pub use changes::{Changed, ChangedPage, Gone, START, changes};
pub use events::{Filter, Found, Order, Place, Standing, event, events, places_of};
pub use hosts::{Host, Hosts, host_names};
pub use names::{NameLine, NameOrder, NamePlace, name, names};
pub use revisions::{Comparison, Difference, compare, difference, last_revision, revisions};

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Whether there is more behind it.
    pub more: bool,
    /// Number of things on all pages.
    pub total: u64,
}
