//! Event coreference on ECB+.
mod assignment;
mod documents;
mod ecb;
mod fit;
mod mentions;
mod partition;

use super::files::Files;
use super::floors::Floors;
use annals_link::same_event::Options;
use anyhow::Result;
use clap::Args;
use ecb::Document;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// `cargo xtask eval coreference`
#[derive(Args)]
pub(crate) struct Coreference {
    /// ECB+: a folder, or a tar.gz like the gold data's
    path: Option<PathBuf>,
    #[command(flatten)]
    floors: Floors,
    /// Also train, crosswise on even and odd topics and on all, and print the weights
    #[arg(long)]
    train: bool,
}

pub(crate) fn run(options: &Coreference) -> Result<ExitCode> {
    let files = Files::read(options.path.as_deref(), "events-ecbplus-1-35.tar.gz")?;
    let all = ecb::read(files)?;
    let texts: Vec<String> = all.iter().map(Document::text).collect();
    let documents: Vec<&Document> = all.iter().collect();
    let mentions: usize = all.iter().map(|d| d.mentions.len()).sum();
    println!("{} documents, {mentions} mentions", all.len());
    if options.train {
        if std::env::var_os("NOM").is_none() { mentions_eval(&documents, &texts); }
    }
    if options.train && std::env::var_os("NODOCS").is_none() {
        let half = |odd: u32| -> (Vec<&Document>, Vec<String>) {
            documents.iter().zip(&texts).filter(|(d, _)| d.topic % 2 == odd).map(|(d, t)| (*d, t.clone())).unzip()
        };
        for (train, test) in [(0, 1), (1, 0)] {
            let (train, test) = (half(train), half(test));
            let w = documents::train(&train.0, &train.1);
            let tuned = documents::tuned(&train.0, &train.1, &w);
            println!("{tuned:?}");
            for (name, set) in [("train", &train), ("test", &test), ("all", &(documents.clone(), texts.clone()))] {
                let o = tuned.clone();
                let m = documents::measured(&set.0, &documents::clusters(&set.1, &o));
                if name == "all" { let found = documents::clusters(&set.1, &o); show(&set.0, &found); }
                println!("{name} b3 {:.3} {:.3} {:.3} ari {:.3}", m.b3.precision, m.b3.recall, m.b3.f1(), m.ari);
            }
        }
    }
    options.floors.finish("coreference", &json!({}))
}

fn show(d: &[&Document], found: &[usize]) {
    use std::collections::BTreeMap;
    let mut by: BTreeMap<usize, BTreeMap<(u32, &str), usize>> = BTreeMap::new();
    let mut parts: BTreeMap<(u32, &str), Vec<usize>> = BTreeMap::new();
    for (d, f) in d.iter().zip(found) { *by.entry(*f).or_default().entry((d.topic, &d.kind)).or_default() += 1; }
    for (_, m) in &by { for (k, n) in m { parts.entry(*k).or_default().push(*n); } }
    for (_, m) in &by { if m.len() > 1 { println!("MIXED {m:?}"); } }
    for (k, v) in &parts { if v.len() > 2 { println!("SPLIT {k:?} {v:?}"); } }
}

fn mentions_eval(documents: &[&Document], texts: &[String]) {
    use mentions::Mentions;
    let groups = documents::clusters(texts, &Options::default());
    let gold_topic: Vec<usize> = documents.iter().map(|d| d.topic as usize).collect();
    let gold_groups: Vec<usize> = documents.iter().map(|d| d.topic as usize * 2 + usize::from(d.kind == "ecb")).collect();
    let m = documents::measured(documents, &groups);
    println!("docs b3 {:.3}", m.b3.f1());
    let all = Mentions::new(documents);
    for (name, g) in [("topic", &gold_topic), ("gold groups", &gold_groups), ("groups", &groups)] {
        let m = partition::measure(&all.gold, &annals_link::coreference::by_lemma(&all.borrowed(), g));
        println!("lemma {name} muc {:.3} b3 {:.3} ceafe {:.3} conll {:.3}", m.muc.f1(), m.b3.f1(), m.ceaf_e.f1(), m.conll());
    }
    let half = |odd: u32| -> (Mentions<'_>, Vec<usize>) {
        let (d, g): (Vec<&Document>, Vec<usize>) = documents.iter().zip(&groups).filter(|(d, _)| d.topic % 2 == odd).map(|(d, t)| (*d, *t)).unzip();
        (Mentions::new(&d), g)
    };
    let mut gold = vec![]; let mut found = vec![];
    for (train, test) in [(0, 1), (1, 0)] {
        let (train, test) = (half(train), half(test));
        let w = mentions::train(&train.0, &train.1);
        let o = mentions::tuned(&train.0, &train.1, w);
        for (n, v) in annals_link::coreference::FEATURES.iter().zip(&o.weights.values) { print!("{n} {v:.2}, "); }
        println!("bias {} least {}", o.weights.bias, o.least);
        for (name, set) in [("train", &train), ("test", &test)] {
            let f = annals_link::coreference::cluster(&set.0.borrowed(), &set.1, &o);
            let m = partition::measure(&set.0.gold, &f);
            println!("{name} muc {:.3} b3 {:.3} ceafe {:.3} conll {:.3}", m.muc.f1(), m.b3.f1(), m.ceaf_e.f1(), m.conll());
            if name == "test" { gold.extend(set.0.gold.iter().map(|g| g.to_string())); found.extend(f.iter().map(|f| (test.1.len(), *f))); }
        }
    }
    let m = partition::measure(&gold, &found);
    println!("CROSS muc {:.3} b3 {:.3} ceafe {:.3} conll {:.3}", m.muc.f1(), m.b3.f1(), m.ceaf_e.f1(), m.conll());
}
