//! Questions and their answers, on a few real events.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_model::{Date, EventId, Timestamp, date};
use annals_search::{
    Answer, Document, Extent, Index, Kind, Named, Note, Question, SearchError, Sort, Step, Writer,
};
use proptest::prelude::*;
use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;
use tempfile::{TempDir, tempdir};

fn named(title: &str) -> Named {
    Named { key: title.to_lowercase(), title: title.to_owned() }
}

fn event(row: i64, day: Date, statement: &str) -> Document {
    Document {
        id: EventId::from_key(&row.to_string()),
        row,
        from: Timestamp::UNIX_EPOCH,
        until: None,
        day,
        lang: "en".into(),
        statement: statement.into(),
        summary: String::new(),
        stories: Vec::new(),
        entities: Vec::new(),
        category: None,
        publishers: vec![named("Reuters")],
        hosts: vec!["reuters.com".into()],
        sources: 1,
    }
}

/// Events that happened, told in own words.
fn events() -> Vec<Document> {
    let peace = vec![named("Syrian peace process")];
    let aleppo = vec![named("Aleppo"), named("Syria")];
    vec![
        Document {
            stories: peace.clone(),
            entities: aleppo.clone(),
            category: Some(named("Armed conflicts and attacks")),
            sources: 3,
            ..event(1, date(2016, 2, 27), "A cease-fire comes into force in most of Syria.")
        },
        Document {
            stories: peace.clone(),
            entities: aleppo,
            category: Some(named("Armed conflicts and attacks")),
            summary: "Convoys with food were to reach the east of the city.".into(),
            ..event(2, date(2016, 9, 12), "A truce begins; Aleppo waits for aid.")
        },
        Document {
            stories: peace,
            publishers: vec![named("BBC")],
            hosts: vec!["bbc.co.uk".into()],
            ..event(3, date(2016, 12, 29), "Russia and Turkey announce a nationwide ceasefire.")
        },
        event(4, date(2010, 1, 12), "An earthquake strikes Haiti; 1,200 bodies are counted."),
        event(5, date(2015, 4, 25), "Earthquakes strike Nepal, and Łódź sends rescuers."),
        event(6, date(2013, 3, 13), "Jorge Bergoglio is elected pope in a papal election."),
        Document {
            lang: "zh-Hant".into(),
            ..event(7, date(2016, 9, 12), "叙利亚停火协议生效，阿勒颇恢复平静。")
        },
    ]
}

fn index_of(dir: &Path, events: &[Document]) -> Index {
    let writer = Writer::create(dir).unwrap();
    for document in events {
        writer.add(document).unwrap();
    }
    writer.finish(7).unwrap();
    Index::open(dir).unwrap()
}

/// One index for all questions that change nothing.
fn index() -> &'static Index {
    static INDEX: OnceLock<(TempDir, Index)> = OnceLock::new();
    let (_, index) = INDEX.get_or_init(|| {
        let dir = tempdir().unwrap();
        let index = index_of(dir.path(), &events());
        (dir, index)
    });
    index
}

fn rows(answer: &Answer) -> Vec<i64> {
    answer.hits.iter().map(|h| h.row).collect()
}

fn ask(query: &str) -> Answer {
    index().search(&Question { query: query.into(), ..Question::default() }).unwrap()
}

/// The rows that a query finds, sorted.
fn found(query: &str) -> Vec<i64> {
    let mut rows = rows(&ask(query));
    rows.sort_unstable();
    rows
}

