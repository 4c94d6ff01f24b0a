//! What is answered.

use crate::{Kind, Marks, Note};
use annals_model::{Date, EventId};

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// How many results there are in all.
    pub total: u64,
    /// The results asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts over all results, by kind; kinds without any are left out.
    pub facets: Vec<Facet>,
    /// Results by year, oldest first.
    pub years: Vec<(i16, u64)>,
    /// Results over time; `None` where there are none or nobody asked.
    pub histogram: Option<Histogram>,
    /// Another query that finds more, where this one finds little.
    pub suggestion: Option<Suggestion>,
    /// What of the query was not understood or not followed.
    pub notes: Vec<Note>,
    /// Marks in texts what the query asks for.
    pub marks: Marks,
}

/// A result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The event.
    pub id: EventId,
    /// Its place in the archive.
    pub row: i64,
    /// Its day.
    pub day: Date,
    /// Why it stands where it stands.
    pub score: Score,
}

/// A score and what it is made of: the product of the other three.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// The product; 0 where results are ordered by time.
    pub total: f64,
    /// How well the words match (BM25, the fields weighted).
    pub text: f64,
    /// More for newer events: see `rank.rs`.
    pub recency: f64,
    /// More for events that many sources report.
    pub sources: f64,
}

/// How many results have which names of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Which kind.
    pub kind: Kind,
    /// The names that most results have, most first, then by key; ten at most.
    pub counts: Vec<Count>,
}

/// A name with its number of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Its identity.
    pub key: String,
    /// As people read it.
    pub title: String,
    /// Number of results.
    pub count: u64,
}

/// Results over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// How long a bucket is.
    pub step: Step,
    /// One bucket after the other, those without results too; some 60 at most.
    pub buckets: Vec<Bucket>,
}

/// How long a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// So many years: 1, 2, 5, 10, …
    Years(u16),
}

impl Step {
    /// `day`, `week`, `month`, `year`, or `10 years`.
    pub fn name(self) -> String {
        match self {
            Step::Day => "day".into(),
            Step::Week => "week".into(),
            Step::Month => "month".into(),
            Step::Years(1) => "year".into(),
            Step::Years(n) => format!("{n} years"),
        }
    }
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Number of results.
    pub count: u64,
}

/// Another query that finds more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The query.
    pub query: String,
    /// What it finds.
    pub total: u64,
}

/// What a beginning can be completed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What kind of name; `None` for a query of words.
    pub kind: Option<Kind>,
    /// The name's key; empty for words.
    pub key: String,
    /// The name, or the query with its last word completed.
    pub title: String,
    /// How many events have it today.
    pub events: u64,
}
