//! Reading every record back: what is missing, or is not what was kept.

use super::{
    CaptureError,
    append::{REVISIT, digest},
    captured,
};
use crate::Archive;
use annals_import::warc::{self, Limits};
use annals_store::{Reader, RecordOrder, StoredRecord};
use std::fs::File;

/// Reads every capture back, and every record that tells an answer or a request: what is
/// missing, has other bytes than were kept, or does not agree with its own digests. In
/// the order of recording, then of the files.
///
/// # Errors
/// [`CaptureError::Store`]. What is wrong with the files is told in the list.
pub fn check(archive: &Archive, reader: &Reader<'_>) -> Result<Vec<String>, CaptureError> {
    let mut wrong = Vec::new();
    reader.each_capture::<CaptureError>(|capture| {
        let place = format!("{} at byte {} of {}", capture.url, capture.offset, capture.file);
        match captured(archive, &capture) {
            Err(error) => wrong.push(format!("the capture of {place} cannot be read: {error}")),
            Ok(read) if capture.repeats.is_none() && digest(&read.body) != capture.digest => {
                wrong.push(format!("the capture of {place} has other bytes than were kept"));
            }
            Ok(read) if read.record != capture.record => {
                wrong.push(format!("the capture of {place} is another one: {}", read.record));
            }
            Ok(_) => {}
        }
        Ok(())
    })?;
    let mut open: Option<(String, File)> = None;
    reader.each_record::<CaptureError>(RecordOrder::Place, |record| {
        if open.as_ref().is_none_or(|(name, _)| *name != record.file) {
            let path = archive.dir.join("captures").join(&record.file);
            open = File::open(path).ok().map(|file| (record.file.clone(), file));
        }
        // A file that is not there was told with its captures, or is told here.
        let problems = match &mut open {
            Some((_, file)) => of_record(file, &record)?,
            None if record.capture.is_none() => vec!["its file is not there".to_owned()],
            None => Vec::new(),
        };
        let StoredRecord { url, file, offset, .. } = &record;
        for problem in problems {
            wrong.push(format!("the record of {url} at byte {offset} of {file}: {problem}"));
        }
        if record.mime == REVISIT && record.capture.is_none() && record.repeats.is_none() {
            wrong.push(format!("the record of {url} at byte {offset} of {file} repeats nothing"));
        }
        Ok(())
    })?;
    Ok(wrong)
}

/// What is wrong with a record and the request behind it.
fn of_record(file: &mut File, record: &StoredRecord) -> Result<Vec<String>, CaptureError> {
    let limits = Limits::default();
    let mut problems = Vec::new();
    let request = (record.request > 0).then_some(record.offset + record.length);
    for (at, of_request) in [(Some(record.offset), false), (request, true)] {
        let Some(at) = at else { continue };
        match warc::integrity_at(file, at, &limits) {
            Ok(Some(found)) => {
                if found.is_request != of_request || (!of_request && found.record != record.record)
                {
                    problems.push(format!("another record lies there: {}", found.record));
                }
                problems.extend(found.problems);
            }
            Ok(None) => problems.push("no record lies there".to_owned()),
            Err(error) => problems.push(format!("it cannot be read: {error}")),
        }
    }
    Ok(problems)
}
