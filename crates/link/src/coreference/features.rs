//! Two mentions compared: named features, each between 0 and 1.

use super::Mention;
use super::lemma::same_root;
use super::reading::Reading;
use std::collections::{BTreeSet, HashMap};

/// The features, in the order of their values. The first [`FOR`] speak for one
/// event, the others against it.
pub const FEATURES: [&str; N] = [
    "same_head",
    "same_root",
    "same_family",
    "trigger_words",
    "same_head_rare",
    "near",
    "same_side_names",
    "numbers",
    "times",
    "both_in_front",
    "same_head_in_sentence",
    "names_differ",
    "numbers_differ",
    "times_differ",
    "same_sentence",
    "saying",
    "other_head",
    "same_head_away",
];

/// Number of features.
pub const N: usize = 18;

/// Features that speak for one event.
pub const FOR: usize = 11;

/// How often lemmas and names stand in the mentions of one group, which is
/// what makes them rare.
#[derive(Debug, Default)]
pub(crate) struct Rarity<'r> {
    words: HashMap<&'r str, u32>,
    names: HashMap<&'r str, u32>,
    /// Documents in whose triggers a lemma stands.
    heads: HashMap<&'r str, BTreeSet<usize>>,
    mentions: f32,
    documents: f32,
}

impl<'r> Rarity<'r> {
    pub(crate) fn new(group: &[(&Mention<'_>, &'r Reading)]) -> Rarity<'r> {
        let mut out = Rarity::default();
        let mut documents = BTreeSet::new();
        for (mention, reading) in group {
            out.mentions += 1.0;
            documents.insert(mention.document);
            out.heads.entry(&reading.head).or_default().insert(mention.document);
            for word in &reading.sentence {
                *out.words.entry(word).or_default() += 1;
            }
            for name in reading.before.union(&reading.after) {
                *out.names.entry(name).or_default() += 1;
            }
        }
        out.documents = documents.len() as f32;
        out
    }

    fn weight(&self, counts: &HashMap<&str, u32>, term: &str) -> f32 {
        let held = counts.get(term).copied().unwrap_or(0) as f32;
        (1.0 + self.mentions / (1.0 + held)).ln()
    }

    /// Weighted overlap: what both hold, of what the two hold on average.
    fn alike(
        &self,
        counts: &HashMap<&str, u32>,
        a: &BTreeSet<String>,
        b: &BTreeSet<String>,
    ) -> f32 {
        let sum = |terms: &mut dyn Iterator<Item = &String>| -> f32 {
            terms.map(|t| self.weight(counts, t).powi(2)).sum()
        };
        let both = sum(&mut a.intersection(b));
        let norm = (sum(&mut a.iter()) * sum(&mut b.iter())).sqrt();
        if norm > 0.0 { both / norm } else { 0.0 }
    }
}

fn jaccard<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f32 {
    let both = a.intersection(b).count() as f32;
    let all = (a.len() + b.len()) as f32 - both;
    if all > 0.0 { both / all } else { 0.0 }
}

fn flag(so: bool) -> f32 {
    if so { 1.0 } else { 0.0 }
}

/// Whether both have something and nothing in common.
fn differ<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f32 {
    flag(!a.is_empty() && !b.is_empty() && a.is_disjoint(b))
}

/// Sentences at the beginning of a text that count as its front.
const FRONT: usize = 3;

/// Compares two mentions of one group.
pub(crate) fn compare(
    (a, x): (&Mention<'_>, &Reading),
    (b, y): (&Mention<'_>, &Reading),
    rarity: &Rarity<'_>,
) -> [f32; N] {
    let same_head = flag(x.head == y.head && !x.head.is_empty());
    let root = flag(x.head != y.head && same_root(&x.head, &y.head));
    let family = flag(x.head != y.head && !x.families.is_disjoint(&y.families));
    let any = same_head.max(root).max(family);
    let words = jaccard(&x.trigger, &y.trigger);
    let spread = rarity.heads.get(x.head.as_str()).map_or(0, BTreeSet::len) as f32;
    let sentence = rarity.alike(&rarity.words, &x.sentence, &y.sentence);
    let near = rarity.alike(&rarity.words, &x.near, &y.near);
    let side = |r: &Reading| r.before.union(&r.after).cloned().collect::<BTreeSet<String>>();
    let (all_x, all_y) = (side(x), side(y));
    let same_side = rarity.alike(&rarity.names, &x.before, &y.before)
        + rarity.alike(&rarity.names, &x.after, &y.after);
    let same_sentence = flag(a.document == b.document && a.number == b.number);
    [
        same_head,
        root,
        family,
        words,
        same_head * spread / rarity.documents.max(1.0),
        near,
        same_side / 2.0,
        jaccard(&x.numbers, &y.numbers),
        jaccard(&x.times, &y.times),
        flag(a.number < FRONT && b.number < FRONT),
        same_head * sentence,
        differ(&all_x, &all_y),
        differ(&x.numbers, &y.numbers),
        differ(&x.times, &y.times),
        same_sentence,
        flag(x.saying || y.saying),
        1.0 - any,
        same_head * (1.0 - sentence) * flag(sentence < 0.1),
    ]
}
