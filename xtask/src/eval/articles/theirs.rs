//! The way to the benchmark's own `evaluate.py`: its input format, and running it.

use super::set::{Page, TRUTH};
use crate::eval::files::Files;
use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The benchmark's program.
const PROGRAM: &str = "evaluate.py";

/// Writes `output/annals.json`, and beside it what the benchmark's program
/// reads and, where the set has it, the program itself.
pub(super) fn write(dir: &Path, files: &Files, pages: &[Page], texts: &[String]) -> Result<()> {
    let output = dir.join("output");
    fs::create_dir_all(&output).with_context(|| format!("cannot make {}", output.display()))?;
    let body = |text: &String| json!({"articleBody": text});
    let output: Map<String, Value> =
        pages.iter().zip(texts).map(|(page, text)| (page.key.clone(), body(text))).collect();
    let output = Value::Object(output);
    let (_, truth) = files.find(TRUTH)?;
    let program = files.find(PROGRAM).ok().map(|(_, program)| program);
    for (name, bytes) in [
        ("output/annals.json", Some(output.to_string().as_bytes())),
        (TRUTH, Some(truth)),
        (PROGRAM, program),
    ] {
        let path = dir.join(name);
        if let Some(bytes) = bytes {
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    println!("wrote {}", dir.join("output/annals.json").display());
    Ok(())
}

/// Runs the benchmark's program in the folder that [`write()`] filled.
pub(super) fn run(dir: &Path) -> Result<()> {
    if !dir.join(PROGRAM).is_file() {
        println!("{PROGRAM}: not here: the set does not hold it");
        return Ok(());
    }
    match Command::new("python3").arg(PROGRAM).current_dir(dir).output() {
        Err(error) => println!("{PROGRAM}: not here: cannot start python3: {error}"),
        Ok(out) if out.status.success() => {
            println!("{PROGRAM} says:\n{}", String::from_utf8_lossy(&out.stdout));
        }
        // An empty output stops it: it takes the mean of no page.
        Ok(out) => {
            let said = String::from_utf8_lossy(&out.stderr);
            println!("{PROGRAM}: failed: {}", said.lines().last().unwrap_or_default());
        }
    }
    Ok(())
}
