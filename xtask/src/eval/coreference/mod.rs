//! Which texts, and which mentions, tell the same event: ECB+ (Cybulska & Vossen
//! 2014), any topics.
//!
//! **Texts.** All documents of all topics are clustered together, in one batch,
//! without their dates, addresses or names. The gold cluster is the topic with
//! the kind of file (`ecb`, `ecbplus`), as is usual, though some of those hold
//! texts on other events. Measured by B³ and the adjusted Rand index, beside
//! centroids of tf-idf words.
//!
//! **Mentions.** Gold mentions (actions with tokens, negated ones too) of the
//! sentences that the corpus lists as checked; singletons are kept; an event is
//! what one `note` names. Mentions are compared within the clusters of texts
//! that were found, and within gold clusters (`…_gold_texts`). All topics are
//! measured together: MUC, B³, CEAF-e, and their mean, CoNLL F1. The baseline
//! joins triggers of one lemma within the same clusters.
//!
//! The figures without a prefix are of the weights in the source, which were
//! trained on topics 1 to 35: on these they are optimistic. `crosswise_…` are
//! of weights trained on even topics and tested on odd ones and the other way
//! round, each document measured with the weights that have not seen its topic.

mod assignment;
mod documents;
mod ecb;
mod fit;
mod mentions;
mod partition;
mod reports;

use super::files::Files;
use super::floors::Floors;
use annals_link::same_event::ReportOptions;
use annals_link::{coreference, same_event};
use anyhow::Result;
use clap::Args;
use ecb::Document;
use mentions::Mentions;
use partition::{Measures, measure};
use reports::{Count, Reports};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// `cargo xtask eval coreference`
#[derive(Args)]
pub(crate) struct Coreference {
    /// ECB+: a folder, or a tar.gz like the gold data's
    path: Option<PathBuf>,
    #[command(flatten)]
    floors: Floors,
    /// Also print weights trained on all topics
    #[arg(long)]
    train: bool,
    /// Also print the clusters that hold texts of several gold clusters, and
    /// some mentions that were joined or left apart wrongly
    #[arg(long)]
    show: bool,
}

pub(crate) fn run(options: &Coreference) -> Result<ExitCode> {
    let files = Files::read(options.path.as_deref(), "events-ecbplus-1-35.tar.gz")?;
    let all = ecb::read(files)?;
    let texts: Vec<String> = all.iter().map(Document::text).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let documents: Vec<&Document> = all.iter().collect();
    let mentions = Mentions::new(&documents);
    let mut figures = Map::new();
    figures.insert("suite".into(), json!("coreference"));
    figures.insert("n".into(), json!(documents.len()));
    figures.insert("n_mentions".into(), json!(mentions.gold.len()));

    let found = documents::clusters(&texts, &same_event::Options::default());
    of_texts("", &documents::measured(&documents, &found), &mut figures);
    let centroids = documents::centroids(&documents, &texts);
    of_texts("baseline_centroid_", &documents::measured(&documents, &centroids), &mut figures);

    let borrowed = mentions.borrowed();
    let gold_texts: Vec<usize> =
        documents.iter().map(|d| 2 * d.topic as usize + usize::from(d.kind == "ecb")).collect();
    let defaults = coreference::Options::default();
    let events = coreference::cluster(&borrowed, &found, &defaults);
    of_mentions("", "", &measure(&mentions.gold, &events), &mut figures);
    for (suffix, groups) in [("", &found), ("_gold_texts", &gold_texts)] {
        let by_lemma = coreference::by_lemma(&borrowed, groups);
        let measures = measure(&mentions.gold, &by_lemma);
        of_mentions("baseline_lemma_", suffix, &measures, &mut figures);
    }
    let with_gold = coreference::cluster(&borrowed, &gold_texts, &defaults);
    of_mentions("", "_gold_texts", &measure(&mentions.gold, &with_gold), &mut figures);

    let reports = Reports::new(&documents, &texts);
    let count = reports.count(&documents, &ReportOptions::default(), &|_| true);
    of_reports("", &count, &mut figures);

    crosswise(&documents, &texts, &mentions, &mut figures);
    crosswise_reports(&documents, &reports, &mut figures);
    if options.train {
        train(&documents, &texts, &mentions, &reports);
    }
    if options.show {
        for (statement, gold, _) in &reports.events {
            println!("statement of {gold:?}: {statement}");
        }
        show(&documents, &found);
        mentions.show(&events, &found);
    }
    options.floors.finish("coreference", &Value::Object(figures))
}

