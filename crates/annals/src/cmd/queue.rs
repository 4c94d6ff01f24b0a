//! `annals queue`

use super::Outcome;
use super::word::refused;
use crate::out;
use annals_archive::Archive;
use annals_archive::queue::{self, Asked, Kind, Waiting};

/// List what waits for a person: held events, drafts, contradictions, suggestions, names
///
/// `annals edit` answers what is held and what was reported before its day, `annals
/// drafts` drafts, `annals story` suggestions, `annals entity` names.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only one kind
    #[arg(long, value_parser = Kind::ALL.map(Kind::name))]
    kind: Option<String>,
    /// Entries to list, 1 to 200
    #[arg(long, default_value_t = 20, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,
    /// Go on behind a page: what it ended with
    #[arg(long, value_name = "TEXT")]
    after: Option<String>,
    /// Print as JSON, with the acts that answer each
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let asked = Asked {
        kind: args.kind.as_deref().and_then(Kind::from_name),
        after: args.after,
        limit: usize::from(args.limit),
    };
    let page = queue::list(archive, &asked).map_err(refused)?;
    if args.json {
        out::json(&page)?;
        return Ok(Outcome::Done);
    }
    for waiting in &page.waiting {
        show(waiting)?;
    }
    let counts = page.counts.iter().map(|(kind, n)| format!("{} {}", out::number(*n), kind.name()));
    out::line(format!("waiting: {}", counts.collect::<Vec<_>>().join(", ")))?;
    if let Some(next) = page.next {
        out::line(format!("hint: `annals queue --after '{next}'` goes on"))?;
    }
    Ok(Outcome::Done)
}

fn show(waiting: &Waiting) -> anyhow::Result<()> {
    let day = waiting.day.as_ref().map(|d| format!("{d}  ")).unwrap_or_default();
    out::line(format!("{:<6}  {}", waiting.kind.name(), waiting.id))?;
    out::line(format!("        {day}{}", waiting.text))?;
    for about in &waiting.about {
        out::line(format!("     >  {} {}  {}", about.kind, about.id, about.text))?;
    }
    for evidence in &waiting.evidence {
        let weight = evidence.weight.map(|w| format!(" {w:.2}")).unwrap_or_default();
        out::line(format!("     -  {}{weight} {}", evidence.kind, evidence.text))?;
    }
    Ok(())
}
