//! Writing list pages. They are for people and models; programs read JSON or XML.

use super::escape::{self, ITEM, LINE};
use super::event::source_link;
use super::{SUFFIX, event_ref, formats, front, heading, push, reference, term};
use crate::wire::{Entry, Item, List, ListKind, Ref, Section, Timeline};
use crate::words::{Terms, Words};
use crate::{Settings, decimal};

/// Appends a list's page.
pub fn list(list: &List, settings: &Settings, out: &mut Vec<u8>) {
    let words = Words::of(&list.lang);
    push(out, "---\n");
    front::line(out, "kind", crate::xml::kind_name(list.kind));
    front::line(out, "url", &list.url);
    front::line(out, "lang", &list.lang);
    if let Some(key) = &list.key {
        front::line(out, "key", key);
    }
    push(out, "---\n\n");
    formats(out, &list.url, settings);
    push(out, "# ");
    match list.kind {
        ListKind::Day if words.write_long_date(&list.title, out) => {}
        _ => title(out, &list.title, words),
    }
    push(out, "\n\n");
    facts(out, list, words);
    if let Some(timeline) = &list.timeline {
        write_timeline(out, timeline, words);
    }
    for section in &list.sections {
        write_section(out, section, words);
    }
    if !list.entries.is_empty() {
        push(out, "\n");
        for entry in &list.entries {
            write_entry(out, entry, words);
        }
    }
    around(out, list, words);
}

/// A heading or label that is a date or a name.
fn title(out: &mut Vec<u8>, title: &str, words: &Words) {
    if !words.write_date(title, out) {
        escape::text(out, title, LINE);
    }
}

/// How much there is, from when to when, and what it is part of.
fn facts(out: &mut Vec<u8>, list: &List, words: &Words) {
    count(out, list.count, words);
    span(out, list.first.as_deref(), list.last.as_deref(), words);
    push(out, "\n");
    for parent in &list.parents {
        push(out, "\n");
        push(out, words.part_of);
        push(out, ": ");
        reference(out, parent, LINE);
        push(out, "\n");
    }
}

fn count(out: &mut Vec<u8>, count: u64, words: &Words) {
    decimal::write(out, count);
    // Chinese measure words follow their number without a space.
    if words.lang != "zh" {
        out.push(b' ');
    }
    push(out, words.events[usize::from(count != 1)]);
}

fn span(out: &mut Vec<u8>, first: Option<&str>, last: Option<&str>, words: &Words) {
    let (Some(first), Some(last)) = (first, last) else { return };
    push(out, ", ");
    title(out, first, words);
    if first != last {
        push(out, " – ");
        title(out, last, words);
    }
}

/// Key days with their sentences, events over time in one line, and the names.
fn write_timeline(out: &mut Vec<u8>, timeline: &Timeline, words: &Words) {
    if !timeline.key_days.is_empty() {
        heading(out, words.key_days);
        for key in &timeline.key_days {
            push(out, "- ");
            event_ref(out, &key.event, words);
            for reason in &key.reasons {
                push(out, " · ");
                term(out, Terms::DayReasons, &reason.kind, words);
                if let Some(count) = reason.count {
                    push(out, " ");
                    decimal::write(out, count);
                }
            }
            push(out, "\n");
        }
    }
    if let Some(first) = timeline.periods.first() {
        heading(out, words.over_time);
        term(out, Terms::Spans, &timeline.step, words);
        push(out, ", ");
        title(out, &first.from, words);
        push(out, ":");
        for (at, period) in timeline.periods.iter().enumerate() {
            push(out, if at > 0 { ", " } else { " " });
            decimal::write(out, period.count);
        }
        push(out, "\n");
    }
    if !timeline.names.is_empty() {
        heading(out, words.cast);
    }
    for chunk in timeline.names.chunk_by(|a, b| a.kind == b.kind) {
        push(out, "- ");
        term(out, Terms::Names, &chunk[0].kind, words);
        push(out, ": ");
        for (at, cast) in chunk.iter().enumerate() {
            if at > 0 {
                push(out, ", ");
            }
            reference(out, &cast.name, ITEM);
            push(out, " ");
            decimal::write(out, cast.count);
        }
        push(out, "\n");
    }
}

