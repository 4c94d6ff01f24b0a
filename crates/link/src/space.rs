//! One kind of terms (words, or names) of all items: their vectors and postings.

use rayon::prelude::*;
use std::collections::HashMap;

/// A term of an item: which, and how much it weighs before its rarity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    /// The term in a vector, the item in a posting.
    pub id: u32,
    /// Weight before rarity.
    pub weight: f32,
}

/// Terms of one kind, as vectors of items and as postings of terms.
#[derive(Debug, Default)]
pub(crate) struct Space {
    vectors: Vec<Entry>,
    vector_ends: Vec<usize>,
    postings: Vec<Entry>,
    posting_ends: Vec<usize>,
}

/// Fills a [`Space`] item by item.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    ids: HashMap<String, u32>,
    vectors: Vec<Entry>,
    ends: Vec<usize>,
}

impl Builder {
    /// Adds the next item. Its terms come in an order of their own text, which
    /// is the order in which its sums are formed, whatever else is indexed.
    pub(crate) fn push(&mut self, terms: Vec<(String, f32)>) {
        for (term, weight) in terms {
            let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
            let id = *self.ids.entry(term).or_insert(next);
            self.vectors.push(Entry { id, weight });
        }
        self.ends.push(self.vectors.len());
    }

    /// Makes the postings; returns also which number each term has.
    pub(crate) fn finish(self) -> (Space, HashMap<String, u32>) {
        let Builder { ids, vectors, ends } = self;
        let mut posting_ends = vec![0usize; ids.len()];
        for entry in &vectors {
            posting_ends[entry.id as usize] += 1;
        }
        let mut sum = 0;
        let mut next: Vec<usize> = Vec::with_capacity(posting_ends.len());
        for end in &mut posting_ends {
            next.push(sum);
            sum += *end;
            *end = sum;
        }
        let mut postings = vec![Entry { id: 0, weight: 0.0 }; vectors.len()];
        let mut start = 0;
        for (item, end) in ends.iter().enumerate() {
            for entry in &vectors[start..*end] {
                let at = &mut next[entry.id as usize];
                postings[*at] = Entry { id: item as u32, weight: entry.weight };
                *at += 1;
            }
            start = *end;
        }
        (Space { vectors, vector_ends: ends, postings, posting_ends }, ids)
    }
}

impl Space {
    /// The item's terms, in the order of its text.
    pub(crate) fn vector(&self, item: usize) -> &[Entry] {
        let start = item.checked_sub(1).map_or(0, |i| self.vector_ends[i]);
        &self.vectors[start..self.vector_ends[item]]
    }

    /// The term's items within the range, in order.
    pub(crate) fn postings(&self, term: u32, items: &std::ops::Range<usize>) -> &[Entry] {
        let term = term as usize;
        let start = term.checked_sub(1).map_or(0, |t| self.posting_ends[t]);
        let all = &self.postings[start..self.posting_ends[term]];
        let from = all.partition_point(|p| (p.id as usize) < items.start);
        let to = all.partition_point(|p| (p.id as usize) < items.end);
        &all[from..to]
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> usize {
        self.posting_ends.len()
    }
}

/// Adds up repeated terms in order of first appearance: (1 + ln tf) times the
/// greatest weight with which the term came.
pub(crate) fn weighed(terms: Vec<(String, f32)>) -> Vec<(String, f32)> {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(terms.len());
    // For each term the place where it came first.
    let firsts: Vec<usize> =
        terms.iter().enumerate().map(|(at, (t, _))| *first.entry(t).or_insert(at)).collect();
    let mut counts = vec![(0u32, 0.0f32); terms.len()];
    for (first, (_, weight)) in firsts.iter().zip(&terms) {
        let (count, greatest) = &mut counts[*first];
        *count += 1;
        *greatest = greatest.max(*weight);
    }
    let weighed = terms.into_iter().zip(counts).filter(|(_, (count, _))| *count > 0);
    weighed.map(|((term, _), (count, w))| (term, w * (1.0 + (count as f32).ln()))).collect()
}

/// Analyses items in parallel and indexes them in order, a bounded number at a time.
pub(crate) fn build<T: Sync, R: Send>(
    items: &[T],
    analyse: impl Fn(&T) -> R + Sync,
    mut push: impl FnMut(R),
) {
    for chunk in items.chunks(4096) {
        let analysed: Vec<R> = chunk.par_iter().map(&analyse).collect();
        analysed.into_iter().for_each(&mut push);
    }
}
