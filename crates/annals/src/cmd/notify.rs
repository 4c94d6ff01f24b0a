//! `annals notify`

use super::Outcome;
use crate::network::Network;
use crate::{moment, out};
use annals_archive::Archive;
use annals_archive::notify::{self, NewSearch, Saved};
use serde_json::{Value, json};

/// Tell people and programs what is new to saved searches
///
/// A search hears of each event that it finds from now on, and again when the event
/// changes materially or is withdrawn: by a feed on the published site, and by signed
/// messages to an address. Put `annals notify run` behind `annals publish` in a timer.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Save a search; what it finds now counts as told
    Add {
        /// Its name: small letters, digits and hyphens
        name: String,
        /// What is searched for, as `annals search` takes it
        query: String,
        /// The address that news are sent to
        #[arg(long, value_name = "URL", requires = "secret_file")]
        webhook: Option<String>,
        /// The file with the secret that messages are signed with
        #[arg(long, value_name = "FILE")]
        secret_file: Option<String>,
        /// Publish it as a feed: /feeds/searches/NAME
        #[arg(long)]
        feed: bool,
    },
    /// List the saved searches, with what waits and why
    List {
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove a saved search; its feed goes with the next publication
    Remove {
        /// Its name
        name: String,
    },
    /// Let what was given up be tried again by the next run
    Retry {
        /// The search's name
        name: String,
    },
    /// Find what is new and send what waits
    Run {
        /// Print the counts as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    match args.command {
        Command::Add { name, query, webhook, secret_file, feed } => {
            let new = NewSearch { name, query, webhook, secret_file, feed };
            let saved = notify::add(archive, &new, moment::now())?;
            out::line(format!("search `{}` is saved", saved.search.name))?;
            Ok(Outcome::Done)
        }
        Command::List { json } => list(archive, json),
        Command::Remove { name } => {
            notify::remove(archive, &name, moment::now())?;
            out::line(format!("search `{name}` is removed"))?;
            Ok(Outcome::Done)
        }
        Command::Retry { name } => {
            let again = notify::retry(archive, &name, moment::now())?;
            out::line(format!("{} messages are tried again", out::number(again)))?;
            Ok(Outcome::Done)
        }
        Command::Run { json } => send(archive, json),
    }
}

fn list(archive: &Archive, as_json: bool) -> anyhow::Result<Outcome> {
    let saved = notify::list(archive)?;
    if as_json {
        let of = |s: &Saved| -> Value {
            let counts: serde_json::Map<String, Value> =
                s.counts.iter().map(|(state, n)| (state.name().to_owned(), json!(n))).collect();
            json!({
                "name": s.search.name,
                "query": s.search.query,
                "webhook": s.search.webhook,
                "secret_file": s.search.secret_file,
                "feed": s.search.feed,
                "created_at": s.search.created_at.to_string(),
                "messages": counts,
                "problem": s.problem,
            })
        };
        out::json(&saved.iter().map(of).collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    for search in &saved {
        let mut line = format!("{}  {}", search.search.name, search.search.query);
        if search.search.feed {
            line += &format!("  feed /feeds/searches/{}", search.search.name);
        }
        if let Some(webhook) = &search.search.webhook {
            line += &format!("  to {webhook}");
        }
        for (state, count) in &search.counts {
            line += &format!(", {} {}", out::number(*count), state.name());
        }
        if let Some(problem) = &search.problem {
            line += &format!(": {problem}");
        }
        out::line(line)?;
    }
    if saved.is_empty() {
        out::line("there is no saved search")?;
    }
    Ok(Outcome::Done)
}

fn send(archive: &Archive, as_json: bool) -> anyhow::Result<Outcome> {
    let report = notify::run(archive, moment::now(), &Network::of(archive))?;
    if as_json {
        let of = |told: &notify::Told| {
            json!({
                "search": told.search,
                "sent": told.sent,
                "waiting": told.waiting,
                "given_up": told.given_up,
                "problem": told.problem,
            })
        };
        out::json(&json!({ "searches": report.searches.iter().map(of).collect::<Vec<_>>() }))?;
    } else {
        for told in &report.searches {
            let mut line = format!(
                "search `{}`: {} messages sent, {} waiting",
                told.search,
                out::number(told.sent),
                out::number(told.waiting)
            );
            if told.given_up > 0 {
                line += &format!(", {} given up", out::number(told.given_up));
            }
            if let Some(problem) = &told.problem {
                line += &format!(": {problem}");
            }
            out::line(line)?;
        }
    }
    Ok(if report.is_good() { Outcome::Done } else { Outcome::Problems })
}
