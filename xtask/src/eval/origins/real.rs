//! Reuse between real texts, as it is: pairs of texts of one topic that share
//! long runs of words outside quotations.
//!
//! The criterion is independent of the detector as far as it can be: runs of
//! twelve words, cut at quotation marks, at least two that do not touch or one
//! of twenty. No two people write twenty equal words by accident. Pairs that
//! share no run of seven words outside quotations are independent; what is between is
//! left out. Reuse goes on between several reports, so pairs are compared by
//! whether they are in one group.

use super::score::{Prf, rounded};
use super::sources::{RUN, Source, runs};
use annals_link::origins::{Options, Report, measure as measure_pairs, trace};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// Adds the figures.
pub(super) fn measure(
    sources: &[Source],
    options: &Options,
    show: bool,
    figures: &mut Map<String, Value>,
) {
    let reports: Vec<Report<'_>> = sources
        .iter()
        .enumerate()
        .map(|(i, s)| Report {
            id: i as u64,
            title: &s.title,
            text: &s.text,
            lang: "en",
            ..Report::default()
        })
        .collect();
    let sets: Vec<[std::collections::BTreeSet<u64>; 2]> =
        sources.par_iter().map(|s| [runs(&s.text, RUN), runs(&s.text, 7)]).collect();
    let origins = trace(&reports, options);
    let mut groups = vec![Vec::new(); reports.len()];
    for (place, group) in origins.groups.iter().enumerate() {
        group.reports.iter().for_each(|r| groups[*r].push(place));
    }
    let direct: std::collections::BTreeSet<(usize, usize)> =
        origins.traces.iter().map(|t| (t.report.min(t.from), t.report.max(t.from))).collect();
    let (mut right, mut found, mut wanted, mut independent, mut between) = (0, 0, 0, 0, 0);
    let mut false_direct = 0;
    let mut reused: Vec<(usize, usize)> = Vec::new();
    for b in 0..sources.len() {
        for a in 0..b {
            if sources[a].topic != sources[b].topic {
                // Texts of other topics share nothing, or their set is noted wrongly.
                if direct.contains(&(a, b)) && show {
                    println!("ACROSS {} {}", sources[a].name, sources[b].name);
                }
                continue;
            }
            let together = groups[a].iter().any(|g| groups[b].contains(g));
            let long = sets[a][0].intersection(&sets[b][0]).count();
            let any = !sets[a][1].is_disjoint(&sets[b][1]);
            // Runs of twelve that overlap: twenty words hold nine.
            let reuse = long >= 9;
            if reuse {
                wanted += 1;
                reused.push((a, b));
                right += usize::from(together);
                found += usize::from(together);
            } else if !any {
                independent += 1;
                found += usize::from(together);
                false_direct += usize::from(direct.contains(&(a, b)));
            } else {
                between += 1;
            }
            if show && ((reuse && !together) || (!any && direct.contains(&(a, b)))) {
                println!(
                    "REAL {} {} {} {long}",
                    if reuse { "missed" } else { "false" },
                    sources[a].name,
                    sources[b].name
                );
            }
        }
    }
    Prf::new(right, found, wanted).insert("real_", figures);
    for (name, value) in [
        ("real_reused_pairs", wanted),
        ("real_independent_pairs", independent),
        ("real_unclear_pairs", between),
        ("real_false_traces", false_direct),
    ] {
        figures.insert(name.into(), json!(value));
    }
    // The decision alone, without candidates and groups.
    let measured = measure_pairs(&reports, &reused);
    let told = measured.iter().filter(|m| m.score(&options.weights) > 0.0).count();
    figures.insert("real_told".into(), rounded(told as f64 / reused.len().max(1) as f64));
    if show {
        for ((a, b), m) in reused.iter().zip(&measured) {
            let together = groups[*a].iter().any(|g| groups[*b].contains(g));
            println!(
                "REUSE {together} {:.2} {} {}",
                m.score(&options.weights),
                sources[*a].name,
                sources[*b].name
            );
        }
    }
    let kept = 1.0 - f64::from(false_direct as u32) / f64::from((independent as u32).max(1));
    figures.insert("real_independent_kept".into(), rounded(kept));
}
