//! Keeping answers: their bytes, what they name, the state of their addresses, and what
//! was learned of their hosts, in one transaction.

use super::client::host_of;
use super::feed::{self, Named};
use super::memory::Memory;
use super::moved::{Moved, moved};
use super::outcome::{Outcome, Validators};
use super::queue::{Followed, How, Job};
use super::round::Asked;
use super::{Options, Report, due, sitemap, wanted};
use crate::articles::key;
use crate::captures;
use crate::config::fetch::Address;
use crate::ingest;
use crate::{Archive, ArchiveError};
use annals_fetch::{Answer, Exchange, Fetch, Reservation, Right};
use annals_import::inputs::{self, Found, Kind, Saved};
use annals_model::Timestamp;
use annals_store::{FetchState, Reserved, StoredFetch, StoredSubscription, Writer};
use std::collections::BTreeSet;

/// What follows from answers for the round.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// What they named.
    pub(super) jobs: Vec<Job>,
    /// Hosts that want to be left alone.
    pub(super) leave_alone: Vec<String>,
}

/// What becomes of one answer.
struct Plan {
    job: Job,
    /// What is known of the address from now on.
    state: StoredFetch,
    /// What is recorded.
    saved: Option<Saved>,
    /// Exchanges that brought no page.
    noted: Vec<Exchange>,
    /// Pages that it names.
    pages: Vec<Named>,
    /// Sitemaps that it names.
    sitemaps: Vec<(String, Option<Timestamp>)>,
    /// What the publisher of the page that came reserves.
    reserved: Option<Reservation>,
    /// Where a feed that came was found, and whether it was followed there before.
    feed: Option<(String, bool)>,
}

/// Keeps answers, in their order.
pub(super) fn take(
    archive: &Archive,
    network: &dyn Fetch,
    memory: &mut Memory,
    batch: Vec<Asked>,
    options: &Options<'_>,
    report: &mut Report,
) -> Result<Taken, ArchiveError> {
    let now = (options.clock)();
    let mut taken = Taken::default();
    let mut plans = Vec::new();
    let mut found = Vec::new();
    let reader = archive.store.read()?;
    for Asked { job, conditional, result, reserved } in batch {
        let outcome = Outcome::of(result, conditional, &job.url);
        if let Some(answer) = outcome.answer() {
            report.bytes += answer.exchanges.iter().map(|e| e.body.len() as u64).sum::<u64>();
        }
        if matches!(outcome, Outcome::Later(..)) {
            taken.leave_alone.push(host_of(&job.url));
        }
        let mut plan = plan(archive, job, outcome, now, report);
        plan.reserved = reserved;
        if let Some(saved) = plan.saved.take() {
            if let Some(url) = &saved.url {
                plan.feed = Some((url.clone(), reader.subscription(url)?.is_some()));
            }
            found.push(Found::Saved(Box::new(saved)));
        }
        plans.push(plan);
    }
    drop(reader);
    let ingesting = ingest::Options {
        paths: Vec::new(),
        reading: inputs::Options {
            lang: archive.config.lang.clone(),
            ..inputs::Options::default()
        },
        url: None,
        now,
    };
    let jobs = &mut taken.jobs;
    let kept = ingest::take(archive, &ingesting, found, |writer, _| {
        for plan in &plans {
            captures::note(archive, writer, &plan.noted, now)?;
            state(writer, plan)?;
            reserve(writer, plan)?;
            subscription(writer, plan)?;
        }
        // Behind all states: what one names, another may be.
        for plan in &plans {
            names(archive, writer, plan, now, jobs)?;
        }
        memory.keep(writer, network)
    })?;
    report.kept(kept);
    Ok(taken)
}

