//! One record from its place in a file.

use super::{
    capture::Capture,
    digest::{self, Match},
    notes::Notes,
    pages,
    read::Limits,
    record::{Kind, Records},
    remembered::Remembered,
};
use std::io::{self, Read, Seek, SeekFrom};

/// Reads the record at an offset that [`super::Writer`] or an index told.
///
/// `None` if no capture begins there. The body of a revisit is missing: what it
/// repeats lies elsewhere, and `revisit_of` says where. Without a
/// `WARC-Record-ID` the capture is called after this offset.
///
/// # Errors
/// An error of the file.
pub fn read_at(
    file: &mut (impl Read + Seek),
    offset: u64,
    limits: &Limits,
) -> io::Result<Option<Capture>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut records = Records::new(file, limits)?;
    let mut elsewhere = Notes::new(1);
    let Some(record) = records.next(&mut elsewhere)? else { return Ok(None) };
    if record.place.offset() != 0 || !elsewhere.into_list().is_empty() {
        return Ok(None);
    }
    let capture = pages::capture(record, limits, &mut Remembered::new(0)).ok();
    Ok(capture.map(|mut capture| {
        if capture.record == "offset 0" {
            capture.record = format!("offset {offset}");
        }
        capture
    }))
}

/// What a record at a place is, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integrity {
    /// `WARC-Record-ID` without its brackets.
    pub record: String,
    /// Whether it is the request behind a response.
    pub is_request: bool,
    /// What is wrong, for people; empty where its packing, its length and its digests
    /// agree.
    pub problems: Vec<String>,
}

/// Reads the record at an offset, whatever it is, and compares it with what it says of
/// itself. `None` if no record begins there.
///
/// # Errors
/// An error of the file.
pub fn integrity_at(
    file: &mut (impl Read + Seek),
    offset: u64,
    limits: &Limits,
) -> io::Result<Option<Integrity>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut records = Records::new(file, limits)?;
    let mut elsewhere = Notes::new(1);
    let Some(record) = records.next(&mut elsewhere)? else { return Ok(None) };
    let elsewhere = elsewhere.into_list();
    if record.place.offset() != 0 {
        return Ok(None);
    }
    let name = record.name();
    let mut problems: Vec<String> = elsewhere.into_iter().map(|note| note.problem).collect();
    problems.extend(record.notes.iter().map(|note| note.problem.clone()));
    problems.extend(record.short.map(|short| pages::short_note(&record, short).problem));
    match record.fields.get("WARC-Block-Digest") {
        None => problems.push(format!("{name} states no digest")),
        Some(stated) if digest::check(stated, &record.block) == Match::Different => {
            problems.push(format!("{name} has not the digest that it states"));
        }
        Some(_) => {}
    }
    let is_request =
        record.fields.get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("request"));
    let payload = matches!(record.kind, Kind::Response | Kind::Resource);
    if payload && let Ok(capture) = pages::capture(record, limits, &mut Remembered::new(0)) {
        let wrong = capture.notes.iter().filter(|note| note.kind == "wrong-digest");
        problems.extend(wrong.map(|note| note.problem.clone()));
    }
    problems.dedup();
    Ok(Some(Integrity { record: name, is_request, problems }))
}
