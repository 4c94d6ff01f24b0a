//! Working out what the archive lacks, and what stopped telling it something.

use super::{Context, Did, Step, timed};
use crate::ArchiveError;
use crate::coverage::{self, Kind, Options};

pub(super) const STEP: Step = Step {
    name: "coverage",
    needs: &[],
    duties: |archive, _| Ok(timed("coverage", archive.config.watch.coverage).into_iter().collect()),
    does,
};

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let options = Options { from: None, to: None, now: context.now() };
    let report = coverage::run(context.archive, &options)?;
    let mut did = Did::default();
    for kind in Kind::ALL {
        let found = report.findings.iter().filter(|finding| finding.kind == kind);
        did.count(kind.name(), found.count() as u64);
    }
    // What needs nobody is in the counts, and in `annals coverage`.
    for finding in report.findings.iter().filter(|finding| finding.grave) {
        did.problem(format!("{}: {}; {}", finding.place, finding.what, finding.next));
    }
    Ok(did)
}
