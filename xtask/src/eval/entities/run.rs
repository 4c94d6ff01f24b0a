//! The two protocols: links of later days are hidden from one who knows the
//! earlier ones, and links of some days from one who knows all others.

use super::baseline::Prior;
use super::elsewhere::Elsewhere;
use super::score::{Counts, Judge, Span};
use super::texts::{Linked, Set};
use annals_link::entities::{Gazetteer, Sizes, Text};
use std::collections::BTreeMap;

/// Days below which an input is too small to be cut in two: each of its days
/// but the first is then tested with all days before it.
const FEW_DAYS: usize = 20;

/// The share of an input's days that are tested, the last ones.
const TESTED: f64 = 0.2;

/// Parts of all days that are held back one after the other.
const PARTS: usize = 24;

/// Figures of one input or language.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Both {
    pub ours: Counts,
    pub baseline: Counts,
}

/// What a run came to.
#[derive(Default)]
pub(crate) struct Outcome {
    /// By input and language.
    pub by_set: BTreeMap<(String, String), Both>,
    /// What was learned.
    pub sizes: Option<Sizes>,
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

/// A text to be tested, and the number of its input.
type Test<'a> = (&'a Linked, usize);

/// A text to be learned from, and the day that it is taken to be of.
type Lesson<'a> = (i32, &'a Linked);

/// Learns from earlier days, finds on later ones; `look` is shown every tested text.
pub(crate) fn streaming(sets: &[Set], elsewhere: &Elsewhere, look: &mut Look<'_>) -> Outcome {
    let cuts: Vec<(i32, bool)> = sets.iter().map(cut).collect();
    let mut lessons: Vec<Lesson<'_>> = Vec::new();
    let mut tests: Vec<Test<'_>> = Vec::new();
    for (at, (set, (from, learnable))) in sets.iter().zip(&cuts).enumerate() {
        let linked = set.texts.iter().filter(|t| !t.links.is_empty());
        lessons.extend(linked.clone().filter(|t| *learnable || t.day < *from).map(|t| (t.day, t)));
        tests.extend(linked.filter(|t| t.day >= *from).map(|t| (t, at)));
    }
    let mut out = Outcome::default();
    run(sets, lessons, tests, elsewhere, &mut out, look);
    out
}

/// Cuts all days into parts, and finds the links of each with what all others
/// teach. The days after a part are taken to be as long before it, so that all
/// that is learned is known on the tested days, and what is near them is near.
pub(crate) fn held_back(sets: &[Set], elsewhere: &Elsewhere, look: &mut Look<'_>) -> Outcome {
    let numbered = sets.iter().enumerate().flat_map(|(at, s)| s.texts.iter().map(move |t| (t, at)));
    let mut all: Vec<Test<'_>> = numbered.filter(|(t, _)| !t.links.is_empty()).collect();
    all.sort_by_key(|(t, _)| t.day);
    let mut out = Outcome::default();
    let mut from = 0;
    for part in 1..=PARTS {
        let mut to = (all.len() * part / PARTS).max(from);
        while to > from && to < all.len() && all[to].0.day == all[to - 1].0.day {
            to += 1;
        }
        if to == from {
            continue;
        }
        let (first, last) = (all[from].0.day, all[to - 1].0.day);
        let earlier = all[..from].iter().map(|(t, _)| (t.day, *t));
        let later = all[to..].iter().map(|(t, _)| (first - (t.day - last), *t));
        let lessons = earlier.chain(later).collect();
        run(sets, lessons, all[from..to].to_vec(), elsewhere, &mut out, look);
        from = to;
    }
    out
}

fn run(
    sets: &[Set],
    mut lessons: Vec<Lesson<'_>>,
    mut tests: Vec<Test<'_>>,
    elsewhere: &Elsewhere,
    out: &mut Outcome,
    look: &mut Look<'_>,
) {
    lessons.sort_by_key(|(day, _)| *day);
    let anchors: Vec<_> = lessons.iter().map(|(_, t)| t.anchors()).collect();
    let texts: Vec<Text<'_>> = lessons
        .iter()
        .zip(&anchors)
        .zip(0..)
        .map(|(((day, t), a), id)| Text { day: *day, ..t.with(id, a) })
        .collect();
    let gazetteer = Gazetteer::learn(&texts, &[]);
    out.sizes = Some(gazetteer.sizes());
    tests.sort_by_key(|(t, _)| t.day);
    let mut prior = Prior::default();
    let mut known = 0;
    for (text, set) in tests {
        while lessons.get(known).is_some_and(|(day, _)| *day < text.day) {
            prior.add(lessons[known].1);
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
        let judge = Judge {
            tells: &|from, to| text.tells(from, to),
            knew: &|from, to| prior.knows(&text.text[from..to]),
            elsewhere: &|from, to| elsewhere.links(&text.text[from..to], text.day),
        };
        let both = out.by_set.entry((sets[set].name.clone(), text.lang.clone())).or_default();
        both.ours.add(&gold, &found, &judge);
        both.baseline.add(&gold, &plain, &judge);
        look(text, &gold, &found);
    }
}
