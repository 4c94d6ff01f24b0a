//! `annals corrections`

use super::Outcome;
use super::word::{self, Word, refused};
use crate::{moment, out};
use annals_archive::Archive;
use annals_archive::corrections::undo;
use serde_json::Value;

/// List what people said of what is computed, and undo it
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
    /// Take a correction back: what was said before it holds again, or what is computed
    Undo {
        /// The correction's number
        number: u32,
        #[command(flatten)]
        word: Word,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    if let Some(Command::Undo { number, word }) = args.command {
        let said = undo(archive, number, &word.by, &word.reason, moment::now()).map_err(refused)?;
        return word::show(archive, &[said], word.json);
    }
    let all = archive.store.read()?.corrections()?;
    if args.json {
        out::json(&all.iter().map(word::json).collect::<Vec<Value>>())?;
        return Ok(Outcome::Done);
    }
    for correction in &all {
        out::line(word::line(correction))?;
    }
    if all.is_empty() {
        out::line("nobody corrected anything")?;
    }
    Ok(Outcome::Done)
}
