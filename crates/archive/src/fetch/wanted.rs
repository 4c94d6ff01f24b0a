//! What is due: from the settings, the feeds that are followed, what was named, and the
//! sources of new events.

use super::queue::{Followed, How, Job};
use super::{Due, Follow, Options, Wish, due};
use crate::articles::key;
use crate::config::fetch::{Address, FEED_EVERY, SITEMAP_NEWER, Sitemap};
use crate::config::{Fetch as Settings, Period};
use crate::{Archive, ArchiveError};
use annals_model::{Date, Span, Timestamp, date, history};
use annals_store::{FetchKind, FetchState, Reader, StoredFetch};
use std::collections::HashSet;

/// So many times the pages that a round may ask for are looked at: the first ones may all
/// be of hosts that have had their share.
const AHEAD: usize = 20;

/// The jobs of a round.
pub(super) fn jobs(
    archive: &Archive,
    wish: &Wish,
    options: &Options<'_>,
) -> Result<Vec<Job>, ArchiveError> {
    let now = (options.clock)();
    if matches!(wish, Wish::All) {
        want_sources(archive, now)?;
    }
    let reader = archive.store.read()?;
    let known = Known { archive, reader: &reader, now };
    let mut jobs = Vec::new();
    match wish {
        Wish::All => {
            known.feeds(options.due, &mut jobs)?;
            known.sitemaps(options.due, &mut jobs)?;
            known.pages(options.due, &mut jobs)?;
        }
        // Not through this queue.
        Wish::Wcep { .. } => {}
        Wish::Feeds { named, .. } if named.is_empty() => known.feeds(options.due, &mut jobs)?,
        Wish::Feeds { named, follow } => known.named_feeds(named, *follow, &mut jobs)?,
        Wish::Sitemaps { named, .. } if named.is_empty() => {
            known.sitemaps(options.due, &mut jobs)?;
        }
        Wish::Sitemaps { named, newer } => known.named_sitemaps(named, *newer, &mut jobs)?,
        Wish::Pages { named } if named.is_empty() => known.pages(options.due, &mut jobs)?,
        Wish::Pages { named } => {
            for address in named {
                let page = known.of(address, FetchKind::Page)?;
                jobs.extend(Job::new(page, How::Page).map(named_now));
            }
        }
    }
    Ok(jobs)
}

/// When the next thing is due; `None` where nothing is followed. A moment that is past
/// means now.
///
/// # Errors
/// [`ArchiveError::Store`]
pub fn next_due(archive: &Archive, now: Timestamp) -> Result<Option<Timestamp>, ArchiveError> {
    let reader = archive.store.read()?;
    let known = Known { archive, reader: &reader, now };
    let mut jobs = Vec::new();
    known.feeds(Due::All, &mut jobs)?;
    known.sitemaps(Due::All, &mut jobs)?;
    known.watched(Due::All, &mut jobs)?;
    let mut next = super::wcep::due_at(archive)?;
    let mut earliest = |at: Option<Timestamp>| {
        next = [next, at].into_iter().flatten().min();
    };
    for job in jobs {
        earliest(Some(job.known.due_at.unwrap_or(now)));
    }
    for kind in known.kinds_of_pages() {
        earliest(reader.next_fetch(kind)?);
    }
    Ok(next)
}

/// Notes the sources of new events that are neither captured nor known.
fn want_sources(archive: &Archive, now: Timestamp) -> Result<(), ArchiveError> {
    let settings = &archive.config.fetch;
    if !settings.sources {
        return Ok(());
    }
    let since = day_of(earlier(now, settings.sources_of));
    let writer = archive.store.write()?;
    let rows = writer.events_with_unfetched_sources(since)?;
    for row in rows {
        let Some(event) = writer.event_in(row)? else { continue };
        let at = history::day_start(event.record.day).min(now);
        for url in event.record.sources.iter().filter_map(|source| source.url.as_deref()) {
            let page = key(url);
            if writer.fetched(&page)?.is_some() || writer.is_captured(&page)? {
                continue;
            }
            let new = match url.parse::<Address>() {
                Ok(address) => StoredFetch {
                    due_at: Some(now),
                    ..StoredFetch::new(page, address.as_str().to_owned(), FetchKind::Source, at)
                },
                Err(error) => StoredFetch {
                    due_at: None,
                    state: FetchState::Refused,
                    note: Some(error.to_string()),
                    ..StoredFetch::new(page, url.to_owned(), FetchKind::Source, at)
                },
            };
            writer.set_fetched(&new)?;
        }
    }
    writer.commit()?;
    Ok(())
}

struct Known<'a> {
    archive: &'a Archive,
    reader: &'a Reader<'a>,
    now: Timestamp,
}

