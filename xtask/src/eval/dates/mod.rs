//! Publication dates: how often the day that annals believes is the true one,
//! and how far its confidence can be believed.
//!
//! A set is a folder or a `tar.gz` with `gold.json` (address to `file` and
//! `date`, no date where the page has none) and `pages/FILE`, as htmldate's
//! test set is laid out.

mod calibration;

use super::articles::rounded;
use super::files::Files;
use super::{floors::Floors, speed};
use annals_extract::{Input, read};
use annals_model::Dating;
use anyhow::{Context as _, Result};
use clap::Args;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// The gold data's archive.
const GOLD: &str = "dates-htmldate.tar.gz";
/// The file that says what is true.
const TRUTH: &str = "gold.json";
/// Letters of a day, `2016-05-09`.
const DAY: usize = 10;

/// `cargo xtask eval dates`
#[derive(Args)]
pub(crate) struct Dates {
    /// The set's `tar.gz`, or the folder it unpacks to; the gold data's by default
    path: Option<PathBuf>,
    #[command(flatten)]
    floors: Floors,
    /// Also list what failed, or this many of it, with the evidence
    #[arg(long, value_name = "N", num_args = 0..=1, default_value = "0", default_missing_value = "1000000")]
    show: usize,
}

/// A page of the set.
struct Page<'f> {
    url: String,
    bytes: &'f [u8],
    /// The day, or less of a date; `None` where the page has none.
    truth: Option<String>,
}

/// A page as `gold.json` has it.
#[derive(Deserialize)]
struct Truth {
    file: String,
    #[serde(default)]
    date: Option<String>,
}

/// Whether annals is told a page's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Address {
    Given,
    Withheld,
}

/// How a page came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The true day, or none where there is none.
    Right,
    /// Another date.
    Wrong,
    /// No more than the true month or year.
    Coarse,
    /// No date though there is one.
    Absent,
    /// A date though there is none.
    Invented,
}

pub(crate) fn run(options: &Dates) -> Result<ExitCode> {
    let files = Files::read(options.path.as_deref(), GOLD)?;
    let pages = pages(&files)?;
    let datings = datings(&pages, Address::Given);
    let outcomes: Vec<Outcome> =
        pages.iter().zip(&datings).map(|(page, dating)| outcome(page, dating)).collect();

    let failed = (0..pages.len()).filter(|at| outcomes[*at] != Outcome::Right);
    for at in failed.take(options.show) {
        show(&pages[at], outcomes[at], &datings[at]);
    }
    let believed: Vec<(f32, bool)> = datings
        .iter()
        .zip(&outcomes)
        .filter(|(dating, _)| dating.value.is_some())
        .map(|(dating, outcome)| (dating.confidence, *outcome == Outcome::Right))
        .collect();
    calibration::print(&believed);

    // The figures that others give for this set are of pages without their addresses.
    let alone = self::datings(&pages, Address::Withheld);
    let alone = pages.iter().zip(&alone).map(|(page, dating)| outcome(page, dating));
    let alone = alone.filter(|outcome| *outcome == Outcome::Right).count();
    let inputs: Vec<Input<'_>> = pages.iter().map(|page| page.input(Address::Given)).collect();
    let figures = report(&pages, &outcomes, alone, speed::pages_per_cpu_second(&inputs, 1));
    options.floors.finish("dates", &figures)
}

impl Page<'_> {
    fn input(&self, address: Address) -> Input<'_> {
        let url = (address == Address::Given).then_some(self.url.as_str());
        Input { bytes: self.bytes, url, ..Input::default() }
    }
}

fn pages(files: &Files) -> Result<Vec<Page<'_>>> {
    let (folder, truth) = files.find(TRUTH)?;
    let truth: Map<String, Value> = serde_json::from_slice(truth).context(TRUTH)?;
    let page = |(url, value): (String, Value)| {
        let truth: Truth =
            serde_json::from_value(value).with_context(|| format!("{TRUTH}: {url}"))?;
        let bytes = files.get(&format!("{folder}pages/{}", truth.file))?;
        Ok(Page { url, bytes, truth: truth.date.filter(|date| !date.is_empty()) })
    };
    truth.into_iter().map(page).collect()
}

