//! Keeping an archive current: rounds of what is due, for ever.
//!
//! A [`Watcher`] holds the archive's [`Lock`]. [`Schedule`] says what is due, from the
//! last runs that the store keeps; a round does the due duties step by step
//! ([`STEPS`]), and each leaves a [`Report`], one line and a file ([`kept`]). A step
//! that fails stops no other but those that need it.
//!
//! What a killed process had done is in the store: the next round does the rest and
//! says that one was cut off. Asked to stop ([`Stop`]), a watcher finishes the request
//! and the transaction in flight and leaves the rest due.

pub mod kept;
mod lock;
mod metered;
mod report;
mod round;
mod schedule;
mod settings;
mod status;
mod steps;
mod stop;

pub use lock::Lock;
pub use report::{Did, Report, State, StepReport};
pub use schedule::{Duty, Outcome, Pace, Schedule, When};
pub use status::{Figures, LastRound, Status};
pub use steps::{Context, STEPS, Step};
pub use stop::Stop;

use crate::{Archive, ArchiveError};
use annals_fetch::{Courier, Fetch};
use annals_model::Timestamp;
use settings::Settings;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The longest rest without a look at the clock and the settings: clocks are set, and
/// machines sleep.
const LOOK: Duration = Duration::from_secs(30);

/// The pause after a round could not even begin or end.
const AFTER_TROUBLE: Duration = Duration::from_secs(60);

/// A rest that was longer by so much was the machine's sleep.
const SLEPT: Duration = Duration::from_secs(60);

/// The pause after the machine's sleep: networks wake up later.
const WAKING: Duration = Duration::from_secs(20);

/// The round that has begun and not ended, RFC 3339; empty where there is none.
const BEGUN: &str = "watch-begun";
/// When the last round that was not stopped began, RFC 3339.
const LAST: &str = "watch-last";
/// Where this archive's chance comes from.
const SEED: &str = "watch-seed";