/// Each half of the topics with the weights of the other.
fn crosswise(
    documents: &[&Document],
    texts: &[&str],
    mentions: &Mentions<'_>,
    figures: &mut Map<String, Value>,
) {
    let mut found = vec![0; documents.len()];
    let mut events = vec![0; mentions.gold.len()];
    for odd in [0, 1] {
        let is_trained = |d: &Document| d.topic % 2 == odd;
        let (seen, seen_texts): (Vec<&Document>, Vec<&str>) =
            documents.iter().zip(texts).filter(|(d, _)| is_trained(d)).unzip();
        if seen.is_empty() || seen.len() == documents.len() {
            println!("topics of one parity only: nothing to train crosswise");
            return;
        }
        let options = documents::trained(&seen, &seen_texts);
        let groups = documents::clusters(texts, &options);
        let seen_groups: Vec<usize> =
            documents.iter().zip(&groups).filter(|(d, _)| is_trained(d)).map(|(_, g)| *g).collect();
        let weights = mentions::train(&Mentions::new(&seen), &seen_groups);
        let options = coreference::Options { weights, ..coreference::Options::default() };
        let joined = coreference::cluster(&mentions.borrowed(), &groups, &options);
        // Labels of the two halves must not meet.
        let apart = (odd as usize) << 32;
        for (i, document) in documents.iter().enumerate() {
            if !is_trained(document) {
                found[i] = groups[i] + apart;
            }
        }
        for (i, event) in joined.iter().enumerate() {
            if !is_trained(documents[mentions.document(i)]) {
                events[i] = event + apart;
            }
        }
    }
    of_texts("crosswise_", &documents::measured(documents, &found), figures);
    of_mentions("crosswise_", "", &measure(&mentions.gold, &events), figures);
}

fn crosswise_reports(
    documents: &[&Document],
    reports: &Reports<'_>,
    figures: &mut Map<String, Value>,
) {
    let mut count = Count::default();
    for odd in [0, 1] {
        let weights = reports.train(documents, &|d| d.topic % 2 == odd);
        let options = ReportOptions { weights, ..ReportOptions::default() };
        count += reports.count(documents, &options, &|d| d.topic % 2 != odd);
    }
    of_reports("crosswise_", &count, figures);
}

fn train(documents: &[&Document], texts: &[&str], mentions: &Mentions<'_>, reports: &Reports<'_>) {
    let weights = reports.train(documents, &|_| true);
    println!("reports: bias {}", weights.bias);
    for (name, value) in same_event::REPORT_FEATURES.iter().zip(weights.values) {
        println!("    {value:.3}, // {name}");
    }
    for least in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
        let options = ReportOptions { weights: weights.clone(), least, ..Default::default() };
        let count = reports.count(documents, &options, &|_| true);
        println!("  least {least}: P {:.3} R {:.3}", count.precision(), count.recall());
    }
    let options = documents::trained(documents, texts);
    println!("same_event: {:?}\n  cut: {:?}", options.weights, options.cut);
    let found = documents::clusters(texts, &options);
    let weights = mentions::train(mentions, &found);
    println!("coreference: bias {}", weights.bias);
    for (name, value) in coreference::FEATURES.iter().zip(weights.values) {
        println!("    {value:.3}, // {name}");
    }
}

fn round(x: f64) -> Value {
    json!((x * 10_000.0).round() / 10_000.0)
}

fn of_texts(prefix: &str, m: &Measures, figures: &mut Map<String, Value>) {
    println!(
        "texts {prefix:20} B3 P {:.3} R {:.3} F1 {:.3}  ARI {:.3}",
        m.b3.precision,
        m.b3.recall,
        m.b3.f1(),
        m.ari
    );
    figures.insert(format!("{prefix}precision"), round(m.b3.precision));
    figures.insert(format!("{prefix}recall"), round(m.b3.recall));
    figures.insert(format!("{prefix}f1"), round(m.b3.f1()));
    figures.insert(format!("{prefix}ari"), round(m.ari));
}

fn of_reports(prefix: &str, count: &Count, figures: &mut Map<String, Value>) {
    let (precision, recall) = (count.precision(), count.recall());
    println!("reports {prefix:20} P {precision:.3} R {recall:.3} of {}", count.all);
    figures.insert(format!("{prefix}reports_precision"), round(precision));
    figures.insert(format!("{prefix}reports_recall"), round(recall));
}

fn of_mentions(prefix: &str, suffix: &str, m: &Measures, figures: &mut Map<String, Value>) {
    println!(
        "mentions {:28} MUC {:.3} B3 {:.3} CEAF-e {:.3} CoNLL {:.3}{}",
        format!("{prefix}{suffix}"),
        m.muc.f1(),
        m.b3.f1(),
        m.ceaf_e.f1(),
        m.conll(),
        if m.exact { "" } else { " (CEAF-e not exact)" }
    );
    figures.insert(format!("{prefix}conll_f1{suffix}"), round(m.conll()));
    for (name, measure) in [("muc", m.muc), ("mentions_b3", m.b3), ("ceaf_e", m.ceaf_e)] {
        figures.insert(format!("{prefix}{name}_f1{suffix}"), round(measure.f1()));
    }
}

/// Prints clusters that are not gold clusters.
fn show(documents: &[&Document], found: &[usize]) {
    use std::collections::BTreeMap;
    let mut by_found: BTreeMap<usize, BTreeMap<(u32, &str), usize>> = BTreeMap::new();
    for (document, cluster) in documents.iter().zip(found) {
        let gold = documents::gold(document);
        *by_found.entry(*cluster).or_default().entry(gold).or_default() += 1;
    }
    let mut parts: BTreeMap<(u32, &str), Vec<usize>> = BTreeMap::new();
    for golds in by_found.values() {
        if golds.len() > 1 {
            println!("together: {golds:?}");
        }
        for (gold, n) in golds {
            parts.entry(*gold).or_default().push(*n);
        }
    }
    for (gold, sizes) in parts.iter().filter(|(_, sizes)| sizes.len() > 1) {
        println!("apart: {gold:?} {sizes:?}");
    }
}
