//! What a round came to: one JSON object, and one line.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Problems of one step that a report lists; further ones are counted.
const LISTED: usize = 50;

/// Longest text of a problem, in characters.
const LONGEST: usize = 500;

/// A round of the watcher. Times are RFC 3339 in UTC.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// When it began.
    pub begun: String,
    /// When it ended.
    pub ended: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// When the round began that was cut off before this one: the process was killed,
    /// or the machine went down. This one did what that one left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on_from: Option<String>,
    /// Whether it was asked to stop before all was done.
    #[serde(default)]
    pub stopped: bool,
    /// Requests that were sent.
    pub requests: u64,
    /// Bytes of content that came, as it was sent.
    pub bytes: u64,
    /// Problems in all.
    pub problems: u64,
    /// When the next round is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The steps in their order; those with nothing due are left out.
    pub steps: Vec<StepReport>,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// All of it was done.
    Done,
    /// It was done, with problems that are listed.
    Problems,
    /// It was asked to stop; what is not done stays due.
    Stopped,
    /// It was not done.
    Failed,
    /// It was left out: it needs one that failed.
    LeftOut,
}

impl State {
    /// Whether what needs this step cannot be done.
    pub fn is_failure(self) -> bool {
        matches!(self, State::Failed | State::LeftOut)
    }
}

/// One step of a round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepReport {
    /// Its name.
    pub step: String,
    /// How it ended.
    pub state: State,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Requests that it sent.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub requests: u64,
    /// Bytes of content that came, as it was sent.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub bytes: u64,
    /// What it counted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<String, u64>,
    /// The first problems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// Problems that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more_problems: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// What a step did: the part of its report that it knows itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Did {
    /// What it counted, each under a name in small letters. Zeros are left out.
    pub counts: BTreeMap<String, u64>,
    /// The first problems.
    pub problems: Vec<String>,
    /// Problems that are not among those.
    pub more_problems: u64,
}

impl Did {
    /// Adds to a count.
    pub fn count(&mut self, name: &str, n: u64) {
        if n > 0 {
            *self.counts.entry(name.to_owned()).or_default() += n;
        }
    }

    /// Takes note of a problem, so many of which are listed.
    pub fn problem(&mut self, problem: impl AsRef<str>) {
        if self.problems.len() == LISTED {
            self.more_problems += 1;
            return;
        }
        let text = problem.as_ref();
        let mut short: String = text.chars().take(LONGEST).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        self.problems.push(short);
    }
}

impl StepReport {
    /// Problems in all.
    pub fn problems(&self) -> u64 {
        self.problems.len() as u64 + self.more_problems
    }
}

impl Report {
    /// Whether every step was done, without problems.
    pub fn is_good(&self) -> bool {
        self.steps.iter().all(|step| matches!(step.state, State::Done | State::Stopped))
    }

    /// The steps that ended in a way.
    pub fn count(&self, state: State) -> u64 {
        self.steps.iter().filter(|step| step.state == state).count() as u64
    }

    /// The round in one line.
    pub fn line(&self) -> String {
        let mut line = format!("round {}:", self.begun);
        if let Some(from) = &self.goes_on_from {
            let _ = write!(line, " goes on from {from}, which was cut off;");
        }
        let mut parts = Vec::new();
        for step in &self.steps {
            let counts = step.counts.iter().filter(|(_, n)| **n > 0);
            let counts: Vec<String> = counts.map(|(name, n)| format!("{n} {name}")).collect();
            let state = match step.state {
                State::Done | State::Problems => None,
                State::Failed => Some("failed"),
                State::LeftOut => Some("left out"),
                State::Stopped => Some("stopped"),
            };
            let said: Vec<&str> =
                state.into_iter().chain(counts.iter().map(String::as_str)).collect();
            if !said.is_empty() {
                parts.push(format!("{} {}", step.step, said.join(", ")));
            }
        }
        let _ = match parts.is_empty() {
            true => write!(line, " nothing new"),
            false => write!(line, " {}", parts.join("; ")),
        };
        if self.problems > 0 {
            let many = if self.problems == 1 { "problem" } else { "problems" };
            let _ = write!(line, "; {} {many}", self.problems);
        }
        if self.requests > 0 {
            let _ = write!(line, "; {} requests, {} kB", self.requests, self.bytes.div_ceil(1_000));
        }
        let _ = write!(line, "; {:.1} s", self.seconds);
        if self.stopped {
            line += "; stopped";
        } else if let Some(next) = &self.next {
            let _ = write!(line, "; next {next}");
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, state: State) -> StepReport {
        StepReport {
            step: name.into(),
            state,
            seconds: 0.5,
            requests: 0,
            bytes: 0,
            counts: BTreeMap::new(),
            problems: Vec::new(),
            more_problems: 0,
        }
    }

    fn report(steps: Vec<StepReport>) -> Report {
        Report {
            begun: "2016-09-10T12:00:00Z".into(),
            ended: "2016-09-10T12:00:04Z".into(),
            seconds: 4.0,
            goes_on_from: None,
            stopped: false,
            requests: 3,
            bytes: 12_345,
            problems: steps.iter().map(StepReport::problems).sum(),
            next: Some("2016-09-10T12:10:00Z".into()),
            steps,
        }
    }

    #[test]
    fn a_line_says_what_happened() {
        let mut feeds = step("feeds", State::Problems);
        feeds.counts = BTreeMap::from([("asked".into(), 3), ("new".into(), 2)]);
        feeds.problems = vec!["no such host".into()];
        let all = vec![feeds, step("index", State::Done), step("publish", State::Failed)];
        assert_eq!(
            report(all).line(),
            "round 2016-09-10T12:00:00Z: feeds 3 asked, 2 new; publish failed; 1 problem; \
             3 requests, 13 kB; 4.0 s; next 2016-09-10T12:10:00Z"
        );
        let quiet = Report { requests: 0, next: None, ..report(vec![step("link", State::Done)]) };
        assert_eq!(quiet.line(), "round 2016-09-10T12:00:00Z: nothing new; 4.0 s");
    }

    #[test]
    fn a_report_reads_back() {
        let mut report = report(vec![step("feeds", State::LeftOut)]);
        report.goes_on_from = Some("2016-09-10T11:00:00Z".into());
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    }

    #[test]
    fn problems_are_bounded() {
        let mut did = Did::default();
        for _ in 0..60 {
            did.problem("é".repeat(1_000));
        }
        assert_eq!((did.problems.len(), did.more_problems), (50, 10));
        assert_eq!(did.problems[0].chars().count(), 501);
    }
}
