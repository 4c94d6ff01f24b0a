//! `annals relate`

use super::word::Word;
use super::{Outcome, Usage};
use crate::event_arg;
use annals_archive::Archive;
use annals_model::{Matter, Verdict};

/// Say that two events belong together, or that they never do
///
/// The earlier event takes the first place among those related to the later one;
/// with `--never` it leaves its place to another.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An event's id or address
    event: String,
    /// The other event's
    other: String,
    /// Say that they do not belong together
    #[arg(long)]
    never: bool,
    #[command(flatten)]
    word: Word,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let one = event_arg::find(&reader, &args.event)?.id;
    let other = event_arg::find(&reader, &args.other)?.id;
    drop(reader);
    if one == other {
        return Err(Usage(format!("{one} is one event")).into());
    }
    let verdict = if args.never { Verdict::No } else { Verdict::Yes };
    args.word.say(archive, Matter::related(one.as_str(), other.as_str()), verdict)
}
