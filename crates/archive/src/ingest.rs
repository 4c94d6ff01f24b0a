//! Ingesting: inputs into the archive, a batch a transaction, with a report.

use crate::record::{Outcome, Recorder};
use crate::{Archive, ArchiveError};
use annals_import::inputs::{self, Item, Part};
use annals_model::Timestamp;
use serde::Serialize;
use std::path::PathBuf;

/// Events a transaction: large enough that commits cost little, small enough
/// that a killed import has lost little.
const BATCH: usize = 4_000;

/// Kinds of notes that say that an input, or a part of one, gave no event.
const REFUSALS: &[&str] = &[
    "archive-entry-passed-over",
    "format-unknown",
    "input-damaged",
    "line-not-json",
    "line-too-long",
    "page-too-large",
    "page-without-date",
];

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files, folders, archives of files.
    pub paths: Vec<PathBuf>,
    /// How they are read.
    pub reading: inputs::Options,
    /// When the archive records it.
    pub now: Timestamp,
}

/// What an import came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Documents read.
    pub documents: u64,
    /// Events read.
    pub read: u64,
    /// Events that are new.
    pub new: u64,
    /// Events that say something else now.
    pub changed: u64,
    /// Events that say what the archive holds already.
    pub same: u64,
    /// Events held back for a person.
    pub held: u64,
    /// Inputs or parts of them that could not be read at all.
    pub refused: u64,
    /// Everything odd, with place and what was done.
    pub problems: Vec<Problem>,
}

/// Something odd in an input.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// The input.
    pub file: String,
    /// Line in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Kind of problem, in kebab-case.
    pub kind: &'static str,
    /// What is wrong.
    pub problem: String,
    /// What was done.
    pub done: String,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Bytes of the inputs read.
    pub bytes: u64,
    /// Bytes of the inputs in all, where that is known.
    pub total: Option<u64>,
    /// Events read.
    pub events: u64,
}

/// Imports. What was recorded before an error stays; the next import of the same
/// inputs goes on from there.
pub fn run(
    archive: &Archive,
    options: &Options,
    progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    ingest(archive, options, Keep::Batches, progress)
}

/// Reads and recognises everything as [`run`] does, and keeps nothing.
pub fn dry_run(
    archive: &Archive,
    options: &Options,
    progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    ingest(archive, options, Keep::Nothing, progress)
}

#[derive(PartialEq, Eq)]
enum Keep {
    Batches,
    Nothing,
}

fn ingest(
    archive: &Archive,
    options: &Options,
    keep: Keep,
    mut progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    let mut report = Report::default();
    let mut recorder = Some(Recorder::begin(archive, options.now)?);
    let mut waiting = 0;
    inputs::read_all::<ArchiveError>(&options.paths, &options.reading, &mut |item: Item| {
        waiting += item.document.found.len();
        report.read += item.document.found.len() as u64;
        progress(Progress { bytes: item.read, total: item.total, events: report.read });
        let mut open = match recorder.take() {
            Some(open) => open,
            None => Recorder::begin(archive, options.now)?,
        };
        record(&mut open, item, &mut report)?;
        if waiting >= BATCH && keep == Keep::Batches {
            waiting = 0;
            let mark = open.commit()?;
            open = Recorder::begin(archive, options.now)?;
            open.continue_document(mark);
        }
        recorder = Some(open);
        Ok(())
    })?;
    if let (Some(open), Keep::Batches) = (recorder, keep) {
        open.commit()?;
    }
    Ok(report)
}

/// Records one document, or the next part of it.
fn record(
    recorder: &mut Recorder<'_>,
    item: Item,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    if item.part == Part::Start {
        recorder.start_document()?;
        report.documents += 1;
    }
    let document = item.document;
    let outcomes = recorder.record(&document)?;
    for (outcome, incoming) in outcomes.iter().zip(&document.found) {
        match outcome {
            Outcome::New(_) => report.new += 1,
            Outcome::Changed(_) => report.changed += 1,
            Outcome::Same(_) => report.same += 1,
            Outcome::Held(_, reason) => {
                report.held += 1;
                let (line, text) = match incoming {
                    annals_model::Incoming::Told(draft) => {
                        (draft.line, draft.versions.last().map(|v| v.text.as_str()))
                    }
                    annals_model::Incoming::Kept(_) => (None, None),
                };
                let quoted: String = text.unwrap_or_default().chars().take(80).collect();
                report.problems.push(Problem {
                    file: document.name.clone(),
                    line,
                    kind: "doubtful-match",
                    problem: format!("`{quoted}`: {reason}"),
                    done: "held back from readers until a person decides".into(),
                });
            }
        }
    }
    for note in document.notes {
        report.refused += u64::from(REFUSALS.contains(&note.kind));
        report.problems.push(Problem {
            file: document.name.clone(),
            line: note.line,
            kind: note.kind,
            problem: note.problem,
            done: note.done,
        });
    }
    Ok(())
}
