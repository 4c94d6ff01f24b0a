//! Saved pages and what must be read from them, everything of it.
//!
//! A case is a folder in `pages/`: `source.html` or `source.txt`, `about.toml`
//! (what is difficult about it, what is known of the capture, and under `wrong` what
//! the expectation still has wrong) and `expected.json`. `cargo xtask page NAME FILE` makes one.
//!
//! `ANNALS_BLESS=1` writes every expectation anew, `ANNALS_BLESS=NAME` one of them.

#![allow(clippy::unwrap_used, reason = "test code")]

#[path = "pages/shape.rs"]
mod shape;

use annals_extract::{Input, read};
use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What is known of a page beside its bytes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    /// What is difficult about it.
    difficulty: String,
    url: Option<String>,
    content_type: Option<String>,
    last_modified: Option<String>,
    captured_at: Option<String>,
    /// What the expectation is known to have wrong: work that is left.
    #[serde(default)]
    wrong: Vec<String>,
}

#[test]
fn pages_are_read_as_expected() {
    let bless = std::env::var("ANNALS_BLESS").ok();
    let cases = folders();
    assert!(cases.len() >= 12, "{} cases", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(|c| check(c, bless.as_deref())).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Reads a case; says what differs from the expectation.
fn check(folder: &Path, bless: Option<&str>) -> Option<String> {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let about = fs::read_to_string(folder.join("about.toml")).unwrap_or_default();
    let about: About = match toml::from_str(&about) {
        Ok(about) => about,
        Err(error) => return Some(format!("{name}: about.toml: {error}")),
    };
    assert!(!about.difficulty.is_empty(), "{name} says no difficulty");
    for wrong in &about.wrong {
        println!("{name}, known to be wrong: {wrong}");
    }
    let source = ["source.html", "source.txt"].iter().map(|f| folder.join(f)).find(|f| f.exists());
    let bytes = fs::read(source.unwrap_or_else(|| panic!("{name} has no source"))).unwrap();
    let article = read(&Input {
        bytes: &bytes,
        url: about.url.as_deref(),
        content_type: about.content_type.as_deref(),
        last_modified: about.last_modified.as_deref(),
        captured_at: about.captured_at.as_deref().map(|t| t.parse().unwrap()),
        ..Input::default()
    });
    let got = serde_json::to_string_pretty(&shape::article(&article)).unwrap() + "\n";
    let expected = folder.join("expected.json");
    if bless.is_some_and(|b| b == "1" || b == name) {
        fs::write(&expected, &got).unwrap();
    }
    let wanted = fs::read_to_string(&expected).unwrap_or_default().replace("\r\n", "\n");
    (got != wanted)
        .then(|| format!("{name} ({}):\n{}", about.difficulty, difference(&wanted, &got)))
}

/// The lines around the first that differ.
fn difference(wanted: &str, got: &str) -> String {
    let same = wanted.lines().zip(got.lines()).take_while(|(a, b)| a == b).count();
    let show = |text: &str, mark: &str| {
        let lines = text.lines().skip(same.saturating_sub(2)).take(8);
        lines.map(|l| format!("  {mark} {l}\n")).collect::<String>()
    };
    format!("line {}\n{}{}", same + 1, show(wanted, "wanted"), show(got, "   got"))
}

/// The folders of all cases.
fn folders() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut out: Vec<PathBuf> = fs::read_dir(all)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    out.sort();
    out
}
