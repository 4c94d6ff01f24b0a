//! The sentences of two reports, brought together.
//!
//! Each sentence of the one finds its nearest in the other: by the words of
//! both, names and numbers counting more, words that are rare in these two
//! texts counting more. The order is not forced, because rewriters move
//! paragraphs, but of two equally near the one that goes on from the last is
//! taken.

use super::diff::Diff;
use super::text::{Class, Digest, Word};

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
/// Different words of a part at least.
const PART: usize = 5;
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
    let both = Both::new(a, b);
    let mut pairs: Vec<Pair> = Vec::new();
    // Shared weight with each sentence of `a`, and which were touched.
    let mut shared = vec![0.0_f32; a.sentences.len()];
    let mut touched: Vec<u32> = Vec::new();
    for (sentence, set) in b.sets.iter().enumerate() {
        if halves(b.of(sentence)) < LEAST_HALVES {
            continue;
        }
        for word in set {
            let Some(in_a) = both.in_a(*word) else { continue };
            let list = both.sentences_with(in_a);
            if list.len() > COMMON {
                continue;
            }
            for s in list {
                if shared[*s as usize] == 0.0 {
                    touched.push(*s);
                }
                shared[*s as usize] += both.weights_a[in_a as usize];
            }
        }
        let goes_on = pairs.last().map(|p| p.a + 1);
        let weight = both.sums_b[sentence];
        let mut found: Vec<(f32, usize)> = Vec::with_capacity(touched.len());
        for s in touched.drain(..) {
            let s = s as usize;
            let bonus = if Some(s) == goes_on { GOES_ON } else { 0.0 };
            found.push((2.0 * shared[s] / (weight + both.sums_a[s]) + bonus, s));
            shared[s] = 0.0;
        }
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let tried = found.iter().take(TRIED);
        let best = tried.filter_map(|&(rank, s)| both.near(s, sentence).map(|n| (n, rank, s)));
        let best = best.max_by(|x, y| x.1.total_cmp(&y.1).then(y.2.cmp(&x.2)));
        if let Some((near, _, s)) = best
            && halves(a.of(s)) >= LEAST_HALVES
        {
            pairs.push(Pair { a: s, b: sentence, near, diff: Diff::new(a.of(s), b.of(sentence)) });
        }
    }
    pairs
}

/// Length in half words.
pub(super) fn halves(words: &[Word]) -> usize {
    words.iter().map(|w| if w.unspaced { 1 } else { 2 }).sum()
}

/// Two vocabularies in one, with what each word counts in these two texts.
struct Both<'d> {
    a: &'d Digest,
    b: &'d Digest,
    /// For each word of `b` its number in `a`, or [`NONE`].
    to_a: Vec<u32>,
    weights_a: Vec<f32>,
    weights_b: Vec<f32>,
    /// The sentences of `a` with a word: all lists in one, and where each begins.
    lists: Vec<u32>,
    starts: Vec<u32>,
    /// Weights of the sentences.
    sums_a: Vec<f32>,
    sums_b: Vec<f32>,
}

/// No such word.
const NONE: u32 = u32::MAX;

impl<'d> Both<'d> {
    fn new(a: &'d Digest, b: &'d Digest) -> Both<'d> {
        let (of_a, of_b) = (counts(a), counts(b));
        let all = (a.sentences.len() + b.sentences.len()) as f32;
        let rarity =
            |class: Class, with: u32| weight(class) * (1.0 + all / with.max(1) as f32).ln();
        let mut to_a = vec![NONE; b.vocabulary.len()];
        let mut weights_a: Vec<f32> =
            a.vocabulary.iter().zip(&of_a).map(|((_, class), n)| rarity(*class, *n)).collect();
        let mut weights_b = Vec::with_capacity(b.vocabulary.len());
        let mut i = 0;
        for (j, (key, class)) in b.vocabulary.iter().enumerate() {
            while i < a.vocabulary.len() && a.vocabulary[i].0 < *key {
                i += 1;
            }
            match a.vocabulary.get(i).filter(|(other, _)| other == key) {
                Some((_, other)) => {
                    to_a[j] = i as u32;
                    weights_a[i] = rarity((*class).max(*other), of_a[i] + of_b[j]);
                    weights_b.push(weights_a[i]);
                }
                None => weights_b.push(rarity(*class, of_b[j])),
            }
        }
        let mut starts: Vec<u32> = Vec::with_capacity(of_a.len() + 1);
        let mut total = 0;
        for count in &of_a {
            starts.push(total);
            total += count;
        }
        starts.push(total);
        let mut lists = vec![0; total as usize];
        let mut next = starts.clone();
        for (sentence, set) in a.sets.iter().enumerate() {
            for word in set {
                lists[next[*word as usize] as usize] = sentence as u32;
                next[*word as usize] += 1;
            }
        }
        let sums = |sets: &[Vec<u32>], weights: &[f32]| -> Vec<f32> {
            sets.iter().map(|set| set.iter().map(|w| weights[*w as usize]).sum()).collect()
        };
        let (sums_a, sums_b) = (sums(&a.sets, &weights_a), sums(&b.sets, &weights_b));
        Both { a, b, to_a, weights_a, weights_b, lists, starts, sums_a, sums_b }
    }

    fn in_a(&self, word: u32) -> Option<u32> {
        self.to_a.get(word as usize).copied().filter(|w| *w != NONE)
    }

    fn sentences_with(&self, word: u32) -> &[u32] {
        let (from, to) = (self.starts[word as usize], self.starts[word as usize + 1]);
        &self.lists[from as usize..to as usize]
    }

    /// How near two sentences are, where they are near enough.
    fn near(&self, a: usize, b: usize) -> Option<f32> {
        let (set_a, set_b) = (&self.a.sets[a], &self.b.sets[b]);
        let (mut i, mut shared) = (0, 0.0);
        for word in set_b {
            let Some(in_a) = self.in_a(*word) else { continue };
            // Both numberings rise with the key.
            while i < set_a.len() && set_a[i] < in_a {
                i += 1;
            }
            if set_a.get(i) == Some(&in_a) {
                shared += self.weights_b[*word as usize];
            }
        }
        let (all_a, all_b) = (self.sums_a[a], self.sums_b[b]);
        let near = 2.0 * shared / (all_a + all_b).max(f32::MIN_POSITIVE);
        let contained = shared / all_a.min(all_b).max(f32::MIN_POSITIVE);
        let part = contained >= CONTAINED && set_a.len().min(set_b.len()) >= PART;
        (near >= NEAR || part).then_some(near)
    }
}

/// In how many sentences each word is.
fn counts(digest: &Digest) -> Vec<u32> {
    let mut counts = vec![0; digest.vocabulary.len()];
    digest.sets.iter().flatten().for_each(|word| counts[*word as usize] += 1);
    counts
}

/// What a word counts by its class.
fn weight(class: Class) -> f32 {
    match class {
        Class::Frame => 0.2,
        Class::Plain => 1.0,
        Class::Name => 1.4,
        Class::Number => 1.8,
    }
}
