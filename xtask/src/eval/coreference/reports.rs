//! Which event does an article report: made from the same texts. The statement
//! of a gold cluster is the sentence that `same_event::statement` picks from
//! it; all its other texts should be linked to that event as reports, and to no
//! other. No days are known, and each topic has a second event of its kind, so
//! this is harder than an archive's lists are. Clusters of fewer than four
//! texts are left out.

use super::documents::{gold, told};
use super::ecb::Document;
use super::fit::{Example, fit};
use annals_link::same_event::{
    Index, Known, REPORT_FOR, REPORT_N, Relation, ReportOptions, ReportWeights, statement,
};
use std::collections::BTreeMap;

/// Texts that a gold cluster has at least.
const LEAST: usize = 4;

/// Weight of a pair of article and statement of different topics.
const EASY: f64 = 0.05;

/// The events, and the texts that should report them.
pub(crate) struct Reports<'t> {
    index: Index,
    /// Statement, its cluster, and the document that it was taken from.
    pub events: Vec<(&'t str, (u32, &'t str), usize)>,
    texts: Vec<&'t str>,
}

/// What was linked: right, all that were linked, all that should be.
#[derive(Default, Clone, Copy)]
pub(crate) struct Count {
    pub right: usize,
    pub linked: usize,
    pub all: usize,
}

impl<'t> Reports<'t> {
    pub(crate) fn new(documents: &[&'t Document], texts: &[&'t str]) -> Reports<'t> {
        let mut clusters: BTreeMap<(u32, &str), Vec<usize>> = BTreeMap::new();
        for (i, document) in documents.iter().enumerate() {
            clusters.entry(gold(document)).or_default().push(i);
        }
        let mut events = Vec::new();
        for (cluster, members) in clusters.iter().filter(|(_, m)| m.len() >= LEAST) {
            let of: Vec<&'t str> = members.iter().map(|m| texts[*m]).collect();
            if let Some((from, statement)) = statement(&told(&of)) {
                events.push((statement, *cluster, members[from]));
            }
        }
        let mut index = Index::default();
        index.learn(texts.iter().map(|t| (*t, "en")));
        for (id, (text, ..)) in (0..).zip(&events) {
            index.add(&Known { id, day: 0, text, lang: "en" });
        }
        Reports { index, events, texts: texts.to_vec() }
    }

    /// Examples of the documents that are asked for.
    fn examples(
        &self,
        documents: &[&Document],
        wanted: &dyn Fn(&Document) -> bool,
    ) -> Vec<Example<REPORT_N>> {
        let mut out = Vec::new();
        for (i, article) in told(&self.texts).iter().enumerate() {
            if !wanted(documents[i]) {
                continue;
            }
            for (event, features) in self.index.report_features(article) {
                let (_, cluster, from) = self.events[event as usize];
                if from == i {
                    continue;
                }
                let near = cluster.0 == documents[i].topic;
                let weight = if near { 1.0 } else { EASY };
                out.push(Example { features, same: cluster == gold(documents[i]), weight });
            }
        }
        out
    }

    pub(crate) fn train(
        &self,
        documents: &[&Document],
        wanted: &dyn Fn(&Document) -> bool,
    ) -> ReportWeights {
        let (values, bias) = fit(&self.examples(documents, wanted), REPORT_FOR, 1e-3);
        ReportWeights { values, bias }
    }

    /// Links the documents that are asked for. The texts that statements were
    /// taken from are left out.
    pub(crate) fn count(
        &self,
        documents: &[&Document],
        options: &ReportOptions,
        wanted: &dyn Fn(&Document) -> bool,
    ) -> Count {
        let mut count = Count::default();
        for (i, article) in told(&self.texts).iter().enumerate() {
            let own = self.events.iter().any(|(_, _, from)| *from == i);
            if own || !wanted(documents[i]) {
                continue;
            }
            let gold = gold(documents[i]);
            count.all += usize::from(self.events.iter().any(|(_, c, _)| *c == gold));
            let links = self.index.reports(article, &[], options);
            for link in links.iter().filter(|l| l.relation == Relation::Reports) {
                count.linked += 1;
                count.right += usize::from(self.events[link.event as usize].1 == gold);
            }
        }
        count
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.right += other.right;
        self.linked += other.linked;
        self.all += other.all;
    }
}

impl Count {
    pub(crate) fn precision(&self) -> f64 {
        self.right as f64 / self.linked.max(1) as f64
    }

    pub(crate) fn recall(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}
