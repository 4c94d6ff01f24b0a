//! `annals queue`

use super::Outcome;
use super::edit::{Hand, perform, refused as answered};
use super::word::refused;
use crate::{moment, out};
use annals_archive::editing::Act;
use annals_archive::queue::{self, Asked, Kind, Waiting};
use annals_archive::{Archive, upstream};

/// List what waits for a person: held events, drafts, edits, suggested stories, unknown names
///
/// `annals edit` answers what is held, `annals drafts` drafts, `annals queue accept` and
/// `refuse` held edits of an upstream, `annals story` suggestions, `annals entity` names.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    answer: Option<Answer>,
    /// Only one kind
    #[arg(long, value_parser = ["held", "draft", "upstream", "story", "entity"])]
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

/// What becomes of a held edit.
#[derive(Debug, clap::Subcommand)]
enum Answer {
    /// Let a held edit through: what it tells is recorded, what it takes away is withdrawn
    Accept {
        /// Its number, as the queue lists it
        held: u64,
        #[command(flatten)]
        hand: Hand,
    },
    /// Refuse a held edit: it is not asked again as long as the page says the same
    Refuse {
        /// Its number, as the queue lists it
        held: u64,
        #[command(flatten)]
        hand: Hand,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    match args.answer {
        Some(Answer::Accept { held, hand }) => {
            return perform(archive, Act::AcceptUpstream { held }, "", &hand);
        }
        Some(Answer::Refuse { held, hand }) => {
            let word = (hand.by.as_str(), hand.reason.as_str());
            upstream::refuse(archive, held, word, moment::now()).map_err(answered)?;
            out::line(format!("refused {held}"))?;
            return Ok(Outcome::Done);
        }
        None => {}
    }
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
