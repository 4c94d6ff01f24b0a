//! The files below a path, sorted, without following symbolic links.

use super::{Limits, ReadError, known_at};
use annals_model::{Note, Timestamp};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file of an input.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// As messages show it, with `/`.
    pub(super) name: String,
    pub(super) size: u64,
}

/// The files of one input, in the order in which they are read.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) files: Vec<File>,
    /// What was passed over.
    pub(super) notes: Vec<Note>,
}

/// Lists a file, or every file below a folder.
pub(super) fn list(root: &Path, limits: &Limits) -> Result<Files, ReadError> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| ReadError { path, source }
    };
    let mut out = Files::default();
    // A path that was named is followed even where it is a symbolic link.
    let meta = fs::metadata(root).map_err(fail(root))?;
    if !meta.is_dir() {
        out.files.push(File { path: root.to_owned(), name: name(root), size: meta.len() });
        return Ok(out);
    }
    let mut hidden = 0_u64;
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(fail(&folder))? {
            let entry = entry.map_err(fail(&folder))?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                hidden += 1;
                continue;
            }
            let kind = entry.file_type().map_err(fail(&path))?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let size = entry.metadata().map_err(fail(&path))?.len();
                let name = name(&path);
                out.files.push(File { path, name, size });
            } else {
                let what = if kind.is_symlink() { "a symbolic link" } else { "no ordinary file" };
                out.notes.push(note(
                    "file-passed-over",
                    format!("{what}: {}", crate::quote(&name(&path))),
                    "did not follow it; name it to import what it leads to",
                ));
            }
            if (out.files.len() + out.notes.len() + folders.len()) as u64 > limits.entries {
                out.notes.push(note(
                    "too-many-files",
                    format!("the folder holds more than {} files", limits.entries),
                    "read only the first; import its folders one by one",
                ));
                folders.clear();
                break;
            }
        }
    }
    if hidden > 0 {
        out.notes.push(note(
            "file-passed-over",
            format!("{hidden} hidden files or folders (their names begin with a dot)"),
            "did not read them",
        ));
    }
    out.files.sort_by(|a, b| sort_key(&a.name).cmp(&sort_key(&b.name)));
    out.notes.sort_by(|a, b| a.problem.cmp(&b.problem));
    Ok(out)
}

fn note(kind: &'static str, problem: String, done: &str) -> Note {
    Note { line: None, kind, problem, done: done.to_owned() }
}

/// Orders names by folder, then by what stands before `@TIME`, then by that
/// time (none first), then as they are.
pub(super) fn sort_key(name: &str) -> (Vec<&str>, Option<Timestamp>, &str) {
    let (stem, time) = known_at::split(name);
    // Without a time the suffix counts: compare `day` with `day`, not with `day.wiki`.
    let stem = match time {
        Some(_) => stem,
        None => match stem.rsplit_once('.') {
            Some((before, suffix)) if !suffix.contains('/') && !before.is_empty() => before,
            _ => stem,
        },
    };
    (stem.split('/').collect(), time, name)
}

/// A path as messages show it.
pub(super) fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
