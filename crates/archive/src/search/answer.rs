//! The shapes of answers, as `annals search --json` and the API write them.
//!
//! Addresses (`url`) are paths from the site's root without a format suffix, days ISO
//! 8601. Texts are plain: marked stretches are segments of their own.

use annals_publish::wire::Item;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to a question.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// How many results there are in all.
    pub total: u64,
    /// The results asked for, in their order.
    pub hits: Vec<Hit>,
    /// Counts over all results, by kind: `story`, `entity`, `category`, `source`, `lang`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facets: Facets,
    /// Results by year, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<Year>,
    /// Results over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub histogram: Option<Histogram>,
    /// Another query that finds more, where this one finds little.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Suggestion>,
    /// What of the query was not understood or not followed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The archive's change that the answer is of.
    pub change: i64,
}

/// The names that most results have, by kind; ten of each at most.
pub type Facets = BTreeMap<&'static str, Vec<Named>>;

/// A result.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// The event as lists show it; for a question about a moment, as it stood then.
    pub item: Item,
    /// Its statement with what was asked for marked; whole, unless it is very long.
    pub statement: Fragment,
    /// A piece of its summary, where something in it is marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Fragment>,
    /// Why it stands where it stands; absent where results are ordered by time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fragment {
    /// Joined, they are the piece.
    pub segments: Vec<Segment>,
    /// Whether text was left out before it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut_before: bool,
    /// Whether text was left out after it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut_after: bool,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Segment {
    /// The text as it is.
    pub text: String,
    /// Whether it was asked for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub marked: bool,
}

/// A score: the product of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Score {
    /// The product.
    pub total: f64,
    /// How well the words match.
    pub text: f64,
    /// More for newer events, from 1.
    pub recency: f64,
    /// More for events that many sources report, from 1.
    pub sources: f64,
}

/// A name with its number of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    /// What a filter takes: a story's or category's key, an entity's `en:France`, a
    /// publisher's name in small letters, a language's code.
    pub key: String,
    /// As people read it.
    pub title: String,
    /// Its page, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Number of results.
    pub count: u64,
}

/// A year with its number of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Number of results.
    pub count: u64,
}

/// Results over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Histogram {
    /// How long a bucket is: `day`, `week`, `month`, `year`, `10 years`, …
    pub step: String,
    /// One bucket after the other, those without results too.
    pub buckets: Vec<Bucket>,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bucket {
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// Number of results.
    pub count: u64,
}

/// Another query that finds more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// The query.
    pub query: String,
    /// What it finds.
    pub total: u64,
}

/// A remark on the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// A word for programs, `open-quote`.
    pub code: &'static str,
    /// For people, in English.
    pub text: String,
}

/// What a beginning can be completed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// `story`, `entity`, `category`, `source`, or `words` for a query.
    pub kind: &'static str,
    /// The name, or the query with its last word completed.
    pub title: String,
    /// The name's key; absent for words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The name's page, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How many events have it today.
    pub events: u64,
}
