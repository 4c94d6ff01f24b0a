//! Known events, ready to be found by what a report tells.

use super::reading::{Block, Term, terms};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// One known event, borrowed from its owner.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The caller's number of it.
    pub id: u64,
    /// Its day, days since 1 January 1970.
    pub day: i32,
    /// What happened.
    pub text: &'a str,
    /// Language, BCP 47.
    pub lang: &'a str,
}

/// Events that are read at once, on all cores.
const CHUNK: usize = 4096;

/// Terms of one statement that are kept.
const MOST_TERMS: usize = 80;

/// A term of more statements than this share of all (and more than a few) finds none.
const COMMON: f32 = 0.02;

/// Statements up to which no term is common.
const FEW: usize = 200;

/// Known events, in the order of their days.
#[derive(Debug, Default)]
pub struct Index {
    ids: HashMap<(Block, String), u32>,
    labels: Vec<(Block, String)>,
    /// Texts that hold the term.
    counts: Vec<u32>,
    texts: u32,
    /// The events with each term, by place in `events`.
    postings: Vec<Vec<u32>>,
    pub(super) events: Vec<Entry>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub id: u64,
    pub day: i32,
    /// Its terms, ascending.
    pub terms: Vec<u32>,
    /// Those of its words that are part of no name, ascending.
    pub plain: Vec<u32>,
}

impl Index {
    /// All events. They may come in any order.
    pub fn new(events: &[Known<'_>]) -> Index {
        let mut index = Index::default();
        let mut order: Vec<usize> = (0..events.len()).collect();
        order.sort_by_key(|i| (events[*i].day, events[*i].id, *i));
        for chunk in order.chunks(CHUNK) {
            let read: Vec<Vec<Term>> =
                chunk.par_iter().map(|i| terms("", events[*i].text, events[*i].lang)).collect();
            for (i, read) in chunk.iter().zip(read) {
                index.push(&events[*i], read);
            }
        }
        index
    }

    /// Counts texts that are no events (reports, say), so that rarity is known
    /// where there are few events.
    pub fn learn<'t>(&mut self, texts: impl IntoIterator<Item = (&'t str, &'t str)>) {
        for (text, lang) in texts {
            self.numbered(terms("", text, lang));
        }
    }

    /// Adds an event. Returns whether it could be: its day must not be before
    /// that of the last one.
    pub fn add(&mut self, event: &Known<'_>) -> bool {
        let in_order = self.events.last().is_none_or(|last| last.day <= event.day);
        if in_order {
            self.push(event, terms("", event.text, event.lang));
        }
        in_order
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    fn push(&mut self, event: &Known<'_>, read: Vec<Term>) {
        let named: std::collections::HashSet<String> =
            read.iter().filter(|t| t.named).map(|t| t.id.clone()).collect();
        let mut terms = self.numbered(read);
        terms.truncate(MOST_TERMS);
        terms.sort_unstable();
        let at = u32::try_from(self.events.len()).unwrap_or(u32::MAX);
        for term in &terms {
            self.postings[*term as usize].push(at);
        }
        let is_plain = |t: &u32| {
            let (block, word) = &self.labels[*t as usize];
            *block == Block::Words && !named.contains(word)
        };
        let plain = terms.iter().copied().filter(is_plain).collect();
        self.events.push(Entry { id: event.id, day: event.day, terms, plain });
    }

    /// The text's terms that count here, each once, in its order; counted.
    fn numbered(&mut self, terms: Vec<Term>) -> Vec<u32> {
        let mut out = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for term in terms {
            if !counts(term.block) {
                continue;
            }
            let next = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
            let key = (term.block, term.id);
            let id = match self.ids.get(&key) {
                Some(id) => *id,
                None => {
                    self.labels.push(key.clone());
                    self.counts.push(0);
                    self.postings.push(Vec::new());
                    self.ids.insert(key, next);
                    next
                }
            };
            if seen.insert(id) {
                self.counts[id as usize] += 1;
                out.push(id);
            }
        }
        self.texts += 1;
        out
    }

    /// The number of a report's term, where an event or text has it.
    pub(super) fn known(&self, term: &Term) -> Option<u32> {
        // The owned key is the price of a map keyed by pairs; terms are short.
        counts(term.block).then(|| self.ids.get(&(term.block, term.id.clone())).copied())?
    }

    /// What a term is called.
    pub(super) fn label(&self, id: u32) -> (Block, &str) {
        let (block, label) = &self.labels[id as usize];
        (*block, label.trim_start_matches('~'))
    }

    /// How rare a term is: ln(1 + N / (1 + n)), its weight in a coverage.
    pub(super) fn rarity(&self, id: u32) -> f32 {
        let held = self.counts[id as usize] as f32;
        (1.0 + self.texts as f32 / (1.0 + held)).ln()
    }

    /// The events between the days (both included) that share most with the
    /// terms, by the squares of the rarities of the terms in common.
    pub(super) fn candidates(
        &self,
        terms: &BTreeMap<u32, f32>,
        days: (i32, i32),
        most: usize,
    ) -> Vec<usize> {
        let from = self.events.partition_point(|e| e.day < days.0);
        let to = self.events.partition_point(|e| e.day <= days.1);
        let common = FEW.max((self.events.len() as f32 * COMMON) as usize);
        let mut scores: HashMap<u32, f32> = HashMap::new();
        for (term, weight) in terms {
            let list = &self.postings[*term as usize];
            if list.len() > common {
                continue;
            }
            let start = list.partition_point(|e| (*e as usize) < from);
            let end = list.partition_point(|e| (*e as usize) < to);
            for event in &list[start..end] {
                *scores.entry(*event).or_default() += weight * self.rarity(*term).powi(2);
            }
        }
        let mut best: Vec<(u32, f32)> = scores.into_iter().collect();
        best.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(most);
        best.into_iter().map(|(event, _)| event as usize).collect()
    }
}

/// Blocks whose terms a statement is found and covered by.
fn counts(block: Block) -> bool {
    matches!(block, Block::Words | Block::Names | Block::Numbers)
}
