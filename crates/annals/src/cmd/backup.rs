//! `annals backup`

use super::Outcome;
use super::word::refused;
use crate::{moment, out};
use annals_archive::{Archive, backup};
use std::path::PathBuf;

/// Copy the whole archive into one packed file, while it is being used
///
/// The file is a gzipped tar with a folder that is an archive: unpacking restores
/// it. It holds accounts and the hashes of their passwords: keep it to yourself.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file to write, `annals-2026-11-22.tar.gz`; it must not be there
    file: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let report = backup::run(archive, &args.file, moment::now()).map_err(refused)?;
    if args.json {
        out::json(&report)?;
        return Ok(Outcome::Done);
    }
    out::line(format!(
        "wrote {} events with {} revisions and {} bytes of captures to `{}` ({} bytes)",
        out::number(report.events),
        out::number(report.revisions),
        out::number(report.captures),
        report.file.display(),
        out::number(report.bytes)
    ))?;
    Ok(Outcome::Done)
}
