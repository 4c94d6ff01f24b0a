//! The real web archives of the gold data: read to the end, every record.
//!
//! Skipped where the data is not at hand. The counts were taken with `warcio` 1.8.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_import::warc::{self, Capture, Content, Limits};
use std::{convert::Infallible, fs::File, io::BufReader, path::PathBuf};

/// File, records, captures, revisits, bytes of the bodies without those of revisits.
const FILES: [(&str, u64, u64, u64, u64); 6] = [
    ("example.docs.warc.gz", 21, 9, 0, 265_543),
    ("example.pdf.warc.gz", 76, 37, 2, 4_116_974),
    ("example.txt.warc.gz", 6, 2, 0, 379),
    ("example.warc.gz", 822, 261, 0, 7_612_558),
    ("issue-493.warc", 32, 15, 5, 32_474),
    ("issue-514.warc", 8, 2, 0, 40_938),
];

fn folder() -> Option<PathBuf> {
    let gold = std::env::var_os("ANNALS_GOLD").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let folder = gold.unwrap_or(beside).join("warc/aut");
    folder.is_dir().then_some(folder)
}

#[test]
fn every_record_is_read() {
    let Some(folder) = folder() else {
        println!("skipped: no gold data (set ANNALS_GOLD)");
        return;
    };
    for (name, records, captures, revisits, bytes) in FILES {
        let file = BufReader::new(File::open(folder.join(name)).unwrap());
        let mut seen = 0;
        let mut sink = |capture: Capture| {
            if capture.revisit_of.is_none() {
                seen += capture.body.len() as u64;
            }
            assert!(matches!(
                capture.content,
                Content::AsSent | Content::Decoded | Content::Earlier | Content::Missing
            ));
            assert!(capture.captured_at.is_some() && capture.status.is_some(), "{capture:?}");
            for note in &capture.notes {
                let known = ["not-chunked", "revisit-of-unknown"].contains(&note.kind);
                assert!(known, "{name}: {} {note:?}", capture.record);
            }
            Ok::<(), Infallible>(())
        };
        let summary = warc::read(file, &Limits::default(), &mut sink).unwrap();
        assert_eq!(summary.notes, [], "{name}");
        let counts = (summary.records(), summary.captures, summary.revisit);
        assert_eq!(counts, (records, captures, revisits), "{name}");
        assert_eq!(seen, bytes, "{name}");
    }
}
