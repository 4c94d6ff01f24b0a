//! Rendered files that are kept, within a number of bytes. They are kept packed
//! (zstd, RFC 8878): three times as many, and most browsers take them as they are.

use annals_archive::publish::Shown;
use axum::body::Bytes;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use zstd::bulk::{Compressor, Decompressor};

/// A file as it is kept.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The content, packed or as it is.
    bytes: Bytes,
    /// Length of the content, where it is packed.
    unpacked: Option<usize>,
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
    files: HashMap<Arc<str>, Place>,
    /// The paths in the order in which they were last asked for.
    order: BTreeMap<u64, Arc<str>>,
    /// The paths of each event's pages, and those of everything else: what a change
    /// lets go is found without looking at all that is kept.
    events: HashMap<i64, Vec<Arc<str>>>,
    lists: HashSet<Arc<str>>,
    turn: u64,
    hits: u64,
    misses: u64,
    bytes: usize,
    /// Number of the archive's change that the files hold for.
    change: i64,
}

/// A file in its place.
#[derive(Debug)]
struct Place {
    kept: Arc<Kept>,
    /// When it was last asked for.
    turn: u64,
    /// Number of the archive's change up to which it is known to hold.
    change: i64,
}

/// What a file costs besides its content, roughly.
const OVERHEAD: usize = 288;

/// How much is let go at a time: whoever asks for a page waits for no more than that.
const STEP: usize = 128;

/// How hard files are packed: a page of 11 KB in some 60 µs to a third.
const LEVEL: i32 = 3;

/// Shorter content is not worth packing, nor is what does not get shorter by a tenth.
const WORTH: usize = 512;

thread_local! {
    /// Working memory of packing and unpacking: making it takes longer than a page.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

impl Kept {
    /// A file ready to be kept.
    pub(crate) fn new(bytes: Vec<u8>, event: Option<i64>) -> Kept {
        let etag = crate::answer::etag(&bytes);
        let unpacked = bytes.len();
        match pack(&bytes).filter(|packed| packed.len() < unpacked - unpacked / 10) {
            Some(packed) => Kept { bytes: packed.into(), unpacked: Some(unpacked), etag, event },
            None => Kept { bytes: bytes.into(), unpacked: None, etag, event },
        }
    }

    /// The content in zstd, where it is kept so.
    pub(crate) fn packed(&self) -> Option<Bytes> {
        self.unpacked.map(|_| self.bytes.clone())
    }

    /// The content; `None` where memory is damaged.
    pub(crate) fn content(&self) -> Option<Bytes> {
        let Some(length) = self.unpacked else { return Some(self.bytes.clone()) };
        UNPACKER.with_borrow_mut(|unpacker| {
            if unpacker.is_none() {
                *unpacker = Decompressor::new().ok();
            }
            unpacker.as_mut()?.decompress(&self.bytes, length).ok().map(Bytes::from)
        })
    }

    fn size(&self, path: &str) -> usize {
        self.bytes.len() + path.len() + OVERHEAD
    }
}

fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() < WORTH {
        return None;
    }
    PACKER.with_borrow_mut(|packer| {
        if packer.is_none() {
            *packer = Compressor::new(LEVEL).ok();
        }
        let mut packed = packer.as_mut()?.compress(bytes).ok()?;
        // It had room for the worst case.
        packed.shrink_to_fit();
        Some(packed)
    })
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
        let Some(place) = inner.files.get_mut(path) else {
            inner.misses += 1;
            return None;
        };
        inner.hits += 1;
        let kept = place.kept.clone();
        if let Some(path) = inner.order.remove(&std::mem::replace(&mut place.turn, turn)) {
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
        let place = Place { kept: kept.clone(), turn: inner.turn, change };
        inner.files.insert(path.clone(), place);
        inner.order.insert(inner.turn, path.clone());
        match kept.event {
            Some(row) => inner.events.entry(row).or_default().push(path),
            None => drop(inner.lists.insert(path)),
        }
        inner.bytes += size;
        while inner.bytes > self.limit {
            let Some(oldest) = inner.order.values().next().cloned() else { break };
            inner.remove(&oldest);
        }
    }

    /// Lets go what a change of the archive made different: all lists, and the
    /// pages of the events that show it. It is done in steps, between which others
    /// are served; nothing that is late is kept from the first step on.
    pub(crate) fn forget(&self, change: i64, shown: &Shown) {
        let lists = {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            inner.change = change;
            inner.lists.iter().cloned().collect::<Vec<_>>()
        };
        for some in lists.chunks(STEP) {
            self.forget_some(change, |_| some.to_vec());
        }
        let rows: Vec<i64> = shown.rows.iter().copied().collect();
        for some in rows.chunks(STEP) {
            self.forget_some(change, |inner| {
                some.iter().filter_map(|row| inner.events.get(row)).flatten().cloned().collect()
            });
        }
    }

    fn forget_some(&self, change: i64, which: impl FnOnce(&Inner) -> Vec<Arc<str>>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut gone = Vec::new();
        for path in which(&inner) {
            // One that was rendered since is as it is now.
            if inner.files.get(&path).is_some_and(|place| place.change < change) {
                gone.extend(inner.remove(&path));
            }
        }
        drop(inner);
        // Their memory is given back when nobody waits for it.
        drop(gone);
    }

    /// Number of files and of bytes that are kept.
    pub(crate) fn size(&self) -> (usize, usize) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        (inner.files.len(), inner.bytes)
    }
}

