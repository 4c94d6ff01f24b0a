//! Real data, where it is there: the five day pages, and The Context's pages.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{gold, init, json, out, run, tree};
use std::fs;
use tempfile::tempdir;

#[test]
fn the_day_pages_come_out_complete() {
    let Some(pages) = gold("wcep-wikitext") else { return };
    let dir = tempdir().unwrap();
    init(dir.path());
    run(dir.path(), &["import", pages.to_str().unwrap()]);
    let export = out(dir.path(), &["export"]);
    let events: Vec<serde_json::Value> =
        export.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let on = |day: &str| events.iter().filter(|e| e["date"] == day).count();
    assert_eq!(on("2016-10-05"), 16);
    for event in &events {
        let text = event["text"].as_str().unwrap();
        for mark in ["[[", "]]", "{{", "}}", "''", "http", "<", "  ", "\u{200b}"] {
            assert!(!text.contains(mark), "{mark}: {text}");
        }
    }
    // Every address of the pages is some event's source.
    for entry in fs::read_dir(&pages).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for address in text.split('[').filter(|s| s.starts_with("http")) {
            let address = address.split([' ', ']']).next().unwrap();
            let quoted = serde_json::to_string(address).unwrap();
            assert!(export.contains(&quoted), "{address}");
        }
    }
}

#[test]
fn the_contexts_addresses_lead_to_pages() {
    let (Some(pages), Some(seeds)) = (gold("context-en"), gold("seeds")) else { return };
    let dir = tempdir().unwrap();
    init(dir.path());
    let seed = seeds.join("000_20f6e3a693a7d1de.txt");
    run(dir.path(), &["import", pages.to_str().unwrap(), seed.to_str().unwrap()]);
    let site = dir.path().join("site");
    run(dir.path(), &["publish", site.to_str().unwrap()]);
    let files = tree(&site);
    for name in tree(&pages).keys() {
        let stem = name.strip_suffix(".md").unwrap();
        for suffix in ["html", "md", "json", "xml"] {
            assert!(files.contains_key(&format!("{stem}.{suffix}")), "{stem}.{suffix}");
        }
    }
    // The seed's own addresses, as its formats line and its changes give them.
    let text = fs::read_to_string(&seed).unwrap();
    let own = text.split(['(', ')']).filter(|s| {
        s.starts_with("/news/2016/10/5/france-seeks")
            || s.starts_with("/news/2016/10/5/syrian-peace-process-france")
    });
    for path in own {
        assert!(files.contains_key(&path[1..]), "{path}");
    }
    let export = out(dir.path(), &["export"]);
    let told: Vec<&str> =
        export.lines().filter(|l| l.contains("France seeks United States")).collect();
    assert_eq!(told.len(), 1);
    let event: serde_json::Value = serde_json::from_str(told[0]).unwrap();
    assert!(event["text"].as_str().unwrap().starts_with("France seeks"), "{}", event["text"]);
    let log = json(dir.path(), &["log", event["id"].as_str().unwrap(), "--json"]).to_string();
    assert!(log.contains("2018-02-06T13:49:29Z"), "{log}");
    assert!(log.contains("Syrian peace process: France seeks"), "{log}");
}

#[test]
fn the_chinese_editions_addresses_lead_to_pages() {
    let Some(archive) = gold("context-zh-2003-2016.tar.gz") else { return };
    let dir = tempdir().unwrap();
    init(dir.path());
    run(dir.path(), &["import", "--no-link", archive.to_str().unwrap()]);
    let site = dir.path().join("site");
    run(dir.path(), &["publish", site.to_str().unwrap(), "--formats", "html"]);
    let listed = std::process::Command::new("tar").arg("tzf").arg(&archive).output().unwrap();
    // tar escapes what is not ASCII; the names are read back from the octal.
    let names = String::from_utf8(listed.stdout).unwrap();
    let mut pages = 0;
    for name in names.lines().filter(|n| n.ends_with(".md") && !n.ends_with("README.md")) {
        let path = unescape(name.split_once('/').unwrap().1);
        let page = site.join("zh").join(path).with_extension("html");
        assert!(page.exists(), "{}", page.display());
        pages += 1;
    }
    assert!(pages > 9_000, "{pages} pages");
}

/// Undoes tar's `\\ooo` escapes.
fn unescape(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        match (first, more.get(..3)) {
            (b'\\', Some(octal)) if octal.iter().all(u8::is_ascii_digit) => {
                let octal = std::str::from_utf8(octal).unwrap();
                bytes.push(u8::from_str_radix(octal, 8).unwrap());
                rest = &more[3..];
            }
            _ => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
