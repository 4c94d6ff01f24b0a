//! `annals drafts`

use super::Outcome;
use super::word::{Word, refused, show as show_words};
use crate::{moment, out};
use annals_archive::{Archive, articles};
use annals_store::DraftRow;
use serde_json::{Value, json};

/// List the events that only articles tell, and decide of them
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make an event of a draft, with its articles as sources
    Accept {
        /// The draft's id
        id: String,
        #[command(flatten)]
        word: Word,
    },
    /// Say that a draft is no event: it is not listed again
    Reject {
        /// The draft's id
        id: String,
        #[command(flatten)]
        word: Word,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    match args.command {
        None => list(archive, args.json),
        Some(Command::Accept { id, word }) => {
            let (event, mut said) =
                articles::accept(archive, &id, &word.by, &word.reason, moment::now())
                    .map_err(refused)?;
            said.revised = Some(event);
            show_words(archive, &[said], word.json)
        }
        Some(Command::Reject { id, word }) => {
            let said = articles::reject(archive, &id, &word.by, &word.reason, moment::now())
                .map_err(refused)?;
            show_words(archive, &[said], word.json)
        }
    }
}

fn list(archive: &Archive, as_json: bool) -> anyhow::Result<Outcome> {
    let drafts = archive.store.read()?.drafts()?;
    if as_json {
        out::json(&drafts.iter().map(draft).collect::<Vec<Value>>())?;
        return Ok(Outcome::Done);
    }
    for draft in &drafts {
        let place = draft.place.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
        out::line(format!(
            "{}  {}  {} ({} articles, {} origins{place})",
            draft.day,
            draft.id,
            draft.statement,
            draft.articles.len(),
            draft.origins
        ))?;
    }
    if drafts.is_empty() {
        out::line("no articles tell an event that the archive has not")?;
    }
    Ok(Outcome::Done)
}

fn draft(draft: &DraftRow) -> Value {
    json!({
        "id": draft.id,
        "day": draft.day.to_string(),
        "text": draft.statement,
        "from": draft.page,
        "place": draft.place,
        "lang": draft.lang,
        "articles": draft.articles,
        "origins": draft.origins,
        "first_seen": draft.first_seen.map(|t| t.to_string()),
        "weights": draft.weights,
    })
}
