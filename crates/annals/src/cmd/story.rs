//! `annals story`

use super::{Outcome, Usage};
use crate::out;
use annals_archive::Archive;
use annals_archive::pages::{Snapshot, Subject, subject_pages};
use annals_model::fold_key;
use annals_publish::json;
use annals_store::NameKind;

/// Show a story's timeline
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The story's name, or a part of it
    name: String,
    /// Print as JSON, as its page is published
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let snapshot = Snapshot::read(archive, &reader)?;
    let story = find(&snapshot, &args.name)?;
    let pages = subject_pages(&snapshot, &reader, NameKind::Story, story, None)?;
    // A long story has a page a year behind the first one, which shows the newest only.
    let whole = if pages.len() > 1 { &pages[1..] } else { &pages[..] };
    if args.json {
        for page in whole {
            let mut bytes = Vec::new();
            json::list(page, &mut bytes);
            out::line(String::from_utf8_lossy(&bytes).trim_end())?;
        }
        return Ok(Outcome::Done);
    }
    out::line(format!("{}: {} events", story.name.title, story.events.len()))?;
    for item in whole.iter().flat_map(|p| &p.sections).flat_map(|s| &s.items) {
        out::line(format!("{}  {}  {}", item.day, item.id, item.statement.text))?;
    }
    Ok(Outcome::Done)
}

/// The story with this name; else the one with most events whose name has it in it.
fn find<'s>(snapshot: &'s Snapshot, name: &str) -> Result<&'s Subject, Usage> {
    let wanted = fold_key(name);
    let stories = snapshot.subjects(NameKind::Story);
    if let Some(story) = stories.get(&wanted) {
        return Ok(story);
    }
    let mut near: Vec<&Subject> =
        stories.values().filter(|s| fold_key(&s.name.title).contains(&wanted)).collect();
    near.sort_by_key(|s| (std::cmp::Reverse(s.events.len()), &s.name.key));
    near.first().copied().ok_or_else(|| Usage(format!("the archive has no story `{name}`")))
}
