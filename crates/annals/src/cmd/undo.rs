//! `annals undo`

use super::Outcome;
use super::edit::{Hand, perform};
use crate::event_arg;
use annals_archive::Archive;
use annals_archive::editing::Act;

/// Undo an editor's act: the one that a revision of an event is part of
///
/// All events that the act changed are set back by further revisions: a merge and
/// a split as a whole. `annals log` shows the numbers. What was changed again since
/// has to be undone first.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The event's id or address
    event: String,
    /// The revision's number
    revision: u32,
    #[command(flatten)]
    hand: Hand,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let id = event_arg::find(&archive.store.read()?, &args.event)?.id.to_string();
    let act = Act::Undo { event: id.clone(), revision: args.revision };
    perform(archive, act, &id, &args.hand)
}
