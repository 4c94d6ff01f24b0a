//! Web archives in a zip file.

use super::*;
use crate::warc::{Shape, read_wacz, shape};
use std::io::Cursor;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fn wacz(entries: &[(&str, &[u8], CompressionMethod)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, method) in entries {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(*method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn all_of(file: &[u8]) -> (Vec<Capture>, Summary) {
    let mut captures = Vec::new();
    let summary = read_wacz(Cursor::new(file), &Limits::default(), &mut |capture| {
        captures.push(capture);
        Ok::<(), Infallible>(())
    });
    (captures, summary.unwrap())
}

#[test]
fn every_archive_in_it_is_read() {
    let (stored, packed) = (CompressionMethod::Stored, CompressionMethod::Deflated);
    let revisit = "WARC-Type: revisit
        WARC-Date: 2016-09-27T10:15:00Z
        WARC-Target-URI: http://example.org/a
        WARC-Refers-To: <urn:example:a>";
    let file = wacz(&[
        ("pages/pages.jsonl", b"{}\n", packed),
        ("archive/one.warc.gz", &gzip(&page("a", "<p>One.")), stored),
        ("archive/two.warc", &[page("b", "<p>Two."), record(revisit, b"")].concat(), packed),
        ("indexes/one.warc.gz", &gzip(&page("c", "<p>Not this.")), stored),
        ("datapackage.json", b"{}", packed),
    ]);
    assert_eq!(shape(&file), Some(Shape::Wacz));
    let (captures, summary) = all_of(&file);
    // A revisit may repeat what another archive of the same file holds.
    assert_eq!(bodies(&captures), ["<p>One.", "<p>Two.", "<p>One."]);
    assert_eq!(
        captures[2].record,
        format!("archive/two.warc offset {}", page("b", "<p>Two.").len())
    );
    assert_eq!((summary.response, summary.revisit, summary.notes), (2, 1, vec![]));
    let (captures, summary) = all(&file);
    assert_eq!((captures, summary_kinds(&summary)), (vec![], vec!["zip-in-a-stream"]));
}

#[test]
fn damaged_files_give_notes() {
    let stored = CompressionMethod::Stored;
    let file = wacz(&[("archive/one.warc.gz", &gzip(&page("a", "<p>One.")), stored)]);
    for cut in 0..file.len() {
        let (captures, summary) = all_of(&file[..cut]);
        assert_eq!((captures.len(), summary_kinds(&summary)), (0, vec!["zip-damaged"]), "{cut}");
    }
    for at in 0..file.len() {
        let mut damaged = file.clone();
        damaged[at] ^= 0xFF;
        all_of(&damaged);
    }
    let other = wacz(&[("a.txt", b"x", stored), ("archive/b.wacz", b"x", stored)]);
    let (_, summary) = all_of(&other);
    assert_eq!(summary_kinds(&summary), ["wacz-in-wacz", "wacz-without-archive"]);
}
