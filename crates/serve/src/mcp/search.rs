//! The tool `search`.

use super::finding::{self, Refused};
use super::shapes::{About, EventBrief, Named, Quoted, Shaping};
use crate::App;
use annals_archive::search::{self as index, Extent, Kind, Question, Searcher};
use annals_store::NameKind;
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

/// Results of one answer: as many as are given where nobody says, and at most.
const LIMIT: usize = 10;
const MOST: usize = 50;
/// Bytes of a query.
const QUERY_BYTES: usize = 1_000;

/// What is asked.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Asked {
    /// Words; "a phrase", +must, -not, begin*, misspelt~. Empty matches everything.
    pub(super) query: Option<String>,
    /// First day, 2016-09-01.
    pub(super) from: Option<String>,
    /// Last day.
    pub(super) to: Option<String>,
    /// Only events of this story: title, key or page.
    pub(super) story: Option<String>,
    /// Only events that name this: `en:Aleppo`, or the name.
    pub(super) entity: Option<String>,
    /// Only events that this publisher reports.
    pub(super) source: Option<String>,
    /// A moment (RFC 3339), or a day: searches what was known then.
    pub(super) as_of: Option<String>,
    /// Results, 1 to 50; 10 unless said.
    pub(super) limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer {
    pub(super) about: About,
    /// How many events there are in all.
    pub(super) total: u64,
    /// The best ones, in order.
    pub(super) results: Vec<Hit>,
    /// Another query that finds more, where this one finds little.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suggestion: Option<String>,
    /// What of the query was not understood.
    pub(super) notes: Vec<String>,
}

/// A result.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Hit {
    pub(super) event: EventBrief,
    /// Where the statement has what was asked for.
    pub(super) matches: Vec<Quoted>,
    /// The innermost stories that it is part of.
    pub(super) stories: Vec<Named>,
    /// Publishers that report it.
    pub(super) sources: Vec<String>,
    /// Number of material changes since it was first told.
    pub(super) material_changes: u32,
}

/// Answers.
pub(super) fn answer(app: &App, searcher: &Searcher, asked: &Asked) -> Result<Answer, Refused> {
    let query = asked.query.clone().unwrap_or_default();
    if query.len() > QUERY_BYTES {
        return Err(Refused(format!("a query may have {QUERY_BYTES} bytes")));
    }
    let state = app.live.state();
    let mut names = Vec::new();
    if let Some(story) = &asked.story {
        names.push((Kind::Story, finding::story(app, &state, story)?.name.key.clone()));
    }
    if let Some(entity) = &asked.entity {
        names.push((Kind::Entity, self::entity(&state, entity)?));
    }
    if let Some(source) = &asked.source {
        names.push((Kind::Source, source.trim().to_lowercase()));
    }
    let as_of = asked.as_of.as_deref().map(finding::moment).transpose()?;
    let question = Question {
        query,
        from: asked.from.as_deref().map(finding::day).transpose()?,
        to: asked.to.as_deref().map(finding::day).transpose()?,
        names,
        as_of,
        limit: asked.limit.unwrap_or(LIMIT).clamp(1, MOST),
        extent: Extent::Whole,
        ..Question::default()
    };
    let found = searcher.ask(app.archive(), &question)?;
    let shaping = Shaping::of(app);
    Ok(Answer {
        about: About::at(as_of.unwrap_or_else(app.clock)),
        total: found.total,
        results: found.hits.iter().map(|hit| self::hit(&shaping, hit)).collect(),
        suggestion: found.suggestion.map(|s| s.query),
        notes: found.notes.into_iter().map(|n| n.text).collect(),
    })
}

fn entity(state: &annals_archive::live::State, named: &str) -> Result<String, Refused> {
    let named = named.trim();
    let entities = state.snapshot.subjects(NameKind::Entity);
    if entities.contains_key(named) {
        return Ok(named.to_owned());
    }
    let wanted = named.to_lowercase();
    let same = entities.values().filter(|e| e.name.title.to_lowercase() == wanted);
    let found = same.max_by_key(|e| e.events.len());
    let missing = || Refused(format!("no name `{}` in the archive", finding::cut(named)));
    found.map(|e| e.name.key.clone()).ok_or_else(missing)
}

fn hit(shaping: &Shaping, hit: &index::Hit) -> Hit {
    let item = &hit.item;
    Hit {
        event: shaping.brief(&item.id, &item.url, &item.day, &item.statement.text),
        matches: matches(&item.statement.text, &hit.statement),
        stories: item.stories.iter().map(|s| shaping.named(s)).collect(),
        sources: item.sources.iter().map(|s| s.name.clone()).filter(|n| !n.is_empty()).collect(),
        material_changes: item.material_changes,
    }
}

/// Where the marked stretches stand in the whole statement.
fn matches(text: &str, piece: &index::Fragment) -> Vec<Quoted> {
    let whole: String = piece.segments.iter().map(|s| s.text.as_str()).collect();
    let Some(from) = text.find(&whole) else { return Vec::new() };
    let mut at = text[..from].chars().count();
    let mut out = Vec::new();
    for segment in &piece.segments {
        let end = at + segment.text.chars().count();
        if segment.marked {
            out.push(Quoted { verbatim: segment.text.clone(), start: at, end });
        }
        at = end;
    }
    out
}