impl Known<'_> {
    fn settings(&self) -> &Settings {
        &self.archive.config.fetch
    }

    /// What is known of an address.
    fn of(&self, address: &Address, kind: FetchKind) -> Result<StoredFetch, ArchiveError> {
        let (page, url) = (key(address.as_str()), address.as_str().to_owned());
        Ok(match self.reader.fetched(&page)? {
            Some(known) if known.kind == kind => StoredFetch { url, ..known },
            // Known for something else: its content is known, and nothing of its ends.
            Some(known) => StoredFetch {
                url,
                kind,
                named_by: None,
                due_at: Some(self.now),
                state: FetchState::Waiting,
                failures: 0,
                moved_to: None,
                ..known
            },
            None => StoredFetch::new(page, url, kind, self.now),
        })
    }

    /// Adds something that is followed, if it is due.
    fn follow(
        &self,
        address: &Address,
        kind: FetchKind,
        how: How,
        due: Due,
        jobs: &mut Vec<Job>,
    ) -> Result<(), ArchiveError> {
        let known = self.of(address, kind)?;
        let ended = matches!(known.state, FetchState::Gone | FetchState::Dead);
        let is_due = due == Due::All || known.due_at.is_none_or(|at| at <= self.now);
        if is_due && !ended {
            jobs.extend(Job::new(known, how));
        }
        Ok(())
    }

    fn feeds(&self, due: Due, jobs: &mut Vec<Job>) -> Result<(), ArchiveError> {
        let settings = self.settings();
        let mut seen = HashSet::new();
        for feed in &settings.feed {
            let how = How::Feed {
                every: feed.every,
                articles: feed.articles.unwrap_or(settings.articles),
                followed: Followed::Settings,
            };
            if seen.insert(key(feed.url.as_str())) {
                self.follow(&feed.url, FetchKind::Feed, how, due, jobs)?;
            }
        }
        for feed in self.reader.subscriptions()? {
            let Ok(address) = feed.address.parse::<Address>() else { continue };
            let how = How::Feed {
                every: FEED_EVERY,
                articles: settings.articles,
                followed: Followed::List,
            };
            if seen.insert(key(address.as_str())) {
                self.follow(&address, FetchKind::Feed, how, due, jobs)?;
            }
        }
        Ok(())
    }

    fn named_feeds(
        &self,
        named: &[Address],
        follow: Follow,
        jobs: &mut Vec<Job>,
    ) -> Result<(), ArchiveError> {
        let settings = self.settings();
        for address in named {
            let of_settings =
                settings.feed.iter().find(|feed| key(feed.url.as_str()) == key(address.as_str()));
            let listed = self.reader.subscription(address.as_str())?.is_some();
            let followed = match (of_settings, listed, follow) {
                (Some(_), ..) => Followed::Settings,
                (None, true, _) => Followed::List,
                (None, false, Follow::Yes) => Followed::FromNow,
                (None, false, Follow::No) => Followed::No,
            };
            let how = How::Feed {
                every: of_settings.map_or(FEED_EVERY, |feed| feed.every),
                articles: of_settings.and_then(|feed| feed.articles).unwrap_or(settings.articles),
                followed,
            };
            jobs.extend(Job::new(self.of(address, FetchKind::Feed)?, how).map(named_now));
        }
        Ok(())
    }

    fn sitemaps(&self, due: Due, jobs: &mut Vec<Job>) -> Result<(), ArchiveError> {
        for sitemap in &self.settings().sitemap {
            let how = how_of(sitemap);
            self.follow(&sitemap.url, FetchKind::Sitemap, how, due, jobs)?;
        }
        // Those that an index named and that wait.
        for known in self.reader.fetches_due(FetchKind::Sitemap, self.now, 10_000)? {
            let Some(root) = &known.named_by else { continue };
            let sitemap = self.settings().sitemap.iter().find(|s| s.url.as_str() == root);
            let how = sitemap.map_or_else(
                || How::Sitemap { every: None, newer: SITEMAP_NEWER, paths: Vec::new() },
                how_of,
            );
            jobs.extend(Job::new(known, how));
        }
        Ok(())
    }

    fn named_sitemaps(
        &self,
        named: &[Address],
        newer: Period,
        jobs: &mut Vec<Job>,
    ) -> Result<(), ArchiveError> {
        for address in named {
            let of_settings = self.settings().sitemap.iter().find(|s| s.url == *address);
            let how = How::Sitemap {
                every: of_settings.map(|sitemap| sitemap.every),
                newer,
                paths: of_settings.map(|sitemap| sitemap.paths.clone()).unwrap_or_default(),
            };
            // The same bytes may hold pages that were too old for the last question.
            let known = StoredFetch {
                etag: None,
                last_modified: None,
                digest: None,
                ..self.of(address, FetchKind::Sitemap)?
            };
            jobs.extend(Job::new(known, how).map(named_now));
        }
        Ok(())
    }

    fn watched(&self, due: Due, jobs: &mut Vec<Job>) -> Result<(), ArchiveError> {
        for page in &self.settings().page {
            let how = How::Watched { every: page.every };
            self.follow(&page.url, FetchKind::Page, how, due, jobs)?;
        }
        Ok(())
    }

    fn kinds_of_pages(&self) -> impl Iterator<Item = FetchKind> {
        let sources = self.settings().sources.then_some(FetchKind::Source);
        [FetchKind::Page, FetchKind::Article].into_iter().chain(sources)
    }

    fn pages(&self, due: Due, jobs: &mut Vec<Job>) -> Result<(), ArchiveError> {
        self.watched(due, jobs)?;
        let most = usize::try_from(self.settings().most).unwrap_or(usize::MAX);
        let watched: HashSet<String> =
            self.settings().page.iter().map(|page| key(page.url.as_str())).collect();
        for kind in self.kinds_of_pages() {
            for known in self.reader.fetches_due(kind, self.now, most.saturating_mul(AHEAD))? {
                if !watched.contains(&known.page) {
                    jobs.extend(Job::new(known, How::Page));
                }
            }
        }
        Ok(())
    }
}

