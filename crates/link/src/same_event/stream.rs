//! Texts to clusters that tell one event, day by day.
//!
//! A cluster is the sum of its texts' vectors. Every feature is a product of
//! such sums, so the mean over all pairs of texts of two clusters, which
//! average linkage asks for, is had exactly from the sums.

use super::agglomerate::{Groups, agglomerate};
use super::collection::{Collection, Counted, Vector, dot, shared, shortened, sum};
use super::reading::{BLOCKS, Block, terms};
use super::split::cut;
use super::weights::{CUTS, FOR, N, Weights};
use super::{Cluster, Options, Pair, Told};
use crate::{Reason, ReasonKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Terms of a cluster's sum that are kept.
const CLUSTER_TERMS: usize = 1_200;

/// Texts that a side of a cut has where its terms are no accident.
const SURE_SIDE: f32 = 5.0;

/// Texts of a cluster that is too large to be cut: it was not while it grew.
const MOST_CUT: usize = 1_000;

/// Texts that a side of a cut has at least.
const LEAST_SIDE: usize = 2;

/// Reasons that are kept for one text.
const MOST_REASONS: usize = 8;

/// Clusters that a text is compared with: the best by the words and names in common.
const CANDIDATES: usize = 150;

/// A term held by more of the open clusters than this (and more than a few)
/// finds no candidates.
const COMMON: f32 = 0.1;

/// Clusters below which no term is common.
const FEW: usize = 60;

/// One cluster while it grows.
#[derive(Debug, Clone)]
struct Open {
    sums: [Vector; BLOCKS],
    /// Sums of the squares of its texts' weights, to take a text's likeness to
    /// itself out of what its texts share.
    squares: [Vector; BLOCKS],
    /// Texts that have the block at all.
    having: [f32; BLOCKS],
    size: f32,
    /// Sum of the log odds of all pairs of its texts.
    within: f32,
    /// Last day of a text.
    day: Option<i32>,
    members: Vec<Member>,
}

/// A text of an open cluster.
#[derive(Debug, Clone)]
struct Member {
    number: usize,
    day: Option<i32>,
    counted: Counted,
}

impl Open {
    fn new(vectors: [Vector; BLOCKS], member: Member) -> Open {
        let having = std::array::from_fn(|b| if vectors[b].is_empty() { 0.0 } else { 1.0 });
        let square = |v: &Vector| v.iter().map(|(id, w)| (*id, w * w)).collect();
        let squares = std::array::from_fn(|b| square(&vectors[b]));
        Open {
            sums: vectors,
            squares,
            having,
            size: 1.0,
            within: 0.0,
            day: member.day,
            members: vec![member],
        }
    }

    /// Takes the other's texts in. `between`: mean log odds of the two.
    fn take(&mut self, other: Open, between: f32) {
        self.within += between * self.size * other.size;
        let mine = self.sums.iter_mut().chain(&mut self.squares);
        for (mine, theirs) in mine.zip(other.sums.iter().chain(&other.squares)) {
            *mine = sum(mine, theirs);
            shortened(mine, CLUSTER_TERMS);
        }
        for (mine, theirs) in self.having.iter_mut().zip(&other.having) {
            *mine += theirs;
        }
        self.within += other.within;
        self.size += other.size;
        self.day = self.day.max(other.day);
        self.members.extend(other.members);
    }

    /// Mean log odds of its pairs of texts.
    fn mean_within(&self) -> f32 {
        self.within / (self.size * (self.size - 1.0) / 2.0).max(1.0)
    }

    /// The features of two clusters: means over all pairs of their texts.
    fn features(&self, other: &Open) -> [f32; N] {
        let pairs = self.size * other.size;
        let alike: [f32; BLOCKS] =
            std::array::from_fn(|b| dot(&self.sums[b], &other.sums[b]) / pairs);
        let differ = |block: Block| {
            let b = block as usize;
            (self.having[b] * other.having[b] / pairs - alike[b]).max(0.0)
        };
        let mut out = [0.0; N];
        out[..BLOCKS].copy_from_slice(&alike);
        out[FOR] = differ(Block::Places);
        out[FOR + 1] = differ(Block::Numbers);
        out[FOR + 2] = differ(Block::Times);
        out[FOR + 3] = differ(Block::LeadNames);
        out
    }
}

/// Clusters texts as they come. What it says of a text depends on that text's
/// day and the days before it.
#[derive(Debug)]
pub struct Stream {
    options: Options,
    collection: Collection,
    open: Vec<Open>,
    closed: Vec<Open>,
    texts: usize,
}

impl Stream {
    /// No texts yet.
    pub fn new(options: &Options) -> Stream {
        let options = options.clone();
        Stream {
            options,
            collection: Collection::default(),
            open: vec![],
            closed: vec![],
            texts: 0,
        }
    }

    /// Counts texts that are not to be clustered (statements of the archive's
    /// events), so that rarity is known before the first report.
    pub fn learn<'t>(&mut self, texts: impl IntoIterator<Item = (&'t str, &'t str)>) {
        for (text, lang) in texts {
            self.collection.add(terms("", text, lang));
        }
    }

    /// Takes in the texts of one day (or of no known day). They are numbered on
    /// from those before. Clusters whose last text is too old are closed.
    pub fn add(&mut self, day: Option<i32>, texts: &[Told<'_>]) {
        if let Some(today) = day {
            let oldest = today.saturating_sub(self.options.window_days);
            let is_old = |c: &Open| c.day.is_some_and(|d| d < oldest);
            let (old, open) = std::mem::take(&mut self.open).into_iter().partition(is_old);
            self.open = open;
            self.closed.extend::<Vec<Open>>(old);
        }
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|i| (texts[*i].id, *i));
        let read: Vec<_> = order
            .par_iter()
            .map(|i| terms(texts[*i].title, texts[*i].text, texts[*i].lang))
            .collect();
        let counted: Vec<Counted> = read.into_iter().map(|t| self.collection.add(t)).collect();
        let first_new = self.open.len();
        for (i, counted) in order.iter().zip(counted) {
            let vectors = self.collection.vectors(&counted);
            let member = Member { number: self.texts + i, day, counted };
            self.open.push(Open::new(vectors, member));
        }
        let first_number = self.texts;
        self.texts += texts.len();
        let pairs = self.candidates(first_new);
        let mut groups = Growing { open: std::mem::take(&mut self.open), options: &self.options };
        let n = groups.open.len();
        let home = agglomerate(n, &pairs, self.options.least, &mut groups);
        let kept = groups.open.into_iter().enumerate().filter(|(i, _)| home[*i] == *i);
        for (_, cluster) in kept {
            if cluster.members.iter().any(|m| m.number >= first_number) {
                self.open.extend(self.parted(cluster));
            } else {
                self.open.push(cluster);
            }
        }
    }

    /// The cluster, or what it falls into where its texts are of two camps.
    fn parted(&self, cluster: Open) -> Vec<Open> {
        let mut work = vec![cluster];
        let mut done = Vec::new();
        while let Some(cluster) = work.pop() {
            let halves = self.halves(&cluster.members);
            match halves.filter(|(_, features)| self.options.cut.log_odds(features) > 0.0) {
                Some((halves, _)) => work.extend(halves),
                None => done.push(cluster),
            }
        }
        done
    }

    /// The best cut of the texts in two, and what speaks for it.
    fn halves(&self, members: &[Member]) -> Option<([Open; 2], [f32; CUTS])> {
        if members.len() > MOST_CUT {
            return None;
        }
        let texts: Vec<&Counted> = members.iter().map(|m| &m.counted).collect();
        let cut = cut(&self.collection, &texts, LEAST_SIDE)?;
        let side = |side: bool| {
            let of_side = members.iter().zip(&cut.second).filter(|(_, s)| **s == side);
            self.rebuilt(of_side.map(|(m, _)| m.clone()))
        };
        let (first, second) = (side(false)?, side(true)?);
        let across = self.options.weights.log_odds(&first.features(&second));
        let within = first.mean_within().min(second.mean_within());
        let smaller = (first.size.min(second.size) / SURE_SIDE).min(1.0);
        let features = [
            (1.0 - cut.across).max(0.0),
            cut.marks[0].max(0.0),
            cut.marks[1].max(0.0),
            ((within - across) / 10.0).clamp(0.0, 1.0),
            smaller,
            ((across + 5.0) / 10.0).clamp(0.0, 2.0),
        ];
        Some(([first, second], features))
    }

    fn rebuilt(&self, members: impl Iterator<Item = Member>) -> Option<Open> {
        let mut out: Option<Open> = None;
        for member in members {
            let next = Open::new(self.collection.vectors(&member.counted), member);
            match out.as_mut() {
                Some(open) => {
                    let between = self.options.weights.log_odds(&open.features(&next));
                    open.take(next, between);
                }
                None => out = Some(next),
            }
        }
        out
    }

    /// Pairs worth comparing: each new text with what shares its rarer terms.
    fn candidates(&self, first_new: usize) -> Vec<(usize, usize)> {
        let n = self.open.len();
        let mut postings: HashMap<u32, Vec<(usize, f32)>> = HashMap::new();
        for (at, cluster) in self.open.iter().enumerate() {
            for block in [Block::Words, Block::Names] {
                for (id, weight) in &cluster.sums[block as usize] {
                    postings.entry(*id).or_default().push((at, weight / cluster.size));
                }
            }
        }
        let common = FEW.max((n as f32 * COMMON) as usize);
        let mut scores = vec![0.0f32; n];
        let mut touched: Vec<usize> = Vec::new();
        let mut pairs = Vec::new();
        for (new, text) in self.open.iter().enumerate().skip(first_new) {
            for block in [Block::Words, Block::Names] {
                for (id, weight) in &text.sums[block as usize] {
                    let Some(list) = postings.get(id).filter(|l| l.len() <= common) else {
                        continue;
                    };
                    for (at, other) in list {
                        if scores[*at] == 0.0 {
                            touched.push(*at);
                        }
                        scores[*at] += weight * other;
                    }
                }
            }
            touched.sort_unstable_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
            let best = touched.iter().filter(|at| **at != new).take(CANDIDATES);
            pairs.extend(best.map(|at| (new.min(*at), new.max(*at))));
            for at in touched.drain(..) {
                scores[at] = 0.0;
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The clusters so far, each with its texts' numbers in order; in the order
    /// of their first texts.
    pub fn clusters(&self) -> Vec<Cluster> {
        let mut out: Vec<Cluster> =
            self.closed.iter().chain(&self.open).map(|c| self.told(c)).collect();
        out.sort_by_key(|c| c.members.first().copied());
        out
    }

    fn told(&self, cluster: &Open) -> Cluster {
        let mut members: Vec<usize> = cluster.members.iter().map(|m| m.number).collect();
        members.sort_unstable();
        Cluster { members, day: cluster.day, reasons: self.reasons(cluster) }
    }

    /// What the cluster's texts have in common: the terms that add most to the
    /// mean log odds of its pairs.
    fn reasons(&self, cluster: &Open) -> Vec<Reason> {
        let n = cluster.size;
        if n < 2.0 {
            return Vec::new();
        }
        let mut by_label: BTreeMap<(ReasonKind, String), f32> = BTreeMap::new();
        for (b, weight) in self.options.weights.values[..BLOCKS].iter().enumerate() {
            let squares = &cluster.squares[b];
            for (id, product) in shared(&cluster.sums[b], &cluster.sums[b]) {
                let own = squares.binary_search_by_key(&id, |(other, _)| *other);
                let product = product - own.map_or(product, |at| squares[at].1);
                if product <= 0.0 || self.collection.is_common(id) {
                    continue;
                }
                let (block, label) = self.collection.label(id);
                let kind = match block {
                    Block::Words | Block::Lead => ReasonKind::Words,
                    Block::Names | Block::LeadNames => ReasonKind::Name,
                    Block::Places => ReasonKind::Place,
                    Block::Numbers => ReasonKind::Number,
                    Block::Times => ReasonKind::Time,
                };
                let label = label.trim_start_matches('~').to_owned();
                *by_label.entry((kind, label)).or_default() += weight * product / (n * (n - 1.0));
            }
        }
        let mut out: Vec<Reason> = by_label
            .into_iter()
            .map(|((kind, label), score)| Reason { kind, label, score })
            .collect();
        out.sort_by(|a, b| b.score.total_cmp(&a.score));
        out.truncate(MOST_REASONS);
        out
    }

    /// The features of pairs of open clusters that would be compared.
    pub(crate) fn features(&self, a: usize, b: usize) -> [f32; N] {
        self.open[a].features(&self.open[b])
    }
}

/// Clusters as they are joined.
struct Growing<'o> {
    open: Vec<Open>,
    options: &'o Options,
}

impl Groups for Growing<'_> {
    fn nearness(&self, a: usize, b: usize) -> f32 {
        let (a, b) = (&self.open[a], &self.open[b]);
        let apart = match (a.day, b.day) {
            (Some(x), Some(y)) => self.options.per_day * x.abs_diff(y) as f32,
            _ => 0.0,
        };
        self.options.weights.log_odds(&a.features(b)) - apart
    }

    fn join(&mut self, into: usize, from: usize) {
        let between = self.options.weights.log_odds(&self.open[into].features(&self.open[from]));
        let nothing = Member { number: 0, day: None, counted: Counted::default() };
        let empty = Open::new(Default::default(), nothing);
        let from = std::mem::replace(&mut self.open[from], empty);
        self.open[into].take(from, between);
    }
}

/// Clusters texts at once: in the order of their days, those without a day last.
pub fn cluster(texts: &[Told<'_>], options: &Options) -> Vec<Cluster> {
    let mut by_day: BTreeMap<(bool, Option<i32>), Vec<usize>> = BTreeMap::new();
    for (i, text) in texts.iter().enumerate() {
        let day = text.day_told();
        by_day.entry((day.is_none(), day)).or_default().push(i);
    }
    let mut stream = Stream::new(options);
    let mut order = Vec::with_capacity(texts.len());
    for ((_, day), batch) in by_day {
        let batch_texts: Vec<Told<'_>> = batch.iter().map(|i| texts[*i]).collect();
        stream.add(day, &batch_texts);
        order.extend(batch);
    }
    let mut out = stream.clusters();
    for cluster in &mut out {
        cluster.members.iter_mut().for_each(|m| *m = order[*m]);
        cluster.members.sort_unstable();
    }
    out.sort_by_key(|c| c.members.first().copied());
    out
}

/// The features of all pairs of texts, as [`cluster`] compares them in one
/// batch, for training. Quadratic in the number of texts.
pub fn pairs(texts: &[Told<'_>]) -> Vec<Pair> {
    // Nothing is nearer than this, so that every text stays alone.
    let options = Options { least: f32::INFINITY, ..Options::default() };
    let mut stream = Stream::new(&options);
    stream.add(None, texts);
    let index: Vec<usize> = stream.open.iter().map(|c| c.members[0].number).collect();
    let mut out = Vec::new();
    for a in 0..index.len() {
        for b in a + 1..index.len() {
            let features = stream.features(a, b);
            out.push(Pair { a: index[a].min(index[b]), b: index[a].max(index[b]), features });
        }
    }
    out
}

/// The features of the best cut in two of each set of texts, for training;
/// none where a set cannot be cut.
pub fn cuts(
    texts: &[Told<'_>],
    sets: &[Vec<usize>],
    weights: &Weights,
) -> Vec<Option<[f32; CUTS]>> {
    let options = Options { weights: weights.clone(), ..Options::default() };
    let mut stream = Stream::new(&options);
    let read: Vec<_> = texts.par_iter().map(|t| terms(t.title, t.text, t.lang)).collect();
    let counted: Vec<Counted> = read.into_iter().map(|t| stream.collection.add(t)).collect();
    let halves = |set: &Vec<usize>| {
        let members =
            set.iter().map(|i| Member { number: *i, day: None, counted: counted[*i].clone() });
        stream.halves(&members.collect::<Vec<Member>>()).map(|(_, features)| features)
    };
    sets.iter().map(halves).collect()
}
