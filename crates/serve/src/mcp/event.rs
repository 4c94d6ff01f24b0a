//! The tool `event`: one event with its sources, changes and what it is tied to.

use super::finding::{self, Refused};
use super::shapes::{
    About, ChangeOut, EventBrief, Named, Quoted, RelatedOut, Shaping, SourceOut, StepOut,
};
use crate::App;
use annals_archive::articles;
use annals_publish::wire;
use annals_store::Reader;
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

/// Items of each list that an answer holds.
const ITEMS: usize = 50;

/// What is asked.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    /// Its id (12 characters), its permanent address, or the address of its page.
    pub(super) event: String,
    /// A moment (RFC 3339), or a day: answers with what was known then.
    pub(super) as_of: Option<String>,
}

/// An event.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer {
    pub(super) about: About,
    pub(super) event: EventBrief,
    /// Language of the statement (BCP 47).
    pub(super) lang: String,
    /// `held`, `withdrawn` or `merged`, with the reason; absent for an ordinary one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    /// The heading that it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<Named>,
    /// The chains of stories above it, outermost first.
    pub(super) stories: Vec<Vec<Named>>,
    /// A longer description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<Quoted>,
    /// Whose words the summary is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary_by: Option<String>,
    /// The pages that report it.
    pub(super) sources: Vec<SourceOut>,
    /// Its revisions, in the order in which they became known.
    pub(super) changes: Vec<ChangeOut>,
    /// The earlier events that explain it, oldest first.
    pub(super) background: Vec<StepOut>,
    /// Related events with what ties them.
    pub(super) related: Vec<RelatedOut>,
    /// Whether lists were cut at 50 items.
    pub(super) cut: bool,
}

/// Answers.
pub(super) fn answer(app: &App, asked: &Asked) -> Result<Answer, Refused> {
    let as_of = asked.as_of.as_deref().map(finding::moment).transpose()?;
    let (state, reader) = (app.live.state(), app.archive().store.read()?);
    let (page, _) = finding::event(app, &state, &reader, &asked.event, as_of)?;
    let shaping = Shaping::of(app);
    let cut = [page.sources.len(), page.changes.len(), page.related.len()]
        .iter()
        .any(|count| *count > ITEMS);
    Ok(Answer {
        about: About::at(as_of.unwrap_or_else(app.clock)),
        event: shaping.brief(&page.id, &page.url, &page.day, &page.statement.text),
        lang: page.lang.clone(),
        status: page.status.as_ref().map(|s| match &s.reason {
            Some(reason) => format!("{}: {reason}", s.state),
            None => s.state.clone(),
        }),
        category: page.category.as_ref().map(|c| shaping.named(c)),
        stories: page
            .stories
            .iter()
            .map(|chain| chain.iter().map(|s| shaping.named(s)).collect())
            .collect(),
        summary: page.summary.as_ref().map(|s| Quoted::whole(&s.text)),
        summary_by: page.summary.as_ref().and_then(|s| s.by.clone()),
        sources: page
            .sources
            .iter()
            .take(ITEMS)
            .map(|s| source(&shaping, &reader, s, as_of))
            .collect::<Result<_, _>>()?,
        // The last ones say what holds.
        changes: page
            .changes
            .iter()
            .skip(page.changes.len().saturating_sub(ITEMS))
            .map(|c| shaping.change(c))
            .collect(),
        background: page.background.iter().map(|s| shaping.step(s)).collect(),
        related: page.related.iter().take(ITEMS).map(|r| shaping.related(r)).collect(),
        cut,
    })
}

fn source(
    shaping: &Shaping,
    reader: &Reader<'_>,
    source: &wire::Source,
    as_of: Option<annals_model::Timestamp>,
) -> Result<SourceOut, Refused> {
    let capture = match &source.url {
        None => None,
        Some(url) => {
            let captures = reader.captures_of(&articles::key(url))?;
            let known = |c: &&annals_store::StoredCapture| as_of.is_none_or(|time| c.at() <= time);
            captures.iter().rev().find(known).map(|c| shaping.capture(c))
        }
    };
    Ok(SourceOut {
        name: source.name.clone(),
        via: source.via.clone(),
        url: source.url.clone(),
        capture,
    })
}
