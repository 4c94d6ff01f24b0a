//! Writing an event's page. [`super::read`] reads what this writes: change both.

use super::escape::{self, ITEM, LINE, Place};
use super::{bullet, date, event_ref, formats, front, heading, push, reference, term};
use super::{reports, sources};
use crate::wire::{
    Change, Event, FieldChange, Image, Neighbours, Ref, Related, Source, Statement, Status, Step,
    Summary,
};
use crate::words::{Terms, Words};
use crate::{Settings, decimal};
use std::io::Write as _;

/// Parts the stories of a chain: always escaped in text.
const STEP: &[u8] = b" > ";

/// Appends an event's page.
pub fn event(event: &Event, settings: &Settings, out: &mut Vec<u8>) {
    let words = Words::of(&event.lang);
    push(out, "---\n");
    front::line(out, "id", &event.id);
    front::line(out, "url", &event.url);
    front::line(out, "day", &event.day);
    front::line(out, "lang", &event.lang);
    let weights = event.related.first().map(|r| r.weights.as_str());
    if let Some(weights) = weights {
        front::line(out, "weights", weights);
    }
    push(out, "---\n\n");
    formats(out, &event.url, settings);
    day_line(out, event, words);
    above(out, event, words);
    push(out, "# ");
    statement(out, &event.statement);
    push(out, "\n");
    if let Some(summary) = &event.summary {
        write_summary(out, summary);
    }
    sources::write(out, &event.sources, words);
    if let Some(found) = &event.reports {
        reports::write(out, found, words);
    }
    if let Some(image) = &event.image {
        write_image(out, image, words);
    }
    if !event.additions.is_empty() {
        heading(out, words.additions);
        for addition in &event.additions {
            push(out, "- ");
            event_ref(out, addition, words);
            out.push(b'\n');
        }
    }
    if !event.changes.is_empty() {
        heading(out, words.changes);
        for change in &event.changes {
            write_change(out, change, words);
        }
    }
    if !event.background.is_empty() {
        heading(out, words.background);
        background(out, &event.background, words);
    }
    if !event.related.is_empty() {
        heading(out, words.related);
        related(out, &event.related, weights.unwrap_or_default(), words);
    }
    neighbours(out, &event.neighbours, words);
}

/// The date with a link to its day, whose page stands where The Context had it.
fn day_line(out: &mut Vec<u8>, event: &Event, words: &Words) {
    let page = event.url.find("/news/").zip(crate::words::iso_date(&event.day));
    let Some((prefix, (_, Some(_), Some(day)))) = page else {
        date(out, &event.day, words);
        return push(out, "\n\n");
    };
    out.push(b'[');
    words.write_long_date(&event.day, out);
    push(out, "](");
    escape::target(out, Some(&event.url[..prefix]), "/news/", None);
    push(out, &event.day[..4]);
    out.push(b'/');
    push(out, &event.day[5..7]);
    out.push(b'/');
    decimal::write(out, day.into());
    push(out, "/index.md)\n\n");
}

/// What the event belongs to, and whether it stands.
fn above(out: &mut Vec<u8>, event: &Event, words: &Words) {
    let start = out.len();
    if let Some(status) = &event.status {
        write_status(out, status, words);
    }
    if let Some(category) = &event.category {
        bullet(out, words.category);
        reference(out, category, LINE);
        out.push(b'\n');
    }
    for chain in &event.stories {
        bullet(out, words.story);
        for (at, story) in chain.iter().enumerate() {
            if at > 0 {
                out.extend_from_slice(STEP);
            }
            reference(out, story, LINE);
        }
        out.push(b'\n');
    }
    if let Some(under) = &event.under {
        bullet(out, words.under);
        event_ref(out, under, words);
        out.push(b'\n');
    }
    if out.len() > start {
        out.push(b'\n');
    }
}

fn write_status(out: &mut Vec<u8>, status: &Status, words: &Words) {
    bullet(out, words.status);
    term(out, Terms::States, &status.state, words);
    out.push(b'\n');
    if let Some(reason) = &status.reason {
        bullet(out, words.reason);
        escape::text(out, reason, LINE);
        out.push(b'\n');
    }
    if let Some(into) = &status.into {
        bullet(out, words.see);
        event_ref(out, into, words);
        out.push(b'\n');
    }
}

