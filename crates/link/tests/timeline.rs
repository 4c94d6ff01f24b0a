//! What timelines, backgrounds and typed relations promise: bounded, explained,
//! the same at once or day by day, and no panic on any text.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_link::background::{Edge, LENGTH, Step, backgrounds};
use annals_link::relation::{Claim, Kind, Tie};
use annals_link::timeline::{NameKind, Timeline, Told, Why, appearances};
use annals_link::{Index, Item, Options, window_start};
use proptest::prelude::*;

fn told(day: i32, text: &str) -> Told<'_> {
    Told { day, text, lang: "en", sources: 1, referred: 0, names: &[] }
}

#[test]
fn a_storys_key_days_are_its_beginning_its_burst_and_its_end() {
    let quiet =
        ["The inquiry hears a clerk.", "The inquiry hears an engineer.", "The inquiry rests."];
    let mut events = vec![told(17_331, "A fire destroys Grenfell Tower in London; 72 people die.")];
    for (at, text) in quiet.iter().enumerate() {
        events.push(told(17_400 + 60 * at as i32, text));
    }
    let burst = [
        "The inquiry's report says that the cladding of Grenfell Tower spread the fire.",
        "The fire brigade's orders to stay put are called wrong in the report.",
        "The Prime Minister apologises for the fire at Grenfell Tower.",
        "Families of the dead of Grenfell Tower welcome the report.",
    ];
    events.extend(burst.iter().map(|text| told(18_199, text)));
    events.push(told(18_400, "The second part of the inquiry begins in London."));
    let timeline = Timeline::of(&events);
    let days: Vec<i32> = timeline.key_days.iter().map(|k| k.day).collect();
    assert_eq!((days.first(), days.last()), (Some(&17_331), Some(&18_400)));
    let key = timeline.key_days.iter().find(|k| k.day == 18_199).unwrap();
    assert_eq!((key.events, key.why.first()), (4, Some(&Why::Burst(4))));
    assert!(timeline.key_days.iter().all(|k| events[k.event].day == k.day && !k.why.is_empty()));
}

#[test]
fn what_later_events_refer_to_is_a_key_day() {
    let texts: Vec<String> = (0..30).map(|n| format!("Committee {n} meets in room {n}.")).collect();
    let mut events: Vec<Told<'_>> =
        (0..).zip(&texts).map(|(at, text)| told(17_000 + 10 * at, text)).collect();
    events[11].referred = 40;
    let key = Timeline::of(&events).key_days;
    let day = key.iter().find(|k| k.event == 11).expect("the day that is referred to");
    assert!(day.why.contains(&Why::Referred(40)));
}

fn item(id: u64, day: i32, text: &str) -> Item<'_> {
    Item { id, day, text, lang: "en", entities: &[], stories: &[], category: None }
}

#[test]
fn names_have_their_kind_and_the_rare_ones_more_weight() {
    let texts = [
        "President Juan Manuel Santos meets the FARC at Lake Tota in Colombia.",
        "Colombia plays Peru.",
        "Colombia exports coffee.",
    ];
    let items: Vec<Item<'_>> = (0..).zip(texts).map(|(id, text)| item(id, 17_000, text)).collect();
    let index = Index::new(&items, &Options::default());
    let names = appearances(&index, 0, &Options::default());
    let of = |label: &str| names[0].iter().find(|n| n.label == label).expect(label);
    assert_eq!(of("Juan Manuel Santos").kind, NameKind::Person);
    assert_eq!(of("Lake Tota").kind, NameKind::Place);
    assert_eq!(of("Colombia").kind, NameKind::Place);
    assert!(of("Juan Manuel Santos").rarity > of("Colombia").rarity);
}

fn edges(index: &Index<'_>, options: &Options) -> Vec<Vec<Edge>> {
    let edge = |other: usize, score| Edge { other: other as u32, score };
    let lists = index.related_from(0, options).into_iter();
    lists.map(|list| list.iter().map(|l| edge(l.other, l.score)).collect()).collect()
}

