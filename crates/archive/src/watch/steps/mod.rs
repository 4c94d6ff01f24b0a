//! The steps of a round, in their order: what arrives, what follows from it, and where
//! it goes.

mod coverage;
mod fetch;
mod inbox;
mod index;
mod link;
mod notify;
mod publish;
mod verify;

use super::metered::Metered;
use super::report::Did;
use super::schedule::{Duty, Outcome, When};
use super::stop::Stop;
use crate::config::Period;
use crate::{Archive, ArchiveError};
use annals_fetch::{Courier, Fetch};
use annals_model::Timestamp;

/// A step of a round.
#[derive(Debug)]
pub struct Step {
    /// Its name, in reports and in [`Duty::step`].
    pub name: &'static str,
    /// Steps without which it makes no sense.
    pub needs: &'static [&'static str],
    /// What it has to do in an archive, and how often.
    pub duties: fn(&Archive, Timestamp) -> Result<Vec<Duty>, ArchiveError>,
    /// Does what is due. A duty that it does not end itself ([`Context::end`]) ends as
    /// the step does.
    pub does: fn(&Context<'_>) -> Result<Did, ArchiveError>,
}

/// All steps. What arrives comes first; then what is worked out of it; then who is told.
pub const STEPS: &[Step] = &[
    inbox::STEP,
    fetch::STEP,
    link::STEP,
    index::STEP,
    publish::STEP,
    notify::STEP,
    verify::STEP,
    coverage::STEP,
];

/// What a step works with.
pub struct Context<'a> {
    /// The archive.
    pub archive: &'a Archive,
    pub(super) network: &'a Metered<'a>,
    /// The clock.
    pub clock: fn() -> Timestamp,
    /// Whether the watcher shall stop: looked at between parts of long work.
    pub stop: &'a Stop,
    /// When the round began.
    pub round: Timestamp,
    /// The duties that are due; never empty.
    pub duties: &'a [Duty],
    pub(super) ended: &'a dyn Fn(&str, &Outcome),
    pub(super) say: &'a (dyn Fn(&str) + Sync),
}

impl Context<'_> {
    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The network. Once the watcher shall stop, it answers nothing more.
    ///
    /// # Errors
    /// [`ArchiveError::Refused`]: with these settings nothing can be asked for.
    pub fn fetch(&self) -> Result<&dyn Fetch, ArchiveError> {
        match self.network.is_there() {
            Ok(()) => Ok(self.network),
            Err(why) => Err(ArchiveError::Refused(why.to_owned())),
        }
    }

    /// Who sends. Once the watcher shall stop, nothing more is sent.
    pub fn courier(&self) -> &dyn Courier {
        self.network
    }

    /// A duty has ended; kept at once, so that a kill does not repeat it. Not to be
    /// called while a transaction is open.
    pub fn end(&self, duty: &Duty, outcome: &Outcome) {
        (self.ended)(&duty.name, outcome);
    }

    /// Says how far it has come, for whoever watches.
    pub fn say(&self, text: &str) {
        (self.say)(text);
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("duties", &self.duties).finish_non_exhaustive()
    }
}

/// A duty of its step's name that each round does.
fn each_round(archive: &Archive, step: &'static str) -> Vec<Duty> {
    let every = archive.config.watch.every;
    timed(step, every).into_iter().map(|duty| Duty { when: When::EachRound, ..duty }).collect()
}

/// A duty of its step's name with an interval; none where that is nothing.
fn timed(step: &'static str, every: Period) -> Option<Duty> {
    let every = every.duration();
    let duty = || Duty { name: step.to_owned(), step, every, when: When::Timed };
    (!every.is_zero()).then(duty)
}
