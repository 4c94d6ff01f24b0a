//! Holding statements against the stored bytes of their sources. Nothing is asked of
//! the network.

use super::{Context, Did, Step, timed};
use crate::verify;
use crate::{ArchiveError, verify::EventReport};

pub(super) const STEP: Step = Step {
    name: "verify",
    needs: &[],
    duties: |archive, _| Ok(timed("verify", archive.config.watch.verify).into_iter().collect()),
    does,
};

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    let mut events = 0_u64;
    let mut damaged = Vec::new();
    let summary = verify::all(context.archive, |report: &EventReport| {
        if context.stop.is_asked() {
            return Err(ArchiveError::Refused("it was asked to stop".into()));
        }
        events += 1;
        if events.is_multiple_of(100) {
            context.say(&format!("{events} events"));
        }
        if report.verdict == verify::Verdict::Damaged {
            damaged.push(report.id.clone());
        }
        Ok(())
    })?;
    did.count("hold", summary.hold);
    did.count("not in a source", summary.unsupported);
    did.count("without a stored source", summary.unchecked);
    // What no source says is an editor's matter (`annals verify`); lost bytes are not.
    for event in damaged {
        did.problem(format!("{event}: the stored bytes of a source are not what was kept"));
    }
    Ok(did)
}
