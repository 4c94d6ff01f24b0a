//! How the watcher fares, for whoever shows figures of it while it works.

use super::report::{Report, State};
use annals_model::Timestamp;
use std::sync::{Mutex, PoisonError};

/// The figures of a watcher, shared with who shows them.
#[derive(Debug, Default)]
pub struct Status(Mutex<Figures>);

/// What a watcher has done since its process began.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Whether it runs.
    pub runs: bool,
    /// Rounds that ended.
    pub rounds: u64,
    /// Those in which a step failed.
    pub failed_rounds: u64,
    /// Requests that were sent.
    pub requests: u64,
    /// Bytes of content that came, as it was sent.
    pub bytes: u64,
    /// The last round.
    pub last: Option<LastRound>,
    /// When the next round is due.
    pub next: Option<Timestamp>,
}

/// The last round in figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LastRound {
    /// When it ended.
    pub ended: Timestamp,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Steps that were done, with or without problems.
    pub done: u64,
    /// Steps that failed, or were left out because of one that did.
    pub failed: u64,
    /// Problems.
    pub problems: u64,
}

impl Status {
    /// The figures as they are now.
    pub fn figures(&self) -> Figures {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn runs(&self, runs: bool) {
        self.change(|figures| figures.runs = runs);
    }

    pub(super) fn next(&self, next: Option<Timestamp>) {
        self.change(|figures| figures.next = next);
    }

    pub(super) fn ended(&self, report: &Report, ended: Timestamp) {
        let failed = report.count(State::Failed) + report.count(State::LeftOut);
        self.change(|figures| {
            figures.rounds += 1;
            figures.failed_rounds += u64::from(failed > 0);
            figures.requests += report.requests;
            figures.bytes += report.bytes;
            figures.last = Some(LastRound {
                ended,
                seconds: report.seconds,
                done: report.count(State::Done) + report.count(State::Problems),
                failed,
                problems: report.problems,
            });
        });
    }

    fn change(&self, change: impl FnOnce(&mut Figures)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
