//! `cargo xtask`: what is done to the project rather than with it.
//!
//! One file for each subcommand; this one only tells them apart.

mod eval;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Evaluations, benchmarks and documentation checks")]
struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures quality on gold data; the last line is one JSON object of figures
    #[command(subcommand)]
    Eval(eval::Suite),
}

fn main() -> ExitCode {
    let done = match Xtask::parse().task {
        Task::Eval(suite) => eval::run(&suite),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(3)
        }
    }
}
