//! The served site is the published one, and what a server keeps stays right.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::corrections::{Saying, say};
use annals_archive::live::{Answer, Changed, Live};
use annals_archive::{Archive, ingest, publish, relink};
use annals_import::inputs;
use annals_model::{CorrectionKind, Matter, Timestamp, Verdict};
use annals_publish::Format;
use annals_store::NameKind;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const BASE: &str = "https://news.example.org";

fn now() -> Timestamp {
    Timestamp::from_second(1_490_000_000).unwrap()
}

fn archive(dir: &Path, settings: &str, inputs: PathBuf) -> Arc<Archive> {
    fs::write(dir.join("annals.toml"), settings).unwrap();
    let archive = Archive::init(dir, "Test", "en").unwrap();
    let reading = inputs::Options::default();
    let options = ingest::Options { paths: vec![inputs], reading, url: None, now: now() };
    ingest::run(&archive, &options, |_| ()).unwrap();
    relink::run(&archive, relink::Extent::Needed).unwrap();
    Arc::new(archive)
}

fn example(dir: &Path) -> Arc<Archive> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    archive(dir, "title = \"Test\"\n", here.join("../../examples/syrian-peace-process"))
}

/// Every file of a published site by its path.
fn published(archive: &Archive) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("site");
    let options = publish::Options {
        out: site.clone(),
        formats: Format::ALL.to_vec(),
        base_url: Some(BASE.into()),
        theme: None,
    };
    publish::run(archive, &options, |_, _| ()).unwrap();
    let mut files = BTreeMap::new();
    let mut folders = vec![site.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = path.strip_prefix(&site).unwrap().to_str().unwrap().to_owned();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(format!("/{name}"), fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Whether a file leads to another one, as static hosts need it.
fn is_stub(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).into_owned();
    start.contains("http-equiv=\"refresh\"")
        || start.contains("\"kind\":\"moved\"")
        || start.contains("<moved ")
        || (start.starts_with('[') && start.lines().count() == 1)
}

fn compare(archive: &Arc<Archive>) {
    let live = Live::open(archive.clone(), Some(BASE)).unwrap();
    let files = published(archive);
    let mut stubs = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| *path != "/_redirects") {
        match live.file(path).unwrap() {
            Answer::File(file) => assert_eq!(
                String::from_utf8_lossy(&file.bytes),
                String::from_utf8_lossy(bytes),
                "{path}"
            ),
            Answer::Moved(to) => {
                assert!(is_stub(bytes), "{path} is published but leads to {to}");
                assert!(files.contains_key(&to), "{path} leads to {to}, which is not there");
                stubs += 1;
            }
            Answer::Missing => panic!("{path} is published but not served"),
        }
    }
    assert!(stubs > 0);
    let rules = String::from_utf8(files["/_redirects"].clone()).unwrap();
    for rule in rules.lines() {
        let mut words = rule.split(' ').map(percent);
        let (from, to) = (words.next().unwrap(), words.next().unwrap());
        assert_eq!(live.file(&from).unwrap(), Answer::Moved(to), "{rule}");
    }
}

fn percent(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn every_published_file_is_served_with_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let archive = example(dir.path());
    compare(&archive);
    let live = Live::open(archive, None).unwrap();
    for missing in [
        "/news/2016/13/index.html",
        "/news/2016/9/index.html",
        "/news/2016/09/09/index.html",
        "/news/1816/index.html",
        "/stories/nothing.html",
        "/e/zzzzzzzzzzzz",
        "/e/",
        "/feeds/all.zip",
        "/../annals.db",
        "/annals.db",
        "",
        "/sitemap.xml",
    ] {
        assert_eq!(live.file(missing).unwrap(), Answer::Missing, "{missing}");
    }
    assert!(matches!(live.file("/").unwrap(), Answer::File(_)));
}

#[test]
fn an_older_archives_addresses_are_served() {
    let root = std::env::var_os("ANNALS_GOLD").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold"),
        PathBuf::from,
    );
    let inputs = root.join("context-en");
    if !inputs.exists() {
        eprintln!("skipped: no gold data `context-en` (set ANNALS_GOLD to its folder)");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    compare(&archive(dir.path(), "continues = \"the-context\"\n", inputs));
}

#[test]
fn what_is_kept_stays_right_through_changes() {
    let dir = tempfile::tempdir().unwrap();
    let archive = example(dir.path());
    let live = Live::open(archive.clone(), Some(BASE)).unwrap();
    let paths: Vec<String> =
        live.state().snapshot.heads.iter().map(|h| format!("{}.html", h.path)).collect();
    let file = |path: &String| match live.file(path).unwrap() {
        Answer::File(file) => file,
        other => panic!("{path}: {other:?}"),
    };
    let mut kept: BTreeMap<String, _> = paths.iter().map(|p| (p.clone(), file(p))).collect();
    assert_eq!(live.refresh().unwrap(), Changed::Nothing);
    let reader = archive.store.read().unwrap();
    let stories = reader.names(NameKind::Story).unwrap();
    let heads = reader.heads().unwrap();
    drop(reader);
    let mut shown_in_all = 0;
    for (turn, head) in heads.iter().step_by(heads.len() / 8).enumerate() {
        let matter = Matter {
            kind: CorrectionKind::Story,
            subject: head.id.to_string(),
            object: stories[turn % stories.len()].key.clone(),
        };
        let verdict = if turn % 2 == 0 { Verdict::Yes } else { Verdict::No };
        let saying =
            Saying { matter, verdict, by_name: "Ada".into(), reason: "test".into(), title: None };
        say(&archive, &saying, now()).unwrap();
        relink::run(&archive, relink::Extent::Needed).unwrap();
        if let Changed::Events(shown) = live.refresh().unwrap() {
            shown_in_all += shown.rows.len();
            kept.retain(|_, file| !shown.rows.contains(&file.event.unwrap()));
        }
        for (path, old) in &kept {
            assert_eq!(file(path).bytes, old.bytes, "{path} changed unnoticed in turn {turn}");
        }
        kept = paths.iter().map(|p| (p.clone(), file(p))).collect();
    }
    assert!(shown_in_all > 8, "nothing was ever changed");
}

#[test]
fn relating_in_steps_is_relating_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let archive = example(dir.path());
    let whole = published(&archive);
    let reader = archive.store.read().unwrap();
    let heads = reader.heads().unwrap();
    let story = reader.names(NameKind::Story).unwrap()[0].key.clone();
    drop(reader);
    let said = |turn: usize, verdict| {
        let matter = Matter {
            kind: CorrectionKind::Story,
            subject: heads[turn].id.to_string(),
            object: story.clone(),
        };
        let (by_name, reason) = ("Ada".into(), "test".into());
        say(&archive, &Saying { matter, verdict, by_name, reason, title: None }, now()).unwrap()
    };
    said(1, Verdict::Yes);
    let mut steps = 0;
    // Somebody writes between two steps, of a day that is computed already.
    while !relink::step(&archive, 20).unwrap().1 {
        steps += 1;
        if steps == 3 {
            said(0, Verdict::Yes);
        }
    }
    assert!(steps > 5 && relink::is_current(&archive).unwrap());
    let stepped = published(&archive);
    assert_ne!(stepped, whole);
    relink::run(&archive, relink::Extent::Whole).unwrap();
    assert_eq!(published(&archive), stepped);
}
