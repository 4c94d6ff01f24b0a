//! Notes about one feed: a few of each kind, then a count.

use annals_model::Note;
use std::collections::BTreeMap;

/// So many notes of one kind are written out; a feed's mistakes repeat in every entry.
const SHOWN: usize = 3;

/// Collects notes.
#[derive(Debug)]
pub(super) struct Log<'a> {
    text: &'a str,
    /// A position and its line, from which the next is counted.
    known: (usize, u32),
    notes: Vec<Note>,
    counts: BTreeMap<&'static str, usize>,
}

impl<'a> Log<'a> {
    pub(super) fn new(text: &'a str) -> Log<'a> {
        Log { text, known: (0, 1), notes: Vec::new(), counts: BTreeMap::new() }
    }

    /// Takes over notes that were made before there was a text.
    pub(super) fn with(text: &'a str, notes: Vec<Note>) -> Log<'a> {
        Log { notes, ..Log::new(text) }
    }

    /// A note about the place `at`, an offset in the text.
    pub(super) fn problem(&mut self, at: usize, kind: &'static str, problem: &str, done: &str) {
        if self.counted(kind) {
            let line = Some(self.line(at));
            self.push(line, kind, problem, done);
        }
    }

    /// A note about the whole feed.
    pub(super) fn whole(&mut self, kind: &'static str, problem: &str, done: &str) {
        if self.counted(kind) {
            self.push(None, kind, problem, done);
        }
    }

    /// The notes; kinds that occurred more often than was written out say how often.
    pub(super) fn finish(mut self) -> Vec<Note> {
        for (kind, count) in self.counts {
            let last = self.notes.iter_mut().rev().find(|n| n.kind == kind);
            if let Some(last) = last.filter(|_| count > SHOWN) {
                last.problem += &format!(" (and {} more of this kind)", count - SHOWN);
            }
        }
        self.notes
    }

    fn push(&mut self, line: Option<u32>, kind: &'static str, problem: &str, done: &str) {
        self.notes.push(Note { line, kind, problem: problem.to_owned(), done: done.to_owned() });
    }

    fn counted(&mut self, kind: &'static str) -> bool {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        *count <= SHOWN
    }

    fn line(&mut self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        if at < self.known.0 {
            self.known = (0, 1);
        }
        let between = &self.text.as_bytes()[self.known.0..at];
        let lines = between.iter().filter(|b| **b == b'\n').count();
        self.known = (at, self.known.1.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)));
        self.known.1
    }
}
