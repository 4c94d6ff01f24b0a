//! Models of stories, one for each year, made from the years before it only.

use super::train::{Example, model};
use crate::eval::lines::Line;
use annals_link::stories::{Candidate, Guess, Model, REACH};
use annals_link::{Index, Options};
use std::collections::{BTreeMap, HashMap};

/// Events with a known story that a model needs at least.
const ENOUGH: usize = 300;

/// A year's model, and whether the years before it made it; the program's own
/// weights stand in where they have too few events.
pub(crate) struct Yearly {
    models: BTreeMap<i32, Model>,
    shipped: Model,
}

/// An event with a heading.
pub(crate) struct Headed {
    /// Its line.
    pub item: usize,
    pub year: i32,
    /// Whether the heading stood over an event of an earlier day, at most
    /// [`REACH`] days before.
    pub known: bool,
    /// The stories that it may go on with.
    pub candidates: Vec<Candidate>,
    /// The position of its own among them.
    pub right: Option<usize>,
}

/// The year of a line.
pub(crate) fn year(line: &Line) -> i32 {
    line.date.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0)
}

/// All events with a heading, in order.
pub(crate) fn headed(lines: &[Line], index: &Index<'_>, options: &Options) -> Vec<Headed> {
    let items: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].stories.is_empty()).collect();
    let candidates = index.story_candidates(&items, options);
    let mut days: HashMap<&str, Vec<i32>> = HashMap::new();
    items
        .into_iter()
        .zip(candidates)
        .map(|(item, candidates)| {
            let line = &lines[item];
            let story = line.stories.last().map(String::as_str).unwrap_or_default();
            let before = days.entry(story).or_default();
            let last = before.iter().rev().find(|d| **d < line.day);
            let known = last.is_some_and(|d| line.day - d <= REACH);
            before.push(line.day);
            let right = candidates.iter().position(|c| index.story_key(c.story) == story);
            Headed { item, year: year(line), known, candidates, right }
        })
        .collect()
}

impl Yearly {
    /// Makes a model for each year that has enough before it.
    pub(crate) fn train(headed: &[Headed]) -> Yearly {
        let mut years: Vec<i32> = headed.iter().map(|h| h.year).collect();
        years.dedup();
        let mut models = BTreeMap::new();
        for year in years {
            let before: Vec<&Headed> = headed.iter().filter(|h| h.year < year).collect();
            if before.iter().filter(|h| h.known).count() >= ENOUGH {
                models.insert(year, fit(&before));
            }
        }
        Yearly { models, shipped: Model::default() }
    }

    /// The model for a year, and whether the years before made it.
    pub(crate) fn model(&self, year: i32) -> (&Model, bool) {
        match self.models.get(&year) {
            Some(model) => (model, true),
            None => (&self.shipped, false),
        }
    }

    /// Whether any year has a model of its own.
    pub(crate) fn any(&self) -> bool {
        !self.models.is_empty()
    }

    /// Guesses for all lines, each by its year's model.
    pub(crate) fn guesses(
        &self,
        lines: &[Line],
        index: &Index<'_>,
        options: &Options,
    ) -> Vec<Guess> {
        let mut out = Vec::with_capacity(lines.len());
        while let Some(line) = lines.get(out.len()) {
            let this = year(line);
            let end = out.len() + lines[out.len()..].iter().take_while(|l| year(l) == this).count();
            let items: Vec<usize> = (out.len()..end).collect();
            out.extend(index.guess_stories(&items, self.model(this).0, options));
        }
        out
    }
}

/// The model that these events make.
pub(crate) fn fit(headed: &[&Headed]) -> Model {
    let examples: Vec<Example<'_>> = headed
        .iter()
        .filter(|h| h.known)
        .filter_map(|h| Some(Example { candidates: &h.candidates, right: h.right? }))
        .collect();
    let all: Vec<_> = headed
        .iter()
        .map(|h| (&h.candidates[..], h.right.map(|r| h.candidates[r].story), h.known))
        .collect();
    model(&examples, &all)
}
