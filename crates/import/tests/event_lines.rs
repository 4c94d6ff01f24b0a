//! Event lines: what lines of every kind become, and that exports read back whole.

#![allow(clippy::unwrap_used)] // the functions that tests share may fail loudly, too

use annals_import::{
    Origin,
    event_lines::{self, Limits, LineReader},
};
use annals_model::*;
use proptest::prelude::*;
use std::io;

fn read(line: &str) -> (Option<Incoming>, Vec<Note>) {
    let mut notes = Vec::new();
    let found = LineReader::new(&Origin::default()).read_line(7, line, &mut notes);
    (found, notes)
}

fn version(line: &str) -> (Version, Vec<&'static str>) {
    let (found, notes) = read(line);
    let Some(Incoming::Told(mut draft)) = found else { panic!("no draft: {notes:?}") };
    (draft.versions.remove(0), notes.iter().map(|n| n.kind).collect())
}

#[test]
fn a_whole_line_is_understood() {
    let (v, notes) = version(
        r#"{"date":"2016-09-12","text":"A truce  takes effect in Syria.","category":"Armed conflicts and attacks",
        "stories":["Syrian civil war",{"title":"Peace talks","target":"Syrian peace process"}],
        "links":[{"text":"Syria","target":"Syria"},{"text":"truce","target":"en:Ceasefire"},{"text":"Iran","target":"Iran"}],
        "summary":{"text":"It holds at first.","by":"BBC"},"sources":[{"name":"AAP via SBS","url":"https://example.org/a"},"https://example.org/b","Reuters",{"url":"ftp://x"}],
        "image":{"url":"https://example.org/i.jpg","alt":"A street"},"lang":"en","origin":"Portal:Current events/2016 September 12",
        "known_at":"2016-09-12T18:00:00+02:00","colour":"red"}"#
            .replace('\n', " ")
            .as_str(),
    );
    assert_eq!(v.text, "A truce takes effect in Syria.");
    assert_eq!(v.category.as_deref(), Some("Armed conflicts and attacks"));
    let stories = v.stories.unwrap();
    assert_eq!(stories[0][1].target.as_ref().unwrap().as_str(), "en:Syrian peace process");
    let links = v.links.unwrap();
    assert_eq!(&v.text[links[0].start..links[0].end], "truce");
    assert_eq!(links[1].target.as_str(), "en:Syria");
    let sources = v.sources.unwrap();
    assert_eq!(sources.len(), 3);
    assert_eq!(sources[0].via.as_deref(), Some("SBS"));
    assert_eq!(sources[1].url.as_deref(), Some("https://example.org/b"));
    assert_eq!(v.known_at.unwrap().to_string(), "2016-09-12T16:00:00Z");
    assert_eq!(
        notes,
        [
            "key-unknown",
            "link-label-not-in-text",
            "address-not-web",
            "source-without-name-or-address"
        ]
    );
}

