//! The sentences of two reports, brought together.
//!
//! Each sentence of the one finds its nearest in the other: by the words of
//! both, names and numbers counting more, words that are rare in these two
//! texts counting more. The order is not forced, because rewriters move
//! paragraphs, but of two equally near the one that goes on from the last is
//! taken.

use super::diff::Diff;
use super::text::{Class, Digest, Word};
use std::collections::HashMap;

/// Sentences with a word, beyond which the word finds none (it still counts).
const COMMON: usize = 24;
/// Sentences that are compared word by word with one sentence.
const TRIED: usize = 3;
/// Words of a sentence at least, in half words: three words, six characters.
const LEAST_HALVES: usize = 6;
/// Nearness from which sentences belong together. Rewritten ones have .35 and
/// more, sentences of two independent reports seldom reach .3.
const NEAR: f32 = 0.34;
/// Share of the shorter sentence's words in the longer from which they belong
/// together: parts were cut off or put before.
const CONTAINED: f32 = 0.75;
/// What going on from the sentence before adds to nearness.
const GOES_ON: f32 = 0.08;

/// Two sentences that belong together.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// Sentence of the first report.
    pub a: usize,
    /// Sentence of the second.
    pub b: usize,
    /// Twice the shared weight over both weights, 0 to 1.
    pub near: f32,
    /// Word by word, first the first report's.
    pub diff: Diff,
}

impl Pair {
    /// The same with the reports' parts exchanged.
    pub(super) fn turned(&self) -> Pair {
        let kept = self.diff.kept.iter().map(|&(i, j)| (j, i)).collect();
        Pair { a: self.b, b: self.a, near: self.near, diff: Diff { kept } }
    }
}

/// For each sentence of `b` its sentence of `a`, where there is one; in the order of `b`.
pub(super) fn align(a: &Digest, b: &Digest) -> Vec<Pair> {
    let sets_a: Vec<Vec<Word>> = (0..a.sentences.len()).map(|s| set(a.of(s))).collect();
    let sets_b: Vec<Vec<Word>> = (0..b.sentences.len()).map(|s| set(b.of(s))).collect();
    let rarity = Rarity::new(&sets_a, &sets_b);
    let mut postings: HashMap<u64, Vec<u32>> = HashMap::new();
    for (sentence, set) in sets_a.iter().enumerate() {
        for word in set {
            let list = postings.entry(word.key).or_default();
            if list.len() <= COMMON {
                list.push(sentence as u32);
            }
        }
    }
    let weights_a: Vec<f32> = sets_a.iter().map(|set| rarity.sum(set)).collect();

    let mut pairs: Vec<Pair> = Vec::new();
    for (sentence, set) in sets_b.iter().enumerate() {
        if halves(b.of(sentence)) < LEAST_HALVES {
            continue;
        }
        let goes_on = pairs.last().map(|p| p.a + 1);
        let weight = rarity.sum(set);
        let mut shared: HashMap<u32, f32> = HashMap::new();
        for word in set {
            match postings.get(&word.key) {
                Some(list) if list.len() <= COMMON => {
                    list.iter().for_each(|s| *shared.entry(*s).or_default() += rarity.of(word));
                }
                _ => {}
            }
        }
        let mut found: Vec<(f32, usize)> = shared
            .into_iter()
            .map(|(s, shared)| (s as usize, shared))
            .map(|(s, shared)| {
                let bonus = if Some(s) == goes_on { GOES_ON } else { 0.0 };
                (2.0 * shared / (weight + weights_a[s]) + bonus, s)
            })
            .collect();
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let tried = found.iter().take(TRIED);
        let best =
            tried.filter_map(|&(rank, s)| near(&sets_a[s], set, &rarity).map(|n| (n, rank, s)));
        let best = best.max_by(|x, y| x.1.total_cmp(&y.1).then(y.2.cmp(&x.2)));
        if let Some((near, _, s)) = best
            && halves(a.of(s)) >= LEAST_HALVES
        {
            pairs.push(Pair { a: s, b: sentence, near, diff: Diff::new(a.of(s), b.of(sentence)) });
        }
    }
    pairs
}

/// How near two sentences are, where they are near enough.
fn near(a: &[Word], b: &[Word], rarity: &Rarity) -> Option<f32> {
    let (mut i, mut j, mut shared) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].key.cmp(&b[j].key) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += rarity.of(&a[i]);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    let (all_a, all_b) = (rarity.sum(a), rarity.sum(b));
    let near = 2.0 * shared / (all_a + all_b).max(f32::MIN_POSITIVE);
    let contained = shared / all_a.min(all_b).max(f32::MIN_POSITIVE);
    (near >= NEAR || (contained >= CONTAINED && a.len().min(b.len()) >= 5)).then_some(near)
}

/// A sentence's words, each once, by key.
fn set(words: &[Word]) -> Vec<Word> {
    let mut out = words.to_vec();
    out.sort_by_key(|w| w.key);
    out.dedup_by_key(|w| w.key);
    out
}

/// Length in half words.
pub(super) fn halves(words: &[Word]) -> usize {
    words.iter().map(|w| if w.unspaced { 1 } else { 2 }).sum()
}

/// What a word counts in these two texts.
struct Rarity {
    with: HashMap<u64, u32>,
    all: f32,
}

impl Rarity {
    fn new(a: &[Vec<Word>], b: &[Vec<Word>]) -> Rarity {
        let mut with: HashMap<u64, u32> = HashMap::new();
        for word in a.iter().chain(b).flatten() {
            *with.entry(word.key).or_default() += 1;
        }
        Rarity { with, all: (a.len() + b.len()) as f32 }
    }

    fn of(&self, word: &Word) -> f32 {
        let with = self.with.get(&word.key).copied().unwrap_or(1) as f32;
        let class = match word.class {
            Class::Frame => 0.2,
            Class::Plain => 1.0,
            Class::Name => 1.4,
            Class::Number => 1.8,
        };
        class * (1.0 + self.all / with).ln()
    }

    fn sum(&self, set: &[Word]) -> f32 {
        set.iter().map(|w| self.of(w)).sum()
    }
}
