//! Sources that died, by their hosts.

use super::{Finding, Kind, Period, host, written};
use crate::ArchiveError;
use annals_store::{AddressState, Reader};
use std::collections::BTreeMap;

/// Addresses that are named of each host.
const NAMED: usize = 3;

pub(super) fn look(
    reader: &Reader<'_>,
    period: &Period,
    findings: &mut Vec<Finding>,
) -> Result<(), ArchiveError> {
    let mut hosts: BTreeMap<String, (Vec<AddressState>, usize)> = BTreeMap::new();
    for state in reader.failing_addresses()? {
        // What died long ago was told then.
        let is_new = state.gone && state.bad_since.is_some_and(|since| period.has(since));
        if is_new && !reader.events_citing(&state.page)?.is_empty() {
            let kept = reader.is_captured(&state.page)?;
            let (gone, captured) = hosts.entry(host(&state.page).to_owned()).or_default();
            *captured += usize::from(kept);
            gone.push(state);
        }
    }
    for (name, (gone, captured)) in hosts {
        let lost = gone.len() - captured;
        let named: Vec<&str> = gone.iter().take(NAMED).map(|s| s.url.as_str()).collect();
        findings.push(Finding {
            kind: Kind::DeadSource,
            // What was captured is not lost.
            grave: lost > 0,
            what: format!(
                "{} cited pages are no longer there, {captured} of them were captured: {}",
                gone.len(),
                named.join(" ")
            ),
            place: name,
            since: gone.iter().filter_map(|s| s.bad_since).min().map(written),
            next: match lost {
                0 => "nothing: their events lead to the captures".to_owned(),
                _ => "look for copies elsewhere, and name them with `annals edit`".to_owned(),
            },
        });
    }
    Ok(())
}
