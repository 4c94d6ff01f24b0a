//! Pages by name: a story's timeline, an entity's and a category's events.

use super::Snapshot;
use super::list::{feeds, items};
use super::timeline;
use crate::ArchiveError;
use annals_model::Date;
use annals_publish::wire::{Entry, List, ListKind, Ref, Section};
use annals_store::{Name, NameKind, Reader, StoredEvent};
use std::collections::BTreeMap;

/// A page with more events than this becomes a page of the newest and one page a year.
const ON_ONE_PAGE: usize = 300;
/// The newest events that the first page of a long subject shows.
const NEWEST: usize = 100;

/// A story, entity or category with its published events.
#[derive(Debug, PartialEq)]
pub struct Subject {
    /// Its name and page.
    pub name: Name,
    /// Positions in [`Snapshot::heads`], in order of day.
    pub events: Vec<u32>,
}

/// The pages of a subject: one, or a first one and one for each year. Given
/// `years`, only the first page and those years' pages are built.
pub fn subject_pages(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    kind: NameKind,
    subject: &Subject,
    years: Option<&[i16]>,
) -> Result<Vec<List>, ArchiveError> {
    let day = |at: &u32| snapshot.heads[*at as usize].day;
    let (Some(first), Some(last)) = (subject.events.first(), subject.events.last()) else {
        return Ok(Vec::new());
    };
    let mut page = List {
        kind: match kind {
            NameKind::Story => ListKind::Story,
            NameKind::Entity => ListKind::Entity,
            NameKind::Category => ListKind::Category,
        },
        url: subject.name.path.clone(),
        title: subject.name.title.clone(),
        lang: lang(snapshot, &subject.name.path),
        key: (kind != NameKind::Category).then(|| subject.name.key.clone()),
        count: subject.events.len() as u64,
        first: Some(day(first).to_string()),
        last: Some(day(last).to_string()),
        previous: None,
        next: None,
        up: Some(index(&subject.name.path)),
        parents: Vec::new(),
        timeline: None,
        sections: Vec::new(),
        entries: Vec::new(),
        feeds: Vec::new(),
    };
    if kind == NameKind::Story {
        page.timeline = timeline::timeline(snapshot, reader, &subject.events)?;
        page.feeds = feeds(&story_feed(&subject.name.path));
        let known = |key: &String| snapshot.stories.get(key);
        page.parents = snapshot
            .dag()
            .parents(&subject.name.key)
            .filter_map(known)
            .map(|s| Ref { title: s.name.title.clone(), url: Some(s.name.path.clone()), key: None })
            .collect();
        for part in snapshot.dag().parts(&subject.name.key).filter_map(known) {
            page.entries.push(Entry {
                title: part.name.title.clone(),
                url: part.name.path.clone(),
                count: part.events.len() as u64,
                first: part.events.first().map(|at| day(at).to_string()),
                last: part.events.last().map(|at| day(at).to_string()),
            });
        }
    }
    if subject.events.len() <= ON_ONE_PAGE {
        page.sections = by_month(snapshot, reader, &subject.events)?;
        return Ok(vec![page]);
    }
    let mut by_year: BTreeMap<i16, &[u32]> = BTreeMap::new();
    for chunk in subject.events.chunk_by(|a, b| day(a).year() == day(b).year()) {
        by_year.insert(day(&chunk[0]).year(), chunk);
    }
    page.sections = by_month(snapshot, reader, &subject.events[subject.events.len() - NEWEST..])?;
    let year_url = |year: &i16| format!("{}/{year:04}", subject.name.path);
    let year_ref =
        |year: &i16| Ref { title: format!("{year:04}"), url: Some(year_url(year)), key: None };
    page.entries.extend(by_year.iter().map(|(year, events)| Entry {
        title: format!("{year:04}"),
        url: year_url(year),
        count: events.len() as u64,
        first: None,
        last: None,
    }));
    let mut pages = Vec::new();
    for (year, events) in &by_year {
        if years.is_some_and(|wanted| !wanted.contains(year)) {
            continue;
        }
        pages.push(List {
            url: year_url(year),
            title: format!("{}: {year:04}", subject.name.title),
            count: events.len() as u64,
            first: events.first().map(|at| day(at).to_string()),
            last: events.last().map(|at| day(at).to_string()),
            previous: by_year.range(..year).next_back().map(|(y, _)| year_ref(y)),
            next: by_year.range(year + 1..).next().map(|(y, _)| year_ref(y)),
            up: Some(Ref {
                title: subject.name.title.clone(),
                url: Some(subject.name.path.clone()),
                key: None,
            }),
            parents: Vec::new(),
            timeline: None,
            entries: Vec::new(),
            feeds: Vec::new(),
            sections: by_month(snapshot, reader, events)?,
            ..page.clone()
        });
    }
    pages.insert(0, page);
    Ok(pages)
}

/// Path of a story's feeds, without suffix: `/feeds/stories/slug`.
pub fn story_feed(path: &str) -> String {
    path.replacen("/stories/", "/feeds/stories/", 1)
}

fn index(path: &str) -> Ref {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ref { title: String::new(), url: Some(format!("{folder}/index")), key: None }
}

/// The language of the edition that a path belongs to.
fn lang(snapshot: &Snapshot, path: &str) -> String {
    snapshot
        .editions
        .iter()
        .find(|e| !e.prefix.is_empty() && path.starts_with(&format!("{}/", e.prefix)))
        .map_or_else(|| snapshot.main_lang.clone(), |e| e.lang.clone())
}

/// Sections of one month each, oldest first, as a timeline runs.
fn by_month(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    positions: &[u32],
) -> Result<Vec<Section>, ArchiveError> {
    let mut sections: Vec<(String, Vec<StoredEvent>)> = Vec::new();
    for at in positions {
        let head = &snapshot.heads[*at as usize];
        let month = month(head.day);
        let Some(event) = reader.event_in(head.row)? else { continue };
        match sections.last_mut() {
            Some((title, events)) if *title == month => events.push(event),
            _ => sections.push((month, vec![event])),
        }
    }
    sections
        .into_iter()
        .map(|(title, events)| {
            Ok(Section { title, url: None, label: None, items: items(snapshot, reader, &events)? })
        })
        .collect()
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
