//! Two sentences word by word: what is kept in its order, and what was put for what.

use super::text::Word;
use std::ops::Range;

/// The comparison of two sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Diff {
    /// Words kept: their places in the first and the second sentence, rising.
    pub kept: Vec<(usize, usize)>,
}

impl Diff {
    /// A longest common subsequence. Takes the product of the lengths, which
    /// the cut of sentences bounds, after equal beginnings and ends.
    pub(super) fn new(a: &[Word], b: &[Word]) -> Diff {
        let same = |(x, y): &(&Word, &Word)| x.key == y.key;
        let front = a.iter().zip(b).take_while(same).count();
        let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(same).count();
        let (inner_a, inner_b) = (&a[front..a.len() - back], &b[front..b.len() - back]);
        let mut kept: Vec<(usize, usize)> = (0..front).map(|i| (i, i)).collect();
        kept.extend(middle(inner_a, inner_b).into_iter().map(|(i, j)| (i + front, j + front)));
        kept.extend((0..back).rev().map(|i| (a.len() - 1 - i, b.len() - 1 - i)));
        Diff { kept }
    }

    /// The stretches between kept words, where at least one side has words.
    pub(super) fn gaps(&self, len_a: usize, len_b: usize) -> Vec<(Range<usize>, Range<usize>)> {
        let mut out = Vec::new();
        let (mut from_a, mut from_b) = (0, 0);
        for &(i, j) in self.kept.iter().chain([&(len_a, len_b)]) {
            if i > from_a || j > from_b {
                out.push((from_a..i, from_b..j));
            }
            (from_a, from_b) = (i + 1, j + 1);
        }
        out
    }

    /// The stretches kept without a break: first place in both, and length.
    pub(super) fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut out: Vec<(usize, usize, usize)> = Vec::new();
        for &(i, j) in &self.kept {
            match out.last_mut() {
                Some((a, b, len)) if *a + *len == i && *b + *len == j => *len += 1,
                _ => out.push((i, j, 1)),
            }
        }
        out
    }
}

fn middle(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let width = b.len() + 1;
    // Longest from (i, j) to both ends.
    let mut best = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] = if a[i].key == b[j].key {
                best[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut kept = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i].key == b[j].key {
            kept.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::text::Digest;
    use super::*;

    fn diff(a: &str, b: &str) -> (Diff, usize, usize) {
        let (a, b) = (Digest::new(a), Digest::new(b));
        (Diff::new(&a.words, &b.words), a.words.len(), b.words.len())
    }

    #[test]
    fn what_was_put_for_what_is_found() {
        let (diff, a, b) =
            diff("the big bridge was closed on Monday", "the large bridge was shut down on Monday");
        assert_eq!(diff.gaps(a, b), [(1..2, 1..2), (4..5, 4..6)]);
        assert_eq!(diff.runs(), [(0, 0, 1), (2, 2, 2), (5, 6, 2)]);
    }

    #[test]
    fn nothing_and_everything_are_kept() {
        let (same, a, b) = diff("rain fell on the hills", "rain fell on the hills");
        assert_eq!((same.kept.len(), same.gaps(a, b).len()), (5, 0));
        let (none, a, b) = diff("rain", "snow");
        assert_eq!(none.gaps(a, b), [(0..1, 0..1)]);
        let (empty, a, b) = diff("", "snow fell");
        assert_eq!(empty.gaps(a, b), [(0..0, 0..2)]);
    }
}
