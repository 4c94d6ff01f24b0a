//! `annals entity`

use super::word::{self, Word};
use super::{Outcome, Usage};
use crate::out;
use annals_archive::Archive;
use annals_archive::corrections::entity_key;
use annals_model::{CorrectionKind, Matter, Verdict};
use annals_store::{EntityCount, NameKind, Reader};
use serde_json::{Value, json};

/// List the people, places and organisations that events name, and correct them
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

/// What an entity may be.
const KINDS: [&str; 6] = ["person", "organisation", "place", "event", "work", "other"];

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List entities, those of most events first
    List {
        /// Only names that no link and nobody confirms
        #[arg(long)]
        unconfirmed: bool,
        /// Only entities of a kind
        #[arg(long, value_parser = [
            "person", "organisation", "place", "event", "work", "other", "unknown",
        ])]
        kind: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what is known of an entity: its names, events, merged keys and corrections
    Show {
        /// Its key, `en:France`; without a language it is the archive's own
        key: String,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Say that an entity is another one, which stays
    Merge {
        /// The key that goes; its page leads to the other
        from: String,
        /// The key that stays
        into: String,
        #[command(flatten)]
        word: Word,
    },
    /// Say that two entities are not one: merged ones part, others are never merged
    Split {
        /// One key
        from: String,
        /// The other, into which it was merged
        into: String,
        #[command(flatten)]
        word: Word,
    },
    /// Say of what kind an entity is
    Kind {
        /// Its key
        key: String,
        /// The kind
        #[arg(value_parser = KINDS)]
        kind: String,
        #[command(flatten)]
        word: Word,
    },
    /// Say that a name that was found in texts is an entity
    Confirm {
        /// Its key; `name:` and the name where it has none
        key: String,
        #[command(flatten)]
        word: Word,
    },
    /// Say that a name is a common word: it is never context, and has no page
    Forget {
        /// Its key
        key: String,
        #[command(flatten)]
        word: Word,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let one = |key: &str| known(archive, key);
    let matter = |kind, subject: String, object: &str| Matter::new(kind, subject, object);
    match args.command {
        Command::List { unconfirmed, kind, limit, json } => {
            list(archive, unconfirmed, kind.as_deref(), limit, json)
        }
        Command::Show { key, json } => show(archive, &one(&key)?, json),
        Command::Merge { from, into, word } => {
            let (from, into) = (one(&from)?, typed(archive, &into)?);
            let merged = archive.store.read()?.identities()?;
            let is = |key: &str| {
                let found = merged.iter().find(|i| i.key == key).and_then(|i| i.into.clone());
                found.unwrap_or_else(|| key.to_owned())
            };
            if is(&into) == from || from == into {
                return Err(Usage(format!("`{into}` is `{from}` already")).into());
            }
            word.say(archive, matter(CorrectionKind::EntityMerge, from, &into), Verdict::Yes)
        }
        Command::Split { from, into, word } => {
            let (from, into) = (one(&from)?, one(&into)?);
            word.say(archive, matter(CorrectionKind::EntityMerge, from, &into), Verdict::No)
        }
        Command::Kind { key, kind, word } => {
            word.say(archive, matter(CorrectionKind::EntityKind, one(&key)?, &kind), Verdict::Yes)
        }
        Command::Confirm { key, word } => {
            word.say(archive, matter(CorrectionKind::EntityConfirmed, one(&key)?, ""), Verdict::Yes)
        }
        Command::Forget { key, word } => {
            word.say(archive, matter(CorrectionKind::EntityJunk, one(&key)?, ""), Verdict::Yes)
        }
    }
}

fn typed(archive: &Archive, text: &str) -> Result<String, Usage> {
    entity_key(text, &archive.config.lang)
        .ok_or_else(|| Usage(format!("`{text}` is no key of an entity: write `en:France`")))
}

/// The key of an entity that the archive knows, or a name that stands in its texts.
fn known(archive: &Archive, text: &str) -> anyhow::Result<String> {
    let key = typed(archive, text)?;
    let reader = archive.store.read()?;
    let name = format!("name:{}", text.trim());
    for key in [key, name] {
        let is_known = reader.name(NameKind::Entity, &key)?.is_some()
            || !reader.events_naming(&key)?.is_empty();
        if is_known {
            return Ok(key);
        }
    }
    Err(Usage(format!("the archive has no entity `{text}`\nhint: `annals entity list` lists them"))
        .into())
}

fn list(
    archive: &Archive,
    unconfirmed: bool,
    kind: Option<&str>,
    limit: Option<usize>,
    as_json: bool,
) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let mut all = reader.entity_counts()?;
    all.retain(|e| (!unconfirmed || !e.confirmed) && kind.is_none_or(|k| e.kind == k));
    all.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.key.cmp(&b.key)));
    all.truncate(limit.unwrap_or(usize::MAX));
    if as_json {
        out::json(&all.iter().map(count).collect::<Vec<Value>>())?;
        return Ok(Outcome::Done);
    }
    for entity in &all {
        let sure = if entity.confirmed { "" } else { ", unconfirmed" };
        let events = out::number(entity.events);
        out::line(format!("{events:>7}  {}  ({}{sure})", entity.key, entity.kind))?;
    }
    Ok(Outcome::Done)
}

