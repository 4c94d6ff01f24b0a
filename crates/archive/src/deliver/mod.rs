//! Bringing the site to its places: the targets of `annals.toml`, one after the other.
//!
//! A target that fails is reported and tried again by the next round; it holds up none
//! of the others. What a place holds already, the place knows best: a folder by its
//! manifest, a branch by its history, a bucket by an object of its own.

mod bucket;
mod error;
mod feeds;
mod git;
mod hubs;
mod notes;

pub use error::DeliverError;

use crate::config::Target;
use crate::publish::{self, Put};
use crate::rendering::Rendering;
use crate::{Archive, ArchiveError};
use annals_fetch::Courier;
use annals_model::Timestamp;
use annals_publish::Format;
use annals_publish::site::Publication;
use bucket::BucketSite;
use feeds::Feeds;
use git::GitSite;
use std::path::PathBuf;

/// How to bring it there.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The moment of this round, which its commits have.
    pub now: Timestamp,
    /// The clock: servers compare the times of signed requests with their own.
    pub clock: fn() -> Timestamp,
    /// Only the target of this name.
    pub only: Option<&'a str>,
}

/// What became of the targets, in the order of the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// One for each.
    pub targets: Vec<Delivered>,
}

/// What became of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its name.
    pub name: String,
    /// What was done; or why nothing was, for people.
    pub placed: Result<Placed, String>,
    /// What did not work besides: a push, a hub that was not told. The next round tries again.
    pub problems: Vec<String>,
    /// How often a hub was told of a feed.
    pub told: u64,
}

/// What was put into a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// The archive's change that the place shows now.
    pub change: i64,
    /// Files written because they are new or changed.
    pub written: u64,
    /// Files that were rendered and found unchanged.
    pub unchanged: u64,
    /// Files removed.
    pub removed: u64,
    /// Bytes written, or handed over where the place decides what it writes.
    pub bytes: u64,
    /// The commit of this round, if the place is a repository and anything changed.
    pub commit: Option<String>,
    /// Whether the remote has the branch as it stands, if there is one.
    pub pushed: Option<bool>,
}

impl Report {
    /// Whether everything worked.
    pub fn is_good(&self) -> bool {
        self.targets.iter().all(|t| t.placed.is_ok() && t.problems.is_empty())
    }
}

/// Publishes to all targets of the archive's settings.
///
/// `courier` carries what goes over the network; `progress` hears the target's name, and
/// of pages done and in all.
///
/// # Errors
/// There is no target (or none of the name), or the archive cannot be read. What does
/// not work with one target is in the report.
pub fn run(
    archive: &Archive,
    options: &Options<'_>,
    courier: &dyn Courier,
    progress: impl Fn(&str, usize, usize) + Sync,
) -> Result<Report, ArchiveError> {
    let targets = &archive.config.target;
    let chosen: Vec<&Target> =
        targets.iter().filter(|t| options.only.is_none_or(|name| name == t.name())).collect();
    if chosen.is_empty() {
        return Err(DeliverError::NoTarget(options.only.map(str::to_owned)).into());
    }
    // What no target can change.
    archive.store.read()?.last_change()?;
    let mut report = Report::default();
    let mut renderings = Renderings::default();
    for target in chosen {
        let name = target.name();
        let mut delivered = Delivered {
            name: name.to_owned(),
            placed: Ok(Placed::default()),
            problems: Vec::new(),
            told: 0,
        };
        let progress = |done, all| progress(name, done, all);
        delivered.placed = renderings
            .of(archive, target)
            .and_then(|look| place(archive, target, look, options, &mut delivered, &progress))
            .map_err(|error| said(&error));
        if delivered.placed.is_ok()
            && let Err(error) = hubs::tell(archive, target, courier, &mut delivered)
        {
            delivered.problems.push(said(&error));
        }
        report.targets.push(delivered);
    }
    Ok(report)
}

/// An error with what it comes from.
fn said(error: &ArchiveError) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        let source_text = source.to_string();
        if !text.contains(&source_text) {
            text = format!("{text}: {source_text}");
        }
        next = source.source();
    }
    git::redacted(&text)
}

/// How targets look: those that look alike share what reads their templates.
#[derive(Default)]
struct Renderings {
    known: Vec<(Look, Rendering)>,
}

/// What makes targets look alike.
#[derive(PartialEq, Eq)]
struct Look {
    formats: Vec<Format>,
    base_url: Option<String>,
    theme: Option<PathBuf>,
}

impl Renderings {
    fn of(&mut self, archive: &Archive, target: &Target) -> Result<&Rendering, ArchiveError> {
        let look = Look {
            formats: target.formats(),
            base_url: target.base_url().map(str::to_owned),
            theme: target.theme().map(|theme| archive.dir.join(theme)),
        };
        let at = match self.known.iter().position(|(known, _)| *known == look) {
            Some(at) => at,
            None => {
                let (base, theme) = (look.base_url.as_deref(), look.theme.as_deref());
                let rendering = Rendering::load(&archive.config, &look.formats, base, theme)?;
                self.known.push((look, rendering));
                self.known.len() - 1
            }
        };
        Ok(&self.known[at].1)
    }
}

fn place(
    archive: &Archive,
    target: &Target,
    rendering: &Rendering,
    options: &Options<'_>,
    delivered: &mut Delivered,
    progress: &(impl Fn(usize, usize) + Sync),
) -> Result<Placed, ArchiveError> {
    let fingerprint = rendering.fingerprint(archive);
    match target {
        Target::Folder(folder) => {
            let publication = Publication::begin(&archive.dir.join(&folder.path), &fingerprint)?;
            let feeds = Feeds::over(&publication, &archive.config.deliver.hubs);
            let put = publish::into(archive, rendering, &feeds, progress)?;
            feeds.note(archive, target)?;
            let done = publication.commit(&put.change.to_string())?;
            Ok(Placed {
                change: put.change,
                written: done.written,
                unchanged: done.unchanged,
                removed: done.removed,
                bytes: done.bytes,
                ..Placed::default()
            })
        }
        Target::Git(git) => {
            let mut notes = notes::read(archive, target)?;
            let site = GitSite::begin(git, &archive.dir, &fingerprint, notes.git.as_ref())?;
            let feeds = Feeds::over(&site, &archive.config.deliver.hubs);
            let put: Put = publish::into(archive, rendering, &feeds, progress)?;
            feeds.note(archive, target)?;
            let (mut placed, note) = site.commit(&put, options.now)?;
            let before = notes.clone();
            notes.git = note.or(notes.git);
            match git::push(git, &archive.dir, notes.pushed.as_deref()) {
                Ok(pushed) => {
                    placed.pushed = pushed.is_some().then_some(true);
                    notes.pushed = pushed;
                }
                Err(error) => {
                    placed.pushed = Some(false);
                    delivered.problems.push(format!("not pushed: {}", said(&error.into())));
                }
            }
            if notes != before {
                notes::write(archive, target, &notes)?;
            }
            Ok(placed)
        }
        Target::S3(s3) => {
            let site = BucketSite::begin(s3, &archive.dir, &fingerprint, options.clock)?;
            let feeds = Feeds::over(&site, &archive.config.deliver.hubs);
            let put = publish::into(archive, rendering, &feeds, progress)?;
            feeds.note(archive, target)?;
            Ok(site.commit(put.change)?)
        }
    }
}
