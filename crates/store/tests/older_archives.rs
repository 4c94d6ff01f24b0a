//! Archives that released versions wrote must open, whatever came since.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_store::Store;
use flate2::read::GzDecoder;
use std::{fs, io, path::Path};

#[test]
fn every_older_archive_opens_and_is_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archives");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let packed = fs::File::open(entry.unwrap().path()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("annals.db");
        io::copy(&mut GzDecoder::new(packed), &mut fs::File::create(&path).unwrap()).unwrap();
        let store = Store::open(&path).unwrap();
        let reader = store.read().unwrap();
        assert_eq!(reader.verify().unwrap(), Vec::<String>::new());
        // Each holds the week of 12 September 2016 of the example.
        assert_eq!(reader.counts().unwrap().0, 7);
        assert_eq!(reader.article_counts().unwrap().articles, 0);
        seen += 1;
    }
    assert!(seen > 0);
}
