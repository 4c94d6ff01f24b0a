//! The words of the index as they are written, with the number of events that have
//! them: for beginnings, for words that are nearly alike, for completions.

use std::cmp::Reverse;

/// Words, sorted, with their counts.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    words: Vec<(Box<str>, u32)>,
}

/// A word that is nearly another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Near {
    /// The word.
    pub(crate) word: String,
    /// Letters to change.
    pub(crate) distance: usize,
    /// Events that have it.
    pub(crate) count: u32,
}

/// Longest word, in letters, that is compared with others.
const LONGEST_COMPARED: usize = 32;

impl Vocabulary {
    /// Of words in any order; counts of equal ones are added, words without events left out.
    pub(crate) fn new(mut words: Vec<(Box<str>, u32)>) -> Vocabulary {
        words.sort_unstable();
        words.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        words.retain(|(_, count)| *count > 0);
        Vocabulary { words }
    }

    /// Events that have a word.
    pub(crate) fn count(&self, word: &str) -> u32 {
        match self.words.binary_search_by(|(w, _)| (**w).cmp(word)) {
            Ok(at) => self.words[at].1,
            Err(_) => 0,
        }
    }

    /// The commonest words that begin so, and whether they are all.
    pub(crate) fn beginning(&self, start: &str, most: usize) -> (Vec<&str>, bool) {
        let (from, to) = self.range(0, self.words.len(), start);
        let mut found: Vec<(Reverse<u32>, &str)> =
            self.words[from..to].iter().map(|(w, n)| (Reverse(*n), &**w)).collect();
        let all = found.len() <= most;
        if !all {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.sort_unstable();
        (found.into_iter().map(|(_, w)| w).collect(), all)
    }

    /// Where the words of a range that begin so stand.
    fn range(&self, from: usize, to: usize, start: &str) -> (usize, usize) {
        let words = &self.words[from..to];
        let first = words.partition_point(|(w, _)| &**w < start);
        let count = words[first..].partition_point(|(w, _)| w.starts_with(start));
        (from + first, from + first + count)
    }

    /// How many words from this one on begin with its first bytes. Most often few do:
    /// the steps that look for the end begin small and double.
    fn beginning_alike(&self, at: usize, bytes: usize) -> usize {
        let start = &self.words[at].0.as_bytes()[..bytes];
        let ahead = &self.words[at + 1..];
        let alike = |word: &(Box<str>, u32)| word.0.as_bytes().starts_with(start);
        let (mut from, mut step) = (0, 1);
        while ahead.get(from + step - 1).is_some_and(alike) {
            from += step;
            step *= 2;
        }
        let rest = &ahead[from..(from + step - 1).min(ahead.len())];
        1 + from + rest.partition_point(alike)
    }

    /// The other words that differ by at most `most` letters (one put in, left out,
    /// changed, or two neighbours swapped), nearest first, then commonest.
    ///
    /// The sorted words are walked as a tree: a beginning that is too far off already
    /// is passed over with all that begins so.
    pub(crate) fn near(&self, word: &str, most: usize) -> Vec<Near> {
        let wanted: Vec<char> = word.chars().collect();
        let mut found = Vec::new();
        if wanted.is_empty() || wanted.len() > LONGEST_COMPARED {
            return found;
        }
        let mut rows = Rows::new(wanted);
        let mut at = 0;
        while at < self.words.len() {
            let (candidate, count) = &self.words[at];
            match rows.compare(candidate, most) {
                Compared::Within(distance) if distance > 0 => {
                    found.push(Near { word: candidate.to_string(), distance, count: *count });
                    at += 1;
                }
                Compared::Within(_) | Compared::Beyond => at += 1,
                Compared::DeadFrom(bytes) => at += self.beginning_alike(at, bytes),
            }
        }
        found.sort_by(|a, b| {
            (a.distance, Reverse(a.count), &a.word).cmp(&(b.distance, Reverse(b.count), &b.word))
        });
        found
    }
}

enum Compared {
    Within(usize),
    Beyond,
    /// Everything that begins with these bytes is too far.
    DeadFrom(usize),
}

/// The rows of the table of distances (optimal string alignment), kept for the
/// letters that one candidate shares with the one before it.
struct Rows {
    wanted: Vec<char>,
    letters: Vec<char>,
    /// One row behind the other, the first for no letter.
    cells: Vec<u8>,
    /// The least of each row.
    least: Vec<u8>,
}

impl Rows {
    fn new(wanted: Vec<char>) -> Rows {
        let cells = (0..=wanted.len()).map(|n| n as u8).collect();
        Rows { wanted, letters: Vec::new(), cells, least: vec![0] }
    }

