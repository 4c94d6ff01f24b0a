//! Event coreference on ECB+.
mod assignment;
mod documents;
mod ecb;
mod fit;
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
        let half = |odd: u32| -> (Vec<&Document>, Vec<String>) {
            documents.iter().zip(&texts).filter(|(d, _)| d.topic % 2 == odd).map(|(d, t)| (*d, t.clone())).unzip()
        };
        for (train, test) in [(0, 1), (1, 0)] {
            let (train, test) = (half(train), half(test));
            let w = documents::train(&train.0, &train.1);
            let least = documents::threshold(&train.0, &train.1, &w);
            println!("{w:?} least {least}");
            for (name, set) in [("train", &train), ("test", &test), ("all", &(documents.clone(), texts.clone()))] {
                let o = Options { weights: w.clone(), least, ..Options::default() };
                let m = documents::measured(&set.0, &documents::clusters(&set.1, &o));
                println!("{name} b3 {:.3} {:.3} {:.3} ari {:.3}", m.b3.precision, m.b3.recall, m.b3.f1(), m.ari);
            }
        }
    }
    options.floors.finish("coreference", &json!({}))
}
