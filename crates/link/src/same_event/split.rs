//! Two events of one kind within a cluster, seen by contrast.
//!
//! Two robberies of jewellers in Paris share more words with each other than
//! with anything else. But within the pair, the words that all texts have say
//! nothing, and those that half of the texts have fall into two camps. So
//! rarity is taken anew among the cluster's texts alone, the cluster is cut in
//! two along the main axis of likeness, and the cut holds where texts are much
//! less alike across it than on either side.

use super::collection::{Collection, Counted, Vector, dot};
use super::reading::Block;
use std::collections::BTreeMap;

/// Texts that are looked at exactly; a greater cluster is judged by so many of
/// them, spread evenly.
const MOST: usize = 240;

/// Steps of power iteration and of moving texts to the nearer side.
const STEPS: usize = 30;

/// A cut of a cluster in two.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cut {
    /// For each text, whether it is on the second side.
    pub second: Vec<bool>,
    /// Likeness across the cut, as a share of the likeness within the less
    /// coherent side.
    pub across: f32,
    /// How plainly the sides have terms of their own, the less plain first.
    pub marks: [f32; 2],
}

/// The best cut in two; none where a side would be smaller than `least`.
pub(crate) fn cut(collection: &Collection, texts: &[&Counted], least: usize) -> Option<Cut> {
    let n = texts.len();
    if n < 2 * least {
        return None;
    }
    let vectors = contrasted(collection, texts);
    let sample: Vec<usize> =
        if n <= MOST { (0..n).collect() } else { (0..MOST).map(|i| i * n / MOST).collect() };
    let m = sample.len();
    let mut like = vec![vec![0.0f32; m]; m];
    for i in 0..m {
        for j in i + 1..m {
            let product = dot(&vectors[sample[i]], &vectors[sample[j]]);
            like[i][j] = product;
            like[j][i] = product;
        }
    }
    let mut second = sides(&like);
    moved(&like, &mut second);
    let across = contrast(&like, &second, least)?;
    let mut all = vec![false; n];
    if m == n {
        all = second;
    } else {
        for (i, side) in all.iter_mut().enumerate() {
            let mean = |which: bool| {
                let (mut sum, mut count) = (0.0, 0.0f32);
                for (j, s) in sample.iter().enumerate() {
                    if second[j] == which && *s != i {
                        sum += dot(&vectors[i], &vectors[*s]);
                        count += 1.0;
                    }
                }
                sum / count.max(1.0)
            };
            *side = mean(true) > mean(false);
        }
    }
    let mut marks = marks(texts, &all);
    marks.sort_by(f32::total_cmp);
    Some(Cut { second: all, across, marks })
}

/// Unit vectors with rarity among these texts alone. Terms of one text tie it to nothing.
fn contrasted(collection: &Collection, texts: &[&Counted]) -> Vec<Vector> {
    let n = texts.len() as f32;
    let mut held: BTreeMap<u32, u32> = BTreeMap::new();
    for text in texts {
        for (id, _) in text.terms() {
            *held.entry(*id).or_default() += 1;
        }
    }
    let vector = |text: &&Counted| {
        let mut vector: Vector = Vec::new();
        for (id, weight) in text.terms() {
            let count = held.get(id).copied().unwrap_or(0);
            let (block, _) = collection.label(*id);
            if count < 2 {
                continue;
            }
            // Nothing for a term that all have, most for one that few have.
            let local = (n / count as f32).ln();
            vector.push((*id, weight * share(block) * local * collection.rarity(*id)));
        }
        let norm = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if norm > 0.0 {
            vector.iter_mut().for_each(|(_, w)| *w /= norm);
        }
        vector
    };
    texts.iter().map(vector).collect()
}

