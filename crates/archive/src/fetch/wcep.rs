//! Current Events pages of a wiki: when they are due, and what their round came to.

use super::report::{Problem, Progress, Report};
use super::{Due, Options, due};
use crate::upstream::{self, TitlePattern};
use crate::{Archive, ArchiveError};
use annals_fetch::Fetch;
use annals_model::{Date, Timestamp};

/// The archive's value that says when they are due, in microseconds since 1970.
const DUE: &str = "wcep_due";

/// Which days are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first; as many back as the settings say, where it is not given.
    pub from: Option<Date>,
    /// The last; today, where it is not given.
    pub to: Option<Date>,
}

/// When the pages are due; `None` where the settings do not follow any.
pub(super) fn due_at(archive: &Archive) -> Result<Option<Timestamp>, ArchiveError> {
    if !archive.config.fetch.wcep.on {
        return Ok(None);
    }
    let due = archive.store.read()?.meta(DUE)?.and_then(|text| text.parse().ok());
    Ok(Some(
        due.and_then(|at| Timestamp::from_microsecond(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH),
    ))
}

/// Fetches the pages if they are followed and due.
pub(super) fn if_due(
    archive: &Archive,
    network: &dyn Fetch,
    options: &Options<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Option<Report>, ArchiveError> {
    let now = (options.clock)();
    match due_at(archive)? {
        Some(at) if options.due == Due::All || at <= now => {
            fetch(archive, network, Days::default(), options, progress).map(Some)
        }
        _ => Ok(None),
    }
}

/// Fetches what was edited on the pages of some days.
pub(super) fn fetch(
    archive: &Archive,
    network: &dyn Fetch,
    days: Days,
    options: &Options<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report, ArchiveError> {
    let now = (options.clock)();
    let settings = &archive.config.fetch.wcep;
    let titles = TitlePattern::parse(&settings.title)
        .map_err(|error| ArchiveError::Config(format!("[fetch.wcep]: {error}")))?;
    let wanted = upstream::Options {
        titles,
        lang: settings.lang.clone().unwrap_or_else(|| archive.config.lang.clone()),
        from: days.from,
        days: settings.days,
        to: days.to,
        ..upstream::Options::new(settings.api.url().clone(), now)
    };
    let told = upstream::run(archive, network, &wanted, &mut |p| {
        let (asked, waiting) = (p.asked, p.total.saturating_sub(p.done));
        progress(Progress { asked, waiting, address: &p.title });
    })?;
    let every = settings.every.duration();
    let wait =
        told.later.map_or(every, |seconds| every.max(std::time::Duration::from_secs(seconds)));
    // What is left of a range that a person named is not the settings' business; what a
    // stop left is due as before.
    let stopped = options.stop.is_some_and(|stop| stop.load(std::sync::atomic::Ordering::Relaxed));
    if days == Days::default() && !stopped {
        let writer = archive.store.write()?;
        writer.set_meta(DUE, &due::later(now, wait).as_microsecond().to_string())?;
        writer.commit()?;
    }
    let problems = told.problems.iter().map(|p| Problem {
        address: p.file.clone(),
        what: p.problem.clone(),
        next: p.done.clone(),
    });
    Ok(Report {
        asked: told.asked,
        fetched: told.edited,
        unchanged: told.pages.saturating_sub(told.edited + told.missing + told.unfinished),
        bytes: told.bytes,
        new: told.new,
        changed: told.changed,
        held: told.held + told.quarantined,
        left: told.unfinished,
        later: u64::from(told.later.is_some()),
        problems: problems.collect(),
        wcep: Some(told),
        ..Report::default()
    })
}
