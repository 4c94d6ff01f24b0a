//! What the editors of one language link, and where names stand there: learned
//! a day at a time, and kept as it was from time to time, so that each day is
//! judged by what was learned before it.

use super::candidates::Possible;
use super::choose::{self, Chooser};
use super::lesson::Lesson;
use super::tagger::{self, Tag, Tagger};
use super::weights;

/// The learned weights are kept each time as many texts more than this share of
/// those before were learned from, so that their number stays small.
const KEPT_EACH: f64 = 1.5;

/// The fewest linked texts after which learned weights are used instead of the
/// ones that annals brings.
const FEWEST_TEXTS: u32 = 60;

/// Texts that the tagger learns from whole; of later ones, one of so many, to save time.
const TAGGED_ALL: u32 = 20_000;
const TAGGED_EACH: u32 = 4;

/// What was learned of choosing, as of a day.
#[derive(Debug, Clone)]
pub(super) struct Model {
    /// From the day after this one on.
    since: i32,
    pub chooser: Chooser,
    pub tagger: Tagger,
}

impl Model {
    /// What annals brings.
    pub(super) fn first() -> Model {
        let chooser = Chooser::new(weights::CHOOSER);
        Model { since: i32::MIN, chooser, tagger: Tagger::empty() }
    }
}

/// What was learned from the texts of one language.
#[derive(Debug, Clone)]
pub(super) struct Habits {
    choosing: choose::Learning,
    tagging: tagger::Learning,
    texts: u32,
    models: Vec<Model>,
}

impl Default for Habits {
    fn default() -> Habits {
        Habits {
            choosing: choose::Learning::new(Chooser::new(weights::CHOOSER)),
            tagging: tagger::Learning::new(),
            texts: 0,
            models: Vec::new(),
        }
    }
}

impl Habits {
    /// Learns which of the possible names of a text were linked.
    pub(super) fn learn(&mut self, lesson: &Lesson<'_>, possible: &Possible) {
        for candidate in &possible.candidates {
            let (from, to) = (candidate.from, candidate.to);
            if lesson.told(from, to) || lesson.crosses(from, to) {
                let linked = lesson.is_link(from, to);
                self.choosing.learn(candidate.class, &candidate.figures, linked);
            }
        }
        if self.texts < TAGGED_ALL || self.texts.is_multiple_of(TAGGED_EACH) {
            self.tagging.learn(&possible.features, &tags(lesson, possible));
        }
        self.texts += 1;
    }

    /// Keeps what was learned up to the end of a day, if it is much more than was kept.
    pub(super) fn keep(&mut self, day: i32) {
        let due = f64::from(FEWEST_TEXTS) * KEPT_EACH.powi(self.models.len() as i32);
        if f64::from(self.texts) >= due {
            self.models.push(Model {
                since: day,
                chooser: self.choosing.settled(),
                tagger: self.tagging.averaged(),
            });
        }
    }

    /// What was learned before the day.
    pub(super) fn model(&self, day: i32) -> Option<&Model> {
        let known = self.models.partition_point(|m| m.since < day);
        known.checked_sub(1).map(|at| &self.models[at])
    }
}

fn tags(lesson: &Lesson<'_>, possible: &Possible) -> Vec<Option<Tag>> {
    possible
        .units
        .iter()
        .zip(&possible.covers)
        .map(|(unit, cover)| {
            let at = lesson.links.partition_point(|l| l.1 <= unit.from);
            match lesson.links.get(at) {
                Some(link) if link.0 == unit.from => Some(Tag::Begin),
                Some(link) if link.0 < unit.from => Some(Tag::Inside),
                // A known name where links are not told may be one; the words
                // between names are none, told or not.
                _ => (cover.part == 0 || lesson.told(unit.from, unit.to)).then_some(Tag::Outside),
            }
        })
        .collect()
}
