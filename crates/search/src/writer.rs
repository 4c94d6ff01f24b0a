//! Writing an index: by one process at a time, in commits that become visible whole.

use crate::columns::{BETWEEN, STILL, day_number, id_number};
use crate::index::{CURRENT, Payload, open_whole};
use crate::schema::{Fields, schema, tokenizers};
use crate::{Document, Named, SearchError};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use tantivy::indexer::LogMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, Term};

/// The engine's buffer in bytes; beyond it a segment is written.
const BUFFER: usize = 20_000_000;
/// Deleted documents that a segment may have before it is written anew.
const DELETED: f32 = 0.3;

const LOCK: &str = "lock";
/// A folder that is being made, and one that was replaced; left behind only by a
/// process that was killed, and cleared by the next.
const MAKING: &str = "making";
const REPLACED: &str = "replaced";

/// An index that is open for writing.
pub struct Writer {
    dir: PathBuf,
    fields: Fields,
    engine: tantivy::Index,
    writer: IndexWriter,
    place: Place,
    /// Released by the system when the process ends, however it ends.
    _lock: File,
}

/// Where a writer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Into the index that is there.
    Current,
    /// Into a new folder that takes its place in the end.
    Making,
}

impl Writer {
    /// Opens the index in a folder to bring it up to date.
    ///
    /// # Errors
    /// As [`crate::Index::open`]; [`SearchError::Busy`] where another process writes.
    pub fn open(dir: &Path) -> Result<Writer, SearchError> {
        let lock = lock(dir)?;
        let (engine, fields, _) = open_whole(dir, &dir.join(CURRENT))?;
        Writer::new(dir, engine, fields, Place::Current, lock)
    }

    /// Starts a new index, which takes the place of the one in the folder when it is
    /// finished; until then questions are answered from that one.
    ///
    /// # Errors
    /// The folder cannot be written, or another process writes.
    pub fn create(dir: &Path) -> Result<Writer, SearchError> {
        let lock = lock(dir)?;
        for left in [MAKING, REPLACED] {
            remove(&dir.join(left))?;
        }
        let making = dir.join(MAKING);
        fs::create_dir_all(&making).map_err(|e| SearchError::Folder(making.clone(), e))?;
        let (schema, fields) = schema();
        let mut engine = tantivy::Index::create_in_dir(&making, schema)?;
        engine.set_tokenizers(tokenizers());
        Writer::new(dir, engine, fields, Place::Making, lock)
    }

    fn new(
        dir: &Path,
        engine: tantivy::Index,
        fields: Fields,
        place: Place,
        lock: File,
    ) -> Result<Writer, SearchError> {
        let writer: IndexWriter = engine.writer_with_num_threads(1, BUFFER)?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(DELETED);
        writer.set_merge_policy(Box::new(merging));
        Ok(Writer { dir: dir.to_owned(), fields, engine, writer, place, _lock: lock })
    }

    /// The archive's change that the index was in step with; `None` for a new one.
    pub fn change(&self) -> Option<i64> {
        let metas = self.engine.load_metas().ok()?;
        Some(Payload::read(metas.payload.as_deref()?)?.change)
    }

    /// Removes the documents of an event, by its row.
    pub fn remove(&self, row: i64) {
        self.writer.delete_term(Term::from_field_i64(self.fields.row, row));
    }

    /// Adds a document.
    pub fn add(&self, document: &Document) -> Result<(), SearchError> {
        self.writer.add_document(self.engine_document(document))?;
        Ok(())
    }

    /// Makes the changes visible together, as in step with a change of the archive.
    ///
    /// A process that is killed before this leaves the index as it was.
    pub fn finish(mut self, change: i64) -> Result<(), SearchError> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&Payload { change }.write());
        commit.commit()?;
        if self.place == Place::Making {
            let segments = self.engine.searchable_segment_ids()?;
            if segments.len() > 1 {
                self.writer.merge(&segments).wait()?;
            }
        }
        self.writer.wait_merging_threads()?;
        if self.place == Place::Making {
            take_place(&self.dir)?;
        }
        Ok(())
    }

    fn engine_document(&self, document: &Document) -> TantivyDocument {
        let f = &self.fields;
        let mut out = TantivyDocument::new();
        out.add_u64(f.id, id_number(document.id));
        out.add_i64(f.row, document.row);
        out.add_i64(f.from, document.from.as_microsecond());
        out.add_i64(f.until, document.until.map_or(STILL, |t| t.as_microsecond()));
        out.add_i64(f.day, i64::from(day_number(document.day)));
        out.add_u64(f.sources, u64::from(document.sources));
        let lang = document.lang.split(['-', '_']).next().unwrap_or_default();
        out.add_text(f.lang, lang.to_ascii_lowercase());
        out.add_text(f.statement, &document.statement);
        out.add_text(f.words, &document.statement);
        if !document.summary.is_empty() {
            out.add_text(f.summary, &document.summary);
            out.add_text(f.words, &document.summary);
        }
        for (names, text) in [(&document.stories, f.stories), (&document.entities, f.entities)] {
            for name in names {
                out.add_text(text, &name.title);
                out.add_text(f.words, &name.title);
            }
        }
        for name in &document.publishers {
            out.add_text(f.publishers, &name.title);
        }
        for host in &document.hosts {
            out.add_text(f.publishers, host);
        }
        if let Some(category) = &document.category {
            out.add_text(f.category, &category.title);
        }
        let category = document.category.as_slice();
        let counted =
            [&document.stories[..], &document.entities[..], category, &document.publishers[..]];
        for (field, names) in f.names.iter().zip(counted) {
            for Named { key, title } in names {
                out.add_text(*field, format!("{key}{BETWEEN}{title}"));
            }
        }
        out
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("dir", &self.dir)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

fn lock(dir: &Path) -> Result<File, SearchError> {
    fs::create_dir_all(dir).map_err(|e| SearchError::Folder(dir.to_owned(), e))?;
    let path = dir.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|e| SearchError::Folder(path.clone(), e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(SearchError::Busy(dir.to_owned())),
        Err(TryLockError::Error(e)) => Err(SearchError::Folder(path, e)),
    }
}

/// Puts the finished folder in the place of the old one. A process that is killed
/// between the two steps leaves none, and the next one makes it again.
fn take_place(dir: &Path) -> Result<(), SearchError> {
    let (current, making, replaced) = (dir.join(CURRENT), dir.join(MAKING), dir.join(REPLACED));
    if current.exists() {
        fs::rename(&current, &replaced).map_err(|e| SearchError::Folder(current.clone(), e))?;
    }
    fs::rename(&making, &current).map_err(|e| SearchError::Folder(current, e))?;
    remove(&replaced)
}

/// Removes a folder, or a file that stands in its place.
fn remove(path: &Path) -> Result<(), SearchError> {
    let removed = match fs::symlink_metadata(path) {
        Err(_) => return Ok(()),
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    };
    removed.map_err(|e| SearchError::Folder(path.to_owned(), e))
}