#[test]
fn what_a_line_leaves_open_is_unknown() {
    let (v, notes) = version(
        r#"{"date":"2016-09-12","text":"A.","category":"Uncategorized","sources":[],"stories":[],"image":null}"#,
    );
    assert_eq!((v.category, v.sources, v.stories, v.links), (None, None, None, None));
    assert!(notes.is_empty());
    let (v, _) = version(r#"{"date":"2016-09-12","text":"A.","stories":[["A","B"],["C"]]}"#);
    assert_eq!(v.stories.unwrap().len(), 2);
}

#[test]
fn bad_lines_are_named_and_left_out() {
    for (line, kind) in [
        ("[1]", "line-not-json"),
        ("{\"date\":", "line-not-json"),
        ("{}", "line-incomplete"),
        (r#"{"date":"2016-13-40","text":"A."}"#, "date-unreadable"),
        (r#"{"date":20160912,"text":"A."}"#, "field-of-wrong-type"),
        (r#"{"date":"2016-09-12","text":"\u0000 \u200b"}"#, "line-incomplete"),
        (r#"{"date":"99999-01-01","text":"A."}"#, "date-unreadable"),
    ] {
        let (found, notes) = read(line);
        assert!(found.is_none(), "{line}");
        assert_eq!(notes[0].kind, kind, "{line}");
        assert_eq!(notes[0].line, Some(7));
    }
    let deep = format!("{{\"date\":{}", "[".repeat(100_000));
    assert_eq!(read(&deep).1[0].kind, "line-not-json");
}

#[test]
fn wrong_types_lose_only_their_field() {
    let (v, notes) = version(
        r#"{"date":"2016-09-12","date":"2016-09-13","text":"A.","sources":"x","stories":[3],"links":[1],"image":7,"summary":[],"known_at":"soon","lang":"!","id":"short","old_paths":["/../x","/news/2016/09/12/a"]}"#,
    );
    assert_eq!(v.day, date(2016, 9, 13));
    assert_eq!((v.sources, v.image, v.summary, v.known_at), (None, None, None, None));
    assert_eq!(v.lang, "en");
    assert_eq!(notes.iter().filter(|k| **k == "field-of-wrong-type").count(), 5);
    for kind in [
        "key-repeated",
        "time-unreadable",
        "language-unknown",
        "id-unreadable",
        "old-path-unusable",
    ] {
        assert!(notes.contains(&kind), "{kind}");
    }
}

/// Reads a whole file; returns its chunks' drafts and notes.
fn stream(input: impl io::BufRead, limits: Limits) -> (Vec<Document>, Vec<bool>) {
    let (mut documents, mut firsts) = (Vec::new(), Vec::new());
    event_lines::read::<io::Error>(&Origin::default(), input, limits, &mut |chunk| {
        firsts.push(chunk.first);
        documents.push(chunk.document);
        Ok(())
    })
    .unwrap();
    (documents, firsts)
}

#[test]
fn a_file_comes_in_chunks_that_say_so() {
    let parent = EventId::from_key("a");
    let file = format!(
        "\u{feff}{{\"date\":\"2016-09-12\",\"text\":\"A.\",\"id\":\"{parent}\"}}\r\n\n{{\"date\":\"2016-09-12\",\"text\":\"B.\",\"under\":\"{parent}\"}}\n{{\"date\":\"2016-09-12\",\"text\":\"C.\"}}"
    );
    let (documents, firsts) =
        stream(file.as_bytes(), Limits { chunk_lines: 2, ..Limits::default() });
    assert_eq!(firsts, [true, false]);
    let Incoming::Told(b) = &documents[0].found[1] else { panic!() };
    assert_eq!((b.under, b.line), (Some(0), Some(3)));
    assert!(documents.iter().all(|d| d.notes.is_empty()));
}

#[test]
fn a_huge_line_is_refused_without_being_held() {
    let huge = io::Read::take(io::repeat(b'x'), 100 << 20);
    let input = io::Read::chain(huge, &b"\n{\"date\":\"2016-09-12\",\"text\":\"caf\xff.\"}"[..]);
    let (documents, _) = stream(io::BufReader::new(input), Limits::default());
    let kinds: Vec<_> = documents[0].notes.iter().map(|n| (n.kind, n.line)).collect();
    assert_eq!(kinds, [("line-too-long", Some(1)), ("not-utf-8", Some(2))]);
    assert_eq!(documents[0].found.len(), 1);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ,.]{0,20}", "\\PC{0,12}", "[\u{0}-\u{1f}\"\\\\\u{4e00}-\u{4eff}]{0,6}"]
}

fn key() -> impl Strategy<Value = EntityKey> {
    "[A-Z][a-z ]{0,8}[a-z]".prop_map(|t| EntityKey::new("en", &t).unwrap())
}

fn statement() -> impl Strategy<Value = Text> {
    (text(), prop::collection::vec((0_usize..30, 0_usize..30, key()), 0..4)).prop_map(
        |(t, links)| {
            let links =
                links.into_iter().map(|(start, end, target)| Link { start, end, target }).collect();
            Text::linked(t, links)
        },
    )
}

fn id() -> impl Strategy<Value = EventId> {
    any::<u32>().prop_map(|n| EventId::from_key(&n.to_string()))
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (-2_000_000_000_i64..4_000_000_000, 0_i32..1_000_000_000)
        .prop_map(|(s, n)| Timestamp::new(s, if s < 0 { -n } else { n }).unwrap())
}

fn value(field: Field) -> BoxedStrategy<Value> {
    use prop::{collection::vec, option::of};
    match field {
        Field::Day => (1_i16..9999, 1_i8..=12, 1_i8..=28)
            .prop_map(|(y, m, d)| Value::Day(date(y, m, d)))
            .boxed(),
        Field::Statement => statement().prop_map(Value::Statement).boxed(),
        Field::Category => of(text()).prop_map(Value::Category).boxed(),
        Field::Stories => {
            let story = (text(), of(key())).prop_map(|(title, target)| StoryRef { title, target });
            vec(vec(story, 1..3), 0..3).prop_map(Value::Stories).boxed()
        }
        Field::Summary => of((text(), of(text())))
            .prop_map(|s| Value::Summary(s.map(|(text, by)| Summary { text, by })))
            .boxed(),
        Field::Sources => {
            let source = (text(), of(text()), of(text())).prop_map(|(name, via, url)| Source {
                name,
                via,
                url,
            });
            vec(source, 0..3).prop_map(Value::Sources).boxed()
        }
        Field::Image => of((text(), of(text()), of(text())))
            .prop_map(|i| Value::Image(i.map(|(url, alt, credit)| Image { url, alt, credit })))
            .boxed(),
        Field::Lang => text().prop_map(Value::Lang).boxed(),
        Field::Under => of(id()).prop_map(Value::Under).boxed(),
        Field::Status => prop_oneof![
            Just(Status::Published),
            text().prop_map(Status::Held),
            text().prop_map(Status::Withdrawn),
            id().prop_map(Status::MergedInto)
        ]
        .prop_map(Value::Status)
        .boxed(),
    }
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![
        (text(), prop::option::of(text()))
            .prop_map(|(name, upstream)| By::Importer { name, upstream }),
        (text(), text()).prop_map(|(name, reason)| By::Editor { name, reason })
    ]
}

fn revision(whole: bool) -> impl Strategy<Value = Revision> {
    let values = if whole {
        Just(Field::ALL.to_vec()).boxed()
    } else {
        prop::sample::subsequence(Field::ALL.to_vec(), 0..5).boxed()
    };
    let values = values.prop_flat_map(|fields| fields.into_iter().map(value).collect::<Vec<_>>());
    (by(), prop::option::of(moment()), moment(), values).prop_map(
        |(by, known_at, recorded_at, values)| Revision {
            known_at,
            recorded_at,
            ..Revision::new(0, by, values)
        },
    )
}

fn kept() -> impl Strategy<Value = Kept> {
    let path = "/news/[0-9]{4}/[0-9]{2}/[0-9]/[a-z\u{4e00}-\u{4e20}-]{1,9}";
    let rest = prop::collection::vec(revision(false), 0..4);
    (id(), path, prop::collection::vec(path, 0..3), revision(true), rest).prop_map(
        |(id, path, old_paths, first, rest)| {
            let mut revisions = vec![first];
            revisions.extend(rest);
            for (number, revision) in (1..).zip(&mut revisions) {
                revision.number = number;
            }
            Kept { id, path, old_paths, revisions }
        },
    )
}

proptest! {
    #[test]
    fn an_export_reads_back_whole(kept in kept()) {
        let mut line = Vec::new();
        event_lines::write(&kept, &mut line).unwrap();
        let line = String::from_utf8(line).unwrap();
        prop_assert_eq!(line.matches('\n').count(), 1);
        let (found, notes) = read(&line);
        prop_assert_eq!(found, Some(Incoming::Kept(kept)), "{:?}", notes);
        prop_assert!(notes.is_empty(), "{:?}", notes);
    }

    #[test]
    fn any_text_is_read_without_panic(line in "\\PC{0,80}") {
        read(&line);
    }

    #[test]
    fn any_json_in_any_field_is_read_without_panic(
        field in prop::sample::select(vec!["date", "text", "stories", "links", "sources", "summary", "image", "revisions", "id", "path", "under"]),
        json in "([\\[{\"a1,:}\\]é]|null|\"text\":|\"target\":|\"start\":){0,9}",
    ) {
        read(&format!(r#"{{"date":"2016-09-12","text":"aé1","id":"aaaaaaaaaaaa","path":"/a","{field}":{json}}}"#));
    }
}
