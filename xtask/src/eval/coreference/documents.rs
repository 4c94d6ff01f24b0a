//! Which texts tell the same event: all documents of all topics together. The
//! gold cluster is topic and kind (ECB, or what ECB+ added to it).

use super::ecb::Document;
use super::fit::{Example, fit};
use super::partition::{Measures, measure};
use annals_link::same_event::{self, CUT_FOR, CUTS, CutWeights, FOR, Options, Told, Weights};
use std::collections::BTreeMap;

/// The label of a document's gold cluster.
pub(crate) fn gold(document: &Document) -> (u32, &str) {
    (document.topic, &document.kind)
}

/// The documents as linking sees them.
pub(crate) fn told(texts: &[String]) -> Vec<Told<'_>> {
    (0..)
        .zip(texts)
        .map(|(id, text)| Told { id, day: None, published: None, title: "", text, lang: "en" })
        .collect()
}

/// The cluster of each document.
pub(crate) fn clusters(texts: &[String], options: &Options) -> Vec<usize> {
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
pub(crate) fn train(documents: &[&Document], texts: &[String]) -> Weights {
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
    let (values, bias) = fit(&examples, FOR);
    Weights { values, bias }
}

/// Weights of cuts: of each topic's texts together, and of each gold cluster alone.
pub(crate) fn train_cuts(documents: &[&Document], texts: &[String], weights: &Weights) -> CutWeights {
    let mut sets: BTreeMap<(u32, &str), Vec<usize>> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate() {
        sets.entry((document.topic, &document.kind)).or_default().push(i);
        sets.entry((document.topic, "")).or_default().push(i);
    }
    let (names, sets): (Vec<(u32, &str)>, Vec<Vec<usize>>) = sets.into_iter().unzip();
    let cuts = same_event::cuts(&told(texts), &sets, weights);
    let examples: Vec<Example<CUTS>> = names
        .iter()
        .zip(cuts)
        .filter_map(|((_, kind), features)| {
            Some(Example { features: features?, same: kind.is_empty(), weight: 1.0 })
        })
        .collect();
    let (values, bias) = fit(&examples, CUT_FOR);
    CutWeights { values, bias }
}

/// The options with the best B³ on the documents.
pub(crate) fn tuned(documents: &[&Document], texts: &[String], weights: &Weights) -> Options {
    let cut = train_cuts(documents, texts, weights);
    let mut best = (0.0, Options::default());
    for contrast in [0.0, 0.5] {
        for least in [-3.0, -2.5, -2.0, -1.5, -1.0] {
            let options =
                Options { weights: weights.clone(), least, contrast, cut: cut.clone(), ..Options::default() };
            let b3 = measured(documents, &clusters(texts, &options)).b3.f1();
            println!("contrast {contrast} least {least} {b3:.4}");
            if b3 > best.0 {
                best = (b3, options);
            }
        }
    }
    best.1
}

pub(crate) fn measured(documents: &[&Document], found: &[usize]) -> Measures {
    let gold: Vec<(u32, &str)> = documents.iter().map(|d| gold(d)).collect();
    measure(&gold, found)
}
