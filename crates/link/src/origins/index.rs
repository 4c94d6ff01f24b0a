//! Which earlier reports a new one may go back to.
//!
//! A report is known by its fingerprints: runs of three words, thinned by
//! winnowing (Schleimer, Wilkerson, Aiken 2003: whatever run of ten words two
//! texts share, they share a fingerprint), neighbouring names and numbers,
//! which a rewriter leaves in their order, and quotations. The candidates are the
//! reports that share most, rare fingerprints counting more. The threshold is
//! low on purpose: true copies may share less than a third of their runs; what
//! is a copy is decided by aligning sentences.
//!
//! Costs: some 100 to 200 fingerprints for a report of 500 words, 25 to 40 bytes
//! each, and a look at no more than [`WALK`] reports for each.

use super::Report;
use super::hash;
use super::text::Digest;
use std::collections::HashMap;

/// Words in a run.
const RUN: usize = 3;
/// Runs of which the winnow keeps one.
const WINNOW: usize = 8;
/// Fingerprints of one report at most, evenly spread over it.
const MOST_PRINTS: usize = 2_000;
/// Reports that are looked at for one fingerprint, the latest first. Phrases
/// that all papers use are in more; they say nothing anyway.
pub const WALK: usize = 48;
/// Candidates for one report at most.
pub const MOST_CANDIDATES: usize = 24;
/// What candidates share at least, as a sum of rarities: about two rare
/// fingerprints in an archive of some hundred reports.
const LEAST: f32 = 5.0;
/// No entry.
const END: u32 = u32::MAX;

/// Fingerprints of reports, to be added to one by one.
///
/// It keeps no text. Numbers count the reports in the order of adding.
#[derive(Debug, Default)]
pub struct Index {
    lists: HashMap<u32, List>,
    entries: Vec<Entry>,
    /// The first report with these words in this order.
    equals: HashMap<u64, u32>,
    len: u32,
}

#[derive(Debug, Clone, Copy)]
struct List {
    latest: u32,
    count: u32,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    report: u32,
    earlier: u32,
}

/// A report that another may go back to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub report: usize,
    /// Sum of the shared fingerprints' rarities; infinite for equal texts.
    pub score: f32,
}

/// What the index keeps of one report.
#[derive(Debug, Clone, Default)]
pub(super) struct Prints {
    identity: u64,
    prints: Vec<u32>,
}

impl Prints {
    pub(super) fn new(digest: &Digest) -> Prints {
        let mut prints = winnowed(&runs(digest), WINNOW);
        let anchors: Vec<u64> =
            digest.words.iter().filter(|w| w.class.is_anchor()).map(|w| w.key).collect();
        // Both orders are one: "Kerry met Lavrov", "Lavrov was met by Kerry".
        let pair = |a: u64, b: u64| hash::of_all([1, a.min(b), a.max(b)]);
        let pairs = anchors.windows(2).filter(|p| p[0] != p[1]).map(|p| pair(p[0], p[1]));
        let leaps = anchors.windows(3).map(|p| hash::of_all([2, p[0], p[1], p[2]]));
        prints.extend(pairs.chain(leaps).map(|h| h as u32));
        prints.extend(digest.quotes.iter().map(|q| hash::mixed(*q) as u32));
        prints.sort_unstable();
        prints.dedup();
        if prints.len() > MOST_PRINTS {
            // By the hash, so that two texts keep the same ones.
            prints.sort_unstable_by_key(|p| hash::mixed(u64::from(*p)));
            prints.truncate(MOST_PRINTS);
        }
        Prints { identity: digest.identity(), prints }
    }
}

impl Index {
    /// An index of nothing.
    pub fn new() -> Index {
        Index::default()
    }

    /// Reports added so far.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a report; its number is what [`Index::len`] was.
    pub fn add(&mut self, report: &Report<'_>) {
        self.add_prints(&Prints::new(&Digest::new(report.text)));
    }

    /// The reports added before that this one shares most with, best first.
    /// Two reports with a word in common need not be candidates of each other.
    pub fn candidates(&self, report: &Report<'_>) -> Vec<Candidate> {
        self.candidates_of(&Prints::new(&Digest::new(report.text)))
    }

    pub(super) fn add_prints(&mut self, prints: &Prints) {
        let report = self.len;
        self.len = self.len.saturating_add(1).min(END - 1);
        if *self.equals.entry(prints.identity).or_insert(report) != report {
            return; // The first one stands for all.
        }
        for print in &prints.prints {
            let Ok(entry) = u32::try_from(self.entries.len()) else { return };
            let list = self.lists.entry(*print).or_insert(List { latest: END, count: 0 });
            self.entries.push(Entry { report, earlier: list.latest });
            *list = List { latest: entry, count: list.count.saturating_add(1) };
        }
    }

    pub(super) fn candidates_of(&self, prints: &Prints) -> Vec<Candidate> {
        if prints.prints.is_empty() {
            return Vec::new();
        }
        if let Some(&first) = self.equals.get(&prints.identity) {
            return vec![Candidate { report: first as usize, score: f32::INFINITY }];
        }
        let mut sums: HashMap<u32, f32> = HashMap::new();
        for print in &prints.prints {
            let Some(list) = self.lists.get(print) else { continue };
            let rarity = (1.0 + self.len as f32 / list.count as f32).ln();
            let mut at = list.latest;
            for _ in 0..WALK {
                let Some(entry) = self.entries.get(at as usize) else { break };
                *sums.entry(entry.report).or_default() += rarity;
                at = entry.earlier;
            }
        }
        let mut found: Vec<Candidate> = sums
            .into_iter()
            .filter(|(_, score)| *score >= LEAST)
            .map(|(report, score)| Candidate { report: report as usize, score })
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.report.cmp(&b.report)));
        found.truncate(MOST_CANDIDATES);
        found
    }
}

/// Hashes of the runs of three words; two characters of a script without spaces
/// count as a word.
pub(super) fn runs(digest: &Digest) -> Vec<u64> {
    let words = &digest.words;
    let mut out = Vec::with_capacity(words.len());
    for from in 0..words.len() {
        let (mut to, mut halves) = (from, 0);
        while to < words.len() && halves < 2 * RUN {
            halves += if words[to].unspaced { 1 } else { 2 };
            to += 1;
        }
        if halves < 2 * RUN {
            break;
        }
        out.push(hash::of_all(words[from..to].iter().map(|w| w.key)));
    }
    out
}

/// The smallest hash of each window, each once.
fn winnowed(runs: &[u64], window: usize) -> Vec<u32> {
    let mut out = Vec::new();
    if runs.is_empty() {
        return out;
    }
    let mut kept = usize::MAX;
    for from in 0..=runs.len().saturating_sub(window) {
        let to = (from + window).min(runs.len());
        // The last of the smallest, so that the choice moves on.
        let smallest = (from..to).rev().min_by_key(|i| runs[*i]).unwrap_or(from);
        if smallest != kept {
            kept = smallest;
            out.push(runs[smallest] as u32);
        }
    }
    out
}
