//! `annals log`

use super::{Outcome, article, diff};
use crate::{article_arg, event_arg, out};
use annals_archive::Archive;
use annals_model::{By, Step, history};
use serde_json::json;

/// List the revisions of an event or an article
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An event's id or address, or the address of an article's page
    event: String,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    if let Some(found) = article_arg::find(&reader, &args.event)? {
        return article::log(&found, args.json);
    }
    let event = event_arg::find(&reader, &args.event)?;
    let steps = history::steps(&reader.revisions(event.row)?);
    if args.json {
        let list: Vec<_> = steps.iter().map(json_step).collect();
        out::json(&json!({"id": event.id.to_string(), "path": event.path, "revisions": list}))?;
        return Ok(Outcome::Done);
    }
    out::line(format!("{} {}", event.id, event.path))?;
    for step in &steps {
        out::line(heading(step))?;
        if step.changes.iter().all(|c| c.before.is_none()) {
            out::line(format!("    {}", step.record.statement.text))?;
        } else {
            for change in &step.changes {
                out::line(diff::change(change, "    "))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// "2  material  known 2016-09-20T13:10:00Z, recorded …, by wikitext (…)"
fn heading(step: &Step) -> String {
    let known = match step.known_at.filter(|_| step.time_stated) {
        Some(time) => format!("known {time}"),
        None => "time not stated".to_owned(),
    };
    format!(
        "{:>3}  {:<8}  {known}, recorded {}, by {}",
        step.number,
        step.grade.name(),
        step.recorded_at,
        by(&step.by)
    )
}

/// "wikitext (the page)", "editor Ada: the reason"
pub(crate) fn by(by: &By) -> String {
    match by {
        By::Importer { name, upstream: Some(page) } => format!("{name} ({page})"),
        By::Importer { name, upstream: None } => name.clone(),
        By::Editor { name, reason } => format!("editor {name}: {reason}"),
    }
}

fn json_step(step: &Step) -> serde_json::Value {
    let (by, detail) = match &step.by {
        By::Importer { name, upstream } => (json!({"importer": name}), upstream.clone()),
        By::Editor { name, reason } => (json!({"editor": name}), Some(reason.clone())),
    };
    json!({
        "number": step.number,
        "grade": step.grade.name(),
        "known_at": step.known_at.filter(|_| step.time_stated).map(|t| t.to_string()),
        "recorded_at": step.recorded_at.to_string(),
        "by": by,
        "detail": detail,
        "changes": step.changes.iter().map(diff::json_change).collect::<Vec<_>>(),
    })
}