fn statement(out: &mut Vec<u8>, statement: &Statement) {
    if statement.parts.is_empty() {
        return escape::text(out, &statement.text, LINE);
    }
    let last = statement.parts.len() - 1;
    for (at, part) in statement.parts.iter().enumerate() {
        if part.entity.is_some() || part.url.is_some() {
            out.push(b'[');
            escape::inside(out, &part.text);
            push(out, "](");
            escape::target(out, part.url.as_deref(), super::SUFFIX, part.entity.as_deref());
            out.push(b')');
        } else {
            let place = Place { start: at == 0, end: at == last, parting: b"" };
            escape::text(out, &part.text, place);
        }
    }
}

fn write_summary(out: &mut Vec<u8>, summary: &Summary) {
    push(out, "\n> ");
    escape::text(out, &summary.text, LINE);
    push(out, "\n");
    if let Some(by) = &summary.by {
        push(out, ">\n> — ");
        escape::text(out, by, LINE);
        push(out, "\n");
    }
}

/// A source without a name shows its host; the empty title tells that from a name.
pub(super) fn source_link(out: &mut Vec<u8>, source: &Source, place: Place) {
    let Some(url) = &source.url else { return escape::text(out, &source.name, place) };
    let unnamed = source.name.is_empty();
    out.push(b'[');
    escape::text(out, if unnamed { host(url) } else { &source.name }, escape::LABEL);
    push(out, "](");
    escape::target(out, Some(url), "", unnamed.then_some(""));
    out.push(b')');
}

/// The host of an address, for people; the address where it has none.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.is_empty() { url } else { host }
}

fn write_image(out: &mut Vec<u8>, image: &Image, words: &Words) {
    heading(out, words.image);
    push(out, "- [");
    push(out, words.picture);
    push(out, "](");
    escape::target(out, Some(&image.url), "", None);
    push(out, ")\n");
    for (label, value) in [(words.shows, &image.alt), (words.credit, &image.credit)] {
        if let Some(value) = value {
            bullet(out, label);
            escape::text(out, value, LINE);
            out.push(b'\n');
        }
    }
}

/// `2. change of facts, 2016-10-05 14:02:11 UTC, wikitext (where it was read)`
/// with its fields below.
fn write_change(out: &mut Vec<u8>, change: &Change, words: &Words) {
    let start = out.len();
    decimal::write(out, change.number.into());
    push(out, ". ");
    let indent = &b"            "[..out.len() - start];
    term(out, Terms::Grades, &change.grade, words);
    push(out, ", ");
    match &change.known_at {
        None => push(out, words.unknown_time),
        Some(time) => match plain_time(time) {
            Some((day, clock)) => {
                push(out, day);
                out.push(b' ');
                push(out, clock);
                push(out, " UTC");
            }
            None => escape::quoted(out, time),
        },
    }
    push(out, ", ");
    escape::text(out, &change.by, ITEM);
    if let Some(from) = &change.from {
        push(out, " (");
        escape::text(out, from, ITEM);
        out.push(b')');
    }
    out.push(b'\n');
    if change.statement.as_deref() != stated(&change.fields) {
        out.extend_from_slice(indent);
        bullet(out, words.wording);
        match &change.statement {
            Some(statement) => escape::text(out, statement, LINE),
            None => {
                out.push(b'*');
                push(out, words.none);
                out.push(b'*');
            }
        }
        out.push(b'\n');
    }
    for field in &change.fields {
        out.extend_from_slice(indent);
        push(out, "- ");
        term(out, Terms::Fields, &field.field, words);
        push(out, " (");
        term(out, Terms::Grades, &field.grade, words);
        push(out, ")\n");
        for (label, values) in [(words.before, &field.before), (words.after, &field.after)] {
            for value in values {
                out.extend_from_slice(indent);
                push(out, "  ");
                bullet(out, label);
                escape::text(out, value, LINE);
                out.push(b'\n');
            }
        }
    }
}

/// The new wording as the changed fields tell it, so that a page says it once.
pub(super) fn stated(fields: &[FieldChange]) -> Option<&str> {
    let field = fields.iter().find(|f| f.field == "statement")?;
    match field.after.as_slice() {
        [wording] => Some(wording),
        _ => None,
    }
}

/// Splits `2016-10-05T14:02:11Z` for `2016-10-05 14:02:11 UTC`; other forms of
/// time are quoted.
pub(super) fn plain_time(time: &str) -> Option<(&str, &str)> {
    let (day, clock) = time.strip_suffix('Z')?.split_once('T')?;
    let shape = |text: &str, seam: u8| {
        text.bytes().all(|b| b.is_ascii_digit() || b == seam) && !text.is_empty()
    };
    (shape(day, b'-') && shape(clock, b':')).then_some((day, clock))
}

