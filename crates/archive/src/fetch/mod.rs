//! Fetching: what changed is asked for, kept with its proof, and asked for again when
//! it is due.
//!
//! One [`run`] is a round. Current Events pages have a way of their own
//! ([`crate::upstream`]) and come first, because the events' sources are fetched, too.
//!
//! 1. `wanted.rs` says what is due: feeds, sitemaps and watched pages of the settings,
//!    feeds of imported lists, pages that feeds and sitemaps named, sources of events.
//! 2. `queue.rs` puts it in order, by host; `round.rs` asks several hosts at the same
//!    time and each for one thing at a time. The client keeps the manners.
//! 3. `outcome.rs` says what an answer is, `due.rs` when its address is asked for again,
//!    `feed.rs` and `sitemap.rs` what it names.
//! 4. `take.rs` keeps the answers, what they name, the state of their addresses and what
//!    was learned of their hosts in one transaction. A killed round has asked in vain for
//!    what was on its way, one thing a host, and goes on with the rest.
//!
//! Only one process fetches for an archive at a time.

mod client;
mod due;
mod feed;
mod memory;
mod moved;
mod outcome;
mod queue;
mod report;
mod round;
mod sitemap;
mod take;
mod wanted;
mod wcep;

pub use client::{Clock, client};
pub use report::{Problem, Progress, Report};
pub use wanted::next_due;
pub use wcep::Days;

use crate::config::Period;
use crate::config::fetch::{Address, SITEMAP_NEWER};
use crate::{Archive, ArchiveError};
use annals_fetch::Fetch;
use annals_model::Timestamp;
use std::fs::File;
use std::sync::atomic::AtomicBool;

/// What is to be fetched.
#[derive(Debug, Clone)]
pub enum Wish {
    /// Everything that is followed and due.
    All,
    /// Current Events pages of the wiki of the settings: what was edited since the last
    /// time, whether it is due or not.
    Wcep {
        /// Of which days.
        days: Days,
    },
    /// Feeds: these; those that are followed and due, where none is named.
    Feeds {
        /// Which ones.
        named: Vec<Address>,
        /// Whether they are followed from then on.
        follow: Follow,
    },
    /// Sitemaps: these; those of the settings that are due, where none is named.
    Sitemaps {
        /// Which ones.
        named: Vec<Address>,
        /// How new pages must be.
        newer: Period,
    },
    /// Pages: these; those that are due, where none is named.
    Pages {
        /// Which ones.
        named: Vec<Address>,
    },
}

/// Whether a feed that a person names is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// From now on.
    Yes,
    /// This once.
    No,
}

/// Which of the things that are followed are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Due {
    /// Those whose time has come.
    #[default]
    Only,
    /// All of them; what has an end (gone, dead) stays at rest.
    All,
}

/// How a round goes.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What time it is.
    pub clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// Which of the things that are followed are asked for.
    pub due: Due,
    /// When this becomes true, nothing more is asked for; what is on its way is kept.
    pub stop: Option<&'a AtomicBool>,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("due", &self.due).finish_non_exhaustive()
    }
}

impl Wish {
    /// Sitemaps with the usual bound on the age of pages.
    pub fn sitemaps(named: Vec<Address>) -> Wish {
        Wish::Sitemaps { named, newer: SITEMAP_NEWER }
    }
}

/// Fetches everything that is followed and due.
///
/// # Errors
/// As [`run`].
pub fn all(
    archive: &Archive,
    network: &dyn Fetch,
    options: &Options<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report, ArchiveError> {
    run(archive, network, &Wish::All, options, progress)
}

/// Fetches what is wished for, and what that names. What was kept before an error stays.
///
/// # Errors
/// [`ArchiveError`]: the database or the captures cannot be used, or another process
/// fetches for this archive. What goes wrong with an address stands in the report.
pub fn run(
    archive: &Archive,
    network: &dyn Fetch,
    wish: &Wish,
    options: &Options<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report, ArchiveError> {
    let _only_one = lock(archive)?;
    let mut memory = memory::Memory::recall(archive, network)?;
    let mut report = Report::default();
    let wcep = match wish {
        Wish::All => wcep::if_due(archive, network, options, progress)?,
        Wish::Wcep { days } => Some(wcep::fetch(archive, network, *days, options, progress)?),
        _ => None,
    };
    if let Some(wcep) = wcep {
        report.add(wcep);
        let writer = archive.store.write()?;
        memory.keep(&writer, network)?;
        writer.commit()?;
    }
    let jobs = wanted::jobs(archive, wish, options)?;
    report.add(round::run(archive, network, &mut memory, jobs, options, progress)?);
    Ok(report)
}

/// Follows a feed no longer, if it is followed by the list of feeds; returns whether it
/// was. What was kept of it stays.
///
/// # Errors
/// [`ArchiveError::Store`]
pub fn unfollow(archive: &Archive, feed: &Address) -> Result<bool, ArchiveError> {
    let writer = archive.store.write()?;
    let followed = writer.unsubscribe(feed.as_str())?;
    if followed {
        writer.forget_fetched(&crate::articles::key(feed.as_str()))?;
    }
    writer.commit()?;
    Ok(followed)
}

/// The right to fetch for an archive; the system takes it back when the process ends.
pub(crate) fn lock(archive: &Archive) -> Result<File, ArchiveError> {
    let path = archive.dir.join("fetch.lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| ArchiveError::Folder(path.clone(), error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(ArchiveError::Refused(
            "another process fetches for this archive\nhint: try again when it is done".into(),
        )),
        Err(std::fs::TryLockError::Error(error)) => Err(ArchiveError::Folder(path, error)),
    }
}
