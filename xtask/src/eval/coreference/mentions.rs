//! Which gold mentions tell the same event.

use super::ecb::Document;
use super::fit::{Example, fit};
use annals_link::coreference::{self, FOR, Mention, Weights};
use std::ops::Range;

/// The mentions of some documents, owned.
pub(crate) struct Mentions<'d> {
    of: Vec<(usize, usize, &'d str, Vec<Range<usize>>)>,
    pub gold: Vec<&'d str>,
}

impl<'d> Mentions<'d> {
    pub(crate) fn new(documents: &[&'d Document]) -> Mentions<'d> {
        let mut out = Mentions { of: Vec::new(), gold: Vec::new() };
        for (at, document) in documents.iter().enumerate() {
            for mention in &document.mentions {
                let sentence = &document.sentences[mention.sentence];
                let spans = mention.spans.iter().map(|(start, end)| *start..*end).collect();
                out.of.push((at, mention.sentence, &sentence.text, spans));
                out.gold.push(&mention.event);
            }
        }
        out
    }

    /// The number of a mention's document.
    pub(crate) fn document(&self, mention: usize) -> usize {
        self.of[mention].0
    }

    /// Prints pairs that were joined or left apart wrongly, spread over all.
    pub(crate) fn show(&self, events: &[usize], groups: &[usize]) {
        let mut wrong = Vec::new();
        for a in 0..self.of.len() {
            for b in a + 1..self.of.len() {
                let one = self.gold[a] == self.gold[b];
                if groups[self.of[a].0] == groups[self.of[b].0] && one != (events[a] == events[b]) {
                    wrong.push((one, a, b));
                }
            }
        }
        println!("{} pairs of mentions wrong", wrong.len());
        let tell = |i: usize| {
            let (_, number, sentence, spans) = &self.of[i];
            let words: Vec<&str> = spans.iter().filter_map(|s| sentence.get(s.clone())).collect();
            format!("[{}] {number}: {sentence}", words.join(" "))
        };
        for (one, a, b) in wrong.iter().step_by((wrong.len() / 60).max(1)) {
            let what = if *one { "left apart" } else { "joined" };
            println!("{what}\n  {}\n  {}", tell(*a), tell(*b));
        }
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
    let (values, bias) = fit(&examples, FOR, 1e-4);
    Weights { values, bias }
}