    fn compare(&mut self, candidate: &str, most: usize) -> Compared {
        let mut depth = 0;
        let mut bytes = 0;
        for c in candidate.chars() {
            bytes += c.len_utf8();
            if self.letters.get(depth) != Some(&c) {
                self.keep(depth);
                self.push(c);
            }
            depth += 1;
            // A swap looks one row further back.
            let (least, before) = (self.least[depth], self.least[depth - 1]);
            if usize::from(least) > most && usize::from(before) > most.saturating_sub(1) {
                self.keep(depth);
                return Compared::DeadFrom(bytes);
            }
        }
        self.keep(depth);
        let distance = usize::from(self.cells[self.cells.len() - 1]);
        if distance <= most { Compared::Within(distance) } else { Compared::Beyond }
    }

    /// Forgets what lies behind so many letters.
    fn keep(&mut self, depth: usize) {
        self.letters.truncate(depth);
        self.least.truncate(depth + 1);
        self.cells.truncate((depth + 1) * (self.wanted.len() + 1));
    }

    fn push(&mut self, c: char) {
        let depth = self.letters.len();
        let width = self.wanted.len() + 1;
        let above = depth * width;
        let mut left = self.cells[above].saturating_add(1);
        let mut least = left;
        self.cells.push(left);
        for (i, wanted) in self.wanted.iter().enumerate() {
            let change = self.cells[above + i] + u8::from(*wanted != c);
            let mut best = change.min(self.cells[above + i + 1] + 1).min(left + 1);
            if depth > 0 && i > 0 && self.letters[depth - 1] == *wanted && self.wanted[i - 1] == c {
                best = best.min(self.cells[above - width + i - 1] + 1);
            }
            self.cells.push(best);
            least = least.min(best);
            left = best;
        }
        self.letters.push(c);
        self.least.push(least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vocabulary(words: &[(&str, u32)]) -> Vocabulary {
        Vocabulary::new(words.iter().map(|(w, n)| ((*w).into(), *n)).collect())
    }

    #[test]
    fn beginnings_are_ranked_by_count() {
        let all = vocabulary(&[("treaty", 3), ("truce", 9), ("true", 1), ("try", 2), ("true", 8)]);
        assert_eq!(all.count("true"), 9);
        assert_eq!(all.beginning("tru", 9), (vec!["truce", "true"], true));
        assert_eq!(all.beginning("tr", 2), (vec!["truce", "true"], false));
        assert_eq!(all.beginning("x", 2), (vec![], true));
    }

    #[test]
    fn typing_errors_are_near() {
        let all =
            vocabulary(&[("aleppo", 5), ("aloe", 1), ("apple", 2), ("lepo", 0), ("zebra", 1)]);
        let near = |word: &str, most| -> Vec<String> {
            all.near(word, most).into_iter().map(|n| n.word).collect()
        };
        assert_eq!(near("alepo", 1), ["aleppo"]);
        assert_eq!(near("aelppo", 1), ["aleppo"]);
        assert_eq!(near("aleppo", 2), Vec::<String>::new());
        assert_eq!(near("zerba", 1), ["zebra"]);
    }

    /// The whole table, the slow and plain way.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut t = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                t[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let change = t[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut best = change.min(t[i - 1][j] + 1).min(t[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(t[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        t[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn walking_finds_what_comparing_all_finds(
            words in prop::collection::btree_set("[abcé]{1,6}", 0..40),
            word in "[abcé]{1,6}",
            most in 1usize..3,
        ) {
            let all = Vocabulary::new(words.iter().map(|w| (w.as_str().into(), 1)).collect());
            let mut found: Vec<String> = all.near(&word, most).into_iter().map(|n| n.word).collect();
            found.sort();
            let mut plain: Vec<String> = words
                .into_iter()
                .filter(|w| (1..=most).contains(&distance(w, &word)))
                .collect();
            plain.sort();
            prop_assert_eq!(found, plain);
        }
    }
}
