//! Coverage: what the archive lacks, and what stopped telling it something.
//!
//! Everything is worked out from what is recorded; nothing is asked of the network.
//! `days.rs` compares each day with the lists, `feeds.rs` finds feeds that fell silent,
//! `layout.rs` pages that cannot be read any more, `hosts.rs` hosts that refuse or fail,
//! `sources.rs` sources that died.

mod days;
mod feeds;
mod hosts;
mod layout;
mod sources;

pub use days::Day;

use crate::{Archive, ArchiveError};
use annals_model::{Date, Span, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

/// Days that are looked back where nobody says how many.
const LOOKED_BACK: i32 = 30;

/// What to look at.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The first day; 30 days before the last one where it is `None`.
    pub from: Option<Date>,
    /// The last day; today where it is `None`.
    pub to: Option<Date>,
    /// The present.
    pub now: Timestamp,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The first day that was looked at, ISO 8601.
    pub from: String,
    /// The last one.
    pub to: String,
    /// The days of which something is known, oldest first.
    pub days: Vec<Day>,
    /// What is wrong or worth knowing: problems first, then by kind.
    pub findings: Vec<Finding>,
}

/// Something that is wrong or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Whether somebody must do something.
    pub grave: bool,
    /// What is wrong, a sentence.
    pub what: String,
    /// Where: a day, a host, an address.
    pub place: String,
    /// Since when, RFC 3339 or a day; absent where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// What to do next.
    pub next: String,
}

/// Kinds of findings, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A list has what the archive lacks.
    Missing,
    /// A day has no events, and the days around it have.
    EmptyDay,
    /// Revisions of a list wait for a person.
    Waiting,
    /// A feed tells nothing new any more.
    SilentFeed,
    /// A feed or a sitemap cannot be fetched.
    FailingFeed,
    /// A host's pages cannot be read as they could before.
    BrokenLayout,
    /// A host answers with errors, or not at all.
    FailingHost,
    /// A host forbids being asked.
    ForbiddenHost,
    /// Sources are no longer there.
    DeadSource,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::Missing,
        Kind::EmptyDay,
        Kind::Waiting,
        Kind::SilentFeed,
        Kind::FailingFeed,
        Kind::BrokenLayout,
        Kind::FailingHost,
        Kind::ForbiddenHost,
        Kind::DeadSource,
    ];

    /// Its name: `silent-feed`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Missing => "missing",
            Kind::EmptyDay => "empty-day",
            Kind::Waiting => "waiting",
            Kind::SilentFeed => "silent-feed",
            Kind::FailingFeed => "failing-feed",
            Kind::BrokenLayout => "broken-layout",
            Kind::FailingHost => "failing-host",
            Kind::ForbiddenHost => "forbidden-host",
            Kind::DeadSource => "dead-source",
        }
    }
}

impl Report {
    /// How many findings somebody must do something about.
    pub fn problems(&self) -> usize {
        self.findings.iter().filter(|f| f.grave).count()
    }

    /// How many findings there are of each kind.
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.kind).or_default() += 1;
        }
        counts
    }
}

/// Looks at an archive.
///
/// # Errors
/// [`ArchiveError::Refused`] where the first day lies after the last one, else the
/// database's.
pub fn run(archive: &Archive, options: &Options) -> Result<Report, ArchiveError> {
    let to = options.to.unwrap_or_else(|| day_of(options.now));
    let back = Span::new().days(LOOKED_BACK);
    let from = options.from.unwrap_or_else(|| to.saturating_sub(back));
    if from > to {
        return Err(ArchiveError::Refused(format!("{from} lies after {to}")));
    }
    let reader = archive.store.read()?;
    let period = Period { from, to, now: options.now };
    let mut findings = Vec::new();
    let days = days::look(&reader, &period, &mut findings)?;
    let asked = reader.asked_addresses()?;
    feeds::look(&reader, &period, &asked, &mut findings)?;
    layout::look(&reader, &period, &mut findings)?;
    hosts::look(&period, &asked, &mut findings);
    sources::look(&reader, &period, &mut findings)?;
    findings.sort_by(|a, b| {
        (!a.grave, a.kind, &a.since, &a.place).cmp(&(!b.grave, b.kind, &b.since, &b.place))
    });
    Ok(Report { from: from.to_string(), to: to.to_string(), days, findings })
}

/// What is looked at.
#[derive(Debug, Clone, Copy)]
struct Period {
    from: Date,
    to: Date,
    now: Timestamp,
}

impl Period {
    /// Whether a time lies in it.
    fn has(&self, time: Timestamp) -> bool {
        (self.from..=self.to).contains(&day_of(time))
    }
}

/// The day of a time, UTC.
fn day_of(time: Timestamp) -> Date {
    let days = time.as_second().div_euclid(24 * 3_600);
    let days = i32::try_from(days).unwrap_or_default();
    annals_model::date(1970, 1, 1).saturating_add(Span::new().days(days))
}

/// The host of a page's key.
fn host(page: &str) -> &str {
    page.split(['/', '?']).next().unwrap_or(page)
}

/// A duration in words: `3 days`, `7 hours`.
fn lasting(seconds: i64) -> String {
    let (count, unit) = match seconds {
        s if s >= 2 * 86_400 => (s / 86_400, "days"),
        s if s >= 2 * 3_600 => (s / 3_600, "hours"),
        s => (s / 60, "minutes"),
    };
    format!("{count} {unit}")
}

/// A time as reports write it, whole seconds.
fn written(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}
