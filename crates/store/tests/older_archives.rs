//! Archives that released versions wrote must open, whatever came since.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_store::Store;
use flate2::read::GzDecoder;
use std::{fs, io, path::Path};

/// The archive of each format with the number of its articles.
const ARCHIVES: &[(&str, u64)] = &[("1.db.gz", 0), ("2.db.gz", 1), ("4.db.gz", 1)];

#[test]
fn every_older_archive_opens_and_is_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archives");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), ARCHIVES.len());
    for (name, articles) in ARCHIVES {
        let packed = fs::File::open(folder.join(name)).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("annals.db");
        io::copy(&mut GzDecoder::new(packed), &mut fs::File::create(&path).unwrap()).unwrap();
        let store = Store::open(&path).unwrap();
        let reader = store.read().unwrap();
        assert_eq!(reader.verify().unwrap(), Vec::<String>::new(), "{name}");
        // Each holds seven events of September 2016 of the example.
        assert_eq!(reader.counts().unwrap().0, 7, "{name}");
        assert_eq!(reader.article_counts().unwrap().articles, *articles, "{name}");
        assert_eq!(reader.corrections().unwrap(), [], "{name}");
    }
}
