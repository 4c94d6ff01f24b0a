//! Which reports are copies, and of what.
//!
//! [`trace`] takes reports and says which go back to which: whole copies, wire
//! copy that was cut and edited, excerpts, reports made of two, and spun copies,
//! in which a program or a hurried writer replaced the words and left names,
//! numbers and quotations where they stood. So "seven reports" become "seven
//! reports, two origins", and each step says why.
//!
//! The way: [`Index`] names for each report the few others that share
//! fingerprints with it. Each such pair is aligned sentence by sentence and
//! measured ([`measure`]): a logistic model over thirteen named features tells
//! derived reports from independent ones of the same event, a second one names
//! the kind, a third the direction where the times do not. The weights are in
//! `weights.rs`, with how they were made; `cargo xtask eval origins` makes and
//! measures them.
//!
//! ```
//! use annals_link::origins::{Kind, Options, Report, trace};
//! let first = "The Danube is 2,850 kilometres long. It rises in Donaueschingen in the Black \
//!     Forest and flows through ten countries. Vienna, Bratislava, Budapest and Belgrade stand on \
//!     its banks. Its delta in Romania has been a World Heritage Site since 1991.";
//! let second = "(Reuters) - The Danube is 2,850 kilometres long. It rises in Donaueschingen in \
//!     the Black Forest and flows through ten countries. Vienna, Bratislava, Budapest and \
//!     Belgrade stand on its banks.";
//! let third = "Mount Kenya is 5,199 metres high. Halford Mackinder reached its top in 1899.";
//! let report = |text| Report { text, lang: "en", ..Report::default() };
//! let origins = trace(&[report(first), report(second), report(third)], &Options::default());
//! assert_eq!(origins.len(), 2);
//! let trace = &origins.traces[0];
//! assert_eq!((trace.report, trace.from), (1, 0));
//! assert_ne!(trace.kind, Kind::Spun);
//! assert!(trace.evidence.kept.contains(&"2,850".to_owned()));
//! ```

mod align;
mod credits;
mod diff;
mod direction;
mod evidence;
mod features;
mod group;
mod hash;
mod index;
mod judge;
mod kind;
mod merged;
mod text;
mod weights;

pub use credits::Credit;
pub use direction::{DIRECTION_NAMES, Direction};
pub use evidence::{Evidence, SentencePair};
pub use features::{FEATURES, Features, NAMES as FEATURE_NAMES};
pub use group::trace;
pub use index::{Candidate, Index, MOST_CANDIDATES, WALK};
pub use judge::{Measured, measure};
pub use kind::{KIND_FEATURES, KIND_NAMES, KINDS, KindFeatures};
pub use text::{MOST_BYTES, MOST_SENTENCES};
pub use weights::{VERSION, Weights};

/// One report as tracing sees it, borrowed from its owner.
#[derive(Debug, Clone, Copy, Default)]
pub struct Report<'a> {
    /// Orders reports of the same moment; it must not change between runs.
    pub id: u64,
    /// The headline. It is not compared: every desk writes its own.
    pub title: &'a str,
    /// The body as plain text, a blank line between blocks. The first
    /// [`MOST_BYTES`] are read.
    pub text: &'a str,
    /// Language of the text, BCP 47.
    pub lang: &'a str,
    /// Seconds since 1970, where they are known. Midnight exactly means the day.
    pub published: Option<i64>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// The agency that the page names.
    pub agency: Option<&'a str>,
    /// Marks of spun copy that were counted in it ("USA -backed").
    pub spun_marks: u32,
}

/// Settings of [`trace`].
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The trained weights.
    pub weights: Weights,
}

/// What goes back to what.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Origins {
    /// One for each origin, in the order of the origins. A report without
    /// relatives is a group of its own.
    pub groups: Vec<Group>,
    /// The steps, in the order of the reports; two for a merged report.
    pub traces: Vec<Trace>,
    /// For each report the index of its group; of a merged report, that of
    /// which it has most.
    pub group_of: Vec<usize>,
}

impl Origins {
    /// How many origins the reports have.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there were no reports.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// An origin with what goes back to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The earliest, or least derived, report.
    pub origin: usize,
    /// All its reports, the origin included, rising. A merged report is in two groups.
    pub reports: Vec<usize>,
}

/// One derived report and what it goes back to.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The derived report.
    pub report: usize,
    /// The report that it was made from.
    pub from: usize,
    /// What was done to it.
    pub kind: Kind,
    /// Log-odds that it is derived: the sum of the reasons and the model's
    /// constant. Above 0 is more likely than not.
    pub score: f32,
    /// The features' terms of the score, greatest first.
    pub reasons: Vec<Reason>,
    /// What anybody can check.
    pub evidence: Evidence,
}

/// One term of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// Which feature: one of [`FEATURE_NAMES`].
    pub name: &'static str,
    /// Its value, 0 to about 1.
    pub value: f32,
    /// What it adds.
    pub score: f32,
}

/// What was done to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Taken over whole, with a headline and frame of one's own.
    Copy,
    /// Agency text: cut at the end, edited to the house's style.
    Wire,
    /// A part of it, as it stands.
    Excerpt,
    /// Made of this and another report.
    Merged,
    /// The words replaced, the rest left.
    Spun,
}

impl Kind {
    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Copy => "copy",
            Kind::Wire => "wire",
            Kind::Excerpt => "excerpt",
            Kind::Merged => "merged",
            Kind::Spun => "spun",
        }
    }
}
