//! Rendering a plan's pages, in parallel, into the publication.

use super::plan::Plan;
use crate::pages::{self, Edition, Snapshot, day_url, event_page, month_url, year_url};
use crate::record::day_folder;
use crate::{Archive, ArchiveError, the_context};
use annals_model::{Date, Status, history};
use annals_publish::feeds::{self, Feed};
use annals_publish::html::Theme;
use annals_publish::site::Publication;
use annals_publish::sitemap::{self, Location};
use annals_publish::wire::{Event, List};
use annals_publish::{Format, Settings, json, markdown, redirects, xml};
use annals_store::{NameKind, Reader, StoredEvent};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Events in a feed: a busy week of the largest list.
const FEED_ITEMS: usize = 50;

/// What rendering needs.
pub(super) struct Site<'a> {
    pub(super) archive: &'a Archive,
    pub(super) snapshot: &'a Snapshot,
    pub(super) settings: &'a Settings,
    pub(super) theme: &'a Theme,
    pub(super) publication: &'a Publication,
}

/// A piece of work for one thread.
enum Job<'a> {
    Day(&'a Edition, Date, &'a Option<BTreeSet<i64>>),
    Month(&'a Edition, i16, i8),
    Year(&'a Edition, i16),
    Home(&'a Edition),
    Index(&'a Edition, NameKind),
    Subject(NameKind, &'a str),
    Apart(i64),
    SitemapYear(i16),
    SitemapNames,
}

impl Site<'_> {
    pub(super) fn render(
        &self,
        reader: &Reader<'_>,
        plan: &Plan,
        progress: &(impl Fn(usize, usize) + Sync),
    ) -> Result<(), ArchiveError> {
        let jobs = self.jobs(plan);
        let done = AtomicUsize::new(0);
        let years = self.touched_years(plan);
        jobs.par_iter().try_for_each_init(
            || (self.archive.store.read(), Vec::with_capacity(64 * 1024)),
            |(reader, buffer), job| {
                let reader = reader.as_ref().map_err(|e| {
                    ArchiveError::Config(format!("could not read the archive: {e}"))
                })?;
                self.job(reader, job, years.as_deref(), buffer)?;
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
                Ok::<(), ArchiveError>(())
            },
        )?;
        self.shared_files(reader)?;
        self.remove_gone(reader, plan)
    }

    fn jobs<'p>(&'p self, plan: &'p Plan) -> Vec<Job<'p>> {
        let snapshot = self.snapshot;
        let edition = |at: &usize| &snapshot.editions[*at];
        let mut jobs = Vec::new();
        for ((at, day), events) in &plan.days {
            if edition(at).days.contains_key(day) {
                jobs.push(Job::Day(edition(at), *day, events));
            }
        }
        for (at, year, month) in &plan.months {
            if edition(at).months().contains_key(&(*year, *month)) {
                jobs.push(Job::Month(edition(at), *year, *month));
            }
        }
        for (at, year) in &plan.years {
            if edition(at).months().range((*year, 1)..=(*year, 12)).next().is_some() {
                jobs.push(Job::Year(edition(at), *year));
            }
        }
        for (kind, key) in &plan.subjects {
            jobs.push(Job::Subject(*kind, key));
        }
        for edition in &snapshot.editions {
            jobs.push(Job::Home(edition));
            for kind in NameKind::ALL {
                jobs.push(Job::Index(edition, kind));
            }
        }
        jobs.extend(plan.apart.iter().map(|row| Job::Apart(*row)));
        if self.settings.base_url.is_some() {
            let years: BTreeSet<i16> = plan.years.iter().map(|(_, year)| *year).collect();
            jobs.extend(years.into_iter().map(Job::SitemapYear));
            jobs.push(Job::SitemapNames);
        }
        jobs
    }

    /// The years whose pages of long subjects may have changed; `None` is all.
    fn touched_years(&self, plan: &Plan) -> Option<Vec<i16>> {
        (!plan.whole).then(|| {
            let years: BTreeSet<i16> = plan.years.iter().map(|(_, year)| *year).collect();
            years.into_iter().collect()
        })
    }

    fn job(
        &self,
        reader: &Reader<'_>,
        job: &Job<'_>,
        years: Option<&[i16]>,
        buffer: &mut Vec<u8>,
    ) -> Result<(), ArchiveError> {
        let snapshot = self.snapshot;
        match job {
            Job::Day(edition, day, only) => {
                let events = pages::published(snapshot, reader, edition, *day)?;
                for event in &events {
                    if only.as_ref().is_none_or(|rows| rows.contains(&event.row)) {
                        self.event(reader, event, buffer)?;
                    }
                }
                let page = pages::day_page(snapshot, reader, edition, *day, &events)?;
                self.list(&page, buffer)
            }
            Job::Month(edition, year, month) => {
                let page = pages::month_page(snapshot, reader, edition, (*year, *month))?;
                self.list(&page, buffer)
            }
            Job::Year(edition, year) => {
                let page = pages::year_page(snapshot, reader, edition, *year)?;
                self.list(&page, buffer)
            }
            Job::Home(edition) => {
                let page = pages::home_page(snapshot, reader, edition, &self.archive.config.title)?;
                self.list(&page, buffer)?;
                let mut newest: Vec<u32> = edition
                    .days
                    .values()
                    .rev()
                    .flat_map(|e| e.iter().rev())
                    .take(FEED_ITEMS)
                    .copied()
                    .collect();
                newest.sort_unstable();
                let path = format!("{}/feeds/all", edition.prefix);
                self.feed(reader, &page.title, &page.url, &path, &newest, buffer)
            }
            Job::Index(edition, kind) => {
                self.list(&pages::entries_page(snapshot, edition, *kind), buffer)
            }
            Job::Subject(kind, key) => {
                let Some(subject) = snapshot.subjects(*kind).get(*key) else { return Ok(()) };
                for page in pages::subject_pages(snapshot, reader, *kind, subject, years)? {
                    self.list(&page, buffer)?;
                }
                if *kind == NameKind::Story {
                    let from = subject.events.len().saturating_sub(FEED_ITEMS);
                    let path = pages::story_feed(&subject.name.path);
                    let name = &subject.name;
                    self.feed(
                        reader,
                        &name.title,
                        &name.path,
                        &path,
                        &subject.events[from..],
                        buffer,
                    )?;
                }
                Ok(())
            }
            Job::Apart(row) => self.apart(reader, *row, buffer),
            Job::SitemapYear(year) => {
                self.sitemap(&format!("{year:04}"), &self.of_year(*year), buffer)
            }
            Job::SitemapNames => self.sitemap("names", &self.of_names(), buffer),
        }
    }

    /// An event's page in every format, and what leads to it.
    fn event(
        &self,
        reader: &Reader<'_>,
        event: &StoredEvent,
        buffer: &mut Vec<u8>,
    ) -> Result<(), ArchiveError> {
        let page: Event = event_page(self.snapshot, reader, event)?;
        for format in &self.settings.formats {
            buffer.clear();
            match format {
                Format::Html => self.theme.event(self.settings, &page, buffer).map_err(theme)?,
                Format::Json => json::event(&page, buffer),
                Format::Xml => xml::event(&page, buffer),
                Format::Markdown => markdown::event(&page, self.settings, buffer),
            }
            self.put(&page.url, format.suffix(), buffer)?;
        }
        self.permalink(&page.id, &page.url, buffer)?;
        for old in self.old_paths(reader, event)? {
            self.stubs(&old, &page.url, buffer)?;
        }
        Ok(())
    }

    /// An event that stands on no list: a withdrawn one keeps its page, a merged
    /// one leads to the other. A held one gets no address, but where it had one in
    /// an older archive that address leads to a page, which says that it is held.
    fn apart(
        &self,
        reader: &Reader<'_>,
        row: i64,
        buffer: &mut Vec<u8>,
    ) -> Result<(), ArchiveError> {
        let Some(event) = reader.event_in(row)? else { return Ok(()) };
        match &event.record.status {
            Status::Published | Status::Withdrawn(_) => self.event(reader, &event, buffer),
            Status::MergedInto(id) => {
                let Some(other) = self.snapshot.head_of(*id) else { return Ok(()) };
                let to = other.path.clone();
                self.permalink(event.id.as_str(), &to, buffer)?;
                self.stubs(&event.path, &to, buffer)?;
                for old in self.old_paths(reader, &event)? {
                    self.stubs(&old, &to, buffer)?;
                }
                Ok(())
            }
            Status::Held(_) if !reader.old_paths(row)?.is_empty() => {
                self.event(reader, &event, buffer)
            }
            Status::Held(_) => {
                for format in &self.settings.formats {
                    self.publication.remove(&format!("{}.{}", event.path, format.suffix()))?;
                }
                self.publication.remove(&format!("/e/{}.html", event.id))?;
                Ok(())
            }
        }
    }

    fn list(&self, page: &List, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        for format in &self.settings.formats {
            buffer.clear();
            match format {
                Format::Html => self.theme.list(self.settings, page, buffer).map_err(theme)?,
                Format::Json => json::list(page, buffer),
                Format::Xml => xml::list(page, buffer),
                Format::Markdown => markdown::list(page, self.settings, buffer),
            }
            self.put(&page.url, format.suffix(), buffer)?;
        }
        Ok(())
    }

    fn put(&self, path: &str, suffix: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
        let mut file = String::with_capacity(path.len() + suffix.len() + 1);
        file.push_str(path);
        file.push('.');
        file.push_str(suffix);
        Ok(self.publication.put(&file, bytes)?)
    }

    /// `/e/ID.html`: the address that never changes.
    fn permalink(&self, id: &str, to: &str, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        let from = format!("/e/{id}");
        buffer.clear();
        redirects::stub(Format::Html, &from, to, self.settings, buffer);
        self.put(&from, "html", buffer)
    }

    fn stubs(&self, from: &str, to: &str, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        for format in &self.settings.formats {
            buffer.clear();
            redirects::stub(*format, from, to, self.settings, buffer);
            self.put(from, format.suffix(), buffer)?;
        }
        Ok(())
    }

    /// The older addresses of an event: those that it came with, and those that
    /// The Context would have given to its wordings, where the archive continues it.
    fn old_paths(
        &self,
        reader: &Reader<'_>,
        event: &StoredEvent,
    ) -> Result<BTreeSet<String>, ArchiveError> {
        let mut paths: BTreeSet<String> = reader.old_paths(event.row)?.into_iter().collect();
        if self.archive.config.continues.is_some() && event.record.lang == "en" {
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

    fn feed(
        &self,
        reader: &Reader<'_>,
        title: &str,
        url: &str,
        path: &str,
        positions: &[u32],
        buffer: &mut Vec<u8>,
    ) -> Result<(), ArchiveError> {
        let mut events = Vec::with_capacity(positions.len());
        for at in positions.iter().rev() {
            events.extend(reader.event_in(self.snapshot.heads[*at as usize].row)?);
        }
        let items = pages::items(self.snapshot, reader, &events)?;
        let newest = items.first().map_or("1970-01-01", |i| i.day.as_str());
        let updated = format!("{newest}T00:00:00Z");
        let feed = Feed { title, url, self_path: path, items: &items, updated: &updated };
        for (suffix, write) in [
            ("atom", feeds::atom as fn(&Feed<'_>, &Settings, &mut Vec<u8>)),
            ("rss", feeds::rss),
            ("json", feeds::json_feed),
        ] {
            buffer.clear();
            write(&feed, self.settings, buffer);
            self.put(path, suffix, buffer)?;
        }
        Ok(())
    }

    /// Files that the site has once.
    fn shared_files(&self, reader: &Reader<'_>) -> Result<(), ArchiveError> {
        let publication = self.publication;
        for (path, bytes) in self.theme.assets() {
            publication.put(path, bytes)?;
        }
        let mut buffer = Vec::new();
        self.theme.not_found(self.settings, &self.settings.lang, &mut buffer).map_err(theme)?;
        publication.put("/404.html", &buffer)?;
        publication.put("/robots.txt", &sitemap::robots_txt(self.settings))?;
        publication.put("/schema/annals.schema.json", json::SCHEMA.as_bytes())?;
        publication.put("/schema/annals.xsd", xml::SCHEMA.as_bytes())?;
        buffer.clear();
        let mut moved: BTreeMap<String, String> = reader.redirects()?.into_iter().collect();
        let mut leads: BTreeMap<String, Option<String>> = BTreeMap::new();
        for event in reader.unpublished()? {
            let to = match &event.record.status {
                Status::MergedInto(id) => self.snapshot.head_of(*id).map(|h| h.path.clone()),
                Status::Held(_) if reader.old_paths(event.row)?.is_empty() => None,
                _ => Some(event.path.clone()),
            };
            leads.insert(event.path, to);
        }
        for (from, to) in &leads {
            moved.extend(to.iter().filter(|to| *to != from).map(|to| (from.clone(), to.clone())));
        }
        if self.archive.config.continues.is_some() {
            reader.each_event::<ArchiveError>(|event| {
                for old in self.old_paths(reader, &event)? {
                    moved.insert(old, event.path.clone());
                }
                Ok(())
            })?;
        }
        // An entity that is another has no page of its own any more.
        let entities = self.snapshot.subjects(NameKind::Entity);
        let mut stub = Vec::new();
        for (from, key) in reader.merged_pages()? {
            if let Some(into) = entities.get(&key) {
                self.stubs(&from, &into.name.path, &mut stub)?;
                moved.insert(from, into.name.path.clone());
            }
        }
        for to in moved.values_mut() {
            if let Some(Some(other)) = leads.get(to) {
                to.clone_from(other);
            }
        }
        moved.retain(|_, to| leads.get(to) != Some(&None));
        let days = self.days_without_events(&moved);
        moved.retain(|from, to| from != to);
        for (day, to) in &days {
            self.stubs(day, to, &mut stub)?;
        }
        moved.extend(days);
        for head in &self.snapshot.heads {
            let to = leads.get(&head.path).map_or(Some(&head.path), Option::as_ref);
            if let Some(to) = to {
                redirects::rule(&format!("/e/{}", head.id), &self.page(to), &mut buffer);
            }
        }
        for (from, to) in &moved {
            for format in &self.settings.formats {
                let suffix = format.suffix();
                redirects::rule(
                    &format!("{from}.{suffix}"),
                    &format!("{to}.{suffix}"),
                    &mut buffer,
                );
            }
        }
        publication.put("/_redirects", &buffer)?;
        if self.settings.base_url.is_some() {
            self.sitemap_index(&mut buffer)?;
        }
        Ok(())
    }

    /// Pages of days that an older archive had and this one has not, because
    /// their events are filed elsewhere or held: they lead to one of those events.
    fn days_without_events(&self, old: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let days: BTreeSet<String> = self
            .snapshot
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

    fn sitemap(
        &self,
        name: &str,
        locations: &[Location],
        buffer: &mut Vec<u8>,
    ) -> Result<(), ArchiveError> {
        for (number, piece) in sitemap::pieces(locations, self.settings).into_iter().enumerate() {
            buffer.clear();
            sitemap::part(&locations[piece], self.settings, buffer);
            self.publication.put(&part_path(name, number), buffer)?;
        }
        Ok(())
    }

    fn sitemap_index(&self, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        let mut parts: Vec<Location> = Vec::new();
        let mut add = |name: &str, locations: &[Location]| {
            let newest = locations.iter().filter_map(|(_, day)| day.clone()).max();
            for number in 0..sitemap::pieces(locations, self.settings).len() {
                parts.push((part_path(name, number), newest.clone()));
            }
        };
        let years: BTreeSet<i16> = self
            .snapshot
            .editions
            .iter()
            .flat_map(|e| e.days.keys().map(|day| day.year()))
            .collect();
        for year in years {
            add(&format!("{year:04}"), &self.of_year(year));
        }
        add("names", &self.of_names());
        buffer.clear();
        sitemap::index(&parts, self.settings, buffer);
        Ok(self.publication.put("/sitemap.xml", buffer)?)
    }

    /// The pages of one year: its events, days, months and itself.
    fn of_year(&self, year: i16) -> Vec<Location> {
        let mut locations = Vec::new();
        for edition in &self.snapshot.editions {
            let prefix = &edition.prefix;
            let first = Date::new(year, 1, 1).unwrap_or(Date::ZERO);
            let mut newest: BTreeMap<i8, Date> = BTreeMap::new();
            for (day, events) in edition.days.range(first..=first.last_of_year()) {
                newest.insert(day.month(), *day);
                locations.push((self.page(&day_url(prefix, *day)), Some(day.to_string())));
                for at in events {
                    let head = &self.snapshot.heads[*at as usize];
                    locations.push((self.page(&head.path), Some(day.to_string())));
                }
            }
            for (month, day) in &newest {
                let url = month_url(prefix, year, *month);
                locations.push((self.page(&url), Some(day.to_string())));
            }
            if let Some((_, day)) = newest.last_key_value() {
                locations.push((self.page(&year_url(prefix, year)), Some(day.to_string())));
            }
        }
        locations
    }

    fn of_names(&self) -> Vec<Location> {
        let mut locations = Vec::new();
        for kind in NameKind::ALL {
            for subject in self.snapshot.subjects(kind).values() {
                let last = subject.events.last();
                let day = last.map(|at| self.snapshot.heads[*at as usize].day.to_string());
                locations.push((self.page(&subject.name.path), day));
            }
        }
        locations
    }

    /// A page's path with the suffix of the format that people read.
    fn page(&self, url: &str) -> String {
        let format = self.settings.formats.first().map_or("html", |f| f.suffix());
        format!("{url}.{format}")
    }

    /// Takes away the pages of days and names that have no event any more.
    fn remove_gone(&self, reader: &Reader<'_>, plan: &Plan) -> Result<(), ArchiveError> {
        let mut gone = Vec::new();
        for (prefix, day) in &plan.gone_days {
            gone.push(format!("{}/index", day_folder(prefix, *day)));
            let edition = self.snapshot.editions.iter().find(|e| e.prefix == *prefix);
            let months = edition.map(Edition::months).unwrap_or_default();
            if !months.contains_key(&(day.year(), day.month())) {
                gone.push(month_url(prefix, day.year(), day.month()));
            }
            if months.range((day.year(), 1)..=(day.year(), 12)).next().is_none() {
                gone.push(year_url(prefix, day.year()));
            }
        }
        for (kind, key) in &plan.gone_subjects {
            // Where an entity is another now, what leads there stands in its page's place.
            let into = self.snapshot.entity(key);
            let leads = *kind == NameKind::Entity
                && into != key
                && self.snapshot.subjects(*kind).contains_key(into);
            if !leads {
                gone.extend(reader.name(*kind, key)?.map(|name| name.path));
            }
        }
        for path in gone {
            for format in &self.settings.formats {
                self.publication.remove(&format!("{path}.{}", format.suffix()))?;
            }
        }
        for (kind, key) in &plan.gone_subjects {
            if let (NameKind::Story, Some(name)) = (kind, reader.name(*kind, key)?) {
                for suffix in ["atom", "rss", "json"] {
                    let path = pages::story_feed(&name.path);
                    self.publication.remove(&format!("{path}.{suffix}"))?;
                }
            }
        }
        Ok(())
    }
}

/// `/sitemap-2016.xml`, `/sitemap-2016-2.xml`.
fn part_path(name: &str, number: usize) -> String {
    match number {
        0 => format!("/sitemap-{name}.xml"),
        n => format!("/sitemap-{name}-{}.xml", n + 1),
    }
}

fn theme(error: annals_publish::html::ThemeError) -> ArchiveError {
    ArchiveError::Config(error.to_string())
}
