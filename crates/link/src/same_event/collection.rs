//! What the texts so far hold: terms as numbers, and in how many texts each stands.

use super::reading::{BLOCKS, Block, Term};
use std::collections::HashMap;

/// A vector: terms in ascending order with their weights.
pub(crate) type Vector = Vec<(u32, f32)>;

/// Terms that a text is compared by in one block, the heaviest; a page of
/// tables has thousands.
const MOST_TERMS: usize = 600;

/// Share of the texts above which a term is common, where they are not few.
const COMMON: f32 = 0.05;

/// Texts that may hold a term before it is common.
const FEW: u32 = 20;

/// The terms of the texts so far. A text's weights are made from what stood
/// before it and with it, and never change after.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    ids: HashMap<(Block, String), u32>,
    labels: Vec<(Block, String)>,
    /// Texts that hold the term.
    counts: Vec<u32>,
    texts: u32,
}

/// A text's terms as numbers, counted.
#[derive(Debug, Default, Clone)]
pub(crate) struct Counted {
    terms: Vec<(u32, f32)>,
}

impl Counted {
    /// The terms, ascending, with their weights before rarity.
    pub(crate) fn terms(&self) -> &[(u32, f32)] {
        &self.terms
    }
}

impl Collection {
    /// Takes a text's terms in.
    pub(crate) fn add(&mut self, terms: Vec<Term>) -> Counted {
        let mut sums: HashMap<u32, (f32, u32)> = HashMap::with_capacity(terms.len());
        for term in terms {
            let next = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
            let key = (term.block, term.id);
            let id = match self.ids.get(&key) {
                Some(id) => *id,
                None => {
                    self.labels.push(key.clone());
                    self.counts.push(0);
                    self.ids.insert(key, next);
                    next
                }
            };
            let sum = sums.entry(id).or_insert((0.0, 0));
            sum.0 = sum.0.max(term.weight);
            sum.1 += 1;
        }
        let mut terms: Vec<(u32, f32)> = sums
            .into_iter()
            .map(|(id, (weight, count))| (id, weight * (1.0 + (count as f32).ln())))
            .collect();
        terms.sort_unstable_by_key(|(id, _)| *id);
        for (id, _) in &terms {
            self.counts[*id as usize] += 1;
        }
        self.texts += 1;
        Counted { terms }
    }

    /// How rare the term is: ln(1 + N / (1 + n)).
    pub(crate) fn rarity(&self, id: u32) -> f32 {
        let held = self.counts[id as usize] as f32;
        (1.0 + self.texts as f32 / (1.0 + held)).ln()
    }

    /// Whether so many texts hold the term that it is no reason for anything.
    pub(crate) fn is_common(&self, id: u32) -> bool {
        let held = self.counts[id as usize];
        held > FEW && held as f32 > COMMON * self.texts as f32
    }

    /// What a term is called.
    pub(crate) fn label(&self, id: u32) -> (Block, &str) {
        let (block, label) = &self.labels[id as usize];
        (*block, label)
    }

    /// The text's unit vectors, one for each block.
    pub(crate) fn vectors(&self, counted: &Counted) -> [Vector; BLOCKS] {
        let mut out: [Vector; BLOCKS] = Default::default();
        for (id, weight) in &counted.terms {
            let (block, _) = self.label(*id);
            out[block as usize].push((*id, weight * self.rarity(*id)));
        }
        for vector in &mut out {
            shortened(vector, MOST_TERMS);
            let norm = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
            if norm > 0.0 {
                vector.iter_mut().for_each(|(_, w)| *w /= norm);
            }
        }
        out
    }
}

/// Keeps the heaviest terms, in the order of their numbers.
pub(crate) fn shortened(vector: &mut Vector, most: usize) {
    if vector.len() > most {
        vector.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        vector.truncate(most);
        vector.sort_unstable_by_key(|(id, _)| *id);
    }
}

/// The product of two vectors.
pub(crate) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    shared(a, b).map(|(_, product)| product).sum()
}

/// The terms that both hold, with the product of their weights.
pub(crate) fn shared<'v>(
    a: &'v [(u32, f32)],
    b: &'v [(u32, f32)],
) -> impl Iterator<Item = (u32, f32)> + 'v {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut from = 0;
    short.iter().filter_map(move |(id, weight)| {
        let found = long[from..].binary_search_by_key(id, |(other, _)| *other);
        from += found.unwrap_or_else(|at| at);
        found.ok().map(|_| (*id, weight * long[from].1))
    })
}

/// The sum of two vectors.
pub(crate) fn sum(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vector {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let next = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                i += 1;
                j += 1;
                (x.0, x.1 + y.1)
            }
            (Some(x), Some(y)) if x.0 < y.0 => {
                i += 1;
                *x
            }
            (Some(x), None) => {
                i += 1;
                *x
            }
            (_, Some(y)) => {
                j += 1;
                *y
            }
            (None, None) => break,
        };
        out.push(next);
    }
    out
}
