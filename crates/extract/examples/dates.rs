//! Reads pages whose dates are known and prints how often the date found is right.
//!
//! `cargo run --release -p annals-extract --example dates -- FOLDER [--failures|--time|--visible]`
//!
//! `--time` measures the dates apart from the rest of the reading; `--visible` hides
//! JSON-LD and metadata, and says how often what readers see gives the same day.
//!
//! The folder holds `gold.json` (address to `file` and `date`) and `pages/`.

use annals_extract::{Input, dates, decode, page::Page, read, structured::Structured, tree::Tree};
use annals_model::Article;
use serde_json::Value;
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Instant,
};

fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let Some(folder) = args.next().map(PathBuf::from) else {
        return Err(io::Error::other("which folder?"));
    };
    let mode = args.next().unwrap_or_default();
    match mode.as_str() {
        "--time" => return time(&folder),
        "--visible" => return visible(&folder),
        _ => {}
    }
    let shown = mode == "--failures";
    let gold: Value = serde_json::from_slice(&fs::read(folder.join("gold.json"))?)?;
    let (mut n, mut right, mut absent, mut days) = ([0; 2], [0; 2], 0, 0);
    // How often a confidence of so many tenths was right.
    let mut calibration = [(0, 0); 11];
    let mut spent = 0.0;
    for (index, (url, entry)) in gold.as_object().into_iter().flatten().enumerate() {
        let Some(file) = entry["file"].as_str() else { continue };
        let wanted = entry["date"].as_str().unwrap_or("");
        let bytes = fs::read(folder.join("pages").join(file))?;
        let input = Input { bytes: &bytes, url: Some(url), ..Input::default() };
        let before = Instant::now();
        let article = read(&input);
        spent += before.elapsed().as_secs_f64();
        let found = article.published.day().map(|d| d.to_string()).unwrap_or_default();
        let half = index % 2;
        n[half] += 1;
        let fits = found == wanted;
        right[half] += usize::from(fits);
        absent += usize::from(article.published.value.is_none());
        days += usize::from(!found.is_empty());
        let tenth = (article.published.confidence * 10.0).clamp(0.0, 10.0) as usize;
        calibration[tenth].0 += 1;
        calibration[tenth].1 += usize::from(fits);
        if shown && !fits {
            let p = &article.published;
            println!(
                "{file} {url}\n  wanted {wanted}, found {:?} {:.2} or {:?}",
                p.value, p.confidence, p.alternatives
            );
            for e in p.evidence.iter().take(8) {
                println!("    {} | {} | {:?}", e.from, e.text, e.value);
            }
            for e in article.modified.evidence.iter().take(3) {
                println!("    modified: {} | {} | {:?}", e.from, e.text, e.value);
            }
        }
    }
    let accuracy = |r: usize, n: usize| r as f64 / (n as f64).max(1.0);
    println!(
        "accuracy {:.4} (even {:.4}, odd {:.4}), n {}, with a day {days}, without value {absent}, {:.1} pages a second",
        accuracy(right[0] + right[1], n[0] + n[1]),
        accuracy(right[0], n[0]),
        accuracy(right[1], n[1]),
        n[0] + n[1],
        (n[0] + n[1]) as f64 / spent,
    );
    for (tenth, (n, right)) in calibration.iter().enumerate().filter(|(_, c)| c.0 > 0) {
        println!("  confidence .{tenth}: {n} pages, {:.3} right", accuracy(*right, *n));
    }
    Ok(())
}

/// Prints what the dates of a page cost, the best of several runs each.
fn time(folder: &Path) -> io::Result<()> {
    let (mut all, mut worst, mut n) = (0.0, 0.0f64, 0.0);
    for entry in fs::read_dir(folder.join("pages"))? {
        let bytes = fs::read(entry?.path())?;
        let decoded = decode::decode(&bytes, None, &mut Vec::new());
        let tree = Tree::parse(&decoded.text);
        let structured = Structured::read(&tree);
        let page = Page {
            tree: &tree,
            structured: &structured,
            url: None,
            base: None,
            captured_at: None,
            last_modified: None,
            region: None,
        };
        let best = (0..5)
            .map(|_| {
                let before = Instant::now();
                dates::fill(&page, &mut Article::default());
                before.elapsed().as_secs_f64()
            })
            .fold(f64::INFINITY, f64::min);
        all += best;
        worst = worst.max(best);
        n += 1.0;
    }
    println!("{:.3} ms a page, {:.1} ms at most, n {n}", all / n * 1e3, worst * 1e3);
    Ok(())
}

/// Hides what software left in the head and compares days.
fn visible(folder: &Path) -> io::Result<()> {
    let (mut n, mut same, mut none) = (0, 0, 0);
    for entry in fs::read_dir(folder.join("pages"))? {
        let bytes = fs::read(entry?.path())?;
        let whole = read(&Input { bytes: &bytes, ..Input::default() });
        let Some(day) = whole.published.day().filter(|_| {
            whole.published.evidence.first().is_some_and(|e| {
                e.from == "json-ld datePublished" || e.from.starts_with("meta article:published")
            })
        }) else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes)
            .replace("application/ld+json", "text/hidden")
            .replace("<meta", "<hidden")
            .replace("datePublished", "hidden")
            .replace("ublishedAt", "hidden")
            .replace("ublishDate", "hidden")
            .replace("datetime=", "hidden=");
        let seen = read(&Input { bytes: text.as_bytes(), ..Input::default() });
        n += 1;
        same += usize::from(seen.published.day() == Some(day));
        none += usize::from(seen.published.value.is_none());
    }
    println!(
        "software's day on {n} pages: {same} the same as seen, {none} without, {} others",
        n - same - none
    );
    Ok(())
}
