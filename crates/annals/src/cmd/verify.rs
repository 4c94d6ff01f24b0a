//! `annals verify`

use super::{Outcome, Usage};
use crate::{event_arg, out};
use annals_archive::verify::{
    self, ClaimReport, EventReport, Place, SourceReport, Summary, Verdict,
};
use annals_archive::{Archive, ArchiveError};
use std::io::Write;

/// Compare what an event states with the stored bytes of its sources
///
/// Reads every capture of the event's sources back, compares its digest, and looks
/// for the statement's figures, quotations and names in the text. Asks no network.
/// Exit status 1: something stands in no captured source, or bytes are not what
/// was kept. Sources that were never captured are no failure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The event's id or address
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    event: Option<String>,
    /// Verify all published events, show those that do not hold, and count
    #[arg(long)]
    all: bool,
    /// Print the report as JSON; of all events, a line for each that has a captured
    /// source, and one with the counts
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let Some(event) = &args.event else {
        if !args.all {
            return Err(Usage("name an event, or `--all`".into()).into());
        }
        return all(archive, args.json);
    };
    let reader = archive.store.read()?;
    let event = event_arg::find(&reader, event)?;
    let report = verify::event(archive, &reader, &event)?;
    if args.json {
        out::json(&report)?;
    } else {
        out::line(text(&report).trim_end())?;
    }
    Ok(if report.failed() { Outcome::Problems } else { Outcome::Done })
}

fn all(archive: &Archive, json: bool) -> anyhow::Result<Outcome> {
    let mut failed: anyhow::Result<()> = Ok(());
    let summary = verify::all::<ArchiveError>(archive, |report| {
        if failed.is_ok() && (json || report.failed()) {
            failed = if json {
                serde_json::to_string(report).map_err(Into::into).and_then(out::line)
            } else {
                out::line(short(report))
            };
        }
        Ok(())
    })?;
    failed?;
    if json {
        out::line(serde_json::to_string(&summary)?)?;
    } else {
        out::line(counts(&summary))?;
    }
    std::io::stdout().flush()?;
    let fails = summary.unsupported + summary.damaged;
    Ok(if fails > 0 { Outcome::Problems } else { Outcome::Done })
}

fn counts(summary: &Summary) -> String {
    format!(
        "verified {} events: {} hold, {} do not, {} have damaged captures, {} have no captured source",
        out::number(summary.events),
        out::number(summary.hold),
        out::number(summary.unsupported),
        out::number(summary.damaged),
        out::number(summary.unchecked)
    )
}

/// One line on an event that does not hold.
fn short(report: &EventReport) -> String {
    let missing: Vec<String> = report
        .claims
        .iter()
        .filter(|claim| claim.held == Some(false))
        .map(|claim| format!("{} `{}`", claim.kind.name(), claim.text))
        .collect();
    let damaged = report.sources.iter().flat_map(|s| &s.captures).filter(|c| !c.digest_ok).count();
    let mut why = Vec::new();
    if damaged > 0 {
        why.push(format!("{damaged} damaged captures"));
    }
    if !missing.is_empty() {
        why.push(format!("in no captured source: {}", missing.join(", ")));
    }
    format!("{}  {}  {}", report.day, report.id, why.join("; "))
}

/// The report for people.
fn text(report: &EventReport) -> String {
    let mut lines =
        vec![format!("{}  {}  {}", report.day, report.id, report.path), report.statement.clone()];
    lines.push(String::new());
    for claim in &report.claims {
        lines.extend(claim_lines(claim, &report.sources));
    }
    if report.claims.is_empty() {
        lines.push("it states no figure, no quotation and no name".into());
    }
    lines.push(String::new());
    for (number, source) in report.sources.iter().enumerate() {
        lines.extend(source_lines(number + 1, source));
    }
    lines.push(String::new());
    lines.push(match report.verdict {
        Verdict::Holds => {
            "all of it stands in captured sources, and the bytes are as they were kept".into()
        }
        Verdict::Unchecked => "no source is captured with a text: nothing can be said".into(),
        Verdict::Damaged => "captures of its sources are not as they were kept".into(),
        Verdict::Unsupported => {
            let missing = report.claims.iter().filter(|claim| claim.held == Some(false)).count();
            format!("{missing} of {} stand in no captured source", report.claims.len())
        }
    });
    lines.join("\n")
}

fn claim_lines(claim: &ClaimReport, sources: &[SourceReport]) -> Vec<String> {
    let held = match claim.held {
        Some(true) => "stands in",
        Some(false) => "in no captured source",
        None => "not looked for",
    };
    let counting: Vec<&Place> = claim.places.iter().filter(|p| p.fit.counts()).collect();
    let of: Vec<String> = counting.iter().map(|p| format!("{}", p.source + 1)).collect();
    let mut lines = vec![
        format!("{:<9} `{}`: {held} {}", claim.kind.name(), claim.text, of.join(", "))
            .trim_end()
            .to_owned(),
    ];
    for place in claim.places.iter().take(3) {
        let source = &sources[place.source];
        let name =
            if source.name.is_empty() { source.url.as_deref().unwrap_or("") } else { &source.name };
        let other =
            if place.same_counted == Some(false) { ", of something else perhaps" } else { "" };
        lines.push(format!(
            "          {} {} ({}{other}), {} {}-{}, captured {}: …{}[{}]{}…",
            place.source + 1,
            name,
            place.fit.name(),
            place.of,
            place.start,
            place.end,
            place.captured_at,
            one_line(&place.context.before),
            one_line(&place.verbatim),
            one_line(&place.context.after)
        ));
    }
    lines
}

fn source_lines(number: usize, source: &SourceReport) -> Vec<String> {
    let url = source.url.as_deref().unwrap_or("without an address");
    let mut about = source.state.name().to_owned();
    if let (Some(first), Some(last)) = (source.captures.first(), source.captures.last()) {
        let wrong = source.captures.iter().filter(|c| !c.digest_ok).count();
        let times = match source.captures.len() {
            1 => format!("once, {}", first.at),
            n => format!("{n} times, {} to {}", first.at, last.at),
        };
        let digests = match wrong {
            0 => "digests right".to_owned(),
            n => format!("{n} WRONG"),
        };
        about = format!("{about} {times}; {digests}");
    }
    let mut lines = vec![format!("source {number} {}  {url}: {about}", source.name)];
    if !source.led_to.is_empty() {
        lines.push(format!("          led to {}", source.led_to.join(", ")));
    }
    if let Some(at) = &source.unchanged_at {
        lines.push(format!("          unchanged at {at}, by the server's word"));
    }
    if let Some((at, status)) = &source.last_error {
        lines.push(format!("          answered {status} at {at}"));
    }
    for capture in source.captures.iter().filter(|c| !c.digest_ok) {
        let problem = capture.problem.as_deref().unwrap_or_default();
        let problem = problem.lines().next().unwrap_or_default();
        let place = format!("{} at byte {}", capture.file, capture.offset);
        lines.push(format!("          captured {}, {place}: {problem}", capture.at));
    }
    lines
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
