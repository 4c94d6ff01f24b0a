//! Asking for what is followed and due: lists with their edits, feeds, sitemaps, pages,
//! sources of events.
//!
//! When each address is due is kept with it, in the transaction that keeps its answer;
//! this only says when the first one is. Each round looks: what arrived just now may
//! have sources to capture.

use super::{Context, Did, Duty, Step, When};
use crate::config::Config;
use crate::fetch::{self, Due, Options, Problem};
use crate::{Archive, ArchiveError};
use annals_model::Timestamp;

pub(super) const STEP: Step = Step { name: "fetch", needs: &[], duties, does };

fn duties(archive: &Archive, now: Timestamp) -> Result<Vec<Duty>, ArchiveError> {
    let every = archive.config.watch.every.duration();
    let duty = |when| vec![Duty { name: "fetch".into(), step: "fetch", every, when }];
    Ok(match fetch::next_due(archive, now)? {
        Some(at) => duty(When::At(at)),
        // Sources of new events may be wanted, if anything may be asked for at all.
        None if may_ask(&archive.config) => duty(When::EachRound),
        None => Vec::new(),
    })
}

/// Whether the settings say who asks, or name hosts that need not know.
fn may_ask(config: &Config) -> bool {
    let fetch = &config.fetch;
    fetch.contact.is_some() || config.base_url.is_some() || !fetch.allow.is_empty()
}

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    let clock = context.clock;
    let options = Options { clock: &clock, due: Due::Only, stop: Some(context.stop.flag()) };
    let report = fetch::all(context.archive, context.fetch()?, &options, &mut |progress| {
        context.say(&format!("{} asked, {} wait", progress.asked, progress.waiting));
    })?;
    for (name, n) in [
        ("asked", report.asked),
        ("fetched", report.fetched),
        ("unchanged", report.unchanged),
        ("without content", report.failed),
        ("not to be asked", report.refused),
        ("asked to wait", report.later),
        ("left for next time", report.left),
        ("new", report.new),
        ("changed", report.changed),
        ("held", report.held),
        ("captures", report.captures),
    ] {
        did.count(name, n);
    }
    if let Some(list) = &report.wcep {
        did.count("revisions of lists", list.revisions);
        did.count("taken back on lists", list.reverted);
        did.count("removals to decide", list.removals);
    }
    for Problem { address, what, next } in &report.problems {
        did.problem(format!("{address}: {what}; {next}"));
    }
    Ok(did)
}
