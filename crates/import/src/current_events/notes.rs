//! Collecting notes: what was odd, on which line, and what was done about it.

use annals_model::{Note, tidy};
use std::fmt::{self, Display};

/// More notes than this on one bullet say the same thing again and again
/// (a bullet of a day page has at most three or four); the rest are counted.
const MAX_ON_LINE: usize = 20;

/// Characters of the input that a note quotes.
const QUOTED: usize = 72;

/// The notes of one document, with the line that is being read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<Note>,
    line: Option<u32>,
    on_line: usize,
}

impl Notes {
    /// Says which line is being read from here on.
    pub(super) fn at(&mut self, line: u32) {
        self.finish_line();
        self.line = Some(line);
    }

    /// Notes something about the current line.
    pub(super) fn add(&mut self, kind: &'static str, problem: impl Display, done: &str) {
        self.on_line += 1;
        if self.on_line <= MAX_ON_LINE {
            self.list.push(Note {
                line: self.line,
                kind,
                problem: problem.to_string(),
                done: done.to_owned(),
            });
        }
    }

    /// Notes something about the whole page.
    pub(super) fn add_whole(&mut self, kind: &'static str, problem: String, done: &str) {
        self.list.push(Note { line: None, kind, problem, done: done.to_owned() });
    }

    /// Hands the notes over.
    pub(super) fn into_list(mut self) -> Vec<Note> {
        self.finish_line();
        self.list
    }

    fn finish_line(&mut self) {
        if self.on_line > MAX_ON_LINE {
            let problem = format!("{} more problems like these", self.on_line - MAX_ON_LINE);
            self.list.push(Note {
                line: self.line,
                kind: "more-problems",
                problem,
                done: "handled in the same way".to_owned(),
            });
        }
        self.on_line = 0;
    }
}

/// The start of a piece of input, fit for a message. It is made only where a
/// note is kept, since a hostile page asks for very many.
pub(super) fn quote(input: &str) -> impl Display + '_ {
    Quoted(input)
}

struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chars = self.0.trim_start().chars();
        let shown: String = chars.by_ref().take(QUOTED).collect();
        let more = if chars.any(|c| !c.is_whitespace()) { "…" } else { "" };
        write!(f, "`{}{more}`", tidy(&shown))
    }
}
