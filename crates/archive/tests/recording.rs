//! Properties of recording: the present is the fold of the revisions, and what
//! was told before changes nothing, whatever is told in whatever order.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::record::Recorder;
use annals_archive::{Archive, check, export};
use annals_model::{By, Document, Draft, Incoming, Source, StoryRef, Timestamp, Version, date};
use proptest::prelude::*;

/// Statements that are sometimes the same event in other words, sometimes not.
const STATEMENTS: &[&str] = &[
    "Aid lorries reach the besieged town of Madaya near the border.",
    "Aid lorries reach the besieged town of Madaya, near the border.",
    "Aid trucks at last reach the besieged town of Madaya near the border.",
    "At least 12 lorries with aid reach the besieged town of Madaya.",
    "Talks on a transition open in Geneva without the main opposition.",
    "Talks on a transition open in Geneva.",
    "The Security Council adopts a resolution on monitors in Aleppo.",
];

fn version() -> impl Strategy<Value = Version> {
    (
        0..STATEMENTS.len(),
        1i8..4,
        prop::option::of(1_473_000_000i64..1_474_000_000),
        prop::collection::vec(0u8..4, 0..3),
        prop::option::of(0u8..2),
        prop::bool::ANY,
        0u8..3,
    )
        .prop_map(|(text, day, known, sources, story, named, reader)| Version {
            known_at: known.and_then(|s| Timestamp::from_second(s).ok()),
            by: By::importer(["wikitext", "context", "lines"][usize::from(reader)], None),
            day: date(2016, 9, day),
            text: STATEMENTS[text].to_owned(),
            links: None,
            category: named.then(|| "International relations".to_owned()),
            stories: story.map(|n| vec![vec![StoryRef::titled(format!("Story {n}"))]]),
            summary: None,
            sources: Some(
                sources
                    .iter()
                    .map(|n| Source::named("BBC", Some(format!("https://example.org/{n}"))))
                    .collect(),
            ),
            image: None,
            lang: "en".into(),
        })
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let draft = prop::collection::vec(version(), 1..3).prop_map(|versions| {
        Incoming::Told(Draft {
            id: None,
            old_paths: Vec::new(),
            under: None,
            line: None,
            versions,
            claimed_related: Vec::new(),
        })
    });
    let document = prop::collection::vec(draft, 1..4).prop_map(|found| Document {
        name: "page".into(),
        found,
        ..Document::default()
    });
    prop::collection::vec(document, 1..5)
}

fn record(archive: &Archive, documents: &[Document]) {
    let mut recorder = Recorder::begin(archive, Timestamp::UNIX_EPOCH).unwrap();
    for document in documents {
        recorder.start_document().unwrap();
        recorder.record(document).unwrap();
    }
    recorder.commit().unwrap();
}

fn exported(archive: &Archive) -> String {
    let mut lines = Vec::new();
    export::lines(archive, &mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_recorded_folds_and_is_not_recorded_twice(documents in documents()) {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archive::init(dir.path(), "Test", "en").unwrap();
        record(&archive, &documents);
        // `check` compares every record with the fold of its revisions.
        prop_assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());
        let once = exported(&archive);
        record(&archive, &documents);
        prop_assert_eq!(exported(&archive), once);
    }
}