fn datings(pages: &[Page<'_>], address: Address) -> Vec<Dating> {
    pages.par_iter().map(|page| read(&page.input(address)).published).collect()
}

fn outcome(page: &Page<'_>, dating: &Dating) -> Outcome {
    let found = dating.value.as_deref().map(|value| value.get(..DAY).unwrap_or(value));
    match (page.truth.as_deref(), found) {
        (None, None) => Outcome::Right,
        (None, Some(_)) => Outcome::Invented,
        (Some(_), None) => Outcome::Absent,
        (Some(truth), Some(found)) if found.starts_with(truth) => Outcome::Right,
        (Some(truth), Some(found)) if truth.starts_with(found) => Outcome::Coarse,
        (Some(_), Some(_)) => Outcome::Wrong,
    }
}

/// Prints the figures and returns them as the last line's object.
fn report(pages: &[Page<'_>], outcomes: &[Outcome], alone: usize, speed: f64) -> Value {
    let n = pages.len();
    let count = |which: Outcome| outcomes.iter().filter(|outcome| **outcome == which).count();
    let dated = pages.iter().filter(|page| page.truth.is_some()).count();
    let right = count(Outcome::Right);
    let (wrong, coarse) = (count(Outcome::Wrong), count(Outcome::Coarse));
    let (absent, invented) = (count(Outcome::Absent), count(Outcome::Invented));
    let given = dated - absent - coarse + invented;
    let right_of_given = given - wrong - invented;
    let share = |part: usize, whole: usize| rounded(part as f64 / whole.max(1) as f64);
    println!("{n} pages, {dated} of them with a date");
    println!("  right {right}, wrong {wrong}, month or year only {coarse}, absent {absent}");
    println!("  invented {invented} of {} without a date", n - dated);
    println!("  {speed:.0} pages a second of processor time on one thread (the whole article)");
    json!({
        "suite": "dates", "n": n,
        "accuracy": share(right, n),
        // Of the days that were given; a month claims no day.
        "precision": share(right_of_given, given),
        "found": share(given - invented, dated), "wrong": wrong, "invented": invented,
        "accuracy_without_address": share(alone, n),
        "pages_per_cpu_second": speed.round(),
    })
}

/// Prints a page that failed: what is true, what is believed, and why.
fn show(page: &Page<'_>, outcome: Outcome, dating: &Dating) {
    let truth = page.truth.as_deref().unwrap_or("none");
    let value = dating.value.as_deref().unwrap_or("none");
    let named = |value: &Option<String>| {
        page.truth.is_some()
            && value.as_deref().and_then(|value| value.get(..DAY)) == page.truth.as_deref()
    };
    // Whether choosing failed, or finding.
    let where_true = if dating.evidence.iter().any(|evidence| named(&evidence.value)) {
        "is among the evidence"
    } else if dating.alternatives.iter().any(|other| named(&Some(other.clone()))) {
        "is an alternative"
    } else {
        "was not seen"
    };
    println!("\n{outcome:?}: {}", page.url);
    println!("  true {truth} ({where_true}), believed {value} at {:.2}", dating.confidence);
    for evidence in &dating.evidence {
        let mark = if named(&evidence.value) { '*' } else { ' ' };
        let value = evidence.value.as_deref().unwrap_or("-");
        println!("  {mark} {:<28} {value:<26} {}", evidence.from, evidence.text);
    }
    if !dating.alternatives.is_empty() {
        println!("    or {}", dating.alternatives.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(truth: Option<&str>, value: Option<&str>, expect: Outcome) {
        let page = Page { url: String::new(), bytes: b"", truth: truth.map(str::to_owned) };
        let dating = Dating { value: value.map(str::to_owned), ..Dating::default() };
        assert_eq!(outcome(&page, &dating), expect, "{truth:?} {value:?}");
    }

    #[test]
    fn the_day_counts_and_nothing_finer() {
        check(Some("2014-07-13"), Some("2014-07-13"), Outcome::Right);
        check(Some("2014-07-13"), Some("2014-07-13T21:00:00-03:00"), Outcome::Right);
        check(Some("2014-07-13"), Some("2014-07-14T00:00:00Z"), Outcome::Wrong);
        check(Some("2014-07-13"), Some("2014-07"), Outcome::Coarse);
        check(Some("2014-07-13"), Some("2014-08"), Outcome::Wrong);
        check(Some("2014-07"), Some("2014-07-13"), Outcome::Right);
        check(Some("2014-07-13"), None, Outcome::Absent);
        check(None, None, Outcome::Right);
        check(None, Some("2014"), Outcome::Invented);
    }

    #[test]
    fn figures_add_up() {
        let page = |truth: Option<&str>| Page {
            url: String::new(),
            bytes: b"",
            truth: truth.map(str::to_owned),
        };
        let pages = [page(Some("2014-07-13")), page(Some("2014-07-13")), page(None), page(None)];
        let outcomes = [Outcome::Right, Outcome::Wrong, Outcome::Right, Outcome::Invented];
        let figures = report(&pages, &outcomes, 1, 1.0);
        assert_eq!(figures["accuracy"], 0.5);
        assert_eq!(figures["precision"], 0.3333);
        assert_eq!(figures["found"], 1.0);
        assert_eq!(figures["accuracy_without_address"], 0.25);
    }
}
