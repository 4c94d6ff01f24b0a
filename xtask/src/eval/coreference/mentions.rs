//! Which gold mentions tell the same event.

use super::ecb::Document;
use super::fit::{Example, fit};
use super::partition::measure;
use annals_link::coreference::{self, FOR, Mention, Options, Weights};
use std::ops::Range;

/// The mentions of some documents, owned.
pub(crate) struct Mentions<'d> {
    of: Vec<(usize, usize, &'d str, Vec<Range<usize>>)>,
    pub gold: Vec<&'d str>,
    pub topics: Vec<u32>,
}

impl<'d> Mentions<'d> {
    pub(crate) fn new(documents: &[&'d Document]) -> Mentions<'d> {
        let mut out = Mentions { of: Vec::new(), gold: Vec::new(), topics: Vec::new() };
        for (at, document) in documents.iter().enumerate() {
            for mention in &document.mentions {
                let sentence = &document.sentences[mention.sentence];
                let spans = mention.spans.iter().map(|(start, end)| *start..*end).collect();
                out.of.push((at, mention.sentence, &sentence.text, spans));
                out.gold.push(&mention.event);
                out.topics.push(document.topic);
            }
        }
        out
    }

    pub(crate) fn borrowed(&self) -> Vec<Mention<'_>> {
        self.of
            .iter()
            .map(|(document, number, sentence, trigger)| Mention {
                document: *document,
                number: *number,
                sentence,
                trigger,
            })
            .collect()
    }
}

/// Weights from the pairs of mentions within the groups.
pub(crate) fn train(mentions: &Mentions<'_>, groups: &[usize]) -> Weights {
    let pairs = coreference::pairs(&mentions.borrowed(), groups);
    let examples: Vec<Example<{ coreference::N }>> = pairs
        .iter()
        .map(|pair| Example {
            features: pair.features,
            same: mentions.gold[pair.a] == mentions.gold[pair.b],
            weight: 1.0,
        })
        .collect();
    let (values, bias) = fit(&examples, FOR);
    Weights { values, bias }
}

/// The threshold with the best CoNLL F1.
pub(crate) fn tuned(mentions: &Mentions<'_>, groups: &[usize], weights: Weights) -> Options {
    let mut options = Options { weights, ..Options::default() };
    let mut best = (0.0, 0.0);
    for step in -16..=4 {
        options.least = step as f32 * 0.25;
        let found = coreference::cluster(&mentions.borrowed(), groups, &options);
        let conll = measure(&mentions.gold, &found).conll();
        if conll > best.0 {
            best = (conll, options.least);
        }
    }
    options.least = best.1;
    options
}
