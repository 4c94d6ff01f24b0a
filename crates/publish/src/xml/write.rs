//! Writing pages as XML. Elements stand in the order of the fields of [`crate::wire`].

use super::escape::{attribute, text};
use crate::wire::{
    Change, Event, EventRef, FieldChange, Image, Item, List, ListKind, Neighbours, Ref, Related,
    Report, Reports, Source, SourcePage, Statement, Status, Step, Summary, Timeline,
};
use std::io::Write as _;

const HEAD: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Appends an event's page.
pub fn event(event: &Event, out: &mut Vec<u8>) {
    out.extend_from_slice(HEAD);
    open(out, "event");
    attr(out, "xmlns", super::NAMESPACE);
    attr(out, "id", &event.id);
    attr(out, "url", &event.url);
    attr(out, "day", &event.day);
    attr(out, "lang", &event.lang);
    out.extend_from_slice(b">\n");
    if let Some(status) = &event.status {
        write_status(out, status);
    }
    if let Some(category) = &event.category {
        reference(out, "category", category);
    }
    stories(out, &event.stories);
    statement(out, &event.statement);
    if let Some(s) = &event.summary {
        summary(out, s);
    }
    sources(out, &event.sources);
    for (source, number) in event.sources.iter().zip(1..) {
        if let Some(page) = &source.page {
            source_page(out, page, number);
        }
    }
    if let Some(reports) = &event.reports {
        write_reports(out, reports);
    }
    if let Some(image) = &event.image {
        write_image(out, image);
    }
    if let Some(under) = &event.under {
        event_ref(out, "under", under);
    }
    for addition in &event.additions {
        event_ref(out, "addition", addition);
    }
    for change in &event.changes {
        write_change(out, change);
    }
    for step in &event.background {
        write_step(out, step);
    }
    for related in &event.related {
        write_related(out, related);
    }
    neighbours(out, &event.neighbours);
    close(out, "event");
}

fn write_status(out: &mut Vec<u8>, status: &Status) {
    open(out, "status");
    attr(out, "state", &status.state);
    maybe(out, "reason", status.reason.as_deref());
    match &status.into {
        None => out.extend_from_slice(b"/>\n"),
        Some(into) => {
            out.push(b'>');
            event_ref(out, "into", into);
            close(out, "status");
        }
    }
}

fn stories(out: &mut Vec<u8>, stories: &[Vec<Ref>]) {
    for chain in stories {
        out.extend_from_slice(b"<story>");
        for part in chain {
            reference(out, "part", part);
        }
        close(out, "story");
    }
}

/// The text, with a `link` around what names an entity.
fn statement(out: &mut Vec<u8>, statement: &Statement) {
    out.extend_from_slice(b"<statement>");
    if statement.parts.is_empty() {
        text(out, &statement.text);
    }
    for part in &statement.parts {
        if part.entity.is_none() && part.url.is_none() {
            text(out, &part.text);
            continue;
        }
        open(out, "link");
        maybe(out, "entity", part.entity.as_deref());
        maybe(out, "url", part.url.as_deref());
        out.push(b'>');
        text(out, &part.text);
        out.extend_from_slice(b"</link>");
    }
    close(out, "statement");
}

fn summary(out: &mut Vec<u8>, summary: &Summary) {
    open(out, "summary");
    maybe(out, "by", summary.by.as_deref());
    content(out, "summary", &summary.text);
}

fn sources(out: &mut Vec<u8>, sources: &[Source]) {
    for source in sources {
        open(out, "source");
        maybe(out, "via", source.via.as_deref());
        maybe(out, "url", source.url.as_deref());
        content(out, "source", &source.name);
    }
}

/// What the page of the source with a number, from 1, tells.
fn source_page(out: &mut Vec<u8>, page: &SourcePage, of: u64) {
    open(out, "source-page");
    number(out, "of", of);
    maybe(out, "publisher", page.publisher.as_deref());
    maybe(out, "published", page.published.as_deref());
    maybe(out, "reserved", page.reserved.then_some("true"));
    out.push(b'>');
    for (name, value) in [("title", &page.title), ("description", &page.description)] {
        if let Some(value) = value {
            element(out, name, value);
        }
    }
    if let Some(image) = &page.image {
        write_image(out, image);
    }
    if let Some(capture) = &page.capture {
        open(out, "capture");
        attr(out, "at", &capture.at);
        attr(out, "url", &capture.url);
        out.extend_from_slice(b"/>");
    }
    if let Some(gone) = &page.gone {
        open(out, "gone");
        attr(out, "since", &gone.since);
        if let Some(status) = gone.status {
            number(out, "status", status.into());
        }
        out.extend_from_slice(b"/>");
    }
    for edit in &page.edits {
        open(out, "edit");
        attr(out, "at", &edit.at);
        attr(out, "grade", &edit.grade);
        out.push(b'>');
        for field in &edit.fields {
            write_field(out, field);
        }
        close(out, "edit");
    }
    close(out, "source-page");
}

