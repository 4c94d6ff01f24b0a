//! `annals export`

use super::Outcome;
use crate::out;
use annals_archive::{Archive, articles, export};
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

/// Write the archive's events, captures or feeds, from which it can be rebuilt
///
/// An import of the event lines (JSONL) into an empty archive gives the same
/// events; an import of the captures (WARC) the same articles; the feeds are a
/// list (OPML) as other programs take it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to write: events, captures, or feeds
    #[arg(long, default_value = "lines", value_parser = ["lines", "warc", "opml"])]
    format: String,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    match args.output {
        None => {
            write(archive, &args.format, &mut BufWriter::new(stdout().lock()))?;
        }
        Some(path) => {
            // Written beside and renamed, so that the file is whole or not there.
            let beside = path.with_extension("part");
            let what = write(archive, &args.format, &mut BufWriter::new(File::create(&beside)?))?;
            std::fs::rename(&beside, &path)?;
            out::line(format!("wrote {what} to `{}`", path.display()))?;
        }
    }
    Ok(Outcome::Done)
}

/// Writes what was asked for and says how much it was.
fn write(archive: &Archive, format: &str, to: &mut impl Write) -> anyhow::Result<String> {
    let what = match format {
        "warc" => {
            let bytes = articles::export_captures(archive, to)?;
            format!("{} bytes of captures", out::number(bytes))
        }
        "opml" => {
            let feeds = export::feeds(archive, to)?;
            format!("{} feeds", out::number(feeds))
        }
        _ => format!("{} events", out::number(export::lines(archive, to)?)),
    };
    to.flush()?;
    Ok(what)
}
