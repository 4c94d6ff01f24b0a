//! Acts of editors: what each does, that it is undone without a trace, that no
//! import overrides it, and that two editors do not overwrite each other.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::editing::{
    Act, ActError, Outcome, Part, Reference, Request, act, revision_of, settle,
};
use annals_archive::pages::Snapshot;
use annals_archive::record::Recorder;
use annals_archive::{Archive, check, export, ingest, relink};
use annals_import::inputs;
use annals_model::{
    By, Document, Draft, EntityKey, Field, Incoming, Link, Record, Source, Status, StoryRef,
    Timestamp, Value, Version, date,
};
use annals_store::StoredEvent;
use proptest::prelude::*;
use std::collections::BTreeMap;

const TEXTS: [&str; 5] = [
    "Monitors report that the truce in Aleppo holds for a second day.",
    "The truce in Aleppo is extended by three days, monitors say.",
    "Aid reaches Aleppo, and the Security Council meets in New York.",
    "A bridge over the Tagus opens in Lisbon.",
    "The Nobel Peace Prize goes to Juan Manuel Santos.",
];

fn version(at: usize, text: &str) -> Version {
    let links = ["Aleppo", "Lisbon", "Security Council"].iter().filter_map(|name| {
        let start = text.find(name)?;
        let target = EntityKey::new("en", name)?;
        Some(Link { start, end: start + name.len(), target })
    });
    Version {
        known_at: None,
        by: By::importer("lines", None),
        day: date(2016, 9, 12 + at as i8),
        text: text.to_owned(),
        links: Some(links.collect()),
        category: (at != 3).then(|| "Armed conflicts and attacks".to_owned()),
        stories: (at < 2).then(|| vec![vec![StoryRef::titled("Truce of September")]]),
        summary: None,
        sources: Some(vec![
            Source::named("SANA", Some(format!("https://example.org/sana/{at}"))),
            Source::named("AP via SBS", None),
        ]),
        image: None,
        lang: "en".into(),
    }
}

fn now(second: i64) -> Timestamp {
    Timestamp::from_second(1_480_000_000 + second).unwrap()
}

fn tell(archive: &Archive, versions: Vec<Version>, second: i64) {
    let mut recorder = Recorder::begin(archive, now(second)).unwrap();
    recorder.start_document().unwrap();
    let found = versions.into_iter().map(|version| {
        Incoming::Told(Draft {
            id: None,
            old_paths: Vec::new(),
            under: None,
            line: None,
            versions: vec![version],
            claimed_related: Vec::new(),
        })
    });
    recorder.record(&Document { found: found.collect(), ..Document::default() }).unwrap();
    recorder.commit().unwrap();
}

fn all() -> Vec<Version> {
    TEXTS.iter().enumerate().map(|(at, text)| version(at, text)).collect()
}

/// An archive of the five events with their ids.
fn archive() -> (tempfile::TempDir, Archive, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "Test", "en").unwrap();
    tell(&archive, all(), 0);
    relink::run(&archive, relink::Extent::Whole).unwrap();
    let heads = archive.store.read().unwrap().heads().unwrap();
    let ids = heads.into_iter().map(|h| h.id.to_string()).collect();
    (dir, archive, ids)
}

fn request(act: Act) -> Request {
    Request { act, reason: "checked".into(), expected: BTreeMap::new() }
}

/// Does an act as Ada and brings its events up to date.
fn ada(archive: &Archive, asked: Act) -> Result<Outcome, ActError> {
    let outcome = act(archive, &request(asked), "ada", now(100))?;
    settle(archive, &outcome).unwrap();
    Ok(outcome)
}

fn event(archive: &Archive, id: &str) -> StoredEvent {
    archive.store.read().unwrap().event(id.parse().unwrap()).unwrap().unwrap()
}

fn record(archive: &Archive, id: &str) -> Record {
    event(archive, id).record
}

fn undo(archive: &Archive, done: &Outcome) -> Result<Outcome, ActError> {
    let first = &done.events[0];
    ada(archive, Act::Undo { event: first.id.clone(), revision: first.revision })
}

fn is_clean(archive: &Archive) {
    assert_eq!(check::run(archive).unwrap().problems, Vec::<String>::new());
}

