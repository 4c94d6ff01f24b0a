//! Opening an archive's database, its versions, and its transactions.

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The steps from an empty database to today's, oldest first; never edited, only added to.
const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("articles.sql"),
    include_str!("context.sql"),
    include_str!("background.sql"),
    include_str!("accounts.sql"),
    include_str!("recorded.sql"),
    include_str!("fetched.sql"),
    include_str!("upstream.sql"),
    include_str!("captured.sql"),
    include_str!("enriched.sql"),
    include_str!("delivered.sql"),
    include_str!("watched.sql"),
];

/// "annl" in ASCII: marks the file as an archive of ours (SQLite's `application_id`).
const APPLICATION_ID: i32 = 0x616e_6e6c;

/// How long a change waits for another process's.
const BUSY: Duration = Duration::from_secs(10);

/// One archive's database.
#[derive(Debug)]
pub struct Store {
    /// `None` for an archive in memory, which has one connection only.
    path: Option<PathBuf>,
    idle: Mutex<Vec<Connection>>,
    /// Page cache of each connection, in KiB.
    cache: AtomicU32,
}

/// Page cache of a connection, in KiB, where nothing else is said.
const CACHE: u32 = 16 * 1024;

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no archive.
    #[error("`{0}` is no archive: it holds no annals.db\nhint: `annals init` makes one")]
    Missing(PathBuf),
    /// The file is something else.
    #[error("`{0}` is a database, but not of an annals archive")]
    Foreign(PathBuf),
    /// Written by a later version of annals.
    #[error(
        "the archive has format {found}, this annals knows up to {known}\nhint: use a newer annals"
    )]
    Newer {
        /// Format of the file.
        found: usize,
        /// Newest format known here.
        known: usize,
    },
    /// SQLite could not do it.
    #[error("the archive's database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored value does not read back: the file was changed by something else.
    #[error(
        "the archive's database holds a broken {what}: {why}\nhint: `annals check` lists everything that is wrong"
    )]
    Broken {
        /// Which value.
        what: String,
        /// Why it does not read.
        why: String,
    },
    /// Another process is writing.
    #[error("another process is writing to the archive\nhint: try again when it is done")]
    Busy,
}

/// Reads of the archive as it stands at one moment.
pub struct Reader<'s> {
    store: &'s Store,
    /// Taken only when the reader goes.
    connection: Option<Connection>,
}

/// Changes that become visible together.
///
/// Everything that a [`Reader`] can do works here too and sees the changes made so far.
pub struct Writer<'s> {
    reader: Reader<'s>,
    open: bool,
}

impl Store {
    /// Makes a new archive's database at `path`, or opens the one that is there.
    pub fn create(path: &Path) -> Result<Store, StoreError> {
        let store = Store {
            path: Some(path.to_owned()),
            idle: Mutex::default(),
            cache: AtomicU32::new(CACHE),
        };
        let connection = store.connect(OpenFlags::SQLITE_OPEN_CREATE)?;
        store.migrate(&connection)?;
        store.give_back(connection);
        Ok(store)
    }

