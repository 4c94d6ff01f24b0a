//! `cargo xtask bench extract`: F1 and pages a second of processor time of
//! annals and of other extractors, side by side in one run.
//!
//! All read the same pages from memory, one after the other on one thread; the
//! median of the runs counts, and a first run warms the caches. Annals' time is
//! that of the whole article: decoding, parsing, body, metadata and dates. A
//! peer's time is that of its one call for a page: Python's trafilatura gives the
//! text alone, the crates give metadata too, dates as far as meta elements have
//! them. Whether a peer is handed bytes or decoded text is said with it.

mod peers;

pub(super) use peers::{PEERS, Peer};

use super::median;
use crate::eval::articles::{self, Page, rounded};
use crate::eval::files::Files;
use crate::eval::shingles::{Figures, Match};
use crate::eval::speed;
use annals_extract::{Input, read};
use anyhow::Result;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// What an extractor gave.
struct Measured {
    name: String,
    version: String,
    /// Its mode, and what it was handed.
    mode: String,
    /// Seconds of each run over all pages.
    seconds: Vec<f64>,
    /// A text for each page, in order.
    texts: Vec<String>,
}

/// Measures annals and the peers and prints a table; the last line is one JSON object.
pub(super) fn run(path: Option<&Path>, peers: &[Peer], runs: usize) -> Result<ExitCode> {
    let runs = runs.max(1);
    let pages = articles::read_set(&Files::read(path, articles::GOLD)?)?;
    let annals = annals(&pages, runs);
    let mut measured = Vec::new();
    let mut absent = Vec::new();
    for peer in peers {
        eprintln!("measuring {}", peer.name);
        match peers::measure(peer, &pages, runs) {
            Ok(found) => measured.extend(found),
            Err(error) => absent.push((peer.name, format!("{error:#}"))),
        }
    }

    println!("{} pages, one thread, median of {runs} runs", pages.len());
    println!(
        "{:<22} {:<8} {:<26} {:>6} {:>9} {:>7} {:>11}",
        "name", "version", "mode", "F1", "precision", "recall", "pages/CPU s"
    );
    let annals = row(annals, &pages);
    let rows: Vec<Value> = measured.into_iter().map(|peer| row(peer, &pages)).collect();
    for (name, reason) in &absent {
        println!("{name:<22} not here: {reason}");
    }
    println!("annals decodes, and reads metadata and dates; what peers do stands in bench/extract");
    let absent: Vec<Value> =
        absent.iter().map(|(name, reason)| json!({"name": name, "reason": reason})).collect();
    println!(
        "{}",
        json!({
            "bench": "extract", "n": pages.len(), "runs": runs,
            "annals": annals, "peers": rows, "not_here": absent,
        })
    );
    Ok(ExitCode::SUCCESS)
}

fn annals(pages: &[Page], runs: usize) -> Measured {
    let inputs: Vec<Input<'_>> = pages.iter().map(Page::input).collect();
    let texts = inputs.iter().map(|input| read(input).text()).collect();
    Measured {
        name: "annals".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        mode: "whole article, bytes".into(),
        seconds: (0..runs).map(|_| speed::seconds(&inputs)).collect(),
        texts,
    }
}

/// Prints an extractor's row and returns it as an object.
fn row(mut measured: Measured, pages: &[Page]) -> Value {
    let texts = pages.iter().zip(&measured.texts);
    let matches: Vec<Match> = texts.map(|(page, text)| Match::new(&page.truth, text)).collect();
    let figures = Figures::of(matches.iter());
    let speed = pages.len() as f64 / median(&mut measured.seconds).max(1e-9);
    let Measured { name, version, mode, .. } = measured;
    println!(
        "{name:<22} {version:<8} {mode:<26} {:>6.3} {:>9.3} {:>7.3} {speed:>11.0}",
        figures.f1, figures.precision, figures.recall
    );
    json!({
        "name": name, "version": version, "mode": mode,
        "f1": rounded(figures.f1), "precision": rounded(figures.precision),
        "recall": rounded(figures.recall), "accuracy": rounded(figures.accuracy),
        "pages_per_cpu_second": speed.round(),
    })
}
