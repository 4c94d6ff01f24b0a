//! The protocol: learn from earlier days, hide the links of later ones, find them.

use super::baseline::Prior;
use super::score::{Counts, Span};
use super::texts::{Linked, Set};
use annals_link::entities::{Gazetteer, Sizes, Text};
use std::collections::BTreeMap;

/// Days below which an input is too small to be cut in two: each of its days
/// but the first is then tested with all days before it.
const FEW_DAYS: usize = 20;

/// The share of an input's days that are tested, the last ones.
const TESTED: f64 = 0.2;

/// Figures of one input or language.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Both {
    pub ours: Counts,
    pub baseline: Counts,
}

/// What a run came to.
pub(crate) struct Outcome {
    /// By input and language.
    pub by_set: BTreeMap<(String, String), Both>,
    /// What was learned.
    pub sizes: Sizes,
}

/// From which day on an input's texts are tested, and whether these texts may
/// be learned from on the days after their own.
fn cut(set: &Set) -> (i32, bool) {
    let mut days: Vec<i32> =
        set.texts.iter().filter(|t| !t.links.is_empty()).map(|t| t.day).collect();
    days.dedup();
    if days.len() < FEW_DAYS {
        return (days.get(1).copied().unwrap_or(i32::MAX), true);
    }
    let at = (days.len() as f64 * (1.0 - TESTED)) as usize;
    (days[at], false)
}

/// Is shown a text, its links, and what was found.
pub(crate) type Look<'a> = dyn FnMut(&Linked, &[Span], &[Span]) + 'a;

/// Learns and finds; `look` is shown every tested text.
pub(crate) fn run(sets: &[Set], look: &mut Look<'_>) -> Outcome {
    let cuts: Vec<(i32, bool)> = sets.iter().map(cut).collect();
    let mut lessons: Vec<&Linked> = Vec::new();
    for (set, (from, learnable)) in sets.iter().zip(&cuts) {
        lessons.extend(set.texts.iter().filter(|t| *learnable || t.day < *from));
    }
    lessons.sort_by_key(|t| t.day);
    let anchors: Vec<_> = lessons.iter().map(|t| t.anchors()).collect();
    let texts: Vec<Text<'_>> =
        lessons.iter().zip(&anchors).zip(0..).map(|((t, a), id)| t.with(id, a)).collect();
    let gazetteer = Gazetteer::learn(&texts, &[]);

    let mut tests: Vec<(&Linked, usize)> = Vec::new();
    for (at, (set, (from, _))) in sets.iter().zip(&cuts).enumerate() {
        let held = set.texts.iter().filter(|t| t.day >= *from && !t.links.is_empty());
        tests.extend(held.map(|t| (t, at)));
    }
    tests.sort_by_key(|(t, _)| t.day);
    let mut prior = Prior::default();
    let mut known = 0;
    let mut by_set: BTreeMap<(String, String), Both> = BTreeMap::new();
    for (text, set) in tests {
        while lessons.get(known).is_some_and(|l| l.day < text.day) {
            prior.add(lessons[known]);
            known += 1;
        }
        let identity = |key: &str| Some(gazetteer.identity(key));
        let gold: Vec<Span> =
            text.links.iter().map(|(f, t, key)| (*f, *t, identity(key))).collect();
        let found: Vec<Span> = gazetteer
            .find(&text.with(0, &[]))
            .into_iter()
            .map(|m| (m.start, m.end, m.key))
            .collect();
        let plain: Vec<Span> =
            prior.find(&text.text).into_iter().map(|(f, t, key)| (f, t, identity(&key))).collect();
        let tells = |from: usize, to: usize| text.tells(from, to);
        let knew = |from: usize, to: usize| prior.knows(&text.text[from..to]);
        let both = by_set.entry((sets[set].name.clone(), text.lang.clone())).or_default();
        both.ours.add(&gold, &found, &tells, &knew);
        both.baseline.add(&gold, &plain, &tells, &knew);
        look(text, &gold, &found);
    }
    Outcome { by_set, sizes: gazetteer.sizes() }
}
