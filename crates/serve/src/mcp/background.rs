//! The tool `background`: the earlier events that explain an event, or a topic.

use super::finding::{self, Refused};
use super::shapes::{About, EventBrief, Named, Shaping, StepOut};
use crate::App;
use annals_archive::search::{Extent, Question, Searcher};
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

/// Other events that fit a topic.
const OTHERS: usize = 4;
/// Bytes of a topic.
const TOPIC_BYTES: usize = 1_000;

/// What is asked: one of the two.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Asked {
    /// An event: its id or an address.
    pub(super) event: Option<String>,
    /// A topic in words, or a story's title; the event that fits best is taken.
    pub(super) topic: Option<String>,
    /// A moment (RFC 3339), or a day: answers with what was known then.
    pub(super) as_of: Option<String>,
}

/// What led to an event.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer {
    pub(super) about: About,
    /// The event that is explained.
    pub(super) event: EventBrief,
    /// How the topic led to it: `asked`, `story` (its last event) or `search`.
    pub(super) found_by: &'static str,
    /// The stories that it is part of, outermost first.
    pub(super) stories: Vec<Vec<Named>>,
    /// The earlier events that explain it, oldest first, each with what ties it.
    pub(super) chain: Vec<StepOut>,
    /// Other events that fit the topic.
    pub(super) others: Vec<EventBrief>,
}

/// Answers.
pub(super) fn answer(app: &App, searcher: &Searcher, asked: &Asked) -> Result<Answer, Refused> {
    let as_of = asked.as_of.as_deref().map(finding::moment).transpose()?;
    let (state, reader) = (app.live.state(), app.archive().store.read()?);
    let shaping = Shaping::of(app);
    let mut others = Vec::new();
    let (id, found_by) = match (&asked.event, &asked.topic) {
        (Some(event), None) => (event.clone(), "asked"),
        (None, Some(topic)) if topic.len() <= TOPIC_BYTES && !topic.trim().is_empty() => {
            let story = finding::story(app, &state, topic).ok();
            let last = story.and_then(|s| {
                let mut heads = s.events.iter().rev().map(|at| &state.snapshot.heads[*at as usize]);
                // Of a moment, the last one that had happened.
                heads.find(|h| as_of.is_none_or(|t| annals_model::history::day_start(h.day) <= t))
            });
            match last {
                Some(head) => (head.id.to_string(), "story"),
                None => {
                    let question = Question {
                        query: topic.clone(),
                        as_of,
                        limit: OTHERS + 1,
                        extent: Extent::Hits,
                        ..Question::default()
                    };
                    let mut hits = searcher.ask(app.archive(), &question)?.hits.into_iter();
                    let nothing = || Refused("no event fits this topic; try fewer words".into());
                    let best = hits.next().ok_or_else(nothing)?.item;
                    others.extend(hits.map(|hit| {
                        let item = hit.item;
                        shaping.brief(&item.id, &item.url, &item.day, &item.statement.text)
                    }));
                    (best.id, "search")
                }
            }
        }
        _ => return Err(Refused("give either an event or a topic (1,000 bytes at most)".into())),
    };
    let (page, _) = finding::event(app, &state, &reader, &id, as_of)?;
    Ok(Answer {
        about: About::at(as_of.unwrap_or_else(app.clock)),
        event: shaping.brief(&page.id, &page.url, &page.day, &page.statement.text),
        found_by,
        stories: page
            .stories
            .iter()
            .map(|chain| chain.iter().map(|s| shaping.named(s)).collect())
            .collect(),
        chain: page.background.iter().map(|s| shaping.step(s)).collect(),
        others,
    })
}
