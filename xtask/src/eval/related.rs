//! Related events: a query is an event whose story has an earlier event in the
//! 365 days before it; relevant is what has the same story, the innermost
//! heading. The heading of the query is hidden; those of earlier events are
//! known, as they are in an archive. Where the linker of stories guesses what
//! the query goes on with, it does so with weights made from the years before
//! the query's (see the suite `stories`).
//!
//! Two pools are measured. The pool proper is every event of the 365 days; most
//! carry no heading and count as not relevant, though many are, so its figures
//! are a lower bound. The figures ending in `_headed` are of the events with a
//! heading alone.

use super::bm25::Bm25;
use super::bootstrap;
use super::floors::Floors;
use super::items::Borrowed;
use super::lines::{self, Line};
use super::measures::Means;
use super::stories::yearly::{self, Yearly};
use annals_link::{Index, Item, Options, QueryStories, Weights, WithinDay, the_context};
use anyhow::Result;
use clap::Args;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Days before the query in which its related events lie.
const POOL_DAYS: i32 = 365;

/// Results that are looked at for the reciprocal rank.
const DEPTH: usize = 400;

/// Parts of the queries: a weight is worth changing where both halves of the years gain.
const SLICES: &[(&str, Slice)] = &[
    ("2008 and later", |y| y >= 2008),
    ("odd years", |y| y % 2 != 0),
    ("even years", |y| y % 2 == 0),
];

/// Whether a query of this year is in.
type Slice = fn(i32) -> bool;

/// The features that `--ablate` takes away, one at a time.
const FEATURES: &[(&str, Ablation)] = &[
    ("words", |w| w.words = 0.0),
    ("names", |w| w.names = 0.0),
    ("places", |w| w.places = 0.0),
    ("fresh", |w| w.fresh = 0.0),
    ("recent", |w| w.recent = 0.0),
    ("category", |w| w.category = 0.0),
    ("hint", |w| w.hint = 0.0),
    ("phrase", |w| w.phrase = 0.0),
    ("part", |w| w.part = 0.0),
    ("story", |w| w.story = 0.0),
];

/// Takes a feature away.
type Ablation = fn(&mut Weights);

/// `cargo xtask eval related`
#[derive(Args)]
pub(crate) struct Related {
    /// Event lines, plain or gzip
    path: PathBuf,
    #[command(flatten)]
    floors: Floors,
    /// Also measure without each feature in turn
    #[arg(long)]
    ablate: bool,
    /// Also print the related lists of this many events, spread over the last year
    #[arg(long, default_value_t = 0)]
    show: usize,
}

/// An event to find related ones for.
struct Query {
    item: usize,
    year: i32,
    relevant: Vec<usize>,
}

/// Ranked items for each query, best first.
type Rankings = Vec<Vec<usize>>;

pub(crate) fn run(options: &Related) -> Result<ExitCode> {
    let lines = lines::read(&options.path)?;
    let borrowed = Borrowed::of(&lines);
    let parts = borrowed.parts();
    let items = borrowed.items(&lines, &parts);
    let queries = queries(&lines);
    println!("{} events, {} queries", lines.len(), queries.len());
    if options.show > 0 {
        show(&lines, &items, options.show);
    }

    let mut figures = Map::new();
    figures.insert("suite".into(), json!("related"));
    figures.insert("n".into(), json!(queries.len()));
    let started = Instant::now();
    let index = index(&lines, &items);
    println!("stories guessed ({:.1} s)", started.elapsed().as_secs_f32());
    let mut gains: Vec<Vec<f64>> = Vec::new();
    for (prefix, rank) in RANKERS {
        let started = Instant::now();
        let rankings = rank(&index, &items, &lines, &queries);
        gains.push(report(prefix, &lines, &queries, &rankings, &mut figures));
        println!("  ({:.1} s)", started.elapsed().as_secs_f32());
    }
    for ((prefix, _), theirs) in RANKERS.iter().zip(&gains).skip(1) {
        let interval = bootstrap::paired(&gains[0], theirs);
        let [low, high] = interval.map(|x| (x * 10_000.0).round() / 10_000.0);
        println!(
            "nDCG@5 above {}: {low} to {high} (95 %, paired bootstrap)",
            prefix.trim_end_matches('_')
        );
        figures.insert(format!("above_{prefix}ndcg_5"), json!([low, high]));
    }

    if options.ablate {
        for (feature, ablate) in FEATURES {
            let mut protocol = protocol();
            ablate(&mut protocol.weights);
            let rankings = ranked(&index, &queries, &protocol);
            report(&format!("without_{feature}_"), &lines, &queries, &rankings, &mut figures);
        }
    }

    let figures = Value::Object(figures);
    options.floors.finish("related", &figures)
}

