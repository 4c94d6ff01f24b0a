//! An index on disk, opened for questions.
//!
//! Any number of processes read it while one writes. What a reader has open stays
//! readable when the folder is replaced: the files are mapped.

use crate::analysis;
use crate::schema::{Fields, VERSION, schema, tokenizers};
use crate::view::View;
use crate::{Answer, Completion, Kind, Named, Question, SearchError, complete, search};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tantivy::{IndexReader, ReloadPolicy};

/// The folder with the engine's files, within the index's own.
pub(crate) const CURRENT: &str = "current";
/// The engine's list of segments, replaced by every commit.
const META: &str = "meta.json";

/// An index that is open for questions; to be shared between threads.
pub struct Index {
    dir: PathBuf,
    fields: Fields,
    engine: RwLock<Engine>,
    view: RwLock<Arc<View>>,
    /// Views that questions still had when a newer one came: no question lets go of them
    /// ([`Index::let_go`]), because that takes longer than most questions.
    retired: Mutex<Vec<Arc<View>>>,
    /// Held while a newer state is read, and the state of the list that was read last.
    reading: Mutex<Option<Stamp>>,
}

struct Engine {
    reader: IndexReader,
}

/// What tells one commit's list of segments from another's.
type Stamp = (u64, Option<std::time::SystemTime>, u64);

/// What an index says of itself when it is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Payload {
    /// The archive's change that it is in step with.
    pub(crate) change: i64,
}

impl Payload {
    pub(crate) fn write(self) -> String {
        format!("annals-search {VERSION} {}", self.change)
    }

    pub(crate) fn read(text: &str) -> Option<Payload> {
        let rest = text.strip_prefix("annals-search ")?;
        let (version, change) = rest.split_once(' ')?;
        (version.parse() == Ok(VERSION)).then_some(())?;
        Some(Payload { change: change.parse().ok()? })
    }
}

impl Index {
    /// Opens the index in a folder, after checking that every file is whole.
    ///
    /// # Errors
    /// [`SearchError::Missing`] where there is none, [`SearchError::Unusable`] where it
    /// was written by another version or is damaged: it is to be made again.
    pub fn open(dir: &Path) -> Result<Index, SearchError> {
        let current = dir.join(CURRENT);
        let stamp = stamp(&current);
        let (engine, fields, payload) = open_whole(dir, &current)?;
        let reader = reader(&engine)?;
        let view = View::new(fields, reader.searcher(), payload.change, None)
            .map_err(|e| SearchError::Unusable(dir.to_owned(), e.to_string()))?;
        Ok(Index {
            dir: dir.to_owned(),
            fields,
            engine: RwLock::new(Engine { reader }),
            view: RwLock::new(Arc::new(view)),
            retired: Mutex::default(),
            reading: Mutex::new(stamp),
        })
    }

    /// Takes up what was committed since, by this or another process; returns
    /// whether there was something. Cheap where there was nothing: one look at a
    /// file's date.
    ///
    /// # Errors
    /// The new state cannot be read; questions are answered from the old one.
    pub fn reload(&self) -> Result<bool, SearchError> {
        self.let_go();
        let current = self.dir.join(CURRENT);
        let mut read = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let now = stamp(&current);
        if now == *read || now.is_none() {
            return Ok(false);
        }
        // The folder may be another one since: it is opened anew.
        let (engine, payload) = open_engine(&self.dir, &current)?;
        let reader = reader(&engine)?;
        let before = self.view();
        let view = View::new(self.fields, reader.searcher(), payload.change, Some(&before))?;
        view.warm_as(&before);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        let engine = Engine { reader };
        let old = std::mem::replace(
            &mut *self.engine.write().unwrap_or_else(PoisonError::into_inner),
            engine,
        );
        drop(old);
        self.retired.lock().unwrap_or_else(PoisonError::into_inner).push(before);
        *read = now;
        Ok(true)
    }

    /// Lets go of older states that no question has any more; whether there are others.
    pub fn let_go(&self) -> bool {
        let mut retired = self.retired.lock().unwrap_or_else(PoisonError::into_inner);
        let gone: Vec<_> = retired.extract_if(.., |view| Arc::strong_count(view) == 1).collect();
        let left = !retired.is_empty();
        drop(retired);
        drop(gone);
        left
    }

    /// The archive's change that the index is in step with.
    pub fn change(&self) -> i64 {
        self.view().change
    }

