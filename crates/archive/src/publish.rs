//! Publishing: the pages of an archive into a folder, all of them or those that changed.

mod plan;
mod render;

use crate::pages::Snapshot;
use crate::rendering::Rendering;
use crate::{Archive, ArchiveError};
use annals_publish::Format;
use annals_publish::site::{Publication, Sink};
use annals_store::Subject;
pub(crate) use plan::Plan;
pub use plan::Shown;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Where and how to publish.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder that becomes the site.
    pub out: PathBuf,
    /// The formats of pages.
    pub formats: Vec<Format>,
    /// Where the site will stand; the archive's own setting where it is `None`.
    pub base_url: Option<String>,
    /// A folder of templates that replace the built-in ones.
    pub theme: Option<PathBuf>,
}

/// What publishing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Files written because they are new or changed.
    pub written: u64,
    /// Files that were rendered and found unchanged.
    pub unchanged: u64,
    /// Files that are gone.
    pub removed: u64,
    /// Bytes written.
    pub bytes: u64,
}

/// Publishes what the archive holds now. `progress` hears of pages done and in all.
pub fn run(
    archive: &Archive,
    options: &Options,
    progress: impl Fn(usize, usize) + Sync,
) -> Result<Summary, ArchiveError> {
    let (base_url, theme) = (options.base_url.as_deref(), options.theme.as_deref());
    let rendering = Rendering::load(&archive.config, &options.formats, base_url, theme)?;
    let publication = Publication::begin(&options.out, &rendering.fingerprint(archive))?;
    let put = into(archive, &rendering, &publication, &progress)?;
    let done = publication.commit(&put.change.to_string())?;
    Ok(Summary {
        written: done.written,
        unchanged: done.unchanged,
        removed: done.removed,
        bytes: done.bytes,
    })
}

/// What was put into a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Put {
    /// The number of the archive's last change: the state of the place once the caller
    /// has committed it.
    pub(crate) change: i64,
    /// The last row that an event has.
    pub(crate) rows: i64,
    /// The rows of the events that say something else than the place did; those of all
    /// published events where everything was put.
    pub(crate) events: BTreeSet<i64>,
}

/// Puts into a place what differs from what stands there: everything, or the files of
/// what changed since.
///
/// # Errors
/// The archive cannot be read, or the place does not take a file.
pub(crate) fn into(
    archive: &Archive,
    rendering: &Rendering,
    place: &dyn Sink,
    progress: &(impl Fn(usize, usize) + Sync),
) -> Result<Put, ArchiveError> {
    let reader = archive.store.read()?;
    let change = reader.last_change()?;
    let since = place.previous_state().and_then(|s| s.parse::<i64>().ok());
    if since == Some(change) {
        return Ok(Put { change, ..Put::default() });
    }
    let snapshot = Snapshot::read(archive, &reader)?;
    let published = |row: &i64| snapshot.head(*row).is_some_and(|head| head.published);
    let all = || snapshot.heads.iter().map(|head| head.row);
    let (plan, events) = match since {
        None => (Plan::whole(&snapshot), all().filter(published).collect()),
        Some(seq) => {
            let touched = reader.touched_since(seq)?.into_iter();
            let rows = touched.filter_map(|subject| match subject {
                Subject::Event(row) => Some(row),
                _ => None,
            });
            (Plan::since(&snapshot, &reader, seq)?, rows.collect())
        }
    };
    let rows = all().max().unwrap_or(0);
    let site = render::Site { archive, snapshot: &snapshot, rendering, publication: place };
    site.render(&reader, &plan, progress)?;
    Ok(Put { change, rows, events })
}
