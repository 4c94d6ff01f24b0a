//! What `relate` promises: the same result at once or day by day, exact
//! reasons, lists that are varied, and no panic on any text.

use annals_link::{Item, Options, ReasonKind, Related, relate, the_context, window_start};
use proptest::prelude::*;

/// An event with what it owns.
#[derive(Debug, Clone)]
struct Event {
    day: i32,
    text: String,
    links: Vec<(&'static str, &'static str)>,
    stories: Vec<&'static str>,
    category: Option<&'static str>,
}

impl Event {
    fn new(day: i32, text: &str) -> Event {
        Event { day, text: text.to_owned(), links: Vec::new(), stories: Vec::new(), category: None }
    }

    fn of_story(day: i32, text: &str, story: &'static str) -> Event {
        Event { stories: vec![story], ..Event::new(day, text) }
    }
}

fn items(events: &[Event]) -> Vec<Item<'_>> {
    (0..)
        .zip(events)
        .map(|(id, event)| Item {
            id,
            day: event.day,
            text: &event.text,
            lang: "en",
            entities: &event.links,
            stories: &event.stories,
            category: event.category,
        })
        .collect()
}

fn related(events: &[Event]) -> Vec<Vec<Related>> {
    relate(&items(events), 0, &Options::default())
}

fn others(list: &[Related]) -> Vec<usize> {
    list.iter().map(|r| r.other).collect()
}

#[test]
fn a_demonym_ties_as_its_country_does() {
    let lists = related(&[
        Event::new(0, "A dam bursts in Laos and floods several villages."),
        Event::new(1, "Voters in Slovenia go to the polls."),
        Event::new(3, "Laotian rescuers search the flooded villages."),
    ]);
    let best = &lists[2][0];
    assert_eq!((best.other, best.days), (0, 3));
    assert_eq!(best.context.len(), 1);
    assert_eq!(best.context[0].label, "Laos");
    let place = best.reasons.iter().find(|r| r.kind == ReasonKind::Place).unwrap();
    assert_eq!(place.label, "Laos");
    let words = best.reasons.iter().find(|r| r.kind == ReasonKind::Words).unwrap();
    assert!(words.label.contains("villages"), "{words:?}");
}

#[test]
fn links_give_the_title_and_the_key() {
    let mut events = vec![
        Event::new(0, "The chancellor visits Lisbon."),
        Event::new(2, "Merkel speaks in Lisbon about the debt."),
        Event::new(5, "Snow falls in Quito."),
    ];
    events[0].links = vec![("en:Angela Merkel", "chancellor")];
    events[1].links = vec![("en:Angela Merkel", "Merkel")];
    let lists = related(&events);
    let merkel = lists[1][0].context.iter().find(|c| c.label == "Angela Merkel").unwrap();
    assert_eq!(merkel.key.as_deref(), Some("en:Angela Merkel"));
}

#[test]
fn common_words_are_no_context() {
    let mut events = vec![
        Event::new(0, "The key process of the government begins in Oslo, the President says."),
        Event::new(1, "In Oslo, the President and the Government avoid the process."),
    ];
    for event in &mut events {
        event.links = vec![("en:Process", "process"), ("en:Government", "government")];
    }
    let lists = related(&events);
    let labels: Vec<&str> = lists[1][0].context.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["Oslo"], "nobody says Norway");
}

#[test]
fn at_most_two_of_a_story() {
    let told = [
        "Schools close in Liberia for fear of Ebola.",
        "Liberia quarantines a slum of its capital against Ebola.",
        "Nurses with Ebola flee a hospital that was stormed in Liberia.",
        "Ships with doctors and tents reach Liberia to fight Ebola.",
        "Flights to Liberia are cancelled while Ebola spreads.",
    ];
    let mut events: Vec<Event> =
        told.iter().zip(0..).map(|(text, day)| Event::of_story(day, text, "ebola")).collect();
    events.push(Event::new(6, "Liberia buys rice from Thailand."));
    events.push(Event::of_story(8, "Liberia reports new cases of Ebola in a district.", "ebola"));
    let lists = related(&events);
    let of_story = others(&lists[6]).iter().filter(|o| **o < 5).count();
    assert_eq!(of_story, 2, "{:?}", lists[6]);
    assert!(others(&lists[6]).contains(&5));
}

#[test]
fn a_repeated_text_stands_once() {
    let lists = related(&[
        Event::new(0, "The volcano Merapi erupts on Java and ash covers Yogyakarta."),
        Event::new(1, "The volcano Merapi erupts on Java, and ash covers Yogyakarta."),
        Event::new(2, "Merapi calms down; people return to Yogyakarta."),
    ]);
    assert_eq!(lists[2].len(), 1);
    assert_eq!(others(&lists[1]), [0]);
}

#[test]
fn time_alone_relates_nothing() {
    let mut events = vec![
        Event::new(0, "Snow closes the pass of Furka."),
        Event::new(0, "A painting by Klee is sold."),
    ];
    for event in &mut events {
        event.category = Some("Arts");
    }
    assert!(related(&events)[1].is_empty());
}

