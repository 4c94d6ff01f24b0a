//! `cargo xtask`: what is done to the project rather than with it.
//!
//! One file for each subcommand; this one only tells them apart.

mod bench;
mod docs;
mod eval;
mod page;
mod release;
mod test;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tests, documentation, evaluations and benchmarks")]
struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures quality on gold data; the last line is one JSON object of figures
    #[command(subcommand)]
    Eval(eval::Suite),
    /// Measures speed and memory on event lines, publishing beside its floor
    Bench(bench::Bench),
    /// Installs what the tests need and runs them all, with every other check
    Test,
    /// Makes a test of a saved page: its folder and what is read from it now
    Page(page::NewPage),
    /// Writes docs/commands.md from the command line's own help
    Docs,
}

fn main() -> ExitCode {
    let done = match Xtask::parse().task {
        Task::Eval(_) if release::MISSING => release::again(),
        Task::Eval(suite) => eval::run(&suite),
        Task::Bench(_) if release::MISSING => release::again(),
        Task::Bench(options) => bench::run(&options),
        Task::Test => test::run(),
        Task::Page(new) => page::run(&new),
        Task::Docs => docs::run(),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(3)
        }
    }
}

/// The cargo that runs this program.
fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The project's folder.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
