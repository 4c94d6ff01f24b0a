//! Dates with two readings, decided by the archive's own events.
//!
//! A query is an event on a day such as 9 May, which month first is 5 September:
//! without it, do the events about both days tell which one its text belongs to?
//! Articles are longer than the events' one or two sentences, so this is the
//! harder task.

use super::floors::Floors;
use annals_archive::{Archive, articles::nearby, ingest};
use annals_import::inputs;
use annals_model::{Date, Timestamp};
use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// `cargo xtask eval readings`
#[derive(Args)]
pub(crate) struct Readings {
    /// Event lines, plain or gzip; the gold data's by default
    path: Option<PathBuf>,
    /// Queries at most, evenly spread over the file
    #[arg(long, default_value_t = 4_000)]
    queries: usize,
    #[command(flatten)]
    floors: Floors,
}

/// Prints the share of queries that were decided and how many of them rightly.
pub(crate) fn run(options: &Readings) -> Result<ExitCode> {
    let path = match &options.path {
        Some(path) => path.clone(),
        None => super::files::in_gold("wcep-events-2002-2018.jsonl.gz")
            .context("no gold data: name a file of event lines, or set ANNALS_GOLD")?,
    };
    let dir = std::env::temp_dir().join(format!("annals-readings-{}", std::process::id()));
    let archive = Archive::init(&dir, "Readings", "en")?;
    let ingest_options = ingest::Options {
        paths: vec![path],
        reading: inputs::Options::default(),
        url: None,
        now: Timestamp::UNIX_EPOCH,
    };
    ingest::run(&archive, &ingest_options, |_| ())?;
    let reader = archive.store.read()?;
    let mut queries = Vec::new();
    reader.each_event::<annals_archive::ArchiveError>(|event| {
        let day = event.record.day;
        if let Some(other) = swapped(day) {
            queries.push((event.row, day, other, event.record.statement.text, event.record.lang));
        }
        Ok(())
    })?;
    let step = queries.len().div_ceil(options.queries.max(1)).max(1);
    let (mut n, mut decided, mut right) = (0, 0, 0);
    for (row, day, other, text, lang) in queries.iter().step_by(step) {
        n += 1;
        let readings = [*day, *other];
        let found = nearby::decide(&reader, text, lang, &readings, |e| e.row == *row)?;
        if let Some(decision) = found {
            decided += 1;
            right += usize::from(decision.reading == 0);
        }
    }
    drop(reader);
    drop(archive);
    std::fs::remove_dir_all(&dir)?;
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let figures = json!({"n": n, "decided": share(decided, n), "accuracy": share(right, decided)});
    println!("{n} events on days with two readings, {decided} decided, {right} rightly");
    options.floors.finish("readings", &figures)
}

/// The day that the same figures mean in the other order, if it is another day.
fn swapped(day: Date) -> Option<Date> {
    if day.day() == day.month() {
        return None;
    }
    Date::new(day.year(), day.day(), day.month()).ok()
}