/// Writes down what a publisher reserves of a page, where the page stands in the end.
fn reserve(writer: &Writer<'_>, plan: &Plan) -> Result<(), ArchiveError> {
    let Some(reserved) = &plan.reserved else { return Ok(()) };
    let said = reserved.said.iter().map(|said| Reserved {
        right: said.right.name().to_owned(),
        reserved: said.reserved,
        place: said.place.name().to_owned(),
        url: said.url.to_string(),
        words: said.words.clone(),
        policy: said.policy.clone(),
    });
    let of_text = [Right::Mining, Right::Training, Right::Excerpt];
    let limits = of_text.into_iter().any(|right| reserved.reserves(right));
    let to = plan.state.moved_to.as_deref().unwrap_or(&plan.state.url);
    for page in BTreeSet::from([plan.state.page.clone(), key(to)]) {
        writer.set_reserved(&page, limits, said.clone().collect())?;
    }
    Ok(())
}

/// Says what becomes of an answer; without the archive.
fn plan(
    archive: &Archive,
    job: Job,
    outcome: Outcome,
    now: Timestamp,
    report: &mut Report,
) -> Plan {
    let asked_at = outcome.asked_at(now);
    let mut state = StoredFetch { asked_at: Some(asked_at), ..job.known.clone() };
    if let Some(answer) = outcome.answer() {
        state.status = Some(answer.last().status);
    }
    let mut plan = Plan {
        state,
        job,
        saved: None,
        noted: Vec::new(),
        pages: Vec::new(),
        sitemaps: Vec::new(),
        reserved: None,
        feed: None,
    };
    match outcome {
        Outcome::Content(answer) => plan.content(archive, answer, asked_at, report),
        Outcome::Unchanged(answer) => {
            report.unchanged += 1;
            let hints = due::Hints { interval: feed::fresh(&answer), ..due::Hints::default() };
            let Validators { etag, last_modified } = Validators::of(&answer);
            plan.state.etag = etag.or(plan.state.etag.take());
            plan.state.last_modified = last_modified.or(plan.state.last_modified.take());
            plan.good(archive, &answer, &hints, None, asked_at, report);
            plan.noted = answer.exchanges;
        }
        Outcome::Gone(answer) => {
            report.failed += 1;
            plan.state.state = FetchState::Gone;
            plan.state.due_at = None;
            plan.state.note = Some("gone for good (410)".into());
            let next = match &plan.job.how {
                How::Feed { followed: Followed::Settings, .. }
                | How::Sitemap { every: Some(_), .. }
                | How::Watched { .. } => "it is not asked for any more; take it out of annals.toml",
                _ => "it is not asked for any more; what was captured stays",
            };
            report.problem(plan.job.url.as_str(), "it is gone for good (410)", next);
            plan.noted = answer.exchanges;
        }
        Outcome::Bad(answer, why) => {
            plan.bad(&why, asked_at, report);
            plan.noted = answer.exchanges;
        }
        Outcome::Failed(why) => {
            plan.state.status = None;
            plan.bad(&why, asked_at, report);
        }
        Outcome::Later(after, status) => {
            report.later += 1;
            let due = due::later(now, after);
            // What nobody follows is not asked for by itself.
            plan.state.due_at = wanted::after_failure(&plan.job, 1, asked_at).map(|_| due);
            plan.state.asked_at = plan.job.known.asked_at;
            if let Some(status) = status {
                let what = format!("the host answered {status} and wants to be left alone");
                let next = format!("it is asked again from {} on", shown(due));
                report.problem(&host_of(&plan.job.url), what, next);
            }
        }
        Outcome::Forbidden(why) => plan.closed(FetchState::Forbidden, &why, asked_at, report),
        Outcome::Refused(why) => plan.closed(FetchState::Refused, &why, asked_at, report),
    }
    plan
}

