//! The index follows the archive, whatever happens to either.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::corrections::{Saying, say};
use annals_archive::pages::{Snapshot, published};
use annals_archive::record::Recorder;
use annals_archive::search::{Answer, Kind, Question, Searcher, folder, rebuild, refresh};
use annals_archive::{Archive, ingest, relink};
use annals_import::inputs;
use annals_model::{
    By, CorrectionKind, Date, Document, Draft, Incoming, Matter, Timestamp, Verdict, Version, date,
};
use std::fs;
use std::path::{Path, PathBuf};

fn now(second: i64) -> Timestamp {
    Timestamp::from_second(1_480_000_000 + second).unwrap()
}

fn version(day: Date, text: &str, known_at: Option<Timestamp>) -> Version {
    Version {
        known_at,
        by: By::importer("lines", None),
        day,
        text: text.into(),
        links: None,
        category: None,
        stories: None,
        summary: None,
        sources: None,
        image: None,
        lang: "en".into(),
    }
}

fn tell(archive: &Archive, versions: Vec<Version>, at: i64) {
    let mut recorder = Recorder::begin(archive, now(at)).unwrap();
    let draft = Draft {
        id: None,
        old_paths: Vec::new(),
        under: None,
        line: None,
        versions,
        claimed_related: Vec::new(),
    };
    recorder
        .record(&Document { found: vec![Incoming::Told(draft)], ..Document::default() })
        .unwrap();
    recorder.commit().unwrap();
}

fn one_event(dir: &Path) -> Archive {
    let archive = Archive::init(dir, "Test", "en").unwrap();
    let text = "The Rosetta probe ends its mission with a landing on a comet.";
    tell(&archive, vec![version(date(2016, 9, 30), text, None)], 0);
    archive
}

fn ask(searcher: &Searcher, archive: &Archive, query: &str) -> Answer {
    let question = Question { query: query.into(), limit: 200, ..Question::default() };
    searcher.ask(archive, &question).unwrap()
}

/// The example's files.
fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syrian-peace-process")
}

fn example_archive(dir: &Path) -> Archive {
    let archive = Archive::init(dir, "Test", "en").unwrap();
    let options = ingest::Options {
        paths: vec![example()],
        reading: inputs::Options::default(),
        url: None,
        now: now(0),
    };
    ingest::run(&archive, &options, |_| {}).unwrap();
    relink::run(&archive, relink::Extent::Needed).unwrap();
    archive
}

#[test]
fn the_index_follows_the_archive() {
    let dir = tempfile::tempdir().unwrap();
    let archive = one_event(dir.path());
    let (searcher, report) = Searcher::open(&archive).unwrap();
    assert!(report.rebuilt.is_some() && report.documents == 1);
    assert_eq!(ask(&searcher, &archive, "comets").total, 1);
    assert_eq!(searcher.refresh(&archive).unwrap().events, 0);

    tell(&archive, vec![version(date(2014, 11, 12), "Philae lands on a comet.", None)], 1);
    assert_eq!(ask(&searcher, &archive, "comet").total, 1);
    let report = searcher.refresh(&archive).unwrap();
    assert_eq!((report.events, report.rebuilt), (1, None));
    let answer = ask(&searcher, &archive, "comet");
    assert_eq!(answer.total, 2);
    assert_eq!(
        answer.hits[0].item.statement.text,
        answer.hits[0].statement.segments.iter().map(|s| s.text.as_str()).collect::<String>()
    );
    // Another handle, as of another process, takes up what this one made of it.
    let (other, report) = Searcher::open(&archive).unwrap();
    assert_eq!((report.events, ask(&other, &archive, "philae").total), (0, 1));
    tell(&archive, vec![version(date(2018, 6, 27), "Hayabusa2 reaches Ryugu.", None)], 2);
    refresh(&archive).unwrap();
    for handle in [&other, &searcher] {
        assert_eq!(
            ask(handle, &archive, "hayabusa2").total,
            0,
            "no question waits for a new state"
        );
        assert_eq!(handle.refresh(&archive).unwrap().events, 0, "it is indexed already");
        assert_eq!(ask(handle, &archive, "ryugu").total, 1);
    }
}

#[test]
fn what_was_known_at_a_time_is_found_as_it_stood() {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "Test", "en").unwrap();
    let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
    let day = date(2010, 2, 27);
    tell(
        &archive,
        vec![
            version(day, "An earthquake in Chile kills 78 people.", at("2010-02-27T12:00:00Z")),
            version(day, "An earthquake in Chile kills 525 people.", at("2010-03-05T12:00:00Z")),
        ],
        0,
    );
    let (searcher, report) = Searcher::open(&archive).unwrap();
    assert_eq!(report.documents, 2);
    let found = |query: &str, as_of| {
        let question = Question { query: query.into(), as_of, ..Question::default() };
        let answer = searcher.ask(&archive, &question).unwrap();
        answer.hits.into_iter().map(|h| h.item.statement.text).collect::<Vec<_>>()
    };
    assert_eq!(found("78", None), Vec::<String>::new());
    assert_eq!(found("chile", None), ["An earthquake in Chile kills 525 people."]);
    let then = at("2010-02-28T00:00:00Z");
    assert_eq!(found("chile", then), ["An earthquake in Chile kills 78 people."]);
    assert_eq!(found("525", then), Vec::<String>::new());
    assert_eq!(found("chile", at("2010-02-27T00:00:00Z")), Vec::<String>::new());
}

