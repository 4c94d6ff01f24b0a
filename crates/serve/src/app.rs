//! What every answer needs: the archive, its site, what is kept of it, the clock.

use crate::answer::Problem;
use crate::cache::Cache;
use crate::ops::{Limits, Ops};
use annals_archive::live::{Changed, Live};
use annals_archive::{Archive, ArchiveError};
use annals_model::Timestamp;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Where the time comes from; tests have their own.
pub type Clock = fn() -> Timestamp;

/// What a server's owner decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the site stands, `https://news.example.org`, without a final slash;
    /// the archive's own setting where it is `None`.
    pub base_url: Option<String>,
    /// Bytes of rendered pages that are kept in memory.
    pub cache_bytes: usize,
    /// Questions that are worked on at the same time; further ones wait.
    pub working: usize,
    /// How long a question waits for its turn before it is turned away.
    pub patience: Duration,
    /// What clients may ask for.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            base_url: None,
            cache_bytes: 128 << 20,
            // Each holds a database connection with its page cache.
            working: 8,
            patience: Duration::from_secs(5),
            limits: Limits::default(),
        }
    }
}

/// Page cache of a database connection, in KiB. Larger ones make pages no faster:
/// the system keeps the file's pages for all connections.
const READER_CACHE: u32 = 4 * 1024;

/// A served archive.
#[derive(Debug)]
pub struct App {
    /// Its site.
    pub live: Live,
    /// What its owner decided.
    pub settings: Settings,
    /// The time.
    pub clock: Clock,
    /// How the server fares.
    pub ops: Ops,
    pub(crate) cache: Cache,
    working: Semaphore,
}

impl App {
    /// Opens an archive for serving.
    pub fn open(
        archive: Archive,
        settings: Settings,
        clock: Clock,
    ) -> Result<Arc<App>, ArchiveError> {
        archive.store.set_cache(READER_CACHE);
        let live = Live::open(Arc::new(archive), settings.base_url.as_deref())?;
        let base_url = live.rendering().settings.base_url.as_deref();
        Ok(Arc::new(App {
            ops: Ops::new(&settings, base_url),
            live,
            clock,
            cache: Cache::new(settings.cache_bytes),
            working: Semaphore::new(settings.working),
            settings,
        }))
    }

    /// The archive.
    pub fn archive(&self) -> &Arc<Archive> {
        self.live.archive()
    }

    /// Does work that reads or writes the archive, away from the network's threads.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<App>,
        work: impl FnOnce(&App) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = tokio::time::timeout(self.settings.patience, self.working.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Problem::busy()) };
        let app = Arc::clone(self);
        // A fault in one answer must not end the server.
        tokio::task::spawn_blocking(move || work(&app)).await.unwrap_or_else(|fault| {
            tracing::error!(%fault, "an answer failed");
            Err(Problem::internal())
        })
    }

    /// Number of questions that are worked on now.
    pub(crate) fn working_now(&self) -> usize {
        self.settings.working.saturating_sub(self.working.available_permits())
    }

    /// Takes over what changed in the archive; what was kept of changed pages goes.
    /// Who edits calls this before the answer, so that people see their own changes.
    pub fn refresh(&self) -> Result<(), ArchiveError> {
        let began = Instant::now();
        match self.live.refresh()? {
            Changed::Nothing => self.ops.checked(None),
            Changed::Events(shown) => {
                self.cache.forget(self.live.state().change, &shown);
                self.ops.checked(Some(began.elapsed()));
            }
        }
        Ok(())
    }

    /// Keeps the site up to date with an archive that others write to, for ever.
    /// Rests several times as long as a refresh takes, so that a long import
    /// beside the server costs it a small share of its time.
    pub(crate) fn follow(&self) {
        const SHORTEST_REST: Duration = Duration::from_millis(500);
        const RESTS: u32 = 5;
        loop {
            let began = Instant::now();
            if let Err(error) = self.refresh() {
                tracing::warn!(%error, "the archive could not be read anew");
            }
            std::thread::sleep(SHORTEST_REST.max(began.elapsed() * RESTS));
        }
    }
}
