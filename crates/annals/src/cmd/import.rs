//! `annals import`

use super::{Outcome, link};
use crate::{moment, moment::Moment, out};
use annals_archive::{Archive, ingest, relink};
use annals_import::inputs::{self, FORMATS};

use std::path::PathBuf;

/// Read event lists, pages, web archives and feeds into the archive
///
/// Files, folders and tar archives, plain or gzip; `-` reads standard input. The
/// format is found by content. The same input twice changes nothing; a later
/// wording of an event, a later capture of a page, becomes a revision. Pages and
/// feeds are kept as WARC records in the archive's `captures` folder; a list of
/// feeds (OPML) is followed from then on.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, tar archives, or `-`
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The inputs' format
    #[arg(long, default_value = "auto", value_parser = formats())]
    format: String,
    /// When the inputs' state became known, for inputs that do not say it
    #[arg(long, value_name = "TIME")]
    known_at: Option<Moment>,
    /// The address of a page or feed that does not say it itself
    #[arg(long)]
    url: Option<String>,
    /// Language of inputs that do not say it; the archive's own by default
    #[arg(long)]
    lang: Option<String>,
    /// Read and report, but record nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not relate the new events now
    #[arg(long)]
    no_link: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// List every problem, not only the first twenty
    #[arg(long)]
    all_problems: bool,
}

/// Problems that the summary lists.
const LISTED: usize = 20;

fn formats() -> clap::builder::PossibleValuesParser {
    let names = FORMATS.iter().map(|f| f.name);
    clap::builder::PossibleValuesParser::new(std::iter::once("auto").chain(names))
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let options = ingest::Options {
        paths: args.paths,
        reading: inputs::Options {
            format: FORMATS.iter().find(|f| f.name == args.format).map(|f| f.format),
            lang: args.lang.unwrap_or_else(|| archive.config.lang.clone()),
            known_at: args.known_at.map(|m| m.0),
            ..inputs::Options::default()
        },
        url: args.url,
        now: moment::now(),
    };
    let bar = out::progress("reading", "{msg} {wide_bar} {bytes}/{total_bytes} {prefix} read");
    let progress = |p: ingest::Progress| {
        if let Some(total) = p.total {
            bar.set_length(total);
        }
        bar.set_position(p.bytes);
        bar.set_prefix(out::number(p.events));
    };
    let report = if args.dry_run {
        ingest::dry_run(archive, &options, progress)?
    } else {
        ingest::run(archive, &options, progress)?
    };
    bar.finish_and_clear();
    let linked = if args.dry_run || args.no_link {
        None
    } else {
        Some(link::run_and_publish_drafts(archive, relink::Extent::Needed)?)
    };
    if args.json {
        out::json(&report)?;
    } else {
        let listed = if args.all_problems { usize::MAX } else { LISTED };
        print(&report, listed)?;
        if let Some(linked) = linked {
            out::line(link::summary(&linked))?;
        }
        if args.dry_run {
            out::line("nothing was recorded (--dry-run)")?;
        }
    }
    Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::Problems })
}

fn print(report: &ingest::Report, listed: usize) -> anyhow::Result<()> {
    for problem in report.problems.iter().take(listed) {
        let line = problem.line.map(|l| format!(":{l}")).unwrap_or_default();
        out::line(format!(
            "{}{line}: {}: {}; {}",
            problem.file, problem.kind, problem.problem, problem.done
        ))?;
    }
    if report.problems.len() > listed {
        let mut kinds = std::collections::BTreeMap::<&str, u64>::new();
        for problem in &report.problems {
            *kinds.entry(problem.kind).or_default() += 1;
        }
        let kinds: Vec<String> =
            kinds.iter().map(|(kind, n)| format!("{kind} {}", out::number(*n))).collect();
        out::line(format!(
            "… {} problems in all: {}\nhint: `--all-problems` lists them",
            out::number(report.problems.len() as u64),
            kinds.join(", ")
        ))?;
    }
    out::line(summary(report))
}

/// One line about an import.
pub(crate) fn summary(report: &ingest::Report) -> String {
    format!(
        "read {} in {} documents: {} new, {} changed, {} same, {} held, {} refused",
        what(report),
        out::number(report.documents),
        out::number(report.new),
        out::number(report.changed),
        out::number(report.same),
        out::number(report.held),
        out::number(report.refused)
    )
}

/// "12 events", "3 articles (2 captures kept)", or both.
fn what(report: &ingest::Report) -> String {
    let events = report.read - report.articles;
    let mut parts = Vec::new();
    if events > 0 || (report.articles == 0 && report.feeds == 0) {
        parts.push(format!("{} events", out::number(events)));
    }
    if report.articles > 0 {
        let (articles, captures) = (report.articles, report.captures);
        parts.push(format!(
            "{} articles ({} captures kept)",
            out::number(articles),
            out::number(captures)
        ));
    }
    if report.feeds > 0 {
        parts.push(format!("{} feeds to follow", out::number(report.feeds)));
    }
    parts.join(" and ")
}
