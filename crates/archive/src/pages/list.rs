//! Pages by time: home, days, months, years; and the indexes of names.

use super::{Snapshot, Subject, day_ref, day_url, month_url, sources, summary, year_url};
use crate::ArchiveError;
use crate::record::category_key;
use annals_model::{Date, Grade, history};
use annals_publish::wire::{self, Entry, Item, List, ListKind, Ref, Section};
use annals_store::{NameKind, Reader, StoredEvent};
use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

/// Days that the home page shows.
const HOME_DAYS: usize = 3;
/// Events that a month's page names for each day, and a year's page for each
/// month: those that most sources report. The days' pages have all of them.
const OF_A_DAY: usize = 3;
const OF_A_MONTH: usize = 4;
/// Names that an index lists: the most told ones. More would be no help to anyone.
const INDEX_ENTRIES: usize = 2_000;

/// The events of one language, by day.
#[derive(Debug, PartialEq)]
pub struct Edition {
    /// Primary language subtag.
    pub lang: String,
    /// Prefix of its addresses: empty, or `/zh`.
    pub prefix: String,
    /// Published events of each day, as positions in [`Snapshot::heads`].
    pub days: BTreeMap<Date, Vec<u32>>,
}

impl Edition {
    pub(super) fn new(lang: &str, prefix: &str) -> Edition {
        Edition { lang: lang.into(), prefix: prefix.into(), days: BTreeMap::new() }
    }

    /// The nearest days with events before and after a day.
    pub fn around(&self, day: Date) -> (Option<Date>, Option<Date>) {
        let before = self.days.range(..day).next_back();
        let after = self.days.range((Bound::Excluded(day), Bound::Unbounded)).next();
        (before.map(|(d, _)| *d), after.map(|(d, _)| *d))
    }

    /// The months that have events, in order, with their number of events.
    pub fn months(&self) -> BTreeMap<(i16, i8), u64> {
        let mut months = BTreeMap::new();
        for (day, events) in &self.days {
            *months.entry((day.year(), day.month())).or_insert(0) += events.len() as u64;
        }
        months
    }

    fn of_month(
        &self,
        year: i16,
        month: i8,
    ) -> impl DoubleEndedIterator<Item = (&Date, &Vec<u32>)> {
        let first = Date::new(year, month, 1).unwrap_or(Date::ZERO);
        self.days.range(first..=first.last_of_month())
    }

    fn list(&self, kind: ListKind, url: String, title: String) -> List {
        List {
            kind,
            url,
            title,
            lang: self.lang.clone(),
            key: None,
            count: 0,
            first: None,
            last: None,
            previous: None,
            next: None,
            up: None,
            parents: Vec::new(),
            timeline: None,
            sections: Vec::new(),
            entries: Vec::new(),
            feeds: Vec::new(),
        }
    }
}

/// The newest days of an edition; `today` is the newest day that it has.
pub fn home_page(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    edition: &Edition,
    title: &str,
) -> Result<List, ArchiveError> {
    let mut page = edition.list(ListKind::Home, format!("{}/index", edition.prefix), title.into());
    let newest = edition.days.keys().next_back().copied();
    for day in edition.days.keys().rev().take(HOME_DAYS) {
        let age = newest.and_then(|n| n.since(*day).ok()).map(|s| s.get_days());
        let label = match age {
            Some(0) => Some("today"),
            Some(1) => Some("yesterday"),
            Some(2) => Some("before"),
            _ => None,
        };
        let events = published(snapshot, reader, edition, *day)?;
        page.sections.push(Section {
            title: day.to_string(),
            url: Some(day_url(&edition.prefix, *day)),
            label: label.map(str::to_owned),
            items: items(snapshot, reader, &events)?,
        });
    }
    let oldest_shown = page.sections.last().and_then(|s| s.title.parse::<Date>().ok());
    page.previous =
        oldest_shown.and_then(|d| edition.around(d).0).map(|d| day_ref(&edition.prefix, d));
    let years = years(edition);
    page.entries = years
        .iter()
        .map(|(year, count)| entry(format!("{year:04}"), year_url(&edition.prefix, *year), *count))
        .collect();
    span(&mut page, edition.days.keys());
    page.count = years.values().sum();
    page.feeds = feeds(&format!("{}/feeds/all", edition.prefix));
    Ok(page)
}

/// The three feeds at a path.
pub(super) fn feeds(path: &str) -> Vec<String> {
    vec![format!("{path}.atom"), format!("{path}.rss"), format!("{path}.json")]
}

