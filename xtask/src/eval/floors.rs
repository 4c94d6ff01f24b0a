//! `quality.json`: figures that may not drop.

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;

/// What every suite ends with.
#[derive(Args)]
pub(crate) struct Floors {
    /// Exit with status 1 if a figure is below its floor in quality.json
    #[arg(long)]
    floor: bool,
}

impl Floors {
    /// Says which figures are below their floors, if that is asked for, and
    /// prints the figures as the last line.
    pub(crate) fn finish(&self, suite: &str, figures: &Value) -> Result<ExitCode> {
        let low = if self.floor { below(suite, figures)? } else { Vec::new() };
        for message in &low {
            eprintln!("below the floor: {message}");
        }
        println!("{figures}");
        Ok(if low.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The figures of `found` that are below the suite's floors, as messages.
fn below(suite: &str, found: &Value) -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../quality.json");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let floors: Value =
        serde_json::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
    let floors = floors.get(suite).and_then(Value::as_object);
    let floors = floors.with_context(|| format!("quality.json: no floors for {suite}"))?;
    let mut low = Vec::new();
    for (figure, floor) in floors {
        let floor = floor.as_f64().with_context(|| format!("quality.json: {suite}.{figure}"))?;
        let value = found.get(figure).and_then(Value::as_f64);
        let value = value.with_context(|| format!("quality.json: {suite} has no {figure}"))?;
        if value < floor {
            low.push(format!("{suite}: {figure} is {value:.4}, its floor {floor}"));
        }
    }
    Ok(low)
}
