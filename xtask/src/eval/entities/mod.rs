//! Entities: links are hidden and found again.
//!
//! *Protocols.* The figures without a prefix are of links that are **held
//! back**: all days of all inputs together are cut into 24 parts; the links of
//! one part are hidden and found again by a gazetteer that has learned from all
//! other parts, those after it too. It takes a day after the part for one as
//! long before it, since it uses of a name only what came before the tested day.
//!
//! `streaming_…` is the harder task, to read the news as it comes: the links of
//! the last fifth of an input's days are hidden, and for a tested text the
//! gazetteer uses what was known before its day; names that come up for the
//! first time, a third, can only be guessed. An input of fewer than 20 days is
//! tested on each day but its first with all days before it.
//!
//! *Figures.* A span is right where both ends are a link's. All links of the
//! tested texts are to be found. `precision`, `recall`, `f1` and `end_to_end_f1`
//! (with the right identity) leave a found name **open**, neither right nor
//! wrong, where no link touches it and texts of other days link it, one in ten
//! at least of those that it stands in (see [`elsewhere`]): editors link some
//! mentions and not others, and "Peru" is no mistake because they left it plain.
//! Wrong are: what overlaps a link and has other ends, and what nobody links
//! elsewhere. `open` is the share of what was found that is left open. Of 88
//! such names read by eye two thirds were right, a fifth stood within a longer
//! name that is no link ("Venice" in "Venice Film Festival"), the rest were
//! common nouns; so with them counted as they should be, precision would be some
//! .03 lower, and recall is not touched. `strict_…` counts every open name as
//! wrong: it measures the editors' habits as well. `accuracy` is the share of right
//! identities among right spans that have one. Keys are compared after peoples
//! are folded into countries and Chinese titles into one script.
//!
//! `told_…` counts only the places where the data says whether there is a link:
//! the pages of The Context do not show all links (see [`texts`]). `known_…`
//! counts of these only the names that were linked in earlier texts, and
//! mentions with an identity: what a gazetteer can know at all.
//!
//! *Baseline*: prior only. The longest name that was ever linked, everywhere,
//! with its commonest target.

mod baseline;
mod elsewhere;
mod run;
mod score;
mod texts;

use super::floors::Floors;
use anyhow::{Context as _, Result};
use clap::Args;
use elsewhere::Elsewhere;
use run::{Both, Outcome};
use score::Span;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use texts::Linked;

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

/// Prints the figures of both protocols.
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
    let elsewhere = Elsewhere::new(&sets);
    let mut tested = 0;
    let held_back = run::held_back(&sets, &elsewhere, &mut |text, gold, found| {
        tested += 1;
        if options.show.is_some_and(|every| tested % every.max(1) == 0) {
            show(text, gold, found, &elsewhere);
        }
    });
    let streaming = run::streaming(&sets, &elsewhere, &mut |_, _, _| {});
    println!("learned: {:?}", streaming.sizes);
    let mut out = of(&held_back);
    out.extend(of(&streaming).into_iter().map(|(name, of)| (format!("streaming_{name}"), of)));
    options.floors.finish("entities", &Value::Object(out))
}

/// Prints a text, its links, and what was found; an open name with a question mark.
fn show(text: &Linked, gold: &[Span], found: &[Span], elsewhere: &Elsewhere) {
    let shown = |spans: &[Span]| {
        let one = |s: &Span| {
            let name = &text.text[s.0..s.1];
            let touches = gold.iter().any(|g| g.0 < s.1 && s.0 < g.1);
            let open = !touches && elsewhere.links(name, text.day);
            let mark = if open { "?" } else { "" };
            format!("{name}{mark} [{}]", s.2.as_deref().unwrap_or("-"))
        };
        spans.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    println!("{}\n  links: {}\n  found: {}", text.text, shown(gold), shown(found));
}

/// The figures of all tested texts, and under `by` those of each input and language.
fn of(outcome: &Outcome) -> Map<String, Value> {
    let mut all = Both::default();
    let mut by: BTreeMap<String, Value> = BTreeMap::new();
    for ((set, lang), both) in &outcome.by_set {
        all.ours.join(&both.ours);
        all.baseline.join(&both.baseline);
        by.insert(format!("{set} {lang}"), Value::Object(figures(both)));
    }
    let mut out = figures(&all);
    out.insert("by".to_owned(), json!(by));
    out
}

fn figures(both: &Both) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("n".to_owned(), json!(both.ours.texts));
    out.insert("links".to_owned(), json!(both.ours.strict.gold));
    out.extend(both.ours.figures(""));
    out.extend(both.baseline.figures("baseline_"));
    out
}
