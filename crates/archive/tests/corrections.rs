//! Properties of corrections: a person's word holds through any computing, and
//! what is undone is as if it had not been said.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::corrections::{Rulings, Saying, say, undo};
use annals_archive::record::Recorder;
use annals_archive::{Archive, as_of, check, export, relink};
use annals_model::{
    By, CorrectionKind, Document, Draft, EntityKey, EventId, Incoming, Link, Matter, StoryRef,
    Timestamp, Verdict, Version, date,
};
use annals_store::{NameKind, Reader};
use proptest::prelude::*;

const TEXTS: [&str; 4] = [
    "Monitors report that the truce in Aleppo holds for a second day.",
    "The truce in Aleppo is extended by three days, monitors say.",
    "Aid reaches Aleppo under the truce that monitors watch over.",
    "A bridge over the Tagus opens in Lisbon.",
];

const ENTITIES: [&str; 3] = ["en:Aleppo", "en:Halab", "en:Lisbon"];

fn version(at: usize) -> Version {
    let text = TEXTS[at];
    let links = ["Aleppo", "Lisbon"].iter().filter_map(|name| {
        let start = text.find(name)?;
        // One list links the town's other name.
        let target = if at == 2 { "en:Halab".to_owned() } else { format!("en:{name}") };
        Some(Link { start, end: start + name.len(), target: EntityKey::parse(&target)? })
    });
    Version {
        known_at: None,
        by: By::importer("lines", None),
        day: date(2016, 9, 12 + at as i8),
        text: text.to_owned(),
        links: Some(links.collect()),
        category: None,
        stories: (at < 2).then(|| vec![vec![StoryRef::titled("Truce of September")]]),
        summary: None,
        sources: None,
        image: None,
        lang: "en".into(),
    }
}

fn now(second: i64) -> Timestamp {
    Timestamp::from_second(1_480_000_000 + second).unwrap()
}

/// An archive of the four events with their ids.
fn archive() -> (tempfile::TempDir, Archive, Vec<EventId>) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "Test", "en").unwrap();
    let mut recorder = Recorder::begin(&archive, now(0)).unwrap();
    let found = (0..TEXTS.len()).map(|at| {
        Incoming::Told(Draft {
            id: None,
            old_paths: Vec::new(),
            under: None,
            line: None,
            versions: vec![version(at)],
            claimed_related: Vec::new(),
        })
    });
    recorder.record(&Document { found: found.collect(), ..Document::default() }).unwrap();
    recorder.commit().unwrap();
    relink::run(&archive, relink::Extent::Whole).unwrap();
    let reader = archive.store.read().unwrap();
    let ids = reader.heads().unwrap().into_iter().map(|h| h.id).collect();
    drop(reader);
    (dir, archive, ids)
}

fn matter(ids: &[EventId], which: (u8, usize, usize)) -> Option<Matter> {
    let (kind, a, b) = which;
    let (event, other) = (ids[a % ids.len()].as_str(), ids[b % ids.len()].as_str());
    let (one, into) = (ENTITIES[a % ENTITIES.len()], ENTITIES[b % ENTITIES.len()]);
    match kind {
        0 => Some(Matter::new(CorrectionKind::Story, event, ["truce of september", "aid"][b % 2])),
        1 if event != other => Some(Matter::related(event, other)),
        2 if one != into => Some(Matter::new(CorrectionKind::EntityMerge, one, into)),
        3 => Some(Matter::new(CorrectionKind::EntityJunk, one, "")),
        _ => None,
    }
}

/// All that readers see and that corrections may change.
fn state(archive: &Archive) -> String {
    let reader = archive.store.read().unwrap();
    let mut state = String::new();
    for head in reader.heads().unwrap() {
        let event = reader.event_in(head.row).unwrap().unwrap();
        state += &format!("{:?}\n{:?}\n", event.record, reader.related(head.row).unwrap());
    }
    for kind in NameKind::ALL {
        state += &format!("{:?}\n", reader.memberships(kind).unwrap());
    }
    state + &format!("{:?}", reader.identities().unwrap())
}

