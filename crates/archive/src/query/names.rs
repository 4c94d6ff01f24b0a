//! Stories, entities and categories.

use super::Page;
use crate::live::State;
use crate::pages::{Snapshot, Subject};
use annals_store::NameKind;
use std::cmp::Reverse;

/// A name on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameLine {
    /// Its identity among the names of its kind.
    pub key: String,
    /// As people read it.
    pub title: String,
    /// Its page's path without suffix.
    pub url: String,
    /// Number of its published events.
    pub count: u64,
    /// First day of those.
    pub first: String,
    /// Last day of those.
    pub last: String,
}

/// In which order names are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NameOrder {
    /// By key.
    #[default]
    Key,
    /// Those with most events first, then by key.
    Events,
}

/// Where a name stands: its number of events and its key.
pub type NamePlace = (u64, String);

/// The subject with a key, or with the path of its page; an entity that is another
/// one leads there.
pub fn name<'s>(snapshot: &'s Snapshot, kind: NameKind, key: &str) -> Option<&'s Subject> {
    let subjects = snapshot.subjects(kind);
    let key = if kind == NameKind::Entity { snapshot.entity(key) } else { key };
    subjects.get(key).or_else(|| {
        let path = key.starts_with('/').then_some(key)?;
        subjects.values().find(|subject| subject.name.path == path)
    })
}

/// The names of a kind that have events, at most `limit` behind a place; those whose
/// title has `part` in it, in any case of letters, where that is given.
pub fn names(
    state: &State,
    kind: NameKind,
    part: Option<&str>,
    order: NameOrder,
    after: Option<&NamePlace>,
    limit: usize,
) -> Page<NameLine> {
    let part = part.map(str::to_lowercase);
    let named = |s: &&Subject| {
        part.as_ref().is_none_or(|part| s.name.title.to_lowercase().contains(part.as_str()))
    };
    let mut all: Vec<&Subject> = state.snapshot.subjects(kind).values().filter(named).collect();
    let total = all.len() as u64;
    let place = |s: &Subject| (s.events.len() as u64, s.name.key.clone());
    let from = match order {
        // They come by key.
        NameOrder::Key => after.map_or(0, |(_, key)| all.partition_point(|s| s.name.key <= *key)),
        NameOrder::Events => {
            all.sort_by_key(|s| Reverse(s.events.len()));
            let behind = |s: &&Subject, after: &NamePlace| {
                let (count, key) = place(s);
                (Reverse(count), &key) <= (Reverse(after.0), &after.1)
            };
            after.map_or(0, |after| all.partition_point(|s| behind(s, after)))
        }
    };
    let rest = &all[from..];
    let day = |at: Option<&u32>| {
        at.map(|at| state.snapshot.heads[*at as usize].day.to_string()).unwrap_or_default()
    };
    let items = rest.iter().take(limit).map(|s| NameLine {
        key: s.name.key.clone(),
        title: s.name.title.clone(),
        url: s.name.path.clone(),
        count: s.events.len() as u64,
        first: day(s.events.first()),
        last: day(s.events.last()),
    });
    Page { items: items.collect(), more: rest.len() > limit, total }
}
