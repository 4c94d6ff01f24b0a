//! `annals export`

use super::Outcome;
use crate::out;
use annals_archive::{Archive, export};
use std::fs::File;
use std::io::{BufWriter, stdout};
use std::path::PathBuf;

/// Write the archive as event lines (JSONL), from which it can be rebuilt
///
/// An import of them into an empty archive gives the same archive.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    match args.output {
        None => {
            export::lines(archive, &mut BufWriter::new(stdout().lock()))?;
        }
        Some(path) => {
            // Written beside and renamed, so that the file is whole or not there.
            let beside = path.with_extension("part");
            let lines = export::lines(archive, &mut BufWriter::new(File::create(&beside)?))?;
            std::fs::rename(&beside, &path)?;
            out::line(format!("wrote {} events to `{}`", out::number(lines), path.display()))?;
        }
    }
    Ok(Outcome::Done)
}
