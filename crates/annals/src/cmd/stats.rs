//! `annals stats`

use super::Outcome;
use crate::out;
use annals_archive::{Archive, relink};
use annals_model::Status;
use annals_store::NameKind;
use serde_json::json;

/// Count what the archive holds, and list what is held back
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let (events, revisions) = reader.counts()?;
    let days = reader.days()?;
    let first = days.iter().map(|(_, day, _)| *day).min();
    let last = days.iter().map(|(_, day, _)| *day).max();
    let mut names = Vec::new();
    for kind in NameKind::ALL {
        names.push((kind, reader.names(kind)?.len() as u64));
    }
    let unpublished = reader.unpublished()?;
    let articles = reader.article_counts()?;
    let (_, _, unconfirmed) = reader.mention_counts()?;
    let (linked, suggested) = reader.story_link_counts()?;
    let (reports, mentions) = reader.article_link_counts()?;
    let (traced, origins) = reader.origin_counts()?;
    let drafts = reader.draft_count()?;
    let corrections = reader.last_correction()?;
    let state = |status: &Status| match status {
        Status::Published => "published".to_owned(),
        Status::Held(reason) => format!("held: {reason}"),
        Status::Withdrawn(reason) => format!("withdrawn: {reason}"),
        Status::MergedInto(id) => format!("merged into {id}"),
    };
    drop(reader);
    let related = relink::is_current(archive)?;
    if args.json {
        out::json(&json!({
            "events": events,
            "revisions": revisions,
            "days": days.len(),
            "first": first.map(|d| d.to_string()),
            "last": last.map(|d| d.to_string()),
            "stories": names[0].1,
            "entities": names[1].1,
            "categories": names[2].1,
            "articles": articles.articles,
            "tellings": articles.tellings,
            "captures": articles.captures,
            "feeds": articles.feeds,
            "unconfirmed_names": unconfirmed,
            "stories_linked": linked,
            "stories_suggested": suggested,
            "reports": reports,
            "mentions": mentions,
            "articles_traced": traced,
            "origins": origins,
            "drafts": drafts,
            "corrections": corrections,
            "related_is_current": related,
            "unpublished": unpublished.iter().map(|e| json!({
                "id": e.id.to_string(),
                "day": e.record.day.to_string(),
                "text": e.record.statement.text,
                "status": state(&e.record.status),
            })).collect::<Vec<_>>(),
        }))?;
        return Ok(Outcome::Done);
    }
    out::line(format!(
        "{} events with {} revisions on {} days{}",
        out::number(events),
        out::number(revisions),
        out::number(days.len() as u64),
        match (first, last) {
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        }
    ))?;
    out::line(format!(
        "{} stories, {} entities, {} categories",
        out::number(names[0].1),
        out::number(names[1].1),
        out::number(names[2].1)
    ))?;
    out::line(format!(
        "{} articles told {} times, {} captures, {} feeds",
        out::number(articles.articles),
        out::number(articles.tellings),
        out::number(articles.captures),
        out::number(articles.feeds)
    ))?;
    out::line(format!(
        "{} events linked to stories, {} suggested; {} unconfirmed names; {} corrections",
        out::number(linked),
        out::number(suggested),
        out::number(unconfirmed),
        out::number(corrections.into())
    ))?;
    out::line(format!(
        "{} reports and {} mentions by articles, {} traced to {} origins, {} drafts",
        out::number(reports),
        out::number(mentions),
        out::number(traced),
        out::number(origins),
        out::number(drafts)
    ))?;
    if !related {
        out::line("related events are out of date\nhint: `annals link` brings them up to date")?;
    }
    for event in unpublished {
        let quoted: String = event.record.statement.text.chars().take(80).collect();
        let state = state(&event.record.status);
        out::line(format!("{} {} `{quoted}` {state}", event.id, event.record.day))?;
    }
    Ok(Outcome::Done)
}
