//! A small tagger: where names begin and go on, learned from the archive's links.
//!
//! A structured averaged perceptron (Collins 2002) over units with the tags
//! *begin*, *inside* and *outside*: features are the unit, its neighbours,
//! their shapes and endings, and whether a known name covers it. It goes once
//! over the texts in the order of their days, so that what it knew before a day
//! can be said exactly; features are hashed, so that it never grows.

use super::fold::Glyph;
use super::trie::Mix;
use super::units::{Look, Unit};
use std::hash::Hasher as _;

/// Weights; names of one archive set some 50,000 to 200,000 features.
const BUCKETS: usize = 1 << 17;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Begin = 0,
    Inside = 1,
    Outside = 2,
}

/// How a known name covers a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cover {
    /// 0 nothing, 1 it begins here, 2 it goes on.
    pub part: u8,
    /// How often the name is linked, 0 (never) to 5 (always).
    pub linked: u8,
}

/// For each unit what speaks for each tag.
pub(super) type Emissions = Vec<[f32; 3]>;

/// Weights at rest.
#[derive(Debug, Clone)]
pub(super) struct Tagger {
    weights: Vec<[f32; 3]>,
    transitions: [[f32; 3]; 3],
}

impl Tagger {
    /// One that knows nothing.
    pub(super) fn empty() -> Tagger {
        Tagger { weights: Vec::new(), transitions: [[0.0; 3]; 3] }
    }

    /// Scores every unit of a text; all are 0 while nothing was learned.
    pub(super) fn emissions(&self, features: &[Vec<u32>]) -> Emissions {
        let score = |of: &Vec<u32>| {
            let mut sum = [0.0; 3];
            for feature in of {
                if let Some(weights) = self.weights.get(*feature as usize) {
                    for tag in 0..3 {
                        sum[tag] += weights[tag];
                    }
                }
            }
            sum
        };
        features.iter().map(score).collect()
    }

    /// All ways through a text.
    pub(super) fn paths(&self, emissions: &[[f32; 3]]) -> Paths {
        Paths::new(emissions, &self.transitions)
    }
}

/// The best ways through a text, from the front and from the back (Viterbi).
#[derive(Debug)]
pub(super) struct Paths {
    emissions: Emissions,
    transitions: [[f32; 3]; 3],
    /// By unit and its tag: the best score up to and with it.
    forward: Vec<[f32; 3]>,
    /// By unit and its tag: the best score after it.
    backward: Vec<[f32; 3]>,
    /// Sums over all units before one: inside of a name, and outside.
    sums: Vec<(f32, f32)>,
}

/// *Inside* follows only *begin* and *inside*.
fn may_follow(was: usize, tag: usize) -> bool {
    tag != Tag::Inside as usize || was != Tag::Outside as usize
}

impl Paths {
    fn new(emissions: &[[f32; 3]], transitions: &[[f32; 3]; 3]) -> Paths {
        let units = emissions.len();
        let mut forward = Vec::with_capacity(units);
        let mut scores = [f32::NEG_INFINITY, f32::NEG_INFINITY, 0.0];
        for emission in emissions {
            let mut next = [f32::NEG_INFINITY; 3];
            for (tag, next) in next.iter_mut().enumerate() {
                for was in (0..3).filter(|was| may_follow(*was, tag)) {
                    *next = next.max(scores[was] + transitions[was][tag] + emission[tag]);
                }
            }
            scores = next;
            forward.push(scores);
        }
        let mut backward = vec![[0.0; 3]; units];
        for at in (1..units).rev() {
            let mut here = [f32::NEG_INFINITY; 3];
            for (was, here) in here.iter_mut().enumerate() {
                for tag in (0..3).filter(|tag| may_follow(was, *tag)) {
                    let after = emissions[at][tag] + backward[at][tag];
                    *here = here.max(transitions[was][tag] + after);
                }
            }
            backward[at - 1] = here;
        }
        let mut sums = Vec::with_capacity(units + 1);
        let mut sum = (0.0, 0.0);
        sums.push(sum);
        for emission in emissions {
            sum.0 += emission[Tag::Inside as usize] + transitions[1][1];
            sum.1 += emission[Tag::Outside as usize] + transitions[2][2];
            sums.push(sum);
        }
        Paths { sums, emissions: emissions.to_vec(), transitions: *transitions, forward, backward }
    }

