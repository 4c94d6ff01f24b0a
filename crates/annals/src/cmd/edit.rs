//! `annals edit`

use super::{Outcome, Usage, diff, log};
use crate::{event_arg, moment, out};
use annals_archive::editing::{
    self, Act, ActError, Conflict, Description, Part, Reference, Request, settle,
};
use annals_archive::{Archive, ArchiveError, pages, relink};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;

/// Edit the record of an event: each act is a revision, with who and why
///
/// What is said here no import and no computing overrides; `annals undo` takes it
/// back by a further revision.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

/// Who does it, why, and what of the event was seen.
#[derive(Debug, clap::Args)]
pub(crate) struct Hand {
    /// Why; it is kept for ever
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
    /// Who does it
    #[arg(
        long,
        value_name = "NAME",
        env = "ANNALS_EDITOR",
        hide_env_values = true,
        default_value = "editor"
    )]
    pub(super) by: String,
    /// Number of the event's last revision; a newer one is a conflict, and nothing is done
    #[arg(long, value_name = "NUMBER")]
    expect: Option<u32>,
    /// Print what was done as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say it in other words; links stay where their words stay
    Reword {
        /// The event's id or address
        event: String,
        /// The new statement
        statement: Option<String>,
        /// The list's heading; an empty one takes it away
        #[arg(long, value_name = "TEXT")]
        category: Option<String>,
        /// A longer description; an empty one takes it away
        #[arg(long, value_name = "TEXT")]
        summary: Option<String>,
        /// Language of the statement (BCP 47)
        #[arg(long, value_name = "CODE")]
        lang: Option<String>,
        #[command(flatten)]
        hand: Hand,
    },
    /// File it under another day; its address stays
    Redate {
        /// The event's id or address
        event: String,
        /// The day, 2016-10-05
        day: String,
        #[command(flatten)]
        hand: Hand,
    },
    /// Add sources or take them out
    Source {
        /// The event's id or address
        event: String,
        /// Address of a page to add
        #[arg(long, value_name = "URL")]
        add: Vec<String>,
        /// Publisher of the page to add; one for each, in the same order
        #[arg(long, value_name = "TEXT", requires = "add")]
        name: Vec<String>,
        /// Address, or name where there is none, of a source to take out
        #[arg(long, value_name = "URL")]
        remove: Vec<String>,
        #[command(flatten)]
        hand: Hand,
    },
    /// Add stories or take them out
    Story {
        /// The event's id or address
        event: String,
        /// A chain of headings to add, outermost first: "Syrian civil war > Siege of Madaya"
        #[arg(long, value_name = "CHAIN")]
        add: Vec<String>,
        /// A story to take out
        #[arg(long, value_name = "STORY")]
        remove: Vec<String>,
        #[command(flatten)]
        hand: Hand,
    },
    /// Make several events of one; the new ones have its day, stories and sources
    Split {
        /// The event's id or address
        event: String,
        /// What a new event says; once for each
        #[arg(long, value_name = "TEXT", required = true)]
        part: Vec<String>,
        /// What the event itself says from now on
        #[arg(long, value_name = "TEXT")]
        keep: Option<String>,
        #[command(flatten)]
        hand: Hand,
    },
    /// Say that an event is another, which takes over its sources and stories
    Merge {
        /// The event's id or address; it may be held
        event: String,
        /// The event that stays
        into: String,
        #[command(flatten)]
        hand: Hand,
    },
    /// Take it back; its page says why
    Withdraw(One),
    /// Publish a withdrawn event again
    Restore(One),
    /// Publish a held event as one of its own
    Release(One),
    /// Say that a held event is none
    Reject(One),
    /// Do acts as the API has them: JSON, one request a line, one answer a line
    Act {
        /// The file; `-` for standard input
        file: PathBuf,
        /// Who does it
        #[arg(
            long,
            value_name = "NAME",
            env = "ANNALS_EDITOR",
            hide_env_values = true,
            default_value = "editor"
        )]
        by: String,
    },
}

