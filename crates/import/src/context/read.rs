//! One page of The Context: recognising it and reading it into its raw shape.

use super::{
    address,
    markdown::{self, Linked},
    page::{Cited, DayItem, DayPage, Edition, EventPage, Mark, Page, RelatedItem, Shape, Wording},
};
use crate::Origin;
use annals_model::{Date, Note, Timestamp};

/// The headings of an event page's parts, in the languages that it came in.
const SECTIONS: &[(&str, Section)] = &[
    ("source", Section::Sources),
    ("sources", Section::Sources),
    ("信息来源", Section::Sources),
    ("changes", Section::Changes),
    ("变更", Section::Changes),
    ("变化", Section::Changes),
    ("related", Section::Related),
    ("有关", Section::Related),
];

/// What stands before the shared context of a related event.
const CONTEXT: &[&str] = &["Context:", "消息:", "Context：", "消息："];

/// Labels in a list of sources that name a picture.
const COVER: &[&str] = &["cover image", "img"];

/// Longest list of sources or changes of one event. Real ones have at most
/// some twenty; comparing each with each must stay cheap.
const LONGEST_LIST: usize = 500;

/// The part of an event page that the reader is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Above the sentence, or in the description below it.
    Body,
    Sources,
    Changes,
    Related,
    /// A heading that is not known: its lines are noted once and passed over.
    Unknown,
}

/// Whether a file that begins with `head` is a page of The Context.
pub fn looks_like(head: &str) -> bool {
    head.trim_start_matches('\u{feff}').lines().filter(|l| !l.trim().is_empty()).take(4).any(
        |line| {
            let dated = markdown::heading(line)
                .filter(|(level, _)| *level <= 3)
                .and_then(|(_, text)| markdown::link(text))
                .is_some_and(|link| dated(&link).is_some());
            dated
                || (line.starts_with("Formats: [HTML](") && line.contains("index.html)"))
                || (line.starts_with("Formats: [HTML](/") && line.contains("/news/"))
        },
    )
}

/// The day of a heading that links to its day's page.
fn dated(link: &Linked<'_>) -> Option<Date> {
    let day = address::heading_day(link.label)?;
    address::old_path(link.target).filter(|path| address::is_index(path)).map(|_| day)
}

/// Reads one page. What is no page of The Context comes back as [`Shape::Nothing`] with a note.
pub fn read_page(origin: &Origin, text: &str) -> Page {
    let edition = edition(origin, text);
    let mut notes = Vec::new();
    let shape = if is_event(text) {
        Shape::Event(Box::new(event(origin, edition, text, &mut notes)))
    } else {
        let page = day(edition, text, &mut notes);
        if page.items.is_empty() && page.day.is_none() { Shape::Nothing } else { Shape::Day(page) }
    };
    let empty = match &shape {
        Shape::Event(page) => page.statement.trim().is_empty(),
        Shape::Day(page) => page.items.is_empty(),
        Shape::Nothing => true,
    };
    if empty {
        notes.push(Note {
            line: None,
            kind: "page-without-events",
            problem: "the page has no sentence and no list of events".to_owned(),
            done: "left it out".to_owned(),
        });
    }
    let shape = if empty { Shape::Nothing } else { shape };
    Page { name: origin.name.clone(), edition, shape, notes }
}