    /// The best tags; *outside* where others are as good.
    pub(super) fn best(&self) -> Vec<Tag> {
        let mut out: Vec<Tag> = Vec::with_capacity(self.forward.len());
        let mut was = Tag::Outside;
        for at in 0..self.forward.len() {
            let mut best = Tag::Outside;
            let mut most = f32::NEG_INFINITY;
            for tag in [Tag::Outside, Tag::Begin, Tag::Inside] {
                if may_follow(was as usize, tag as usize) {
                    let score = self.transitions[was as usize][tag as usize]
                        + self.emissions[at][tag as usize]
                        + self.backward[at][tag as usize];
                    if score > most {
                        (best, most) = (tag, score);
                    }
                }
            }
            out.push(best);
            was = best;
        }
        out
    }

    /// How much better the best way with a name from one unit to before another
    /// is than the best way with none of these units in a name.
    pub(super) fn margin(&self, from: usize, to: usize) -> f32 {
        if from >= to || to > self.emissions.len() {
            return 0.0;
        }
        let before = |tag: Tag| match from.checked_sub(1) {
            None => self.transitions[Tag::Outside as usize][tag as usize],
            Some(at) => (0..3)
                .map(|was| self.forward[at][was] + self.transitions[was][tag as usize])
                .fold(f32::NEG_INFINITY, f32::max),
        };
        let after = |was: Tag| match self.emissions.get(to) {
            None => 0.0,
            Some(emission) => [Tag::Begin as usize, Tag::Outside as usize]
                .iter()
                .map(|tag| {
                    self.transitions[was as usize][*tag] + emission[*tag] + self.backward[to][*tag]
                })
                .fold(f32::NEG_INFINITY, f32::max),
        };
        // The first unit's transition is in `before`, the second's from *begin*.
        let first = &self.emissions[from];
        let mut name = before(Tag::Begin) + first[Tag::Begin as usize];
        let none = before(Tag::Outside)
            + first[Tag::Outside as usize]
            + (self.sums[to].1 - self.sums[from + 1].1);
        let mut last = Tag::Begin;
        if to > from + 1 {
            name += self.transitions[0][1] - self.transitions[1][1];
            name += self.sums[to].0 - self.sums[from + 1].0;
            last = Tag::Inside;
        }
        (name + after(last)) - (none + after(Tag::Outside))
    }
}

/// Weights in the making.
#[derive(Debug, Clone)]
pub(super) struct Learning {
    weights: Vec<[f32; 3]>,
    /// Each change times the number of texts before it.
    totals: Vec<[f32; 3]>,
    transitions: [[f32; 3]; 3],
    transition_totals: [[f32; 3]; 3],
    texts: u32,
}

impl Learning {
    pub(super) fn new() -> Learning {
        Learning {
            weights: vec![[0.0; 3]; BUCKETS],
            totals: vec![[0.0; 3]; BUCKETS],
            transitions: [[0.0; 3]; 3],
            transition_totals: [[0.0; 3]; 3],
            texts: 0,
        }
    }

    /// Learns from one text. A unit without tag is right whatever is found there.
    pub(super) fn learn(&mut self, features: &[Vec<u32>], gold: &[Option<Tag>]) {
        let now = Tagger { weights: Vec::new(), transitions: self.transitions };
        let mut emissions: Emissions = Vec::with_capacity(features.len());
        for of in features {
            let mut sum = [0.0; 3];
            for feature in of {
                for (tag, sum) in sum.iter_mut().enumerate() {
                    *sum += self.weights[*feature as usize][tag];
                }
            }
            emissions.push(sum);
        }
        let found = now.paths(&emissions).best();
        let at = self.texts as f32;
        self.texts += 1;
        let (mut was_gold, mut was_found) = (Tag::Outside, Tag::Outside);
        for ((of, gold), found) in features.iter().zip(gold).zip(&found) {
            let gold = gold.as_ref().unwrap_or(found);
            if gold != found {
                for (tag, by) in [(*gold, 1.0), (*found, -1.0)] {
                    for feature in of {
                        self.weights[*feature as usize][tag as usize] += by;
                        self.totals[*feature as usize][tag as usize] += by * at;
                    }
                }
            }
            if (was_gold, gold) != (was_found, found) {
                for (was, tag, by) in [(was_gold, *gold, 1.0), (was_found, *found, -1.0)] {
                    self.transitions[was as usize][tag as usize] += by;
                    self.transition_totals[was as usize][tag as usize] += by * at;
                }
            }
            (was_gold, was_found) = (*gold, *found);
        }
    }

    /// The mean of the weights over all texts so far.
    pub(super) fn averaged(&self) -> Tagger {
        let texts = self.texts.max(1) as f32;
        let mean = |weights: &[f32; 3], totals: &[f32; 3]| {
            std::array::from_fn(|tag| weights[tag] - totals[tag] / texts)
        };
        Tagger {
            weights: self.weights.iter().zip(&self.totals).map(|(w, t)| mean(w, t)).collect(),
            transitions: std::array::from_fn(|was| {
                mean(&self.transitions[was], &self.transition_totals[was])
            }),
        }
    }
}