#[test]
fn a_background_reaches_back_in_time_and_leaves_other_countries_out() {
    let texts = [
        (15_000, "Rebels of the M23 take Rutshuru in the Democratic Republic of the Congo."),
        (15_100, "M23 rebels advance on Goma; peacekeepers reinforce Goma."),
        (15_140, "A volcano erupts in Iceland."),
        (15_150, "The M23 takes Goma from the army of the Democratic Republic of the Congo."),
        (15_156, "Talks between the M23 and the government begin in Kampala."),
        (15_160, "The M23 rebels leave Goma after the talks in Kampala."),
    ];
    let items: Vec<Item<'_>> =
        (0..).zip(texts).map(|(id, (day, text))| item(id, day, text)).collect();
    let options = Options::default();
    let index = Index::new(&items, &options);
    let chain = &backgrounds(&index, 5, &edges(&index, &options), &options)[0];
    let others: Vec<usize> = chain.iter().map(|s| s.other).collect();
    assert!(others.contains(&1) && others.contains(&3) && others.contains(&4), "{others:?}");
    assert!(!others.contains(&2));
    assert!(chain.iter().all(|s| !s.context.is_empty() || !s.words.is_empty()));
}

#[test]
fn equal_words_explain_nothing_nor_do_namesakes() {
    let texts = [
        (15_000, "The death toll from the sinking of a ferry rises to 28."),
        (15_010, "The Senate confirms Heather Wilson; Wilson takes office in May."),
        (15_200, "The death toll from the collapse of a factory rises to 50."),
        (15_210, "A court tries Cody Wilson, who prints guns; Wilson denies the charge."),
    ];
    let items: Vec<Item<'_>> =
        (0..).zip(texts).map(|(id, (day, text))| item(id, day, text)).collect();
    let options = Options::default();
    let index = Index::new(&items, &options);
    let lists = index.related_from(0, &options);
    let listed = |of: usize, other: usize| lists[of].iter().find(|l| l.other == other);
    assert!(listed(2, 0).is_some(), "the words make them related");
    assert!(listed(3, 1).is_none_or(|link| link.context.is_empty()), "two people of one name");
    let chains = backgrounds(&index, 0, &edges(&index, &options), &options);
    assert!(chains.iter().all(Vec::is_empty), "{chains:?}");
}

/// Each with what ties the two: days apart, shared names, shared score.
#[test]
fn relations_are_read_off_the_later_text() {
    let names: &[&str] = &["Syria", "Aleppo", "Michael Brown", "Nepal", "France", "Omar Khadr"];
    let cases: &[(Option<Kind>, i32, &str, &str)] = &[
        (
            Some(Kind::Vetoes),
            4,
            "Russia vetoes a Security Council resolution that demands an end to air strikes on Aleppo.",
            "France circulates a draft resolution that demands an end to air strikes on Aleppo.",
        ),
        (
            None,
            4,
            "Russia threatens to veto a resolution on air strikes on Aleppo in Syria.",
            "France circulates a draft resolution on air strikes on Aleppo in Syria.",
        ),
        (
            Some(Kind::Breaks),
            7,
            "Shelling of Aleppo violates the truce.",
            "A truce begins in Syria.",
        ),
        (
            Some(Kind::Updates),
            2,
            "The death toll of the earthquake in Nepal rises to 4,310.",
            "An earthquake in Nepal kills at least 1,450 people.",
        ),
        (
            None,
            2,
            "The death toll of the earthquake in Nepal rises to 430.",
            "An earthquake in Nepal kills at least 1,450 people.",
        ),
        (
            Some(Kind::Mourns),
            16,
            "Thousands attend the funeral of Michael Brown in St. Louis.",
            "Police shoot Michael Brown dead in Ferguson, Missouri; his death starts protests.",
        ),
        (
            Some(Kind::Tries),
            30,
            "Omar Khadr pleads guilty to murder before a commission in Guantanamo Bay.",
            "The trial of Omar Khadr begins in Guantanamo Bay.",
        ),
        (
            None,
            30,
            "A guard of the camp is convicted of theft, as lawyers who once and long ago stood for the young Omar Khadr report.",
            "The trial of Omar Khadr begins in Guantanamo Bay.",
        ),
        (None, 3, "A bridge opens in Aleppo.", "A truce begins in Syria."),
    ];
    for (kind, days, later, earlier) in cases {
        let tie = Tie { days: *days, names, shared: 0.7 };
        let found = Claim::of(later, "en").toward(earlier, "en", &tie);
        assert_eq!(found.as_ref().map(|f| f.kind), *kind, "{later}");
        // The words are the text's own.
        for words in found.iter().flat_map(|f| f.words.split(" … ")) {
            assert!(later.contains(words), "{words}");
        }
        let unnamed = Tie { names: &[], ..tie };
        assert!(Claim::of(later, "en").toward(earlier, "en", &unnamed).is_none());
        assert!(Claim::of(later, "de").toward(earlier, "de", &tie).is_none());
    }
}

