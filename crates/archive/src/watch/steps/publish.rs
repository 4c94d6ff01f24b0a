//! Publishing to the targets of the settings. Each has a duty of its own: a bucket that
//! cannot be reached keeps no folder waiting.

use super::{Context, Did, Duty, Outcome, Step, When};
use crate::ArchiveError;
use crate::deliver::{self, Delivered};

pub(super) const STEP: Step = Step {
    name: "publish",
    needs: &[],
    duties: |archive, _| {
        let every = archive.config.watch.every.duration();
        let duty = |target: &crate::config::Target| Duty {
            name: format!("{DUTY}{}", target.name()),
            step: "publish",
            every,
            when: When::EachRound,
        };
        Ok(archive.config.target.iter().map(duty).collect())
    },
    does,
};

/// What a duty's name begins with; the target's name follows.
const DUTY: &str = "publish ";

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    for duty in context.duties {
        if context.stop.is_asked() {
            break;
        }
        let name = duty.name.strip_prefix(DUTY).unwrap_or_default();
        let options =
            deliver::Options { now: context.round, clock: context.clock, only: Some(name) };
        let (courier, say) = (context.courier(), context.say);
        let delivered = deliver::run(context.archive, &options, courier, |name, done, all| {
            // Each page would be too often.
            if done.is_multiple_of(1_000) {
                say(&format!("{name}: {done} of {all}"));
            }
        });
        let outcome = match delivered {
            Ok(report) => report.targets.iter().map(|one| count(one, &mut did)).next(),
            Err(error) => Some(Outcome::Failed(crate::watch::chain(&error))),
        };
        context.end(duty, &outcome.unwrap_or(Outcome::Done));
    }
    Ok(did)
}

fn count(delivered: &Delivered, did: &mut Did) -> Outcome {
    let placed = match &delivered.placed {
        Ok(placed) => placed,
        Err(why) => return Outcome::Failed(why.clone()),
    };
    did.count("files written", placed.written);
    did.count("files removed", placed.removed);
    did.count("bytes written", placed.bytes);
    did.count("commits", u64::from(placed.commit.is_some()));
    did.count("hubs told", delivered.told);
    for problem in &delivered.problems {
        did.problem(format!("{}: {problem}", delivered.name));
    }
    Outcome::Done
}
