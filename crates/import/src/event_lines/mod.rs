//! Event lines: the interchange format, JSONL, one event a line.
//!
//! A line has `date` and `text`, and optionally `id`, `category`, `stories`
//! (one chain of headings, outermost first, or a list of chains), `links`
//! ([{`text`, `target`}]), `summary`, `sources` ([{`name`, `url`, `via`}] or
//! strings), `image`, `lang`, `origin` (the upstream's page), `known_at`
//! (RFC 3339), `old_paths` and `under` (the `id` of an earlier line).
//! A line of an export has `path` and `revisions` as well and keeps its
//! identity and history; [`write()`] makes such lines and reading them gives
//! back an equal [`Kept`](annals_model::Kept).
//!
//! A line with `correction` is no event but what a person said of what is
//! computed; exports have them behind their events.
//!
//! In a told line an empty list of sources or stories means that the upstream
//! does not say, as in the published WCEP sets; so does the category
//! "Uncategorized". In a revision an empty list is a statement.
//!
//! ```
//! use annals_import::{event_lines::LineReader, Origin};
//! use annals_model::Incoming;
//!
//! let mut reader = LineReader::new(&Origin::default());
//! let mut notes = Vec::new();
//! let line = r#"{"date": "2016-09-12", "text": "A truce takes effect in Syria."}"#;
//! let Some(Incoming::Told(draft)) = reader.read_line(1, line, &mut notes) else { panic!() };
//! assert_eq!(draft.versions[0].text, "A truce takes effect in Syria.");
//! ```

mod address;
mod correction;
mod field;
mod kept;
mod object;
mod stream;
mod told;
mod write;

pub use correction::write_correction;
pub use stream::{Chunk, Limits, read};
pub use write::write;

use crate::Origin;
use annals_model::{Correction, Incoming, Note};
use object::Object;
use std::collections::BTreeSet;

/// Keys that a line may have.
const KEYS: &[&str] = &[
    "date",
    "text",
    "id",
    "category",
    "stories",
    "links",
    "summary",
    "sources",
    "image",
    "lang",
    "origin",
    "known_at",
    "old_paths",
    "under",
    "path",
    "revisions",
];

/// Unknown keys are named once a file; after this many different ones the file
/// is plainly something else, and naming more helps nobody.
const UNKNOWN_KEYS: usize = 50;

/// Reads single lines of one file; remembers which unknown keys it named.
#[derive(Debug)]
pub struct LineReader {
    origin: Origin,
    unknown: BTreeSet<String>,
}

impl LineReader {
    /// A reader for the lines of one file.
    pub fn new(origin: &Origin) -> LineReader {
        LineReader { origin: origin.clone(), unknown: BTreeSet::new() }
    }

    /// Reads a line that is a correction. `None` where it is another line;
    /// `Some(None)` where it cannot be read, and a note says why.
    pub fn read_correction(
        &mut self,
        line_no: u32,
        line: &str,
        notes: &mut Vec<Note>,
    ) -> Option<Option<Correction>> {
        // Few lines are; most need not be read twice.
        if !line.contains("\"correction\"") {
            return None;
        }
        let object = serde_json::from_str::<Object>(line).ok()?;
        object.get(correction::KEY)?;
        Some(correction::read(&object, &mut field::Log { line: line_no, notes }))
    }

    /// Reads one line. `None` where it is no event; a note says why.
    pub fn read_line(
        &mut self,
        line_no: u32,
        line: &str,
        notes: &mut Vec<Note>,
    ) -> Option<Incoming> {
        let object = match serde_json::from_str::<Object>(line) {
            Ok(object) => object,
            Err(error) => {
                notes.push(Note {
                    line: Some(line_no),
                    kind: "line-not-json",
                    problem: format!("not a JSON object ({error}): {}", crate::quote(line)),
                    done: "left the line out; a line is one object, `{\"date\": …, \"text\": …}`"
                        .to_owned(),
                });
                return None;
            }
        };
        let mut log = field::Log { line: line_no, notes };
        for key in object.repeated() {
            log.note(
                "key-repeated",
                format!("`{}` stands twice in the line", crate::quote(key)),
                "used the last one",
            );
        }
        for key in object.keys().filter(|k| !KEYS.contains(k)) {
            if self.unknown.len() < UNKNOWN_KEYS && self.unknown.insert(key.to_owned()) {
                log.note(
                    "key-unknown",
                    format!("no field is called `{}`", crate::quote(key)),
                    "did not keep it, here and in later lines",
                );
            }
        }
        let wants_history = object.get("revisions").is_some_and(|v| !v.is_null());
        if wants_history {
            if object.get("id").is_some() && object.get("path").is_some() {
                return kept::read(&object, &mut log).map(Incoming::Kept);
            }
            log.note(
                "history-without-identity",
                "`revisions` without `id` and `path`".to_owned(),
                "read the line as told by an upstream, without its history",
            );
        }
        told::read(&self.origin, &object, &mut log).map(Incoming::Told)
    }
}

/// Whether a file that begins with `head` holds event lines.
pub fn looks_like(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let first = head.lines().next().unwrap_or_default();
    let inside = first.strip_prefix('{').unwrap_or_default().trim_start();
    inside.starts_with('"') || (first.trim_end() == "{}")
}