impl Plan {
    /// Content came.
    fn content(
        &mut self,
        archive: &Archive,
        answer: Answer,
        asked: Timestamp,
        report: &mut Report,
    ) {
        let mut hints = due::Hints::default();
        let mut said = None;
        let named = match &self.job.how {
            How::Feed { articles, .. } => feed::told(&answer).map(|told| {
                hints = told.hints;
                said = told.moved_to;
                if *articles { (told.pages, Vec::new()) } else { Default::default() }
            }),
            How::Sitemap { newer, paths, .. } => {
                sitemap::told(&answer, *newer, paths).map(|told| (told.pages, told.sitemaps))
            }
            How::Watched { .. } | How::Page => Ok(Default::default()),
        };
        let (pages, sitemaps) = match named {
            Ok(named) => named,
            Err(why) => {
                self.bad(&why, asked, report);
                self.noted = answer.exchanges;
                return;
            }
        };
        let digest = captures::digest(&answer.body);
        if self.state.digest.as_deref() == Some(digest.as_str()) {
            report.unchanged += 1;
        } else {
            report.fetched += 1;
            self.state.changed_at = Some(asked);
            (self.pages, self.sitemaps) = (pages, sitemaps);
        }
        self.state.digest = Some(digest);
        let Validators { etag, last_modified } = Validators::of(&answer);
        (self.state.etag, self.state.last_modified) = (etag, last_modified);
        if answer.cut {
            report.problem(
                self.job.url.as_str(),
                "the answer is not whole: it broke off, or is larger than what is taken",
                "what came is kept",
            );
        }
        self.good(archive, &answer, &hints, said, asked, report);
        self.keep(answer);
    }

    /// What of an answer with content is a page, and what is only noted.
    fn keep(&mut self, answer: Answer) {
        let kind = match self.job.how {
            How::Feed { .. } => Kind::Feed,
            How::Watched { .. } | How::Page => Kind::Capture,
            // A list of addresses is no page.
            How::Sitemap { .. } => {
                self.noted = answer.exchanges;
                return;
            }
        };
        self.saved = Some(Saved { kind, ..captures::saved(&answer) });
        self.noted = answer.exchanges;
        self.noted.pop();
    }

    /// The address answered well.
    fn good(
        &mut self,
        archive: &Archive,
        answer: &Answer,
        hints: &due::Hints,
        said: Option<String>,
        asked: Timestamp,
        report: &mut Report,
    ) {
        let state = &mut self.state;
        state.state = FetchState::Good;
        state.answers = state.answers.saturating_add(1);
        state.failures = 0;
        state.note = None;
        state.due_at = wanted::after_answer(archive, &self.job, state.answers, hints, asked);
        let Moved { to, for_good } = moved(&self.job.url, answer);
        if self.job.how == How::Page {
            state.moved_to = to.map(String::from);
            return;
        }
        let said = said.and_then(|said| said.parse::<Address>().ok());
        let said = said.map(|said| said.url().clone());
        let new = for_good.or(said).filter(|new| key(new.as_str()) != key(self.job.url.as_str()));
        let Some(new) = new else { return };
        let what = format!("it has moved for good to {new}");
        let next = match self.job.how {
            How::Feed { followed: Followed::List, .. } => {
                state.page = key(new.as_str());
                state.url = new.to_string();
                "it is followed there from now on"
            }
            How::Feed { followed: Followed::FromNow | Followed::No, .. } => {
                state.moved_to = Some(new.to_string());
                "it was asked for there"
            }
            _ => {
                state.moved_to = Some(new.to_string());
                "it is asked for there; change its address in annals.toml"
            }
        };
        report.problem(self.job.url.as_str(), what, next);
    }

    /// The address gave nothing.
    fn bad(&mut self, why: &str, asked: Timestamp, report: &mut Report) {
        report.failed += 1;
        self.state.state = FetchState::Failing;
        self.failed(why, asked);
        let failures = self.state.failures;
        let next = match self.state.due_at {
            Some(due) => format!("it is asked for again from {} on", shown(due)),
            None if self.state.state == FetchState::Dead => {
                format!("after {failures} failures it is not asked for any more")
            }
            None => "it is not asked for again by itself".to_owned(),
        };
        // A page that fails again on its way to its end is no news.
        let is_news = self.job.how != How::Page || failures == 1 || self.state.due_at.is_none();
        if is_news || self.job.named {
            report.problem(self.job.url.as_str(), why, next);
        } else {
            let (address, what) = (self.job.url.to_string(), why.to_owned());
            report.notes.push(super::Problem { address, what, next });
        }
    }