#[test]
fn the_language_finds_what_it_says() {
    for (query, expected) in [
        ("ceasefire", &[1, 3][..]),
        ("cease-fires", &[1, 3]),
        ("cease fire", &[1, 3]),
        ("\"cease fire\"", &[1, 3]),
        ("\"nationwide cease-fire\"", &[3]),
        ("truce OR ceasefire", &[1, 2, 3]),
        ("earthquake -haiti", &[4 + 1]),
        ("-earthquake -ceasefire -lang:zh", &[2, 6]),
        ("\"strikes haiti\"", &[4]),
        ("\"haiti strikes\"", &[]),
        ("\"earthquakes\"", &[5]),
        ("1200", &[4]),
        ("1,200", &[4]),
        ("lodz", &[5]),
        ("Łódź", &[5]),
        ("convoy", &[2]),
        ("earthq*", &[4, 5]),
        ("Bergolio~", &[6]),
        ("Bergoglio~", &[6]),
        ("elections", &[6]),
        ("story:peace aleppo", &[1, 2]),
        ("story:\"peace process\" source:bbc", &[3]),
        ("source:bbc.co.uk", &[3]),
        ("haiti/bodies", &[]),
        ("strikes/haiti", &[4]),
        ("entity:aleppo", &[1, 2]),
        ("category:conflict truce", &[2]),
        ("day:2016-09", &[2, 7]),
        ("day:2016-09-01..2016-12-31 -lang:zh", &[2, 3]),
        ("story:syr*", &[1, 2, 3]),
        ("lang:zh", &[7]),
        ("停火", &[7]),
        ("阿勒颇停火", &[7]),
        ("\"停火协议\"", &[7]),
        ("\"协议停火\"", &[]),
        ("the", &[2]),
        ("truce in the moon", &[]),
        ("reuters", &[]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn no_query_lists_the_newest() {
    assert_eq!(rows(&ask(""))[..2], [3, rows(&ask("day:2016-09-12"))[0]]);
    let oldest = Question { sort: Sort::Oldest, limit: 2, ..Question::default() };
    assert_eq!(rows(&index().search(&oldest).unwrap()), [4, 6]);
    let second = Question { sort: Sort::Oldest, limit: 1, offset: 1, ..Question::default() };
    assert_eq!(rows(&index().search(&second).unwrap()), [6]);
}

#[test]
fn a_score_is_the_product_of_its_parts() {
    let answer = ask("ceasefire");
    assert_eq!(answer.total, 2);
    for hit in &answer.hits {
        let score = hit.score;
        assert!(score.text > 0.0 && score.recency > 1.0 && score.sources > 1.0, "{score:?}");
        assert!((score.total - score.text * score.recency * score.sources).abs() < 0.01);
    }
    assert!(answer.hits[0].score.total >= answer.hits[1].score.total);
}

#[test]
fn results_are_counted_by_name_and_over_time() {
    let answer = ask("truce OR ceasefire");
    let facet = |kind| answer.facets.iter().find(|f| f.kind == kind).unwrap();
    let counts: Vec<(&str, u64)> =
        facet(Kind::Entity).counts.iter().map(|c| (c.title.as_str(), c.count)).collect();
    assert_eq!(counts, [("Aleppo", 2), ("Syria", 2)]);
    assert_eq!(facet(Kind::Source).counts[0].key, "reuters");
    assert_eq!(answer.years, [(2016, 3)]);
    let histogram = answer.histogram.unwrap();
    assert_eq!((histogram.step, histogram.buckets.len()), (Step::Week, 45));
    let nothing = ask("nothing");
    assert!(nothing.facets.is_empty() && nothing.histogram.is_none() && nothing.years.is_empty());
}

#[test]
fn filters_narrow() {
    let with = |names: Vec<(Kind, String)>, from, to| {
        let mut rows =
            rows(&index().search(&Question { names, from, to, ..Question::default() }).unwrap());
        rows.sort_unstable();
        rows
    };
    let name = |kind, key: &str| (kind, key.to_owned());
    assert_eq!(with(vec![name(Kind::Story, "syrian peace process")], None, None), [1, 2, 3]);
    let both = vec![name(Kind::Entity, "aleppo"), name(Kind::Source, "reuters")];
    assert_eq!(with(both, Some(date(2016, 3, 1)), None), [2]);
    assert_eq!(with(vec![name(Kind::Lang, "zh")], None, None), [7]);
    assert_eq!(with(vec![], None, Some(date(2013, 3, 13))), [4, 6]);
    assert_eq!(with(vec![name(Kind::Entity, "nobody")], None, None), [0; 0]);
}

#[test]
fn what_was_known_then_is_found_then() {
    let at = |second| Timestamp::from_second(second).unwrap();
    let first =
        Document { until: Some(at(100)), ..event(1, date(1969, 12, 31), "Thirty are hurt.") };
    let second = Document { from: at(100), ..event(1, date(1969, 12, 31), "Forty are hurt.") };
    let gone = Document { until: Some(at(50)), ..event(2, date(1969, 12, 30), "None is hurt.") };
    let dir = tempdir().unwrap();
    let index = index_of(dir.path(), &[first, second, gone]);
    let found = |query: &str, as_of: Option<i64>| {
        let as_of = as_of.map(at);
        let question = Question { query: query.into(), as_of, ..Question::default() };
        index.search(&question).unwrap().total
    };
    assert_eq!((found("hurt", None), found("forty", None), found("thirty", None)), (1, 1, 0));
    assert_eq!((found("hurt", Some(99)), found("forty", Some(99))), (1, 0));
    assert_eq!((found("hurt", Some(49)), found("thirty", Some(49))), (2, 1));
    assert_eq!((found("forty", Some(100)), found("hurt", Some(-1))), (1, 0));
}

#[test]
fn typing_errors_get_a_suggestion() {
    let suggested = |query: &str| ask(query).suggestion.map(|s| (s.query, s.total));
    assert_eq!(suggested("cesefire turkey"), Some(("ceasefire turkey".into(), 1)));
    assert_eq!(suggested("\"earthqake strikes\" -nepal"), None, "a rare word is not trusted");
    assert_eq!(suggested("ceasefire"), None);
    assert_eq!(suggested("xyzzyx"), None);
    let hits = Question { query: "cesefire".into(), extent: Extent::Hits, ..Question::default() };
    assert_eq!(index().search(&hits).unwrap().suggestion, None);
}

#[test]
fn what_is_typed_is_completed() {
    let titles = |text: &str| -> Vec<String> {
        index().complete(text).into_iter().map(|c| c.title).collect()
    };
    assert_eq!(titles("syr")[..2], ["Syrian peace process", "Syria"]);
    assert_eq!(titles("peace pr")[0], "Syrian peace process");
    assert!(titles("haiti earthq").contains(&"haiti earthquake".to_owned()));
    assert_eq!(titles(""), Vec::<String>::new());
    assert_eq!(titles("zzz"), Vec::<String>::new());
}

#[test]
fn marks_are_segments_of_the_text() {
    let marked = |query: &str, text: &str, most| -> String {
        let fragment = ask(query).marks.fragment(text, most);
        fragment
            .segments
            .iter()
            .map(|s| if s.marked { format!("[{}]", s.text) } else { s.text.clone() })
            .collect()
    };
    let text = "The cease-fire holds, <b>Syria</b> says; Cease fires in Łódź.";
    for (query, expected) in [
        ("ceasefire", "The [cease-fire] holds, <b>Syria</b> says; Cease fires in Łódź."),
        ("syr* lodz -holds", "The cease-fire holds, <b>[Syria]</b> says; Cease fires in [Łódź]."),
        ("\"holds syria\"", text),
        ("\"syria says\"", "The cease-fire holds, <b>Syria</b> says; Cease fires in Łódź."),
        ("cease-fire", "The [cease-fire] holds, <b>Syria</b> says; [Cease fires] in Łódź."),
    ] {
        assert_eq!(marked(query, text, 500), expected, "{query}");
    }
    assert_eq!(marked("停火", "叙利亚停火协议", 9), "叙利亚[停火]协议");
    let long = format!("{}The truce holds. {}", "word ".repeat(100), "more ".repeat(100));
    let piece = marked("truce", &long, 60);
    assert!(piece.contains("The [truce] holds.") && piece.chars().count() <= 62, "{piece}");
}

#[test]
fn the_same_events_are_answered_the_same_however_they_came() {
    let (whole, parts) = (tempdir().unwrap(), tempdir().unwrap());
    let all = events();
    let one = index_of(whole.path(), &all);
    let first = Writer::create(parts.path()).unwrap();
    for document in &all {
        first
            .add(&Document { statement: "An older wording of it.".into(), ..document.clone() })
            .unwrap();
    }
    first.finish(1).unwrap();
    let other = Index::open(parts.path()).unwrap();
    for document in all.iter().rev() {
        let writer = Writer::open(parts.path()).unwrap();
        writer.remove(document.row);
        writer.add(document).unwrap();
        writer.finish(7).unwrap();
    }
    assert!(other.reload().unwrap() && !other.reload().unwrap());
    assert_eq!((one.change(), other.change()), (7, 7));
    for query in
        ["", "ceasefire", "earthquake strikes", "syria OR strike", "s* aleppo~ a", "wording"]
    {
        let question = Question { query: query.into(), ..Question::default() };
        let (a, b) = (one.search(&question).unwrap(), other.search(&question).unwrap());
        assert_eq!((a.total, &a.hits), (b.total, &b.hits), "{query}");
        assert_eq!((a.facets, a.years), (b.facets, b.years), "{query}");
    }
    assert_eq!(one.complete("s"), other.complete("s"));
}

#[test]
fn two_do_not_write_at_once() {
    let dir = tempdir().unwrap();
    let writer = Writer::create(dir.path()).unwrap();
    assert!(matches!(Writer::create(dir.path()), Err(SearchError::Busy(_))));
    writer.finish(1).unwrap();
    let writer = Writer::open(dir.path()).unwrap();
    assert!(matches!(Writer::open(dir.path()), Err(SearchError::Busy(_))));
    drop(writer);
    assert_eq!(Writer::open(dir.path()).unwrap().change(), Some(1));
}

#[test]
fn what_was_not_finished_was_not_written() {
    let dir = tempdir().unwrap();
    let index = index_of(dir.path(), &events());
    let writer = Writer::open(dir.path()).unwrap();
    writer.remove(1);
    drop(writer);
    let making = Writer::create(dir.path()).unwrap();
    making.add(&events()[0]).unwrap();
    drop(making);
    assert!(!index.reload().unwrap());
    assert_eq!(Index::open(dir.path()).unwrap().documents(), 7);
}

/// The files of an index with their contents.
fn files(dir: &Path) -> HashMap<std::path::PathBuf, Vec<u8>> {
    let list = std::fs::read_dir(dir.join("current")).unwrap();
    let paths =
        list.map(|f| f.unwrap().path()).filter(|p| !p.to_string_lossy().contains(".tantivy"));
    paths.map(|p| (p.clone(), std::fs::read(&p).unwrap())).collect()
}

#[test]
fn damage_is_noticed_on_opening() {
    let dir = tempdir().unwrap();
    drop(index_of(dir.path(), &events()));
    let good = files(dir.path());
    assert!(good.len() > 5);
    for (path, bytes) in &good {
        // The list of files is only for clearing up.
        if path.ends_with(".managed.json") {
            continue;
        }
        let mut changed = bytes.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 0xff;
        for damaged in
            [&[][..], b"stump", &bytes[..bytes.len() / 2], &bytes[..bytes.len() - 2], &changed]
        {
            std::fs::write(path, damaged).unwrap();
            let opened = Index::open(dir.path());
            assert!(opened.is_err(), "{}: {} of {}", path.display(), damaged.len(), bytes.len());
        }
        std::fs::remove_file(path).unwrap();
        assert!(Index::open(dir.path()).is_err(), "{} is missing", path.display());
        std::fs::write(path, bytes).unwrap();
        assert!(Index::open(dir.path()).is_ok());
    }
    assert!(matches!(Index::open(&dir.path().join("none")), Err(SearchError::Missing(_))));
}

#[test]
fn hostile_queries_are_bounded() {
    let many_words: String = (0..500).map(|n| format!("w{n}* ")).collect();
    for query in [
        "* ** a* -* +* ~ ~9 \"\" \"*\"",
        &"(".repeat(5_000),
        &"\"".repeat(999),
        &"a OR ".repeat(300),
        &"\"the of a\" ".repeat(100),
        &"a-".repeat(900),
        &"阿".repeat(5_000),
        &many_words,
        &(0..90).map(|n| format!("\"of the {n}\" th{n}* x{n}y~2 ")).collect::<String>(),
        &(0..400).map(|n| char::from_u32(0x4e00 + n).unwrap()).collect::<String>(),
        "story: entity:\"\" day:9999-99 lang:\u{0} day:0000..0000 day:..",
        "\u{202e}\u{0}\u{ffff}",
    ] {
        ask(query);
    }
    assert!(ask(&"é".repeat(2_000)).notes.contains(&Note::TooLong));
    let deep = Question { offset: usize::MAX, limit: usize::MAX, ..Question::default() };
    let answer = index().search(&deep).unwrap();
    assert!(answer.hits.is_empty() && answer.notes.contains(&Note::TooDeep));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_text_is_answered(
        query in "([-+\"(){}:*~|. ]|[a-z]{1,4}|cease|fire|停火|day:|OR |story:|~2|\\PC){0,25}",
        offset in 0usize..20,
    ) {
        let question = Question { query: query.clone(), offset, ..Question::default() };
        let answer = index().search(&question).unwrap();
        prop_assert!(answer.hits.len() as u64 <= answer.total);
        let text = "A cease-fire, 停火, is as long as the query: ";
        let joined: String =
            answer.marks.fragment(text, 10_000).segments.iter().map(|s| s.text.as_str()).collect();
        prop_assert_eq!(joined, text);
        prop_assert!(answer.marks.fragment(&(text.to_owned() + &query), 20).segments.len() < 60);
        index().complete(&query);
    }
}