type Ranker = fn(&Index<'_>, &[Item<'_>], &[Line], &[Query]) -> Rankings;

/// The prefix of their figures, and what ranks.
const RANKERS: &[(&str, Ranker)] =
    &[("", ours), ("baseline_the_context_", contexts), ("baseline_bm25_", bm25)];

/// The protocol's pool; the query's own story is what is to be found.
fn protocol() -> Options {
    Options {
        max_age: Some(POOL_DAYS),
        within_day: WithinDay::Apart,
        query_stories: QueryStories::Believed,
        candidates: DEPTH,
        ..Options::default()
    }
}

/// The items with what each year's model believes of their stories.
fn index<'a>(lines: &[Line], items: &'a [Item<'a>]) -> Index<'a> {
    let options = protocol();
    let mut index = Index::with_titles(items, &HashMap::new(), &options);
    let models = Yearly::train(&yearly::headed(lines, &index, &options));
    let guesses = models.guesses(lines, &index, &options);
    let kept: Vec<Vec<(String, f32)>> = guesses
        .iter()
        .map(|g| g.believed().map(|(s, p)| (index.story_key(s).to_owned(), p)).collect())
        .collect();
    for (item, stories) in kept.iter().enumerate() {
        index.believe(item, stories.iter().map(|(key, p)| (key.as_str(), *p)));
    }
    index
}

fn ours(index: &Index<'_>, _: &[Item<'_>], _: &[Line], queries: &[Query]) -> Rankings {
    ranked(index, queries, &protocol())
}

fn ranked(index: &Index<'_>, queries: &[Query], options: &Options) -> Rankings {
    let ids: Vec<usize> = queries.iter().map(|q| q.item).collect();
    let ranked = index.rank(&ids, options);
    ranked.into_iter().map(|list| list.into_iter().map(|r| r.other).collect()).collect()
}

fn contexts(_: &Index<'_>, items: &[Item<'_>], _: &[Line], queries: &[Query]) -> Rankings {
    let ids: Vec<usize> = queries.iter().map(|q| q.item).collect();
    the_context::rank(items, &ids, &protocol())
}

fn bm25(_: &Index<'_>, _: &[Item<'_>], lines: &[Line], queries: &[Query]) -> Rankings {
    let texts: Vec<(&str, &str)> =
        lines.iter().map(|l| (l.text.as_str(), l.lang.as_str())).collect();
    let bm25 = Bm25::new(&texts);
    queries.par_iter().map(|q| bm25.rank(q.item, pool(lines, lines[q.item].day))).collect()
}

/// The events of the 365 days before a day.
fn pool(lines: &[Line], day: i32) -> Range<usize> {
    lines.partition_point(|l| l.day < day - POOL_DAYS)..lines.partition_point(|l| l.day < day)
}

