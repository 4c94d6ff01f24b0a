//! The one statement that tells a day: most of what the day is about, least of
//! what was told already (centrality against redundancy: MMR, Carbonell and
//! Goldstein 1998). It is always an event's own statement, word for word.

use super::Told;
use crate::words::words;
use std::collections::HashMap;
use std::ops::Range;

/// How much likeness to what was told takes off.
const REPEATED: f32 = 0.9;

/// What the day's own events count beside the whole story when a sentence's
/// centrality is taken.
const OF_DAY: f32 = 0.5;

/// How long a statement may be before it is a page put in by mistake, in bytes;
/// and how short before it says too little.
const LONG: usize = 600;
const SHORT: usize = 40;

/// What a statement of a wrong length loses.
const MISFIT: f32 = 0.3;

/// What more sources are worth, for each doubling.
const BY_SOURCES: f32 = 0.02;

/// A sparse vector, by term.
pub(super) type Vector = Vec<(u32, f32)>;

/// The words of a story's events as unit vectors.
pub(super) struct Texts {
    vectors: Vec<Vector>,
    /// Likeness of each to the whole story.
    central: Vec<f32>,
}

impl Texts {
    pub(super) fn of(events: &[Told<'_>]) -> Texts {
        let mut ids: HashMap<String, u32> = HashMap::new();
        let mut counts: Vec<f32> = Vec::new();
        let mut vectors: Vec<Vector> = Vec::with_capacity(events.len());
        for event in events {
            let mut vector: Vector = Vec::new();
            for word in words(event.text, event.lang) {
                let next = ids.len() as u32;
                let id = *ids.entry(word).or_insert(next);
                if id == next {
                    counts.push(0.0);
                }
                vector.push((id, 1.0));
            }
            vector.sort_unstable_by_key(|(id, _)| *id);
            vector.dedup_by_key(|(id, _)| *id);
            vector.iter().for_each(|(id, _)| counts[*id as usize] += 1.0);
            vectors.push(vector);
        }
        let n = events.len() as f32;
        for vector in &mut vectors {
            for (id, weight) in vector.iter_mut() {
                // A word that half of the story's events have is its theme: it
                // counts for what is central, and little for what is new.
                *weight = (1.0 + n / (1.0 + counts[*id as usize])).ln();
            }
            unit(vector);
        }
        let whole = merged_of(&vectors, 0..vectors.len());
        let central = vectors.iter().map(|v| cosine(v, &whole)).collect();
        Texts { vectors, central }
    }

    /// Of some events the one that tells most that `told` do not, with how much that is.
    pub(super) fn best(
        &self,
        range: Range<usize>,
        events: &[Told<'_>],
        told: &[usize],
    ) -> (usize, f32) {
        // A day of thousands of events is looked at in part.
        let range = range.start..range.end.min(range.start + MOST_OF_A_DAY);
        let of_day = merged_of(&self.vectors, range.clone());
        let mut best = (range.start, f32::NEG_INFINITY);
        for at in range {
            let vector = &self.vectors[at];
            let repeated =
                told.iter().map(|t| cosine(vector, &self.vectors[*t])).fold(0.0, f32::max);
            let length = events[at].text.len();
            let misfit = if (SHORT..=LONG).contains(&length) { 0.0 } else { MISFIT };
            let sources = (1.0 + events[at].sources.min(50) as f32).log2() * BY_SOURCES;
            let score = self.central[at] + OF_DAY * cosine(vector, &of_day) + sources
                - REPEATED * repeated
                - misfit;
            if score > best.1 {
                best = (at, score);
            }
        }
        best
    }
}

/// Events of a day that a sentence is looked for among.
const MOST_OF_A_DAY: usize = 200;

/// The sum of some events' vectors, as a unit vector.
pub(super) fn merged(texts: &Texts, range: Range<usize>) -> Vector {
    merged_of(&texts.vectors, range)
}

fn merged_of(vectors: &[Vector], range: Range<usize>) -> Vector {
    let mut all: Vector = vectors[range].iter().flatten().copied().collect();
    // The sort is stable, so that sums are formed in the order of events.
    all.sort_by_key(|(id, _)| *id);
    let mut out: Vector = Vec::new();
    for (id, weight) in all {
        match out.last_mut() {
            Some((last, sum)) if *last == id => *sum += weight,
            _ => out.push((id, weight)),
        }
    }
    unit(&mut out);
    out
}

fn unit(vector: &mut Vector) {
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, w)| *w /= length);
    }
}

/// Product of two unit vectors whose terms are sorted.
pub(super) fn cosine(a: &Vector, b: &Vector) -> f32 {
    let (a, b) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if a.len() * 8 < b.len() {
        let in_b = |id: &u32| b.binary_search_by_key(id, |(id, _)| *id).ok().map(|at| b[at].1);
        return a.iter().filter_map(|(id, w)| in_b(id).map(|other| w * other)).sum();
    }
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, wx)), Some((y, wy))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += wx * wy;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}
