//! The annals command line: parses what was typed and runs one of `cmd/`.
//!
//! Exit status: 0 done, 1 done with problems that are listed, 2 wrong usage,
//! 3 could not read or write.

mod article_arg;
mod cmd;
mod event_arg;
mod moment;
mod network;
mod out;
mod stop;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Rendering makes many short texts on two threads; the system's allocator cost
/// a tenth of publishing's time where this one costs a third of that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hosted archive of news events: imports event lists, keeps every
/// change, relates events and publishes a site.
#[derive(Debug, Parser)]
#[command(name = "annals", version, max_term_width = 100)]
pub struct Cli {
    /// The archive's folder
    #[arg(long, global = true, env = "ANNALS_ARCHIVE", default_value = ".", value_name = "DIR")]
    archive: PathBuf,

    #[command(subcommand)]
    command: cmd::Command,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cmd::run(cli.command, &cli.archive) {
        Ok(cmd::Outcome::Done) => ExitCode::SUCCESS,
        Ok(cmd::Outcome::Problems) => ExitCode::from(1),
        // Somebody closed the pipe: `annals export | head` is no failure.
        Err(error) if out::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(if error.is::<cmd::Usage>() { 2 } else { 3 })
        }
    }
}
