//! WACZ: a zip file with WARC files under `archive/`.
//!
//! Source: Webrecorder's WACZ 1.1. The indexes and the list of pages beside the
//! archives say nothing that the records do not.

use super::{
    capture::Capture,
    notes::note,
    read::{Error, Limits, Reading, Summary},
    stream::is_damage,
};
use std::io::{Read, Seek};
use zip::{ZipArchive, result::ZipError};

/// Endings of the archives in a WACZ.
const ARCHIVES: [&str; 5] = [".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz"];

/// Reads the archives in a WACZ, one after the other as if they were one file.
///
/// # Errors
/// An error of the file or of the sink. A damaged zip file gives notes.
pub fn read_wacz<E>(
    file: impl Read + Seek,
    limits: &Limits,
    sink: &mut dyn FnMut(Capture) -> Result<(), E>,
) -> Result<Summary, Error<E>> {
    let mut reading = Reading::new(limits);
    let mut zip = match ZipArchive::new(file) {
        Ok(zip) => zip,
        Err(ZipError::Io(error)) if !is_damage(&error) => return Err(Error::Read(error)),
        Err(error) => {
            let problem = format!("the zip file is damaged: {error}");
            reading.notes.push(note("zip-damaged", problem, "read nothing of it"));
            return Ok(reading.end());
        }
    };
    let mut archives = 0;
    for index in 0..zip.len() {
        let entry = match zip.by_index(index) {
            Ok(entry) => entry,
            Err(ZipError::Io(error)) if !is_damage(&error) => return Err(Error::Read(error)),
            Err(error) => {
                let problem = format!("entry {} of the zip file is damaged: {error}", index + 1);
                reading.notes.push(note("zip-entry-damaged", problem, "passed over it"));
                continue;
            }
        };
        let name = entry.name().map(|name| name.into_owned()).unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        if !lower.starts_with("archive/") || !ARCHIVES.iter().any(|end| lower.ends_with(end)) {
            if lower.ends_with(".wacz") {
                let problem = format!("`{}` is a WACZ within a WACZ", crate::quote(&name));
                reading.notes.push(note("wacz-in-wacz", problem, "passed over it"));
            }
            continue;
        }
        archives += 1;
        // The zip's own packing counts as well as that of the archive in it.
        let bound = entry.compressed_size().saturating_mul(limits.ratio).max(limits.ratio_from);
        reading.file(entry.take(bound), &name, sink)?;
    }
    if archives == 0 {
        let problem = "the zip file holds no web archive under `archive/`";
        reading.notes.push(note("wacz-without-archive", problem, "read nothing of it"));
    }
    Ok(reading.end())
}
