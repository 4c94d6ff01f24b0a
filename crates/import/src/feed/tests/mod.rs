//! Feeds, case by case: `cases/NAME.xml` or `.json` must give `NAME.expected`.
//! `ANNALS_BLESS=1` writes the expected files anew; look at the difference
//! before keeping it. [`hostile`] holds what is meant to do harm.

mod hostile;
mod shown;

use super::{Options, read};
use std::fs;
use std::path::Path;

#[test]
fn every_case_comes_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/feed/tests/cases");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    cases.retain(|c| c.extension().is_some_and(|e| e != "expected"));
    cases.sort();
    assert!(cases.len() >= 8, "the cases are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let url = "https://feeds.example.org/news/all.xml".to_owned();
        let options = Options { url: Some(url), ..Options::default() };
        let found = match read(&fs::read(&case).unwrap(), &options) {
            Ok(feed) => shown::feed(&feed),
            Err(refused) => format!("refused: {}\n", refused.reason),
        };
        let expected = case.with_extension("expected");
        if std::env::var_os("ANNALS_BLESS").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default().replace("\r\n", "\n");
        if wanted != found {
            wrong.push(format!("{}:\n--- expected\n{wanted}\n--- found\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn beginnings_are_recognised() {
    let feeds = [
        "<?xml version='1.0'?>\n<!-- a > b --><rss version='2.0'>",
        "\u{feff}<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}",
    ];
    for feed in feeds {
        assert!(super::looks_like(feed), "{feed}");
    }
    for other in ["", "<!DOCTYPE html><html>", "{\"a\": 1}", "text", "<opml>", "<!-- <rss> -->"] {
        assert!(!super::looks_like(other), "{other}");
    }
}
