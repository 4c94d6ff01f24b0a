//! The sources of an event with what their pages tell: writing the section and reading
//! it back.

use super::escape::{self, LINE, unescape};
use super::event::{plain_time, source_link};
use super::line::{Line, plain};
use super::{bullet, date, heading, push, term};
use crate::wire::{
    Event, FieldChange, Image, Source, SourceCapture, SourceEdit, SourceGone, SourcePage,
};
use crate::words::{Terms, Words};
use crate::{ReadError, decimal};

/// Deeper than any list's number.
const SPACES: &str = "                        ";

/// Appends the section.
pub(super) fn write(out: &mut Vec<u8>, sources: &[Source], words: &Words) {
    if sources.is_empty() {
        return;
    }
    heading(out, words.sources);
    for (at, source) in sources.iter().enumerate() {
        let start = out.len();
        decimal::write(out, at as u64 + 1);
        push(out, ". ");
        let indent = out.len() - start;
        source_link(out, source, LINE);
        if let Some(via) = &source.via {
            push(out, " *");
            push(out, words.via);
            push(out, "* ");
            escape::text(out, via, LINE);
        }
        out.push(b'\n');
        if let Some(page) = &source.page {
            details(out, page, indent, words);
        }
    }
}

fn details(out: &mut Vec<u8>, page: &SourcePage, indent: usize, words: &Words) {
    let deep = |more: usize| &SPACES[..(indent + more).min(SPACES.len())];
    let said = |out: &mut Vec<u8>, label: &str, value: &str| {
        push(out, deep(0));
        bullet(out, label);
        escape::text(out, value, LINE);
        out.push(b'\n');
    };
    for (label, value) in [
        (words.title, &page.title),
        (words.says, &page.description),
        (words.publisher, &page.publisher),
    ] {
        if let Some(value) = value {
            said(out, label, value);
        }
    }
    if let Some(day) = &page.published {
        push(out, deep(0));
        bullet(out, words.published);
        date(out, day, words);
        out.push(b'\n');
    }
    if let Some(image) = &page.image {
        push(out, deep(0));
        push(out, "- [");
        push(out, words.picture);
        push(out, "](");
        escape::target(out, Some(&image.url), "", None);
        push(out, ")\n");
        for (label, value) in [(words.shows, &image.alt), (words.credit, &image.credit)] {
            if let Some(value) = value {
                said(out, label, value);
            }
        }
    }
    if page.reserved {
        push(out, deep(0));
        push(out, "- ");
        push(out, words.reserved);
        out.push(b'\n');
    }
    if let Some(gone) = &page.gone {
        push(out, deep(0));
        bullet(out, words.gone);
        time(out, &gone.since);
        if let Some(status) = gone.status {
            push(out, ", ");
            decimal::write(out, status.into());
        }
        out.push(b'\n');
    }
    if let Some(capture) = &page.capture {
        push(out, deep(0));
        bullet(out, words.captured);
        time(out, &capture.at);
        push(out, ", [");
        push(out, words.the_capture);
        push(out, "](");
        escape::target(out, Some(&capture.url), "", None);
        push(out, ")\n");
    }
    for edit in &page.edits {
        push(out, deep(0));
        bullet(out, words.edited);
        time(out, &edit.at);
        push(out, ", ");
        term(out, Terms::Grades, &edit.grade, words);
        out.push(b'\n');
        for field in &edit.fields {
            push(out, deep(2));
            push(out, "- ");
            term(out, Terms::Parts, &field.field, words);
            push(out, " (");
            term(out, Terms::Grades, &field.grade, words);
            push(out, ")\n");
            for (label, values) in [(words.before, &field.before), (words.after, &field.after)] {
                for value in values {
                    push(out, deep(4));
                    bullet(out, label);
                    escape::text(out, value, LINE);
                    out.push(b'\n');
                }
            }
        }
    }
}

/// `2016-10-05 14:02:11 UTC`; other forms of time are quoted.
fn time(out: &mut Vec<u8>, time: &str) {
    match plain_time(time) {
        Some((day, clock)) => {
            push(out, day);
            out.push(b' ');
            push(out, clock);
            push(out, " UTC");
        }
        None => escape::quoted(out, time),
    }
}

