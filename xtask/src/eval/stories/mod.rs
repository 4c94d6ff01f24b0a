//! Events to stories, in the order in which they happened.
//!
//! The story is the innermost heading, word for word; it is known at the end of
//! the day that brings it. An event is asked for where its story stood over an
//! event of an earlier day, at most 730 days before: `acc_1`, `recall_5`, `mrr`.
//! Whether an event with a heading goes on with a known story or begins a new
//! one is asked of all that have a heading: `link_f1`, `new_f1`. Each year is
//! measured with a model made from the years before it only; years with too few
//! events before them are left out, or, where that is every year, measured with
//! the program's own weights. Headings are noisy: editors choose among several
//! that fit, and spell one in several ways.

mod centroid;
mod train;
pub(crate) mod yearly;

use super::floors::Floors;
use super::items::Borrowed;
use super::lines;
use annals_link::stories::{FEATURES, Model};
use annals_link::{Index, Options};
use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use yearly::{Headed, Yearly};

/// `cargo xtask eval stories`
#[derive(Args)]
pub(crate) struct Stories {
    /// Event lines, plain or gzip
    path: PathBuf,
    #[command(flatten)]
    floors: Floors,
    /// Also print the weights that all years together make
    #[arg(long)]
    weights: bool,
    /// Also print this many of the last year's guesses that miss
    #[arg(long, default_value_t = 0)]
    misses: usize,
}

/// Means over events with a known story.
#[derive(Default, Clone, Copy)]
struct Ranks {
    n: usize,
    first: usize,
    among_five: usize,
    reciprocal: f64,
}

impl Ranks {
    fn add(&mut self, rank: Option<usize>) {
        self.n += 1;
        if let Some(rank) = rank {
            self.first += usize::from(rank == 1);
            self.among_five += usize::from(rank <= 5);
            self.reciprocal += 1.0 / rank as f64;
        }
    }

    /// Accuracy at one, recall at five, mean reciprocal rank.
    fn figures(&self) -> [f64; 3] {
        let n = self.n.max(1) as f64;
        [self.first as f64 / n, self.among_five as f64 / n, self.reciprocal / n]
    }
}

/// Whether an event goes on with a known story: what was said and what is.
#[derive(Default, Clone, Copy)]
struct Known {
    both: usize,
    said: usize,
    is: usize,
    neither: usize,
    n: usize,
}

impl Known {
    fn add(&mut self, said: bool, is: bool) {
        self.n += 1;
        self.said += usize::from(said);
        self.is += usize::from(is);
        self.both += usize::from(said && is);
        self.neither += usize::from(!said && !is);
    }

    /// F1 of "goes on" and of "is new".
    fn figures(&self) -> [f64; 2] {
        let f1 =
            |hits: usize, said: usize, are: usize| 2.0 * hits as f64 / (said + are).max(1) as f64;
        [f1(self.both, self.said, self.is), f1(self.neither, self.n - self.said, self.n - self.is)]
    }
}

/// How many links a bound of trust makes, and how many are right.
#[derive(Default, Clone, Copy)]
struct Linked {
    links: usize,
    right: usize,
}

