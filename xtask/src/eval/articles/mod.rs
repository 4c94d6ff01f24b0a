//! Article bodies: what the scrapinghub article extraction benchmark measures,
//! on its pages or on others of the same form.
//!
//! A set is a folder or a `tar.gz` with `ground-truth.json` (page to its
//! `articleBody` and `url`) and `html/PAGE.html.gz`. The measures stand in
//! `shingles`; the text that is compared is [`annals_model::Article::text`].

mod passages;
mod set;
mod theirs;

pub(crate) use set::{GOLD, Page, read as read_set};

use super::files::Files;
use super::floors::Floors;
use super::shingles::{Figures, Match};
use super::speed;
use annals_extract::{Input, read};
use annals_model::Article;
use anyhow::{Context as _, Result};
use clap::Args;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Times that the speed is measured; the median counts.
const RUNS: usize = 3;

/// `cargo xtask eval articles`
#[derive(Args)]
pub(crate) struct Articles {
    /// The benchmark's `tar.gz`, or the folder it unpacks to; the gold data's by default
    path: Option<PathBuf>,
    #[command(flatten)]
    floors: Floors,
    /// Also print the worst pages with what is missing and what is surplus
    #[arg(long, value_name = "N", default_value_t = 0)]
    show: usize,
    /// Print this page fully, found and true text in one (the start of its key is enough)
    #[arg(long, value_name = "KEY")]
    page: Option<String>,
    /// Also write `output/annals.json` for the benchmark's evaluate.py, beside the ground truth
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// Also run the benchmark's own evaluate.py and print its figures (needs python3)
    #[arg(long)]
    theirs: bool,
}

pub(crate) fn run(options: &Articles) -> Result<ExitCode> {
    let files = Files::read(options.path.as_deref(), GOLD)?;
    let pages = set::read(&files)?;
    let inputs: Vec<Input<'_>> = pages.iter().map(Page::input).collect();
    let articles: Vec<Article> = inputs.par_iter().map(read).collect();
    let texts: Vec<String> = articles.par_iter().map(Article::text).collect();
    let matches: Vec<Match> =
        pages.par_iter().zip(&texts).map(|(page, text)| Match::new(&page.truth, text)).collect();

    if let Some(key) = &options.page {
        let at = pages.iter().position(|page| page.key.starts_with(key.as_str()));
        let at = at.with_context(|| format!("no page's key begins with {key}"))?;
        head(&pages[at], &matches[at]);
        println!("{}", passages::about(&articles[at]));
        println!("{}", passages::merged(&pages[at].truth, &texts[at]));
        return Ok(ExitCode::SUCCESS);
    }
    for at in worst(&matches, options.show) {
        println!();
        head(&pages[at], &matches[at]);
        passages::list(&pages[at].truth, &texts[at]);
    }
    let dir = options
        .write
        .clone()
        .or(options.theirs.then(|| crate::root().join("target/eval/articles")));
    if let Some(dir) = dir {
        theirs::write(&dir, &files, &pages, &texts)?;
        if options.theirs {
            theirs::run(&dir)?;
        }
    }

    let figures = Figures::of(matches.iter());
    let deviations = Figures::deviations(&matches);
    let speed = speed::pages_per_cpu_second(&inputs, RUNS);
    let object = report(&figures, &deviations, matches.len(), speed);
    options.floors.finish("articles", &object)
}

/// Prints the figures as a table and returns them as the last line's object.
fn report(figures: &Figures, deviations: &Figures, n: usize, speed: f64) -> Value {
    println!("{n} pages");
    for (name, figure, deviation) in [
        ("F1", figures.f1, deviations.f1),
        ("precision", figures.precision, deviations.precision),
        ("recall", figures.recall, deviations.recall),
        ("accuracy", figures.accuracy, deviations.accuracy),
    ] {
        println!("  {name:<10} {figure:.3} ± {deviation:.3}");
    }
    println!("  {speed:.0} pages a second of processor time on one thread (the whole article)");
    json!({
        "suite": "articles", "n": n,
        "f1": rounded(figures.f1), "precision": rounded(figures.precision),
        "recall": rounded(figures.recall), "accuracy": rounded(figures.accuracy),
        "pages_per_cpu_second": speed.round(),
    })
}

/// Rounded to what one page of a few hundred can change.
pub(crate) fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}

fn head(page: &Page, found: &Match) {
    let share = |x: Option<f64>| x.map_or("-".to_owned(), |x| format!("{x:.3}"));
    println!(
        "F1 {:.3}, precision {}, recall {}  {}\n{}",
        found.f1(),
        share(found.precision()),
        share(found.recall()),
        page.key,
        page.url,
    );
}

/// The pages with the lowest F1, worst first.
fn worst(matches: &[Match], count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..matches.len()).filter(|at| !matches[*at].same).collect();
    order.sort_by(|a, b| matches[*a].f1().total_cmp(&matches[*b].f1()));
    order.truncate(count);
    order
}