    /// The address may not be asked for.
    fn closed(&mut self, state: FetchState, why: &str, asked: Timestamp, report: &mut Report) {
        report.refused += 1;
        self.state.state = state;
        self.failed(why, asked);
        let next = match self.state.due_at {
            Some(due) => format!("it is looked at again from {} on", shown(due)),
            None => "it stays out".to_owned(),
        };
        // Of a page that somebody cites it is nothing that the owner could change.
        if self.job.how == How::Page && !self.job.named {
            let (address, what) = (self.job.url.to_string(), why.to_owned());
            report.notes.push(super::Problem { address, what, next });
        } else {
            report.problem(self.job.url.as_str(), why, next);
        }
    }

    fn failed(&mut self, why: &str, asked: Timestamp) {
        let state = &mut self.state;
        state.failures = state.failures.saturating_add(1);
        state.note = Some(why.chars().take(300).collect());
        state.due_at = wanted::after_failure(&self.job, state.failures, asked);
        if self.job.how == How::Page {
            if state.due_at.is_none() {
                state.state = FetchState::Dead;
            }
        } else {
            // Where it moved to does not answer: next time at its own address.
            state.moved_to = None;
        }
    }
}

/// Keeps the state of an address; under its new address, where it has one.
fn state(writer: &Writer<'_>, plan: &Plan) -> Result<(), ArchiveError> {
    if plan.state.page != plan.job.known.page {
        writer.forget_fetched(&plan.job.known.page)?;
    }
    Ok(writer.set_fetched(&plan.state)?)
}

/// Recording a feed follows it where it came from. Here it is followed where it is to be
/// followed, or not at all.
fn subscription(writer: &Writer<'_>, plan: &Plan) -> Result<(), ArchiveError> {
    let Some((came_from, was_followed)) = &plan.feed else { return Ok(()) };
    let Some(told) = writer.subscription(came_from)? else { return Ok(()) };
    let at = match plan.job.how {
        How::Feed { followed: Followed::List, .. } => {
            let (old, new) = (&plan.job.known.url, &plan.state.url);
            if old != new {
                writer.move_subscription(old, new)?;
            }
            Some(new)
        }
        How::Feed { followed: Followed::FromNow, .. } => {
            Some(plan.state.moved_to.as_ref().unwrap_or(&plan.state.url))
        }
        _ => None,
    };
    if !was_followed && at != Some(came_from) {
        writer.unsubscribe(came_from)?;
    }
    if let Some(at) = at {
        writer.subscribe(&StoredSubscription { address: at.clone(), folder: None, ..told })?;
    }
    Ok(())
}

/// Notes what an answer names, and makes jobs of it.
fn names(
    archive: &Archive,
    writer: &Writer<'_>,
    plan: &Plan,
    now: Timestamp,
    jobs: &mut Vec<Job>,
) -> Result<(), ArchiveError> {
    let articles = archive.config.fetch.articles || matches!(plan.job.how, How::Feed { .. });
    for page in plan.pages.iter().filter(|_| articles) {
        if let Some(named) = wanted::named(writer, page, plan.state.url.as_str(), now)? {
            writer.set_fetched(&named)?;
            jobs.extend(Job::new(named, How::Page));
        }
    }
    for (url, changed) in &plan.sitemaps {
        if let Some(job) = wanted::named_sitemap(writer, url, *changed, &plan.job, now)? {
            writer.set_fetched(&job.known)?;
            jobs.push(job);
        }
    }
    Ok(())
}

/// A moment for people, to the minute.
fn shown(at: Timestamp) -> String {
    let text = at.to_string();
    match text.get(..16) {
        Some(minute) => format!("{} UTC", minute.replacen('T', " ", 1)),
        None => text,
    }
}
