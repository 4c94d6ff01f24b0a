//! `cargo xtask eval SUITE PATH`: figures of quality on data of a suite's form.

mod bm25;
mod floors;
mod lines;
mod measures;
mod related;

use clap::Subcommand;
use std::process::ExitCode;

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum Suite {
    /// Related events: relevant is what has the same story
    Related(related::Related),
}

/// Runs one suite. Exit status 1: a figure is below its floor.
pub(crate) fn run(suite: &Suite) -> anyhow::Result<ExitCode> {
    match suite {
        Suite::Related(options) => related::run(options),
    }
}
