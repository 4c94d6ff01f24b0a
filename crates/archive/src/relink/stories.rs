//! Which story each event goes on with, where no heading and no person says it.

use super::Report;
use super::related::Round;
use crate::ArchiveError;
use crate::corrections::Rulings;
use annals_link::stories::{Decision, Guess, Model, WEIGHTS_VERSION};
use annals_link::{Index, Options};
use annals_model::{Date, EventId};
use annals_store::{StoryDecision, StoryLinkRow, Subject, WhyPart};

/// Reasons that are kept of a link.
const REASONS: usize = 5;

/// An event that is looked at.
pub(super) struct Asked {
    pub row: i64,
    pub id: EventId,
    pub day: Date,
    /// Whether a heading or a person says what it is part of.
    pub told: bool,
}

/// Tells the index what was believed of the events before `first`, and finds and
/// keeps what is to be believed of the others, which `asked` are.
pub(super) fn run(
    round: &Round<'_, '_>,
    index: &mut Index<'_>,
    (before, asked): (&[Asked], &[Asked]),
    options: &Options,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let Round { writer, rulings, seq, .. } = round;
    let Some(first) = before.first().or(asked.first()) else { return Ok(()) };
    let beliefs = writer.story_beliefs(first.day)?;
    for (item, event) in before.iter().enumerate() {
        if let Some(stories) = beliefs.get(&event.row) {
            index.believe(item, stories.iter().map(|(key, p)| (key.as_str(), *p as f32)));
        }
    }
    let model = Model::default();
    let items: Vec<usize> = (before.len()..before.len() + asked.len()).collect();
    let guesses = index.guess_stories(&items, &model, options);
    for ((item, event), guess) in items.into_iter().zip(asked).zip(guesses) {
        let rows =
            if event.told { Vec::new() } else { rows(index, event, &guess, &model, rulings) };
        report.stories += rows.iter().filter(|r| r.decision == StoryDecision::Link).count() as u64;
        index.believe(item, rows.iter().map(|r| (r.story.as_str(), r.probability as f32)));
        if let Some(stories) = writer.set_story_links(event.row, &rows)? {
            let stories = stories.into_iter().map(Subject::Story);
            let subjects: Vec<Subject> = stories.chain([Subject::Event(event.row)]).collect();
            writer.touch(*seq, &subjects)?;
        }
    }
    Ok(())
}

/// What is kept of a guess; a story that a person denied is not in it.
fn rows(
    index: &Index<'_>,
    event: &Asked,
    guess: &Guess,
    model: &Model,
    rulings: &Rulings,
) -> Vec<StoryLinkRow> {
    let decision = match model.decide(guess) {
        Decision::Link => StoryDecision::Link,
        Decision::Suggest => StoryDecision::Suggest,
        Decision::Leave => StoryDecision::Believe,
    };
    let best = guess.candidates.first().map(|(c, _)| c.story);
    let row = |(story, probability): (usize, f32)| {
        let key = index.story_key(story);
        if rulings.story(event.id, key) == Some(false) {
            return None;
        }
        let candidate = guess.candidates.iter().find(|(c, _)| c.story == story);
        let decision = if Some(story) == best { decision } else { StoryDecision::Believe };
        Some(StoryLinkRow {
            event: event.row,
            story: key.to_owned(),
            probability: f64::from(probability),
            decision,
            weights: WEIGHTS_VERSION.to_owned(),
            why: match (decision, candidate) {
                (StoryDecision::Believe, _) | (_, None) => Vec::new(),
                (_, Some((candidate, _))) => why(model, &candidate.features),
            },
        })
    };
    guess.believed().filter_map(row).collect()
}

/// The features that speak for a story with their shares in percent.
fn why(model: &Model, features: &annals_link::stories::Features) -> Vec<WhyPart> {
    let score = model.score(features).max(f32::MIN_POSITIVE);
    let part = |(name, part): (&str, f32)| WhyPart {
        kind: "feature".to_owned(),
        label: name.to_owned(),
        share: (100.0 * part / score).round().clamp(0.0, 100.0) as u8,
    };
    let parts = model.reasons(features).into_iter().map(part);
    parts.filter(|p| p.share > 0).take(REASONS).collect()
}
