//! When each duty is due. Pure: the clock is given, chance comes from a seed.
//!
//! A duty is due when its interval has gone by since its last run *began*, and a little
//! later by chance (its jitter): never earlier. Each failure in a row doubles the
//! interval, up to a longest pause; a good run brings it back. However long the
//! process did not run, a duty that is due is due once: missed runs are not made up.
//! What is kept of a duty is its last run and not its next one, so that changed
//! settings hold at once.

use annals_model::Timestamp;
use annals_store::DutyRow;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;

/// Something that is done again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its name, under which its last run is kept: `wcep`, `feed https://…`.
    pub name: String,
    /// The step of a round that does it.
    pub step: &'static str,
    /// The interval.
    pub every: Duration,
    /// What makes it due.
    pub when: When,
}

/// What makes a duty due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Its interval alone: never twice within it.
    Timed,
    /// Any round, whatever made it; without one, its interval. For what only this
    /// machine does with what arrived: linking, indexing, publishing. After a failure
    /// the interval alone counts.
    EachRound,
    /// Any round, and a time that something else knows: the first of many addresses,
    /// each of which has an interval of its own. After a failure the interval counts.
    At(Timestamp),
}

/// How fast things go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The shortest time from the begin of one round to the next.
    pub rounds: Duration,
    /// How much longer an interval may be by chance, in percent.
    pub jitter: u32,
    /// The longest pause after failures, where the interval is not longer.
    pub longest: Duration,
    /// Where chance comes from: each archive has its own.
    pub seed: u64,
}

/// How a run of a duty ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It could not be done, and why.
    Failed(String),
    /// Not now, but after so long: whoever is asked said so, or others use the
    /// archive. This is no failure.
    Later(Duration),
}

/// The longest time that a host's wish to be left alone is taken at its word.
const LONGEST_WISH: Duration = Duration::from_secs(7 * 86_400);

/// Last runs of duties that are none any more are kept for so long: who takes a feed
/// out of the settings and puts it back does not ask it at once.
const REMEMBERED: Duration = Duration::from_secs(30 * 86_400);

/// The duties of an archive with their last runs.
#[derive(Debug, Clone)]
pub struct Schedule {
    pace: Pace,
    duties: Vec<Duty>,
    past: BTreeMap<String, DutyRow>,
    /// When the last round that ended began.
    round: Option<Timestamp>,
}

impl Schedule {
    /// The schedule of duties, of which the first of equal names counts, with what is
    /// kept of their last runs and of the last round.
    pub fn new(
        pace: Pace,
        duties: Vec<Duty>,
        past: Vec<DutyRow>,
        round: Option<Timestamp>,
    ) -> Schedule {
        let past = past.into_iter().map(|row| (row.name.clone(), row)).collect();
        let mut schedule = Schedule { pace, duties: Vec::new(), past, round };
        schedule.set(pace, duties);
        schedule
    }

    /// Other settings: duties come and go, last runs stay.
    pub fn set(&mut self, pace: Pace, duties: Vec<Duty>) {
        let mut names = std::collections::BTreeSet::new();
        self.pace = pace;
        self.duties = duties.into_iter().filter(|duty| names.insert(duty.name.clone())).collect();
    }

    /// The duties in their order.
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// Takes note of the time. Where the clock was set back, what was done in what is
    /// now the future counts as done now: otherwise nothing would be due for as long.
    pub fn look(&mut self, now: Timestamp) {
        for row in self.past.values_mut() {
            row.begun_at = row.begun_at.min(now);
            row.not_before = row.not_before.map(|at| at.min(after(now, LONGEST_WISH)));
        }
        self.round = self.round.map(|at| at.min(now));
    }

    /// The duties that a round at a time does, in their order.
    pub fn due(&self, now: Timestamp) -> Vec<Duty> {
        let is_due = |duty: &&Duty| {
            let each = duty.when != When::Timed && !self.is_held_back(&duty.name, now);
            each || self.due_at(duty) <= now
        };
        self.duties.iter().filter(is_due).cloned().collect()
    }

