//! The published site: complete, the same whichever way it came about, and one
//! record in every format.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use annals_publish::{json, markdown, xml};
use run::{differences, example, init, out, run, tree};
use std::fs;
use tempfile::tempdir;

#[test]
fn publishing_again_writes_nothing() {
    let dir = tempdir().unwrap();
    init(dir.path());
    run(dir.path(), &["import", example().to_str().unwrap()]);
    let site = dir.path().join("site");
    run(dir.path(), &["publish", site.to_str().unwrap()]);
    let again = out(dir.path(), &["publish", site.to_str().unwrap(), "--json"]);
    let again: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!((again["written"].as_u64(), again["removed"].as_u64()), (Some(0), Some(0)));
}

#[test]
fn a_site_grown_day_by_day_is_the_site_made_at_once() {
    let grown = tempdir().unwrap();
    init(grown.path());
    let site = grown.path().join("site");
    let mut pages: Vec<_> = fs::read_dir(example()).unwrap().map(|e| e.unwrap().path()).collect();
    pages.retain(|p| p.extension().is_some_and(|e| e == "wiki"));
    // By day, the states of a day in their order: as they became known.
    pages.sort_by_key(|p| {
        let stem = p.file_stem().unwrap().to_str().unwrap().to_owned();
        stem.split_once('@').map_or((stem.clone(), String::new()), |(d, t)| (d.into(), t.into()))
    });
    for batch in pages.chunks(9) {
        let mut args = vec!["import"];
        args.extend(batch.iter().map(|p| p.to_str().unwrap()));
        run(grown.path(), &args);
        run(grown.path(), &["publish", site.to_str().unwrap(), "--base-url", "https://a.example"]);
    }
    let whole = grown.path().join("whole");
    run(grown.path(), &["publish", whole.to_str().unwrap(), "--base-url", "https://a.example"]);
    assert_eq!(differences(&tree(&site), &tree(&whole)), Vec::<String>::new());
}

#[test]
fn every_format_reads_back_to_the_same_record() {
    let dir = tempdir().unwrap();
    init(dir.path());
    run(dir.path(), &["import", example().to_str().unwrap()]);
    let site = dir.path().join("site");
    run(dir.path(), &["publish", site.to_str().unwrap()]);
    let mut events = 0;
    for (name, bytes) in tree(&site) {
        let Some(stem) = name.strip_suffix(".json").filter(|s| s.starts_with("news/")) else {
            continue;
        };
        if stem.ends_with("/index") {
            continue;
        }
        let record = json::read_event(&bytes).unwrap();
        let read = |suffix: &str| fs::read(site.join(format!("{stem}.{suffix}"))).unwrap();
        assert_eq!(xml::read_event(&read("xml")).unwrap(), record, "{name}");
        assert_eq!(markdown::read_event(&read("md")).unwrap(), record, "{name}");
        let html = String::from_utf8(read("html")).unwrap();
        assert!(html.contains(&record.id), "{name}");
        events += 1;
    }
    assert!(events > 100, "{events} events");
}

#[test]
fn what_was_known_then_is_published_as_it_was() {
    let dir = tempdir().unwrap();
    init(dir.path());
    run(dir.path(), &["import", example().to_str().unwrap()]);
    let site = dir.path().join("then");
    run(dir.path(), &["publish", site.to_str().unwrap(), "--as-of", "2016-09-19"]);
    let files = tree(&site);
    assert!(files.contains_key("news/2016/09/19/index.html"));
    assert!(!files.contains_key("news/2016/09/20/index.html"));
    let day = String::from_utf8(files["news/2016/09/19/index.md"].clone()).unwrap();
    assert!(day.contains("12 people") && !day.contains("20 people"), "{day}");
}