pub(crate) fn run(options: &Stories) -> Result<ExitCode> {
    let lines = lines::read(&options.path)?;
    let borrowed = Borrowed::of(&lines);
    let parts = borrowed.parts();
    let items = borrowed.items(&lines, &parts);
    let linking = Options::default();
    let index = Index::with_titles(&items, &HashMap::new(), &linking);
    let started = Instant::now();
    let headed = yearly::headed(&lines, &index, &linking);
    println!(
        "{} events, {} with a heading ({:.1} s)",
        lines.len(),
        headed.len(),
        started.elapsed().as_secs_f32()
    );
    let models = Yearly::train(&headed);
    if options.weights {
        print_weights(&yearly::fit(&headed.iter().collect::<Vec<_>>()));
    }
    let tested: Vec<&Headed> =
        headed.iter().filter(|h| models.model(h.year).1 || !models.any()).collect();
    let asked: Vec<usize> = tested.iter().filter(|h| h.known).map(|h| h.item).collect();
    let mut baseline = centroid::ranks(&lines, &asked).into_iter();

    let mut years: BTreeMap<i32, (Ranks, Known, Ranks)> = BTreeMap::new();
    let (mut ours, mut whether, mut theirs) =
        (Ranks::default(), Known::default(), Ranks::default());
    let (mut linked, mut suggested) = (Linked::default(), Linked::default());
    let mut misses = Vec::new();
    for event in &tested {
        let model = models.model(event.year).0;
        let guess = model.guess(event.candidates.clone());
        let story = event.right.map(|r| event.candidates[r].story);
        let rank = story
            .and_then(|s| guess.candidates.iter().position(|(c, _)| c.story == s).map(|p| p + 1));
        let year = years.entry(event.year).or_default();
        if event.known {
            let centroid = baseline.next().flatten();
            ours.add(rank);
            theirs.add(centroid);
            year.0.add(rank);
            year.2.add(centroid);
            if rank != Some(1) {
                misses.push((event, rank, guess.clone()));
            }
        }
        whether.add(guess.known >= 0.5, event.known);
        year.1.add(guess.known >= 0.5, event.known);
        for (sum, bound) in [(&mut linked, model.link), (&mut suggested, model.suggest)] {
            if guess.trust >= bound {
                sum.links += 1;
                sum.right += usize::from(rank == Some(1));
            }
        }
    }

    println!("year       n  acc@1    r@5    mrr | centroid          | goes on, is new: F1");
    let mut by_year = Map::new();
    let row = |name: &str, ours: &Ranks, whether: &Known, theirs: &Ranks| {
        let ([a, r, m], [ca, cr, cm], [l, n]) =
            (ours.figures(), theirs.figures(), whether.figures());
        println!(
            "{name:6} {:5}  {a:.4} {r:.4} {m:.4} | {ca:.3} {cr:.3} {cm:.3} | {l:.3} {n:.3}",
            ours.n
        );
    };
    for (year, (ours, whether, theirs)) in &years {
        row(&year.to_string(), ours, whether, theirs);
        let [a, r, m] = ours.figures().map(round);
        by_year.insert(
            year.to_string(),
            json!({ "n": ours.n, "acc_1": a, "recall_5": r, "mrr": m,
            "link_f1": round(whether.figures()[0]), "new_f1": round(whether.figures()[1]) }),
        );
    }
    row("all", &ours, &whether, &theirs);
    let share = |l: &Linked| l.right as f64 / l.links.max(1) as f64;
    println!(
        "of {} events with a heading {} would be linked, {:.3} of them rightly; {} linked or suggested, {:.3}",
        tested.len(),
        linked.links,
        share(&linked),
        suggested.links,
        share(&suggested)
    );
    show_misses(&lines, &index, &misses, options.misses);
    let [a, r, m] = ours.figures().map(round);
    let [ca, cr, cm] = theirs.figures().map(round);
    let [l, n] = whether.figures().map(round);
    let figures: Value = json!({
        "suite": "stories", "n": ours.n, "acc_1": a, "recall_5": r, "mrr": m,
        "link_f1": l, "new_f1": n, "link_or_new_f1": round((l + n) / 2.0),
        "link_precision": round(share(&linked)), "suggest_precision": round(share(&suggested)),
        "baseline_centroid_acc_1": ca, "baseline_centroid_recall_5": cr, "baseline_centroid_mrr": cm,
        "years": by_year,
    });
    options.floors.finish("stories", &figures)
}

fn round(x: f64) -> f64 {
    (x * 10_000.0).round() / 10_000.0
}

fn print_weights(model: &Model) {
    println!("weights of all years:");
    for (name, weight) in FEATURES.iter().zip(model.weights) {
        println!("  {name:18} {weight:.3}");
    }
    println!("  known {:?}\n  right {:?}", model.known, model.right);
}

type Miss<'a> = (&'a &'a Headed, Option<usize>, annals_link::stories::Guess);

/// Prints misses spread evenly over all.
fn show_misses(lines: &[lines::Line], index: &Index<'_>, misses: &[Miss<'_>], count: usize) {
    let step = misses.len().checked_div(count).unwrap_or(0).max(1);
    for (event, rank, guess) in misses.iter().step_by(step).take(count) {
        let line = &lines[event.item];
        println!("\n{} {:?} rank {rank:?}\n  {}", line.date, line.stories.last(), line.text);
        for (candidate, likely) in guess.candidates.iter().take(3) {
            println!("    {likely:.2} {}", index.story_key(candidate.story));
        }
    }
}
