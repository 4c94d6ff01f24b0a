//! Working out what belongs together, and events of drafts where the settings ask for it.

use super::{Context, Did, Step, each_round};
use crate::{ArchiveError, articles, relink};

pub(super) const STEP: Step =
    Step { name: "link", needs: &[], duties: |archive, _| Ok(each_round(archive, "link")), does };

/// Events a transaction: who edits or imports beside it waits no longer than that takes.
const STEP_OF: usize = 2_000;

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    link(context, &mut did)?;
    if context.stop.is_asked() {
        return Ok(did);
    }
    let told = articles::publish(context.archive, context.now())?;
    did.count("events of drafts", told);
    if told > 0 {
        link(context, &mut did)?;
    }
    Ok(did)
}

fn link(context: &Context<'_>, did: &mut Did) -> Result<(), ArchiveError> {
    loop {
        let (report, is_over) = relink::step(context.archive, STEP_OF)?;
        did.count("events related", report.events);
        did.count("lists changed", report.changed);
        did.count("articles linked", report.articles);
        // What is left is taken up by the next step, now or in the next round.
        if is_over || context.stop.is_asked() {
            return Ok(());
        }
        context.say(&format!("{} events", did.counts.get("events related").unwrap_or(&0)));
    }
}