fn exported(archive: &Archive) -> String {
    let mut lines = Vec::new();
    export::lines(archive, &mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

#[test]
fn a_reworded_event_keeps_its_links_its_address_and_its_word() {
    let (_dir, archive, ids) = archive();
    let before = event(&archive, &ids[0]);
    let text = "Monitors say that the truce in Aleppo holds for the second day.";
    let done = ada(&archive, Act::reword(&ids[0], text)).unwrap();
    assert_eq!((done.events[0].revision, done.events[0].created), (2, false));
    let after = event(&archive, &ids[0]);
    assert_eq!((after.id, &after.path), (before.id, &before.path));
    let statement = &after.record.statement;
    assert_eq!((statement.text.as_str(), statement.label(&statement.links[0])), (text, "Aleppo"));
    // Told again, in the old words and in new ones: the editor's stay.
    tell(&archive, all(), 200);
    let mut told = version(0, TEXTS[0]);
    told.text.push_str(" It is the first.");
    tell(&archive, vec![told], 201);
    assert_eq!(record(&archive, &ids[0]).statement.text, text);
    // Asked twice, it is done once.
    assert_eq!(ada(&archive, Act::reword(&ids[0], text)).unwrap().events, []);
    undo(&archive, &done).unwrap();
    assert_eq!(record(&archive, &ids[0]), before.record);
    is_clean(&archive);
}

#[test]
fn a_redated_event_keeps_its_address_and_is_listed_on_its_new_day() {
    let (_dir, archive, ids) = archive();
    let path = event(&archive, &ids[3]).path;
    let redate = Act::Redate { event: ids[3].clone(), day: "2016-08-06".into() };
    let done = ada(&archive, redate).unwrap();
    let after = event(&archive, &ids[3]);
    assert_eq!((after.record.day, after.path), (date(2016, 8, 6), path));
    let day = date(2016, 8, 6);
    assert_eq!(archive.store.read().unwrap().heads_between(day, day).unwrap().len(), 1);
    undo(&archive, &done).unwrap();
    assert_eq!(record(&archive, &ids[3]).day, date(2016, 9, 15));
    is_clean(&archive);
}

#[test]
fn sources_and_stories_come_and_go() {
    let (_dir, archive, ids) = archive();
    let before = record(&archive, &ids[0]);
    let source = |name: &str, url: &str| Reference { name: name.into(), url: Some(url.into()) };
    let sources = Act::Sources {
        event: ids[0].clone(),
        set: None,
        add: vec![
            source("Reuters", "https://example.org/reuters/1"),
            // The same page by another address: it gets a better name.
            source("Syrian Arab News Agency", "http://www.example.org/sana/0"),
        ],
        remove: vec!["AP via SBS".into()],
    };
    let first = ada(&archive, sources).unwrap();
    let names: Vec<_> = record(&archive, &ids[0]).sources.iter().map(Source::label).collect();
    assert_eq!(names, ["Syrian Arab News Agency", "Reuters"]);
    let stories = Act::Stories {
        event: ids[0].clone(),
        set: None,
        add: vec![vec!["Syrian civil war".into(), "Battle of Aleppo".into()]],
        remove: vec!["truce of september".into()],
    };
    let second = ada(&archive, stories).unwrap();
    let stories = record(&archive, &ids[0]).stories;
    assert_eq!(stories.len(), 1);
    assert_eq!(stories[0][1].title, "Battle of Aleppo");
    // Something was added since: undoing the first act takes back its own only.
    let more = Act::Sources {
        event: ids[0].clone(),
        set: None,
        add: vec![source("BBC", "https://example.org/bbc/1")],
        remove: vec![],
    };
    let third = ada(&archive, more).unwrap();
    undo(&archive, &first).unwrap();
    let names: Vec<_> = record(&archive, &ids[0]).sources.iter().map(Source::label).collect();
    assert_eq!(names, ["Syrian Arab News Agency", "BBC", "AP via SBS"]);
    undo(&archive, &second).unwrap();
    undo(&archive, &third).unwrap();
    assert_eq!(record(&archive, &ids[0]).stories, before.stories);
    for bad in [
        Act::Sources { event: ids[0].clone(), set: None, add: vec![], remove: vec!["x".into()] },
        Act::Stories { event: ids[0].clone(), set: None, add: vec![], remove: vec!["x".into()] },
    ] {
        assert!(matches!(ada(&archive, bad), Err(ActError::Missing(_))));
    }
    let bad = vec![source("x", "javascript:alert(1)")];
    let bad = Act::Sources { event: ids[0].clone(), set: Some(bad), add: vec![], remove: vec![] };
    assert!(matches!(ada(&archive, bad), Err(ActError::Invalid(_))));
    is_clean(&archive);
}

#[test]
fn a_split_makes_events_that_an_import_finds_and_undoing_leads_back() {
    let (_dir, archive, ids) = archive();
    let before = record(&archive, &ids[2]);
    let part = |statement: &str| Part { statement: statement.into(), ..Part::default() };
    let split = Act::Split {
        event: ids[2].clone(),
        keep: Some(part("Aid reaches Aleppo.")),
        parts: vec![Part {
            sources: Some(vec![]),
            ..part("The Security Council meets in New York.")
        }],
    };
    let done = ada(&archive, split.clone()).unwrap();
    assert_eq!(done.events.len(), 2);
    let new = &done.events[1];
    assert!(new.created && new.url.ends_with("the-security-council-meets-in-new-york"));
    let made = record(&archive, &new.id);
    assert_eq!(made.statement.links[0].target.as_str(), "en:Security Council");
    assert_eq!((made.day, &made.category, made.sources.len()), (before.day, &before.category, 0));
    assert_eq!(record(&archive, &ids[2]).statement.links.len(), 1);
    // A list that tells the new event tells that one.
    let events = archive.store.read().unwrap().counts().unwrap().0;
    tell(&archive, vec![version(2, "The Security Council meets in New York.")], 200);
    assert_eq!(archive.store.read().unwrap().counts().unwrap().0, events);

    let back = undo(&archive, &done).unwrap();
    assert_eq!(record(&archive, &ids[2]), before);
    let into = Status::MergedInto(ids[2].parse().unwrap());
    assert_eq!(record(&archive, &new.id).status, into);
    // Undoing the undoing splits again; so does asking again, with the same new event.
    let again = undo(&archive, &back).unwrap();
    assert_eq!(record(&archive, &new.id).status, Status::Published);
    undo(&archive, &again).unwrap();
    let redone = ada(&archive, split).unwrap();
    assert_eq!(redone.events[1].id, new.id);
    assert_eq!(record(&archive, &new.id).status, Status::Published);
    is_clean(&archive);
}

#[test]
fn merged_events_are_one_until_it_is_undone() {
    let (_dir, archive, ids) = archive();
    let before: Vec<Record> = ids.iter().map(|id| record(&archive, id)).collect();
    let merge = Act::Merge { event: ids[0].clone(), into: ids[2].clone() };
    let done = ada(&archive, merge.clone()).unwrap();
    assert_eq!(record(&archive, &ids[0]).status, Status::MergedInto(ids[2].parse().unwrap()));
    let both = record(&archive, &ids[2]);
    assert_eq!((both.sources.len(), both.stories.len()), (3, 1));
    assert_eq!(both.statement, before[2].statement);
    // What is gone is on no list.
    let reader = archive.store.read().unwrap();
    let gone = event(&archive, &ids[0]).row;
    assert_eq!(reader.related(gone).unwrap(), []);
    assert_eq!(reader.related_to(gone).unwrap(), []);
    drop(reader);
    assert!(matches!(ada(&archive, merge), Err(ActError::Refused(_))));
    let back = Act::Merge { event: ids[2].clone(), into: ids[0].clone() };
    assert!(matches!(ada(&archive, back), Err(ActError::Refused(_))));
    // Undone by the revision of the other event as well.
    let into = &done.events[1];
    ada(&archive, Act::Undo { event: into.id.clone(), revision: into.revision }).unwrap();
    let after: Vec<Record> = ids.iter().map(|id| record(&archive, id)).collect();
    assert_eq!(after, before);
    is_clean(&archive);
}

#[test]
fn what_is_withdrawn_comes_back() {
    let (_dir, archive, ids) = archive();
    let one = |act: fn(String) -> Act| act(ids[1].clone());
    let done = ada(&archive, one(|event| Act::Withdraw { event })).unwrap();
    assert_eq!(record(&archive, &ids[1]).status, Status::Withdrawn("checked".into()));
    let wrong = ada(&archive, one(|event| Act::Release { event }));
    assert!(matches!(wrong, Err(ActError::Refused(_))), "it is not held");
    ada(&archive, one(|event| Act::Restore { event })).unwrap();
    assert_eq!(record(&archive, &ids[1]).status, Status::Published);
    // What the first act did was done away with since: nothing is left to undo.
    assert_eq!(undo(&archive, &done).unwrap().events, []);
    is_clean(&archive);
}

#[test]
fn a_later_edit_of_the_same_words_is_undone_first() {
    let (_dir, archive, ids) = archive();
    let first = ada(&archive, Act::reword(&ids[0], "The truce holds.")).unwrap();
    let second = ada(&archive, Act::reword(&ids[0], "The truce still holds.")).unwrap();
    let Err(ActError::Refused(why)) = undo(&archive, &first) else { panic!() };
    assert!(why.contains("hint: undo revision 3 of it first"), "{why}");
    undo(&archive, &second).unwrap();
    undo(&archive, &first).unwrap();
    assert_eq!(record(&archive, &ids[0]).statement.text, TEXTS[0]);
}

#[test]
fn two_editors_do_not_overwrite_each_other() {
    let (_dir, archive, ids) = archive();
    let seen = revision_of(&archive, &ids[0]).unwrap();
    let expecting =
        |act: Act| Request { expected: BTreeMap::from([(ids[0].clone(), seen)]), ..request(act) };
    let ada = expecting(Act::reword(&ids[0], "The truce in Aleppo holds."));
    act(&archive, &ada, "ada", now(1)).unwrap();
    let bob = expecting(Act::reword(&ids[0], "The truce at Aleppo goes on."));
    let Err(ActError::Conflict(conflict)) = act(&archive, &bob, "bob", now(2)) else { panic!() };
    assert_eq!((conflict.expected, conflict.revision), (1, 2));
    assert_eq!(conflict.theirs.len(), 1);
    assert_eq!(conflict.theirs[0].by.name(), "ada");
    assert_eq!(conflict.current.record.statement.text, "The truce in Aleppo holds.");
    let [Value::Statement(mine)] = conflict.yours.as_slice() else { panic!() };
    assert_eq!(mine.text, "The truce at Aleppo goes on.");
    assert_eq!(revision_of(&archive, &ids[0]).unwrap(), 2, "nothing was written");
    // An import counts as well, and so does the other event of a merge.
    let mut told = version(2, TEXTS[2]);
    told.sources = Some(vec![Source::named("UN", Some("https://example.org/un".into()))]);
    tell(&archive, vec![told], 3);
    let merge = Request {
        expected: BTreeMap::from([(ids[2].clone(), 1)]),
        ..request(Act::Merge { event: ids[1].clone(), into: ids[2].clone() })
    };
    assert!(matches!(act(&archive, &merge, "ada", now(4)), Err(ActError::Conflict(_))));
    assert_eq!(record(&archive, &ids[1]).status, Status::Published);
}

#[test]
fn what_nobody_can_mean_is_refused() {
    let (_dir, archive, ids) = archive();
    let reword = |text: &str| Act::reword(&ids[0], text);
    for bad in [
        reword(" \u{200b} "),
        reword(&"x".repeat(10_000)),
        Act::Redate { event: ids[0].clone(), day: "yesterday".into() },
        Act::Split { event: ids[0].clone(), keep: None, parts: vec![] },
        Act::Merge { event: ids[0].clone(), into: ids[0].clone() },
        Act::Relate { event: ids[0].clone(), other: ids[0].clone() },
        Act::EntityMerge { entity: "en:A".into(), into: "en:A".into() },
        Act::EntityKind { entity: "en:A".into(), entity_kind: "ghost".into() },
    ] {
        assert!(matches!(ada(&archive, bad.clone()), Err(ActError::Invalid(_))), "{bad:?}");
    }
    for missing in [
        Act::reword("aaaaaaaaaaaa", "x"),
        Act::reword("../../etc/passwd", "x"),
        Act::AcceptDraft { draft: "x".into() },
        Act::UndoCorrection { correction: 9 },
        Act::Undo { event: ids[0].clone(), revision: 9 },
    ] {
        assert!(matches!(ada(&archive, missing.clone()), Err(ActError::Missing(_))), "{missing:?}");
    }
    let imported = Act::Undo { event: ids[0].clone(), revision: 1 };
    assert!(matches!(ada(&archive, imported), Err(ActError::Refused(_))));
    let mut silent = request(reword("The truce holds."));
    silent.reason = " ".into();
    assert!(matches!(act(&archive, &silent, "ada", now(1)), Err(ActError::Invalid(_))));
    assert_eq!(archive.store.read().unwrap().counts().unwrap(), (5, 5));
}

#[test]
fn words_about_what_is_computed_are_acts_and_are_undone() {
    let (_dir, archive, ids) = archive();
    let before = record(&archive, &ids[3]);
    let link = Act::StoryLink {
        event: ids[3].clone(),
        story: "bridges of lisbon".into(),
        title: Some("Bridges of Lisbon".into()),
    };
    let done = ada(&archive, link).unwrap();
    assert_eq!((done.correction, done.events.len()), (Some(1), 1));
    assert_eq!(record(&archive, &ids[3]).stories.len(), 1);
    // By the revision that it made, as any other act.
    undo(&archive, &done).unwrap();
    assert_eq!(record(&archive, &ids[3]), before);
    let merge = Act::EntityMerge { entity: "en:Halab".into(), into: "en:Aleppo".into() };
    let merged = ada(&archive, merge).unwrap();
    assert_eq!(archive.store.read().unwrap().identities().unwrap().len(), 1);
    ada(&archive, Act::UndoCorrection { correction: merged.correction.unwrap() }).unwrap();
    assert_eq!(archive.store.read().unwrap().identities().unwrap(), []);
    is_clean(&archive);
}

/// The fields of an event that editors set, with what they are.
fn said(archive: &Archive) -> Vec<(String, Vec<Value>)> {
    let reader = archive.store.read().unwrap();
    let mut said = Vec::new();
    for head in reader.heads().unwrap() {
        let mut fields: Vec<Field> = Vec::new();
        for revision in reader.revisions(head.row).unwrap() {
            if revision.by.is_editor() {
                fields.extend(revision.values.iter().map(Value::field));
            }
        }
        fields.sort();
        fields.dedup();
        let record = reader.event_in(head.row).unwrap().unwrap().record;
        let values = fields.into_iter().map(|f| Value::of(&record, f)).collect();
        said.push((head.id.to_string(), values));
    }
    said
}

fn records(archive: &Archive, ids: &[String]) -> Vec<Record> {
    ids.iter().map(|id| record(archive, id)).collect()
}

/// An act out of three numbers.
fn random(ids: &[String], (kind, a, b): (u8, usize, usize)) -> Act {
    let (event, other) = (ids[a % ids.len()].clone(), ids[b % ids.len()].clone());
    let words = ["The truce holds.", "Aid reaches Aleppo at last.", TEXTS[1]][b % 3];
    match kind {
        0 => Act::reword(event, words),
        1 => Act::Redate { event, day: format!("2016-09-{:02}", 10 + b % 4) },
        2 => Act::Stories {
            event,
            set: (b == 0).then(Vec::new),
            add: vec![vec![["Aid", "Truce of September"][b % 2].into()]],
            remove: vec![],
        },
        3 => Act::Sources {
            event,
            set: (b == 0).then(Vec::new),
            add: vec![Reference {
                name: "BBC".into(),
                url: Some(format!("https://example.org/bbc/{b}")),
            }],
            remove: vec![],
        },
        4 => Act::Split {
            event,
            keep: None,
            parts: vec![Part { statement: format!("Part {b} of it."), ..Part::default() }],
        },
        5 => Act::Merge { event, into: other },
        6 => Act::Withdraw { event },
        7 => Act::Restore { event },
        8 => Act::StoryLink { event, story: "aid".into(), title: Some("Aid".into()) },
        9 => Act::Relate { event, other },
        10 => Act::EntityMerge { entity: "en:Lisbon".into(), into: "en:Lisboa".into() },
        _ => Act::Reword {
            event,
            statement: None,
            links: None,
            category: Some((b > 1).then(|| "Disasters".to_owned())),
            summary: None,
            lang: None,
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn acts_are_undone_without_a_trace_and_no_import_overrides_them(
        asked in prop::collection::vec((0u8..12, 0usize..5, 0usize..5), 1..10),
        redo in prop::collection::vec(0usize..10, 0..4),
        told in prop::collection::vec((0usize..5, 0usize..5), 0..4),
    ) {
        let (_dir, archive, ids) = archive();
        let before = records(&archive, &ids);
        let mut done: Vec<Outcome> = Vec::new();
        for which in asked {
            if let Ok(outcome) = ada(&archive, random(&ids, which)) {
                done.push(outcome);
            }
            prop_assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());
        }
        // Undoing is an act as well.
        for at in redo {
            let outcome = done.get(at).filter(|d| !d.events.is_empty()).cloned();
            if let Some(Ok(outcome)) = outcome.map(|d| undo(&archive, &d)) {
                done.push(outcome);
            }
        }
        let edited = said(&archive);
        // The same inputs say nothing new; other ones never override.
        let same = exported(&archive);
        tell(&archive, all(), 300);
        prop_assert_eq!(exported(&archive), same);

        // A copy by event lines is the same archive.
        let copy = tempfile::tempdir().unwrap();
        let lines = copy.path().join("lines.jsonl");
        std::fs::write(&lines, exported(&archive)).unwrap();
        let other = Archive::init(&copy.path().join("copy"), "Test", "en").unwrap();
        let options = ingest::Options {
            paths: vec![lines],
            reading: inputs::Options::default(),
            url: None,
            now: now(400),
        };
        ingest::run(&other, &options, |_| {}).unwrap();
        prop_assert_eq!(exported(&other), exported(&archive));
        prop_assert_eq!(said(&other), edited.clone());

        // In the copy, upstreams go on telling: nothing that editors said changes.
        for (at, (which, text)) in told.into_iter().enumerate() {
            let mut version = version(which, TEXTS[which]);
            version.text = TEXTS[text].replace("truce", "ceasefire");
            version.sources = Some(vec![Source::named("UN", Some(format!("https://example.org/un/{at}")))]);
            tell(&other, vec![version], 500 + at as i64);
        }
        let now_said = said(&other);
        for (id, values) in &edited {
            let found = now_said.iter().find(|(i, _)| i == id).map(|(_, v)| v);
            prop_assert_eq!(found, Some(values));
        }
        prop_assert_eq!(check::run(&other).unwrap().problems, Vec::<String>::new());

        for outcome in done.iter().rev() {
            let undone = match (outcome.events.is_empty(), outcome.correction) {
                (false, _) => undo(&archive, outcome),
                (true, Some(correction)) => ada(&archive, Act::UndoCorrection { correction }),
                (true, None) => continue,
            };
            prop_assert!(undone.is_ok() || outcome.correction.is_some(), "{:?}", undone);
        }
        prop_assert_eq!(records(&archive, &ids), before);
        // What was split off leads to where it came from, or is merged further.
        relink::run(&archive, relink::Extent::Whole).unwrap();
        prop_assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());
    }
}

/// What changes an archive, out of three numbers: acts, further tellings, relating.
fn change(archive: &Archive, ids: &[String], (kind, a, b): (u8, usize, usize)) {
    match kind {
        12 => {
            let mut told = version(a, &format!("{} Told for the {b}. time.", TEXTS[a]));
            told.lang = ["en", "pt"][b % 2].into();
            told.day = date(2016, 9, 8 + 3 * b as i8);
            tell(archive, vec![told], 300);
        }
        13 => drop(relink::run(archive, relink::Extent::Whole).unwrap()),
        14 => {
            let (entity, into) = ("en:Lisbon".into(), "en:Aleppo".into());
            let _ = ada(archive, Act::EntityMerge { entity, into });
        }
        _ => drop(ada(archive, random(ids, (kind, a, b)))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_snapshot_that_is_taken_over_is_the_one_that_is_read(
        changes in prop::collection::vec((0u8..15, 0usize..5, 0usize..5), 1..12),
    ) {
        let (_dir, archive, ids) = archive();
        let mut seen = 0;
        let mut before = None;
        for which in changes {
            change(&archive, &ids, which);
            let reader = archive.store.read().unwrap();
            let whole = Snapshot::read(&archive, &reader).unwrap();
            let touched = reader.touched_since(seen).unwrap();
            let now = match &before {
                Some(before) => Snapshot::after(before, &archive, &reader, &touched).unwrap(),
                None => Snapshot::read(&archive, &reader).unwrap(),
            };
            prop_assert!(now == whole, "{which:?} touched {touched:?}");
            seen = reader.last_change().unwrap();
            before = Some(now);
        }
    }
}
