//! Origins: which reports are copies, and of what, on copies made of real
//! texts (`copies` says how), on reuse between real texts (`real`), and on the
//! second seed document (`seed`).
//!
//! Texts are for training or testing by their topic; the training set's copies
//! are made by another desk with another spinner than the test set's.
//! `--train` learns the weights and prints them as they stand in the source of
//! `annals_link::origins`; the figures are always the test set's.
//!
//! A set holds texts of which none reuses another: of those that share a run
//! of eight words outside quotations, only the first is in it. So the
//! negatives are independent reports of the same events; reuse between real
//! texts is measured apart, under `real_…`.

mod baseline;
mod copies;
mod random;
mod real;
mod score;
mod seed;
mod sources;
mod spinner;
mod train;

use super::floors::Floors;
use annals_link::origins::{Options, Report, Weights, trace};
use anyhow::Result;
use clap::Args;
use copies::{Desk, Made};
use serde_json::{Map, Value, json};
use sources::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

/// Draws of the training set's copies.
const DRAWS: u64 = 3;

/// `cargo xtask eval origins`
#[derive(Args)]
pub(crate) struct Origins {
    /// Sets of texts: scrapinghub's, ECB+'s, or folders of `.txt`; the gold data's by default
    paths: Vec<PathBuf>,
    /// Learn the weights from the training half and print them
    #[arg(long)]
    train: bool,
    /// Seed of the copies
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// List what came out wrong
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    floors: Floors,
}

pub(crate) fn run(options: &Origins) -> Result<ExitCode> {
    let sources = sources::read(&options.paths)?;
    let mut weights = Weights::default();
    if options.train {
        let half = independent(sources.iter().filter(|s| s.train));
        // Several draws of copies, so that few texts give many pairs.
        let draw = |i| copies::make(&half, &Desk::of_training(), options.seed + i);
        let sets: Vec<Vec<Made>> = (0..DRAWS).map(draw).collect();
        weights = train::train(&sets);
        println!("{}", train::source(&weights));
    }
    let traced = Options { weights };
    let half = independent(sources.iter().filter(|s| !s.train));
    let made = copies::make(&half, &Desk::of_testing(), options.seed);
    let reports = reports(&made);
    let start = std::time::Instant::now();
    let origins = trace(&reports, &traced);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} reports made of {} texts, {} origins found, {seconds:.2} s",
        made.len(),
        half.len(),
        origins.len()
    );

    let mut figures = Map::new();
    figures.insert("suite".into(), json!("origins"));
    figures.insert("n".into(), json!(made.len()));
    figures.insert("texts".into(), json!(half.len()));
    let members: Vec<Vec<usize>> = origins.groups.iter().map(|g| g.reports.clone()).collect();
    score::groups(&made, &members, &origins.group_of, "", &mut figures);
    score::traces(&made, &origins, &mut figures);
    let minhash = baseline::MinHash::new(made.iter().map(|m| m.text.as_str()));
    for (threshold, prefix) in [(0.5, "baseline_"), (0.2, "baseline_low_")] {
        let groups = minhash.groups(threshold);
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        groups.iter().enumerate().for_each(|(i, g)| members.entry(*g).or_default().push(i));
        let members: Vec<Vec<usize>> = members.into_values().collect();
        score::groups(&made, &members, &groups, prefix, &mut figures);
    }
    if options.show {
        show(&made, &origins);
    }
    real::measure(&sources, &traced, options.show, &mut figures);
    seed::measure(&traced, options.show, &mut figures)?;
    for (name, value) in &figures {
        println!("  {name:<28} {value}");
    }
    options.floors.finish("origins", &Value::Object(figures))
}

/// The texts of which none reuses one before it.
fn independent<'s>(sources: impl Iterator<Item = &'s Source>) -> Vec<Source> {
    let mut known: BTreeSet<u64> = BTreeSet::new();
    let mut out = Vec::new();
    for source in sources {
        let runs = sources::runs(&source.text, 8);
        if runs.is_disjoint(&known) {
            known.extend(runs);
            out.push(source.clone());
        }
    }
    out
}

fn reports(made: &[Made]) -> Vec<Report<'_>> {
    made.iter()
        .enumerate()
        .map(|(i, made)| Report {
            id: i as u64,
            title: &made.title,
            text: &made.text,
            lang: "en",
            published: made.published,
            publisher: made.publisher,
            agency: None,
            spun_marks: seed::marks(&made.text),
        })
        .collect()
}

/// What came out wrong, for reading.
fn show(made: &[Made], origins: &annals_link::origins::Origins) {
    let truth = score::Truth::new(made);
    let name =
        |i: usize| format!("{i} {:?}", made[i].made.as_ref().map(|(k, f, s)| (k.name(), *f, *s)));
    let traced: BTreeMap<usize, usize> =
        origins.traces.iter().map(|t| (t.report, t.from)).collect();
    for trace in &origins.traces {
        let gold = made[trace.report].made.as_ref();
        let wrong = !truth.related(trace.report, trace.from);
        let kind = gold.is_some_and(|(k, _, _)| *k != trace.kind);
        if wrong || kind || gold.is_none() {
            println!(
                "{} {} from {} as {} {:.2} topics {} / {}",
                if wrong {
                    "FALSE"
                } else if kind {
                    "KIND"
                } else {
                    "TURNED"
                },
                name(trace.report),
                name(trace.from),
                trace.kind.name(),
                trace.score,
                made[trace.report].topic,
                made[trace.from].topic
            );
            if wrong {
                for reason in trace.reasons.iter().take(6) {
                    println!("      {:.2} x {:.2} {}", reason.value, reason.score, reason.name);
                }
                for s in trace.evidence.sentences.iter().take(3) {
                    println!(
                        "      | {}\n      | {}",
                        &made[trace.from].text[s.from.clone()],
                        &made[trace.report].text[s.here.clone()]
                    );
                }
            }
        }
    }
    for (i, report) in made.iter().enumerate() {
        if report.made.is_some()
            && !traced.contains_key(&i)
            && !origins.traces.iter().any(|t| t.from == i && truth.related(i, t.report))
        {
            println!("MISSED {} of {} characters", name(i), report.text.len());
        }
    }
}
