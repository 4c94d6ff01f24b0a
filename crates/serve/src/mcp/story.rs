//! The tool `story_timeline`.

use super::finding::{self, Refused};
use super::shapes::{About, EventBrief, Named, Quoted, Shaping};
use crate::App;
use annals_archive::pages;
use annals_model::{Timestamp, history};
use annals_store::{NameKind, Reader};
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

/// Events of one answer: as many as are given where nobody says, and at most.
const LIMIT: usize = 50;
const MOST: usize = 200;

/// What is asked.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    /// Its title, key or page.
    pub(super) story: String,
    /// First day.
    pub(super) from: Option<String>,
    /// Last day.
    pub(super) to: Option<String>,
    /// A moment (RFC 3339), or a day: tells the story as it was known then.
    pub(super) as_of: Option<String>,
    /// Events, 1 to 200; 50 unless said. The newest ones stay.
    pub(super) limit: Option<usize>,
}

/// A story.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer {
    pub(super) about: About,
    pub(super) story: Named,
    /// Number of its events now, of all days.
    pub(super) count: usize,
    /// The days that tell it in short, with reasons; only for the present.
    pub(super) key_days: Vec<KeyDay>,
    /// Its events in order.
    pub(super) events: Vec<EventBrief>,
    /// Whether earlier events were left out.
    pub(super) cut: bool,
    /// Stories that it is part of.
    pub(super) part_of: Vec<Named>,
    /// Stories directly under it.
    pub(super) parts: Vec<Named>,
}

/// A day that tells a story.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct KeyDay {
    pub(super) event: EventBrief,
    /// `first`, `last`, `burst`, `referred`, `turn`, `new`.
    pub(super) reasons: Vec<String>,
}

/// Answers.
pub(super) fn answer(app: &App, asked: &Asked) -> Result<Answer, Refused> {
    let (state, reader) = (app.live.state(), app.archive().store.read()?);
    let subject = finding::story(app, &state, &asked.story)?;
    let as_of = asked.as_of.as_deref().map(finding::moment).transpose()?;
    let from = asked.from.as_deref().map(finding::day).transpose()?;
    let to = asked.to.as_deref().map(finding::day).transpose()?;
    let limit = asked.limit.unwrap_or(LIMIT).clamp(1, MOST);
    let shaping = Shaping::of(app);
    let heads = subject.events.iter().rev().map(|at| &state.snapshot.heads[*at as usize]);
    let heads = heads.filter(|h| from.is_none_or(|d| h.day >= d) && to.is_none_or(|d| h.day <= d));
    let (mut events, mut cut) = (Vec::new(), false);
    for head in heads {
        let mut brief = shaping.head(head);
        if let Some(time) = as_of {
            let Some(text) = known(&reader, head.row, time)? else { continue };
            brief.statement = Quoted::whole(&text);
        }
        if events.len() == limit {
            cut = true;
            break;
        }
        events.push(brief);
    }
    events.reverse();
    let page = pages::subject_pages(&state.snapshot, &reader, NameKind::Story, subject, Some(&[]))?;
    let page = page.into_iter().next();
    let timeline = page.as_ref().and_then(|p| p.timeline.as_ref()).filter(|_| as_of.is_none());
    let key_days = timeline.map_or(&[][..], |t| &t.key_days).iter().map(|key| KeyDay {
        event: shaping.event(&key.event),
        reasons: key.reasons.iter().map(|r| r.kind.clone()).collect(),
    });
    let parts = state.snapshot.dag().parts(&subject.name.key);
    let stories = state.snapshot.subjects(NameKind::Story);
    Ok(Answer {
        about: About::at(as_of.unwrap_or_else(app.clock)),
        story: Named {
            title: subject.name.title.clone(),
            key: Some(subject.name.key.clone()),
            page: Some(shaping.page(&subject.name.path)),
        },
        count: subject.events.len(),
        key_days: key_days.collect(),
        events,
        cut,
        part_of: page.iter().flat_map(|p| &p.parents).map(|p| shaping.named(p)).collect(),
        parts: parts
            .filter_map(|key| stories.get(key))
            .take(MOST)
            .map(|part| Named {
                title: part.name.title.clone(),
                key: Some(part.name.key.clone()),
                page: Some(shaping.page(&part.name.path)),
            })
            .collect(),
    })
}

/// An event's statement as it was known.
fn known(reader: &Reader<'_>, row: i64, time: Timestamp) -> Result<Option<String>, Refused> {
    let steps = history::steps(&reader.revisions(row)?);
    Ok(history::as_of(&steps, time).map(|record| record.statement.text.clone()))
}
