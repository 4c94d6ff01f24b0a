//! Reports to groups: candidates, pairs that hold, the order of derivation, and
//! for each report where it comes from.
//!
//! The least derived report of those that are connected comes first, then the
//! least derived of the rest, and so on. Each takes as its parent the report
//! before it of which it has most. One that also has much of a report with
//! another origin is merged of both.

use super::align::{Pair, align};
use super::direction::{Frequencies, Read};
use super::evidence::evidence;
use super::index::{Index, Prints};
use super::judge::{self, Derived};
use super::merged::Kept;
use super::text::Digest;
use super::{Group, Kind, Options, Origins, Report, Trace, credits, kind, merged};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Share of a merged report that only its second origin has, at least.
const SECOND: f32 = 0.15;
/// Words of it at least.
const SECOND_WORDS: usize = 25;
/// Of two possible parents, the less derived one is taken unless the other has
/// this many times as many of the report's words in their order.
const CLOSER: f32 = 1.04;
/// Log-odds of direction that count at most, so that one pair decides no more than that.
const MOST_DIRECTION: f32 = 8.0;

/// A report with what is computed of it once.
struct Prepared<'r> {
    report: &'r Report<'r>,
    digest: Digest,
    credits: Vec<credits::Credit>,
}

impl Prepared<'_> {
    fn read(&self) -> Read<'_> {
        Read { report: self.report, digest: &self.digest, credits: &self.credits }
    }
}

/// The pairs that hold, by the smaller and the greater number; the first is
/// taken for the origin where the direction is above 0.
pub(super) type Pairs = BTreeMap<(usize, usize), Derived>;

/// Says which of the reports go back to which.
///
/// The result depends neither on threads nor on the order of the reports,
/// except where two have the same time and id. Costs are near linear: each
/// report is compared with no more than [`super::MOST_CANDIDATES`] others and,
/// once more, with what these come from.
pub fn trace(reports: &[Report<'_>], options: &Options) -> Origins {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|i| {
        let report = &reports[*i];
        (report.published.is_none(), report.published, report.id, *i)
    });
    let prints: Vec<Prints> =
        reports.par_iter().map(|r| Prints::new(&Digest::new(r.text))).collect();
    let mut index = Index::new();
    let mut wanted: Vec<(usize, usize)> = Vec::new();
    for &report in &order {
        let candidates = index.candidates_of(&prints[report]);
        wanted.extend(candidates.iter().map(|c| sorted(order[c.report], report)));
        index.add_prints(&prints[report]);
    }
    drop((prints, index));
    let involved: BTreeSet<usize> = wanted.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let mut words = Frequencies::default();
    let prepared: BTreeMap<usize, Prepared<'_>> = involved
        .into_par_iter()
        .map(|i| {
            let report = &reports[i];
            let (digest, credits) = (Digest::new(report.text), credits::credits(report.text));
            (i, Prepared { report, digest, credits })
        })
        .collect();
    prepared.values().for_each(|p| words.add(&p.digest));

    let verify = |wanted: Vec<(usize, usize)>| -> Pairs {
        let one = |(a, b): (usize, usize)| {
            let (read_a, read_b) = (prepared.get(&a)?.read(), prepared.get(&b)?.read());
            Some(((a, b), judge::derived(&read_a, &read_b, &words, &options.weights)?))
        };
        wanted.into_par_iter().filter_map(one).collect()
    };
    let mut pairs = verify(wanted.clone());
    // What a candidate comes from may be the origin, though not among the candidates.
    let tried: BTreeSet<(usize, usize)> = wanted.into_iter().collect();
    let further = grandparents(&pairs, &tried);
    pairs.extend(verify(further));
    merged::direct(&mut pairs);

    let mut family = Family::new(reports, &pairs);
    let mut traces = family.traces(&prepared, &pairs, options);
    traces.sort_by_key(|t| {
        (t.report, t.kind != Kind::Merged, std::cmp::Reverse(t.evidence.sentences.len()), t.from)
    });
    family.into_origins(traces)
}

