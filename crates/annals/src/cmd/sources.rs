//! `annals sources`

use super::Outcome;
use crate::{moment::Moment, out};
use annals_archive::{Archive, enrich};
use annals_model::Timestamp;
use serde_json::json;

/// List sources that changed after they were captured, or that are held or gone
///
/// What a source's capture tells is shown on the page of the event that cites it, if it
/// tells that event. `--held` says which ones are not shown, and why; `--gone` which
/// addresses no longer lead to their page.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Those of which nothing is shown, with the reason
    #[arg(long, conflicts_with = "gone")]
    held: bool,
    /// Those that are no longer there
    #[arg(long)]
    gone: bool,
    /// Changes from this time on
    #[arg(long, value_name = "TIME", conflicts_with_all = ["held", "gone"])]
    since: Option<Moment>,
    /// Sources to list
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let limit = args.limit as usize;
    if args.held {
        let held = enrich::held(&reader, limit)?;
        if args.json {
            out::json(&held)?;
            return Ok(Outcome::Done);
        }
        for one in &held {
            out::line(format!("{}  {}  {}", one.event, one.kind, one.url))?;
            out::line(format!("              {}", one.reason))?;
            out::line(format!("              the event: {}", one.statement))?;
        }
        let (shown, all) = reader.enriched_counts()?;
        out::line(format!("{} held, {} shown", out::number(all), out::number(shown)))?;
        return Ok(Outcome::Done);
    }
    if args.gone {
        let mut gone = reader.failing_addresses()?;
        gone.retain(|state| state.gone);
        gone.truncate(limit);
        if args.json {
            let told = gone.iter().map(|state| {
                json!({ "url": state.url, "status": state.status,
                        "since": state.bad_since.map(|t| t.to_string()),
                        "failures": state.failures })
            });
            out::json(&told.collect::<Vec<_>>())?;
            return Ok(Outcome::Done);
        }
        for state in &gone {
            let since = state.bad_since.map(|t| t.to_string()).unwrap_or_default();
            let how = state.status.map_or("no answer".to_owned(), |status| status.to_string());
            out::line(format!("{since}  {how}  {}", state.url))?;
        }
        out::line(format!("{} gone", out::number(gone.len() as u64)))?;
        return Ok(Outcome::Done);
    }
    let since = args.since.map_or(Timestamp::MIN, |moment| moment.0);
    let changed = enrich::changed(&reader, since, limit)?;
    if args.json {
        out::json(&changed)?;
        return Ok(Outcome::Done);
    }
    for one in &changed {
        out::line(format!("{}  {}  {}  {}", one.at, one.grade, one.event, one.url))?;
        for field in &one.edit.fields {
            out::line(format!("    {} ({})", field.field, field.grade))?;
            for (sign, lines) in [("-", &field.before), ("+", &field.after)] {
                for line in lines {
                    out::line(format!("      {sign} {line}"))?;
                }
            }
        }
    }
    out::line(format!("{} sources changed", out::number(changed.len() as u64)))?;
    Ok(Outcome::Done)
}
