//! What `show`, `log` and `diff` say of an article.

use super::{Outcome, Usage, diff::words, log::by};
use crate::{article_arg::Found, moment::Moment, out};
use annals_archive::articles::nearby;
use annals_model::{Access, Article, ArticleChange, ArticleStep, By, Dating, article_changes};
use annals_publish::article;
use annals_store::Reader;
use serde_json::{Value, json};

/// Shows an article, now or as it was known.
pub(crate) fn show(
    reader: &Reader<'_>,
    found: &Found,
    format: &str,
    as_of: Option<Moment>,
) -> anyhow::Result<Outcome> {
    let known = |s: &&ArticleStep| as_of.is_none_or(|t| s.known_at.is_none_or(|k| k <= t.0));
    let Some(step) = found.steps.iter().rfind(known) else {
        out::line(format!("nothing was known of {} then", found.article.url))?;
        return Ok(Outcome::Problems);
    };
    let mut article = step.article.clone();
    nearby::date(reader, &mut article)?;
    let text = match format {
        "json" => article::json(&article::wire::Article::from(&article)),
        "md" => article::markdown(&article),
        "html" => article::html(&article),
        "xml" => {
            return Err(Usage("an article has no XML form\nhint: `--format json`".into()).into());
        }
        _ => plain(&article),
    };
    out::line(text.trim_end())?;
    Ok(Outcome::Done)
}

/// The article as plain text for a terminal.
fn plain(article: &Article) -> String {
    let mut lines = Vec::from_iter(article.title.clone());
    let mut about = article.authors.clone();
    about.extend(article.agency.as_ref().map(|a| format!("{a} (agency)")));
    about.extend(article.publisher.clone());
    if !about.is_empty() {
        lines.push(about.join(" · "));
    }
    lines.extend(date("published", &article.published));
    lines.extend(date("modified", &article.modified));
    if article.access != Access::Whole {
        lines.push(format!("access: {}", article.access.name()));
    }
    lines.extend(article.canonical.clone().or(article.url.clone()));
    lines.extend(article.deck.iter().map(|d| format!("\n{d}")));
    lines.push(format!("\n{}", article.text()));
    lines.join("\n")
}

/// "published: 2016-05-09 (day, 60%: byline `09/05/2016`), or 2016-09-05"
fn date(name: &str, dating: &Dating) -> Option<String> {
    let value = dating.value.as_ref()?;
    let because = dating.evidence.iter().find(|e| e.value.is_some());
    let reason = because.map(|e| format!(": {} `{}`", e.from, e.text)).unwrap_or_default();
    let others = match dating.alternatives.as_slice() {
        [] => String::new(),
        list => format!(", or {}", list.join(", ")),
    };
    let precision = dating.precision.map_or("", |p| p.name());
    let sure = (dating.confidence * 100.0).round();
    Some(format!("{name}: {value} ({precision}, {sure}%{reason}){others}"))
}

/// Lists what pages and feeds told, and what each changed.
pub(crate) fn log(found: &Found, as_json: bool) -> anyhow::Result<Outcome> {
    if as_json {
        let list: Vec<Value> = found.steps.iter().map(json_step).collect();
        out::json(&json!({"url": found.article.url, "revisions": list}))?;
        return Ok(Outcome::Done);
    }
    out::line(&found.article.url)?;
    for step in &found.steps {
        let known = step.known_at.map_or("time not stated".into(), |t| format!("known {t}"));
        out::line(format!(
            "{:>3}  {:<8}  {known}, recorded {}, by {}",
            step.number,
            step.grade.name(),
            step.recorded_at,
            by(&step.by)
        ))?;
        if step.changes.is_empty() {
            out::line(format!("    {}", step.article.title.as_deref().unwrap_or("(no title)")))?;
        }
        for change in &step.changes {
            out::line(lines(change, "    "))?;
        }
    }
    Ok(Outcome::Done)
}

/// Shows what changed between two states of an article.
pub(crate) fn diff(
    found: &Found,
    from: Option<u32>,
    to: Option<u32>,
    as_json: bool,
) -> anyhow::Result<Outcome> {
    let find = |number: u32| -> anyhow::Result<usize> {
        found.steps.iter().position(|s| s.number == number).ok_or_else(|| {
            let all = found.steps.len();
            Usage(format!("{} has no revision {number}, it has {all}", found.article.url)).into()
        })
    };
    let to = to.map_or(Ok(found.steps.len() - 1), find)?;
    let from = from.map_or(Ok(to.saturating_sub(1)), find)?;
    let (from, to) = (&found.steps[from], &found.steps[to]);
    let changes = article_changes(&from.article, &to.article);
    let grade = changes.iter().map(|c| c.grade).max().unwrap_or(annals_model::Grade::None);
    if as_json {
        out::json(&json!({
            "url": found.article.url, "from": from.number, "to": to.number, "grade": grade.name(),
            "changes": changes.iter().map(json_change).collect::<Vec<_>>(),
        }))?;
        return Ok(Outcome::Done);
    }
    out::line(format!("{} {} to {}: {}", found.article.url, from.number, to.number, grade.name()))?;
    for change in &changes {
        out::line(lines(change, "  "))?;
    }
    Ok(Outcome::Done)
}

/// A change as lines of text: words where one paragraph became another.
fn lines(change: &ArticleChange, indent: &str) -> String {
    let mut out = Vec::new();
    for edit in &change.edits {
        let text = match (&edit.before, &edit.after) {
            (Some(before), Some(after)) => words(before, after),
            (Some(gone), None) => format!("[-{gone}-]"),
            (None, Some(new)) => format!("{{+{new}+}}"),
            (None, None) => continue,
        };
        out.push(format!("{indent}{} ({}): {text}", change.field, edit.grade.name()));
    }
    out.join("\n")
}

fn json_step(step: &ArticleStep) -> Value {
    json!({
        "number": step.number,
        "grade": step.grade.name(),
        "known_at": step.known_at.map(|t| t.to_string()),
        "recorded_at": step.recorded_at.to_string(),
        "by": step.by.name(),
        "detail": match &step.by {
            By::Importer { upstream, .. } => upstream.clone(),
            By::Editor { reason, .. } => Some(reason.clone()),
        },
        "changes": step.changes.iter().map(json_change).collect::<Vec<_>>(),
    })
}

fn json_change(change: &ArticleChange) -> Value {
    json!({
        "field": change.field,
        "grade": change.grade.name(),
        "edits": change.edits.iter().map(|e| json!({
            "before": e.before, "after": e.after, "grade": e.grade.name(),
        })).collect::<Vec<_>>(),
    })
}