/// Takes what [`time`] writes.
fn read_time(line: &mut Line) -> Result<String, ReadError> {
    if line.eat("\"") {
        let value = unescape(line.until(b"\""));
        line.expect("\"")?;
        return Ok(value);
    }
    let raw = line.until(b",");
    let parts = raw.strip_suffix(" UTC").and_then(|raw| raw.split_once(' '));
    let (day, clock) = parts.ok_or_else(|| line.error("a time is missing"))?;
    Ok(format!("{day}T{clock}Z"))
}

/// Reads a line of the section.
pub(super) fn read(event: &mut Event, mut line: Line) -> Result<(), ReadError> {
    let words = line.words;
    if line.rest.starts_with(|c: char| c.is_ascii_digit()) {
        line.number::<u64>()?;
        line.expect(". ")?;
        let (name, url) = line.named_link(b"*")?;
        let mut source = Source { name, url, ..Source::default() };
        line.eat(" ");
        if line.eat("*") {
            line.expect(words.via)?;
            line.expect("* ")?;
            source.via = Some(plain(line.all()));
        }
        event.sources.push(source);
        return Ok(());
    }
    let error = line.error("a source does not begin with its number");
    let page = event.sources.last_mut().ok_or(error)?.page.get_or_insert_default();
    if line.eat_bullet(words.title) {
        page.title = Some(plain(line.all()));
    } else if line.eat_bullet(words.says) {
        page.description = Some(plain(line.all()));
    } else if line.eat_bullet(words.publisher) {
        page.publisher = Some(plain(line.all()));
    } else if line.eat_bullet(words.published) {
        let raw = line.all();
        page.published = Some(line.date(raw)?);
    } else if line.rest.strip_prefix("- ") == Some(words.reserved) {
        page.reserved = true;
    } else if line.eat_bullet(words.gone) {
        let since = read_time(&mut line)?;
        let status = if line.eat(", ") { Some(line.number()?) } else { None };
        page.gone = Some(SourceGone { since, status });
    } else if line.eat_bullet(words.captured) {
        let at = read_time(&mut line)?;
        line.expect(", ")?;
        let url = line.link()?.url.unwrap_or_default();
        page.capture = Some(SourceCapture { at, url });
    } else if line.eat_bullet(words.edited) {
        let at = read_time(&mut line)?;
        line.expect(", ")?;
        let raw = line.all();
        let grade = line.term(Terms::Grades, raw)?;
        page.edits.push(SourceEdit { at, grade, fields: Vec::new() });
    } else if line.rest.starts_with("- [") {
        line.expect("- ")?;
        let url = line.link()?.url.unwrap_or_default();
        page.image = Some(Image { url, alt: None, credit: None });
    } else if line.eat_bullet(words.shows) {
        let error = line.error("a picture's address is missing");
        page.image.as_mut().ok_or(error)?.alt = Some(plain(line.all()));
    } else if line.eat_bullet(words.credit) {
        let error = line.error("a picture's address is missing");
        page.image.as_mut().ok_or(error)?.credit = Some(plain(line.all()));
    } else {
        return edited(page, line);
    }
    Ok(())
}

/// A field of an edit, or a value of it.
fn edited(page: &mut SourcePage, mut line: Line) -> Result<(), ReadError> {
    let words = line.words;
    let error = line.error("no line about a source");
    let edit = page.edits.last_mut().ok_or(error)?;
    let error = line.error("a value without its field");
    if line.eat_bullet(words.before) {
        edit.fields.last_mut().ok_or(error)?.before.push(plain(line.all()));
    } else if line.eat_bullet(words.after) {
        edit.fields.last_mut().ok_or(error)?.after.push(plain(line.all()));
    } else {
        line.expect("- ")?;
        let raw = line.until(b"(").trim_end_matches(' ');
        let field = line.term(Terms::Parts, raw)?;
        line.expect("(")?;
        let raw = line.until(b")");
        let grade = line.term(Terms::Grades, raw)?;
        edit.fields.push(FieldChange { field, grade, before: Vec::new(), after: Vec::new() });
    }
    Ok(())
}
