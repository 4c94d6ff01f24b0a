//! `cargo xtask page`: a saved page becomes a case of the reader's tests.

use crate::{cargo, root};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// A page to make a case of.
#[derive(Debug, Args)]
pub(crate) struct NewPage {
    /// Name of the case, a folder in crates/extract/tests/pages: small letters and hyphens
    name: String,
    /// The page's bytes; a name ending in .txt is plain text
    file: PathBuf,
    /// What is difficult about the page, in a few words
    #[arg(long, default_value = "not said yet")]
    difficulty: String,
    /// Where the page was read from
    #[arg(long)]
    url: Option<String>,
    /// When it was captured: 2016-05-09T12:00:00Z
    #[arg(long)]
    captured_at: Option<jiff::Timestamp>,
    /// The protocol's Content-Type
    #[arg(long)]
    content_type: Option<String>,
}

/// Copies the page, writes what is known of it and what is read from it now.
pub(crate) fn run(page: &NewPage) -> Result<ExitCode> {
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    ensure!(
        !page.name.is_empty() && page.name.bytes().all(good),
        "`{}` is no name for a case: use small letters, digits and hyphens",
        page.name
    );
    let folder = root().join("crates/extract/tests/pages").join(&page.name);
    if folder.exists() {
        bail!("there is a case `{}` already: {}", page.name, folder.display());
    }
    let bytes = fs::read(&page.file).with_context(|| format!("reading {}", page.file.display()))?;
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let is_text = page.file.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt"));
    let source = if is_text { "source.txt" } else { "source.html" };
    write(&folder.join(source), &bytes)?;
    write(&folder.join("about.toml"), about(page).as_bytes())?;
    let status = Command::new(cargo())
        .args(["test", "--quiet", "-p", "annals-extract", "--test", "pages"])
        .env("ANNALS_BLESS", &page.name)
        .current_dir(root())
        .status()
        .context("running cargo")?;
    let expected = folder.join("expected.json");
    ensure!(expected.exists(), "the tests did not run; the case lacks its expected.json");
    println!("{}", folder.display());
    println!("hint: read expected.json and mend by hand what the page does not say:");
    println!("      blocks (menus, other articles, captions as paragraphs?), title, authors,");
    println!("      published (is the value right, and does the evidence name its place?), notes");
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn about(page: &NewPage) -> String {
    let mut out = String::new();
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            // JSON's strings are TOML's basic strings.
            out.push_str(&format!("{name} = {}\n", serde_json::Value::from(value)));
        }
    };
    field("difficulty", Some(&page.difficulty));
    field("url", page.url.as_deref());
    field("captured_at", page.captured_at.map(|t| t.to_string()).as_deref());
    field("content_type", page.content_type.as_deref());
    out
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
