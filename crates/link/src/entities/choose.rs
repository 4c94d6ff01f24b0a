//! Which of the possible names of a text are mentions that an editor would
//! link: a logistic model, and the best set of names that do not overlap.
//!
//! The model goes over the archive in the order of the days, judging each day
//! before it sees its links; so it learns the habits of the archive's editors
//! (that they link first mentions, countries seldom, offices often). Each time
//! that its weights are kept, it goes over the newest examples again.

use std::collections::VecDeque;

/// Figures that describe one possible name. All: 0 always 1, 4 place in the
/// text, 5 length, 6 several units, 8 begins a sentence, 9 small letters, 10-13
/// the tagger's margins, 14 its best span, 15 a run of capitals or a dotted
/// name, 23 names in the text, 24 a number, 25 a dot. Known ones: 1 log-odds of
/// being linked, 2 links, 3 probability, 7 as written, 16 in the news, 17 in the
/// tables, 18 share of its commonest meaning, 19 within, 20 around, 21 across
/// another known name, 22 named before, 26 a country within a run of capitals, 27 log-odds of
/// being linked in the last year, 28 sightings in it.
/// Unknown ones: 1 a known name touches it; by its pattern 2 log-odds, 3 there
/// is one, 7 probability, 16 links.
pub(super) const FIGURES: usize = 29;

/// The figures of one possible name.
pub(super) type Figures = [f32; FIGURES];

/// Kinds of possible names, each with weights of its own: known or not, in a
/// script with spaces or without.
pub(super) const CLASSES: usize = 4;

/// From which probability on a name is a mention. F1 is greatest where the
/// threshold is half of the F1 that can be reached (Lipton and others 2014),
/// some 2/3 here.
const THRESHOLD: f32 = 0.33;

/// Step of the learning (AdaGrad; Duchi and others 2011), and its first divisor.
const STEP: f32 = 0.3;
const DAMPING: f32 = 1.0;

/// Pull towards zero at each step.
const DECAY: f32 = 1e-6;

/// Weights at rest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chooser {
    weights: [Figures; CLASSES],
}

impl Chooser {
    pub(super) fn new(weights: [Figures; CLASSES]) -> Chooser {
        Chooser { weights }
    }

    /// Log-odds that an editor would link it.
    pub(super) fn odds(&self, class: usize, figures: &Figures) -> f32 {
        self.weights[class].iter().zip(figures).map(|(w, x)| w * x).sum()
    }
}

/// Examples that are kept to be gone over again, by language: those of
/// some 6,000 texts, 20 megabytes.
const MOST_EXAMPLES: usize = 150_000;

/// How often they are, when weights are kept.
const ROUNDS: usize = 4;

/// One possible name of the past.
#[derive(Debug, Clone)]
struct Example {
    class: usize,
    figures: Figures,
    linked: bool,
}

/// Weights in the making.
#[derive(Debug, Clone)]
pub(super) struct Learning {
    chooser: Chooser,
    squares: [Figures; CLASSES],
    examples: VecDeque<Example>,
}

impl Learning {
    pub(super) fn new(chooser: Chooser) -> Learning {
        let squares = [[DAMPING; FIGURES]; CLASSES];
        Learning { chooser, squares, examples: VecDeque::new() }
    }

    /// Learns whether one possible name was linked.
    pub(super) fn learn(&mut self, class: usize, figures: &Figures, linked: bool) {
        self.step(class, figures, linked);
        if self.examples.len() == MOST_EXAMPLES {
            self.examples.pop_front();
        }
        self.examples.push_back(Example { class, figures: *figures, linked });
    }

    /// The weights after going over the newest examples again.
    pub(super) fn settled(&mut self) -> Chooser {
        let examples = std::mem::take(&mut self.examples);
        for _ in 0..ROUNDS {
            for example in &examples {
                self.step(example.class, &example.figures, example.linked);
            }
        }
        self.examples = examples;
        self.chooser.clone()
    }

    fn step(&mut self, class: usize, figures: &Figures, linked: bool) {
        let error = probability(self.chooser.odds(class, figures)) - f32::from(u8::from(linked));
        let weights = &mut self.chooser.weights[class];
        for ((weight, square), x) in weights.iter_mut().zip(&mut self.squares[class]).zip(figures) {
            let gradient = error * x + DECAY * *weight;
            *square += gradient * gradient;
            *weight -= STEP * gradient / square.sqrt();
        }
    }
}

/// Log-odds as a probability.
pub(super) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// A possible name: its ends and its log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub from: u32,
    pub to: u32,
    pub odds: f32,
}

/// The indices of the spans that are mentions, in the text's order: of those
/// above the threshold the set without overlaps that has the greatest sum.
/// At equal sums the longer and earlier span wins.
pub(super) fn choose(spans: &[Span]) -> Vec<usize> {
    let least = (THRESHOLD / (1.0 - THRESHOLD)).ln();
    let mut order: Vec<usize> = (0..spans.len())
        .filter(|i| spans[*i].odds > least && spans[*i].from < spans[*i].to)
        .collect();
    order.sort_by_key(|i| (spans[*i].to, spans[*i].from, *i));
    let ends: Vec<u32> = order.iter().map(|i| spans[*i].to).collect();
    // By how many of the ordered spans may be used: the best sum.
    let mut sums = vec![0.0_f64];
    let mut taken = Vec::with_capacity(order.len());
    for (n, i) in order.iter().enumerate() {
        let span = spans[*i];
        let before = ends[..n].partition_point(|end| *end <= span.from);
        let with = sums[before] + f64::from(span.odds - least);
        taken.push((with > sums[n]).then_some(before));
        sums.push(with.max(sums[n]));
    }
    let mut out = Vec::new();
    let mut n = order.len();
    while n > 0 {
        match taken[n - 1] {
            Some(before) => {
                out.push(order[n - 1]);
                n = before;
            }
            None => n -= 1,
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_set_without_overlaps() {
        let span = |from, to, odds| Span { from, to, odds };
        let spans = [span(0, 3, 1.0), span(0, 9, 1.5), span(4, 9, 1.2), span(9, 12, -3.0)];
        assert_eq!(choose(&spans), [0, 2]);
        let spans = [span(0, 3, 0.2), span(0, 9, 3.0), span(4, 9, 0.2)];
        assert_eq!(choose(&spans), [1]);
        assert!(choose(&[]).is_empty());
    }

    #[test]
    fn it_learns_from_what_was_linked() {
        let mut learning = Learning::new(Chooser::new([[0.0; FIGURES]; CLASSES]));
        let (mut yes, mut no) = ([0.0; FIGURES], [0.0; FIGURES]);
        (yes[0], yes[1], no[0]) = (1.0, 1.0, 1.0);
        for _ in 0..200 {
            learning.learn(0, &yes, true);
            learning.learn(0, &no, false);
        }
        let chooser = learning.settled();
        assert!(chooser.odds(0, &yes) > 0.5 && chooser.odds(0, &no) < -0.5);
    }
}
