//! `annals origins`

use super::word::{refused, show as show_words};
use super::{Outcome, Usage};
use crate::{article_arg, event_arg, moment, out};
use annals_archive::Archive;
use annals_archive::articles::{self, Group};
use annals_archive::corrections::{Saying, say};
use annals_model::{CorrectionKind, Matter, Verdict};
use annals_store::OriginRow;
use serde_json::{Value, json};

/// Show which reports of an event are copies, of which report, and what shows it
///
/// Of an article it shows the report that it goes back to and the other copies.
/// With `--copy-of` or `--no-copy-of` it says so of the article.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An event's id or address, or the address of an article's page
    event: String,
    /// Say that the article is a copy of the one on this page
    #[arg(long, value_name = "URL", requires = "reason", conflicts_with = "no_copy_of")]
    copy_of: Option<String>,
    /// Say that the article is no copy of the one on this page
    #[arg(long, value_name = "URL", requires = "reason")]
    no_copy_of: Option<String>,
    /// Why; it is kept for ever
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who says it
    #[arg(
        long,
        value_name = "NAME",
        env = "ANNALS_EDITOR",
        hide_env_values = true,
        default_value = "editor"
    )]
    by: String,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    let found = article_arg::find(&reader, &args.event)?;
    if let Some(other) = args.copy_of.as_ref().or(args.no_copy_of.as_ref()) {
        let Some(found) = found else {
            return Err(Usage(format!("the archive has no article of `{}`", args.event)).into());
        };
        let Some(other) = article_arg::find(&reader, other)? else {
            return Err(Usage(format!("the archive has no article of `{other}`")).into());
        };
        let (page, other) = (found.article.page, other.article.page);
        drop(reader);
        if page == other {
            return Err(Usage("an article is no copy of itself".into()).into());
        }
        let saying = Saying {
            matter: Matter::new(CorrectionKind::Origin, page, other),
            verdict: if args.copy_of.is_some() { Verdict::Yes } else { Verdict::No },
            by_name: args.by,
            reason: args.reason.unwrap_or_default(),
            title: None,
        };
        let said = say(archive, &saying, moment::now()).map_err(refused)?;
        return show_words(archive, &[said], args.json);
    }
    let groups = match &found {
        Some(found) => articles::groups_of_article(&reader, &found.article.page)?,
        None => articles::groups_of_event(&reader, event_arg::find(&reader, &args.event)?.row)?,
    };
    if args.json {
        let reports: usize = groups.iter().map(|g| g.members.len()).sum();
        out::json(&json!({
            "reports": reports,
            "origins": groups.len(),
            "groups": groups.iter().map(group).collect::<Vec<Value>>(),
        }))?;
        return Ok(Outcome::Done);
    }
    out::line(summary(&groups))?;
    for group in &groups {
        for row in &group.members {
            out::line(member(row))?;
            for part in &row.evidence {
                let theirs = part.theirs.as_ref().map(|t| format!(" (there: {t})"));
                let theirs = theirs.unwrap_or_default();
                out::line(format!("    {}: {}{theirs}", part.kind, part.ours))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// "7 reports, 2 origins"
fn summary(groups: &[Group]) -> String {
    let counted = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let reports = groups.iter().map(|g| g.members.len()).sum();
    format!("{}, {}", counted(reports, "report"), counted(groups.len(), "origin"))
}

fn member(row: &OriginRow) -> String {
    match &row.from {
        None => row.page.clone(),
        Some(from) => {
            let sure = (row.score * 100.0).round();
            format!("  {} ({} of {from}, {sure}%)", row.page, row.kind)
        }
    }
}

fn group(group: &Group) -> Value {
    json!({
        "origin": group.origin,
        "articles": group.members.iter().map(|row| json!({
            "page": row.page,
            "from": row.from,
            "kind": row.kind,
            "score": row.score,
            "weights": row.weights,
            "evidence": row.evidence.iter().map(|p| json!({
                "kind": p.kind, "text": p.ours, "there": p.theirs,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}