#[derive(Debug, clap::Args)]
struct One {
    /// The event's id or address
    event: String,
    #[command(flatten)]
    hand: Hand,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let id = |text: &str| -> anyhow::Result<String> {
        Ok(event_arg::find(&archive.store.read()?, text)?.id.to_string())
    };
    let (event, hand, act): (String, Hand, Act) = match args.command {
        Command::Reword { event, statement, category, summary, lang, hand } => {
            let event = id(&event)?;
            let some = |text: String| (!text.trim().is_empty()).then_some(text);
            let act = Act::Reword {
                event: event.clone(),
                statement,
                links: None,
                category: category.map(some),
                summary: summary.map(|s| some(s).map(|text| Description { text, by: None })),
                lang,
            };
            (event, hand, act)
        }
        Command::Redate { event, day, hand } => {
            let event = id(&event)?;
            (event.clone(), hand, Act::Redate { event, day })
        }
        Command::Source { event, add, name, remove, hand } => {
            let event = id(&event)?;
            let mut names = name.into_iter();
            let add = add
                .into_iter()
                .map(|url| Reference { name: names.next().unwrap_or_default(), url: Some(url) })
                .collect();
            (event.clone(), hand, Act::Sources { event, set: None, add, remove })
        }
        Command::Story { event, add, remove, hand } => {
            let event = id(&event)?;
            let chain = |text: String| text.split(" > ").map(|s| s.trim().to_owned()).collect();
            let add = add.into_iter().map(chain).collect();
            (event.clone(), hand, Act::Stories { event, set: None, add, remove })
        }
        Command::Split { event, part, keep, hand } => {
            let event = id(&event)?;
            let of = |statement| Part { statement, ..Part::default() };
            let parts = part.into_iter().map(of).collect();
            (event.clone(), hand, Act::Split { event, keep: keep.map(of), parts })
        }
        Command::Merge { event, into, hand } => {
            let (event, into) = (id(&event)?, id(&into)?);
            (event.clone(), hand, Act::Merge { event, into })
        }
        Command::Withdraw(One { event, hand }) => {
            let event = id(&event)?;
            (event.clone(), hand, Act::Withdraw { event })
        }
        Command::Restore(One { event, hand }) => {
            let event = id(&event)?;
            (event.clone(), hand, Act::Restore { event })
        }
        Command::Release(One { event, hand }) => {
            let event = id(&event)?;
            (event.clone(), hand, Act::Release { event })
        }
        Command::Reject(One { event, hand }) => {
            let event = id(&event)?;
            (event.clone(), hand, Act::Reject { event })
        }
        Command::Act { file, by } => return acts(archive, &file, &by),
    };
    perform(archive, act, &event, &hand)
}

/// Does one act and shows what came of it.
pub(crate) fn perform(
    archive: &Archive,
    act: Act,
    event: &str,
    hand: &Hand,
) -> anyhow::Result<Outcome> {
    let expected = hand.expect.map(|number| (event.to_owned(), number));
    let request = Request {
        act,
        reason: hand.reason.clone(),
        expected: expected.into_iter().collect::<BTreeMap<_, _>>(),
    };
    let done = editing::act(archive, &request, &hand.by, moment::now()).map_err(refused)?;
    settle(archive, &done)?;
    if hand.json {
        out::json(&done)?;
        return Ok(Outcome::Done);
    }
    for event in &done.events {
        let made = if event.created { "made" } else { "revised" };
        out::line(format!("{made} {} to revision {}: {}", event.id, event.revision, event.url))?;
    }
    if let Some(number) = done.correction {
        out::line(format!("recorded as correction {number}"))?;
    }
    if done.events.is_empty() && done.correction.is_none() {
        out::line("it was so before")?;
    } else if !relink::is_current(archive)? {
        out::line("hint: `annals link` brings later events up to date")?;
    }
    Ok(Outcome::Done)
}

/// Does the acts of a file, each when it is read, and answers each when it is kept.
fn acts(archive: &Archive, file: &std::path::Path, by: &str) -> anyhow::Result<Outcome> {
    let input: Box<dyn BufRead> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::io::BufReader::new(std::fs::File::open(file)?))
    };
    let mut ended = Outcome::Done;
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let request: Request = serde_json::from_str(&line)
            .map_err(|error| Usage(format!("a line is no request: {error}")))?;
        match editing::act(archive, &request, by, moment::now()) {
            Ok(done) => {
                out::line(serde_json::to_string(&done)?)?;
                settle(archive, &done)?;
            }
            Err(ActError::Archive(error)) => return Err(error.into()),
            Err(error) => {
                ended = Outcome::Problems;
                out::line(serde_json::to_string(&serde_json::json!({
                    "problem": message(&error),
                }))?)?;
            }
        }
    }
    Ok(ended)
}

/// What cannot be is wrong usage and no failure.
pub(crate) fn refused(error: ActError) -> anyhow::Error {
    match error {
        ActError::Archive(ArchiveError::Refused(why)) => Usage(why).into(),
        ActError::Archive(error) => error.into(),
        other => Usage(message(&other)).into(),
    }
}

/// Why an act was not done; for a conflict with what is there now and what was meant.
fn message(error: &ActError) -> String {
    let ActError::Conflict(conflict) = error else { return error.to_string() };
    let Conflict { yours, theirs, .. } = conflict.as_ref();
    let mut lines = vec![error.to_string(), "since then:".to_owned()];
    for step in theirs {
        lines.push(format!("  {:>3}  by {}", step.number, log::by(&step.by)));
        lines.extend(step.changes.iter().map(|c| diff::change(c, "       ")));
    }
    if !yours.is_empty() {
        lines.push("not done:".to_owned());
        for value in yours {
            lines.push(format!("  {}: {}", value.field().name(), pages::lines(value).join("; ")));
        }
    }
    lines.push("hint: look at it and ask again with the present number".to_owned());
    lines.join("\n")
}