impl Inner {
    fn remove(&mut self, path: &str) -> Option<Arc<Kept>> {
        let Place { kept, turn, .. } = self.files.remove(path)?;
        self.order.remove(&turn);
        self.bytes -= kept.size(path);
        match kept.event {
            Some(row) => {
                if let Some(paths) = self.events.get_mut(&row) {
                    paths.retain(|p| **p != *path);
                    if paths.is_empty() {
                        self.events.remove(&row);
                    }
                }
            }
            None => drop(self.lists.remove(path)),
        }
        Some(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(bytes: usize, event: Option<i64>) -> Arc<Kept> {
        // Noise does not pack.
        let mut state = 1_u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        Arc::new(Kept::new(noise.take(bytes).collect(), event))
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let text = "A statement that is told again. ".repeat(400).into_bytes();
        let kept = Kept::new(text.clone(), None);
        assert!(kept.packed().unwrap().len() < text.len() / 10);
        assert_eq!(kept.content().unwrap(), text);
        assert_eq!(zstd::decode_all(&kept.packed().unwrap()[..]).unwrap(), text);
        let short = Kept::new(b"short".to_vec(), None);
        assert!(short.packed().is_none());
        assert_eq!(short.content().unwrap(), "short");
    }

    #[test]
    fn the_least_asked_for_go_first() {
        let cache = Cache::new(10_000);
        for path in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            cache.put(path, &kept(1_239 - OVERHEAD, None), 0);
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
        cache.put("one", &kept(10, Some(1)), 4);
        cache.put("list", &kept(10, None), 4);
        cache.forget(4, &Shown { rows: [1, 2].into() });
        assert!(cache.get("one").is_some(), "it was rendered after the change");
        assert!(cache.get("list").is_some() && cache.get("two").is_none());
    }

    #[test]
    fn what_is_found_by_its_event_is_what_is_kept() {
        let cache = Cache::new(60_000);
        let path = |turn: usize| format!("page {}", turn % 90);
        for turn in 0..2_000_usize {
            let event = (turn % 90 % 4 > 0).then_some((turn % 90 % 30) as i64);
            cache.put(&path(turn), &kept(700, event), turn as i64);
            if turn % 100 == 99 {
                let rows = (0..30).filter(|row| (row + turn as i64) % 3 == 0).collect();
                cache.forget(turn as i64 + 1, &Shown { rows });
            }
            let inner = cache.inner.lock().unwrap();
            let by_event: usize = inner.events.values().map(Vec::len).sum();
            assert_eq!(by_event + inner.lists.len(), inner.files.len());
            assert_eq!(inner.order.len(), inner.files.len());
            assert!(inner.events.iter().all(|(row, paths)| !paths.is_empty()
                && paths.iter().all(|p| inner.files[p].kept.event == Some(*row))));
            let bytes: usize = inner.files.iter().map(|(p, f)| f.kept.size(p)).sum();
            assert_eq!(bytes, inner.bytes);
        }
    }
}