pub(super) fn sorted(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// For each report, pairs with what its best parent comes from.
fn grandparents(pairs: &Pairs, tried: &BTreeSet<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut best: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
    for (&(a, b), derived) in pairs {
        let (from, to) = if derived.direction > 0.0 { (a, b) } else { (b, a) };
        let entry = best.entry(to).or_insert((f32::MIN, from));
        if derived.score > entry.0 {
            *entry = (derived.score, from);
        }
    }
    let further = best.iter().filter_map(|(report, (_, parent))| {
        let (_, grandparent) = best.get(parent)?;
        (grandparent != report).then(|| sorted(*report, *grandparent))
    });
    let further: BTreeSet<(usize, usize)> = further.filter(|pair| !tried.contains(pair)).collect();
    further.into_iter().collect()
}

/// The reports in the order of derivation, with their parents.
struct Family {
    /// All reports, the least derived of each connected set first.
    order: Vec<usize>,
    neighbours: Vec<Vec<usize>>,
    parent: Vec<Option<usize>>,
    second: Vec<Option<usize>>,
    root: Vec<usize>,
}

impl Family {
    fn new(reports: &[Report<'_>], pairs: &Pairs) -> Family {
        let count = reports.len();
        let mut neighbours = vec![Vec::new(); count];
        let mut claim = vec![0.0_f64; count];
        let strength =
            |derived: &Derived| f64::from(derived.direction.clamp(-MOST_DIRECTION, MOST_DIRECTION));
        for (&(a, b), derived) in pairs {
            neighbours[a].push(b);
            neighbours[b].push(a);
            claim[a] += strength(derived);
            claim[b] -= strength(derived);
        }
        // Greatest claim first; of equal ones the earlier, then the smaller id.
        let rank = |report: usize, claim: f64| {
            let key = reports[report].published.unwrap_or(i64::MAX);
            let id = reports[report].id;
            (Ordered(claim), std::cmp::Reverse((key, id, report)))
        };
        let mut heap: BinaryHeap<_> = (0..count).map(|i| rank(i, claim[i])).collect();
        let mut placed = vec![false; count];
        let mut order = Vec::with_capacity(count);
        while let Some((Ordered(at), std::cmp::Reverse((_, _, report)))) = heap.pop() {
            if placed[report] || at.total_cmp(&claim[report]).is_ne() {
                continue; // Its claim has changed since; it stands further on.
            }
            placed[report] = true;
            order.push(report);
            for &other in neighbours[report].iter().filter(|o| !placed[**o]) {
                let Some(derived) = pairs.get(&sorted(report, other)) else { continue };
                claim[other] += if report < other { strength(derived) } else { -strength(derived) };
                heap.push(rank(other, claim[other]));
            }
        }
        Family {
            order,
            neighbours,
            parent: vec![None; count],
            second: vec![None; count],
            root: (0..count).collect(),
        }
    }

    /// Finds the parents, in the order of derivation, and says why.
    fn traces(
        &mut self,
        prepared: &BTreeMap<usize, Prepared<'_>>,
        pairs: &Pairs,
        options: &Options,
    ) -> Vec<Trace> {
        let mut place = vec![usize::MAX; self.order.len()];
        let mut chosen: Vec<(usize, usize, Option<Kind>)> = Vec::new();
        for (at, &report) in self.order.iter().enumerate() {
            place[report] = at;
            let mut parents: Vec<(usize, Kept, f32)> = self.neighbours[report]
                .iter()
                .filter(|other| place[**other] != usize::MAX)
                .filter_map(|&other| {
                    let derived = pairs.get(&sorted(report, other))?;
                    let kept = merged::kept(derived, report < other);
                    let all: usize = kept.values().sum();
                    Some((other, kept, all as f32))
                })
                .collect();
            parents.sort_by_key(|(other, _, _)| place[*other]);
            let mut best: Option<&(usize, Kept, f32)> = None;
            for parent in &parents {
                if best.is_none_or(|best| parent.2 > best.2 * CLOSER) {
                    best = Some(parent);
                }
            }
            let Some((parent, covered, _)) = best else { continue };
            self.parent[report] = Some(*parent);
            self.root[report] = self.root[*parent];
            let Some(digest) = prepared.get(&report).map(|p| &p.digest) else { continue };
            let least = (SECOND * digest.words.len() as f32).max(SECOND_WORDS as f32);
            let more = |theirs: &Kept| {
                let new = theirs.iter().filter(|(sentence, kept)| {
                    merged::rather(**kept, covered.get(sentence).copied().unwrap_or(0))
                });
                new.map(|(sentence, _)| digest.of(*sentence).len()).sum::<usize>() as f32
            };
            let second = parents
                .iter()
                .filter(|(other, _, _)| self.root[*other] != self.root[report])
                .map(|(other, sentences, _)| (more(sentences), *other))
                .filter(|(words, _)| *words >= least)
                .max_by(|x, y| x.0.total_cmp(&y.0).then(place[y.1].cmp(&place[x.1])));
            self.second[report] = second.map(|(_, other)| other);
            let kind = second.map(|_| Kind::Merged);
            chosen.push((report, *parent, kind));
            chosen.extend(second.map(|(_, other)| (report, other, kind)));
        }
        let explained = chosen.into_par_iter().filter_map(|(report, from, kind)| {
            let (a, b) = (prepared.get(&from)?.read(), prepared.get(&report)?.read());
            let derived = pairs.get(&sorted(from, report))?;
            // As it was aligned when it was judged: the smaller number first.
            let mut aligned = if from < report {
                align(a.digest, b.digest)
            } else {
                align(b.digest, a.digest).iter().map(Pair::turned).collect()
            };
            aligned.sort_by_key(|p| (p.b, p.a));
            let of_kind = kind::features(&a, &b, &aligned, &derived.features);
            Some(Trace {
                report,
                from,
                kind: kind.unwrap_or_else(|| kind::decide(&of_kind, &options.weights)),
                score: derived.score,
                reasons: judge::reasons(&derived.features, &options.weights),
                evidence: evidence(&a, &b, &aligned),
            })
        });
        explained.collect()
    }

    fn into_origins(self, traces: Vec<Trace>) -> Origins {
        let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (report, root) in self.root.iter().enumerate() {
            members.entry(*root).or_default().insert(report);
        }
        for (report, second) in self.second.iter().enumerate() {
            if let Some(second) = second {
                members.entry(self.root[*second]).or_default().insert(report);
            }
        }
        let places: BTreeMap<usize, usize> =
            members.keys().enumerate().map(|(place, origin)| (*origin, place)).collect();
        let group_of = self.root.iter().map(|root| places[root]).collect();
        let groups = members
            .into_iter()
            .map(|(origin, reports)| Group { origin, reports: reports.into_iter().collect() })
            .collect();
        Origins { groups, traces, group_of }
    }
}

/// A number with a total order.
#[derive(Debug, Clone, Copy)]
struct Ordered(f64);

impl PartialEq for Ordered {
    fn eq(&self, other: &Ordered) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Ordered) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Ordered) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
