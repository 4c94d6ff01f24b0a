//! Notes about a file, of which a hostile one can cause millions.

use annals_model::Note;

/// The first notes, and how many more there were.
#[derive(Debug)]
pub(super) struct Notes {
    list: Vec<Note>,
    bound: usize,
    dropped: u64,
}

impl Notes {
    pub(super) fn new(bound: usize) -> Notes {
        Notes { list: Vec::new(), bound, dropped: 0 }
    }

    pub(super) fn push(&mut self, note: Note) {
        if self.list.len() < self.bound {
            self.list.push(note);
        } else {
            self.dropped += 1;
        }
    }

    pub(super) fn into_list(mut self) -> Vec<Note> {
        if self.dropped > 0 {
            let problem = format!("{} more problems of this kind and others", self.dropped);
            self.list.push(note("more-problems", problem, "did the same as with those above"));
        }
        self.list
    }
}

/// A note; web archives have no lines to name.
pub(super) fn note(
    kind: &'static str,
    problem: impl Into<String>,
    done: impl Into<String>,
) -> Note {
    Note { line: None, kind, problem: problem.into(), done: done.into() }
}
