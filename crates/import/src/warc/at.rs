//! One record from its place in a file.

use super::{
    capture::Capture, notes::Notes, pages, read::Limits, record::Records, remembered::Remembered,
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
