//! The hosts that publish what events cite.

use crate::ArchiveError;
use annals_store::{HostCount, Reader};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Events whose sources are looked at to find out what a host calls itself.
const LOOKED_AT: usize = 500;

/// A host with how often it is cited.
pub type Host = HostCount;

/// The hosts of an archive; counted when they are first asked for after a change.
#[derive(Debug, Default)]
pub struct Hosts(Mutex<Option<(i64, Arc<Vec<Host>>)>>);

impl Hosts {
    /// Every host that published events cite, by name, as of change number `change`.
    pub fn all(&self, reader: &Reader<'_>, change: i64) -> Result<Arc<Vec<Host>>, ArchiveError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, hosts)) = kept.as_ref()
            && *of == change
        {
            return Ok(Arc::clone(hosts));
        }
        let hosts = Arc::new(reader.cited_hosts()?);
        *kept = Some((change, Arc::clone(&hosts)));
        Ok(hosts)
    }
}

/// What events call the publisher on a host, the commonest name first; at most
/// `limit` names, from a bounded number of events.
pub fn host_names(
    reader: &Reader<'_>,
    host: &str,
    limit: usize,
) -> Result<Vec<(String, u64)>, ArchiveError> {
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    let rows = reader.events_citing_host(host)?;
    for row in rows.into_iter().rev().take(LOOKED_AT) {
        let Some(event) = reader.event_in(row)? else { continue };
        for source in event.record.sources {
            let of_host = source.page_key().is_some_and(|page| {
                page.strip_prefix(host).is_some_and(|r| r.is_empty() || r.starts_with(['/', '?']))
            });
            if of_host && !source.name.is_empty() {
                *names.entry(source.name).or_insert(0) += 1;
            }
        }
    }
    let mut names: Vec<(String, u64)> = names.into_iter().collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    names.truncate(limit);
    Ok(names)
}
