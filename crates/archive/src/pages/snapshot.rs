//! Reading a [`Snapshot`]: whole, or what changed since an older one.
//!
//! Reading all heads reads most of the database's file. What an older snapshot has of
//! events that no change has touched holds still: a head, what the event belongs to,
//! whether it was revised. Everything else (where who stands, the editions, the names)
//! is made of that again, which is quick, and is the same in both ways.

use super::{Edition, Snapshot, Subject};
use crate::stories::StoryDag;
use crate::{Archive, ArchiveError, config};
use annals_store::{Head, Name, NameKind, Reader, Subject as Touched};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Reading everything is quicker than asking for this share of the events one by one,
/// where that is many.
const SHARE: usize = 10;
const MANY: usize = 1_000;

impl Snapshot {
    /// Reads an archive's snapshot.
    pub fn read(archive: &Archive, reader: &Reader<'_>) -> Result<Snapshot, ArchiveError> {
        let heads = reader.heads()?.into_iter().map(Arc::new).collect();
        let mut snapshot = Snapshot::of_heads(archive, reader, heads)?;
        snapshot.revised = reader.revised()?.into_iter().collect();
        for kind in NameKind::ALL {
            let members = reader.memberships(kind)?;
            let at =
                members.iter().filter_map(|(key, row)| snapshot.shown(*row).map(|at| (&**key, at)));
            let subjects = subjects(reader.names(kind)?, at);
            *snapshot.subjects_mut(kind) = subjects;
        }
        Ok(snapshot)
    }

    /// The snapshot after changes of the archive: `before` is of an earlier moment, and
    /// `touched` is all that was touched since ([`Reader::touched_since`]).
    pub fn after(
        before: &Snapshot,
        archive: &Archive,
        reader: &Reader<'_>,
        touched: &[Touched],
    ) -> Result<Snapshot, ArchiveError> {
        let rows: BTreeSet<i64> = touched
            .iter()
            .filter_map(|subject| match subject {
                Touched::Event(row) | Touched::Links(row) => Some(*row),
                _ => None,
            })
            .collect();
        if rows.len() > MANY.max(before.heads.len() / SHARE) {
            return Snapshot::read(archive, reader);
        }
        let mut heads: Vec<Arc<Head>> =
            before.heads.iter().filter(|head| !rows.contains(&head.row)).cloned().collect();
        for row in &rows {
            heads.extend(reader.head_in(*row)?.map(Arc::new));
        }
        // The order of `Reader::heads`. All but the last are in order: it is quick.
        heads.sort_by(|a, b| (a.day, a.id.as_str()).cmp(&(b.day, b.id.as_str())));
        let mut snapshot = Snapshot::of_heads(archive, reader, heads)?;
        snapshot.revised.clone_from(&before.revised);
        for row in &rows {
            if !snapshot.revised.contains(row) && reader.is_revised(*row)? {
                snapshot.revised.insert(*row);
            }
        }
        for kind in NameKind::ALL {
            let mut members: Vec<(&str, u32)> = Vec::new();
            for (key, subject) in before.subjects(kind) {
                let kept = subject.events.iter().map(|at| before.heads[*at as usize].row);
                let kept = kept.filter(|row| !rows.contains(row));
                members.extend(kept.filter_map(|row| Some((&**key, snapshot.shown(row)?))));
            }
            let mut others = Vec::new();
            for row in &rows {
                if let Some(at) = snapshot.shown(*row) {
                    others.extend(reader.names_of(kind, *row)?.into_iter().map(|key| (key, at)));
                }
            }
            members.extend(others.iter().map(|(key, at)| (&**key, *at)));
            let subjects = subjects(reader.names(kind)?, members);
            *snapshot.subjects_mut(kind) = subjects;
        }
        Ok(snapshot)
    }

    /// All that follows from the heads, and what is little enough to be read each time.
    fn of_heads(
        archive: &Archive,
        reader: &Reader<'_>,
        heads: Vec<Arc<Head>>,
    ) -> Result<Snapshot, ArchiveError> {
        let number = |i: usize| u32::try_from(i).expect("fewer than 2^32 events");
        let main = config::primary(&archive.config.lang);
        let mut snapshot = Snapshot {
            by_row: HashMap::with_capacity(heads.len()),
            by_id: HashMap::with_capacity(heads.len()),
            additions: HashMap::new(),
            editions: Vec::new(),
            stories: BTreeMap::new(),
            entities: BTreeMap::new(),
            categories: BTreeMap::new(),
            dag: StoryDag::new(reader.story_edges()?),
            merged: reader
                .identities()?
                .into_iter()
                .filter_map(|i| i.into.map(|into| (i.key, into)))
                .collect(),
            revised: HashSet::new(),
            main_lang: main.clone(),
            heads,
        };
        let mut editions: BTreeMap<String, Edition> = BTreeMap::new();
        editions.insert(main.clone(), Edition::new(&main, ""));
        for (at, head) in snapshot.heads.iter().enumerate() {
            snapshot.by_row.insert(head.row, number(at));
            snapshot.by_id.insert(head.id, number(at));
            if !head.published {
                continue;
            }
            if let Some(under) = head.under {
                snapshot.additions.entry(under).or_default().push(number(at));
            }
            let prefix = archive.prefix(&head.lang);
            let lang = if prefix.is_empty() { &main } else { &config::primary(&head.lang) };
            if !editions.contains_key(lang) {
                editions.insert(lang.clone(), Edition::new(lang, &prefix));
            }
            if let Some(edition) = editions.get_mut(lang) {
                edition.days.entry(head.day).or_default().push(number(at));
            }
        }
        snapshot.editions = editions.into_values().collect();
        snapshot.editions.sort_by(|a, b| (&a.prefix, &a.lang).cmp(&(&b.prefix, &b.lang)));
        Ok(snapshot)
    }

    /// Where the event in a row stands, if lists show it.
    fn shown(&self, row: i64) -> Option<u32> {
        self.by_row.get(&row).copied().filter(|at| self.heads[*at as usize].published)
    }

    fn subjects_mut(&mut self, kind: NameKind) -> &mut BTreeMap<String, Subject> {
        match kind {
            NameKind::Story => &mut self.stories,
            NameKind::Entity => &mut self.entities,
            NameKind::Category => &mut self.categories,
        }
    }
}

/// The names that have events, of pairs of a key and where an event stands, in any order.
fn subjects<'k>(
    names: Vec<Name>,
    members: impl IntoIterator<Item = (&'k str, u32)>,
) -> BTreeMap<String, Subject> {
    let mut subjects: BTreeMap<String, Subject> = names
        .into_iter()
        .map(|name| (name.key.clone(), Subject { name, events: Vec::new() }))
        .collect();
    for (key, at) in members {
        if let Some(subject) = subjects.get_mut(key) {
            subject.events.push(at);
        }
    }
    for subject in subjects.values_mut() {
        subject.events.sort_unstable();
    }
    subjects.retain(|_, subject| !subject.events.is_empty());
    subjects
}
