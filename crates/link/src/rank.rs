//! Which earlier events are nearest to an event.
//!
//! The postings of the event's terms, rarest first, give candidates with rough
//! scores; the best of these are scored exactly. Every score is a sum of words,
//! names, recency, story and category.

use crate::day::{Day, Kind};
use crate::names::Name;
use crate::space::Entry;
use crate::stories::Board;
use crate::{Index, Options, WithinDay};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A scored candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// Index of the earlier item.
    pub other: usize,
    /// The sum of the parts.
    pub score: f32,
    /// What the score is made of.
    pub parts: Parts,
}

/// The parts of a score.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Parts {
    /// By shared words.
    pub words: f32,
    /// By shared names.
    pub names: f32,
    /// By shared countries.
    pub places: f32,
    /// By nearness in time.
    pub time: f32,
    /// By a shared story.
    pub story: f32,
    /// By the same category.
    pub category: f32,
}

impl Parts {
    /// What the texts and stories have in common, time and category apart;
    /// countries count half, for they are also among the names.
    pub fn shared(&self) -> f32 {
        self.words + self.names + self.places / 2.0 + self.story
    }

    fn sum(&self) -> f32 {
        self.words + self.names + self.places + self.time + self.story + self.category
    }
}

/// Best first; equal scores: the later day first, then the order of ids.
fn better(index: &Index<'_>, a: &Ranked, b: &Ranked) -> Ordering {
    let day = |r: &Ranked| index.days[r.other];
    b.score.total_cmp(&a.score).then(day(b).cmp(&day(a))).then(a.other.cmp(&b.other))
}

/// What one thread works with.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) day: Day,
    pub(crate) rough: [Vec<f32>; 2],
    pub(crate) touched: Vec<u32>,
    pub(crate) board: Board,
    /// A sum of unit vectors, spread out over all terms; zero between uses.
    spread: [Vec<f32>; 2],
    /// What a query's terms are worth that nothing has told yet; zero between uses.
    pub(crate) untold: [Vec<f32>; 2],
    /// Names that were read lately, by item.
    pub(crate) names: HashMap<usize, Rc<[Name]>>,
}

impl Scratch {
    pub(crate) fn new(index: &Index<'_>) -> Scratch {
        let zeros = |n: usize| vec![0.0; n];
        Scratch {
            day: Day::new(index),
            rough: [zeros(index.items.len()), zeros(index.items.len())],
            touched: Vec::new(),
            board: Board::default(),
            spread: [zeros(index.words.len()), zeros(index.names.len())],
            untold: [zeros(index.words.len()), zeros(index.names.len())],
            names: HashMap::new(),
        }
    }
}

