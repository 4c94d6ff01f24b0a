//! `cargo xtask bench WHAT PATH`: how fast annals is, on event lines of any number,
//! or on pages (`extract`).
//!
//! Prints a table. Machines differ and are noisy: compare ratios within one run,
//! above all publishing against the floor of writing the same bytes to the same
//! new files.

mod extract;
mod floor;
pub(crate) mod process;

use annals_archive::{Archive, ingest, publish, relink};
use annals_import::inputs;
use annals_model::{Timestamp, history};
use annals_publish::Format;
use anyhow::Context;
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// What to measure.
#[derive(Args)]
pub(crate) struct Bench {
    /// What to measure
    #[arg(value_parser = ["all", "import", "publish", "extract"], default_value = "all")]
    what: String,
    /// Event lines, plain or gzip, or for `extract` the pages of `eval articles`; the gold
    /// data's by default
    path: Option<PathBuf>,
    /// Folders to publish into, one after the other (a disk's and a tmpfs's, say)
    #[arg(long, default_values = ["target/bench", "/dev/shm/annals-bench"])]
    on: Vec<PathBuf>,
    /// Times that the floor and publishing, or extractors, are measured; the median counts
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// With `extract`: also measure other extractors, built or installed into target/peers
    #[arg(long)]
    peers: bool,
}

/// Runs the benchmark.
pub(crate) fn run(bench: &Bench) -> anyhow::Result<ExitCode> {
    if bench.what == "extract" {
        let peers: &[extract::Peer] = if bench.peers { extract::PEERS } else { &[] };
        return extract::run(bench.path.as_deref(), peers, bench.runs);
    }
    let home = PathBuf::from("target/bench");
    std::fs::create_dir_all(&home)?;
    let dir = fresh(&home.join("archive"))?;
    let archive = Archive::init(&dir, "Bench", "en")?;
    let lines = match &bench.path {
        Some(path) => path.clone(),
        None => gold().context("no gold data: name a file of event lines, or set ANNALS_GOLD")?,
    };
    let options = ingest::Options {
        paths: vec![lines],
        reading: inputs::Options::default(),
        url: None,
        now: Timestamp::UNIX_EPOCH,
    };
    let start = Instant::now();
    let report = ingest::run(&archive, &options, |_| ())?;
    row("import", start, &format!("{} events", report.read));
    let start = Instant::now();
    let linked = relink::run(&archive, relink::Extent::Whole)?;
    row("relate, all", start, &format!("{} links", linked.links));
    row_of_memory();
    if bench.what == "import" {
        return Ok(ExitCode::SUCCESS);
    }
    for place in &bench.on {
        if std::fs::create_dir_all(place).is_err() {
            println!("{}: not writable, left out", place.display());
            continue;
        }
        whole(&archive, place, bench.runs)?;
    }
    if let Some(place) = bench.on.first() {
        one_day(&archive, place)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The event lines of the gold data, where they are.
fn gold() -> Option<PathBuf> {
    let folder =
        std::env::var_os("ANNALS_GOLD").map_or_else(|| "../shared/gold".into(), PathBuf::from);
    Some(folder.join("wcep-events-2002-2018.jsonl.gz")).filter(|path| path.is_file())
}

fn row(what: &str, start: Instant, note: &str) {
    println!("{what:<40} {:>8.2} s   {note}", start.elapsed().as_secs_f64());
}

fn row_of_memory() {
    println!("{:<40} {:>8} MB", "  peak memory so far", process::peak_memory() / 1_000_000);
}

fn fresh(dir: &Path) -> anyhow::Result<PathBuf> {
    if dir.exists() {
        std::fs::remove_dir_all(dir)?;
    }
    Ok(dir.to_owned())
}

fn options(out: PathBuf) -> publish::Options {
    publish::Options {
        out,
        formats: Format::ALL.to_vec(),
        base_url: Some("https://news.example.org".into()),
        theme: None,
    }
}

/// Publishing everything, in turn with writing the same bytes to the same new files.
fn whole(archive: &Archive, place: &Path, runs: usize) -> anyhow::Result<()> {
    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    let mut files = 0;
    for run in 0..=runs {
        let site = fresh(&place.join("site"))?;
        let start = Instant::now();
        let summary = publish::run(archive, &options(site.clone()), |_, _| ())?;
        let published = start.elapsed().as_secs_f64();
        let copy = fresh(&place.join("floor"))?;
        let floor = floor::write(&site, &copy)?;
        files = summary.written;
        // The first run warms the caches and does not count.
        if run > 0 {
            ours.push(published);
            floors.push(floor);
        }
    }
    let (ours, floor) = (median(&mut ours), median(&mut floors));
    println!("on {}: {files} files, median of {runs} runs", place.display());
    println!("{:<40} {ours:>8.2} s   {:.0} pages a second", "  publish, all", files as f64 / ours);
    println!("{:<40} {floor:>8.2} s", "  floor: the same bytes, two threads");
    println!("{:<40} {:>8.2}", "  publish / floor", ours / floor);
    Ok(())
}

/// A day that arrives: what was told a year before the newest day, under the day
/// behind it, so that it is new to the archive and of an ordinary day's size.
fn one_day(archive: &Archive, place: &Path) -> anyhow::Result<()> {
    let reader = archive.store.read()?;
    let newest = reader.days()?.into_iter().map(|(_, day, _)| day).max();
    let Some(newest) = newest else { return Ok(()) };
    let day = newest.tomorrow()?;
    let model = newest.checked_sub(annals_model::Span::new().days(365))?;
    let events = reader.events_between(model, model)?;
    drop(reader);
    let lines: Vec<String> = events
        .iter()
        .map(|e| {
            serde_json::json!({
                "date": day.to_string(), "text": e.record.statement.text,
                "category": e.record.category,
            })
            .to_string()
        })
        .collect();
    let file = place.join("day.jsonl");
    std::fs::write(&file, lines.join("\n"))?;
    let ingest_options = ingest::Options {
        paths: vec![file],
        reading: inputs::Options::default(),
        url: None,
        now: history::day_start(day),
    };
    let start = Instant::now();
    let report = ingest::run(archive, &ingest_options, |_| ())?;
    row("one new day: import", start, &format!("{} events", report.read));
    let start = Instant::now();
    relink::run(archive, relink::Extent::Needed)?;
    row("one new day: relate", start, "");
    for what in ["one new day: publish", "  nothing new: publish"] {
        let start = Instant::now();
        let summary = publish::run(archive, &options(place.join("site")), |_, _| ())?;
        row(what, start, &format!("{} written, {} unchanged", summary.written, summary.unchanged));
    }
    Ok(())
}

/// The middle value, the upper one of two; not a number where there is none.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
