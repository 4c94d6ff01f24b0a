//! A round: which pages changed, and what they say by now.

use super::reverts::{self, WINDOW};
use super::{Options, Progress, Report, follow};
use crate::ingest::Problem;
use crate::{Archive, ArchiveError};
use annals_fetch::FetchError;
use annals_fetch::mediawiki::{
    Api, ApiError, BATCH, History, Known, Latest, PageRevision, Standing,
};
use annals_model::{Date, Span, Timestamp};
use annals_store::UpstreamPage;
use std::collections::{BTreeMap, HashMap};

/// Days that one round looks at, at most: more than the portal has.
const MOST_DAYS: i64 = 20_000;
/// Hours for which a page that was edited is looked at again, whatever its day.
const LATELY: i64 = 14 * 24;
/// Failures of the network in a row after which a round ends.
const FAILURES: u32 = 3;

/// Brings the archive up to date with the day pages of a wiki.
///
/// A page that cannot be had is a problem in the report, and the round goes on with the
/// next; it ends early where the wiki asks to wait longer than there is patience, forbids
/// asking, or is not there. What was recorded stays, and the next round goes on from there.
///
/// # Errors
/// [`ArchiveError`]: the archive, or a range of days that cannot be.
pub fn run(
    archive: &Archive,
    fetch: &dyn annals_fetch::Fetch,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ArchiveError> {
    let days = days(archive, options)?;
    let titles: Vec<(String, Date)> = days.into_iter().collect();
    let mut round = Round {
        archive,
        options,
        api: Api::new(fetch, options.api.clone(), options.patience),
        report: Report { unfinished: titles.len() as u64, ..Report::default() },
        total: titles.len() as u64,
        pages: HashMap::new(),
        failures: 0,
        stopped: false,
    };
    // By day, oldest first: an event's first telling comes before what goes on from it.
    let mut titles = titles;
    titles.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    for batch in titles.chunks(BATCH) {
        if round.stopped {
            break;
        }
        round.batch(batch, progress)?;
    }
    let spent = round.api.spent();
    round.report.asked = spent.asked;
    round.report.bytes = spent.bytes;
    Ok(round.report)
}

/// The pages to look at, by title.
fn days(archive: &Archive, options: &Options) -> Result<BTreeMap<String, Date>, ArchiveError> {
    let refused = |text: &str| ArchiveError::Refused(text.to_owned());
    let today = day_of(options.now).ok_or_else(|| refused("there is no such day"))?;
    let far = |day: Date, days: i32| day.checked_add(Span::new().days(days));
    let to = match options.to {
        Some(to) => to,
        None => far(today, 1).map_err(|_| refused("there is no such day"))?,
    };
    let mut pages = BTreeMap::new();
    let from = match options.from {
        Some(from) => from,
        None => {
            if options.to.is_none() {
                let since = Span::new().hours(LATELY);
                let since = options.now.saturating_sub(since).unwrap_or(Timestamp::MIN);
                let reader = archive.store.read()?;
                for page in reader.upstream_pages_since(options.api.as_str(), since)? {
                    // Of another pattern: somebody follows those otherwise.
                    if options.titles.title(page.day) == page.title {
                        pages.insert(page.title, page.day);
                    }
                }
            }
            let first = if options.to.is_none() { today } else { to };
            far(first, -i32::from(options.days)).map_err(|_| refused("there is no such day"))?
        }
    };
    let length = to.since(from).map_or(i64::MAX, |span| i64::from(span.get_days()));
    if length < 0 {
        return Err(refused("the first day comes after the last"));
    }
    if length > MOST_DAYS {
        return Err(ArchiveError::Refused(format!("a round looks at {MOST_DAYS} days at most")));
    }
    let mut day = from;
    loop {
        pages.insert(options.titles.title(day), day);
        match far(day, 1) {
            Ok(next) if next <= to => day = next,
            _ => break,
        }
    }
    Ok(pages)
}

/// The day of a moment, UTC.
fn day_of(time: Timestamp) -> Option<Date> {
    let days = i32::try_from(time.as_second().div_euclid(86_400)).ok()?;
    annals_model::date(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}

struct Round<'a> {
    archive: &'a Archive,
    options: &'a Options,
    api: Api<'a>,
    report: Report,
    total: u64,
    /// The titles that the wiki's pages were asked for by.
    pages: HashMap<u64, String>,
    /// Failures of the network in a row.
    failures: u32,
    stopped: bool,
}

impl Round<'_> {
    fn batch(
        &mut self,
        titles: &[(String, Date)],
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ArchiveError> {
        let asked: Vec<String> = titles.iter().map(|(title, _)| title.clone()).collect();
        let latest = match self.api.latest(&asked) {
            Ok(latest) => latest,
            Err(error) => {
                let first = asked.first().cloned().unwrap_or_default();
                self.failed(&first, &error);
                return Ok(());
            }
        };
        for (latest, (title, day)) in latest.into_iter().zip(titles) {
            self.tell(title, progress);
            self.report.pages += 1;
            match self.page(latest, *day, progress)? {
                Ok(()) => {
                    self.failures = 0;
                    self.report.unfinished -= 1;
                }
                Err(error) => self.failed(title, &error),
            }
            if self.stopped {
                break;
            }
        }
        Ok(())
    }

    fn tell(&self, title: &str, progress: &mut dyn FnMut(Progress)) {
        progress(Progress {
            done: self.total - self.report.unfinished,
            total: self.total,
            revisions: self.report.revisions,
            asked: self.api.spent().asked,
            title: title.to_owned(),
        });
    }

    /// Looks at one page.
    fn page(
        &mut self,
        latest: Latest,
        day: Date,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Result<(), ApiError>, ArchiveError> {
        let title = latest.asked;
        let (id, there, revision) = match latest.standing {
            Standing::Missing => {
                self.report.missing += 1;
                return Ok(Ok(()));
            }
            Standing::Invalid(why) => {
                self.problem(&title, "title-invalid", why, "passed it over");
                return Ok(Ok(()));
            }
            Standing::There { page, title, revision, .. } => (page, title, revision),
        };
        if let Some(other) = self.options.titles.other_day(&there, day) {
            let problem = format!("it leads to the page of {other}");
            self.problem(&title, "redirect", problem, "passed it over");
            return Ok(Ok(()));
        }
        if let Some(first) = self.pages.insert(id, title.clone()) {
            let problem = format!("it is the same page as {first}");
            self.problem(&title, "redirect", problem, "passed it over");
            return Ok(Ok(()));
        }
        let wiki = self.options.api.as_str();
        let known = self.archive.store.read()?.upstream_page(wiki, &title)?;
        let mut page = known.unwrap_or_else(|| UpstreamPage {
            number: 0,
            wiki: wiki.to_owned(),
            title: title.clone(),
            page: id,
            day,
            revision: 0,
            revised_at: Timestamp::UNIX_EPOCH,
            recent: Vec::new(),
            catching: None,
        });
        if page.page == id && page.revision == revision && page.catching.is_none() {
            return Ok(Ok(()));
        }
        if page.page != id {
            // Another page stands at the title now: its history is another, too.
            page = UpstreamPage { page: id, revision: 0, recent: Vec::new(), ..page };
        }
        self.report.edited += 1;
        self.history(&mut page, revision, progress)
    }

    /// Records what is new of a page's history.
    fn history(
        &mut self,
        page: &mut UpstreamPage,
        latest: u64,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Result<(), ApiError>, ArchiveError> {
        let known =
            (page.revision > 0).then_some(Known { revision: page.revision, at: page.revised_at });
        let mut history = History::new(page.page, known);
        let mut waiting: Vec<PageRevision> = Vec::new();
        loop {
            let chunk = match history.next(&mut self.api) {
                Ok(chunk) => chunk,
                Err(error) => return Ok(Err(error)),
            };
            let more = chunk.as_ref().is_some_and(|c| c.more);
            waiting.extend(chunk.into_iter().flat_map(|c| c.revisions));
            // Whether a revision was taken back, only those behind it tell.
            let ready = if more { waiting.len().saturating_sub(WINDOW) } else { waiting.len() };
            let back = reverts::taken_back(&waiting, &page.recent);
            let rest = waiting.split_off(ready);
            let revisions: Vec<(PageRevision, bool)> = waiting.into_iter().zip(back).collect();
            waiting = rest;
            if revisions.is_empty() && more {
                continue;
            }
            if revisions.is_empty() {
                // The wiki has less than is known: revisions were removed.
                page.revision = latest;
            }
            let whole = !more;
            follow::record(self.archive, self.options, page, &revisions, whole, &mut self.report)?;
            self.tell(&page.title, progress);
            if whole {
                return Ok(Ok(()));
            }
        }
    }

    /// Notes a failure, and whether it ends the round.
    fn failed(&mut self, title: &str, error: &ApiError) {
        let (kind, done) = match error {
            ApiError::Fetch(FetchError::Later { after, .. }) => {
                self.stopped = true;
                self.report.later = Some(after.as_secs());
                ("asked-to-wait", "ended the round here")
            }
            ApiError::Fetch(FetchError::Forbidden { .. } | FetchError::Refused { .. }) => {
                self.stopped = true;
                ("not-asked", "ended the round here")
            }
            ApiError::Fetch(FetchError::Failed { .. }) => {
                self.failures += 1;
                self.stopped = self.failures >= FAILURES;
                let ended = if self.stopped {
                    "ended the round here"
                } else {
                    "left it for the next round"
                };
                ("not-reached", ended)
            }
            _ => ("broken-answer", "left it for the next round"),
        };
        self.problem(title, kind, error.to_string(), done);
    }

    fn problem(&mut self, title: &str, kind: &'static str, problem: String, done: &str) {
        let file = title.to_owned();
        let done = done.to_owned();
        self.report.problems.push(Problem { file, line: None, kind, problem, done });
    }
}
