//! Which texts tell the same event.
//!
//! [`cluster`] puts reports of one event together, day by day ([`Stream`]).
//! Two texts are compared by their words, names, places, numbers and the times
//! they name, each rarer one worth more; a small logistic model of these
//! features, none of whose weights is negative, gives the log odds. Two
//! earthquakes share their vocabulary: places, numbers and names that differ
//! speak against one event, and a cluster falls in two where its texts are of
//! two camps ([`CUT_FEATURES`]).
//!
//! [`Index::reports`] says which known events an article reports, and which it
//! only mentions; [`drafts`] makes events of what is left.

pub(crate) mod agglomerate;
mod collection;
mod drafts;
mod events;
pub(crate) mod reading;
mod reports;
mod sentences;
mod split;
mod stream;
pub(crate) mod times;
mod weights;

pub use drafts::{DraftEvent, DraftOptions, drafts, statement};
pub use events::{Index, Known};
pub use reports::{
    EventLink, REPORT_FEATURES, REPORT_FOR, REPORT_N, REPORTS_VERSION, Relation, ReportOptions,
    ReportWeights,
};
pub use stream::{Stream, cluster, cuts, pairs};
pub use weights::{
    CUT_FEATURES, CUT_FOR, CUTS, CutWeights, FEATURES, FOR, N, WEIGHTS_VERSION, Weights,
};

use crate::Reason;

/// One report, borrowed from its owner.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Orders the texts of one day; it must not change between runs.
    pub id: u64,
    /// The day that it tells of, where that is known; days since 1 January 1970.
    pub day: Option<i32>,
    /// When it was published, seconds since 1 January 1970.
    pub published: Option<i64>,
    /// Its headline, or nothing.
    pub title: &'a str,
    /// Its body, a line for each paragraph.
    pub text: &'a str,
    /// Language, BCP 47.
    pub lang: &'a str,
}

impl Told<'_> {
    /// The day under which it is clustered: the one it tells of, else that of
    /// its publication.
    pub fn day_told(&self) -> Option<i32> {
        let published = || i32::try_from(self.published?.div_euclid(86_400)).ok();
        self.day.or_else(published)
    }
}

/// How to cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What a feature is worth.
    pub weights: Weights,
    /// Mean log odds above which two clusters are one.
    pub least: f32,
    /// When a cluster is cut in two.
    pub cut: CutWeights,
    /// A cluster without a text for more days than this takes no more.
    pub window_days: i32,
    /// Log odds that each day between the last texts of two clusters costs.
    pub per_day: f32,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            weights: Weights::default(),
            least: -2.5,
            cut: CutWeights::default(),
            window_days: 10,
            per_day: 0.25,
        }
    }
}

/// Texts that tell one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Indices of the texts, ascending.
    pub members: Vec<usize>,
    /// The day of its last text.
    pub day: Option<i32>,
    /// What its texts have in common, greatest first; none for a text alone.
    pub reasons: Vec<Reason>,
}

/// The features of two texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Index of the first text.
    pub a: usize,
    /// Index of the second.
    pub b: usize,
    /// Values, in the order of [`FEATURES`].
    pub features: [f32; N],
}
