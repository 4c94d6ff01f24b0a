//! What every answer needs: the archive, its site, what is kept of it, the clock.

use crate::answer::Problem;
use crate::cache::Cache;
use crate::edit::Settler;
use crate::ops::{Limits, Ops};
use annals_archive::live::{Changed, Live};
use annals_archive::search::Searcher;
use annals_archive::watch::Status;
use annals_archive::{Archive, ArchiveError};
use annals_model::Timestamp;
use std::sync::{Arc, OnceLock};
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
    /// The watcher beside the server, whose figures `/metrics` has, too.
    pub watch: Option<Arc<Status>>,
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
            watch: None,
        }
    }
}

/// Sign-ins that are checked at the same time.
const SIGNING_IN: usize = 2;
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
    pub(crate) settler: Settler,
    /// Sign-ins that are checked at the same time: each costs much memory and time.
    pub(crate) signing_in: Semaphore,
    working: Arc<Semaphore>,
    /// The index; none until it is open.
    searcher: OnceLock<Searcher>,
    pub(crate) api: crate::api::Kept,
}

impl App {
    /// Opens an archive for serving.
    pub fn open(
        archive: Archive,
        settings: Settings,
        clock: Clock,
    ) -> Result<Arc<App>, ArchiveError> {
        let archive = Arc::new(archive);
        archive.store.set_cache(READER_CACHE);
        let live = Live::open(archive.clone(), settings.base_url.as_deref())?;
        let base_url = live.rendering().settings.base_url.as_deref();
        Ok(Arc::new(App {
            ops: Ops::new(&settings, base_url),
            live,
            clock,
            cache: Cache::new(settings.cache_bytes),
            settler: Settler::start(archive),
            signing_in: Semaphore::new(SIGNING_IN),
            working: Arc::new(Semaphore::new(settings.working)),
            searcher: OnceLock::new(),
            api: crate::api::Kept::default(),
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
        let turn = self.working.clone().acquire_owned();
        let turn = tokio::time::timeout(self.settings.patience, turn).await;
        let Ok(Ok(turn)) = turn else { return Err(Problem::busy()) };
        let app = Arc::clone(self);
        // A fault in one answer must not end the server.
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work ends, even where the client has gone.
            let _turn = turn;
            work(&app)
        });
        done.await.unwrap_or_else(|fault| {
            tracing::error!(%fault, "an answer failed");
            Err(Problem::internal())
        })
    }

    /// Opens the index, making or mending it where that is needed, which may take
    /// some time; without it there is no search. Done once.
    pub fn open_search(&self) -> Result<(), ArchiveError> {
        if self.searcher.get().is_none() {
            let (searcher, report) = Searcher::open(self.archive())?;
            if let Some(why) = report.rebuilt {
                tracing::info!(documents = report.documents, %why, "the index was made");
            }
            searcher.index().warm();
            self.ops.index_at(report.change);
            // Another thread may have opened it meanwhile; either is as good.
            let _ = self.searcher.set(searcher);
        }
        Ok(())
    }

    /// The index, or the problem that it is not open yet.
    pub(crate) fn searcher(&self) -> Result<&Searcher, Problem> {
        self.searcher
            .get()
            .ok_or_else(|| Problem::busy().detail("the index is being made; try again soon"))
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
    /// It gives way to answers ([`annals_archive::priority::behind`]), and rests longer
    /// than a refresh takes, so that a long import beside the server costs it a small
    /// share of its time all the same.
    pub(crate) fn follow(&self) {
        const SHORTEST_REST: Duration = Duration::from_millis(500);
        const RESTS: u32 = 3;
        loop {
            let began = Instant::now();
            if let Err(error) = self.refresh() {
                tracing::warn!(%error, "the archive could not be read anew");
            }
            self.let_go();
            let searched = match self.searcher.get() {
                None => self.open_search(),
                Some(searcher) => {
                    let refreshed = searcher.refresh(self.archive());
                    refreshed.map(|report| self.ops.index_at(report.change))
                }
            };
            if let Err(error) = searched {
                self.ops.index_is_broken();
                tracing::warn!(%error, "the index could not be brought up to date");
            }
            self.let_go();
            std::thread::sleep(SHORTEST_REST.max(began.elapsed() * RESTS));
        }
    }

    /// Lets go of what was before a refresh, when the questions that still had it are
    /// answered: a state is some 100 MB for 72,000 events. One that takes longer keeps
    /// it until the next time.
    fn let_go(&self) {
        for _ in 0..10 {
            let pages = self.live.let_go();
            let index = self.searcher.get().is_some_and(|s| s.index().let_go());
            if !pages && !index {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