/// Texts that share names and words, of few words, so that they relate.
fn texts() -> impl Strategy<Value = Vec<(i32, String)>> {
    let word = prop::sample::select(vec![
        "Aleppo",
        "Syria",
        "truce",
        "talks",
        "Geneva",
        "veto",
        "bomb",
        "Kerry",
        "the",
        "violates",
        "ceasefire",
        "death",
        "toll",
        "rises",
        "to",
        "4,000",
        "killed",
        ".",
        "\u{0}",
        "停火",
        "é",
    ]);
    let text = prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "));
    let sentence = prop_oneof![4 => text, 1 => "\\PC{0,40}"];
    let day = prop_oneof![9 => 17_000..17_060i32, 1 => any::<i32>()];
    prop::collection::vec((day, sentence), 0..40).prop_map(|mut events| {
        events.sort_by_key(|(day, _)| *day);
        events
    })
}

proptest! {
    #[test]
    fn timelines_are_bounded_and_whole(texts in texts(), referred in 0u32..9) {
        let events: Vec<Told<'_>> =
            texts.iter().map(|(day, text)| Told { referred, ..told(*day, text) }).collect();
        let timeline = Timeline::of(&events);
        prop_assert_eq!(&timeline, &Timeline::of(&events));
        prop_assert!(timeline.key_days.len() <= 12);
        prop_assert!(timeline.key_days.windows(2).all(|w| w[0].day < w[1].day));
        for key in &timeline.key_days {
            prop_assert_eq!(events[key.event].day, key.day);
            prop_assert!(!key.why.is_empty());
        }
        let counted: u32 = timeline.life.counts.iter().sum();
        prop_assert_eq!(counted as usize, events.len());
        prop_assert_eq!(timeline.life.counts.len(), timeline.life.begins.len());
        prop_assert!(timeline.life.begins.windows(2).all(|w| w[0] <= w[1]));
        if let (Some(first), Some(last)) = (events.first(), events.last()) {
            prop_assert_eq!(timeline.key_days.first().map(|k| k.day), Some(first.day));
            prop_assert_eq!(timeline.key_days.last().map(|k| k.day), Some(last.day));
        }
    }

    /// A new day's chains are the same whether all days are computed or it alone.
    #[test]
    fn backgrounds_are_the_same_at_once_and_by_day(texts in texts(), cut in 0usize..40) {
        let items: Vec<Item<'_>> =
            (0..).zip(&texts).map(|(id, (day, text))| item(id, *day, text)).collect();
        let options = Options { window_days: 20, window_items: 8, ..Options::default() };
        let index = Index::new(&items, &options);
        let lists = edges(&index, &options);
        let whole: Vec<Vec<Step>> = backgrounds(&index, 0, &lists, &options);
        for (at, chain) in whole.iter().enumerate() {
            prop_assert!(chain.len() <= LENGTH);
            prop_assert!(chain.windows(2).all(|w| w[0].other < w[1].other));
            prop_assert!(chain.iter().all(|s| items[s.other].day < items[at].day));
        }
        let days: Vec<i32> = items.iter().map(|i| i.day).collect();
        let from = days.partition_point(|d| days.get(cut).is_some_and(|c| d < c));
        let start = window_start(&days, from, &options);
        let part = Index::new(&items[start..], &options);
        let edge = |e: &Edge| Some(Edge { other: e.other.checked_sub(start as u32)?, ..*e });
        let known: Vec<Vec<Edge>> =
            lists[start..].iter().map(|l| l.iter().filter_map(edge).collect()).collect();
        let later = backgrounds(&part, from - start, &known, &options);
        let moved = |chain: &Vec<Step>| -> Vec<Step> {
            let step = |s: &Step| Step { other: s.other + start, ..s.clone() };
            chain.iter().map(step).collect()
        };
        let later: Vec<Vec<Step>> = later.iter().map(moved).collect();
        prop_assert_eq!(&later[..], &whole[from..]);
        let names = appearances(&index, from, &options);
        prop_assert_eq!(appearances(&part, from - start, &options), names);
    }

    #[test]
    fn no_text_stops_the_rules(later in "\\PC{0,80}", texts in texts(), days in any::<i32>()) {
        for (_, text) in &texts {
            let tie = Tie { days, names: &["Kerry", "", "-"], shared: 1.0 };
            let _ = Claim::of(text, "en").toward(&later, "en", &tie);
            let _ = Claim::of(&later, "en").toward(text, "en", &tie);
        }
    }
}
