//! `annals coverage`

use super::Outcome;
use super::word::refused;
use crate::{moment, out};
use annals_archive::Archive;
use annals_archive::coverage::{self, Finding, Options};
use annals_model::Date;

/// Say what the archive lacks, and what stopped telling it something
///
/// For each day what the followed lists have and the archive does not, feeds that fell
/// silent, pages that cannot be read any more, hosts that refuse or fail, sources that
/// died. Nothing is asked of the network. The exit status is 1 where something is to be
/// done, 0 where there is nothing, so that monitoring can run it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The first day [default: 30 days before the last one]
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// The last day [default: today]
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    /// List every day, not only those that lack something
    #[arg(long)]
    days: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let options = Options { from: args.from, to: args.to, now: moment::now() };
    let report = coverage::run(archive, &options).map_err(refused)?;
    let outcome = if report.problems() == 0 { Outcome::Done } else { Outcome::Problems };
    if args.json {
        out::json(&report)?;
        return Ok(outcome);
    }
    for day in report.days.iter().filter(|day| args.days || day.lacking > 0) {
        out::line(format!(
            "{}  {} events, {} on the lists, {} lacking, {} waiting",
            day.day, day.events, day.listed, day.lacking, day.waiting
        ))?;
        for statement in &day.statements {
            out::line(format!("            lacks: {statement}"))?;
        }
    }
    for finding in &report.findings {
        show(finding)?;
    }
    let notes = report.findings.len() - report.problems();
    out::line(format!(
        "{} to {}: {}",
        report.from,
        report.to,
        match (report.problems(), notes) {
            (0, 0) => "nothing is lacking that is known of".to_owned(),
            (problems, notes) => format!("{problems} problems, {notes} to be known"),
        }
    ))?;
    Ok(outcome)
}

fn show(finding: &Finding) -> anyhow::Result<()> {
    let mark = if finding.grave { "problem" } else { "note" };
    let since = finding.since.as_ref().map(|s| format!(", since {s}")).unwrap_or_default();
    out::line(format!("{mark:<7}  {}  {}{since}", finding.kind.name(), finding.place))?;
    out::line(format!("         {}", finding.what))?;
    out::line(format!("   next: {}", finding.next))
}