    /// Whether a duty failed last, or is asked to wait.
    fn is_held_back(&self, name: &str, now: Timestamp) -> bool {
        self.past
            .get(name)
            .is_some_and(|row| row.failures > 0 || row.not_before.is_some_and(|until| until > now))
    }

    /// When a duty is due by itself; the beginning of time where it was never done.
    pub fn due_at(&self, duty: &Duty) -> Timestamp {
        let known = if let When::At(at) = duty.when { at } else { Timestamp::MIN };
        let Some(row) = self.past.get(&duty.name) else { return known };
        let pause = self.pause(duty.every, row.failures);
        let again = after(row.begun_at, pause + self.jitter(row, pause));
        let is_known = matches!(duty.when, When::At(_)) && row.failures == 0;
        let at = if is_known { known } else { known.max(again) };
        row.not_before.map_or(at, |until| until.max(at))
    }

    /// When the next round is due; `None` where there is nothing to do, ever.
    pub fn next(&self) -> Option<Timestamp> {
        let earliest = self.duties.iter().map(|duty| self.due_at(duty)).min()?;
        let rested = self.round.map(|begun| after(begun, self.pace.rounds));
        Some(rested.map_or(earliest, |at| at.max(earliest)))
    }

    /// A run of a duty that began at a time has ended at another. Returns what is to
    /// be kept.
    pub fn ended(
        &mut self,
        name: &str,
        begun: Timestamp,
        outcome: &Outcome,
        now: Timestamp,
    ) -> DutyRow {
        let failures = self.past.get(name).map_or(0, |row| row.failures);
        let mut row = DutyRow {
            name: name.to_owned(),
            begun_at: begun,
            failures: 0,
            not_before: None,
            problem: None,
        };
        match outcome {
            Outcome::Done => {}
            Outcome::Failed(why) => {
                row.failures = failures.saturating_add(1);
                row.problem = Some(why.clone());
            }
            Outcome::Later(wait) => {
                row.failures = failures;
                row.not_before = Some(after(now, (*wait).min(LONGEST_WISH)));
            }
        }
        self.past.insert(name.to_owned(), row.clone());
        row
    }

    /// A round that began at a time has ended.
    pub fn round_ended(&mut self, begun: Timestamp) {
        self.round = Some(begun);
    }

    /// Takes out the last runs of what has long been no duty; returns their names.
    pub fn forget(&mut self, now: Timestamp) -> Vec<String> {
        let is_old = |row: &DutyRow| after(row.begun_at, REMEMBERED) < now;
        let known: std::collections::BTreeSet<&str> =
            self.duties.iter().map(|duty| duty.name.as_str()).collect();
        let old = self.past.values().filter(|row| is_old(row) && !known.contains(&*row.name));
        let names: Vec<String> = old.map(|row| row.name.clone()).collect();
        for name in &names {
            self.past.remove(name);
        }
        names
    }

    /// The interval after so many failures.
    fn pause(&self, every: Duration, failures: u32) -> Duration {
        let doubled = every.saturating_mul(2_u32.saturating_pow(failures.min(31)));
        doubled.min(every.max(self.pace.longest))
    }

    /// How much longer a pause is by chance: the same for the same seed, duty and run.
    fn jitter(&self, row: &DutyRow, pause: Duration) -> Duration {
        let mut hash = Sha256::new();
        hash.update(self.pace.seed.to_be_bytes());
        hash.update(row.begun_at.as_microsecond().to_be_bytes());
        hash.update(row.name.as_bytes());
        let chance = hash.finalize().iter().take(4).fold(0_u64, |n, b| (n << 8) | u64::from(*b));
        let most = pause.as_millis() * u128::from(self.pace.jitter.min(100)) / 100;
        let millis = (most * u128::from(chance)) >> 32;
        Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }
}

/// A moment so long after another; the end of time where that is further.
fn after(at: Timestamp, length: Duration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
