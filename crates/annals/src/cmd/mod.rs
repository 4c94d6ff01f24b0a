//! The commands, one file each. The help, the documentation and the tests of
//! both come from this list.

mod check;
mod demo;
mod diff;
mod export;
mod import;
mod init;
mod link;
mod log;
mod publish;
mod show;
mod stats;
mod story;

use annals_archive::Archive;
use clap::Subcommand;
use std::path::Path;

/// What annals can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the bundled example archive, publish it and serve it on 127.0.0.1:8620
    Demo(demo::Args),
    /// Make a new archive in a folder
    Init(init::Args),
    /// Read event lists into the archive: Current Events wikitext, The Context's pages, event lines
    Import(import::Args),
    /// Work out which events belong together
    Link(link::Args),
    /// Publish the archive as a site: HTML, JSON, XML, Markdown, feeds
    Publish(publish::Args),
    /// Show one event, now or as it was known at a time
    Show(show::Args),
    /// List an event's revisions
    Log(log::Args),
    /// Show what changed between two revisions of an event, word by word
    Diff(diff::Args),
    /// Show a story's timeline
    Story(story::Args),
    /// Write the archive as event lines (JSONL), from which it can be rebuilt
    Export(export::Args),
    /// Verify the archive and say what is wrong
    Check(check::Args),
    /// Count what the archive holds, and list what is held back
    Stats(stats::Args),
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Done,
    /// Done, with problems that were listed.
    Problems,
}

/// The command line asks for something that cannot be.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Runs a command on the archive in `dir`.
pub(crate) fn run(command: Command, dir: &Path) -> anyhow::Result<Outcome> {
    let open = || Archive::open(dir);
    match command {
        Command::Demo(args) => demo::run(args),
        Command::Init(args) => init::run(args),
        Command::Import(args) => import::run(args, &open()?),
        Command::Link(args) => link::run(args, &open()?),
        Command::Publish(args) => publish::run(args, &open()?),
        Command::Show(args) => show::run(args, &open()?),
        Command::Log(args) => log::run(args, &open()?),
        Command::Diff(args) => diff::run(args, &open()?),
        Command::Story(args) => story::run(args, &open()?),
        Command::Export(args) => export::run(args, &open()?),
        Command::Check(args) => check::run(args, &open()?),
        Command::Stats(args) => stats::run(args, &open()?),
    }
}
