//! `annals story`

use super::word::Word;
use super::{Outcome, Usage};
use crate::{event_arg, out};
use annals_archive::pages::{Snapshot, Subject, subject_pages};
use annals_archive::{Archive, bursts};
use annals_model::{CorrectionKind, Matter, StoryRef, Verdict, fold_key, tidy};
use annals_publish::json;
use annals_store::{NameKind, WhyPart};
use serde_json::{Value, json};

/// Show a story's timeline, or say which events are part of it
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// The story's name, or a part of it
    #[arg(required = true)]
    name: Option<String>,
    /// Print as JSON, as its page is published
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say that an event is part of a story
    Link {
        /// The event's id or address
        event: String,
        /// The story's whole name; a new one makes a new story
        story: String,
        #[command(flatten)]
        word: Word,
    },
    /// Say that an event is not part of a story
    Unlink {
        /// The event's id or address
        event: String,
        /// The story's whole name
        story: String,
        #[command(flatten)]
        word: Word,
    },
    /// List the events that may be part of a story, likeliest first, and the
    /// bursts of events of the last year that may be a new one
    Suggested {
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    match args.command {
        None => timeline(args.name.as_deref().unwrap_or_default(), args.json, archive),
        Some(Command::Link { event, story, word }) => {
            say(archive, &event, &story, &word, Verdict::Yes)
        }
        Some(Command::Unlink { event, story, word }) => {
            say(archive, &event, &story, &word, Verdict::No)
        }
        Some(Command::Suggested { json }) => suggested(archive, json),
    }
}

fn timeline(name: &str, as_json: bool, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let snapshot = Snapshot::read(archive, &reader)?;
    let story = find(&snapshot, name)?;
    let pages = subject_pages(&snapshot, &reader, NameKind::Story, story, None)?;
    // A long story has a page a year behind the first one, which shows the newest only.
    let whole = if pages.len() > 1 { &pages[1..] } else { &pages[..] };
    if as_json {
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

fn say(
    archive: &Archive,
    event: &str,
    story: &str,
    word: &Word,
    verdict: Verdict,
) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let event = event_arg::find(&reader, event)?.id;
    let title = tidy(story);
    let key = StoryRef::titled(title.as_str()).key();
    let known = reader.name(NameKind::Story, key.as_str())?.is_some();
    drop(reader);
    if key.as_str().is_empty() || (verdict == Verdict::No && !known) {
        return Err(Usage(format!("the archive has no story `{story}`")).into());
    }
    let matter = Matter::new(CorrectionKind::Story, event.as_str(), key.as_str());
    word.say_all(archive, vec![(matter, verdict)], Some(&title))
}

fn suggested(archive: &Archive, as_json: bool) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let mut list = Vec::new();
    for link in reader.suggested_stories()? {
        let (Some(event), Some(story)) =
            (reader.event_in(link.event)?, reader.name(NameKind::Story, &link.story)?)
        else {
            continue;
        };
        if !as_json {
            let sure = (link.probability * 100.0).round();
            let why: Vec<&str> = link.why.iter().map(|p| p.label.as_str()).collect();
            let text = &event.record.statement.text;
            out::line(format!("{sure:>3}%  {}  {} {text}", story.title, event.id))?;
            out::line(format!("      because of {}", why.join(", ")))?;
            continue;
        }
        list.push(json!({
            "event": event.id.to_string(),
            "day": event.record.day.to_string(),
            "text": event.record.statement.text,
            "story": story.title,
            "probability": link.probability,
            "weights": link.weights,
            "why": link.why.iter().map(part).collect::<Vec<Value>>(),
        }));
    }
    let proposals = bursts::proposals(&reader)?;
    for proposal in &proposals {
        if !as_json {
            out::line(format!("new?  {}", proposal.title))?;
            for head in &proposal.events {
                out::line(format!("      {}  {}  {}", head.day, head.id, head.text))?;
            }
        }
    }
    if as_json {
        let new = proposals.iter().map(|p| {
            let events = p.events.iter().map(
                |h| json!({"event": h.id.to_string(), "day": h.day.to_string(), "text": h.text}),
            );
            json!({"title": p.title, "events": events.collect::<Vec<Value>>()})
        });
        let new: Vec<Value> = new.collect();
        out::json(&json!({"suggested": list, "new": new}))?;
    }
    Ok(Outcome::Done)
}

fn part(part: &WhyPart) -> Value {
    json!({"kind": part.kind, "label": part.label, "share": part.share})
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
