//! Other extractors, each as a program of its own in `xtask/peers`.
//!
//! They are installed or built on demand into `target/peers`, and one that
//! cannot be (no Python, no registry) is an error that the table shows as
//! absent. A program is called as `PROGRAM PAGES RUNS`: `PAGES` is a JSON file,
//! `[{"key", "url", "file"}]`; what it prints is
//! `[{"name", "version", "mode", "seconds": […], "texts": {key: text}}]`.

use super::Measured;
use crate::eval::articles::Page;
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program that measures other extractors.
pub(in crate::bench) struct Peer {
    /// As messages name it.
    pub name: &'static str,
    /// Makes it ready and returns the command that starts it.
    prepare: fn(&Places) -> Result<Command>,
}

/// Every such program.
pub(in crate::bench) const PEERS: &[Peer] = &[
    Peer { name: "trafilatura (Python)", prepare: python },
    Peer { name: "trafilatura and dom_smoothie (Rust)", prepare: rust },
];

/// Where the programs' sources are, and where they are built.
struct Places {
    source: PathBuf,
    target: PathBuf,
}

/// An extractor's output.
#[derive(Deserialize)]
struct Found {
    name: String,
    version: String,
    mode: String,
    seconds: Vec<f64>,
    texts: HashMap<String, String>,
}

/// Makes a program ready, runs it over the pages and returns what it measured.
pub(super) fn measure(peer: &Peer, pages: &[Page], runs: usize) -> Result<Vec<Measured>> {
    let root = crate::root();
    let places = Places { source: root.join("xtask/peers"), target: root.join("target/peers") };
    let list = write(pages, &places.target.join("pages"))?;
    let mut command = (peer.prepare)(&places)?;
    let out = said(command.arg(&list).arg(runs.to_string()))?;
    let found: Vec<Found> =
        serde_json::from_slice(&out.stdout).context("its output is not as agreed")?;
    let measured = |mut found: Found| Measured {
        name: found.name,
        version: found.version,
        mode: found.mode,
        seconds: found.seconds,
        texts: pages.iter().map(|p| found.texts.remove(&p.key).unwrap_or_default()).collect(),
    };
    Ok(found.into_iter().map(measured).collect())
}

/// Writes the pages and the list of them.
fn write(pages: &[Page], dir: &Path) -> Result<PathBuf> {
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let mut list = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let file = dir.join(format!("{number}.html"));
        fs::write(&file, &page.bytes)
            .with_context(|| format!("cannot write {}", file.display()))?;
        list.push(json!({"key": page.key, "url": page.url, "file": file.to_string_lossy()}));
    }
    let path = dir.join("pages.json");
    fs::write(&path, serde_json::to_vec(&list)?)
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// A virtual environment of what `requirements.txt` names. Its pip is brought up
/// to date first: old ones do not understand `lxml[html_clean]`.
fn python(places: &Places) -> Result<Command> {
    let venv = places.target.join("venv");
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted = places.source.join("requirements.txt");
    let pip = |args: &[&OsStr]| {
        let mut command = Command::new(&python);
        command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        said(command.args(args)).map(drop)
    };
    let wanted = [OsStr::new("--requirement"), wanted.as_os_str()];
    // What is there already asks no registry.
    let ready =
        python.is_file() && pip(&[&[OsStr::new("--no-index")], &wanted[..]].concat()).is_ok();
    if !ready {
        said(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        pip(&[OsStr::new("--upgrade"), OsStr::new("pip")])?;
        pip(&wanted)?;
    }
    let mut command = Command::new(&python);
    command.arg(places.source.join("trafilatura_py.py"));
    Ok(command)
}

/// The crates, in a workspace of their own so that annals does not depend on them.
fn rust(places: &Places) -> Result<Command> {
    let mut build = Command::new(crate::cargo());
    build
        .args(["build", "--quiet", "--release", "--locked", "--manifest-path"])
        .arg(places.source.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", &places.target);
    said(&mut build)?;
    let program = format!("release/annals-peers{}", std::env::consts::EXE_SUFFIX);
    Ok(Command::new(places.target.join(program)))
}

/// Runs a command; failing, what it said last is the error.
fn said(command: &mut Command) -> Result<Output> {
    let program = command.get_program().to_string_lossy().into_owned();
    let out = command.output().with_context(|| format!("cannot start `{program}`"))?;
    if !out.status.success() {
        let said = String::from_utf8_lossy(&out.stderr);
        let last = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
        bail!("`{program}` failed: {}", last.trim());
    }
    Ok(out)
}
