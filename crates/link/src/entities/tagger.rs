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

const TAGS: [Tag; 3] = [Tag::Begin, Tag::Inside, Tag::Outside];

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

    /// The best tags (Viterbi).
    pub(super) fn tags(&self, emissions: &[[f32; 3]]) -> Vec<Tag> {
        best(emissions, &self.transitions)
    }
}

/// The best way through; *inside* follows only *begin* and *inside*.
fn best(emissions: &[[f32; 3]], transitions: &[[f32; 3]; 3]) -> Vec<Tag> {
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(emissions.len());
    let mut scores = [f32::NEG_INFINITY, f32::NEG_INFINITY, 0.0];
    for emission in emissions {
        let mut next = [f32::NEG_INFINITY; 3];
        let mut from = [2_u8; 3];
        for to in 0..3 {
            for was in 0..3 {
                if to == Tag::Inside as usize && was == Tag::Outside as usize {
                    continue;
                }
                let score = scores[was] + transitions[was][to] + emission[to];
                if score > next[to] {
                    next[to] = score;
                    from[to] = was as u8;
                }
            }
        }
        scores = next;
        back.push(from);
    }
    let mut at = 2;
    for tag in [0, 1] {
        if scores[tag] > scores[at] {
            at = tag;
        }
    }
    let mut out: Vec<Tag> = Vec::with_capacity(back.len());
    for from in back.iter().rev() {
        out.push(TAGS[at]);
        at = from[at] as usize;
    }
    out.reverse();
    out
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

    /// Learns from one text.
    pub(super) fn learn(&mut self, features: &[Vec<u32>], gold: &[Tag]) {
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
        let found = now.tags(&emissions);
        let at = self.texts as f32;
        self.texts += 1;
        let (mut was_gold, mut was_found) = (Tag::Outside, Tag::Outside);
        for ((of, gold), found) in features.iter().zip(gold).zip(&found) {
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

/// A stretch of text as a number.
fn number(of: &[Glyph]) -> u64 {
    let mut mix = Mix::default();
    for glyph in of {
        mix.write_u64(u64::from(glyph.plain as u32));
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
            learning.learn(&of("President Ann Lee speaks"), &[Outside, Begin, Inside, Outside]);
            learning.learn(
                &of("the truce with Kenya holds"),
                &[Outside, Outside, Outside, Begin, Outside],
            );
        }
        let tagger = learning.averaged();
        let tags = tagger.tags(&tagger.emissions(&of("President Bob Ray speaks")));
        assert_eq!(tags, [Outside, Begin, Inside, Outside]);
    }

    #[test]
    fn nothing_learned_finds_nothing() {
        let tagger = Tagger::empty();
        let tags = tagger.tags(&tagger.emissions(&of("President Ann Lee speaks")));
        assert!(tags.iter().all(|t| *t == Tag::Outside));
        assert!(tagger.tags(&[]).is_empty());
    }
}
