//! The baseline that every search engine has: BM25 over words.

use annals_link::words;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;

/// Saturation of repeated words and weight of the length, as is usual.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Postings of all texts.
pub(crate) struct Bm25 {
    vectors: Vec<Vec<u32>>,
    /// For each word its texts in order, with how often it stands there.
    postings: Vec<Vec<(u32, u32)>>,
}

impl Bm25 {
    /// Indexes texts with their language.
    pub(crate) fn new(texts: &[(&str, &str)]) -> Bm25 {
        let all: Vec<Vec<String>> =
            texts.par_iter().map(|(text, lang)| words(text, lang)).collect();
        let mut ids: HashMap<String, u32> = HashMap::new();
        let mut bm25 = Bm25 { vectors: Vec::with_capacity(all.len()), postings: Vec::new() };
        for (at, text) in all.into_iter().enumerate() {
            let mut vector = Vec::with_capacity(text.len());
            for word in text {
                let next = ids.len() as u32;
                let id = *ids.entry(word).or_insert(next);
                vector.push(id);
                if id == next {
                    bm25.postings.push(Vec::new());
                }
                match bm25.postings[id as usize].last_mut() {
                    Some((item, count)) if *item == at as u32 => *count += 1,
                    _ => bm25.postings[id as usize].push((at as u32, 1)),
                }
            }
            bm25.vectors.push(vector);
        }
        bm25
    }

    /// The texts of the pool best first; equal scores: the later one first.
    pub(crate) fn rank(&self, query: usize, pool: Range<usize>) -> Vec<usize> {
        let total: usize = self.vectors[pool.clone()].iter().map(Vec::len).sum();
        let mean = total as f64 / pool.len().max(1) as f64;
        let mut scores = vec![0.0f64; pool.len()];
        let mut own = self.vectors[query].clone();
        own.sort_unstable();
        own.dedup();
        for word in own {
            let all = &self.postings[word as usize];
            let from = all.partition_point(|(item, _)| (*item as usize) < pool.start);
            let to = all.partition_point(|(item, _)| (*item as usize) < pool.end);
            let df = (to - from) as f64;
            let idf = (1.0 + (pool.len() as f64 - df + 0.5) / (df + 0.5)).ln();
            for (item, count) in &all[from..to] {
                let length = self.vectors[*item as usize].len() as f64;
                let tf = f64::from(*count);
                scores[*item as usize - pool.start] +=
                    idf * tf * (K1 + 1.0) / (tf + K1 * (1.0 - B + B * length / mean));
            }
        }
        let mut best: Vec<usize> = pool.clone().filter(|i| scores[i - pool.start] > 0.0).collect();
        best.sort_by(|a, b| {
            scores[b - pool.start].total_cmp(&scores[a - pool.start]).then(b.cmp(a))
        });
        best
    }
}
