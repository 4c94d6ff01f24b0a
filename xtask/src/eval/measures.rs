//! Measures of ranked lists.

/// Means over queries.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Means {
    /// How many queries.
    pub n: usize,
    ndcg_5: f64,
    mrr: f64,
}

impl Means {
    /// Adds one query: whether each result is relevant, best first, and how
    /// many relevant ones there are to be found.
    pub(crate) fn add(&mut self, results: impl Iterator<Item = bool>, relevant: usize) {
        let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
        let ideal: f64 = (0..relevant.min(5)).map(gain).sum();
        self.n += 1;
        let mut first = true;
        for (rank, _) in results.enumerate().filter(|(_, hit)| *hit) {
            if first {
                self.mrr += 1.0 / (rank as f64 + 1.0);
                first = false;
            }
            if rank < 5 {
                self.ndcg_5 += gain(rank) / ideal;
            } else {
                break;
            }
        }
    }

    /// Mean of the normalised discounted cumulative gain at five, binary gain.
    pub(crate) fn ndcg_5(&self) -> f64 {
        self.ndcg_5 / self.n.max(1) as f64
    }

    /// Mean reciprocal rank of the first relevant result.
    pub(crate) fn mrr(&self) -> f64 {
        self.mrr / self.n.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_list_scores_one() {
        let mut means = Means::default();
        means.add([true, true, false].into_iter(), 2);
        assert!((means.ndcg_5() - 1.0).abs() < 1e-9 && (means.mrr() - 1.0).abs() < 1e-9);
        means.add([false, true].into_iter(), 1);
        assert!((means.mrr() - 0.75).abs() < 1e-9);
        assert!((means.ndcg_5() - (1.0 + 1.0 / 3f64.log2()) / 2.0).abs() < 1e-9);
        means.add(std::iter::repeat_n(false, 9), 1);
        assert!((means.mrr() - 0.5).abs() < 1e-9);
    }
}
