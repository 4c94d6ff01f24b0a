//! Ingesting: inputs into the archive, a batch a transaction, with a report.

use crate::articles::{self, Keeper, prepare};
use crate::record::{Outcome, Recorder};
use crate::{Archive, ArchiveError};
use annals_extract::dates::Habits;
use annals_import::inputs::{self, Found, Item, Part, Saved};
use annals_model::Document;
use annals_model::Timestamp;
use annals_store::Writer;
use serde::Serialize;
use std::path::PathBuf;

/// Events a transaction: large enough that commits cost little, small enough
/// that a killed import has lost little.
const BATCH: usize = 4_000;

/// Pages that are read at a time, at most, and their bytes: enough for all cores,
/// few enough for memory.
const PAGES: (usize, usize) = (64, 64 << 20);

/// Kinds of notes that say that an input, or a part of one, gave no event.
const REFUSALS: &[&str] = &[
    "archive-entry-passed-over",
    "capture-of-an-error",
    "capture-without-body",
    "entry-without-address",
    "feed-refused",
    "format-unknown",
    "input-damaged",
    "line-not-json",
    "line-too-long",
    "page-too-large",
    "page-without-address",
    "page-without-article",
    "page-without-date",
];

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files, folders, archives of files.
    pub paths: Vec<PathBuf>,
    /// How they are read.
    pub reading: inputs::Options,
    /// The address of a page or feed that does not say it itself.
    pub url: Option<String>,
    /// When the archive records it.
    pub now: Timestamp,
}

/// What an import came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Documents read.
    pub documents: u64,
    /// Events and articles read.
    pub read: u64,
    /// Events and articles that are new.
    pub new: u64,
    /// Events and articles that say something else now.
    pub changed: u64,
    /// Events and articles that say what the archive holds already.
    pub same: u64,
    /// Events held back for a person.
    pub held: u64,
    /// Inputs or parts of them that could not be read at all.
    pub refused: u64,
    /// Articles read; they are among those counted above.
    pub articles: u64,
    /// Captures that are kept now.
    pub captures: u64,
    /// Feeds that are followed now.
    pub feeds: u64,
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

/// Takes what was found already, in one transaction with what `also` writes: what was
/// fetched is known as fetched exactly if it is kept. `options.paths` is not used.
pub fn take(
    archive: &Archive,
    options: &Options,
    found: Vec<Found>,
    also: impl FnOnce(&Writer<'_>, &Report) -> Result<(), ArchiveError>,
) -> Result<Report, ArchiveError> {
    let mut batch = Batch::new(archive, options, Keep::Whole);
    batch.open()?;
    for found in found {
        batch.take(found)?;
    }
    batch.pages()?;
    if let Some(recorder) = &batch.recorder {
        also(recorder.writer(), &batch.report)?;
    }
    batch.commit()?;
    Ok(batch.report)
}

#[derive(PartialEq, Eq)]
enum Keep {
    Batches,
    /// One transaction, which the caller ends.
    Whole,
    Nothing,
}

fn ingest(
    archive: &Archive,
    options: &Options,
    keep: Keep,
    mut progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    let mut batch = Batch::new(archive, options, keep);
    inputs::read_all::<ArchiveError>(&options.paths, &options.reading, &mut |item: Item| {
        let (bytes, total) = (item.read, item.total);
        batch.take(item.found)?;
        progress(Progress { bytes, total, events: batch.report.read });
        Ok(())
    })?;
    batch.end()
}

/// What is recorded in one transaction, and the pages that wait to be read.
struct Batch<'a> {
    archive: &'a Archive,
    options: &'a Options,
    keep: Keep,
    recorder: Option<Recorder<'a>>,
    keeper: Option<Keeper<'a>>,
    /// Events and articles in the open transaction.
    events: usize,
    waiting: Vec<Saved>,
    bytes: usize,
    /// What the sites' pages showed so far.
    habits: Habits,
    report: Report,
}

