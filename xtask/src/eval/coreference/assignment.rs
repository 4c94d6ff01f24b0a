//! The greatest sum of a one-to-one assignment (Kuhn 1955, Munkres 1957), on a
//! sparse table: parts that share no row or column are solved apart, each by
//! shortest augmenting paths in O(n³).

use std::collections::BTreeMap;

/// Rows and columns of one part that are solved exactly; above, pairs are
/// taken greedily, greatest first.
const MOST: usize = 1_500;

/// The greatest sum over pairs (row, column, weight ≥ 0) that use no row and no
/// column twice, and whether it is exact.
pub(crate) fn greatest(pairs: &[(usize, usize, f64)]) -> (f64, bool) {
    let mut sum = 0.0;
    let mut exact = true;
    for part in parts(pairs) {
        let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
        let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
        for (row, column, _) in &part {
            let next = rows.len();
            rows.entry(*row).or_insert(next);
            let next = columns.len();
            columns.entry(*column).or_insert(next);
        }
        let size = rows.len().max(columns.len());
        if size > MOST {
            sum += greedy(&part);
            exact = false;
            continue;
        }
        let mut table = vec![vec![0.0; size]; size];
        for (row, column, weight) in &part {
            table[rows[row]][columns[column]] = *weight;
        }
        sum += solved(&table);
    }
    (sum, exact)
}

/// Groups pairs by the connected part of the table that they lie in.
fn parts(pairs: &[(usize, usize, f64)]) -> Vec<Vec<(usize, usize, f64)>> {
    let rows = pairs.iter().map(|p| p.0 + 1).max().unwrap_or(0);
    let columns = pairs.iter().map(|p| p.1 + 1).max().unwrap_or(0);
    let mut home: Vec<usize> = (0..rows + columns).collect();
    fn root(home: &mut [usize], mut at: usize) -> usize {
        while home[at] != at {
            home[at] = home[home[at]];
            at = home[at];
        }
        at
    }
    for (row, column, _) in pairs {
        let (a, b) = (root(&mut home, *row), root(&mut home, rows + column));
        home[a.max(b)] = a.min(b);
    }
    let mut out: BTreeMap<usize, Vec<(usize, usize, f64)>> = BTreeMap::new();
    for pair in pairs {
        out.entry(root(&mut home, pair.0)).or_default().push(*pair);
    }
    out.into_values().collect()
}

fn greedy(pairs: &[(usize, usize, f64)]) -> f64 {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let mut used = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let mut sum = 0.0;
    for (row, column, weight) in sorted {
        if !used.0.contains(&row) && !used.1.contains(&column) {
            used.0.insert(row);
            used.1.insert(column);
            sum += weight;
        }
    }
    sum
}

/// The greatest assignment of a square table, by potentials.
fn solved(table: &[Vec<f64>]) -> f64 {
    let n = table.len();
    // Row and column 0 stand for "none", as in the classic formulation.
    let (mut row_potential, mut column_potential) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let mut row_of = vec![0usize; n + 1];
    for row in 1..=n {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut before = vec![0usize; n + 1];
        let mut done = vec![false; n + 1];
        loop {
            done[column] = true;
            let at = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in 1..=n {
                if done[c] {
                    continue;
                }
                let cost = -table[at - 1][c - 1] - row_potential[at] - column_potential[c];
                if cost < least[c] {
                    least[c] = cost;
                    before[c] = column;
                }
                if least[c] < step {
                    step = least[c];
                    next = c;
                }
            }
            for c in 0..=n {
                if done[c] {
                    row_potential[row_of[c]] += step;
                    column_potential[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let previous = before[column];
            row_of[column] = row_of[previous];
            column = previous;
        }
    }
    (1..=n).map(|c| table[row_of[c] - 1][c - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greedy_choice_is_not_always_best() {
        // Greedy takes 0.9 and is left with 0.1; the best is 0.8 + 0.8.
        let pairs = [(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.8), (1, 1, 0.1)];
        let (sum, exact) = greatest(&pairs);
        assert!((sum - 1.6).abs() < 1e-9 && exact);
        assert!((greedy(&pairs) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn parts_are_solved_apart_and_nothing_is_nothing() {
        let pairs = [(0, 5, 0.5), (1, 6, 0.25), (7, 6, 0.5)];
        assert!((greatest(&pairs).0 - 1.0).abs() < 1e-9);
        assert_eq!(greatest(&[]), (0.0, true));
    }

    #[test]
    fn small_tables_agree_with_trying_everything() {
        let mut seed = 7u64;
        for _ in 0..200 {
            let mut table = vec![vec![0.0; 4]; 4];
            let mut pairs = Vec::new();
            for (r, row) in table.iter_mut().enumerate() {
                for (c, cell) in row.iter_mut().enumerate() {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    *cell = f64::from((seed >> 40) as u32 % 100) / 100.0;
                    pairs.push((r, c, *cell));
                }
            }
            let mut best = 0.0f64;
            for a in 0..4 {
                for b in (0..4).filter(|b| *b != a) {
                    for c in (0..4).filter(|c| *c != a && *c != b) {
                        let d = 6 - a - b - c;
                        let sum = table[0][a] + table[1][b] + table[2][c] + table[3][d];
                        best = best.max(sum);
                    }
                }
            }
            assert!((greatest(&pairs).0 - best).abs() < 1e-9);
        }
    }
}
