//! The query language, and its way to the index.
//!
//! Clauses stand beside each other and all must hold. A clause is one matcher, or
//! several with `OR` between them. There are no brackets, so nothing nests.

mod compile;
mod note;
mod parse;

pub use note::Note;
pub use parse::{LONGEST_QUERY, MOST_CLAUSES, MOST_COSTLY, parse};

pub(crate) use compile::{Compiled, compile};

use annals_model::Date;
use std::ops::Range;

/// A query, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What must hold.
    pub clauses: Vec<Clause>,
    /// What was not understood, in the order of the query.
    pub notes: Vec<Note>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether it must hold or must not.
    pub occur: Occur,
    /// One of these must match; never empty.
    pub any: Vec<Matcher>,
}

/// Whether a clause must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// It must.
    Must,
    /// It must not.
    Not,
}

/// Something that a text matches or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    /// Where it is looked for.
    pub scope: Scope,
    /// What.
    pub pattern: Pattern,
    /// Where the pattern's own text stands in the query, in bytes.
    pub at: Range<usize>,
}

/// Where a pattern is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Statement, summary, stories and entities.
    Texts,
    /// Titles of stories.
    Story,
    /// Names of entities.
    Entity,
    /// Publishers and hosts.
    Source,
    /// The category.
    Category,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// A word; one that the analysis cuts into several must have all of them.
    Word(String),
    /// Words in this order, one behind the other.
    Phrase(String),
    /// Words that begin so.
    Prefix(String),
    /// Words that differ by so many letters at most, 1 or 2.
    Fuzzy(String, u8),
    /// Days, first and last.
    Days(Date, Date),
    /// A language.
    Lang(String),
}
