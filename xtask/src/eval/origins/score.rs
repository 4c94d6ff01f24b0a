//! What is true of a made set, and how far groups agree with it.

use super::copies::Made;
use annals_link::origins::{Index, Kind, Origins, Report};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The true origins of each report: two of a merged one.
pub(super) struct Truth {
    roots: Vec<BTreeSet<usize>>,
}

impl Truth {
    pub(super) fn new(made: &[Made]) -> Truth {
        let mut roots: Vec<BTreeSet<usize>> = Vec::new();
        for (i, report) in made.iter().enumerate() {
            let of = match &report.made {
                None => BTreeSet::from([i]),
                Some((_, from, second)) => {
                    let both = [Some(*from), *second];
                    both.into_iter().flatten().flat_map(|p| roots[p].iter().copied()).collect()
                }
            };
            roots.push(of);
        }
        Truth { roots }
    }

    /// Whether two reports go back to one origin.
    pub(super) fn related(&self, a: usize, b: usize) -> bool {
        self.roots[a].intersection(&self.roots[b]).next().is_some()
    }

    fn pairs(&self) -> BTreeSet<(usize, usize)> {
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, roots) in self.roots.iter().enumerate() {
            roots.iter().for_each(|root| of.entry(*root).or_default().push(i));
        }
        all_pairs(of.values())
    }
}

/// The pairs that the index would have aligned.
pub(super) fn pairs_asked(reports: &[Report<'_>]) -> Vec<(usize, usize)> {
    let mut index = Index::new();
    let mut out = Vec::new();
    for (i, report) in reports.iter().enumerate() {
        out.extend(index.candidates(report).iter().map(|c| (c.report, i)));
        index.add(report);
    }
    out
}

fn all_pairs<'g>(groups: impl Iterator<Item = &'g Vec<usize>>) -> BTreeSet<(usize, usize)> {
    let mut out = BTreeSet::new();
    for group in groups {
        for (i, a) in group.iter().enumerate() {
            group[i + 1..].iter().for_each(|b| {
                out.insert((*a, *b));
            });
        }
    }
    out
}

/// Precision, recall and F1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prf {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Prf {
    pub(super) fn new(right: usize, found: usize, wanted: usize) -> Prf {
        let share = |of: usize| if of == 0 { 0.0 } else { right as f64 / of as f64 };
        let (precision, recall) = (share(found), share(wanted));
        let f1 = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        Prf { precision, recall, f1 }
    }

    pub(super) fn insert(self, prefix: &str, figures: &mut Map<String, Value>) {
        for (name, value) in
            [("precision", self.precision), ("recall", self.recall), ("f1", self.f1)]
        {
            figures.insert(format!("{prefix}{name}"), rounded(value));
        }
    }
}

pub(super) fn rounded(value: f64) -> Value {
    json!((value * 10_000.0).round() / 10_000.0)
}

/// Figures of predicted groups: pairs with a common origin, and the adjusted
/// Rand index, in which a merged report belongs to its greater part.
pub(super) fn groups(
    made: &[Made],
    members: &[Vec<usize>],
    group_of: &[usize],
    prefix: &str,
    figures: &mut Map<String, Value>,
) {
    let wanted = Truth::new(made).pairs();
    let found = all_pairs(members.iter());
    let right = wanted.intersection(&found).count();
    Prf::new(right, found.len(), wanted.len()).insert(prefix, figures);
    let truth: Vec<usize> = made.iter().map(|m| m.origin).collect();
    figures.insert(format!("{prefix}ari"), rounded(rand_index(&truth, group_of)));
}

/// The adjusted Rand index (Hubert and Arabie 1985).
fn rand_index(truth: &[usize], found: &[usize]) -> f64 {
    let two = |n: usize| (n * n.saturating_sub(1)) as f64 / 2.0;
    let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
    for (t, f) in truth.iter().zip(found) {
        *cells.entry((*t, *f)).or_default() += 1;
        *rows.entry(*t).or_insert(0) += 1;
        *columns.entry(*f).or_insert(0) += 1;
    }
    let sum = |counts: &mut dyn Iterator<Item = usize>| counts.map(two).sum::<f64>();
    let both = sum(&mut cells.into_values());
    let (rows, columns) = (sum(&mut rows.into_values()), sum(&mut columns.into_values()));
    let expected = rows * columns / two(truth.len()).max(1.0);
    let most = f64::midpoint(rows, columns);
    if most == expected { 1.0 } else { (both - expected) / (most - expected) }
}

/// Figures of the traces: kinds, and origins.
pub(super) fn traces(made: &[Made], origins: &Origins, figures: &mut Map<String, Value>) {
    let truth = Truth::new(made);
    let kinds = [Kind::Copy, Kind::Wire, Kind::Excerpt, Kind::Merged, Kind::Spun];
    let mut kind_of: BTreeMap<usize, Kind> = BTreeMap::new();
    let mut rooted: BTreeSet<usize> = BTreeSet::new();
    for trace in &origins.traces {
        kind_of.insert(trace.report, trace.kind);
        if truth.related(trace.report, trace.from) {
            rooted.insert(trace.report);
        }
    }
    for kind in kinds {
        let gold = |i: &usize| made[*i].made.as_ref().is_some_and(|(k, _, _)| *k == kind);
        let wanted: Vec<usize> = (0..made.len()).filter(gold).collect();
        let found = kind_of.values().filter(|k| **k == kind).count();
        let right = wanted.iter().filter(|i| rooted.contains(*i) && kind_of.get(*i) == Some(&kind));
        let name = kind.name();
        Prf::new(right.count(), found, wanted.len()).insert(&format!("{name}_"), figures);
        let traced = wanted.iter().filter(|i| rooted.contains(*i)).count();
        figures
            .insert(format!("{name}_traced"), rounded(traced as f64 / wanted.len().max(1) as f64));
        figures.insert(format!("{name}_n"), json!(wanted.len()));
    }
    // The real text at the head of the group of each version.
    let (mut untimed, mut untimed_right, mut all, mut all_right) = (0, 0, 0, 0);
    for (i, report) in made.iter().enumerate().filter(|(_, m)| m.made.is_some()) {
        let right = truth.roots[i].contains(&origins.groups[origins.group_of[i]].origin);
        all += 1;
        all_right += usize::from(right);
        if made[report.origin].published.is_none() {
            untimed += 1;
            untimed_right += usize::from(right);
        }
    }
    figures.insert(
        "origin_accuracy".into(),
        rounded(f64::from(all_right as u32) / f64::from(all.max(1))),
    );
    figures.insert(
        "origin_accuracy_untimed".into(),
        rounded(f64::from(untimed_right as u32) / f64::from(untimed.max(1))),
    );
    // Real reports that were taken for derived.
    let real: Vec<usize> = (0..made.len()).filter(|i| made[*i].made.is_none()).collect();
    let wrong = real.iter().filter(|i| kind_of.contains_key(i) && !rooted.contains(i)).count();
    figures
        .insert("independent_kept".into(), rounded(1.0 - wrong as f64 / real.len().max(1) as f64));
}
