//! Reading pages and web archives without an archive: `annals extract`.

use super::read;
use annals_extract::dates::Habits;
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
    let mut habits = Habits::default();
    inputs::read_all::<E>(&options.paths, &reading, &mut |item: Item| {
        progress(Progress { bytes: item.read, total: item.total });
        match item.found {
            Found::Saved(saved) => {
                bytes += saved.body.len();
                waiting.push(*saved);
            }
            Found::Document(document, _) => {
                pass_on(&mut waiting, options, &mut habits, sink)?;
                bytes = 0;
                if !document.notes.is_empty() {
                    let (name, notes) = (document.name, document.notes);
                    sink(Read { name, record: None, article: None, notes })?;
                }
            }
        }
        if waiting.len() >= BATCH || bytes >= BYTES {
            bytes = 0;
            pass_on(&mut waiting, options, &mut habits, sink)?;
        }
        Ok(())
    })?;
    pass_on(&mut waiting, options, &mut habits, sink)
}

fn pass_on<E>(
    waiting: &mut Vec<Saved>,
    options: &Options,
    habits: &mut Habits,
    sink: &mut impl FnMut(Read) -> Result<(), E>,
) -> Result<(), E> {
    let saved = std::mem::take(waiting);
    let address = |saved: &Saved| saved.url.clone().or_else(|| options.url.clone());
    let articles: Vec<Option<Article>> = saved
        .par_iter()
        .map(|s| read::is_page(s).then(|| read::read(s, address(s).as_deref())))
        .collect();
    articles.iter().flatten().for_each(|a| habits.learn(a));
    let articles: Vec<Option<Article>> = saved
        .par_iter()
        .zip(articles)
        .map(|(s, article)| {
            let article = article?;
            let again = read::read_again(s, address(s).as_deref(), &article, habits);
            Some(again.unwrap_or(article))
        })
        .collect();
    saved
        .into_iter()
        .zip(articles)
        .map(|(s, article)| Read { name: s.name, record: s.record, article, notes: s.notes })
        .try_for_each(sink)
}
