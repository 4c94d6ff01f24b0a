//! What a round came to.

use crate::{ingest, upstream};
use serde::Serialize;

/// What a round came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Addresses asked for; redirects and `robots.txt` are not counted.
    pub asked: u64,
    /// Answers with content that is new.
    pub fetched: u64,
    /// Answers that nothing changed: by status (304), or by the same bytes.
    pub unchanged: u64,
    /// Addresses that gave no content: errors, no answer, no feed where one should be.
    pub failed: u64,
    /// Addresses that are not asked for: `robots.txt`, or what they are.
    pub refused: u64,
    /// Addresses whose host asked to be left alone; a later round asks for them.
    pub later: u64,
    /// Addresses that are due and left for the next round, by the bounds of one.
    pub left: u64,
    /// Bytes of the answers' bodies, as they were sent.
    pub bytes: u64,
    /// Events and articles that are new.
    pub new: u64,
    /// Events and articles that say something else now.
    pub changed: u64,
    /// Events held back for a person.
    pub held: u64,
    /// Captures that are kept now.
    pub captures: u64,
    /// What a person should know.
    pub problems: Vec<Problem>,
    /// What was odd in what came, and needs nobody.
    pub notes: Vec<Problem>,
    /// What the Current Events pages came to; it is counted above as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wcep: Option<upstream::Report>,
}

/// Something that went wrong with an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The address, or the host.
    pub address: String,
    /// What went wrong.
    pub what: String,
    /// What happens next, or what to do.
    pub next: String,
}

/// How far a round has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Addresses asked for.
    pub asked: u64,
    /// Addresses that wait.
    pub waiting: u64,
    /// The address that was answered last.
    pub address: &'a str,
}

impl Report {
    /// Adds what another part of the round came to.
    pub fn add(&mut self, other: Report) {
        self.asked += other.asked;
        self.fetched += other.fetched;
        self.unchanged += other.unchanged;
        self.failed += other.failed;
        self.refused += other.refused;
        self.later += other.later;
        self.left += other.left;
        self.bytes += other.bytes;
        self.new += other.new;
        self.changed += other.changed;
        self.held += other.held;
        self.captures += other.captures;
        self.problems.extend(other.problems);
        self.notes.extend(other.notes);
        self.wcep = other.wcep.or(self.wcep.take());
    }

    /// Adds what recording came to.
    pub(super) fn kept(&mut self, kept: ingest::Report) {
        self.new += kept.new;
        self.changed += kept.changed;
        self.held += kept.held;
        self.captures += kept.captures;
        let notes = kept.problems.into_iter();
        self.notes.extend(notes.map(|p| Problem {
            address: p.file,
            what: p.problem,
            next: p.done,
        }));
    }

    pub(super) fn problem(
        &mut self,
        address: &str,
        what: impl Into<String>,
        next: impl Into<String>,
    ) {
        self.problems.push(Problem {
            address: address.into(),
            what: what.into(),
            next: next.into(),
        });
    }
}
