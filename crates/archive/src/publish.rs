//! Publishing: the pages of an archive into a folder, all of them or those that changed.

mod plan;
mod render;

use crate::pages::Snapshot;
use crate::rendering::Rendering;
use crate::{Archive, ArchiveError};
use annals_publish::Format;
use annals_publish::site::Publication;
pub(crate) use plan::Plan;
pub use plan::Shown;
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
    let fingerprint = rendering.fingerprint(archive);
    let publication = Publication::begin(&options.out, &fingerprint)?;
    let reader = archive.store.read()?;
    let last = reader.last_change()?;
    let since = publication.previous_state().and_then(|s| s.parse::<i64>().ok());
    if since == Some(last) {
        return finish(publication, last);
    }
    let snapshot = Snapshot::read(archive, &reader)?;
    let plan = match since {
        None => Plan::whole(&snapshot),
        Some(seq) => Plan::since(&snapshot, &reader, seq)?,
    };
    let site = render::Site {
        archive,
        snapshot: &snapshot,
        rendering: &rendering,
        publication: &publication,
    };
    site.render(&reader, &plan, &progress)?;
    finish(publication, last)
}

fn finish(publication: Publication, state: i64) -> Result<Summary, ArchiveError> {
    let done = publication.commit(&state.to_string())?;
    Ok(Summary {
        written: done.written,
        unchanged: done.unchanged,
        removed: done.removed,
        bytes: done.bytes,
    })
}