    /// How many states of events it holds.
    pub fn documents(&self) -> u64 {
        self.view().searcher.num_docs()
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Only where files cannot be read; no text of a query is one.
    pub fn search(&self, question: &Question) -> Result<Answer, SearchError> {
        search::search(&self.view(), question)
    }

    /// What a text that is being typed can be completed to: names that events have
    /// today, those with most events first, and words; at most
    /// [`crate::MOST_COMPLETIONS`].
    pub fn complete(&self, text: &str) -> Vec<Completion> {
        complete::complete(&self.view(), text)
    }

    /// How many events have a name today; 0 for one that none has.
    pub fn events_of(&self, kind: Kind, key: &str) -> u64 {
        let view = self.view();
        let number = view.keys.number(kind, key);
        number.map_or(0, |n| u64::from(view.counts()[kind as usize][n as usize]))
    }

    /// The name with a key, where a document has it.
    pub fn name(&self, kind: Kind, key: &str) -> Option<Named> {
        let view = self.view();
        let number = view.keys.number(kind, key)?;
        view.keys.names(kind).get(number as usize).cloned()
    }

    /// Builds now what the first questions would have to wait for: the list of words
    /// and names, and the dictionary for Chinese where the index has Chinese events.
    pub fn warm(&self) {
        let view = self.view();
        view.vocabulary();
        view.names();
        view.counts();
        if view.keys.number(Kind::Lang, "zh").is_some() {
            analysis::warm();
        }
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_struct("Index")
            .field("dir", &self.dir)
            .field("segments", &engine.reader.searcher().segment_readers().len())
            .finish_non_exhaustive()
    }
}

#[cfg(unix)]
fn stamp(current: &Path) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt;
    let meta = std::fs::metadata(current.join(META)).ok()?;
    Some((meta.ino(), meta.modified().ok(), meta.len()))
}

#[cfg(not(unix))]
fn stamp(current: &Path) -> Option<Stamp> {
    let meta = std::fs::metadata(current.join(META)).ok()?;
    Some((0, meta.modified().ok(), meta.len()))
}

fn reader(engine: &tantivy::Index) -> Result<IndexReader, SearchError> {
    Ok(engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}

fn open_engine(dir: &Path, current: &Path) -> Result<(tantivy::Index, Payload), SearchError> {
    let unusable = |why: String| SearchError::Unusable(dir.to_owned(), why);
    if !current.join(META).is_file() {
        return Err(SearchError::Missing(dir.to_owned()));
    }
    let mut engine = tantivy::Index::open_in_dir(current).map_err(|e| unusable(e.to_string()))?;
    if engine.schema() != schema().0 {
        return Err(unusable("it was written by another version of annals".into()));
    }
    let metas = engine.load_metas().map_err(|e| unusable(e.to_string()))?;
    let payload = metas
        .payload
        .as_deref()
        .and_then(Payload::read)
        .ok_or_else(|| unusable("it was written by another version of annals".into()))?;
    engine.set_tokenizers(tokenizers());
    Ok((engine, payload))
}

/// Opens the engine after comparing each file with its check sum (CRC-32).
pub(crate) fn open_whole(
    dir: &Path,
    current: &Path,
) -> Result<(tantivy::Index, Fields, Payload), SearchError> {
    let unusable = |why: String| SearchError::Unusable(dir.to_owned(), why);
    let (engine, payload) = open_engine(dir, current)?;
    // The engine expects of each file at least the frame of its check sum.
    if has_stump(current).map_err(|e| unusable(e.to_string()))? {
        return Err(unusable("its files are damaged".into()));
    }
    let damaged = engine.validate_checksum().map_err(|e| unusable(e.to_string()))?;
    if !damaged.is_empty() {
        return Err(unusable("its files are damaged".into()));
    }
    // Missing files show only when they are opened.
    reader(&engine).map_err(|e| unusable(e.to_string()))?;
    Ok((engine, schema().1, payload))
}

/// Length of what closes each of the engine's files.
const FRAME: u64 = 8;

/// Whether one of the engine's data files is too short to be one.
fn has_stump(current: &Path) -> std::io::Result<bool> {
    for entry in std::fs::read_dir(current)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_data = name != META && !name.to_string_lossy().starts_with('.');
        if is_data && entry.metadata()?.len() < FRAME {
            return Ok(true);
        }
    }
    Ok(false)
}
