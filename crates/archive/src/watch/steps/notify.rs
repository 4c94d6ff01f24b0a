//! Telling those who saved searches what is new to them.

use super::{Context, Did, Step, each_round};
use crate::{ArchiveError, notify};

pub(super) const STEP: Step = Step {
    name: "notify",
    // What is new to a search, the index says.
    needs: &["index"],
    duties: |archive, _| {
        let is_asked =
            archive.store.read()?.saved_searches()?.iter().any(|s| s.removed_at.is_none());
        Ok(if is_asked { each_round(archive, "notify") } else { Vec::new() })
    },
    does,
};

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    let report = notify::run(context.archive, context.now(), context.courier())?;
    for told in &report.searches {
        did.count("sent", told.sent);
        did.count("waiting", told.waiting);
        did.count("given up", told.given_up);
        if let Some(problem) = &told.problem {
            did.problem(format!("`{}`: {problem}", told.search));
        }
    }
    Ok(did)
}
