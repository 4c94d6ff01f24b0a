//! Events by what they share: days, stories, names, categories, hosts, language.

use crate::ArchiveError;
use crate::config;
use crate::live::State;
use crate::pages::{self, Snapshot};
use annals_model::{Date, EventId, Status};
use annals_publish::wire::Item;
use annals_store::{Head, NameKind, Reader, StoredEvent};

/// Which events are wanted. All that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Stories, entities and categories: a key, or the path of the page.
    pub names: Vec<(NameKind, String)>,
    /// Hosts that the event's sources lie on, without `www.`.
    pub hosts: Vec<String>,
    /// Language, BCP 47; `en` takes `en-GB` as well.
    pub lang: Option<String>,
    /// Whether they stand.
    pub standing: Standing,
}

/// Whether an event stands. Held ones wait for a person and are nobody else's to see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// It is published.
    #[default]
    Published,
    /// It was taken back.
    Withdrawn,
    /// It is another event.
    Merged,
    /// Any of these.
    Any,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By day, the last first.
    #[default]
    Newest,
    /// By day, the first first.
    Oldest,
}

/// Where an event stands among all: by day, then by id.
pub type Place = (Date, EventId);

/// One page of events.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The events as lists show them.
    pub items: Vec<Item>,
    /// The same events as they are kept.
    pub events: Vec<StoredEvent>,
    /// Number of events on all pages.
    pub total: u64,
    /// The place of the last one, where there is more behind it.
    pub next: Option<Place>,
}

/// The event with an id, if it is anyone's to see: a held one that never had an
/// address is not.
pub fn event(reader: &Reader<'_>, id: EventId) -> Result<Option<StoredEvent>, ArchiveError> {
    let Some(event) = reader.event(id)? else { return Ok(None) };
    let hidden =
        matches!(event.record.status, Status::Held(_)) && reader.old_paths(event.row)?.is_empty();
    Ok(Some(event).filter(|_| !hidden))
}

/// The events that a filter lets through, at most `limit`, behind a place.
pub fn events(
    state: &State,
    reader: &Reader<'_>,
    filter: &Filter,
    order: Order,
    after: Option<Place>,
    limit: usize,
) -> Result<Found, ArchiveError> {
    let snapshot = &state.snapshot;
    let mut all = matching(snapshot, reader, filter)?;
    let total = all.len() as u64;
    let place = |at: &u32| {
        let head = &snapshot.heads[*at as usize];
        (head.day, head.id)
    };
    let rest: &mut [u32] = match (order, after) {
        (Order::Oldest, Some(after)) => {
            let from = all.partition_point(|at| place(at) <= after);
            &mut all[from..]
        }
        (Order::Oldest, None) => &mut all,
        (Order::Newest, Some(after)) => {
            let to = all.partition_point(|at| place(at) < after);
            all[..to].reverse();
            &mut all[..to]
        }
        (Order::Newest, None) => {
            all.reverse();
            &mut all
        }
    };
    let shown = &rest[..limit.min(rest.len())];
    let next = shown.last().filter(|_| shown.len() < rest.len()).map(place);
    let mut events = Vec::with_capacity(shown.len());
    for at in shown {
        events.extend(reader.event_in(snapshot.heads[*at as usize].row)?);
    }
    let items = pages::items(snapshot, reader, &events)?;
    Ok(Found { items, events, total, next })
}

/// Names of the places that an event's text names, each once.
pub fn places_of(reader: &Reader<'_>, row: i64) -> Result<Vec<String>, ArchiveError> {
    let mut places: Vec<String> = Vec::new();
    for name in reader.named(row)? {
        if name.kind == "place" && !places.contains(&name.title) {
            places.push(name.title);
        }
    }
    Ok(places)
}

/// Positions of the events that a filter lets through, in order.
fn matching(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    filter: &Filter,
) -> Result<Vec<u32>, ArchiveError> {
    let lang = filter.lang.as_deref().map(config::primary);
    let wanted = |head: &Head| {
        filter.from.is_none_or(|from| head.day >= from)
            && filter.to.is_none_or(|to| head.day <= to)
            && lang.as_ref().is_none_or(|lang| config::primary(&head.lang) == *lang)
    };
    if filter.standing != Standing::Published {
        return not_only_published(snapshot, reader, filter, wanted);
    }
    let mut sets: Vec<Vec<u32>> = Vec::new();
    for (kind, key) in &filter.names {
        let subject = super::name(snapshot, *kind, key);
        sets.push(subject.map(|s| s.events.clone()).unwrap_or_default());
    }
    for host in &filter.hosts {
        let rows = reader.events_citing_host(host)?;
        let mut set: Vec<u32> = rows.into_iter().filter_map(|r| snapshot.place(r)).collect();
        set.sort_unstable();
        sets.push(set);
    }
    sets.sort_by_key(Vec::len);
    let shown = |at: &u32| {
        let head = &snapshot.heads[*at as usize];
        head.published && wanted(head)
    };
    let mut sets = sets.into_iter();
    let Some(mut found) = sets.next() else {
        let [from, _] = snapshot.places_around(filter.from.unwrap_or(Date::MIN));
        let [_, to] = snapshot.places_around(filter.to.unwrap_or(Date::MAX));
        return Ok((from..to.max(from)).filter(shown).collect());
    };
    found.retain(shown);
    for set in sets {
        found.retain(|at| set.binary_search(at).is_ok());
    }
    Ok(found)
}

/// As [`matching`], where events that do not stand are wanted too. Those belong to
/// no name's list, so that what they say of themselves is looked at.
fn not_only_published(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    filter: &Filter,
    wanted: impl Fn(&Head) -> bool,
) -> Result<Vec<u32>, ArchiveError> {
    let mut found = match filter.standing {
        Standing::Any => {
            matching(snapshot, reader, &Filter { standing: Standing::Published, ..filter.clone() })?
        }
        _ => Vec::new(),
    };
    for event in reader.unpublished()? {
        let standing = match &event.record.status {
            Status::Withdrawn(_) => Standing::Withdrawn,
            Status::MergedInto(_) => Standing::Merged,
            Status::Published | Status::Held(_) => continue,
        };
        if filter.standing != Standing::Any && filter.standing != standing {
            continue;
        }
        let Some(at) = snapshot.place(event.row) else { continue };
        if wanted(&snapshot.heads[at as usize]) && says(snapshot, reader, filter, &event)? {
            found.push(at);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Whether an event has all the names and hosts of a filter.
fn says(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    filter: &Filter,
    event: &StoredEvent,
) -> Result<bool, ArchiveError> {
    for (kind, key) in &filter.names {
        let Some(subject) = super::name(snapshot, *kind, key) else { return Ok(false) };
        if !reader.names_of(*kind, event.row)?.contains(&subject.name.key) {
            return Ok(false);
        }
    }
    for host in &filter.hosts {
        if !reader.events_citing_host(host)?.contains(&event.row) {
            return Ok(false);
        }
    }
    Ok(true)
}
