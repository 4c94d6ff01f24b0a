//! Importing what is put into watched folders.
//!
//! A file is imported when it is new or was changed since it was imported last, and
//! has not been changed for some seconds: somebody may still be writing it. Files are
//! only read; what becomes of them afterwards is their owner's matter.

use super::{Context, Did, Step, each_round};
use crate::{Archive, ArchiveError, ingest};
use annals_import::inputs;
use annals_model::Timestamp;
use annals_store::InputRow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub(super) const STEP: Step = Step {
    name: "inbox",
    needs: &[],
    duties: |archive, _| {
        let is_there = !archive.config.watch.inbox.is_empty();
        Ok(if is_there { each_round(archive, "inbox") } else { Vec::new() })
    },
    does,
};

/// A file that was changed less than so many microseconds ago may be half written.
const SETTLED: i64 = 5_000_000;

/// Files that are looked at, in all folders; the rest waits for a person.
const MOST_FILES: usize = 200_000;

/// Folders in folders.
const DEEPEST: usize = 32;

fn does(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    let archive = context.archive;
    let known: BTreeMap<String, InputRow> =
        archive.store.read()?.watched_inputs()?.into_iter().map(|r| (r.path.clone(), r)).collect();
    let found = files(archive, &mut did);
    let now = context.now();
    let mut fresh: Vec<(PathBuf, InputRow)> = Vec::new();
    for (path, row) in &found {
        if known.get(&row.path) == Some(row) {
            continue;
        }
        // One with a time in the future is taken as it is.
        match (0..SETTLED).contains(&(now.as_microsecond() - row.modified)) {
            true => did.count("files still being written", 1),
            false => fresh.push((path.clone(), row.clone())),
        }
    }
    if !fresh.is_empty() {
        import(context, &fresh, now, &mut did)?;
    }
    let there: std::collections::BTreeSet<&str> =
        found.iter().map(|(_, row)| row.path.as_str()).collect();
    let gone: Vec<&String> = known.keys().filter(|path| !there.contains(path.as_str())).collect();
    if !fresh.is_empty() || !gone.is_empty() {
        let writer = archive.store.write()?;
        for (_, row) in &fresh {
            writer.set_watched_input(row)?;
        }
        for path in gone {
            writer.remove_watched_input(path)?;
        }
        writer.commit()?;
    }
    Ok(did)
}

fn import(
    context: &Context<'_>,
    fresh: &[(PathBuf, InputRow)],
    now: Timestamp,
    did: &mut Did,
) -> Result<(), ArchiveError> {
    let options = ingest::Options {
        paths: fresh.iter().map(|(path, _)| path.clone()).collect(),
        reading: inputs::Options {
            lang: context.archive.config.lang.clone(),
            ..inputs::Options::default()
        },
        url: None,
        now,
    };
    let report = ingest::run(context.archive, &options, |progress| {
        context.say(&format!("{} read", progress.events));
    })?;
    did.count("files imported", fresh.len() as u64);
    did.count("new", report.new);
    did.count("changed", report.changed);
    did.count("held", report.held);
    did.count("refused", report.refused);
    for problem in &report.problems {
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        let said = format!("{}: {}; {}", problem.kind, problem.problem, problem.done);
        did.problem(format!("{}{line}: {said}", problem.file));
    }
    Ok(())
}

/// The files of the watched folders, by path. Links are not followed, and what begins
/// with a dot is left out: that is how programs name what they have not finished.
fn files(archive: &Archive, did: &mut Did) -> Vec<(PathBuf, InputRow)> {
    let mut found = Vec::new();
    let inbox = &archive.config.watch.inbox;
    let mut open: Vec<(PathBuf, usize)> =
        inbox.iter().map(|folder| (archive.dir.join(folder), 0)).collect();
    while let Some((folder, depth)) = open.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                did.problem(format!("`{}`: {error}", folder.display()));
                continue;
            }
        };
        for entry in entries.flatten() {
            let is_hidden = entry.file_name().as_encoded_bytes().first() == Some(&b'.');
            let Ok(kind) = entry.file_type() else { continue };
            if is_hidden {
                continue;
            }
            let path = entry.path();
            if kind.is_dir() {
                match depth < DEEPEST {
                    true => open.push((path, depth + 1)),
                    false => did.problem(format!("`{}`: too deep", path.display())),
                }
            } else if kind.is_file() {
                if found.len() == MOST_FILES {
                    did.problem(format!("more than {MOST_FILES} files; the rest is left out"));
                    return found;
                }
                found.extend(row(&path).map(|row| (path, row)));
            }
        }
    }
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    found
}

/// A file as it is now; `None` where it is gone already.
fn row(path: &Path) -> Option<InputRow> {
    let metadata = std::fs::metadata(path).ok()?;
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let modified = match modified.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_micros()).unwrap_or(i64::MAX),
    };
    Some(InputRow {
        // Names that are no text differ in nothing but what cannot be written.
        path: path.to_string_lossy().into_owned(),
        bytes: metadata.len(),
        modified,
    })
}
