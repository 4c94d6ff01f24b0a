//! Entities: links are hidden and found again.
//!
//! *Protocol.* Inputs are sorted by day. The links of the last fifth of an
//! input's days are hidden; the gazetteer learns from all other texts of all
//! inputs, and for a tested text uses what was known before its day. An input
//! of fewer than 20 days is tested on each day but its first with all days
//! before it. A span is right where both ends are a link's; `accuracy` is the
//! share of right identities among spans found that have one, `end_to_end_f1`
//! that of spans with the right identity. Keys are compared after peoples are
//! folded into countries and Chinese titles into one script.
//!
//! *What the data tells.* Editors link some mentions and not others, so no
//! reader of the text alone reaches 1: a name without a link counts as wrong.
//! The pages of The Context do not even show all links (see [`texts`]): there
//! `precision`, `recall` and `f1` count only the places where they tell whether
//! there is one, and `strict_…` takes whatever has no link for wrong.
//!
//! `known_…` counts of these only the names that were linked in earlier texts,
//! and mentions with an identity: what a gazetteer can know at all.
//!
//! *Baseline*: prior only. The longest name that was ever linked, everywhere,
//! with its commonest target.

mod baseline;
mod run;
mod score;
mod texts;

use super::floors::Floors;
use anyhow::{Context as _, Result};
use clap::Args;
use run::Both;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Inputs of the gold data that hold links.
const GOLD: &[&str] = &["wcep-wikitext", "context-en", "context-zh-2003-2016.tar.gz"];

/// `cargo xtask eval entities`
#[derive(Args)]
pub(crate) struct Entities {
    /// Folders or archives of day pages, pages of The Context, or event lines
    /// with links; by default those of the gold data
    paths: Vec<PathBuf>,
    /// Print every N-th tested text with its links and what was found
    #[arg(long, value_name = "N")]
    show: Option<usize>,
    #[command(flatten)]
    floors: Floors,
}

/// Prints the figures of all tested texts, and under `by` those of each input and language.
pub(crate) fn run(options: &Entities) -> Result<ExitCode> {
    let paths = if options.paths.is_empty() {
        let gold = GOLD.iter().map(|name| super::files::in_gold(name)).collect::<Option<_>>();
        gold.context("no gold data: name inputs, or set ANNALS_GOLD")?
    } else {
        options.paths.clone()
    };
    let mut sets = Vec::new();
    for path in &paths {
        let set = texts::read(path)?;
        let linked = set.texts.iter().filter(|t| !t.links.is_empty()).count();
        println!("{}: {} texts, {linked} with links", set.name, set.texts.len());
        if set.names > 0 {
            println!(
                "  {} of {} names of links stand nowhere in the text",
                set.unplaced, set.names
            );
        }
        sets.push(set);
    }
    let mut tested = 0;
    let outcome = run::run(&sets, &mut |text, gold, found| {
        tested += 1;
        if options.show.is_some_and(|every| tested % every.max(1) == 0) {
            let shown = |spans: &[score::Span]| {
                let one = |s: &score::Span| {
                    format!("{} [{}]", &text.text[s.0..s.1], s.2.as_deref().unwrap_or("-"))
                };
                spans.iter().map(one).collect::<Vec<_>>().join("; ")
            };
            println!("{}\n  links: {}\n  found: {}", text.text, shown(gold), shown(found));
        }
    });
    println!("learned: {:?}", outcome.sizes);
    let mut all = Both::default();
    let mut by: BTreeMap<String, Value> = BTreeMap::new();
    for ((set, lang), both) in &outcome.by_set {
        all.ours.join(&both.ours);
        all.baseline.join(&both.baseline);
        by.insert(format!("{set} {lang}"), Value::Object(figures(both)));
    }
    let mut figures = figures(&all);
    figures.insert("by".to_owned(), json!(by));
    options.floors.finish("entities", &Value::Object(figures))
}

fn figures(both: &Both) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("n".to_owned(), json!(both.ours.texts));
    out.insert("links".to_owned(), json!(both.ours.strict.gold));
    out.extend(both.ours.figures(""));
    out.extend(both.baseline.figures("baseline_"));
    out
}
