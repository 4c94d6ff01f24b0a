//! The commands, one file each. The help, the documentation and the tests of
//! both come from this list.

mod article;
mod backup;
mod check;
mod cite;
mod corrections;
mod coverage;
mod demo;
mod diff;
mod drafts;
mod edit;
mod entity;
mod export;
mod extract;
mod fetch;
mod import;
mod index;
mod init;
mod link;
mod log;
mod mcp;
mod notify;
mod origins;
mod publish;
mod queue;
mod relate;
mod search;
mod serve;
mod show;
mod sources;
mod stats;
mod story;
mod token;
mod undo;
mod user;
mod verify;
mod watch;
mod word;

use crate::priority;
use annals_archive::Archive;
use clap::Subcommand;
use std::path::Path;

/// What annals can do; each command's help stands on its own `Args`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Import(import::Args),
    Extract(extract::Args),
    Fetch(fetch::Args),
    Link(link::Args),
    Publish(publish::Args),
    Notify(notify::Args),
    Serve(serve::Args),
    Watch(watch::Args),
    Search(search::Args),
    Index(index::Args),
    Show(show::Args),
    Log(log::Args),
    Mcp(mcp::Args),
    Diff(diff::Args),
    Story(story::Args),
    Entity(entity::Args),
    Relate(relate::Args),
    Cite(cite::Args),
    Origins(origins::Args),
    Drafts(drafts::Args),
    Edit(edit::Args),
    Undo(undo::Args),
    Queue(queue::Args),
    Corrections(corrections::Args),
    User(user::Args),
    Token(token::Args),
    Export(export::Args),
    Backup(backup::Args),
    Check(check::Args),
    Verify(verify::Args),
    Coverage(coverage::Args),
    Sources(sources::Args),
    Stats(stats::Args),
}

impl Command {
    /// Whether it may work for minutes, on all cores.
    fn is_long(&self) -> bool {
        matches!(
            self,
            Command::Backup(_)
                | Command::Check(_)
                | Command::Export(_)
                | Command::Fetch(_)
                | Command::Import(_)
                | Command::Index(_)
                | Command::Link(_)
                | Command::Publish(_)
                | Command::Verify(_)
                | Command::Watch(_)
        )
    }
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
    if command.is_long() {
        priority::give_way();
    }
    match command {
        Command::Demo(args) => demo::run(args),
        Command::Init(args) => init::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Fetch(args) => fetch::run(args, &open()?),
        Command::Import(args) => import::run(args, &open()?),
        Command::Link(args) => link::run(args, &open()?),
        Command::Publish(args) => publish::run(args, &open()?),
        Command::Notify(args) => notify::run(args, &open()?),
        Command::Serve(args) => serve::run(args, open()?),
        Command::Watch(args) => watch::run(args, dir),
        Command::Search(args) => search::run(args, &open()?),
        Command::Index(args) => index::run(args, &open()?),
        Command::Show(args) => show::run(args, &open()?),
        Command::Log(args) => log::run(args, &open()?),
        Command::Mcp(args) => mcp::run(args, open()?),
        Command::Diff(args) => diff::run(args, &open()?),
        Command::Story(args) => story::run(args, &open()?),
        Command::Entity(args) => entity::run(args, &open()?),
        Command::Relate(args) => relate::run(args, &open()?),
        Command::Cite(args) => cite::run(args, &open()?),
        Command::Origins(args) => origins::run(args, &open()?),
        Command::Drafts(args) => drafts::run(args, &open()?),
        Command::Edit(args) => edit::run(args, &open()?),
        Command::Undo(args) => undo::run(args, &open()?),
        Command::Queue(args) => queue::run(args, &open()?),
        Command::User(args) => user::run(args, &open()?),
        Command::Token(args) => token::run(args, &open()?),
        Command::Backup(args) => backup::run(args, &open()?),
        Command::Corrections(args) => corrections::run(args, &open()?),
        Command::Export(args) => export::run(args, &open()?),
        Command::Check(args) => check::run(args, &open()?),
        Command::Verify(args) => verify::run(args, &open()?),
        Command::Coverage(args) => coverage::run(args, &open()?),
        Command::Sources(args) => sources::run(args, &open()?),
        Command::Stats(args) => stats::run(args, &open()?),
    }
}
