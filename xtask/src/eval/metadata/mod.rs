//! What stands about the body: title, byline, published date, site name,
//! language, on Readability's test pages or others of the same form; beside
//! them, how far the body agrees with theirs.
//!
//! A set is a folder or a `tar.gz` with a folder for each page: `source.html`,
//! `expected-metadata.json` and, where there is one, `expected.html`. When two
//! values are the same is said in `matching`.

mod matching;

use super::articles::rounded;
use super::files::Files;
use super::shingles::{Figures, Match};
use super::{floors::Floors, speed};
use annals_extract::tree::Tree;
use annals_extract::{Input, read};
use annals_model::Article;
use anyhow::{Context as _, Result};
use clap::Args;
use matching::Verdict;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// The gold data's archive.
const GOLD: &str = "articles-readability.tar.gz";
/// The file that says what is true.
const TRUTH: &str = "expected-metadata.json";

/// `cargo xtask eval metadata`
#[derive(Args)]
pub(crate) struct Metadata {
    /// The set's `tar.gz`, or the folder it unpacks to; the gold data's by default
    path: Option<PathBuf>,
    #[command(flatten)]
    floors: Floors,
    /// Also list what failed, or this many of each field
    #[arg(long, value_name = "N", num_args = 0..=1, default_value = "0", default_missing_value = "1000000")]
    show: usize,
}

/// A page of the set.
struct Page<'f> {
    /// Its folder.
    name: &'f str,
    bytes: &'f [u8],
    truth: Truth,
    body: Option<String>,
}

/// A page's `expected-metadata.json`; null and empty both mean that it has none.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Truth {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    byline: Option<String>,
    #[serde(default)]
    site_name: Option<String>,
    #[serde(default)]
    published_time: Option<String>,
    #[serde(default)]
    lang: Option<String>,
}

/// A field: its key in the figures, what is true, what annals found, and when
/// the two are the same.
struct Field {
    key: &'static str,
    truth: fn(&Truth) -> Option<&str>,
    found: fn(&Article) -> String,
    verdict: fn(&Truth, &Article) -> Verdict,
}

/// Every field that is measured.
const FIELDS: &[Field] = &[
    Field {
        key: "title",
        truth: |t| t.title.as_deref(),
        found: |a| a.title.clone().unwrap_or_default(),
        verdict: |t, a| {
            let sites = [t.site_name.as_deref(), a.publisher.as_deref()];
            matching::title(t.title.as_deref(), &sites, a.title.as_deref())
        },
    },
    Field {
        key: "byline",
        truth: |t| t.byline.as_deref().filter(|b| matching::names_somebody(b)),
        found: |a| a.authors.join("; "),
        verdict: |t, a| {
            let others = [a.publisher.as_deref(), a.agency.as_deref()];
            matching::byline(t.byline.as_deref(), &a.authors, &others)
        },
    },
    Field {
        key: "published",
        truth: |t| t.published_time.as_deref(),
        found: |a| a.published.value.clone().unwrap_or_default(),
        verdict: |t, a| {
            matching::published(t.published_time.as_deref(), a.published.value.as_deref())
        },
    },
    Field {
        key: "site_name",
        truth: |t| t.site_name.as_deref(),
        found: |a| a.publisher.clone().unwrap_or_default(),
        verdict: |t, a| matching::site_name(t.site_name.as_deref(), a.publisher.as_deref()),
    },
    Field {
        key: "lang",
        truth: |t| t.lang.as_deref(),
        found: |a| a.language.clone().unwrap_or_default(),
        verdict: |t, a| matching::language(t.lang.as_deref(), a.language.as_deref()),
    },
];

pub(crate) fn run(options: &Metadata) -> Result<ExitCode> {
    let files = Files::read(options.path.as_deref(), GOLD)?;
    let pages = pages(&files)?;
    let inputs: Vec<Input<'_>> = pages.iter().map(Page::input).collect();
    let articles: Vec<Article> = inputs.par_iter().map(read).collect();

    let mut figures = Map::new();
    figures.insert("suite".into(), json!("metadata"));
    figures.insert("n".into(), json!(pages.len()));
    println!("{} pages\n  {:<10} pages  right  to the letter", pages.len(), "");
    for field in FIELDS {
        measure(field, &pages, &articles, options.show, &mut figures);
    }
    let bodies: Vec<(&str, &Article)> =
        pages.iter().zip(&articles).filter_map(|(p, a)| Some((p.body.as_deref()?, a))).collect();
    let matches: Vec<Match> =
        bodies.par_iter().map(|(truth, article)| Match::new(truth, &article.text())).collect();
    let body = Figures::of(matches.iter());
    println!(
        "  body       F1 {:.3}, precision {:.3}, recall {:.3}: their idea of it, captions and all",
        body.f1, body.precision, body.recall
    );
    figures.insert("body_f1".into(), json!(rounded(body.f1)));
    let speed = speed::pages_per_cpu_second(&inputs, 1);
    println!("  {speed:.0} pages a second of processor time on one thread (the whole article)");
    figures.insert("pages_per_cpu_second".into(), json!(speed.round()));

    let figures = Value::Object(figures);
    options.floors.finish("metadata", &figures)
}

/// Measures one field over the pages that have it and prints its row.
fn measure(
    field: &Field,
    pages: &[Page<'_>],
    articles: &[Article],
    show: usize,
    figures: &mut Map<String, Value>,
) {
    let (mut n, mut same, mut strict) = (0, 0, 0);
    let mut failed = Vec::new();
    let has = |page: &Page<'_>| (field.truth)(&page.truth).is_some_and(|t| !t.trim().is_empty());
    for (page, article) in pages.iter().zip(articles).filter(|(page, _)| has(page)) {
        let verdict = (field.verdict)(&page.truth, article);
        n += 1;
        same += usize::from(verdict != Verdict::Different);
        strict += usize::from(verdict == Verdict::Equal);
        if verdict == Verdict::Different {
            failed.push((page, article));
        }
    }
    let share = |part: usize| rounded(part as f64 / f64::from(n.max(1)));
    println!("  {:<10} {n:>5}  {:.3}  {:.3}", field.key, share(same), share(strict));
    for (page, article) in failed.iter().take(show) {
        println!("    {}", page.name);
        println!("      true  {:?}", (field.truth)(&page.truth).unwrap_or_default());
        println!("      found {:?}", (field.found)(article));
    }
    figures.insert(field.key.into(), json!(share(same)));
    figures.insert(format!("{}_strict", field.key), json!(share(strict)));
}

impl Page<'_> {
    /// The page as annals reads it: its address is not known.
    fn input(&self) -> Input<'_> {
        Input { bytes: self.bytes, ..Input::default() }
    }
}

fn pages(files: &Files) -> Result<Vec<Page<'_>>> {
    let page = |(folder, truth)| {
        let name = |file: &str| format!("{folder}/{file}");
        let truth = serde_json::from_slice(truth).with_context(|| name(TRUTH))?;
        let body = files.get(&name("expected.html")).ok();
        let body = body.map(|html| Tree::parse(&String::from_utf8_lossy(html)).inner_text(0));
        Ok(Page { name: folder, bytes: files.get(&name("source.html"))?, truth, body })
    };
    let pages: Result<Vec<Page<'_>>> = files.folders_with(TRUTH).map(page).collect();
    let pages = pages?;
    anyhow::ensure!(!pages.is_empty(), "it holds no {TRUTH}");
    Ok(pages)
}