/// What a block's terms weigh in the contrast: names, figures and times tell
/// events of one kind apart; a lead's terms count beside the whole text's.
fn share(block: Block) -> f32 {
    match block {
        Block::Words => 0.5,
        Block::Lead => 0.7,
        Block::Names | Block::LeadNames => 1.0,
        Block::Places => 0.5,
        Block::Numbers | Block::Times => 1.0,
    }
}

/// The sign of the main axis of the likenesses less their means.
fn sides(like: &[Vec<f32>]) -> Vec<bool> {
    let m = like.len();
    let means: Vec<f32> = like.iter().map(|row| row.iter().sum::<f32>() / m as f32).collect();
    let all = means.iter().sum::<f32>() / m as f32;
    // Begins with the row that is least like the average text.
    let odd = (0..m).min_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap_or(0);
    let mut axis: Vec<f32> = (0..m).map(|i| like[odd][i] - means[i]).collect();
    axis[odd] += 1.0;
    for _ in 0..STEPS {
        let sum: f32 = axis.iter().sum();
        let along: f32 = axis.iter().zip(&means).map(|(x, mean)| x * mean).sum();
        let mut next: Vec<f32> = (0..m)
            .map(|i| {
                let product: f32 = like[i].iter().zip(&axis).map(|(l, x)| l * x).sum();
                product + axis[i] - means[i] * sum - along + all * sum
            })
            .collect();
        let norm = next.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm <= f32::EPSILON {
            break;
        }
        next.iter_mut().for_each(|x| *x /= norm);
        axis = next;
    }
    axis.iter().map(|x| *x > 0.0).collect()
}

/// Moves texts to the side that they are more like, until none moves.
fn moved(like: &[Vec<f32>], second: &mut [bool]) {
    for _ in 0..STEPS {
        let mut changed = false;
        for i in 0..second.len() {
            let (mut sums, mut counts) = ([0.0f32; 2], [0.0f32; 2]);
            for (j, side) in second.iter().enumerate() {
                if j != i {
                    sums[usize::from(*side)] += like[i][j];
                    counts[usize::from(*side)] += 1.0;
                }
            }
            let better = sums[1] / counts[1].max(1.0) > sums[0] / counts[0].max(1.0);
            if better != second[i] {
                second[i] = better;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}

fn contrast(like: &[Vec<f32>], second: &[bool], least: usize) -> Option<f32> {
    let (mut sums, mut counts) = ([0.0f32; 3], [0.0f32; 3]);
    for i in 0..second.len() {
        for j in i + 1..second.len() {
            let at = if second[i] != second[j] { 2 } else { usize::from(second[i]) };
            sums[at] += like[i][j];
            counts[at] += 1.0;
        }
    }
    let size = second.iter().filter(|s| **s).count();
    if size < least || second.len() - size < least {
        return None;
    }
    let mean = |at: usize| sums[at] / counts[at].max(1.0);
    let within = mean(0).min(mean(1));
    (within > 0.0).then(|| mean(2) / within)
}

/// How plainly each side has terms of its own: the mean over its plainest terms
/// of the share of its texts that hold the term, less the share of the other's.
fn marks(texts: &[&Counted], second: &[bool]) -> [f32; 2] {
    let mut held: BTreeMap<u32, [f32; 2]> = BTreeMap::new();
    let mut sizes = [0.0f32; 2];
    for (text, side) in texts.iter().zip(second) {
        sizes[usize::from(*side)] += 1.0;
        for (id, _) in text.terms() {
            held.entry(*id).or_default()[usize::from(*side)] += 1.0;
        }
    }
    let mark = |side: usize| {
        let other = 1 - side;
        let mut all: Vec<f32> = held
            .values()
            .map(|h| h[side] / (sizes[side] + 1.0) - h[other] / (sizes[other]).max(1.0))
            .collect();
        all.sort_by(|a, b| b.total_cmp(a));
        let best = &all[..all.len().min(10)];
        best.iter().sum::<f32>() / best.len().max(1) as f32
    };
    [mark(0), mark(1)]
}
