//! The floor of publishing: writing the same bytes to the same new files.

use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

/// Bytes that are held in memory at once; reading them is not timed.
const HELD: u64 = 256 << 20;

/// Copies the tree `from` to the new folder `to` with two threads, as publishing
/// has them, and returns the seconds that writing alone took.
pub(super) fn write(from: &Path, to: &Path) -> anyhow::Result<f64> {
    let mut files = Vec::new();
    let mut open = vec![from.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut seconds = 0.0;
    let mut at = 0;
    while at < files.len() {
        let mut held: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        let mut bytes = 0;
        while at < files.len() && bytes < HELD {
            let content = fs::read(&files[at])?;
            bytes += content.len() as u64;
            held.push((to.join(files[at].strip_prefix(from)?), content));
            at += 1;
        }
        let start = Instant::now();
        let (left, right) = held.split_at(held.len() / 2);
        thread::scope(|scope| {
            let other = scope.spawn(|| put(right));
            put(left)?;
            other.join().map_err(|_| anyhow::anyhow!("a writing thread panicked"))?
        })?;
        seconds += start.elapsed().as_secs_f64();
    }
    Ok(seconds)
}

fn put(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    let mut made: Option<&Path> = None;
    for (path, bytes) in files {
        let dir = path.parent().context("a file without a folder")?;
        if made != Some(dir) {
            fs::create_dir_all(dir)?;
            made = Some(dir);
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}