/// Whether what is said of a matter is so in what readers see.
fn holds(reader: &Reader<'_>, matter: &Matter, verdict: Verdict) -> bool {
    let row = |id: &str| reader.event(id.parse().unwrap()).unwrap().unwrap().row;
    let yes = verdict == Verdict::Yes;
    match matter.kind {
        CorrectionKind::Story => {
            let members = reader.members(NameKind::Story, &matter.object).unwrap();
            members.iter().any(|(r, _)| *r == row(&matter.subject)) == yes
        }
        CorrectionKind::Related => {
            let (a, b) = (row(&matter.subject), row(&matter.object));
            let lists = [reader.related(a).unwrap(), reader.related(b).unwrap()].concat();
            lists.iter().any(|l| (l.event, l.other) == (a, b) || (l.event, l.other) == (b, a))
                == yes
        }
        CorrectionKind::EntityJunk if yes => {
            reader.members(NameKind::Entity, &matter.subject).unwrap().is_empty()
        }
        CorrectionKind::EntityMerge if yes => {
            let identities = reader.identities().unwrap();
            // A merge that would close a circle is left out.
            identities.iter().any(|i| i.key == matter.subject && i.into.is_some())
                || identities.iter().any(|i| i.into.as_deref() == Some(&matter.subject))
        }
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_word_holds_and_is_undone_without_a_trace(
        words in prop::collection::vec(((0u8..4, 0usize..4, 0usize..4), prop::bool::ANY), 1..6),
        extents in prop::collection::vec(prop::bool::ANY, 1..3),
    ) {
        let (_dir, archive, ids) = archive();
        let before = state(&archive);
        let mut numbers = Vec::new();
        for (second, (which, yes)) in words.into_iter().enumerate() {
            let Some(matter) = matter(&ids, which) else { continue };
            let verdict = if yes { Verdict::Yes } else { Verdict::No };
            let saying = Saying {
                matter,
                verdict,
                by_name: "Ada".into(),
                reason: "checked".into(),
                title: Some("Aid".into()),
            };
            let said = say(&archive, &saying, now(second as i64)).unwrap();
            numbers.extend(said.new.then_some(said.correction.number));
        }
        let mut linked = Vec::new();
        for whole in extents {
            let extent = if whole { relink::Extent::Whole } else { relink::Extent::Needed };
            relink::run(&archive, extent).unwrap();
            let reader = archive.store.read().unwrap();
            let rulings = Rulings::read(&reader).unwrap();
            for kind in CorrectionKind::ALL {
                for word in rulings.of_kind(kind) {
                    prop_assert!(holds(&reader, &word.matter, word.verdict), "{:?}", word);
                }
            }
            drop(reader);
            linked.push(state(&archive));
        }
        // However it is computed, the result is the same.
        relink::run(&archive, relink::Extent::Whole).unwrap();
        linked.push(state(&archive));
        prop_assert!(linked.windows(2).all(|w| w[0] == w[1]));
        prop_assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());

        // A copy by event lines says the same.
        let mut lines = Vec::new();
        export::lines(&archive, &mut lines).unwrap();
        let copy = as_of::copy(&archive, now(1_000)).unwrap();
        relink::run(&copy.archive, relink::Extent::Whole).unwrap();
        prop_assert_eq!(state(&copy.archive), state(&archive));
        let mut again = Vec::new();
        export::lines(&copy.archive, &mut again).unwrap();
        prop_assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(lines).unwrap());

        for (second, number) in numbers.into_iter().rev().enumerate() {
            undo(&archive, number, "Ada", "no", now(100 + second as i64)).unwrap_or_else(|_| panic!());
        }
        relink::run(&archive, relink::Extent::Needed).unwrap();
        prop_assert_eq!(state(&archive), before);
        prop_assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn an_import_does_not_override_a_word() {
    let (_dir, archive, ids) = archive();
    let saying = Saying {
        matter: Matter::new(CorrectionKind::Story, ids[0].as_str(), "truce of september"),
        verdict: Verdict::No,
        by_name: "Ada".into(),
        reason: "another truce".into(),
        title: None,
    };
    say(&archive, &saying, now(1)).unwrap();
    let mut recorder = Recorder::begin(&archive, now(2)).unwrap();
    let mut told = version(0);
    told.text.push_str(" It is the first.");
    let draft = Draft {
        id: Some(ids[0]),
        old_paths: Vec::new(),
        under: None,
        line: None,
        versions: vec![told],
        claimed_related: Vec::new(),
    };
    recorder.start_document().unwrap();
    let found = vec![Incoming::Told(draft)];
    recorder.record(&Document { found, ..Document::default() }).unwrap();
    recorder.commit().unwrap();
    let event = archive.store.read().unwrap().event(ids[0]).unwrap().unwrap();
    assert!(event.record.statement.text.ends_with("first."));
    assert_eq!(event.record.stories, Vec::<Vec<StoryRef>>::new());
}
