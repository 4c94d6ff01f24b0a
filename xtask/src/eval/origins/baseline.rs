//! What is usually done: MinHash of runs of three words, joined where the
//! estimated Jaccard index reaches a threshold.

use super::random::Random;
use super::sources::runs;

/// Hash functions.
const HASHES: usize = 128;

/// Signatures of texts.
pub(super) struct MinHash(Vec<Vec<u64>>);

impl MinHash {
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t str>) -> MinHash {
        let mut random = Random::new(128, "minhash");
        let salts: Vec<u64> = (0..HASHES).map(|_| random.next()).collect();
        let of = |text: &str| {
            // Quotation marks do not matter here.
            let runs = runs(&text.replace(['"', '“', '”'], ""), 3);
            let least = |salt: &u64| {
                let hash = |run: &u64| {
                    (run ^ salt)
                        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                        .rotate_left(31)
                        .wrapping_mul(0xbf58_476d_1ce4_e5b9)
                };
                runs.iter().map(hash).min().unwrap_or(*salt)
            };
            salts.iter().map(least).collect()
        };
        MinHash(texts.map(of).collect())
    }

    /// Groups by single link: for each text the first of its group.
    pub(super) fn groups(&self, threshold: f64) -> Vec<usize> {
        let mut first: Vec<usize> = (0..self.0.len()).collect();
        for b in 0..self.0.len() {
            for a in 0..b {
                let same = self.0[a].iter().zip(&self.0[b]).filter(|(x, y)| x == y).count();
                if same as f64 >= threshold * HASHES as f64 && first[a] != first[b] {
                    let (keep, drop) = (first[a].min(first[b]), first[a].max(first[b]));
                    first.iter_mut().filter(|f| **f == drop).for_each(|f| *f = keep);
                }
            }
        }
        first
    }
}
