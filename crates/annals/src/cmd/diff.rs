//! `annals diff`

use super::{Outcome, Usage, article};
use crate::{article_arg, event_arg, out};
use annals_archive::{Archive, pages};
use annals_model::{Change, Field, Record, Step, Value, grade, history, word_diff};
use serde_json::json;

/// Show what changed between two revisions of an event or an article, word by word
///
/// Without numbers: the last two. `[-words-]` are gone, `{+words+}` are new.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An event's id or address, or the address of an article's page
    event: String,
    /// Number of the earlier revision
    from: Option<u32>,
    /// Number of the later revision
    to: Option<u32>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    if let Some(found) = article_arg::find(&reader, &args.event)? {
        return article::diff(&found, args.from, args.to, args.json);
    }
    let event = event_arg::find(&reader, &args.event)?;
    let steps = history::steps(&reader.revisions(event.row)?);
    let find = |number: u32| -> anyhow::Result<&Step> {
        steps.iter().find(|s| s.number == number).ok_or_else(|| {
            Usage(format!("{} has no revision {number}, it has {}", event.id, steps.len())).into()
        })
    };
    let last = steps.last().map_or(1, |s| s.number);
    let to = find(args.to.unwrap_or(last))?;
    let before_last = steps.iter().rev().nth(1).map_or(last, |s| s.number);
    let from = find(args.from.unwrap_or(before_last))?;
    let changes = between(&from.record, &to.record);
    let grade = changes.iter().map(|c| c.grade).max().unwrap_or(annals_model::Grade::None);
    if args.json {
        out::json(&json!({
            "id": event.id.to_string(), "from": from.number, "to": to.number, "grade": grade.name(),
            "changes": changes.iter().map(json_change).collect::<Vec<_>>(),
        }))?;
        return Ok(Outcome::Done);
    }
    out::line(format!("{} {} to {}: {}", event.id, from.number, to.number, grade.name()))?;
    for one in &changes {
        out::line(change(one, "  "))?;
    }
    Ok(Outcome::Done)
}

/// The fields in which two records differ.
fn between(from: &Record, to: &Record) -> Vec<Change> {
    Field::ALL
        .into_iter()
        .map(|field| (Value::of(from, field), Value::of(to, field)))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| Change { grade: grade::of(&a, &b), before: Some(a), after: b })
        .collect()
}

/// Two wordings as one text: `[-words-]` are gone, `{+words+}` are new.
pub(crate) fn words(before: &str, after: &str) -> String {
    let mut text = String::new();
    for piece in word_diff::words(before, after) {
        text += &match piece.kind {
            word_diff::PieceKind::Same => piece.text,
            word_diff::PieceKind::Removed => format!("[-{}-]", piece.text),
            word_diff::PieceKind::Added => format!("{{+{}+}}", piece.text),
        };
    }
    text
}

/// A change as lines of text.
pub(crate) fn change(change: &Change, indent: &str) -> String {
    let field = change.field().name();
    let grade = change.grade.name();
    let before = change.before.as_ref().map(pages::lines).unwrap_or_default();
    let after = pages::lines(&change.after);
    if before == after {
        return format!("{indent}{field} ({grade}): its links changed");
    }
    let prose = matches!(change.field(), Field::Statement | Field::Summary);
    if let (true, [before], [after]) = (prose, before.as_slice(), after.as_slice()) {
        let text = words(before, after);
        return format!("{indent}{field} ({grade}): {text}");
    }
    let mut lines = vec![format!("{indent}{field} ({grade}):")];
    lines.extend(before.iter().filter(|l| !after.contains(l)).map(|l| format!("{indent}  - {l}")));
    lines.extend(after.iter().filter(|l| !before.contains(l)).map(|l| format!("{indent}  + {l}")));
    lines.join("\n")
}

pub(crate) fn json_change(change: &Change) -> serde_json::Value {
    json!({
        "field": change.field().name(),
        "grade": change.grade.name(),
        "before": change.before.as_ref().map(pages::lines),
        "after": pages::lines(&change.after),
    })
}
