//! `annals cite`

use super::word::Word;
use super::{Outcome, Usage};
use crate::{article_arg, event_arg};
use annals_archive::Archive;
use annals_model::{CorrectionKind, Matter, Verdict};

/// Say that an article reports an event, only mentions it, or neither
///
/// An article that reports an event becomes one of its sources; one that does not
/// is a source no more.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The address of the article's page
    article: String,
    /// The event's id or address
    event: String,
    /// Say that it only mentions the event
    #[arg(long, conflicts_with = "never")]
    mentions: bool,
    /// Say that it has nothing to do with the event
    #[arg(long)]
    never: bool,
    #[command(flatten)]
    word: Word,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let event = event_arg::find(&reader, &args.event)?.id;
    let Some(found) = article_arg::find(&reader, &args.article)? else {
        let problem = format!("the archive has no article of `{}`", args.article);
        return Err(Usage(format!("{problem}\nhint: `annals import` takes its page")).into());
    };
    let page = found.article.page;
    drop(reader);
    let (reports, mentions) = match (args.mentions, args.never) {
        (false, false) => (Verdict::Yes, None),
        (true, _) => (Verdict::No, Some(Verdict::Yes)),
        (_, true) => (Verdict::No, Some(Verdict::No)),
    };
    let of = |kind| Matter::new(kind, page.as_str(), event.as_str());
    let mut words = vec![(of(CorrectionKind::Reports), reports)];
    words.extend(mentions.map(|verdict| (of(CorrectionKind::Mentions), verdict)));
    args.word.say_all(archive, words, None)
}
