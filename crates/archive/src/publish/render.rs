//! Rendering a plan's pages, in parallel, into the publication.

use super::plan::Plan;
use crate::pages::{self, Edition, Snapshot, event_page, month_url, year_url};
use crate::record::day_folder;
use crate::rendering::{
    FEED_SUFFIXES, FeedOf, Moves, Part, Rendering, Sitemaps, old_paths, search_feed,
};
use crate::search::Searcher;
use crate::{Archive, ArchiveError};
use annals_model::{Date, Status};
use annals_publish::site::Sink;
use annals_publish::wire::{Event, List};
use annals_publish::{Format, redirects};
use annals_store::{NameKind, Reader, StoredEvent};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What rendering needs.
pub(super) struct Site<'a> {
    pub(super) archive: &'a Archive,
    pub(super) snapshot: &'a Snapshot,
    pub(super) rendering: &'a Rendering,
    pub(super) publication: &'a dyn Sink,
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
    Sitemap(Part),
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
        self.saved_searches(reader)?;
        self.remove_gone(reader, plan)
    }

    /// The feeds of saved searches. Where there is none, the index is not asked.
    fn saved_searches(&self, reader: &Reader<'_>) -> Result<(), ArchiveError> {
        let mut searcher = None;
        let mut buffer = Vec::new();
        for search in reader.saved_searches()?.iter().filter(|search| search.feed) {
            if search.removed_at.is_some() {
                for suffix in FEED_SUFFIXES {
                    let path = search_feed(&search.name);
                    self.publication.remove(&format!("{path}.{suffix}"))?;
                }
                continue;
            }
            let searcher = match &searcher {
                Some(searcher) => searcher,
                None => searcher.insert(Searcher::open(self.archive)?.0),
            };
            let title = &self.archive.config.title;
            let feed = FeedOf::search(self.snapshot, reader, searcher, search, title)?;
            self.feed(&feed, &mut buffer)?;
        }
        Ok(())
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
        if self.rendering.settings.base_url.is_some() {
            let years: BTreeSet<i16> = plan.years.iter().map(|(_, year)| *year).collect();
            jobs.extend(years.into_iter().map(|year| Job::Sitemap(Part::Year(year))));
            jobs.push(Job::Sitemap(Part::Names));
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
                let title = &self.archive.config.title;
                self.feed(&FeedOf::edition(snapshot, reader, edition, title)?, buffer)
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
                    self.feed(&FeedOf::story(snapshot, reader, subject)?, buffer)?;
                }
                Ok(())
            }
            Job::Apart(row) => self.apart(reader, *row, buffer),
            Job::Sitemap(part) => {
                for (path, file) in self.sitemaps().files(*part) {
                    self.publication.put(&path, &file)?;
                }
                Ok(())
            }
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
        for format in &self.rendering.settings.formats {
            buffer.clear();
            self.rendering.event(&page, *format, buffer)?;
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
                for format in &self.rendering.settings.formats {
                    self.publication.remove(&format!("{}.{}", event.path, format.suffix()))?;
                }
                self.publication.remove(&format!("/e/{}.html", event.id))?;
                Ok(())
            }
        }
    }

    fn list(&self, page: &List, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        for format in &self.rendering.settings.formats {
            buffer.clear();
            self.rendering.list(page, *format, buffer)?;
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
        redirects::stub(Format::Html, &from, to, &self.rendering.settings, buffer);
        self.put(&from, "html", buffer)
    }

    fn stubs(&self, from: &str, to: &str, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        for format in &self.rendering.settings.formats {
            buffer.clear();
            redirects::stub(*format, from, to, &self.rendering.settings, buffer);
            self.put(from, format.suffix(), buffer)?;
        }
        Ok(())
    }

    fn old_paths(
        &self,
        reader: &Reader<'_>,
        event: &StoredEvent,
    ) -> Result<BTreeSet<String>, ArchiveError> {
        old_paths(self.archive, reader, event)
    }

    fn feed(&self, feed: &FeedOf, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        for suffix in FEED_SUFFIXES {
            buffer.clear();
            feed.write(self.rendering, suffix, buffer);
            self.put(&feed.path, suffix, buffer)?;
        }
        Ok(())
    }

    fn sitemaps(&self) -> Sitemaps<'_> {
        Sitemaps { snapshot: self.snapshot, settings: &self.rendering.settings }
    }

    /// Files that the site has once.
    fn shared_files(&self, reader: &Reader<'_>) -> Result<(), ArchiveError> {
        let publication = self.publication;
        for (path, bytes) in self.rendering.fixed_files()? {
            publication.put(&path, &bytes)?;
        }
        let mut buffer = Vec::new();
        let moves = Moves::read(self.archive, self.snapshot, reader)?;
        let mut stub = Vec::new();
        for (from, to) in &moves.stubs {
            self.stubs(from, to, &mut stub)?;
        }
        for head in &self.snapshot.heads {
            if let Some(to) = moves.of_event(&head.path) {
                redirects::rule(&format!("/e/{}", head.id), &self.rendering.page(to), &mut buffer);
            }
        }
        for (from, to) in &moves.moved {
            for format in &self.rendering.settings.formats {
                let suffix = format.suffix();
                redirects::rule(
                    &format!("{from}.{suffix}"),
                    &format!("{to}.{suffix}"),
                    &mut buffer,
                );
            }
        }
        publication.put("/_redirects", &buffer)?;
        if self.rendering.settings.base_url.is_some() {
            publication.put("/sitemap.xml", &self.sitemaps().index())?;
        }
        Ok(())
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
            for format in &self.rendering.settings.formats {
                self.publication.remove(&format!("{path}.{}", format.suffix()))?;
            }
        }
        for (kind, key) in &plan.gone_subjects {
            if let (NameKind::Story, Some(name)) = (kind, reader.name(*kind, key)?) {
                for suffix in FEED_SUFFIXES {
                    let path = pages::story_feed(&name.path);
                    self.publication.remove(&format!("{path}.{suffix}"))?;
                }
            }
        }
        Ok(())
    }
}