    /// Opens the archive's database at `path`, bringing an older format up to date.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Missing(path.parent().unwrap_or(path).to_owned()));
        }
        Store::create(path)
    }

    /// An archive that is gone when the value is: for tests and for dry runs.
    /// It has one connection: a second reader waits for nothing and fails.
    pub fn in_memory() -> Result<Store, StoreError> {
        let connection = Connection::open_in_memory()?;
        let store = Store { path: None, idle: Mutex::default(), cache: AtomicU32::new(CACHE) };
        store.migrate(&connection)?;
        store.give_back(connection);
        Ok(store)
    }

    /// Starts reading. All that one reader reads is of one moment.
    pub fn read(&self) -> Result<Reader<'_>, StoreError> {
        let connection = self.take()?;
        connection.execute_batch("BEGIN DEFERRED")?;
        Ok(Reader { store: self, connection: Some(connection) })
    }

    /// Starts changing. Waits up to ten seconds for another process's changes.
    pub fn write(&self) -> Result<Writer<'_>, StoreError> {
        self.begin("NORMAL", BUSY)
    }

    /// Starts changing as [`Store::write`] does; [`Writer::commit`] then waits until
    /// the disk has the changes, so that not even a power cut loses them.
    pub fn write_durably(&self) -> Result<Writer<'_>, StoreError> {
        self.begin("FULL", BUSY)
    }

    /// Starts changing where nobody else does now; `None` where somebody does: for
    /// what may be left out.
    pub fn write_if_free(&self) -> Result<Option<Writer<'_>>, StoreError> {
        match self.begin("NORMAL", Duration::ZERO) {
            Err(StoreError::Busy) => Ok(None),
            begun => begun.map(Some),
        }
    }

    fn begin(&self, synchronous: &str, wait: Duration) -> Result<Writer<'_>, StoreError> {
        let connection = self.take()?;
        // How safe a commit is can only be said outside a transaction.
        let begun = connection
            .execute_batch(&format!("PRAGMA synchronous = {synchronous}"))
            .and_then(|()| connection.busy_timeout(wait))
            .and_then(|()| connection.execute_batch("BEGIN IMMEDIATE"));
        connection.busy_timeout(BUSY)?;
        if let Err(error) = begun {
            self.give_back(connection);
            return Err(match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DatabaseBusy) => StoreError::Busy,
                _ => error.into(),
            });
        }
        Ok(Writer { reader: Reader { store: self, connection: Some(connection) }, open: true })
    }

    /// Gives connections that are opened from now on a page cache of so many KiB. A
    /// server has many of them, and the system keeps the file's pages, too.
    pub fn set_cache(&self, kib: u32) {
        self.cache.store(kib, Ordering::Relaxed);
    }

    fn connect(&self, extra: OpenFlags) -> Result<Connection, StoreError> {
        let Some(path) = &self.path else {
            return Err(StoreError::Busy);
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(128);
        // Plans do not depend on the values of parameters. Otherwise some statements are
        // compiled anew each time: a quarter of the time of an event's page.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // NORMAL with WAL keeps every commit through a killed process; only a power
        // cut may lose the last ones, and never leaves half of one.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;",
        )?;
        let kib = i64::from(self.cache.load(Ordering::Relaxed));
        connection.pragma_update(None, "cache_size", -kib)?;
        Ok(connection)
    }

    fn migrate(&self, connection: &Connection) -> Result<(), StoreError> {
        let found: usize = connection.pragma_query_value(None, "user_version", |r| r.get(0))?;
        let id: i32 = connection.pragma_query_value(None, "application_id", |r| r.get(0))?;
        let tables: u32 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
        if id != APPLICATION_ID && tables > 0 {
            return Err(StoreError::Foreign(self.path.clone().unwrap_or_default()));
        }
        if found > MIGRATIONS.len() {
            return Err(StoreError::Newer { found, known: MIGRATIONS.len() });
        }
        for (number, step) in MIGRATIONS.iter().enumerate().skip(found) {
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; {step}; PRAGMA application_id = {APPLICATION_ID};
                 PRAGMA user_version = {}; COMMIT;",
                number + 1
            ))?;
        }
        Ok(())
    }

    /// Copies the database as it stands at one moment into a new file, while others
    /// read and write (SQLite's online backup: <https://www.sqlite.org/backup.html>).
    /// Returns its size in bytes.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`] where the file is there already or cannot be written.
    pub fn copy_to(&self, path: &Path) -> Result<u64, StoreError> {
        let source = self.take()?;
        // One snapshot for the whole copy: a writer beside it neither waits nor
        // makes the copy begin anew.
        source.execute_batch("BEGIN DEFERRED; SELECT count(*) FROM sqlite_schema;")?;
        let reader = Reader { store: self, connection: Some(source) };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut copy = Connection::open_with_flags(path, flags)?;
        {
            let backup = Backup::new(reader.sql(), &mut copy)?;
            backup.step(-1)?;
        }
        let pages: u64 = copy.pragma_query_value(None, "page_count", |r| r.get(0))?;
        let size: u64 = copy.pragma_query_value(None, "page_size", |r| r.get(0))?;
        copy.close().map_err(|(_, error)| error)?;
        Ok(pages * size)
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        idle.map_or_else(|| self.connect(OpenFlags::empty()), Ok)
    }

    fn give_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(connection);
    }
}

impl Reader<'_> {
    pub(crate) fn sql(&self) -> &Connection {
        self.connection.as_ref().expect("a reader has its connection until it is dropped")
    }

    /// A value that the archive keeps about itself.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.sql().prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        let mut rows = statement.query([key])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // A reader that cannot end its transaction must not hand it to the next one.
            if connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok() {
                self.store.give_back(connection);
            }
        }
    }
}

impl<'s> Deref for Writer<'s> {
    type Target = Reader<'s>;

    fn deref(&self) -> &Reader<'s> {
        &self.reader
    }
}

impl Writer<'_> {
    /// Makes all changes visible. Without it they are undone.
    pub fn commit(mut self) -> Result<(), StoreError> {
        self.sql().execute_batch("COMMIT")?;
        self.open = false;
        Ok(())
    }

    /// Keeps a value about the archive itself.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
            )?
            .execute([key, value])?;
        Ok(())
    }
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("path", &self.store.path).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("open", &self.open).finish_non_exhaustive()
    }
}
