//! Entities as a whole: what is found, by what was known, whatever the text.
#![allow(clippy::unwrap_used, reason = "test code")]

use annals_link::entities::{Anchor, Gazetteer, Kind, Mention, ReasonKind, State, Text, Told};
use proptest::prelude::*;

/// A text as tests write it: links as `[text|key]`.
#[derive(Debug, Clone)]
struct Written {
    day: i32,
    id: u64,
    lang: &'static str,
    text: String,
    links: Vec<(usize, usize, String)>,
}

fn written(day: i32, id: u64, lang: &'static str, marked: &str) -> Written {
    let mut out = Written { day, id, lang, text: String::new(), links: Vec::new() };
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        out.text.push_str(before);
        let (link, after) = after.split_once(']').unwrap();
        let (label, key) = link.split_once('|').unwrap();
        let start = out.text.len();
        out.text.push_str(label);
        out.links.push((start, out.text.len(), key.to_owned()));
        rest = after;
    }
    out.text.push_str(rest);
    out
}

fn with_texts<T>(texts: &[Written], run: impl FnOnce(&[Text<'_>]) -> T) -> T {
    let anchors: Vec<Vec<Anchor<'_>>> = texts
        .iter()
        .map(|t| {
            t.links
                .iter()
                .map(|(start, end, key)| Anchor { start: *start, end: *end, key })
                .collect()
        })
        .collect();
    let texts: Vec<Text<'_>> = texts
        .iter()
        .zip(&anchors)
        .map(|(t, anchors)| Text {
            id: t.id,
            day: t.day,
            text: &t.text,
            lang: t.lang,
            anchors,
            told: Told::All,
        })
        .collect();
    run(&texts)
}

fn learned(texts: &[Written]) -> Gazetteer {
    with_texts(texts, |texts| Gazetteer::learn(texts, &[]))
}

fn plain<'a>(day: i32, lang: &'a str, text: &'a str) -> Text<'a> {
    Text { id: 0, day, text, lang, anchors: &[], told: Told::All }
}

fn find(gazetteer: &Gazetteer, day: i32, lang: &str, text: &str) -> Vec<Mention> {
    gazetteer.find(&plain(day, lang, text))
}

fn keys(mentions: &[Mention]) -> Vec<&str> {
    mentions.iter().filter_map(|m| m.key.as_deref()).collect()
}

/// Days that link the same things, over and over.
fn days(marked: &[&str], lang: &'static str) -> Vec<Written> {
    let of = |day| marked.iter().zip(0..).map(move |(m, id)| written(day, id, lang, m));
    (100..140).flat_map(of).collect()
}

const NAMES: &[&str] = &[
    "[Jens Stoltenberg|en:Jens Stoltenberg] speaks in [Oslo|en:Oslo] about the key process.",
    "Avoiding a [truce|en:Ceasefire], [French|en:French people] troops enter [Gao|en:Gao].",
    "The [Storting|en:Storting] of [Norway|en:Norway] adopts the key budget.",
];

#[test]
fn what_was_linked_is_found_without_links() {
    let gazetteer = learned(&days(NAMES, "en"));
    let found = find(&gazetteer, 200, "en", "In Oslo, Jens Stoltenberg leads the Storting.");
    assert_eq!(keys(&found), ["en:Oslo", "en:Jens Stoltenberg", "en:Storting"]);
    assert!(found.iter().all(|m| m.state == State::Confirmed && m.confidence > 0.4));
    assert_eq!(found[0].kind, Kind::Place);
    assert_eq!(found[1].kind, Kind::Person);
    assert_eq!(&"In Oslo, Jens"[found[0].start..found[0].end], "Oslo");
}

#[test]
fn demonyms_are_their_country_and_keep_their_surface() {
    let gazetteer = learned(&days(NAMES, "en"));
    let found = find(&gazetteer, 200, "en", "A French ship leaves.");
    assert_eq!((found[0].surface.as_str(), keys(&found)), ("French", vec!["en:France"]));
    assert_eq!(gazetteer.identity("en:French people"), "en:France");
}

#[test]
fn junk_words_are_never_mentions() {
    let gazetteer = learned(&days(NAMES, "en"));
    let found =
        find(&gazetteer, 200, "en", "Avoiding the key process, men enter about the budget.");
    assert_eq!(found, []);
    // Not even where somebody once linked them by mistake.
    let mut texts = days(NAMES, "en");
    texts.push(written(99, 0, "en", "A [key|en:Key (lock)] step in the [process|en:Process]."));
    let found = find(&learned(&texts), 200, "en", "A key step of the process.");
    assert_eq!(found, []);
}

#[test]
fn company_decides_between_namesakes() {
    let texts = days(
        &[
            "[Atlanta|en:Atlanta], the capital of [Georgia|en:Georgia (U.S. state)], floods.",
            "In [Atlanta|en:Atlanta] the governor of [Georgia|en:Georgia (U.S. state)] signs.",
            "[Tbilisi|en:Tbilisi], the capital of [Georgia|en:Georgia (country)], votes.",
        ],
        "en",
    );
    let gazetteer = learned(&texts);
    let beside = |text| {
        let found = find(&gazetteer, 200, "en", text);
        let georgia = found.into_iter().find(|m| m.surface == "Georgia").unwrap();
        let company =
            georgia.reasons.iter().any(|r| r.kind == ReasonKind::Company && r.score > 0.0);
        assert!(company, "{:?}", georgia.reasons);
        georgia.key.unwrap()
    };
    assert_eq!(beside("Georgia: rain falls on Tbilisi."), "en:Georgia (country)");
    assert_eq!(beside("Georgia: rain falls on Atlanta."), "en:Georgia (U.S. state)");
    let alone = find(&gazetteer, 200, "en", "Rain falls on Georgia.");
    assert_eq!(keys(&alone), ["en:Georgia (U.S. state)"]); // the commoner one
}

#[test]
fn an_office_of_another_country_is_not_meant() {
    let texts = days(
        &["[President|en:President of France] [Macron|en:Emmanuel Macron] meets [Paris|en:Paris]."],
        "en",
    );
    let gazetteer = learned(&texts);
    let found = find(&gazetteer, 200, "en", "The President speaks in Brazil.");
    assert!(!keys(&found).contains(&"en:President of France"), "{found:?}");
    let found = find(&gazetteer, 200, "en", "In France the President speaks.");
    assert!(keys(&found).contains(&"en:President of France"), "{found:?}");
}

#[test]
fn names_that_nobody_linked_are_unconfirmed() {
    let gazetteer = learned(&[]);
    let found = find(&gazetteer, 200, "en", "Police in Kenya arrest Wanjiru Kamau Otieno today.");
    let unknown: Vec<&str> = found
        .iter()
        .filter(|m| m.state == State::Unconfirmed)
        .map(|m| m.surface.as_str())
        .collect();
    assert_eq!(unknown, ["Wanjiru Kamau Otieno"]);
    assert_eq!(keys(&found), ["en:Kenya"]);
    assert_eq!(found[1].kind, Kind::Person);
}

#[test]
fn chinese_is_found_in_either_script() {
    let texts = days(
        &[
            "[挪威|zh:挪威]首相[斯托尔滕贝格|zh:延斯·斯托尔滕贝格]在[奥斯陆|zh:奥斯陆]发表讲话。",
            "[挪威|zh:挪威]议会通过预算，[北大西洋公约组织|zh:北大西洋公约组织]表示欢迎。",
        ],
        "zh",
    );
    let gazetteer = learned(&texts);
    let found =
        find(&gazetteer, 200, "zh-Hant", "斯托爾滕貝格抵達奧斯陸，會見北大西洋公約組織代表。");
    assert_eq!(
        keys(&found),
        ["zh:延斯·斯托尔滕贝格", "zh:奥斯陆", "zh:北大西洋公约组织"],
        "{found:?}"
    );
    assert_eq!(found[0].kind, Kind::Person);
    assert_eq!(gazetteer.identity("zh:奧斯陸"), "zh:奥斯陆");
}

#[test]
fn merged_identities_are_one() {
    let texts = days(&["[Kiev|en:Kiev] and [Lviv|en:Lviv] are calm."], "en");
    let gazetteer = with_texts(&texts, |t| Gazetteer::learn(t, &[("en:Kiev", "en:Kyiv")]));
    assert_eq!(keys(&find(&gazetteer, 200, "en", "Kiev votes.")), ["en:Kyiv"]);
}

#[test]
fn a_texts_own_links_stay_as_they_are() {
    let gazetteer = learned(&days(NAMES, "en"));
    let own = written(200, 0, "en", "[Oslo|en:Oslo, Minnesota] is not in Norway.");
    let found = with_texts(&[own], |t| gazetteer.find(&t[0]));
    assert_eq!(keys(&found), ["en:Oslo, Minnesota", "en:Norway"]);
    assert_eq!(found[0].reasons[0].kind, ReasonKind::Link);
}

#[test]
fn later_days_do_not_change_earlier_answers() {
    let all = days(NAMES, "en");
    let (early, late): (Vec<Written>, Vec<Written>) =
        all.iter().cloned().partition(|t| t.day < 120);
    let mut step = learned(&early);
    let text = "Stoltenberg, Jens Stoltenberg and the Storting of Norway in Gao.";
    let before = find(&step, 120, "en", text);
    for day in 120..140 {
        let texts: Vec<Written> = late.iter().filter(|t| t.day == day).cloned().collect();
        with_texts(&texts, |t| step.add(t));
    }
    let whole = learned(&all);
    for day in [50, 101, 120, 139, 200] {
        assert_eq!(find(&step, day, "en", text), find(&whole, day, "en", text), "day {day}");
    }
    assert_eq!(find(&whole, 120, "en", text), before);
    assert_eq!(step.sizes(), whole.sizes());
}

#[test]
fn the_order_of_texts_does_not_matter() {
    let mut texts = days(NAMES, "en");
    let first = learned(&texts);
    texts.reverse();
    let second = learned(&texts);
    let text = "Avoiding Oslo, the Storting and Jens Stoltenberg meet French troops.";
    assert_eq!(find(&first, 200, "en", text), find(&second, 200, "en", text));
}

#[test]
fn a_long_text_costs_time_in_its_length_only() {
    let gazetteer = learned(&days(NAMES, "en"));
    let long = "Jens Stoltenberg of Norway and Oslo. ".repeat(6_000);
    let found = find(&gazetteer, 200, "en", &long);
    assert!(!found.is_empty() && found.iter().all(|m| m.end <= 200_000));
    let capitals = "A ".repeat(20_000);
    find(&gazetteer, 200, "en", &capitals);
    let run = "奥".repeat(10_000);
    find(&gazetteer, 200, "zh", &run);
}

fn check(text: &str, found: &[Mention]) {
    let mut end = 0;
    for mention in found {
        assert!(mention.start >= end && mention.start < mention.end);
        assert_eq!(&text[mention.start..mention.end], mention.surface);
        assert!((0.0..=1.0).contains(&mention.confidence));
        assert_eq!(mention.key.is_some(), mention.state == State::Confirmed);
        assert!(!mention.reasons.is_empty());
        assert!(mention.reasons.iter().all(|r| r.score.is_finite()));
        end = mention.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_links(
        texts in prop::collection::vec(("\\PC{0,40}", 0..9i32, 0..30usize, 0..30usize, "[a-z]{0,2}:?\\PC{0,5}"), 0..12),
        seen in "\\PC{0,60}",
        mixed in "([A-Z][a-z]{0,3}[ .,'-]|法国|U\\.S\\.|in |of |Oslo |\u{301}|\u{200b}|-){0,20}",
    ) {
        let texts: Vec<Written> = texts
            .into_iter()
            .zip(0..)
            .map(|((text, day, start, end, key), id)| Written {
                day, id, lang: if id % 2 == 0 { "en" } else { "zh" }, text,
                links: vec![(start, end, key), (0, end, "en:Oslo".to_owned())],
            })
            .collect();
        let gazetteer = learned(&texts);
        for (lang, text) in [("en", &seen), ("zh", &seen), ("en", &mixed), ("", &mixed)] {
            check(text, &find(&gazetteer, 5, lang, text));
            check(text, &find(&gazetteer, i32::MAX, lang, text));
        }
        with_texts(&texts, |texts| {
            for text in texts {
                check(text.text, &gazetteer.find(text));
            }
        });
    }

    #[test]
    fn step_by_step_is_all_at_once(order in Just((0..24usize).collect::<Vec<_>>()).prop_shuffle(), cut in 101..108i32) {
        let marks = ["[Rabat|en:Rabat] hosts [Ali Benflis|en:Ali Benflis].", "[Ali Benflis|en:Ali Benflis] visits Rabat.", "Rabat: [Morocco|en:Morocco] and [Fez|en:Fez]."];
        let texts: Vec<Written> = order
            .iter()
            .map(|n| written(100 + (*n / 3) as i32, (*n % 3) as u64, "en", marks[(*n * 7) % 3]))
            .collect();
        let whole = learned(&texts);
        let (early, late): (Vec<Written>, Vec<Written>) = texts.into_iter().partition(|t| t.day < cut);
        let mut step = learned(&early);
        with_texts(&late, |t| step.add(t));
        let text = "Ali Benflis of Morocco, in Rabat and Fez.";
        for day in [100, 103, cut, 110] {
            prop_assert_eq!(find(&step, day, "en", text), find(&whole, day, "en", text));
        }
    }
}
