//! `annals check`

use super::Outcome;
use crate::out;
use annals_archive::{Archive, check};

/// Verify the archive and say what is wrong
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let report = check::run(archive)?;
    if args.json {
        out::json(&report)?;
    } else {
        for problem in &report.problems {
            out::line(problem)?;
        }
        out::line(format!(
            "checked {} events with {} revisions, {} articles, {} captures: {}",
            out::number(report.events),
            out::number(report.revisions),
            out::number(report.articles),
            out::number(report.captures),
            match report.problems.len() {
                0 => "all is well".to_owned(),
                n => format!("{n} problems"),
            }
        ))?;
    }
    Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::Problems })
}