#[test]
fn results_are_the_items_of_lists() {
    let dir = tempfile::tempdir().unwrap();
    let archive = example_archive(dir.path());
    let (searcher, _) = Searcher::open(&archive).unwrap();
    let reader = archive.store.read().unwrap();
    let snapshot = Snapshot::read(&archive, &reader).unwrap();
    let mut pages = Vec::new();
    for day in snapshot.editions[0].days.keys() {
        let events = published(&snapshot, &reader, &snapshot.editions[0], *day).unwrap();
        let page = annals_archive::pages::day_page(
            &snapshot,
            &reader,
            &snapshot.editions[0],
            *day,
            &events,
        )
        .unwrap();
        pages.extend(page.sections.into_iter().flat_map(|s| s.items));
    }
    let answer = ask(&searcher, &archive, "");
    assert_eq!(answer.total as usize, pages.len());
    for hit in answer.hits {
        let mut page = pages.iter().find(|i| i.id == hit.item.id).unwrap().clone();
        // What an addition stands under is said where that stands on the same list.
        page.under.clone_from(&hit.item.under);
        assert_eq!(hit.item, page);
    }
    for named in answer.facets.values().flatten() {
        assert!(named.count > 0 && !named.title.is_empty());
    }
    assert!(answer.facets["story"].iter().all(|n| n.url.is_some()));
}

#[test]
fn an_entity_that_is_another_is_counted_as_that_one() {
    let dir = tempfile::tempdir().unwrap();
    let archive = example_archive(dir.path());
    let (searcher, _) = Searcher::open(&archive).unwrap();
    let entities = ask(&searcher, &archive, "").facets["entity"].clone();
    let (into, from) = (&entities[0].key, &entities[1].key);
    let saying = Saying {
        matter: Matter::new(CorrectionKind::EntityMerge, from, into),
        verdict: Verdict::Yes,
        by_name: "Ada".into(),
        reason: "a test".into(),
        title: None,
    };
    say(&archive, &saying, now(5)).unwrap();
    searcher.refresh(&archive).unwrap();
    let count = |key: &str| searcher.index().events_of(Kind::Entity, key);
    assert_eq!(count(from), 0);
    assert!(count(into) >= entities[0].count.max(entities[1].count));
    // What was replaced event by event answers as what is made anew.
    let before = serde_json::to_value(ask(&searcher, &archive, "aleppo")).unwrap();
    rebuild(&archive, "a test").unwrap();
    assert_eq!(serde_json::to_value(ask(&searcher, &archive, "aleppo")).unwrap(), before);
}

#[test]
fn a_damaged_index_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let archive = one_event(dir.path());
    drop(Searcher::open(&archive).unwrap());
    let current = folder(&archive).join("current");
    let files = |dir: &Path| -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            fs::read_dir(dir).unwrap().map(|f| f.unwrap().path()).collect();
        files.retain(|f| {
            let name = f.file_name().unwrap().to_string_lossy().into_owned();
            name == "meta.json" || !(name.starts_with('.') || name.ends_with(".lock"))
        });
        files.sort();
        files
    };
    for at in 0..files(&current).len() {
        for change in ["cut", "remove", "garbage"] {
            let Some(path) = files(&current).get(at).cloned() else { continue };
            match change {
                "cut" => {
                    let bytes = fs::read(&path).unwrap();
                    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
                }
                "remove" => fs::remove_file(&path).unwrap(),
                _ => fs::write(&path, b"garbage").unwrap(),
            }
            let (searcher, report) = Searcher::open(&archive).unwrap();
            assert!(report.rebuilt.is_some(), "{change} {}", path.display());
            assert_eq!(ask(&searcher, &archive, "comet").total, 1);
        }
    }
    // What a killed process leaves: a folder that was being made, and none in use.
    fs::rename(&current, folder(&archive).join("replaced")).unwrap();
    fs::create_dir(folder(&archive).join("making")).unwrap();
    let (searcher, _) = Searcher::open(&archive).unwrap();
    assert_eq!(ask(&searcher, &archive, "comet").total, 1);
    assert!(!folder(&archive).join("replaced").exists());
}

#[test]
fn an_index_of_a_later_state_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let archive = one_event(dir.path());
    drop(archive);
    let backup = fs::read(dir.path().join("annals.db")).unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    tell(&archive, vec![version(date(2014, 11, 12), "Philae lands on a comet.", None)], 1);
    drop(Searcher::open(&archive).unwrap());
    drop(archive);
    for name in ["annals.db-wal", "annals.db-shm"] {
        let _ = fs::remove_file(dir.path().join(name));
    }
    fs::write(dir.path().join("annals.db"), backup).unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    let (searcher, report) = Searcher::open(&archive).unwrap();
    assert!(report.rebuilt.is_some());
    assert_eq!(ask(&searcher, &archive, "comet").total, 1);
}
