//! Which texts tell the same event: all documents of all topics together. The
//! gold cluster is topic and kind (ECB, or what ECB+ added to it).

use super::ecb::Document;
use super::fit::{Example, fit};
use super::partition::{Measures, measure};
use annals_link::same_event::{self, CUT_FOR, CUTS, CutWeights, FOR, Options, Told, Weights};
use std::collections::{BTreeMap, BTreeSet};

/// The label of a document's gold cluster.
pub(crate) fn gold(document: &Document) -> (u32, &str) {
    (document.topic, &document.kind)
}

/// The documents as linking sees them.
pub(crate) fn told<'t>(texts: &[&'t str]) -> Vec<Told<'t>> {
    (0..)
        .zip(texts)
        .map(|(id, text)| Told { id, day: None, published: None, title: "", text, lang: "en" })
        .collect()
}

/// The cluster of each document.
pub(crate) fn clusters(texts: &[&str], options: &Options) -> Vec<usize> {
    let mut out = vec![0; texts.len()];
    for (number, cluster) in same_event::cluster(&told(texts), options).iter().enumerate() {
        cluster.members.iter().for_each(|m| out[*m] = number);
    }
    out
}

/// Weight of all pairs of one topic's two sub-topics, beside those that have
/// nothing in common, for which a pair in so many stands.
const EASY: usize = 10;

/// Weights from pairs of the documents.
pub(crate) fn train(documents: &[&Document], texts: &[&str]) -> Weights {
    let mut examples = Vec::new();
    for (i, pair) in same_event::pairs(&told(texts)).into_iter().enumerate() {
        let (a, b) = (documents[pair.a], documents[pair.b]);
        let near = a.topic == b.topic;
        if !near && i % EASY != 0 {
            continue;
        }
        let weight = if near { 1.0 } else { EASY as f64 / 10.0 };
        examples.push(Example { features: pair.features, same: gold(a) == gold(b), weight });
    }
    let (values, bias) = fit(&examples, FOR, 1e-4);
    Weights { values, bias }
}

/// Parts of a set that are cut for training, so that small sets count as well.
const PARTS: [fn(usize) -> bool; 6] =
    [|_| true, |i| i % 2 == 0, |i| i % 2 == 1, |i| i % 3 != 0, |i| i % 3 != 1, |i| i % 3 != 2];

/// Penalty on the squares of the weights of cuts: there are few examples.
const RIDGE: f64 = 3e-3;

/// Weights of cuts: of each topic's texts together, and of each gold cluster alone.
pub(crate) fn train_cuts(documents: &[&Document], texts: &[&str], weights: &Weights) -> CutWeights {
    let mut sets: BTreeMap<(u32, &str), Vec<usize>> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate() {
        sets.entry((document.topic, &document.kind)).or_default().push(i);
        sets.entry((document.topic, "")).or_default().push(i);
    }
    let mut names = Vec::new();
    let mut parts = Vec::new();
    for ((_, kind), set) in &sets {
        for part in PARTS {
            let kept = set.iter().enumerate().filter(|(i, _)| part(*i)).map(|(_, d)| *d);
            parts.push(kept.collect::<Vec<usize>>());
            names.push(kind);
        }
    }
    let cuts = same_event::cuts(&told(texts), &parts, weights);
    let examples: Vec<Example<CUTS>> = names
        .iter()
        .zip(cuts)
        .filter_map(|(kind, features)| {
            Some(Example { features: features?, same: kind.is_empty(), weight: 1.0 })
        })
        .collect();
    let (values, bias) = fit(&examples, CUT_FOR, RIDGE);
    CutWeights { values, bias }
}

/// The options as they are, with weights from the documents.
pub(crate) fn trained(documents: &[&Document], texts: &[&str]) -> Options {
    let weights = train(documents, texts);
    let cut = train_cuts(documents, texts, &weights);
    Options { weights, cut, ..Options::default() }
}

/// Measures clusters of the documents.
pub(crate) fn measured(documents: &[&Document], found: &[usize]) -> Measures {
    let gold: Vec<(u32, &str)> = documents.iter().map(|d| gold(d)).collect();
    measure(&gold, found)
}

/// The baseline: each text goes to the centroid (of tf-idf words) that it is
/// most like, or begins one. The threshold is the one that is best for these
/// very documents.
pub(crate) fn centroids(documents: &[&Document], texts: &[&str]) -> Vec<usize> {
    let words: Vec<Vec<String>> = texts.iter().map(|t| annals_link::words(t, "en")).collect();
    let mut held: BTreeMap<&str, f32> = BTreeMap::new();
    for text in &words {
        for word in text.iter().map(String::as_str).collect::<BTreeSet<&str>>() {
            *held.entry(word).or_default() += 1.0;
        }
    }
    let vector = |text: &Vec<String>| {
        let mut vector: BTreeMap<String, f32> = BTreeMap::new();
        for word in text {
            *vector.entry(word.clone()).or_default() += 1.0;
        }
        for (word, count) in &mut vector {
            let rarity = (1.0 + texts.len() as f32 / (1.0 + held[word.as_str()])).ln();
            *count = (1.0 + count.ln()) * rarity;
        }
        let norm = vector.values().map(|w| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vector.values_mut().for_each(|w| *w /= norm);
        vector
    };
    let vectors: Vec<BTreeMap<String, f32>> = words.iter().map(vector).collect();
    let clustered = |least: f32| {
        let mut centroids: Vec<(BTreeMap<String, f32>, f32)> = Vec::new();
        let mut out = Vec::new();
        for vector in &vectors {
            let like = |(sum, norm): &(BTreeMap<String, f32>, f32)| {
                let dot: f32 =
                    vector.iter().map(|(w, x)| x * sum.get(w).copied().unwrap_or(0.0)).sum();
                dot / norm.sqrt()
            };
            let best = centroids.iter().map(like).enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
            let at = match best {
                Some((at, like)) if like > least => at,
                _ => {
                    centroids.push((BTreeMap::new(), 0.0));
                    centroids.len() - 1
                }
            };
            let (sum, norm) = &mut centroids[at];
            for (word, x) in vector {
                *sum.entry(word.clone()).or_default() += x;
            }
            *norm = sum.values().map(|x| x * x).sum();
            out.push(at);
        }
        out
    };
    let all = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4].map(clustered);
    let best = all
        .into_iter()
        .max_by(|a, b| measured(documents, a).b3.f1().total_cmp(&measured(documents, b).b3.f1()));
    best.unwrap_or_default()
}
