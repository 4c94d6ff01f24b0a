//! `annals watch`, and the watcher beside a server.

use super::{Outcome, Usage};
use crate::network::Network as Sending;
use crate::{moment, out, stop};
use annals_archive::priority;
use annals_archive::watch::{
    Network, Options, Report, STEPS, Said, State, Status, StepReport, Stop, Watcher, kept,
};
use annals_archive::{Archive, fetch};
use annals_fetch::{Clock, Fetch};
use indicatif::ProgressBar;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Keep the archive current: fetch, link, index and publish what is due, for ever
///
/// What is done, and how often, stands in annals.toml. Every round leaves a line here
/// and a report in the archive's folder `rounds`. Interrupt and terminate stop it after
/// the request and the transaction in flight; what is left is done next time. One
/// archive has one watcher; `annals serve --watch` is a server and a watcher in one.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Do one round of what is due now, and end: 0 all was done, 1 there were problems
    #[arg(long)]
    once: bool,
    /// Show the last round's report and end; 1 where it had problems
    #[arg(long, conflicts_with = "once")]
    report: bool,
    /// Print reports as JSON, one a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, dir: &Path) -> anyhow::Result<Outcome> {
    if args.report {
        return show_last(dir, args.json);
    }
    let asked = Stop::default();
    stop::on_signals(asked.clone())?;
    let status = Arc::new(Status::default());
    let mut watcher = Watcher::open(dir, options(asked, status, Box::new(voice(args.json))))?;
    if args.once {
        let Some(report) = watcher.once()? else {
            if !args.json {
                let next = watcher.next().map(|at| format!(" before {at:.0}"));
                out::line(format!("nothing is due{}", next.unwrap_or_default()))?;
            }
            return Ok(Outcome::Done);
        };
        return Ok(if report.is_good() { Outcome::Done } else { Outcome::Problems });
    }
    if !args.json {
        let next = watcher.next().map_or_else(
            || "there is nothing to do".to_owned(),
            |at| match at <= moment::now() {
                true => "the first round is due now".to_owned(),
                false => format!("next round {at:.0}"),
            },
        );
        out::line(format!("watching `{}` (stop with Ctrl-C): {next}", dir.display()))?;
    }
    watcher.run();
    Ok(Outcome::Done)
}

/// What a watcher of this program is given.
fn options(stop: Stop, status: Arc<Status>, say: Box<dyn Fn(Said<'_>) + Send + Sync>) -> Options {
    let network = Box::new(network);
    Options { clock: moment::now, stop, network, say, status, steps: STEPS }
}

/// The network as an archive's settings allow it.
fn network(archive: &Archive) -> Network {
    let client = fetch::client(archive, Clock::new(moment::clock()));
    let fetch = client.map(|client| Box::new(client) as Box<dyn Fetch>);
    Network {
        fetch: fetch.map_err(|error| error.to_string()),
        courier: Box::new(Sending::of(archive)),
    }
}

/// Says it on standard output, and how far it is on the terminal.
fn voice(json: bool) -> impl Fn(Said<'_>) + Send + Sync {
    let bar = out::progress("", "{spinner} {msg}");
    move |said| {
        // Who does not listen any more does not end the work.
        let _ = match said {
            Said::Doing(what) => {
                show(&bar, what);
                Ok(())
            }
            Said::Round(report) => {
                bar.set_message("");
                bar.suspend(|| if json { out::json(report) } else { out::line(report.line()) })
            }
            Said::Notice(text) => bar.suspend(|| {
                if json {
                    eprintln!("{text}");
                    Ok(())
                } else {
                    out::line(text)
                }
            }),
            Said::Trouble(text) => {
                bar.suspend(|| eprintln!("warning: {text}"));
                Ok(())
            }
        };
    }
}

fn show(bar: &ProgressBar, what: &str) {
    bar.set_message(what.to_owned());
    bar.tick();
}

fn show_last(dir: &Path, json: bool) -> anyhow::Result<Outcome> {
    let Some((path, report)) = kept::last(dir)? else {
        return Err(Usage(format!(
            "`{}` has no report of a round\nhint: `annals watch --once` does one",
            dir.display()
        ))
        .into());
    };
    if json {
        out::json(&report)?;
    } else {
        out::line(report.line())?;
        for line in report.steps.iter().flat_map(lines) {
            out::line(line)?;
        }
        out::line(format!("`{}`", path.display()))?;
    }
    Ok(if report.is_good() { Outcome::Done } else { Outcome::Problems })
}

/// A step and its problems.
fn lines(step: &StepReport) -> Vec<String> {
    let state = match step.state {
        State::Done => "done",
        State::Problems => "done, with problems",
        State::Stopped => "stopped",
        State::Failed => "failed",
        State::LeftOut => "left out",
    };
    let mut line = format!("  {}: {state}", step.step);
    for (name, n) in &step.counts {
        line += &format!(", {} {name}", out::number(*n));
    }
    if step.requests > 0 {
        line += &format!(", {} requests ({} kB)", step.requests, step.bytes.div_ceil(1_000));
    }
    line += &format!(", {:.1} s", step.seconds);
    let mut lines = vec![line];
    lines.extend(step.problems.iter().map(|problem| format!("    {problem}")));
    if step.more_problems > 0 {
        lines.push(format!("    … and {} more", out::number(step.more_problems)));
    }
    lines
}

/// A watcher on a thread of its own, beside a server.
#[derive(Debug)]
pub(crate) struct Beside {
    /// Its figures.
    pub(crate) status: Arc<Status>,
    stop: Stop,
    thread: JoinHandle<()>,
}

impl Beside {
    /// Starts watching the archive in a folder, behind what else this process does.
    pub(crate) fn start(dir: &Path) -> anyhow::Result<Beside> {
        let asked = Stop::default();
        stop::on_signals(asked.clone())?;
        let status = Arc::new(Status::default());
        let options = options(asked.clone(), status.clone(), Box::new(log));
        let mut watcher = Watcher::open(dir, options)?;
        let thread = std::thread::Builder::new().name("watch".into()).spawn(move || {
            priority::give_way_here();
            priority::on_own_threads(|| watcher.run())
        })?;
        Ok(Beside { status, stop: asked, thread })
    }

    /// Stops it, and waits until the request and the transaction in flight are done.
    pub(crate) fn stop(self) {
        self.stop.ask();
        if self.thread.join().is_err() {
            tracing::error!(target: "annals::watch", "the watcher had a fault");
        }
    }
}

/// Says it in the server's log.
fn log(said: Said<'_>) {
    match said {
        Said::Doing(what) => tracing::debug!(target: "annals::watch", "{what}"),
        Said::Round(report) if report.is_good() => log_round(report),
        Said::Round(report) => {
            log_round(report);
            let bad = report.steps.iter().filter(|step| step.state.is_failure());
            for step in bad {
                let why = step.problems.first().map_or("", String::as_str);
                tracing::warn!(target: "annals::watch", step = %step.step, "a step failed: {why}");
            }
        }
        Said::Notice(text) => tracing::info!(target: "annals::watch", "{text}"),
        Said::Trouble(text) => tracing::warn!(target: "annals::watch", "{text}"),
    }
}

fn log_round(report: &Report) {
    let (requests, bytes, problems) = (report.requests, report.bytes, report.problems);
    let line = report.line();
    tracing::info!(target: "annals::watch", requests, bytes, problems, "{line}");
}