fn write_section(out: &mut Vec<u8>, section: &Section, words: &Words) {
    push(out, "\n## ");
    let label = match section.label.as_deref() {
        Some("today") => Some(words.today),
        Some("yesterday") => Some(words.yesterday),
        Some("before") => Some(words.day_before),
        _ => None,
    };
    if let Some(label) = label {
        push(out, label);
        push(out, ": ");
    }
    if section.url.is_some() {
        out.push(b'[');
    }
    match section.title.as_str() {
        "" => push(out, words.others),
        name => title(out, name, words),
    }
    if let Some(url) = &section.url {
        push(out, "](");
        escape::target(out, Some(url), SUFFIX, None);
        out.push(b')');
    }
    push(out, "\n\n");
    for item in &section.items {
        write_item(out, item, words);
    }
}

/// The sentence as a link, and under it the summary, or the context where there
/// is none, and the sources.
fn write_item(out: &mut Vec<u8>, item: &Item, words: &Words) {
    // An addition stands one level below the event that it was told under.
    let indent = if item.under.is_some() { "  " } else { "" };
    push(out, indent);
    push(out, "- ");
    for story in &item.stories {
        reference(out, story, LINE);
        push(out, ": ");
    }
    out.push(b'[');
    escape::text(out, &item.statement.text, escape::LABEL);
    push(out, "](");
    escape::target(out, Some(&item.url), SUFFIX, None);
    push(out, ")\n");
    if let Some(summary) = &item.summary {
        push(out, indent);
        push(out, "  - ");
        escape::text(out, &summary.text, LINE);
        if let Some(by) = &summary.by {
            push(out, " — ");
            escape::text(out, by, ITEM);
        }
        push(out, "\n");
    } else {
        context(out, item, indent, words);
    }
    if !item.sources.is_empty() {
        labelled(out, indent, words.sources);
        for (at, source) in item.sources.iter().enumerate() {
            if at > 0 {
                push(out, ", ");
            }
            source_link(out, source, ITEM);
            if let Some(via) = &source.via {
                push(out, " ");
                push(out, words.via);
                push(out, " ");
                escape::text(out, via, ITEM);
            }
        }
        push(out, "\n");
    }
}

fn context(out: &mut Vec<u8>, item: &Item, indent: &str, words: &Words) {
    let start = out.len();
    labelled(out, indent, words.context);
    let bare = out.len();
    for part in item.statement.parts.iter().filter(|p| p.url.is_some()) {
        if out.len() > bare {
            push(out, ", ");
        }
        let (title, url) = (part.text.clone(), part.url.clone());
        reference(out, &Ref { title, url, key: part.entity.clone() }, ITEM);
    }
    if out.len() == bare {
        out.truncate(start);
    } else {
        push(out, "\n");
    }
}

fn labelled(out: &mut Vec<u8>, indent: &str, label: &str) {
    push(out, indent);
    push(out, "  - ");
    push(out, label);
    push(out, ": ");
}

fn write_entry(out: &mut Vec<u8>, entry: &Entry, words: &Words) {
    push(out, "- [");
    title(out, &entry.title, words);
    push(out, "](");
    escape::target(out, Some(&entry.url), SUFFIX, None);
    push(out, "): ");
    count(out, entry.count, words);
    span(out, entry.first.as_deref(), entry.last.as_deref(), words);
    push(out, "\n");
}

/// The pages beside it and above it, and its feeds.
fn around(out: &mut Vec<u8>, list: &List, words: &Words) {
    let pages = [(words.previous, &list.previous), (words.next, &list.next), (words.up, &list.up)];
    if pages.iter().any(|(_, page)| page.is_some()) {
        heading(out, words.neighbours);
    }
    for (label, page) in pages {
        let Some(page) = page else { continue };
        push(out, "- ");
        push(out, label);
        push(out, ": [");
        title(out, &page.title, words);
        push(out, "](");
        escape::target(out, page.url.as_deref(), SUFFIX, None);
        push(out, ")\n");
    }
    if !list.feeds.is_empty() {
        heading(out, words.feeds);
        for feed in &list.feeds {
            push(out, "- [");
            escape::text(out, feed, escape::LABEL);
            push(out, "](");
            escape::target(out, Some(feed), "", None);
            push(out, ")\n");
        }
    }
}