/// Prints a ranker's figures and adds them to the object; returns each query's nDCG@5.
fn report(
    prefix: &str,
    lines: &[Line],
    queries: &[Query],
    rankings: &Rankings,
    figures: &mut Map<String, Value>,
) -> Vec<f64> {
    let measure = |headed: bool, slice: &dyn Fn(i32) -> bool| {
        let mut means = Means::default();
        for (query, ranking) in queries.iter().zip(rankings).filter(|(q, _)| slice(q.year)) {
            let counted = ranking.iter().filter(|r| !headed || !lines[**r].stories.is_empty());
            means
                .add(counted.take(DEPTH).map(|r| query.relevant.contains(r)), query.relevant.len());
        }
        means
    };
    let name = if prefix.is_empty() { "annals" } else { prefix.trim_end_matches('_') };
    println!("{name}: nDCG@5 and MRR, all events; events with a heading");
    let round = |x: f64| (x * 10_000.0).round() / 10_000.0;
    let line = |label: &str, slice: &dyn Fn(i32) -> bool| {
        let (all, headed) = (measure(false, slice), measure(true, slice));
        println!(
            "  {label:22} {:5}  {:.4} {:.4}  {:.4} {:.4}",
            all.n,
            all.ndcg_5(),
            all.mrr(),
            headed.ndcg_5(),
            headed.mrr()
        );
        (all, headed)
    };
    let (all, headed) = line("all queries", &|_| true);
    for (label, slice) in SLICES {
        let (part, _) = line(label, slice);
        if prefix.is_empty() && label.starts_with("even") {
            figures.insert("ndcg_5_even_years".into(), json!(round(part.ndcg_5())));
        }
        if label.starts_with("2008") {
            figures.insert(format!("{prefix}ndcg_5_2008"), json!(round(part.ndcg_5())));
        }
    }
    figures.insert(format!("{prefix}ndcg_5"), json!(round(all.ndcg_5())));
    figures.insert(format!("{prefix}mrr"), json!(round(all.mrr())));
    figures.insert(format!("{prefix}ndcg_5_headed"), json!(round(headed.ndcg_5())));
    figures.insert(format!("{prefix}mrr_headed"), json!(round(headed.mrr())));
    let gain = |(query, ranking): (&Query, &Vec<usize>)| {
        let mut one = Means::default();
        one.add(ranking.iter().map(|r| query.relevant.contains(r)), query.relevant.len());
        one.ndcg_5()
    };
    queries.iter().zip(rankings).map(gain).collect()
}

fn queries(lines: &[Line]) -> Vec<Query> {
    let mut by_story: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut out = Vec::new();
    for (item, line) in lines.iter().enumerate() {
        let Some(story) = line.stories.last() else { continue };
        let earlier = by_story.entry(story).or_default();
        let pool = pool(lines, line.day);
        let from = earlier.partition_point(|e| *e < pool.start);
        let relevant: Vec<usize> =
            earlier[from..].iter().copied().filter(|e| *e < pool.end).collect();
        if !relevant.is_empty() {
            let year = line.date.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0);
            out.push(Query { item, year, relevant });
        }
        earlier.push(item);
    }
    out
}

/// Prints lists as readers would see them, with stories, and what they cost.
fn show(lines: &[Line], items: &[Item<'_>], count: usize) {
    let started = Instant::now();
    let lists = annals_link::relate(items, 0, &Options::default());
    println!("related all in {:.1} s", started.elapsed().as_secs_f32());
    let days: Vec<i32> = items.iter().map(|i| i.day).collect();
    let last_day = days.partition_point(|d| Some(d) < days.last());
    let from = annals_link::window_start(&days, last_day, &Options::default());
    let started = Instant::now();
    annals_link::relate(&items[from..], last_day - from, &Options::default());
    println!(
        "related the last day in {:.3} s (window of {})",
        started.elapsed().as_secs_f32(),
        last_day - from
    );
    let year = days.partition_point(|d| *d < days.last().copied().unwrap_or(0) - POOL_DAYS);
    let step = ((lines.len() - year) / count).max(1);
    for at in (year..lines.len()).step_by(step) {
        println!("\n{} {:?} {}", lines[at].date, lines[at].stories.last(), lines[at].text);
        for related in &lists[at] {
            let other = &lines[related.other];
            let context: Vec<&str> = related.context.iter().map(|c| c.label.as_str()).collect();
            println!(
                "  {:.2} {} {:?} {}",
                related.score,
                other.date,
                other.stories.last(),
                other.text
            );
            let why = related
                .reasons
                .iter()
                .map(|r| format!("{} {} {:.2}", r.kind.name(), r.label, r.score));
            println!("       [{}]  {}", context.join(", "), why.collect::<Vec<_>>().join("; "));
        }
    }
}
