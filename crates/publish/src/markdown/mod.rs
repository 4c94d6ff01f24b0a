//! Markdown: pages that a person reads with plain tools, and that read back to
//! the same record.
//!
//! Nothing is hidden: a short front matter names the page (`id`, `url`, `day`,
//! `lang`), and everything else is in the text. Entity keys are the titles of
//! links (`[France](/context/france.md "en:France")`), event ids as well. Values
//! that programs name (`material`) are written as words of the page's language;
//! a value that has no word stands in quotation marks. The seams between values
//! are bytes that are escaped in all text, so hostile text stays text.
//!
//! What reads back exactly is an event whose statement is in its normal form:
//! [`crate::wire::Statement::parts`] is empty or joins to the text, something in
//! it is linked, and unlinked parts are neither empty nor neighbours.

pub(crate) mod escape;
mod event;
pub(crate) mod front;
mod line;
mod list;
mod read;
mod reports;
mod sources;

pub use event::event;
pub(crate) use event::host;
pub use list::list;
pub use read::read_event;

use crate::wire::{EventRef, Ref};
use crate::words::{Terms, Words};
use crate::{Format, Settings};
use escape::Place;

/// What follows the path of a page in links.
const SUFFIX: &str = ".md";

/// Appends text as the label of a link.
pub(crate) fn escape_label(out: &mut Vec<u8>, words: &str) {
    escape::text(out, words, escape::LABEL);
}

/// Appends the line that names the page's formats, each a link but this one.
fn formats(out: &mut Vec<u8>, url: &str, settings: &Settings) {
    for (at, format) in settings.formats.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(" · ".as_bytes());
        }
        if *format == Format::Markdown {
            push(out, format.name());
            continue;
        }
        out.push(b'[');
        push(out, format.name());
        push(out, "](");
        escape::target(out, Some(url), "", None);
        out.push(b'.');
        push(out, format.suffix());
        out.push(b')');
    }
    push(out, "\n\n");
}

/// Appends a link, or the plain title of what has neither page nor key.
fn reference(out: &mut Vec<u8>, page: &Ref, place: Place) {
    if page.url.is_none() && page.key.is_none() {
        return escape::text(out, &page.title, place);
    }
    out.push(b'[');
    escape::text(out, &page.title, escape::LABEL);
    push(out, "](");
    escape::target(out, page.url.as_deref(), SUFFIX, page.key.as_deref());
    out.push(b')');
}

/// Appends `8 October 2016: [Russia vetoes …](/news/….md "ID")`.
fn event_ref(out: &mut Vec<u8>, event: &EventRef, words: &Words) {
    date(out, &event.day, words);
    push(out, ": [");
    escape::text(out, &event.text, escape::LABEL);
    push(out, "](");
    escape::target(out, Some(&event.url), SUFFIX, Some(&event.id));
    out.push(b')');
}

/// Appends a date in words, or in quotation marks what is no date.
fn date(out: &mut Vec<u8>, iso: &str, words: &Words) {
    if !words.write_date(iso, out) {
        escape::quoted(out, iso);
    }
}

/// Appends a value in the page's language, or in quotation marks where it has no word.
fn term(out: &mut Vec<u8>, group: Terms, name: &str, words: &Words) {
    match words.term(group, name) {
        Some(word) => push(out, word),
        None => escape::quoted(out, name),
    }
}

/// Appends `- Label: `.
fn bullet(out: &mut Vec<u8>, label: &str) {
    push(out, "- ");
    push(out, label);
    push(out, ": ");
}

/// Appends `## Heading` and an empty line.
fn heading(out: &mut Vec<u8>, title: &str) {
    push(out, "\n## ");
    push(out, title);
    push(out, "\n\n");
}

fn push(out: &mut Vec<u8>, words: &str) {
    out.extend_from_slice(words.as_bytes());
}