/// The events that explain this one, each with what ties it below.
fn background(out: &mut Vec<u8>, steps: &[Step], words: &Words) {
    for (at, step) in steps.iter().enumerate() {
        let start = out.len();
        decimal::write(out, at as u64 + 1);
        push(out, ". ");
        let indent = &b"                      "[..out.len() - start];
        event_ref(out, &step.event, words);
        out.push(b'\n');
        out.extend_from_slice(indent);
        bullet(out, words.tied_to);
        term(out, Terms::Toward, &step.toward, words);
        out.push(b'\n');
        if !step.context.is_empty() {
            out.extend_from_slice(indent);
            bullet(out, words.context);
            context(out, &step.context);
            out.push(b'\n');
        }
        if let Some(shared) = &step.words {
            out.extend_from_slice(indent);
            bullet(out, words.shared_words);
            escape::text(out, shared, LINE);
            out.push(b'\n');
        }
    }
}

fn related(out: &mut Vec<u8>, list: &[Related], weights: &str, words: &Words) {
    let mut relation = None;
    for (at, related) in list.iter().enumerate() {
        if relation != Some(&related.relation) {
            push(out, if at > 0 { "\n### " } else { "### " });
            term(out, Terms::Relations, &related.relation, words);
            push(out, "\n\n");
            relation = Some(&related.relation);
        }
        let start = out.len();
        decimal::write(out, at as u64 + 1);
        push(out, ". ");
        let indent = &b"                      "[..out.len() - start];
        event_ref(out, &related.event, words);
        out.push(b'\n');
        if let Some(typed) = &related.typed {
            out.extend_from_slice(indent);
            bullet(out, words.relation);
            term(out, Terms::Kinds, &typed.kind, words);
            push(out, ", ");
            term(out, Terms::Sides, &typed.by, words);
            push(out, ", ");
            escape::text(out, &typed.words, LINE);
            out.push(b'\n');
        }
        if !related.context.is_empty() {
            out.extend_from_slice(indent);
            bullet(out, words.context);
            context(out, &related.context);
            out.push(b'\n');
        }
        if !related.reasons.is_empty() {
            out.extend_from_slice(indent);
            bullet(out, words.why);
            for (at, reason) in related.reasons.iter().enumerate() {
                if at > 0 {
                    push(out, ", ");
                }
                escape::text(out, &reason.label, ITEM);
                push(out, " (");
                term(out, Terms::Reasons, &reason.kind, words);
                out.push(b' ');
                decimal::write(out, reason.share.into());
                push(out, "%)");
            }
            out.push(b'\n');
        }
        out.extend_from_slice(indent);
        bullet(out, words.strength);
        // The shortest digits that read back to the same number; memory takes them all.
        let _ = write!(out, "{}", related.score);
        if related.weights != weights {
            push(out, " (");
            push(out, words.weights);
            push(out, ": ");
            escape::text(out, &related.weights, ITEM);
            out.push(b')');
        }
        out.push(b'\n');
    }
}

fn context(out: &mut Vec<u8>, list: &[Ref]) {
    for (at, page) in list.iter().enumerate() {
        if at > 0 {
            push(out, ", ");
        }
        reference(out, page, ITEM);
    }
}

fn neighbours(out: &mut Vec<u8>, neighbours: &Neighbours, words: &Words) {
    if neighbours.is_empty() {
        return;
    }
    heading(out, words.neighbours);
    let days =
        [(words.previous_day, &neighbours.previous_day), (words.next_day, &neighbours.next_day)];
    for (label, day) in days {
        if let Some(day) = day {
            bullet(out, label);
            day_ref(out, day, words);
            out.push(b'\n');
        }
    }
    let events = [
        (words.previous_in_story, &neighbours.previous_in_story),
        (words.next_in_story, &neighbours.next_in_story),
    ];
    for (label, event) in events {
        if let Some(event) = event {
            bullet(out, label);
            event_ref(out, event, words);
            out.push(b'\n');
        }
    }
}

/// A page whose title is a date; always a link, so that its title has one form.
fn day_ref(out: &mut Vec<u8>, day: &Ref, words: &Words) {
    out.push(b'[');
    date(out, &day.title, words);
    push(out, "](");
    escape::target(out, day.url.as_deref(), super::SUFFIX, day.key.as_deref());
    out.push(b')');
}