fn write_image(out: &mut Vec<u8>, image: &Image) {
    open(out, "image");
    attr(out, "url", &image.url);
    maybe(out, "alt", image.alt.as_deref());
    maybe(out, "credit", image.credit.as_deref());
    out.extend_from_slice(b"/>\n");
}

fn write_reports(out: &mut Vec<u8>, reports: &Reports) {
    open(out, "reports");
    number(out, "count", reports.count);
    number(out, "origins", reports.origins);
    out.extend_from_slice(b">\n");
    for group in &reports.groups {
        out.extend_from_slice(b"<group>\n");
        open(out, "origin");
        report(out, &group.origin);
        out.push(b'>');
        element(out, "title", &group.origin.title);
        close(out, "origin");
        for copy in &group.copies {
            open(out, "copy");
            attr(out, "kind", &copy.kind);
            report(out, &copy.report);
            if let Some(sentences) = copy.sentences {
                number(out, "sentences", u64::from(sentences));
            }
            maybe(out, "credit", copy.credit.as_deref());
            out.push(b'>');
            element(out, "title", &copy.report.title);
            for words in &copy.changed {
                open(out, "changed");
                attr(out, "before", &words.before);
                attr(out, "after", &words.after);
                out.extend_from_slice(b"/>");
            }
            close(out, "copy");
        }
        close(out, "group");
    }
    close(out, "reports");
}

/// The attributes of an article.
fn report(out: &mut Vec<u8>, report: &Report) {
    attr(out, "publisher", &report.publisher);
    maybe(out, "url", report.url.as_deref());
    maybe(out, "published", report.published.as_deref());
    for (name, flag) in [("found", report.found), ("uncounted", report.uncounted)] {
        maybe(out, name, flag.then_some("true"));
    }
}

fn write_change(out: &mut Vec<u8>, change: &Change) {
    open(out, "change");
    number(out, "number", u64::from(change.number));
    maybe(out, "known-at", change.known_at.as_deref());
    attr(out, "by", &change.by);
    maybe(out, "from", change.from.as_deref());
    attr(out, "grade", &change.grade);
    out.push(b'>');
    if let Some(wording) = &change.statement {
        element(out, "wording", wording);
    }
    for field in &change.fields {
        write_field(out, field);
    }
    close(out, "change");
}

fn write_field(out: &mut Vec<u8>, field: &FieldChange) {
    open(out, "field");
    attr(out, "name", &field.field);
    attr(out, "grade", &field.grade);
    out.push(b'>');
    for before in &field.before {
        element(out, "before", before);
    }
    for after in &field.after {
        element(out, "after", after);
    }
    close(out, "field");
}

fn write_related(out: &mut Vec<u8>, related: &Related) {
    open(out, "related");
    attr(out, "relation", &related.relation);
    // Rust writes the shortest digits that read back to the same number.
    let _ = write!(out, " score=\"{}\"", related.score);
    attr(out, "weights", &related.weights);
    out.push(b'>');
    event_ref(out, "event", &related.event);
    if let Some(typed) = &related.typed {
        open(out, "typed");
        attr(out, "kind", &typed.kind);
        attr(out, "by", &typed.by);
        content(out, "typed", &typed.words);
    }
    for context in &related.context {
        reference(out, "context", context);
    }
    for reason in &related.reasons {
        open(out, "reason");
        attr(out, "kind", &reason.kind);
        number(out, "share", u64::from(reason.share));
        content(out, "reason", &reason.label);
    }
    close(out, "related");
}

fn write_step(out: &mut Vec<u8>, step: &Step) {
    open(out, "background");
    attr(out, "toward", &step.toward);
    maybe(out, "words", step.words.as_deref());
    out.push(b'>');
    event_ref(out, "event", &step.event);
    for context in &step.context {
        reference(out, "context", context);
    }
    close(out, "background");
}

fn neighbours(out: &mut Vec<u8>, neighbours: &Neighbours) {
    if let Some(day) = &neighbours.previous_day {
        reference(out, "previous-day", day);
    }
    if let Some(day) = &neighbours.next_day {
        reference(out, "next-day", day);
    }
    if let Some(event) = &neighbours.previous_in_story {
        event_ref(out, "previous-in-story", event);
    }
    if let Some(event) = &neighbours.next_in_story {
        event_ref(out, "next-in-story", event);
    }
}