/// Makes hashed features of one kind out of numbers.
fn hashed(kind: u64, parts: &[u64]) -> u32 {
    let mut mix = Mix::default();
    mix.write_u64(kind);
    for part in parts {
        mix.write_u64(*part);
    }
    (mix.finish() % BUCKETS as u64) as u32
}

/// A stretch of text as a number; all digits are one, so that a year is like another.
fn number(of: &[Glyph]) -> u64 {
    let mut mix = Mix::default();
    for glyph in of {
        let c = if glyph.plain.is_numeric() { '0' } else { glyph.plain };
        mix.write_u64(u64::from(c as u32));
    }
    mix.finish()
}

/// What lies beyond the text.
const BEYOND: u64 = 1;

/// The features of every unit.
pub(super) fn features(text: &[Glyph], units: &[Unit], covers: &[Cover]) -> Vec<Vec<u32>> {
    let words: Vec<u64> =
        units.iter().map(|u| number(&text[u.from as usize..u.to as usize])).collect();
    let word = |at: Option<usize>| at.and_then(|at| words.get(at).copied()).unwrap_or(BEYOND);
    let look = |at: Option<usize>| {
        at.and_then(|at| units.get(at)).map_or(9, |u| u.look as u64 * 2 + u64::from(u.spaced))
    };
    let one = |at: usize, unit: &Unit| {
        let (p2, p1, n1, n2) = (at.checked_sub(2), at.checked_sub(1), Some(at + 1), Some(at + 2));
        let w = words[at];
        let cover = covers[at];
        let covered = u64::from(cover.part) * 8 + u64::from(cover.linked);
        let mut out = vec![
            hashed(0, &[]),
            hashed(1, &[w]),
            hashed(2, &[word(p1)]),
            hashed(3, &[word(n1)]),
            hashed(4, &[word(p1), w]),
            hashed(5, &[w, word(n1)]),
            hashed(6, &[word(p2), word(p1)]),
            hashed(7, &[word(n1), word(n2)]),
            hashed(8, &[look(p1), look(Some(at)), look(n1)]),
            hashed(9, &[covered]),
            hashed(10, &[covered, word(p1)]),
            hashed(11, &[covered, word(n1)]),
            hashed(12, &[covered, look(p1), look(Some(at)), look(n1)]),
        ];
        if unit.look == Look::Unspaced {
            out.push(hashed(20, &[word(p1), w, word(n1)]));
            out.push(hashed(21, &[word(p2)]));
            out.push(hashed(22, &[word(n2)]));
            out.push(hashed(23, &[word(p2), word(p1), w]));
            out.push(hashed(24, &[w, word(n1), word(n2)]));
        } else if unit.look != Look::Mark {
            let form = &text[unit.from as usize..unit.to as usize];
            for length in [2, 3, 4] {
                if form.len() > length {
                    out.push(hashed(30, &[number(&form[form.len() - length..])]));
                    out.push(hashed(31, &[number(&form[..length])]));
                }
            }
            out.push(hashed(32, &[look(Some(at)), word(p1)]));
            out.push(hashed(33, &[look(Some(at)), word(n1)]));
        }
        out
    };
    units.iter().enumerate().map(|(at, unit)| one(at, unit)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::super::units::units;
    use super::*;

    fn of(text: &str) -> Vec<Vec<u32>> {
        let glyphs = fold(text);
        let units = units(&glyphs);
        features(&glyphs, &units, &vec![Cover::default(); units.len()])
    }

    #[test]
    fn it_learns_where_names_stand() {
        let mut learning = Learning::new();
        use Tag::{Begin, Inside, Outside};
        for _ in 0..8 {
            let tags = [Outside, Begin, Inside, Outside].map(Some);
            learning.learn(&of("President Ann Lee speaks"), &tags);
            let tags = [Outside, Outside, Outside, Begin, Outside].map(Some);
            learning.learn(&of("the truce with Kenya holds"), &tags);
        }
        let tagger = learning.averaged();
        let tags = tagger.paths(&tagger.emissions(&of("President Bob Ray speaks"))).best();
        assert_eq!(tags, [Outside, Begin, Inside, Outside]);
    }

    #[test]
    fn nothing_learned_finds_nothing() {
        let tagger = Tagger::empty();
        let tags = tagger.paths(&tagger.emissions(&of("President Ann Lee speaks"))).best();
        assert!(tags.iter().all(|t| *t == Tag::Outside));
        assert!(tagger.paths(&[]).best().is_empty());
    }
}