#[test]
fn chinese_is_related_by_its_characters() {
    let mut events = vec![
        Event::new(0, "叙利亚政府与反对派在日内瓦举行和平谈判。"),
        Event::new(1, "东京举行马拉松比赛。"),
        Event::new(4, "叙利亚和平谈判在日内瓦中断。"),
    ];
    let lists = {
        let mut items = items(&events);
        for item in &mut items {
            item.lang = "zh";
        }
        relate(&items, 0, &Options::default())
    };
    let best = &lists[2][0];
    assert_eq!(best.other, 0);
    let labels: Vec<&str> = best.context.iter().map(|c| c.label.as_str()).collect();
    assert!(labels.contains(&"叙利亚") && labels.contains(&"日内瓦"), "{labels:?}");
    let words = best.reasons.iter().find(|r| r.kind == ReasonKind::Words).unwrap();
    assert!(words.label.contains("和平谈判"), "{words:?}");
    events.clear();
    assert!(related(&events).is_empty());
}

#[test]
fn huge_texts_cost_little() {
    let texts = ["Xy. ".repeat(200_000), "和平谈判".repeat(100_000), "Al Ba ".repeat(100_000)];
    let links: Vec<(&str, &str)> = vec![("en:Syria", "Syria"); 100_000];
    let items: Vec<Item<'_>> = texts
        .iter()
        .chain(&texts)
        .zip(0..)
        .map(|(text, day)| Item {
            id: 0,
            day,
            text,
            lang: "en",
            entities: &links,
            stories: &[],
            category: None,
        })
        .collect();
    // What is read of a text is bounded; without that this would run for hours.
    assert_eq!(relate(&items, 0, &Options::default()).len(), 6);
}

const WORDS: &[&str] = &[
    "Syria",
    "French",
    "talks",
    "truce",
    "Kerry",
    "bombs",
    "the",
    "of",
    "flood",
    "Staffan de Mistura",
    "U.S.",
    "police",
    "400",
    "Aleppo",
    "vote",
    "oil",
    "strike",
    "和平谈判",
    "Nepal",
    ",",
    ".",
];

prop_compose! {
    fn event()(
        gap in prop_oneof![5 => Just(0), 5 => 1..4i32, 1 => 4..60i32],
        words in prop::collection::vec(prop::sample::select(WORDS), 1..14),
        story in prop::option::of(prop::sample::select(&["a", "b", "c"][..])),
        category in prop::option::of(prop::sample::select(&["Sport", "Law"][..])),
        linked in any::<bool>(),
    ) -> Event {
        Event {
            day: gap,
            text: words.join(" "),
            links: if linked { vec![("en:Syria", "Syrian")] } else { Vec::new() },
            stories: story.into_iter().collect(),
            category,
        }
    }
}

fn events(most: usize) -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..most).prop_map(|mut events| {
        let mut day = 16_000;
        for event in &mut events {
            day += event.day;
            event.day = day;
        }
        events
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_day_alone_gives_what_the_whole_gives(events in events(80)) {
        // A window so short that it moves within the example.
        let options = Options { window_days: 20, window_items: 10, candidates: 8, postings: 40, ..Options::default() };
        let all = items(&events);
        let days: Vec<i32> = all.iter().map(|i| i.day).collect();
        let whole = relate(&all, 0, &options);
        let mut from = 0;
        while from < all.len() {
            let end = days.partition_point(|d| *d <= days[from]);
            let start = window_start(&days, from, &options);
            let mut day = relate(&all[start..end], from - start, &options);
            for related in day.iter_mut().flatten() {
                related.other += start;
            }
            prop_assert_eq!(&whole[from..end], &day[..], "from {}", from);
            from = end;
        }
    }

    #[test]
    fn reasons_add_up_to_the_score(events in events(40)) {
        for list in related(&events) {
            prop_assert!(list.len() <= 5);
            prop_assert!(list.windows(2).all(|w| w[0].score >= w[1].score));
            for related in list {
                let sum: f32 = related.reasons.iter().map(|r| r.score).sum();
                prop_assert!((sum - related.score).abs() < 1e-4, "{} {:?}", sum, related);
            }
        }
    }

    #[test]
    fn later_events_change_nothing(events in events(40), cut in 0usize..40) {
        let all = items(&events);
        let cut = cut.min(all.len());
        let day = all.get(cut).map_or(i32::MAX, |i| i.day);
        let before = all.partition_point(|i| i.day < day);
        let early = relate(&all[..before], 0, &Options::default());
        prop_assert_eq!(&relate(&all, 0, &Options::default())[..before], &early[..]);
    }

    #[test]
    fn no_text_panics(
        texts in prop::collection::vec("\\PC{0,120}", 1..8),
        lang in "[a-z]{0,3}",
        key in "\\PC{0,12}",
        days in prop::collection::vec(prop::num::i32::ANY, 8),
    ) {
        let mut days = days;
        days.sort_unstable();
        let links = [(key.as_str(), key.as_str())];
        let items: Vec<Item<'_>> = texts.iter().zip(&days).map(|(text, day)| Item {
            id: 0, day: *day, text, lang: &lang, entities: &links, stories: &[], category: Some(text),
        }).collect();
        let lists = relate(&items, 0, &Options::default());
        prop_assert_eq!(lists.len(), items.len());
        let queries: Vec<usize> = (0..items.len()).collect();
        prop_assert_eq!(the_context::rank(&items, &queries, &Options::default()).len(), items.len());
    }
}
