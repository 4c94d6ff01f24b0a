//! `annals export`

use super::Outcome;
use crate::{event_arg, moment, out};
use annals_archive::captures::{self, Wanted};
use annals_archive::{Archive, articles, export};
use annals_model::{Date, history};
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

/// Write the archive's events, captures or feeds, from which it can be rebuilt
///
/// An import of the event lines (JSONL) into an empty archive gives the same
/// events; an import of the captures (WARC) the same articles; the feeds are a
/// list (OPML) as other programs take it. `annals export wacz` packs captures with
/// an index and a list of pages for programs that replay them, `annals export cdxj`
/// writes the index of the files in the archive's folder `captures`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    packed: Option<Packed>,
    /// What to write: events, captures, or feeds
    #[arg(long, default_value = "lines", value_parser = ["lines", "warc", "opml"])]
    format: String,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Packed {
    /// Write captures as one file that replays: WACZ 1.1.1
    ///
    /// Without an event all captures are written; with events those of the pages that
    /// these cite, and of the articles that tell them. A capture that repeats an
    /// earlier one comes with that.
    Wacz {
        /// The file to write, `sources.wacz`
        file: PathBuf,
        /// Events by id or address
        event: Vec<String>,
        /// Only what was captured on this day (UTC) or after it
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
        /// Only what was captured on this day (UTC) or before it
        #[arg(long, value_name = "DATE")]
        to: Option<Date>,
        /// Print what was written as JSON
        #[arg(long)]
        json: bool,
    },
    /// Write the index of the captures' files: CDXJ, sorted
    ///
    /// With it and the folder `captures`, pywb and others find and replay pages.
    Cdxj {
        /// Write to a file instead of standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let format = match args.packed {
        Some(Packed::Wacz { file, event, from, to, json }) => {
            return wacz(archive, &file, &event, (from, to), json);
        }
        Some(Packed::Cdxj { output }) => return to_output(archive, "cdxj", output),
        None => args.format,
    };
    to_output(archive, &format, args.output)
}

/// Packs captures.
fn wacz(
    archive: &Archive,
    file: &Path,
    events: &[String],
    (from, to): (Option<Date>, Option<Date>),
    json: bool,
) -> anyhow::Result<Outcome> {
    let mut wanted = Wanted::default();
    if !events.is_empty() {
        let reader = archive.store.read()?;
        let mut rows = Vec::new();
        for event in events {
            rows.push(event_arg::find(&reader, event)?.row);
        }
        wanted = Wanted::of_events(&reader, &rows)?;
    }
    wanted.from = from.map(history::day_start);
    wanted.before = match to {
        Some(day) => Some(history::day_start(day.tomorrow()?)),
        None => None,
    };
    let beside = file.with_extension("part");
    let report = captures::export_wacz(archive, File::create(&beside)?, &wanted, moment::now())?;
    std::fs::rename(&beside, file)?;
    if json {
        out::json(&report)?;
    } else {
        out::line(format!(
            "wrote {} records with {} pages ({} bytes) to `{}`",
            out::number(report.records),
            out::number(report.pages),
            out::number(report.bytes),
            file.display()
        ))?;
    }
    Ok(Outcome::Done)
}

fn to_output(archive: &Archive, format: &str, output: Option<PathBuf>) -> anyhow::Result<Outcome> {
    match output {
        None => {
            write(archive, format, &mut BufWriter::new(stdout().lock()))?;
        }
        Some(path) => {
            // Written beside and renamed, so that the file is whole or not there.
            let beside = path.with_extension("part");
            let what = write(archive, format, &mut BufWriter::new(File::create(&beside)?))?;
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
        "cdxj" => {
            let lines = captures::export_cdxj(archive, to)?;
            format!("{} lines", out::number(lines))
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
