//! Feeds: every feed of feedparser's tests is read or refused with a reason, and
//! each well-formed one gives what its `Expect:` line asks for.
//!
//! The lines are Python about feedparser's model ([`python`]); [`view`] gives
//! ours under its names. What annals' model has no field for is *not
//! expressible* and listed with its reason. HTML was sanitized by feedparser:
//! [`likeness`] says how it is compared. Titles and rights are plain text in
//! annals, so the words of feedparser's HTML are compared.

mod files;
mod likeness;
mod python;
mod view;

use super::floors::Floors;
use annals_import::feed::{self, Options};
use anyhow::Result;
use clap::Args;
use files::Case;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use view::Fail;

/// `cargo xtask eval feeds`
#[derive(Args)]
pub(crate) struct Feeds {
    /// feedparser's tests: a folder, or the packed archive; the gold data's by default
    path: Option<PathBuf>,
    #[command(flatten)]
    floors: Floors,
    /// Print the lines that do not hold, and what was found
    #[arg(long)]
    show: bool,
}

/// The figures of one set of lines.
#[derive(Default)]
struct Counts {
    n: usize,
    expressible: usize,
    passed: usize,
    exact: usize,
    reasons: BTreeMap<&'static str, usize>,
}

pub(crate) fn run(options: &Feeds) -> Result<ExitCode> {
    let cases = files::read(options.path.as_deref())?;
    let (mut read, mut refused, mut panics) = (0, BTreeMap::<String, usize>::new(), 0);
    let (mut well_formed, mut others) = (Counts::default(), Counts::default());
    for case in &cases {
        let asked = asked(case);
        let found = catch_unwind(AssertUnwindSafe(|| feed::read(&case.bytes, &asked)));
        let Ok(found) = found else {
            panics += 1;
            continue;
        };
        match &found {
            Ok(_) => read += 1,
            Err(why) => *refused.entry(why.reason.clone()).or_default() += 1,
        }
        let sound = case.name.contains("wellformed/");
        let counts = if sound { &mut well_formed } else { &mut others };
        let Some(line) = case.expect() else { continue };
        judge(case, &line, found.as_ref().ok(), counts, options.show && sound);
    }

    println!("{} feeds: {read} read, {} refused, {panics} panics", cases.len(), sum(&refused));
    for (reason, count) in &refused {
        println!("  {count:5} refused: {reason}");
    }
    println!("not expressible:");
    for (reason, count) in &well_formed.reasons {
        println!("  {count:5} {reason}");
    }
    let figures = figures(cases.len(), read, sum(&refused), panics, &well_formed, &others);
    options.floors.finish("feeds", &figures)
}

/// What a server would have said beside the bytes.
fn asked(case: &Case) -> Options {
    let location = case.header("Content-Location").filter(|l| !l.starts_with("javascript"));
    let url = match location {
        Some(absolute) if absolute.contains("://") => absolute,
        Some(path) => format!("http://127.0.0.1:8097{path}"),
        None => case.url(),
    };
    Options {
        url: Some(url),
        content_type: case.header("Content-Type"),
        language: case.header("Content-Language"),
        ..Options::default()
    }
}

fn judge(case: &Case, line: &str, feed: Option<&feed::Feed>, counts: &mut Counts, show: bool) {
    counts.n += 1;
    let outcome = match feed {
        Some(feed) => python::evaluate(line, feed),
        None => Err(Fail::Key("the feed".to_owned())),
    };
    if let Err(Fail::Unmodelled(why)) = outcome {
        *counts.reasons.entry(why).or_default() += 1;
        return;
    }
    counts.expressible += 1;
    match &outcome {
        Ok(outcome) if outcome.holds => {
            counts.passed += 1;
            counts.exact += usize::from(!outcome.equalised);
        }
        _ if show => {
            println!("{}\n  {line}", case.name);
            match outcome {
                Err(fail) => println!("  {fail:?}"),
                Ok(_) => println!("  {}", shown(feed)),
            }
        }
        _ => {}
    }
}

/// The beginning of what was read.
fn shown(feed: Option<&feed::Feed>) -> String {
    let all = feed.map(|f| format!("{:?} {:?} {:?}", f.entries.first(), f.about, f.notes));
    all.unwrap_or_default().replace("None, ", "").chars().take(1_500).collect()
}

fn sum(counts: &BTreeMap<String, usize>) -> usize {
    counts.values().sum()
}

fn figures(
    feeds: usize,
    read: usize,
    refused: usize,
    panics: usize,
    counts: &Counts,
    others: &Counts,
) -> Value {
    let share = |part: usize, of: usize| {
        let share = if of == 0 { 0.0 } else { part as f64 / of as f64 };
        (share * 10_000.0).round() / 10_000.0
    };
    let mut figures = Map::new();
    let mut put = |key: &str, value: Value| figures.insert(key.to_owned(), value);
    put("suite", json!("feeds"));
    put("feeds", json!(feeds));
    put("read", json!(read));
    put("refused", json!(refused));
    put("panics", json!(panics));
    put("share_read_or_refused", json!(share(read + refused, feeds)));
    put("n", json!(counts.n));
    put("expressible", json!(counts.expressible));
    put("passed", json!(counts.passed));
    put("passed_exactly", json!(counts.exact));
    put("share_of_expressible", json!(share(counts.passed, counts.expressible)));
    put("share_of_all", json!(share(counts.passed, counts.n)));
    put("not_well_formed_n", json!(others.n));
    put("not_well_formed_passed", json!(others.passed));
    Value::Object(figures)
}
