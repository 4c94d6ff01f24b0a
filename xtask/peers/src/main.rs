//! Measures other extractors for `cargo xtask bench extract --peers`.
//!
//! Called as `annals-peers PAGES RUNS`; what goes in and out is said in
//! xtask/src/bench/extract/peers.rs. Each extractor is handed decoded text and
//! the page's address; the time is the processor time of its calls alone.

use dom_smoothie::{Config, Readability, TextMode};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::hint::black_box;
use trafilatura::{ExtractionFocus, Options};

/// A way to read a page.
struct Extractor {
    name: &'static str,
    /// The crate, as `Cargo.lock` has it.
    package: &'static str,
    mode: &'static str,
    extract: fn(&Page) -> String,
}

/// A page in memory.
struct Page {
    key: String,
    url: String,
    text: String,
}

const EXTRACTORS: &[Extractor] = &[
    Extractor {
        name: "trafilatura (Rust)",
        package: "trafilatura",
        mode: "precision, text",
        extract: |page| by_trafilatura(page, ExtractionFocus::FavorPrecision),
    },
    Extractor {
        name: "trafilatura (Rust)",
        package: "trafilatura",
        mode: "default, text",
        extract: |page| by_trafilatura(page, ExtractionFocus::Balanced),
    },
    Extractor {
        name: "dom_smoothie",
        package: "dom_smoothie",
        mode: "formatted, text",
        extract: by_dom_smoothie,
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(list), Some(runs)) = (args.next(), args.next()) else {
        return Err("annals-peers PAGES RUNS".into());
    };
    let runs: usize = runs.parse()?;
    let list: Vec<Value> = serde_json::from_slice(&std::fs::read(list)?)?;
    let field = |page: &Value, name: &str| page[name].as_str().unwrap_or_default().to_owned();
    let mut pages = Vec::new();
    for page in &list {
        let bytes = std::fs::read(field(page, "file"))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        pages.push(Page { key: field(page, "key"), url: field(page, "url"), text });
    }
    let found: Vec<Value> = EXTRACTORS.iter().map(|e| measure(e, &pages, runs)).collect();
    println!("{}", Value::Array(found));
    Ok(())
}

fn measure(extractor: &Extractor, pages: &[Page], runs: usize) -> Value {
    // The first run warms the caches and gives the texts.
    let texts: Map<String, Value> =
        pages.iter().map(|page| (page.key.clone(), (extractor.extract)(page).into())).collect();
    let seconds: Vec<f64> = (0..runs)
        .map(|_| {
            let start = thread_seconds();
            for page in pages {
                black_box((extractor.extract)(page));
            }
            thread_seconds() - start
        })
        .collect();
    json!({
        "name": extractor.name, "version": version(extractor.package), "mode": extractor.mode,
        "seconds": seconds, "texts": texts,
    })
}

fn by_trafilatura(page: &Page, focus: ExtractionFocus) -> String {
    let mut options =
        Options::default().with_fallback(true).with_exclude_comments(true).with_focus(focus);
    if let Ok(url) = url::Url::parse(&page.url) {
        options = options.with_url(url);
    }
    trafilatura::extract(&page.text, &options).map(|found| found.content_text).unwrap_or_default()
}

fn by_dom_smoothie(page: &Page) -> String {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let url = Some(page.url.as_str()).filter(|url| !url.is_empty());
    let found = Readability::new(page.text.as_str(), url, Some(config))
        .and_then(|mut readability| readability.parse());
    found.map(|article| article.text_content.to_string()).unwrap_or_default()
}

/// The version that this program was locked to.
fn version(package: &str) -> String {
    let named = format!("name = \"{package}\"");
    let mut lines = include_str!("../Cargo.lock").lines().skip_while(|line| *line != named);
    let line = lines.nth(1).unwrap_or_default();
    line.trim_start_matches("version = ").trim_matches('"').to_owned()
}

fn thread_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