impl Index<'_> {
    /// For each of the items, the candidates best first, at most
    /// [`Options::candidates`], before anything is left out of the list.
    pub fn rank(&self, queries: &[usize], options: &Options) -> Vec<Vec<Ranked>> {
        self.by_day(queries, options, |scratch, query| self.ranked(scratch, query, options))
    }

    /// Works on stretches of the queries in parallel, results in their order.
    pub(crate) fn by_day<R: Send>(
        &self,
        queries: &[usize],
        options: &Options,
        work: impl Fn(&mut Scratch, usize) -> R + Sync,
    ) -> Vec<R> {
        // Long stretches: a thread that leaps must count its window anew.
        let stretch = (queries.len() / (4 * rayon::current_num_threads()) + 1).min(512);
        queries
            .par_chunks(stretch)
            .map_init(
                || Scratch::new(self),
                |scratch, chunk| {
                    let each = chunk.iter().map(|query| {
                        scratch.day.turn(self, *query, options);
                        work(scratch, *query)
                    });
                    each.collect::<Vec<R>>()
                },
            )
            .flatten_iter()
            .collect()
    }

    /// Where the query's candidates lie.
    fn pool(&self, day: &Day, query: usize, options: &Options) -> Range<usize> {
        let today = self.days[query];
        let end = match options.within_day {
            WithinDay::Related => query,
            WithinDay::Apart => self.days.partition_point(|d| *d < today),
        };
        let oldest = options.max_age.map_or(i32::MIN, |age| today.saturating_sub(age));
        let start = self.days.partition_point(|d| *d < oldest).max(day.window.start);
        start.min(end)..end
    }

    pub(crate) fn ranked(
        &self,
        scratch: &mut Scratch,
        query: usize,
        options: &Options,
    ) -> Vec<Ranked> {
        let pool = self.pool(&scratch.day, query, options);
        self.gather(scratch, query, &pool, options);
        let mut rough: Vec<(f32, u32)> = Vec::with_capacity(scratch.touched.len());
        for item in scratch.touched.drain(..) {
            let at = item as usize;
            let mut score = 0.0;
            for (kind, weight) in
                [(Kind::Words, options.weights.words), (Kind::Names, options.weights.names)]
            {
                let sum = std::mem::take(&mut scratch.rough[kind as usize][at]);
                if sum > 0.0 {
                    // The number of terms stands in for the exact length.
                    let own = kind.space(self).vector(at).len() as f32;
                    let of_query = scratch.day.length(self, kind, query);
                    score += weight * sum / (of_query * 5.0 * own.sqrt());
                }
            }
            score += self.recency(query, at, options);
            score += options.weights.story * self.same_story(query, at, options);
            rough.push((score, item));
        }
        if rough.len() > options.candidates {
            let by_score = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
            rough.select_nth_unstable_by(options.candidates, by_score);
            rough.truncate(options.candidates);
        }
        let mut ranked: Vec<Ranked> = rough
            .into_iter()
            .map(|(_, item)| Ranked { other: item as usize, score: 0.0, parts: Parts::default() })
            .collect();
        self.score(scratch, query, &mut ranked, options);
        ranked.sort_unstable_by(|a, b| better(self, a, b));
        ranked
    }

    /// Exact scores of some earlier items, best first.
    pub(crate) fn scored(
        &self,
        scratch: &mut Scratch,
        query: usize,
        others: impl Iterator<Item = usize>,
        options: &Options,
    ) -> Vec<Ranked> {
        let unscored = |other| Ranked { other, score: 0.0, parts: Parts::default() };
        let mut ranked: Vec<Ranked> = others.map(unscored).collect();
        self.score(scratch, query, &mut ranked, options);
        ranked.sort_unstable_by(|a, b| better(self, a, b));
        ranked
    }

    /// Scores exactly.
    pub(crate) fn score(
        &self,
        scratch: &mut Scratch,
        query: usize,
        ranked: &mut [Ranked],
        options: &Options,
    ) {
        let weights = &options.weights;
        let kinds = [(Kind::Words, weights.words), (Kind::Names, weights.names)];
        for (kind, weight) in kinds {
            self.spread(scratch, kind, query, 1.0);
            for candidate in ranked.iter_mut() {
                let cosine = weight * self.cosine(scratch, kind, candidate.other);
                match kind {
                    Kind::Words => candidate.parts.words = cosine,
                    Kind::Names | Kind::Category => candidate.parts.names = cosine,
                }
            }
            self.clear(scratch, kind, query);
        }
        let category = |item| self.categories.vector(item).first().map(|e| e.id);
        let own = category(query);
        let same_category = own.map_or(0.0, |own| {
            let rarity = scratch.day.rarity(Kind::Category, own).min(CATEGORY_RARITY);
            weights.category * rarity / CATEGORY_RARITY
        });
        for candidate in ranked {
            let other = candidate.other;
            candidate.parts.time = self.recency(query, other, options);
            if weights.story != 0.0 {
                candidate.parts.story = weights.story * self.same_story(query, other, options);
            }
            if own.is_some() && category(other) == own {
                candidate.parts.category = same_category;
            }
            candidate.parts.places = weights.places * self.place_cosine(query, other);
            candidate.score = candidate.parts.sum();
        }
    }

    /// Adds an item's unit vector, times the factor, to the spread-out vector.
    pub(crate) fn spread(&self, scratch: &mut Scratch, kind: Kind, item: usize, factor: f32) {
        let length = scratch.day.length(self, kind, item);
        if length > 0.0 {
            for entry in kind.space(self).vector(item) {
                let rarity = scratch.day.rarity(kind, entry.id);
                scratch.spread[kind as usize][entry.id as usize] +=
                    factor * entry.weight * rarity / length;
            }
        }
    }

    pub(crate) fn clear(&self, scratch: &mut Scratch, kind: Kind, item: usize) {
        for entry in kind.space(self).vector(item) {
            scratch.spread[kind as usize][entry.id as usize] = 0.0;
        }
    }

    /// Product of an item's unit vector and the spread-out vector.
    pub(crate) fn cosine(&self, scratch: &mut Scratch, kind: Kind, item: usize) -> f32 {
        let length = scratch.day.length(self, kind, item);
        if length <= 0.0 {
            return 0.0;
        }
        let mut sum = 0.0;
        for entry in kind.space(self).vector(item) {
            let spread = scratch.spread[kind as usize][entry.id as usize];
            if spread != 0.0 {
                sum += entry.weight * scratch.day.rarity(kind, entry.id) * spread;
            }
        }
        sum / length
    }

    /// Adds up the query's terms over their postings in the pool.
    fn gather(&self, scratch: &mut Scratch, query: usize, pool: &Range<usize>, options: &Options) {
        let mut terms: Vec<(usize, usize, Kind, Entry)> = Vec::new();
        for kind in [Kind::Words, Kind::Names] {
            for entry in kind.space(self).vector(query) {
                let frequency = kind.space(self).postings(entry.id, pool).len();
                terms.push((frequency, terms.len(), kind, *entry));
            }
        }
        terms.sort_unstable_by_key(|(frequency, order, ..)| (*frequency, *order));
        let mut left = options.postings;
        for (frequency, _, kind, entry) in terms {
            if frequency > left {
                break;
            }
            left -= frequency;
            let rarity = scratch.day.rarity(kind, entry.id);
            let weight = entry.weight * rarity * rarity;
            for posting in kind.space(self).postings(entry.id, pool) {
                let at = posting.id as usize;
                // A product of zero would leave an item unmarked, to be met again as new.
                if weight * posting.weight <= 0.0 {
                    continue;
                }
                if scratch.rough[0][at] == 0.0 && scratch.rough[1][at] == 0.0 {
                    scratch.touched.push(posting.id);
                }
                scratch.rough[kind as usize][at] += weight * posting.weight;
            }
        }
    }

    fn recency(&self, query: usize, other: usize, options: &Options) -> f32 {
        let weights = &options.weights;
        let apart = self.days[query].saturating_sub(self.days[other]) as f32;
        weights.fresh * (-apart / weights.fresh_days).exp2()
            + weights.recent * (-apart / weights.recent_days).exp2()
    }

    /// Cosine of two items' sets of countries.
    pub(crate) fn place_cosine(&self, a: usize, b: usize) -> f32 {
        let (a, b) = (&self.places[a], &self.places[b]);
        let both = a.iter().filter(|place| b.contains(place)).count();
        if both == 0 { 0.0 } else { both as f32 / ((a.len() * b.len()) as f32).sqrt() }
    }

    /// The terms that two items share, in the order of the first one's text,
    /// with what each adds to their cosine.
    pub(crate) fn shared(&self, day: &mut Day, kind: Kind, a: usize, b: usize) -> Vec<(u32, f32)> {
        let space = kind.space(self);
        let other = space.vector(b);
        let lengths = day.length(self, kind, a) * day.length(self, kind, b);
        let mut out = Vec::new();
        for entry in space.vector(a) {
            if let Some(same) = other.iter().find(|o| o.id == entry.id) {
                let rarity = day.rarity(kind, entry.id);
                out.push((entry.id, entry.weight * same.weight * rarity * rarity / lengths));
            }
        }
        out
    }
}

/// A category this rare, or rarer, counts in full: one event in twenty has it.
const CATEGORY_RARITY: f32 = 3.0;
