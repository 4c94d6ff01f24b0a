//! Rendered files that are kept, within a number of bytes.

use annals_archive::publish::Shown;
use axum::body::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// A file as it is sent.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The content.
    pub(crate) bytes: Bytes,
    /// Its entity tag, in quotes.
    pub(crate) etag: String,
    /// The event whose page it is, by row.
    pub(crate) event: Option<i64>,
}

/// The files by path. The least recently asked for go first.
#[derive(Debug)]
pub(crate) struct Cache {
    limit: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    files: HashMap<Arc<str>, (Arc<Kept>, u64)>,
    /// The paths in the order in which they were last asked for.
    order: BTreeMap<u64, Arc<str>>,
    turn: u64,
    hits: u64,
    misses: u64,
    bytes: usize,
    /// Number of the archive's change that the files hold for.
    change: i64,
}

/// What a file costs besides its content, roughly.
const OVERHEAD: usize = 256;

impl Kept {
    /// A file ready to be kept.
    pub(crate) fn new(bytes: Vec<u8>, event: Option<i64>) -> Kept {
        let etag = crate::answer::etag(&bytes);
        Kept { bytes: bytes.into(), etag, event }
    }

    fn size(&self, path: &str) -> usize {
        self.bytes.len() + path.len() + OVERHEAD
    }
}

impl Cache {
    /// A cache of so many bytes; of 0 it keeps nothing.
    pub(crate) fn new(limit: usize) -> Cache {
        Cache { limit, inner: Mutex::default() }
    }

    /// The file at a path, if it is kept.
    pub(crate) fn get(&self, path: &str) -> Option<Arc<Kept>> {
        let mut guard = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let inner = &mut *guard;
        inner.turn += 1;
        let turn = inner.turn;
        let Some((kept, last)) = inner.files.get_mut(path) else {
            inner.misses += 1;
            return None;
        };
        inner.hits += 1;
        let kept = kept.clone();
        if let Some(path) = inner.order.remove(&std::mem::replace(last, turn)) {
            inner.order.insert(turn, path);
        }
        Some(kept)
    }

    /// Whether a file is kept.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).files.contains_key(path)
    }

    /// How often a file was asked for that is kept, and one that is not.
    pub(crate) fn asked(&self) -> (u64, u64) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        (inner.hits, inner.misses)
    }

    /// Keeps a file that was rendered at a change of the archive. One that was
    /// rendered before the last change is not kept: it may be another now.
    pub(crate) fn put(&self, path: &str, kept: &Arc<Kept>, change: i64) {
        let size = kept.size(path);
        let mut guard = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let inner = &mut *guard;
        if size > self.limit / 8 || change < inner.change {
            return;
        }
        inner.remove(path);
        inner.turn += 1;
        let path: Arc<str> = path.into();
        inner.files.insert(path.clone(), (kept.clone(), inner.turn));
        inner.order.insert(inner.turn, path);
        inner.bytes += size;
        while inner.bytes > self.limit {
            let Some((_, oldest)) = inner.order.pop_first() else { break };
            if let Some((kept, _)) = inner.files.remove(&oldest) {
                inner.bytes -= kept.size(&oldest);
            }
        }
    }

    /// Lets go what a change of the archive made different: all lists, and the
    /// pages of the events that show it.
    pub(crate) fn forget(&self, change: i64, shown: &Shown) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.change = change;
        let gone: Vec<Arc<str>> = inner
            .files
            .iter()
            .filter(|(_, (kept, _))| kept.event.is_none_or(|row| shown.rows.contains(&row)))
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            inner.remove(&path);
        }
    }

    /// Number of files and of bytes that are kept.
    pub(crate) fn size(&self) -> (usize, usize) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        (inner.files.len(), inner.bytes)
    }
}

impl Inner {
    fn remove(&mut self, path: &str) {
        if let Some((kept, turn)) = self.files.remove(path) {
            self.order.remove(&turn);
            self.bytes -= kept.size(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(bytes: usize, event: Option<i64>) -> Arc<Kept> {
        Arc::new(Kept::new(vec![b'x'; bytes], event))
    }

    #[test]
    fn the_least_asked_for_go_first() {
        let cache = Cache::new(10_000);
        for path in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            cache.put(path, &kept(1_000 - OVERHEAD / 8, None), 0);
            assert!(cache.get("a").is_some());
        }
        cache.put("i", &kept(900, None), 0);
        assert!(cache.get("a").is_some() && cache.get("b").is_none() && cache.get("i").is_some());
        assert!(cache.size().1 <= 10_000);
        cache.put("too large", &kept(5_000, None), 0);
        assert!(cache.get("too large").is_none());
    }

    #[test]
    fn what_changed_goes_and_what_is_late_is_not_kept() {
        let cache = Cache::new(100_000);
        cache.put("one", &kept(10, Some(1)), 3);
        cache.put("two", &kept(10, Some(2)), 3);
        cache.put("list", &kept(10, None), 3);
        cache.forget(4, &Shown { rows: [1].into() });
        assert!(cache.get("one").is_none() && cache.get("list").is_none());
        assert!(cache.get("two").is_some());
        cache.put("one", &kept(10, Some(1)), 3);
        assert!(cache.get("one").is_none(), "it was rendered before the change");
        assert_eq!(cache.size().0, 1);
    }
}