fn how_of(sitemap: &Sitemap) -> How {
    How::Sitemap { every: Some(sitemap.every), newer: sitemap.newer, paths: sitemap.paths.clone() }
}

fn named_now(job: Job) -> Job {
    Job { named: true, ..job }
}

fn earlier(at: Timestamp, by: Period) -> Timestamp {
    at.checked_sub(by.duration()).unwrap_or(Timestamp::MIN)
}

/// The day of a moment, UTC.
pub(super) fn day_of(at: Timestamp) -> Date {
    let days = at.as_second().div_euclid(86_400);
    Span::new()
        .try_days(days)
        .and_then(|span| date(1970, 1, 1).checked_add(span))
        .unwrap_or(Date::MIN)
}

/// What is noted of an address that something named: a new one, or one that was changed
/// since it was asked for. `None` where there is nothing to ask.
pub(super) fn named(
    reader: &Reader<'_>,
    what: &super::feed::Named,
    named_by: &str,
    now: Timestamp,
) -> Result<Option<StoredFetch>, ArchiveError> {
    let Ok(address) = what.url.parse::<Address>() else { return Ok(None) };
    let page = key(address.as_str());
    Ok(match reader.fetched(&page)? {
        Some(known) => {
            let is_page =
                matches!(known.kind, FetchKind::Page | FetchKind::Article | FetchKind::Source);
            let edited = what.changed.zip(known.asked_at).is_some_and(|(at, asked)| at > asked);
            let again = is_page && edited && known.state == FetchState::Good;
            again.then_some(StoredFetch { due_at: Some(now), ..known })
        }
        None if reader.is_captured(&page)? => None,
        None => Some(StoredFetch {
            named_by: Some(named_by.to_owned()),
            due_at: Some(now),
            ..StoredFetch::new(page, address.as_str().to_owned(), FetchKind::Article, what.at)
        }),
    })
}

/// What is noted of a sitemap that an index named, and how it is asked for; `None` where
/// it was not changed since.
pub(super) fn named_sitemap(
    reader: &Reader<'_>,
    url: &str,
    changed: Option<Timestamp>,
    index: &Job,
    now: Timestamp,
) -> Result<Option<Job>, ArchiveError> {
    let How::Sitemap { every, newer, paths } = &index.how else { return Ok(None) };
    let Ok(address) = url.parse::<Address>() else { return Ok(None) };
    let page = key(address.as_str());
    let root = index.known.named_by.clone().unwrap_or_else(|| index.known.url.clone());
    let known = match reader.fetched(&page)? {
        Some(known) => {
            let asked = known.asked_at;
            let since = match changed {
                Some(changed) => asked.is_none_or(|asked| changed > asked),
                // Asked for on its own when it is due.
                None => known.due_at.is_none_or(|due| due <= now),
            };
            if !since {
                return Ok(None);
            }
            StoredFetch { due_at: Some(now), ..known }
        }
        None => StoredFetch {
            named_by: Some(root),
            due_at: Some(now),
            ..StoredFetch::new(page, address.as_str().to_owned(), FetchKind::Sitemap, now)
        },
    };
    let every = if changed.is_some() { None } else { *every };
    Ok(Job::new(known, How::Sitemap { every, newer: *newer, paths: paths.clone() }))
}

/// When something that is followed comes again after an answer.
pub(super) fn after_answer(
    archive: &Archive,
    job: &Job,
    answers: u32,
    hints: &due::Hints,
    asked: Timestamp,
) -> Option<Timestamp> {
    match &job.how {
        How::Feed { followed: Followed::No, .. } | How::Sitemap { every: None, .. } => None,
        How::Feed { every, .. } => Some(due::after_answer(*every, hints, asked)),
        How::Sitemap { every: Some(every), .. } | How::Watched { every } => {
            Some(due::after_answer(*every, hints, asked))
        }
        How::Page => due::again(&archive.config.fetch.again, answers, asked),
    }
}

/// When something comes again after the `failures`-th failure; `None`: not by itself.
pub(super) fn after_failure(job: &Job, failures: u32, asked: Timestamp) -> Option<Timestamp> {
    match &job.how {
        How::Feed { followed: Followed::No | Followed::FromNow, .. } => None,
        How::Feed { every, .. }
        | How::Watched { every }
        | How::Sitemap { every: Some(every), .. } => {
            Some(due::after_failure(*every, failures, asked))
        }
        How::Sitemap { every: None, .. } if job.known.named_by.is_none() => None,
        How::Sitemap { every: None, .. } | How::Page => due::retry(failures, asked),
    }
}
