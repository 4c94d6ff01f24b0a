//! `annals link`

use super::Outcome;
use crate::{moment, out};
use annals_archive::{Archive, articles, relink};

/// Work out names, stories, related events, and which articles report what
///
/// Only what changed since the last time is computed; the result is the same as
/// computing everything.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Compute everything anew
    #[arg(long)]
    all: bool,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let extent = if args.all { relink::Extent::Whole } else { relink::Extent::Needed };
    let report = run_and_publish_drafts(archive, extent)?;
    if args.json {
        out::json(&report)?;
    } else {
        out::line(summary(&report))?;
    }
    Ok(Outcome::Done)
}

/// Computes; where the archive's settings make events of drafts, those too.
pub(crate) fn run_and_publish_drafts(
    archive: &Archive,
    extent: relink::Extent,
) -> anyhow::Result<relink::Report> {
    let report = relink::run(archive, extent)?;
    if articles::publish(archive, moment::now())? == 0 {
        return Ok(report);
    }
    Ok(relink::run(archive, relink::Extent::Needed)?)
}

/// One line about a run.
pub(crate) fn summary(report: &relink::Report) -> String {
    let mut line = format!(
        "related {} events: {} links, {} lists changed",
        out::number(report.events),
        out::number(report.links),
        out::number(report.changed)
    );
    if report.articles > 0 {
        line += &format!(
            "; {} articles, {} of them with other events, {} drafts",
            out::number(report.articles),
            out::number(report.articles_changed),
            out::number(report.drafts)
        );
    }
    let sources = report.sources;
    if sources.pages > 0 {
        line += &format!(
            "; {} sources' pages read: {} shown, {} held",
            out::number(sources.pages),
            out::number(sources.shown),
            out::number(sources.held)
        );
    }
    line
}
