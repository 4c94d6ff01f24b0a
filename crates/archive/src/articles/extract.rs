//! Reading pages and web archives without an archive: `annals extract`.

use super::read;
use annals_import::inputs::{self, Found, Item, ReadError, Saved, Wanted};
use annals_model::{Article, Note};
use rayon::prelude::*;
use std::path::PathBuf;

/// Pages that are read at a time, at most: enough for all cores, few enough for memory.
const BATCH: usize = 64;
/// Bytes of pages that are held at a time, at most.
const BYTES: usize = 64 << 20;

/// What to read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files, folders, web archives, or `-`.
    pub paths: Vec<PathBuf>,
    /// How they are read.
    pub reading: inputs::Options,
    /// The address of a page, where there is one page.
    pub url: Option<String>,
}

/// One thing that was read.
#[derive(Debug)]
pub struct Read {
    /// The file, or the web archive.
    pub name: String,
    /// The record in the web archive.
    pub record: Option<String>,
    /// The article; `None` for notes about an input that holds none.
    pub article: Option<Article>,
    /// What was odd about the input itself.
    pub notes: Vec<Note>,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Bytes of the inputs read.
    pub bytes: u64,
    /// Bytes of the inputs in all, where that is known.
    pub total: Option<u64>,
}

/// Reads every page, on all cores, and hands them on in the inputs' order.
pub fn run<E: From<ReadError>>(
    options: &Options,
    mut progress: impl FnMut(Progress),
    sink: &mut impl FnMut(Read) -> Result<(), E>,
) -> Result<(), E> {
    let reading = inputs::Options { wanted: Wanted::Articles, ..options.reading.clone() };
    let mut waiting: Vec<Saved> = Vec::new();
    let mut bytes = 0;
    inputs::read_all::<E>(&options.paths, &reading, &mut |item: Item| {
        progress(Progress { bytes: item.read, total: item.total });
        match item.found {
            Found::Saved(saved) => {
                bytes += saved.body.len();
                waiting.push(*saved);
            }
            Found::Document(document, _) => {
                pass_on(&mut waiting, options, sink)?;
                bytes = 0;
                if !document.notes.is_empty() {
                    let (name, notes) = (document.name, document.notes);
                    sink(Read { name, record: None, article: None, notes })?;
                }
            }
        }
        if waiting.len() >= BATCH || bytes >= BYTES {
            bytes = 0;
            pass_on(&mut waiting, options, sink)?;
        }
        Ok(())
    })?;
    pass_on(&mut waiting, options, sink)
}

fn pass_on<E>(
    waiting: &mut Vec<Saved>,
    options: &Options,
    sink: &mut impl FnMut(Read) -> Result<(), E>,
) -> Result<(), E> {
    let read: Vec<Read> =
        std::mem::take(waiting).into_par_iter().map(|saved| one(saved, options)).collect();
    read.into_iter().try_for_each(sink)
}

fn one(saved: Saved, options: &Options) -> Read {
    let is_page = read::is_page(&saved);
    let url = saved.url.as_deref().or(options.url.as_deref());
    let article = is_page.then(|| read::read(&saved, url));
    Read { name: saved.name, record: saved.record, article, notes: saved.notes }
}