impl<'a> Batch<'a> {
    fn new(archive: &'a Archive, options: &'a Options, keep: Keep) -> Batch<'a> {
        Batch {
            archive,
            options,
            keep,
            recorder: None,
            keeper: None,
            events: 0,
            waiting: Vec::new(),
            bytes: 0,
            habits: Habits::default(),
            report: Report::default(),
        }
    }

    fn take(&mut self, found: Found) -> Result<(), ArchiveError> {
        match found {
            Found::Document(document, part) => {
                // What came before is recorded before.
                self.pages()?;
                self.events += document.found.len();
                self.report.read += document.found.len() as u64;
                self.open()?;
                let recorder = self.recorder.as_mut().expect("opened above");
                record(recorder, document, part, &mut self.report)?;
            }
            Found::Saved(saved) => {
                self.bytes += saved.body.len();
                self.waiting.push(*saved);
                if self.waiting.len() >= PAGES.0 || self.bytes >= PAGES.1 {
                    self.pages()?;
                }
            }
        }
        if self.events >= BATCH && self.keep == Keep::Batches {
            self.events = 0;
            let mark = self.commit()?;
            self.open()?;
            if let (Some(recorder), Some(mark)) = (&mut self.recorder, mark) {
                recorder.continue_document(mark);
            }
        }
        Ok(())
    }

    /// Opens a transaction if none is open.
    fn open(&mut self) -> Result<(), ArchiveError> {
        if self.recorder.is_none() {
            let now = self.options.now;
            self.recorder = Some(Recorder::begin(self.archive, now)?);
            self.keeper = Some(match self.keep {
                Keep::Batches | Keep::Whole => Keeper::new(self.archive, now),
                Keep::Nothing => Keeper::dry(now),
            });
        }
        Ok(())
    }

    /// Reads the waiting pages on all cores and records them in their order.
    fn pages(&mut self) -> Result<(), ArchiveError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let url = self.options.url.as_deref();
        let waiting = std::mem::take(&mut self.waiting);
        let prepared = prepare(waiting, url, &mut self.habits);
        self.open()?;
        let (Some(recorder), Some(keeper)) = (&self.recorder, &mut self.keeper) else {
            return Ok(());
        };
        for page in prepared {
            let kept = keeper.keep(recorder.writer(), &page, recorder.seq())?;
            let report = &mut self.report;
            report.documents += 1;
            report.captures += u64::from(kept.capture);
            report.feeds += kept.feeds;
            report.articles += page.told.len() as u64;
            report.read += page.told.len() as u64;
            self.events += page.told.len().max(1);
            for outcome in kept.outcomes {
                match outcome {
                    articles::Outcome::New => report.new += 1,
                    articles::Outcome::Changed => report.changed += 1,
                    articles::Outcome::Same => report.same += 1,
                }
            }
            let name = match &page.saved.record {
                Some(record) => format!("{} {record}", page.saved.name),
                None => page.saved.name.clone(),
            };
            notes(report, &name, page.notes);
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<Option<crate::record::Mark>, ArchiveError> {
        // The bytes first: a database that names captures which are not there is worse
        // than captures that nothing names.
        if let Some(keeper) = self.keeper.take() {
            keeper.finish()?;
        }
        self.recorder.take().map(Recorder::commit).transpose()
    }

    fn end(mut self) -> Result<Report, ArchiveError> {
        self.pages()?;
        if self.keep == Keep::Batches {
            self.commit()?;
        }
        Ok(self.report)
    }
}

/// Notes as problems of a report.
fn notes(report: &mut Report, file: &str, notes: Vec<annals_model::Note>) {
    for note in notes {
        report.refused += u64::from(REFUSALS.contains(&note.kind));
        report.problems.push(Problem {
            file: file.to_owned(),
            line: note.line,
            kind: note.kind,
            problem: note.problem,
            done: note.done,
        });
    }
}

/// Records one document, or the next part of it.
fn record(
    recorder: &mut Recorder<'_>,
    document: Document,
    part: Part,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    if part == Part::Start {
        recorder.start_document()?;
        report.documents += 1;
    }
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
    notes(report, &document.name, document.notes);
    Ok(())
}
