//! The Current Events pages of a wiki, with every edit.

use super::{Context, Did, Duty, Outcome, Step, When};
use crate::ArchiveError;
use crate::upstream;
use std::time::Duration;

pub(super) const STEP: Step = Step {
    name: "wcep",
    needs: &[],
    duties: |archive, _| {
        let wcep = &archive.config.fetch.wcep;
        let every = wcep.every.duration();
        let duty = || Duty { name: "wcep".into(), step: "wcep", every, when: When::Timed };
        Ok(wcep.on.then(duty).into_iter().collect())
    },
    does,
};

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    let options = upstream::Options::of(&context.archive.config, context.now())?;
    let report = upstream::run(context.archive, context.fetch()?, &options, &mut |progress| {
        context.say(&format!("{} of {} pages", progress.done, progress.total));
    })?;
    for (name, n) in [
        ("pages edited", report.edited),
        ("revisions", report.revisions),
        ("new", report.new),
        ("changed", report.changed),
        ("held", report.held),
        ("quarantined", report.quarantined),
        ("taken back", report.reverted),
        ("removals to decide", report.removals),
        ("pages left", report.unfinished),
    ] {
        did.count(name, n);
    }
    for problem in &report.problems {
        did.problem(format!("{}: {}; {}", problem.file, problem.problem, problem.done));
    }
    for duty in context.duties {
        if let Some(seconds) = report.later {
            context.end(duty, &Outcome::Later(Duration::from_secs(seconds)));
        } else if report.asked == 0 && !context.stop.is_asked() {
            context.end(duty, &Outcome::Failed("the wiki gave no answer".into()));
        }
    }
    Ok(did)
}
