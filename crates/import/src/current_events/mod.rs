//! Wikipedia's Current Events portal: day pages in wikitext, every layout since 2002.
//!
//! The way of a page: `page` tells its lines apart (comments, tables and
//! boxes gone, broken bullets joined), `days` finds which day each belongs
//! to, `outline` reads each day's bullets as stories and events, and
//! `inline` and `statement` read the inside of one bullet. All of it is
//! linear in the input and never recurs into it.
//!
//! The reader is annals' own and works on lines and not on a document tree.
//! A library was looked at (`parse-wiki-text-2`): it does not read lists
//! inside template parameters, where most pages have their whole text, breaks
//! a link whose address holds a bracket, and gives no part of a malformed
//! one. Of wikitext's whole grammar a day page uses little; what matters is
//! what editors get wrong in it, and that nothing of it is lost.

mod address;
mod aside;
mod charrefs;
mod citation;
mod convert;
mod dates;
mod days;
mod header;
mod heading;
mod inline;
mod notes;
mod outline;
mod page;
mod publisher;
mod sniff;
mod statement;
mod template;

#[cfg(test)]
mod tests;

use crate::Origin;
use annals_model::{Document, Incoming, Note};
use notes::{Notes, quote};

pub use sniff::looks_like;

/// Reads a page: one document for each of its days, in the page's order.
///
/// The date is the page's own template's, or a heading's, or the one in
/// `origin.name`; where there is none the document holds a note and no event.
/// Any text is a page; a text that is something else gives notes.
pub fn read(origin: &Origin, text: &str) -> Vec<Document> {
    let lang = if origin.lang.is_empty() { "en" } else { &origin.lang };
    let text = text.trim_start_matches('\u{feff}');
    let mut notes = Notes::default();
    let blocks = page::blocks(text, &mut notes);
    let days = days::split(blocks, dates::of_name(&origin.name), &mut notes);
    let mut shared = citation::Shared::new();
    let mut documents = Vec::new();
    let mut starts = Vec::new();
    let mut unfilled = Vec::new();
    for day in &days {
        let mut document = Document { name: origin.name.clone(), ..Document::default() };
        match day.date {
            Some(date) => {
                let read = outline::read(day, date, origin, lang, &mut shared, &mut notes);
                unfilled.push(read.named);
                document.found = outline::incoming(read.events);
            }
            None => {
                let problem = format!(
                    "neither the page nor its name {} says which day it is",
                    quote(&origin.name)
                );
                notes.add_whole("no-date", problem, "left its bullets out");
                unfilled.push(Vec::new());
            }
        }
        starts.push(day.line);
        documents.push(document);
    }
    for (document, named) in documents.iter_mut().zip(unfilled) {
        fill_named(document, named, &shared, &mut notes);
    }
    share_out(notes.into_list(), &starts, &mut documents);
    documents
}

/// Adds the sources of references that stand elsewhere on the page.
fn fill_named(
    document: &mut Document,
    named: Vec<(usize, String)>,
    shared: &citation::Shared,
    notes: &mut Notes,
) {
    for (at, name) in named {
        let Some(Incoming::Told(draft)) = document.found.get_mut(at) else { continue };
        let line = draft.line.unwrap_or(1);
        let version = draft.versions.last_mut().and_then(|v| v.sources.as_mut());
        match (shared.get(&name), version) {
            (Some(sources), Some(own)) => {
                for source in sources {
                    if !own.contains(source) && own.len() < statement::MAX_SOURCES {
                        own.push(source.clone());
                    }
                }
            }
            _ => {
                notes.at(line);
                let problem = format_args!("no reference has the name {}", quote(&name));
                notes.add("unknown-reference", problem, "kept the event without it");
            }
        }
    }
}

/// Gives each note to the document in whose lines it stands.
fn share_out(notes: Vec<Note>, starts: &[u32], documents: &mut [Document]) {
    for note in notes {
        let at = note.line.map_or(0, |line| starts.partition_point(|start| *start <= line));
        if let Some(document) = documents.get_mut(at.saturating_sub(1)) {
            document.notes.push(note);
        }
    }
    for document in documents {
        document.notes.sort_by_key(|note| note.line);
    }
}