fn years(edition: &Edition) -> BTreeMap<i16, u64> {
    let mut years = BTreeMap::new();
    for ((year, _), count) in edition.months() {
        *years.entry(year).or_insert(0) += count;
    }
    years
}

fn entry(title: String, url: String, count: u64) -> Entry {
    Entry { title, url, count, first: None, last: None }
}

fn span<'a>(page: &mut List, mut days: impl DoubleEndedIterator<Item = &'a Date>) {
    page.first = days.next().map(Date::to_string);
    page.last = days.next_back().map(Date::to_string).or_else(|| page.first.clone());
}

/// A day's events under their categories.
pub fn day_page(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    edition: &Edition,
    day: Date,
    events: &[StoredEvent],
) -> Result<List, ArchiveError> {
    let prefix = &edition.prefix;
    let mut page = edition.list(ListKind::Day, day_url(prefix, day), day.to_string());
    let (before, after) = edition.around(day);
    page.previous = before.map(|d| day_ref(prefix, d));
    page.next = after.map(|d| day_ref(prefix, d));
    page.up = Some(Ref {
        title: format!("{:04}-{:02}", day.year(), day.month()),
        url: Some(month_url(prefix, day.year(), day.month())),
        key: None,
    });
    page.count = events.len() as u64;
    let mut sections: Vec<(String, Vec<StoredEvent>)> = Vec::new();
    // The order of recording is the order of the list: additions follow what they stand under.
    let mut ordered: Vec<&StoredEvent> = events.iter().collect();
    ordered.sort_by_key(|e| e.row);
    for event in ordered {
        let key = event.record.category.as_deref().map(category_key).unwrap_or_default();
        match sections.iter_mut().find(|(k, _)| *k == key) {
            Some((_, list)) => list.push(event.clone()),
            None => sections.push((key, vec![event.clone()])),
        }
    }
    for (key, events) in sections {
        let title = events[0].record.category.clone().unwrap_or_default();
        let url = snapshot.name_ref(NameKind::Category, &key, "").url;
        page.sections.push(Section {
            title,
            url,
            label: None,
            items: items(snapshot, reader, &events)?,
        });
    }
    Ok(page)
}

/// The published events of a day of an edition.
pub fn published(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    edition: &Edition,
    day: Date,
) -> Result<Vec<StoredEvent>, ArchiveError> {
    let rows: HashSet<i64> = edition
        .days
        .get(&day)
        .into_iter()
        .flatten()
        .map(|at| snapshot.heads[*at as usize].row)
        .collect();
    let mut events = reader.events_between(day, day)?;
    events.retain(|e| rows.contains(&e.row));
    events.sort_by_key(|e| e.row);
    Ok(events)
}

/// A month: its days, and for each day what most sources report.
pub fn month_page(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    edition: &Edition,
    (year, month): (i16, i8),
) -> Result<List, ArchiveError> {
    let prefix = &edition.prefix;
    let title = format!("{year:04}-{month:02}");
    let mut page = edition.list(ListKind::Month, month_url(prefix, year, month), title);
    let months = edition.months();
    let month_ref = |(y, m): &(i16, i8)| Ref {
        title: format!("{y:04}-{m:02}"),
        url: Some(month_url(prefix, *y, *m)),
        key: None,
    };
    let here = (year, month);
    page.previous = months.range(..here).next_back().map(|(m, _)| month_ref(m));
    page.next =
        months.range((Bound::Excluded(here), Bound::Unbounded)).next().map(|(m, _)| month_ref(m));
    page.up =
        Some(Ref { title: format!("{year:04}"), url: Some(year_url(prefix, year)), key: None });
    for (day, rows) in edition.of_month(year, month) {
        let url = day_url(prefix, *day);
        page.entries.push(entry(day.to_string(), url.clone(), rows.len() as u64));
        page.count += rows.len() as u64;
        let mut events = published(snapshot, reader, edition, *day)?;
        most_reported(&mut events, OF_A_DAY);
        page.sections.push(Section {
            title: day.to_string(),
            url: Some(url),
            label: None,
            items: items(snapshot, reader, &events)?,
        });
    }
    span(&mut page, edition.of_month(year, month).map(|(d, _)| d));
    Ok(page)
}