/// Whether a page is an event's: a heading of the first level comes before any linked item.
fn is_event(text: &str) -> bool {
    for (level, heading) in text.lines().filter_map(markdown::heading) {
        let linked = markdown::link(heading).and_then(|l| address::old_path(l.target));
        match level {
            1 => return true,
            2 | 3 if linked.as_deref().is_some_and(|path| !address::is_index(path)) => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// Which edition a page belongs to: its links and headings tell; where it has
/// none of either, its letters do.
fn edition(origin: &Origin, text: &str) -> Edition {
    if text.contains("(/zh/news/") || text.contains("### 信息来源") || text.contains("### 有关")
    {
        return Edition::Chinese;
    }
    if text.contains("### Source") || text.contains("### Related") || text.contains("_Context: ") {
        return Edition::English;
    }
    let (mut han, mut latin) = (0_usize, 0_usize);
    for line in text.lines().filter(|l| l.starts_with('#')) {
        // The link to the day's page is Latin on every page.
        let line = line.split_once("](").map_or(line, |(label, _)| label);
        han += line.chars().filter(|c| is_han(*c)).count();
        latin += line.chars().filter(char::is_ascii_alphabetic).count();
    }
    let zh = han * 2 > latin || (han + latin == 0 && origin.lang.starts_with("zh"));
    if zh { Edition::Chinese } else { Edition::English }
}

/// A character of the CJK Unified Ideographs, with extension A.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

fn event(origin: &Origin, edition: Edition, text: &str, notes: &mut Vec<Note>) -> EventPage {
    let mut page = EventPage::default();
    let mut formats = None;
    let mut summary: Vec<&str> = Vec::new();
    let mut section = Section::Body;
    for (line, number) in numbered(text) {
        if line.starts_with("Formats:") && page.statement.is_empty() {
            formats = formats_path(line);
            continue;
        }
        if let Some((level, heading)) = markdown::heading(line) {
            match level {
                1 if page.statement.is_empty() => {
                    page.statement = heading.to_owned();
                    page.line = number;
                }
                5 if page.statement.is_empty() => {
                    page.topic = Some(heading.to_owned()).filter(|t| !t.is_empty());
                }
                2 | 3 if page.statement.is_empty() => {
                    let day = markdown::link(heading).and_then(|l| dated(&l));
                    page.day = page.day.or(day).or_else(|| address::heading_day(heading));
                }
                2 | 3 => section = named(heading, number, notes),
                // A line of the description may begin with a hash sign.
                _ if section == Section::Body => summary.push(line),
                _ => {}
            }
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let entry = markdown::item(line);
        match section {
            Section::Body if page.statement.is_empty() => {}
            Section::Body => summary.push(line),
            Section::Sources | Section::Changes
                if page.sources.len().max(page.changes.len()) >= LONGEST_LIST =>
            {
                notes.push(Note {
                    line: Some(number),
                    kind: "list-too-long",
                    problem: format!("more than {LONGEST_LIST} sources or changes"),
                    done: "passed the rest of the list over".to_owned(),
                });
                section = Section::Unknown;
            }
            Section::Sources => source(entry.unwrap_or(line), number, &mut page, notes),
            Section::Changes => match entry.and_then(|e| wording(e, number, edition)) {
                Some(wording) => page.changes.push(wording),
                None => notes.push(unread(number, line)),
            },
            Section::Related => match entry.and_then(|e| related(e, edition)) {
                Some(related) => page.related.push(related),
                None => notes.push(unread(number, line)),
            },
            Section::Unknown => {}
        }
    }
    page.summary = Some(summary.join(" ")).filter(|s| !s.trim().is_empty());
    let current = page.changes.iter().rev().find(|w| w.mark == Mark::Current);
    page.path = address::of_file(&origin.name, edition)
        .or_else(|| formats.map(|f| address::in_edition(f, edition)))
        .or_else(|| current.and_then(|w| w.path.clone()));
    page
}

fn named(heading: &str, line: u32, notes: &mut Vec<Note>) -> Section {
    let name = heading.trim_end_matches([':', '：']).trim().to_lowercase();
    if let Some((_, section)) = SECTIONS.iter().find(|(n, _)| *n == name) {
        return *section;
    }
    notes.push(Note {
        line: Some(line),
        kind: "section-unknown",
        problem: format!("a part of the page is called `{}`", crate::quote(heading)),
        done: "passed it over".to_owned(),
    });
    Section::Unknown
}

fn unread(line: u32, text: &str) -> Note {
    Note {
        line: Some(line),
        kind: "list-item-unreadable",
        problem: format!("no item of the list: {}", crate::quote(text)),
        done: "passed it over".to_owned(),
    }
}

/// The page's own address in its line of formats.
fn formats_path(line: &str) -> Option<String> {
    let link = markdown::link(line.strip_prefix("Formats:")?)?;
    address::old_path(link.target)
}

/// A line of the list of sources: a publisher with an address, and pictures.
fn source(entry: &str, line: u32, page: &mut EventPage, notes: &mut Vec<Note>) {
    let mut rest = entry;
    while let Some(link) = markdown::link(rest) {
        if page.sources.len() + page.images.len() >= LONGEST_LIST {
            return;
        }
        if COVER.iter().any(|c| c.eq_ignore_ascii_case(link.label.trim())) {
            page.images.push(link.target.to_owned());
        } else {
            page.sources.push(Cited {
                label: link.label.to_owned(),
                url: link.target.to_owned(),
                line,
            });
        }
        rest = link.rest;
    }
    let rest = rest.trim();
    if !rest.is_empty() {
        // A malformed link: whatever can be read of it is a publisher's name.
        page.sources.push(Cited { label: rest.to_owned(), url: String::new(), line });
        notes.push(Note {
            line: Some(line),
            kind: "source-malformed",
            problem: format!("no link in a list of sources: {}", crate::quote(entry)),
            done: "kept it as a source without address".to_owned(),
        });
    }
}

/// A line of the list of changes: `[sentence](address) _2018-02-06 13:49:29 (First version)_`.
fn wording(entry: &str, line: u32, edition: Edition) -> Option<Wording> {
    let link = markdown::link(entry)?;
    let mark = markdown::emphasis(link.rest).unwrap_or(link.rest);
    let (time, name) = mark.split_once('(').unwrap_or((mark, ""));
    let name = name.trim_end_matches(')').trim().to_lowercase();
    Some(Wording {
        text: link.label.to_owned(),
        path: address::old_path(link.target).map(|p| address::in_edition(p, edition)),
        time: utc(time.trim()),
        mark: match name.as_str() {
            "first version" => Mark::First,
            "current version" => Mark::Current,
            _ if name.starts_with("update") => Mark::Update,
            _ => Mark::Other,
        },
        line,
    })
}

/// `2018-02-06 13:49:29`, which The Context gives in UTC.
fn utc(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix("UTC").unwrap_or(text).trim();
    let (day, time) = text.split_once(' ')?;
    format!("{day}T{}Z", time.trim()).parse().ok()
}

/// A line of the list of related events.
fn related(entry: &str, edition: Edition) -> Option<RelatedItem> {
    let link = markdown::link(entry)?;
    Some(RelatedItem {
        text: link.label.to_owned(),
        path: address::in_edition(address::old_path(link.target)?, edition),
        context: labels(link.rest).unwrap_or_default(),
    })
}

/// The labels of `_Context: a, b_`; `None` where the text is something else.
fn labels(text: &str) -> Option<Vec<String>> {
    let inside = markdown::emphasis(text)?;
    let list = CONTEXT.iter().find_map(|c| inside.strip_prefix(c))?;
    Some(list.split(", ").map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect())
}

fn day(edition: Edition, text: &str, notes: &mut Vec<Note>) -> DayPage {
    let mut page = DayPage::default();
    let mut topic = None;
    for (line, number) in numbered(text) {
        if line.trim().is_empty() || line.starts_with("Formats:") {
            continue;
        }
        let Some((level, heading)) = markdown::heading(line) else {
            let Some(item) = page.items.last_mut() else { continue };
            match labels(line) {
                Some(context) => item.context.extend(context),
                None => {
                    let summary = item.summary.get_or_insert_default();
                    if !summary.is_empty() {
                        summary.push(' ');
                    }
                    summary.push_str(line.trim());
                }
            }
            continue;
        };
        let link = markdown::link(heading);
        match level {
            5 => topic = Some(heading.to_owned()).filter(|t| !t.is_empty()),
            2 | 3 => {
                let Some(link) = link else { continue };
                if let Some(day) = dated(&link) {
                    page.day = page.day.or(Some(day));
                    continue;
                }
                let path = address::old_path(link.target);
                let Some(path) = path.filter(|p| address::day(p).is_some()) else {
                    notes.push(unread(number, line));
                    continue;
                };
                // "Previous Day..." leads to a list.
                if address::is_index(&path) {
                    continue;
                }
                page.items.push(DayItem {
                    topic: topic.take(),
                    text: link.label.to_owned(),
                    path: address::in_edition(path, edition),
                    summary: None,
                    context: Vec::new(),
                    line: number,
                });
            }
            _ => {}
        }
    }
    page
}

/// The lines with their numbers, from 1; a byte order mark is no part of the first.
fn numbered(text: &str) -> impl Iterator<Item = (&str, u32)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().zip(1_u32..)
}
