//! Bringing the search index up to date.

use super::{Context, Did, Step, each_round};
use crate::{ArchiveError, search};
use annals_search::SearchError;

pub(super) const STEP: Step =
    Step { name: "index", needs: &[], duties: |archive, _| Ok(each_round(archive, "index")), does };

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    match search::refresh(context.archive) {
        Ok(report) => did.count("events indexed", report.events),
        // A server brings it up to date, too.
        Err(ArchiveError::Search(SearchError::Busy(_))) => did.count("left to another process", 1),
        Err(error) => return Err(error),
    }
    Ok(did)
}
