//! Reads pages whose dates are known and prints how often the date found is right.
//!
//! `cargo run --release -p annals-extract --example dates -- FOLDER [--failures]`
//!
//! The folder holds `gold.json` (address to `file` and `date`) and `pages/`.

use annals_extract::{Input, read};
use serde_json::Value;
use std::{fs, io, path::PathBuf, time::Instant};

fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let Some(folder) = args.next().map(PathBuf::from) else {
        return Err(io::Error::other("which folder?"));
    };
    let shown = args.next().is_some();
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
            println!("{file} {url}\n  wanted {wanted}, found {:?} {:.2} or {:?}", p.value, p.confidence, p.alternatives);
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
        accuracy(right[0] + right[1], n[0] + n[1]), accuracy(right[0], n[0]), accuracy(right[1], n[1]),
        n[0] + n[1], (n[0] + n[1]) as f64 / spent,
    );
    for (tenth, (n, right)) in calibration.iter().enumerate().filter(|(_, c)| c.0 > 0) {
        println!("  confidence .{tenth}: {n} pages, {:.3} right", accuracy(*right, *n));
    }
    Ok(())
}
