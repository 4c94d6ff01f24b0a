//! Addresses that lead elsewhere: older ones, those of merged events and
//! entities, days whose events are filed elsewhere now.

use crate::pages::{Snapshot, day_url};
use crate::{Archive, ArchiveError, the_context};
use annals_model::{Status, history};
use annals_store::{NameKind, Reader, StoredEvent};
use std::collections::{BTreeMap, BTreeSet};

/// Every address of a site that leads to another of its pages, without suffix.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    /// From where to where.
    pub(crate) moved: BTreeMap<String, String>,
    /// Those among them that belong to no event's own page.
    pub(crate) stubs: Vec<(String, String)>,
    /// Where the addresses of events that stand on no list lead; `None` is nowhere.
    leads: BTreeMap<String, Option<String>>,
}

impl Moves {
    /// Reads the moves of an archive's site.
    pub(crate) fn read(
        archive: &Archive,
        snapshot: &Snapshot,
        reader: &Reader<'_>,
    ) -> Result<Moves, ArchiveError> {
        let mut moved: BTreeMap<String, String> = reader.redirects()?.into_iter().collect();
        let mut leads: BTreeMap<String, Option<String>> = BTreeMap::new();
        for event in reader.unpublished()? {
            let to = match &event.record.status {
                Status::MergedInto(id) => snapshot.head_of(*id).map(|h| h.path.clone()),
                Status::Held(_) if reader.old_paths(event.row)?.is_empty() => None,
                _ => Some(event.path.clone()),
            };
            leads.insert(event.path, to);
        }
        for (from, to) in &leads {
            moved.extend(to.iter().filter(|to| *to != from).map(|to| (from.clone(), to.clone())));
        }
        if archive.config.continues.is_some() {
            reader.each_event::<ArchiveError>(|event| {
                for old in old_paths(archive, reader, &event)? {
                    moved.insert(old, event.path.clone());
                }
                Ok(())
            })?;
        }
        // An entity that is another has no page of its own any more.
        let entities = snapshot.subjects(NameKind::Entity);
        let mut stubs = Vec::new();
        for (from, key) in reader.merged_pages()? {
            if let Some(into) = entities.get(&key) {
                stubs.push((from.clone(), into.name.path.clone()));
                moved.insert(from, into.name.path.clone());
            }
        }
        for to in moved.values_mut() {
            if let Some(Some(other)) = leads.get(to) {
                to.clone_from(other);
            }
        }
        moved.retain(|_, to| leads.get(to) != Some(&None));
        let days = days_without_events(snapshot, &moved);
        moved.retain(|from, to| from != to);
        stubs.extend(days.iter().map(|(day, to)| (day.clone(), to.clone())));
        moved.extend(days);
        Ok(Moves { moved, stubs, leads })
    }

    /// The page that an event's own address leads to: itself, another, or none.
    pub(crate) fn of_event<'p>(&'p self, path: &'p str) -> Option<&'p str> {
        self.leads.get(path).map_or(Some(path), Option::as_deref)
    }
}

/// The older addresses of an event: those that it came with, and those that
/// The Context would have given to its wordings, where the archive continues it.
pub(crate) fn old_paths(
    archive: &Archive,
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<BTreeSet<String>, ArchiveError> {
    let mut paths: BTreeSet<String> = reader.old_paths(event.row)?.into_iter().collect();
    if archive.config.continues.is_some() && event.record.lang == "en" {
        for step in history::steps(&reader.revisions(event.row)?) {
            let path = the_context::path(step.record.day, &step.record.statement.text);
            if !reader.path_is_taken(&path)? {
                paths.insert(path);
            }
        }
    }
    paths.remove(&event.path);
    Ok(paths)
}

/// Pages of days that an older archive had and this one has not, because
/// their events are filed elsewhere or held: they lead to one of those events.
fn days_without_events(
    snapshot: &Snapshot,
    old: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let days: BTreeSet<String> = snapshot
        .editions
        .iter()
        .flat_map(|e| e.days.keys().map(|day| day_url(&e.prefix, *day)))
        .collect();
    let mut without = BTreeMap::new();
    for (from, to) in old {
        if let Some((folder, _)) = from.rsplit_once('/')
            && let Some((_, date)) = folder.split_once("/news/")
            && date.split('/').count() == 3
        {
            let page = format!("{folder}/index");
            if !days.contains(&page) {
                without.entry(page).or_insert_with(|| to.clone());
            }
        }
    }
    without
}
