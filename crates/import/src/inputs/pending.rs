//! Pages that wait for the end of their input: The Context's, because one event
//! has several, and day pages inside archives, because those come in any order.

use super::{Options, files, known_at};
use crate::{Origin, context, current_events};
use annals_model::{Document, Note};

/// The waiting pages of one input.
#[derive(Default)]
pub(super) struct Pending {
    context: Vec<context::Page>,
    wikitext: Vec<(Origin, String)>,
    bytes: u64,
}

impl Pending {
    /// Keeps a page of The Context.
    pub(super) fn add_context(&mut self, origin: &Origin, text: &str) {
        self.bytes += text.len() as u64;
        self.context.push(context::read_page(origin, text));
    }

    /// Keeps a day page.
    pub(super) fn add_wikitext(&mut self, origin: Origin, text: String) {
        self.bytes += text.len() as u64;
        self.wikitext.push((origin, text));
    }

    /// Whether more is held than may be.
    pub(super) fn is_full(&self, options: &Options) -> bool {
        self.bytes > options.limits.held_bytes
    }

    /// The documents of what waited; a note where it had to be cut in parts.
    pub(super) fn take(&mut self, cut: Cut) -> Vec<Document> {
        let Pending { mut wikitext, context, .. } = std::mem::take(self);
        wikitext.sort_by(|a, b| files::sort_key(&a.0.name).cmp(&files::sort_key(&b.0.name)));
        let mut documents: Vec<Document> =
            wikitext.iter().flat_map(|(origin, text)| current_events::read(origin, text)).collect();
        documents.extend(context::assemble(context));
        if cut == Cut::InParts
            && let Some(first) = documents.first_mut()
        {
            first.notes.push(Note {
                line: None,
                kind: "input-read-in-parts",
                problem: "the input holds more pages than are kept in memory".to_owned(),
                done: "reunited the pages of each part by itself; import a folder for each year"
                    .to_owned(),
            });
        }
        documents
    }
}

/// Why pages are handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The input is at its end.
    AtTheEnd,
    /// Too much waited.
    InParts,
}

/// What is known of a file: its name, the options, and the time in its name.
pub(super) fn origin(name: &str, options: &Options) -> Origin {
    Origin {
        name: name.to_owned(),
        known_at: known_at::split(name).1.or(options.known_at),
        lang: options.lang.clone(),
        revision: None,
    }
}
