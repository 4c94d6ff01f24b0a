//! What is asked.

use crate::Kind;
use annals_model::{Date, Timestamp};

/// Results that one answer holds at most.
pub const MOST_HITS: usize = 200;
/// How deep results can be paged; what lies deeper is found by narrowing the question.
pub const DEEPEST: usize = 10_000;

/// A question: a query as people type it, and filters that all must hold.
///
/// The default asks for the newest events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// In the query language ([`crate::parse`]); empty matches everything.
    pub query: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Names that each result has, by kind and key; several of one kind must all be there.
    pub names: Vec<(Kind, String)>,
    /// What was known at this moment, instead of what is known now.
    pub as_of: Option<Timestamp>,
    /// The order of results.
    pub sort: Sort,
    /// How many results to pass over; at most [`DEEPEST`].
    pub offset: usize,
    /// How many to return; at most [`MOST_HITS`].
    pub limit: usize,
    /// What to work out besides the results.
    pub extent: Extent,
}

impl Default for Question {
    fn default() -> Question {
        Question {
            query: String::new(),
            from: None,
            to: None,
            names: Vec::new(),
            as_of: None,
            sort: Sort::default(),
            offset: 0,
            limit: 20,
            extent: Extent::default(),
        }
    }
}

/// The order of results. Of equals the newer day comes first, then the smaller id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By score; a question without words is answered newest first.
    #[default]
    Relevance,
    /// Newest day first.
    Newest,
    /// Oldest day first.
    Oldest,
}

impl Sort {
    /// Every order with its name.
    pub const ALL: [(Sort, &'static str); 3] =
        [(Sort::Relevance, "relevance"), (Sort::Newest, "newest"), (Sort::Oldest, "oldest")];
}

/// What to work out besides the results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    /// Counts by name, the histogram, and a suggestion where little is found.
    #[default]
    Whole,
    /// Only results and their number: for feeds and further pages.
    Hits,
}
