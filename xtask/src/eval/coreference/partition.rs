//! Two partitions of the same things, measured against each other: B³, MUC,
//! CEAF-e (with φ4) and their mean, the CoNLL figure; and the adjusted Rand index.
//!
//! Each thing has a label in the gold partition and one in the found one. As
//! the things are given, the definitions are those for gold mentions
//! (Vilain 1995; Bagga & Baldwin 1998; Luo 2005; Hubert & Arabie 1985).

use super::assignment;
use std::collections::{BTreeMap, BTreeSet};

/// Precision, recall, F1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Prf {
    pub precision: f64,
    pub recall: f64,
}

impl Prf {
    fn of(numerators: (f64, f64), denominators: (f64, f64)) -> Prf {
        let share = |n: f64, d: f64| if d > 0.0 { n / d } else { 0.0 };
        Prf {
            precision: share(numerators.0, denominators.0),
            recall: share(numerators.1, denominators.1),
        }
    }

    pub(crate) fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

/// All measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measures {
    pub muc: Prf,
    pub b3: Prf,
    pub ceaf_e: Prf,
    pub ari: f64,
    /// Whether the assignment under CEAF-e is exact.
    pub exact: bool,
}

impl Measures {
    /// The mean F1 of MUC, B³ and CEAF-e.
    pub(crate) fn conll(&self) -> f64 {
        (self.muc.f1() + self.b3.f1() + self.ceaf_e.f1()) / 3.0
    }
}

/// Counts of both partitions and of their common parts.
struct Table {
    gold: Vec<usize>,
    found: Vec<usize>,
    cells: BTreeMap<(usize, usize), usize>,
}

fn numbered<L: Ord>(labels: &[L]) -> (Vec<usize>, usize) {
    let set: BTreeSet<&L> = labels.iter().collect();
    let ids: BTreeMap<&L, usize> = set.into_iter().enumerate().map(|(i, l)| (l, i)).collect();
    (labels.iter().map(|l| ids[l]).collect(), ids.len())
}

impl Table {
    fn new<G: Ord, F: Ord>(gold: &[G], found: &[F]) -> Table {
        let ((gold, golds), (found, founds)) = (numbered(gold), numbered(found));
        let mut table =
            Table { gold: vec![0; golds], found: vec![0; founds], cells: BTreeMap::new() };
        for (g, f) in gold.iter().zip(&found) {
            table.gold[*g] += 1;
            table.found[*f] += 1;
            *table.cells.entry((*g, *f)).or_default() += 1;
        }
        table
    }

    fn n(&self) -> f64 {
        self.gold.iter().sum::<usize>() as f64
    }

    fn b3(&self) -> Prf {
        let squares = |size: &dyn Fn(usize, usize) -> usize| {
            self.cells.iter().map(|((g, f), n)| (n * n) as f64 / size(*g, *f) as f64).sum::<f64>()
        };
        let (p, r) = (squares(&|_, f| self.found[f]), squares(&|g, _| self.gold[g]));
        Prf::of((p, r), (self.n(), self.n()))
    }

    /// Links kept: size less the number of parts that the other side makes of it.
    fn muc(&self) -> Prf {
        let (golds, founds, parts) = (self.gold.len(), self.found.len(), self.cells.len());
        let kept = self.n() - parts as f64;
        Prf::of((kept, kept), (self.n() - founds as f64, self.n() - golds as f64))
    }

    fn ceaf_e(&self) -> (Prf, bool) {
        let weight = |((g, f), n): (&(usize, usize), &usize)| {
            (*g, *f, 2.0 * *n as f64 / (self.gold[*g] + self.found[*f]) as f64)
        };
        let weights: Vec<(usize, usize, f64)> = self.cells.iter().map(weight).collect();
        let (best, exact) = assignment::greatest(&weights);
        (Prf::of((best, best), (self.found.len() as f64, self.gold.len() as f64)), exact)
    }

    fn ari(&self) -> f64 {
        let pairs = |n: usize| n as f64 * (n as f64 - 1.0) / 2.0;
        let together: f64 = self.cells.values().map(|n| pairs(*n)).sum();
        let gold: f64 = self.gold.iter().map(|n| pairs(*n)).sum();
        let found: f64 = self.found.iter().map(|n| pairs(*n)).sum();
        let all = pairs(self.n() as usize);
        let expected = if all > 0.0 { gold * found / all } else { 0.0 };
        let greatest = (gold + found) / 2.0;
        if greatest == expected { 1.0 } else { (together - expected) / (greatest - expected) }
    }
}

/// Measures the found partition; both give each thing's label.
pub(crate) fn measure<G: Ord, F: Ord>(gold: &[G], found: &[F]) -> Measures {
    let table = Table::new(gold, found);
    let (ceaf_e, exact) = table.ceaf_e();
    Measures { muc: table.muc(), b3: table.b3(), ceaf_e, ari: table.ari(), exact }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, by_hand: f64) {
        assert!((found - by_hand).abs() < 1e-9, "{found}, by hand {by_hand}");
    }

    /// Gold {a b c} {d e f g}; found {a b} {c d} {e f g}. By hand:
    /// MUC: kept 7 − 4 parts = 3 of 7−3 found and 7−2 gold links.
    /// B³ precision (1+1 + ½+½ + 1+1+1)/7, recall (2·⅔ + ⅓ + ¼ + 3·¾)/7.
    /// CEAF-e: {abc}-{ab} 4/5 and {defg}-{efg} 6/7, over 3 and 2.
    /// ARI: together 1+3, gold 3+6, found 1+1+3, all 21.
    #[test]
    fn a_small_example_by_hand() {
        let gold = ["A", "A", "A", "B", "B", "B", "B"];
        let found = [1, 1, 2, 2, 3, 3, 3];
        let m = measure(&gold, &found);
        near(m.muc.precision, 3.0 / 4.0);
        near(m.muc.recall, 3.0 / 5.0);
        near(m.b3.precision, 6.0 / 7.0);
        near(m.b3.recall, (4.0 / 3.0 + 1.0 / 3.0 + 0.25 + 2.25) / 7.0);
        let similarity = 4.0 / 5.0 + 6.0 / 7.0;
        near(m.ceaf_e.precision, similarity / 3.0);
        near(m.ceaf_e.recall, similarity / 2.0);
        let expected = 9.0 * 5.0 / 21.0;
        near(m.ari, (4.0 - expected) / (7.0 - expected));
        assert!(m.exact);
    }

    #[test]
    fn the_same_partition_is_perfect_whatever_its_labels() {
        let m = measure(&[1, 1, 2, 3, 3, 3], &["x", "x", "q", "a", "a", "a"]);
        near(m.conll(), 1.0);
        near(m.ari, 1.0);
        // Only singletons: there is no link to find, so MUC says nothing.
        let m = measure(&[1, 2, 3], &[4, 5, 6]);
        near(m.b3.f1(), 1.0);
        near(m.ceaf_e.f1(), 1.0);
        near(m.muc.f1(), 0.0);
    }

    #[test]
    fn all_in_one_loses_precision() {
        let m = measure(&[1, 1, 2, 2], &[0, 0, 0, 0]);
        near(m.b3.precision, 0.5);
        near(m.b3.recall, 1.0);
        near(m.muc.precision, 2.0 / 3.0);
        near(m.ceaf_e.precision, 2.0 * 2.0 / 6.0);
        near(m.ceaf_e.recall, (2.0 * 2.0 / 6.0) / 2.0);
        near(m.ari, 0.0);
    }
}
