//! What of a query was not understood or not followed.

use std::fmt;

/// A remark on a query; its text is English, programs go by [`Note::code`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Only the beginning was read.
    TooLong,
    /// Only the first clauses were read.
    TooManyClauses,
    /// Only the first phrases, beginnings and fuzzy words were taken as such.
    TooCostly,
    /// A quotation mark has no partner; the words behind it are plain words.
    OpenQuote,
    /// Brackets mean nothing.
    Brackets,
    /// It is no day, month or year; it was read as a plain word.
    NoDay(String),
    /// A beginning is too short, or is of letters that are no word; read as a plain word.
    NoPrefix(String),
    /// So many words begin so, or are so alike, that only the commonest were looked for.
    Expanded(String),
    /// Common words were left out; quotation marks or `+` keep them.
    LeftOut(Vec<String>),
    /// Results beyond a bound cannot be paged to.
    TooDeep,
}

impl Note {
    /// A word for programs, `open-quote`.
    pub fn code(&self) -> &'static str {
        match self {
            Note::TooLong => "too-long",
            Note::TooManyClauses => "too-many-clauses",
            Note::TooCostly => "too-costly",
            Note::OpenQuote => "open-quote",
            Note::Brackets => "brackets",
            Note::NoDay(_) => "no-day",
            Note::NoPrefix(_) => "no-prefix",
            Note::Expanded(_) => "expanded",
            Note::LeftOut(_) => "left-out",
            Note::TooDeep => "too-deep",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::TooLong => {
                write!(f, "only the first {} characters were read", super::LONGEST_QUERY)
            }
            Note::TooManyClauses => {
                write!(f, "only the first {} conditions were read", super::MOST_CLAUSES)
            }
            Note::TooCostly => write!(
                f,
                "only the first {} phrases, beginnings and fuzzy words were taken as such",
                super::MOST_COSTLY
            ),
            Note::OpenQuote => f.write_str("a quotation mark is not closed: read as plain words"),
            Note::Brackets => f.write_str("brackets mean nothing here and were passed over"),
            Note::NoDay(text) => {
                write!(f, "`{text}` is no day: write 2016, 2016-09, 2016-09-12 or 2016-09..2016-10")
            }
            Note::NoPrefix(text) => write!(f, "`{text}*` was read as a plain word"),
            Note::Expanded(text) => {
                write!(f, "`{text}` fits so many words that only the commonest were looked for")
            }
            Note::LeftOut(words) => {
                write!(f, "common words were left out: {} (`+word` keeps one)", words.join(", "))
            }
            Note::TooDeep => write!(
                f,
                "results beyond the {}th are not listed: narrow the question",
                crate::DEEPEST
            ),
        }
    }
}
