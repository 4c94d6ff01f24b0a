//! `annals index`

use super::Outcome;
use crate::out;
use annals_archive::search::{self, Report};
use annals_archive::{Archive, ArchiveError};

/// Bring the search index up to date
///
/// `annals search` does it by itself; this is for scripts, and for making the index
/// anew. The index lies in the archive's folder `index` and may be thrown away.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Make it anew
    #[arg(long)]
    rebuild: bool,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let report = match args.rebuild {
        true => search::rebuild(archive, "asked to"),
        false => search::refresh(archive),
    };
    let report = report.map_err(|error| match error {
        ArchiveError::Search(error) => {
            anyhow::Error::new(error).context("the search index was not brought up to date")
        }
        error => error.into(),
    })?;
    if args.json {
        out::json(&report)?;
    } else {
        out::line(summary(&report))?;
    }
    Ok(Outcome::Done)
}

/// One line about a report.
pub(crate) fn summary(report: &Report) -> String {
    let counts = format!(
        "{} events in {} states",
        out::number(report.events),
        out::number(report.documents)
    );
    match &report.rebuilt {
        Some(why) => format!("made the search index anew ({why}): {counts}"),
        None if report.events == 0 => "the search index is up to date".into(),
        None => format!("indexed {counts}"),
    }
}