fn count(entity: &EntityCount) -> Value {
    json!({
        "key": entity.key,
        "kind": entity.kind,
        "confirmed": entity.confirmed,
        "events": entity.events,
    })
}

fn show(archive: &Archive, asked: &str, as_json: bool) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let identities = reader.identities()?;
    let own = identities.iter().find(|i| i.key == asked);
    let key = own.and_then(|i| i.into.as_deref()).unwrap_or(asked);
    let is_junk = own.is_some_and(|i| i.junk);
    let name = reader.name(NameKind::Entity, key)?;
    let title = name.as_ref().map_or(key, |n| n.title.as_str());
    let merged: Vec<&str> = identities
        .iter()
        .filter(|i| i.into.as_deref() == Some(key))
        .map(|i| i.key.as_str())
        .collect();
    let counts = reader.entity_counts()?.into_iter().find(|e| e.key == key);
    let kind = counts.as_ref().map_or("unknown", |c| c.kind.as_str());
    let confirmed = counts.as_ref().is_some_and(|c| c.confirmed);
    let surfaces = reader.surfaces(key)?;
    let events = events(&reader, key)?;
    let said: Vec<_> = reader
        .corrections()?
        .into_iter()
        .filter(|c| c.matter.kind.is_of_entities())
        .filter(|c| {
            let of = |k: &str| c.matter.subject == k || c.matter.object == k;
            of(key) || of(asked)
        })
        .collect();
    if as_json {
        out::json(&json!({
            "key": key,
            "title": title,
            "url": name.as_ref().map(|n| &n.path),
            "kind": kind,
            "confirmed": confirmed,
            "junk": is_junk,
            "merged": merged,
            "names": surfaces.iter().map(|s| json!({
                "text": s.surface, "key": s.key, "count": s.count,
            })).collect::<Vec<_>>(),
            "events": events.iter().map(|(day, id, text)| json!({
                "id": id, "day": day, "text": text,
            })).collect::<Vec<_>>(),
            "corrections": said.iter().map(word::json).collect::<Vec<_>>(),
        }))?;
        return Ok(Outcome::Done);
    }
    let sure = if confirmed { "" } else { ", unconfirmed" };
    let junk = if is_junk { ", never context" } else { "" };
    out::line(format!("{key}: {title} ({kind}{sure}{junk})"))?;
    if key != asked {
        out::line(format!("{asked} is merged into it"))?;
    }
    for other in merged.iter().filter(|m| **m != asked) {
        out::line(format!("{other} is merged into it"))?;
    }
    let names: Vec<String> =
        surfaces.iter().map(|s| format!("{} {}", s.surface, out::number(s.count))).collect();
    if !names.is_empty() {
        out::line(format!("called: {}", names.join(", ")))?;
    }
    for correction in &said {
        out::line(word::line(correction))?;
    }
    out::line(format!("{} events", out::number(events.len() as u64)))?;
    for (day, id, text) in &events {
        out::line(format!("{day}  {id}  {text}"))?;
    }
    Ok(Outcome::Done)
}

/// Day, id and statement of an entity's events.
fn events(reader: &Reader<'_>, key: &str) -> anyhow::Result<Vec<(String, String, String)>> {
    let mut events = Vec::new();
    for (row, day) in reader.members(NameKind::Entity, key)? {
        if let Some(event) = reader.event_in(row)? {
            let text = event.record.statement.text;
            events.push((day.to_string(), event.id.to_string(), text));
        }
    }
    Ok(events)
}