/// Appends a list's page.
pub fn list(list: &List, out: &mut Vec<u8>) {
    out.extend_from_slice(HEAD);
    open(out, "list");
    attr(out, "xmlns", super::NAMESPACE);
    attr(out, "kind", kind_name(list.kind));
    attr(out, "url", &list.url);
    attr(out, "title", &list.title);
    attr(out, "lang", &list.lang);
    maybe(out, "key", list.key.as_deref());
    number(out, "count", list.count);
    maybe(out, "first", list.first.as_deref());
    maybe(out, "last", list.last.as_deref());
    out.extend_from_slice(b">\n");
    for (name, page) in [("previous", &list.previous), ("next", &list.next), ("up", &list.up)] {
        if let Some(page) = page {
            reference(out, name, page);
        }
    }
    for parent in &list.parents {
        reference(out, "parent", parent);
    }
    if let Some(timeline) = &list.timeline {
        write_timeline(out, timeline);
    }
    for section in &list.sections {
        open(out, "section");
        attr(out, "title", &section.title);
        maybe(out, "url", section.url.as_deref());
        maybe(out, "label", section.label.as_deref());
        out.extend_from_slice(b">\n");
        for item in &section.items {
            write_item(out, item);
        }
        close(out, "section");
    }
    for entry in &list.entries {
        open(out, "entry");
        attr(out, "url", &entry.url);
        number(out, "count", entry.count);
        maybe(out, "first", entry.first.as_deref());
        maybe(out, "last", entry.last.as_deref());
        content(out, "entry", &entry.title);
    }
    for feed in &list.feeds {
        open(out, "feed");
        attr(out, "url", feed);
        out.extend_from_slice(b"/>\n");
    }
    close(out, "list");
}

fn write_timeline(out: &mut Vec<u8>, timeline: &Timeline) {
    open(out, "timeline");
    attr(out, "step", &timeline.step);
    out.extend_from_slice(b">\n");
    for key in &timeline.key_days {
        open(out, "key-day");
        number(out, "events", key.events);
        out.push(b'>');
        event_ref(out, "event", &key.event);
        for reason in &key.reasons {
            open(out, "reason");
            attr(out, "kind", &reason.kind);
            if let Some(count) = reason.count {
                number(out, "count", count);
            }
            out.extend_from_slice(b"/>");
        }
        close(out, "key-day");
    }
    for period in &timeline.periods {
        open(out, "period");
        attr(out, "from", &period.from);
        number(out, "count", period.count);
        out.extend_from_slice(b"/>\n");
    }
    for cast in &timeline.names {
        open(out, "name");
        attr(out, "kind", &cast.kind);
        number(out, "count", cast.count);
        let _ = write!(out, " weight=\"{}\"", cast.weight);
        maybe(out, "url", cast.name.url.as_deref());
        maybe(out, "key", cast.name.key.as_deref());
        content(out, "name", &cast.name.title);
    }
    close(out, "timeline");
}

fn write_item(out: &mut Vec<u8>, item: &Item) {
    open(out, "item");
    attr(out, "id", &item.id);
    attr(out, "url", &item.url);
    attr(out, "day", &item.day);
    attr(out, "lang", &item.lang);
    if item.material_changes > 0 {
        number(out, "material-changes", u64::from(item.material_changes));
    }
    maybe(out, "under", item.under.as_deref());
    out.push(b'>');
    statement(out, &item.statement);
    for story in &item.stories {
        reference(out, "story", story);
    }
    if let Some(s) = &item.summary {
        summary(out, s);
    }
    sources(out, &item.sources);
    close(out, "item");
}

/// The kind as JSON names it.
pub(crate) fn kind_name(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Home => "home",
        ListKind::Day => "day",
        ListKind::Month => "month",
        ListKind::Year => "year",
        ListKind::Story => "story",
        ListKind::Stories => "stories",
        ListKind::Entity => "entity",
        ListKind::Entities => "entities",
        ListKind::Category => "category",
        ListKind::Categories => "categories",
    }
}

fn reference(out: &mut Vec<u8>, name: &str, page: &Ref) {
    open(out, name);
    maybe(out, "url", page.url.as_deref());
    maybe(out, "key", page.key.as_deref());
    content(out, name, &page.title);
}

fn event_ref(out: &mut Vec<u8>, name: &str, event: &EventRef) {
    open(out, name);
    attr(out, "id", &event.id);
    attr(out, "url", &event.url);
    attr(out, "day", &event.day);
    content(out, name, &event.text);
}

fn open(out: &mut Vec<u8>, name: &str) {
    out.push(b'<');
    out.extend_from_slice(name.as_bytes());
}

fn close(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b"</");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b">\n");
}

/// Ends an opened tag and writes its text and its end.
fn content(out: &mut Vec<u8>, name: &str, words: &str) {
    out.push(b'>');
    text(out, words);
    close(out, name);
}

fn element(out: &mut Vec<u8>, name: &str, words: &str) {
    open(out, name);
    content(out, name, words);
}

fn attr(out: &mut Vec<u8>, name: &str, value: &str) {
    out.push(b' ');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"=\"");
    attribute(out, value);
    out.push(b'"');
}

fn maybe(out: &mut Vec<u8>, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        attr(out, name, value);
    }
}

fn number(out: &mut Vec<u8>, name: &str, value: u64) {
    // Writing to memory cannot fail.
    let _ = write!(out, " {name}=\"{value}\"");
}
