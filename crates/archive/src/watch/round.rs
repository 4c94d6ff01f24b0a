//! One round: the due duties, step by step.

use super::metered::{Metered, Traffic};
use super::report::{Did, Report, State, StepReport};
use super::schedule::{Duty, Outcome, Schedule};
use super::steps::{Context, Step};
use super::{BEGUN, LAST, Said, WatchError, Watcher, chain, kept};
use crate::{Archive, ArchiveError};
use annals_model::Timestamp;
use annals_store::{DutyRow, StoreError};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// How long a step waits that others' writing kept from its work.
const OTHERS_WRITE: Duration = Duration::from_secs(60);

impl Watcher {
    /// Does what is due now.
    pub(super) fn round(&mut self) -> Result<Option<Report>, WatchError> {
        let clock = self.options.clock;
        let begun = clock();
        let due = self.schedule.due(begun);
        if due.is_empty() {
            return Ok(None);
        }
        set(&self.archive, &[(BEGUN, &format!("{begun:.0}"))])?;
        let network = Metered::new(&self.network, &self.options.stop);
        let round = Round {
            begun,
            clock,
            archive: &self.archive,
            network: &network,
            options: &self.options,
            book: RefCell::new(Book { schedule: &mut self.schedule, unkept: Vec::new() }),
        };
        let mut steps: Vec<StepReport> = Vec::new();
        for step in self.options.steps {
            let duties: Vec<Duty> =
                due.iter().filter(|duty| duty.step == step.name).cloned().collect();
            if duties.is_empty() {
                continue;
            }
            if self.options.stop.is_asked() {
                break;
            }
            let failed =
                |name: &&&str| steps.iter().any(|s| s.step == ***name && s.state.is_failure());
            steps.push(match step.needs.iter().find(failed) {
                Some(needed) => left_out(step, needed),
                None => round.step(step, &duties),
            });
        }
        let stopped = self.options.stop.is_asked();
        let book = round.book.into_inner();
        let mut unkept = book.unkept;
        let ended = clock();
        if !stopped {
            self.schedule.round_ended(begun);
        }
        let forgotten = self.schedule.forget(ended);
        let Traffic { requests, bytes } = network.traffic();
        let report = Report {
            begun: format!("{begun:.0}"),
            ended: format!("{ended:.0}"),
            seconds: seconds(begun, ended),
            goes_on_from: self.cut_off.take(),
            stopped,
            requests,
            bytes,
            problems: steps.iter().map(StepReport::problems).sum(),
            next: self.schedule.next().map(|at| format!("{at:.0}")),
            steps,
        };
        let kept = self.keep_round(&report, &mut unkept, &forgotten);
        let written =
            kept::write(&self.archive.dir, begun, &report, self.archive.config.watch.reports);
        self.options.status.ended(&report, ended);
        self.say(Said::Round(&report));
        written?;
        kept?;
        Ok(Some(report))
    }

    /// Keeps that the round ended, and the runs that could not be kept at once.
    fn keep_round(
        &self,
        report: &Report,
        unkept: &mut Vec<DutyRow>,
        forgotten: &[String],
    ) -> Result<(), StoreError> {
        let writer = self.archive.store.write()?;
        for row in unkept.drain(..) {
            writer.set_duty(&row)?;
        }
        for name in forgotten {
            writer.remove_duty(name)?;
        }
        writer.set_meta(BEGUN, "")?;
        // What a stopped round left is due as soon as somebody watches again.
        if !report.stopped {
            writer.set_meta(LAST, &report.begun)?;
        }
        writer.commit()
    }
}

fn set(archive: &Archive, values: &[(&str, &str)]) -> Result<(), StoreError> {
    let writer = archive.store.write()?;
    for (key, value) in values {
        writer.set_meta(key, value)?;
    }
    writer.commit()
}

/// What the steps of a round share.
struct Round<'a> {
    begun: Timestamp,
    clock: fn() -> Timestamp,
    archive: &'a Archive,
    network: &'a Metered<'a>,
    options: &'a super::Options,
    book: RefCell<Book<'a>>,
}

/// The schedule, and what of it is not in the store yet.
struct Book<'a> {
    schedule: &'a mut Schedule,
    unkept: Vec<DutyRow>,
}