/// Why an archive is not watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// Somebody does already.
    #[error("the archive is watched by {0}\nhint: one watcher is enough; stop that one first")]
    Held(String),
    /// The lock cannot be taken.
    #[error("could not lock `{0}`")]
    Lock(PathBuf, #[source] std::io::Error),
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl From<annals_store::StoreError> for WatchError {
    fn from(error: annals_store::StoreError) -> WatchError {
        WatchError::Archive(error.into())
    }
}

/// What an archive's settings make of the network.
pub struct Network {
    /// Who asks; or why nothing can be asked for, in which case the steps that ask fail.
    pub fetch: Result<Box<dyn Fetch>, String>,
    /// Who sends.
    pub courier: Box<dyn Courier>,
}

/// What a watcher is given.
pub struct Options {
    /// The clock.
    pub clock: fn() -> Timestamp,
    /// How it is asked to stop.
    pub stop: Stop,
    /// Makes the network, again whenever the settings changed.
    pub network: Box<dyn Fn(&Archive) -> Network + Send>,
    /// Hears what happens.
    pub say: Box<dyn Fn(Said<'_>) + Send + Sync>,
    /// Where its figures are shown.
    pub status: Arc<Status>,
    /// What a round is made of: [`STEPS`].
    pub steps: &'static [Step],
}

/// What a watcher says.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// What it is doing, for whoever watches it.
    Doing(&'a str),
    /// A round ended.
    Round(&'a Report),
    /// Something that people may want to know.
    Notice(&'a str),
    /// Something that people should look at.
    Trouble(&'a str),
}

/// The one that keeps an archive current.
pub struct Watcher {
    archive: Archive,
    settings: Settings,
    network: Network,
    schedule: Schedule,
    seed: u64,
    /// When a round began that was cut off.
    cut_off: Option<String>,
    options: Options,
    _lock: Lock,
}

impl Watcher {
    /// Becomes the watcher of the archive in a folder.
    ///
    /// # Errors
    /// [`WatchError`]: somebody is already, or the archive or its settings are no good.
    pub fn open(dir: &Path, options: Options) -> Result<Watcher, WatchError> {
        let (settings, archive) = Settings::open(dir)?;
        let now = (options.clock)();
        let lock = Lock::take(dir, now)?;
        let network = (options.network)(&archive);
        let seed = seed(&archive)?;
        let reader = archive.store.read()?;
        let meta = |key| Ok::<_, ArchiveError>(reader.meta(key)?.filter(|value| !value.is_empty()));
        let cut_off = meta(BEGUN)?;
        let last = meta(LAST)?.and_then(|at| at.parse().ok());
        let past = reader.duties()?;
        drop(reader);
        let schedule =
            Schedule::new(pace(&archive, seed), duties(options.steps, &archive, now)?, past, last);
        let mut watcher =
            Watcher { archive, settings, network, schedule, seed, cut_off, options, _lock: lock };
        watcher.schedule.look(now);
        Ok(watcher)
    }

    /// When the next round is due; `None` where there is nothing to do, ever.
    pub fn next(&self) -> Option<Timestamp> {
        self.schedule.next()
    }

    /// One round of what is due, however short ago the last was; `None` where nothing is.
    ///
    /// # Errors
    /// The round could not be begun or ended; that steps fail stands in the report.
    pub fn once(&mut self) -> Result<Option<Report>, WatchError> {
        self.options.status.runs(true);
        self.schedule.look((self.options.clock)());
        let report = self.round();
        self.options.status.runs(false);
        report
    }

    /// Does rounds when they are due until it is asked to stop.
    pub fn run(&mut self) {
        self.options.status.runs(true);
        while !self.options.stop.is_asked() {
            self.look_at_settings();
            let now = (self.options.clock)();
            self.schedule.look(now);
            let next = self.next();
            self.options.status.next(next);
            let wait = next.map_or(LOOK, |at| {
                Duration::try_from(at.duration_since(now)).unwrap_or_default().min(LOOK)
            });
            if !wait.is_zero() {
                self.rest(wait);
            } else if let Err(error) = self.round() {
                self.say(Said::Trouble(&format!("the round did not work: {}", chain(&error))));
                self.options.stop.rest(AFTER_TROUBLE);
            }
        }
        self.options.status.runs(false);
    }

    fn rest(&self, length: Duration) {
        let clock = self.options.clock;
        let before = clock();
        self.options.stop.rest(length);
        let rested = Duration::try_from(clock().duration_since(before)).unwrap_or_default();
        if rested > length + SLEPT {
            let minutes = rested.as_secs() / 60;
            self.say(Said::Notice(&format!("the machine slept for {minutes} minutes")));
            self.options.stop.rest(WAKING);
        }
    }

    /// Takes over settings that changed; keeps the old where the new are no good.
    fn look_at_settings(&mut self) {
        let archive = match self.settings.look(&self.archive.dir) {
            Ok(None) => return self.look_at_duties(),
            Ok(Some(archive)) => archive,
            Err(why) => {
                return self.say(Said::Trouble(&format!("the old settings stay: {why}")));
            }
        };
        self.network = (self.options.network)(&archive);
        self.archive = archive;
        self.look_at_duties();
        self.say(Said::Notice("the settings were changed and are taken over"));
    }

    /// Takes over what there is to do: feeds come with an import, too.
    fn look_at_duties(&mut self) {
        match duties(self.options.steps, &self.archive, (self.options.clock)()) {
            Ok(duties) => self.schedule.set(pace(&self.archive, self.seed), duties),
            Err(error) => {
                self.say(Said::Trouble(&format!("what is to do is as before: {}", chain(&error))));
            }
        }
    }

    fn say(&self, said: Said<'_>) {
        (self.options.say)(said);
    }
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watcher").field("archive", &self.archive.dir).finish_non_exhaustive()
    }
}

/// The duties of an archive as its settings are, in the order of the steps.
///
/// # Errors
/// The store cannot be read.
pub fn duties(
    steps: &[Step],
    archive: &Archive,
    now: Timestamp,
) -> Result<Vec<Duty>, ArchiveError> {
    let mut duties = Vec::new();
    for step in steps {
        duties.extend((step.duties)(archive, now)?);
    }
    Ok(duties)
}

fn pace(archive: &Archive, seed: u64) -> Pace {
    let watch = &archive.config.watch;
    Pace {
        rounds: watch.every.duration(),
        jitter: watch.jitter,
        longest: watch.longest_pause.duration(),
        seed,
    }
}

/// The archive's own chance; made when it is first watched.
fn seed(archive: &Archive) -> Result<u64, ArchiveError> {
    if let Some(seed) = archive.store.read()?.meta(SEED)?.and_then(|s| s.parse().ok()) {
        return Ok(seed);
    }
    let seed = getrandom::u64().map_err(|error| ArchiveError::Refused(error.to_string()))?;
    let writer = archive.store.write()?;
    writer.set_meta(SEED, &seed.to_string())?;
    writer.commit()?;
    Ok(seed)
}

/// An error with what caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        // Transparent errors say the same twice.
        if !text.ends_with(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text.replace('\n', "; ")
}
