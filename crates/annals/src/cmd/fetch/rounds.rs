//! From what was typed to a round, and from a round to what is printed.

use super::{Common, What};
use crate::cmd::{Outcome, Usage, link};
use crate::{moment, out};
use annals_archive::config::fetch::SITEMAP_NEWER;
use annals_archive::fetch::{
    self, Clock, Days, Due, Follow, Options, Problem, Progress, Report, Wish,
};
use annals_archive::{Archive, relink};

/// Problems that the summary lists.
const LISTED: usize = 20;

pub(super) fn run(what: What, archive: &Archive) -> anyhow::Result<Outcome> {
    let due = |now: bool| if now { Due::All } else { Due::Only };
    match what {
        What::All { now, common } => round(archive, &Wish::All, due(now), &common),
        What::Wcep { from, to, common } => {
            if from.zip(to).is_some_and(|(from, to)| from > to) {
                return Err(Usage("--from is behind --to".into()).into());
            }
            let days = Days { from, to };
            round(archive, &Wish::Wcep { days }, Due::Only, &common)
        }
        What::Feed { urls, unfollow: true, common, .. } => {
            let mut left = 0_u64;
            for url in &urls {
                left += u64::from(fetch::unfollow(archive, url)?);
            }
            if !common.json {
                out::line(format!("{left} feeds are followed no longer"))?;
            }
            Ok(if left < urls.len() as u64 { Outcome::Problems } else { Outcome::Done })
        }
        What::Feed { urls, once, now, common, .. } => {
            let follow = if once { Follow::No } else { Follow::Yes };
            round(archive, &Wish::Feeds { named: urls, follow }, due(now), &common)
        }
        What::Page { urls, now, common } => {
            round(archive, &Wish::Pages { named: urls }, due(now), &common)
        }
        What::Sitemap { urls, newer, now, common } => {
            let newer = newer.unwrap_or(SITEMAP_NEWER);
            round(archive, &Wish::Sitemaps { named: urls, newer }, due(now), &common)
        }
    }
}

/// Fetches, relates what is new, and says what came of it.
fn round(archive: &Archive, wish: &Wish, due: Due, common: &Common) -> anyhow::Result<Outcome> {
    let clock = moment::clock();
    let client = fetch::client(archive, Clock::new(clock.clone()))?;
    let bar = out::progress("fetching", "{msg} {pos}, {prefix} to go");
    let mut progress = |p: Progress<'_>| {
        bar.set_position(p.asked);
        bar.set_prefix(format!("{} {}", out::number(p.waiting), p.address));
    };
    let options = Options { clock: &clock, due, stop: None };
    let report = fetch::run(archive, &client, wish, &options, &mut progress)?;
    bar.finish_and_clear();
    finish(archive, &report, common)
}

fn finish(archive: &Archive, report: &Report, common: &Common) -> anyhow::Result<Outcome> {
    let is_new = report.new + report.changed + report.held > 0;
    let linked = match is_new && !common.no_link {
        true => Some(link::run_and_publish_drafts(archive, relink::Extent::Needed)?),
        false => None,
    };
    if common.json {
        out::json(report)?;
    } else {
        let listed = if common.all_problems { usize::MAX } else { LISTED };
        for Problem { address, what, next } in report.problems.iter().take(listed) {
            out::line(format!("{address}: {what}; {next}"))?;
        }
        if report.problems.len() > listed {
            let all = out::number(report.problems.len() as u64);
            out::line(format!("… {all} problems in all\nhint: `--all-problems` lists them"))?;
        }
        out::line(summary(report))?;
        if let Some(linked) = linked {
            out::line(link::summary(&linked))?;
        }
    }
    Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::Problems })
}

/// One line about a round.
fn summary(report: &Report) -> String {
    let number = out::number;
    let mut line = format!(
        "asked for {} addresses: {} with news, {} unchanged, {} failed, {} refused, {} later; \
         {} bytes; {} new, {} changed, {} held",
        number(report.asked),
        number(report.fetched),
        number(report.unchanged),
        number(report.failed),
        number(report.refused),
        number(report.later),
        number(report.bytes),
        number(report.new),
        number(report.changed),
        number(report.held)
    );
    if report.left > 0 {
        line += &format!("; {} left for the next round", number(report.left));
    }
    line
}