/// Keeps the events that most sources report, in the order of the list.
fn most_reported(events: &mut Vec<StoredEvent>, n: usize) {
    let mut ranked: Vec<(usize, i64)> =
        events.iter().map(|e| (e.record.sources.len(), e.row)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let keep: HashSet<i64> = ranked.iter().take(n).map(|(_, row)| *row).collect();
    events.retain(|e| keep.contains(&e.row));
}

/// A year: its months, and for each month what most sources report.
pub fn year_page(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    edition: &Edition,
    year: i16,
) -> Result<List, ArchiveError> {
    let prefix = &edition.prefix;
    let mut page = edition.list(ListKind::Year, year_url(prefix, year), format!("{year:04}"));
    let years = years(edition);
    let year_ref =
        |y: &i16| Ref { title: format!("{y:04}"), url: Some(year_url(prefix, *y)), key: None };
    page.previous = years.range(..year).next_back().map(|(y, _)| year_ref(y));
    page.next =
        years.range((Bound::Excluded(year), Bound::Unbounded)).next().map(|(y, _)| year_ref(y));
    page.up = Some(Ref { title: String::new(), url: Some(format!("{prefix}/index")), key: None });
    let first = Date::new(year, 1, 1).unwrap_or(Date::ZERO);
    span(&mut page, edition.days.range(first..=first.last_of_year()).map(|(d, _)| d));
    for ((_, month), count) in edition.months().range((year, 1)..=(year, 12)) {
        let url = month_url(prefix, year, *month);
        let title = format!("{year:04}-{month:02}");
        page.entries.push(entry(title.clone(), url.clone(), *count));
        page.count += count;
        let mut events = Vec::new();
        for (day, _) in edition.of_month(year, *month) {
            let mut of_day = published(snapshot, reader, edition, *day)?;
            most_reported(&mut of_day, 1);
            events.extend(of_day);
        }
        most_reported(&mut events, OF_A_MONTH);
        page.sections.push(Section {
            title,
            url: Some(url),
            label: None,
            items: items(snapshot, reader, &events)?,
        });
    }
    Ok(page)
}

/// The index of a kind of names: those with most events, by title.
pub fn entries_page(snapshot: &Snapshot, edition: &Edition, kind: NameKind) -> List {
    let (list, folder) = match kind {
        NameKind::Story => (ListKind::Stories, "stories"),
        NameKind::Entity => (ListKind::Entities, "context"),
        NameKind::Category => (ListKind::Categories, "categories"),
    };
    let url = format!("{}/{folder}/index", edition.prefix);
    let mut page = edition.list(list, url, String::new());
    let mut subjects: Vec<&Subject> = snapshot
        .subjects(kind)
        .values()
        .filter(|s| s.name.path.starts_with(&format!("{}/{folder}/", edition.prefix)))
        .collect();
    page.count = subjects.len() as u64;
    subjects.sort_by_key(|s| (std::cmp::Reverse(s.events.len()), &s.name.key));
    subjects.truncate(INDEX_ENTRIES);
    subjects.sort_by_key(|s| (annals_model::fold_key(&s.name.title), &s.name.key));
    for subject in subjects {
        let day = |at: Option<&u32>| at.map(|at| snapshot.heads[*at as usize].day.to_string());
        page.entries.push(Entry {
            title: subject.name.title.clone(),
            url: subject.name.path.clone(),
            count: subject.events.len() as u64,
            first: day(subject.events.first()),
            last: day(subject.events.last()),
        });
    }
    page
}

/// Events as lists show them, in the given order.
pub(crate) fn items(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    events: &[StoredEvent],
) -> Result<Vec<Item>, ArchiveError> {
    let here: HashSet<_> = events.iter().map(|e| e.id).collect();
    let mut items = Vec::with_capacity(events.len());
    for event in events {
        let record = &event.record;
        let material_changes = if snapshot.is_revised(event.row) {
            let steps = history::steps(&reader.revisions(event.row)?);
            steps.iter().filter(|s| s.grade == Grade::Material).count() as u32
        } else {
            0
        };
        items.push(Item {
            id: event.id.to_string(),
            url: event.path.clone(),
            day: record.day.to_string(),
            lang: record.lang.clone(),
            statement: snapshot.statement(&record.statement),
            stories: snapshot
                .story_refs(record)
                .into_iter()
                .filter_map(|mut path| path.pop())
                .collect::<Vec<wire::Ref>>(),
            summary: summary(record),
            sources: sources(record),
            material_changes,
            under: record.under.filter(|id| here.contains(id)).map(|id| id.to_string()),
        });
    }
    Ok(items)
}