impl Round<'_> {
    fn step(&self, step: &Step, duties: &[Duty]) -> StepReport {
        let begun = (self.clock)();
        let before = self.network.traffic();
        let ended = RefCell::new(Vec::<String>::new());
        let failures = RefCell::new(Vec::<String>::new());
        let end = |name: &str, outcome: &Outcome| {
            if ended.borrow().iter().any(|n| n == name) {
                return;
            }
            ended.borrow_mut().push(name.to_owned());
            if let Outcome::Failed(why) = outcome {
                failures.borrow_mut().push(format!("{name}: {why}"));
            }
            self.keep(name, begun, outcome);
        };
        let (speak, name) = (&*self.options.say, step.name);
        let say = |text: &str| speak(Said::Doing(&format!("{name}: {text}")));
        speak(Said::Doing(name));
        let context = Context {
            archive: self.archive,
            network: self.network,
            clock: self.clock,
            stop: &self.options.stop,
            round: self.begun,
            duties,
            ended: &end,
            say: &say,
        };
        // A fault in one step must not end the others, or the server beside them.
        let result = catch_unwind(AssertUnwindSafe(|| (step.does)(&context)));
        let stopped = self.network.take_refused();
        let (did, state) = self.judge(result, duties, &end, stopped);
        let mut did = did;
        let failed_duties = failures.into_inner();
        for problem in &failed_duties {
            // What failed as a whole is said already.
            if !did.problems.iter().any(|said| problem.ends_with(said.as_str())) {
                did.problem(problem);
            }
        }
        let all_failed = failed_duties.len() >= duties.len();
        let state = match state {
            State::Done if all_failed => State::Failed,
            State::Done if !did.problems.is_empty() => State::Problems,
            state => state,
        };
        let after = self.network.traffic();
        StepReport {
            step: step.name.to_owned(),
            state,
            seconds: seconds(begun, (self.clock)()),
            requests: after.requests - before.requests,
            bytes: after.bytes - before.bytes,
            counts: did.counts.into_iter().filter(|(_, n)| *n > 0).collect(),
            problems: did.problems,
            more_problems: did.more_problems,
        }
    }

    /// Ends the duties that the step did not end itself, by how it ended as a whole.
    fn judge(
        &self,
        result: std::thread::Result<Result<Did, ArchiveError>>,
        duties: &[Duty],
        end: &dyn Fn(&str, &Outcome),
        stopped: bool,
    ) -> (Did, State) {
        let end_all = |outcome: &Outcome| {
            for duty in duties {
                end(&duty.name, outcome);
            }
        };
        let mut did = Did::default();
        match result {
            // What it was kept from stays due.
            Ok(Ok(did)) if stopped => return (did, State::Stopped),
            Ok(Ok(did)) => {
                end_all(&Outcome::Done);
                return (did, State::Done);
            }
            Ok(Err(_)) if stopped => return (did, State::Stopped),
            Ok(Err(ArchiveError::Store(error @ StoreError::Busy))) => {
                did.problem(chain(&error));
                end_all(&Outcome::Later(OTHERS_WRITE));
            }
            Ok(Err(error)) => {
                let why = chain(&error);
                did.problem(&why);
                end_all(&Outcome::Failed(why));
            }
            Err(fault) => {
                let said = fault.downcast_ref::<String>().map(String::as_str);
                let said = said.or_else(|| fault.downcast_ref::<&str>().copied());
                let why =
                    format!("annals has a fault here: {}", said.unwrap_or("no more is known"));
                did.problem(&why);
                end_all(&Outcome::Failed(why));
            }
        }
        (did, State::Failed)
    }

    /// Keeps the end of a run at once, so that a kill does not repeat it.
    fn keep(&self, name: &str, begun: Timestamp, outcome: &Outcome) {
        let mut book = self.book.borrow_mut();
        let row = book.schedule.ended(name, begun, outcome, (self.clock)());
        book.unkept.push(row);
        let kept = || {
            let writer = self.archive.store.write()?;
            for row in &book.unkept {
                writer.set_duty(row)?;
            }
            writer.commit()
        };
        // Where others write now, the end of the round keeps it.
        if kept().is_ok() {
            book.unkept.clear();
        }
    }
}

fn left_out(step: &Step, needed: &str) -> StepReport {
    StepReport {
        step: step.name.to_owned(),
        state: State::LeftOut,
        seconds: 0.0,
        requests: 0,
        bytes: 0,
        counts: std::collections::BTreeMap::new(),
        problems: vec![format!("it needs {needed}, which failed")],
        more_problems: 0,
    }
}

/// Seconds between two moments, to the millisecond; none where the clock was set back.
fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    let millis = (to.as_millisecond() - from.as_millisecond()).max(0);
    millis as f64 / 1_000.0
}
