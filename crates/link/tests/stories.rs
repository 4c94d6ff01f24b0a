//! Events find the story that they go on with, from what was told before them only.
#![allow(clippy::unwrap_used, reason = "test code")]

use annals_link::stories::{Decision, Guess, Model};
use annals_link::{Index, Item, Options, QueryStories, ReasonKind, relate, window_start};
use proptest::prelude::*;
use std::collections::HashMap;

/// Day, story, statement. The days are those of the events, from 1 January 2016.
const TOLD: &[(i32, &str, &str)] = &[
    (5, "Korea", "North Korea says that it has tested a hydrogen bomb at Punggye-ri."),
    (11, "Zika", "Brazil reports more newborns with microcephaly as the Zika virus spreads."),
    (37, "Korea", "North Korea launches the satellite Kwangmyŏngsŏng-4 from Sohae."),
    (
        31,
        "Zika",
        "The World Health Organization calls the Zika virus outbreak in Brazil an emergency.",
    ),
    (57, "Truce", "Russia and the United States agree on a cessation of hostilities in Syria."),
    (
        61,
        "Korea",
        "The United Nations Security Council tightens sanctions on North Korea after its bomb test.",
    ),
    (73, "Truce", "Russia begins to withdraw from Syria while the cessation of hostilities holds."),
    (90, "Zika", "The United States confirms that the Zika virus causes microcephaly."),
    (
        114,
        "",
        "North Korea fires a missile from a submarine; the Security Council condemns the test.",
    ),
    (115, "", "A hospital in Aleppo is bombed and the cessation of hostilities in Syria crumbles."),
    (116, "", "Puerto Rico reports the first death from the Zika virus in the United States."),
    (117, "", "Leicester City win the Premier League for the first time."),
];

/// 1 January 2016 in days since 1970.
const START: i32 = 16_801;

struct Told {
    stories: Vec<Vec<&'static str>>,
    order: Vec<usize>,
}

fn told() -> Told {
    let mut order: Vec<usize> = (0..TOLD.len()).collect();
    order.sort_by_key(|i| TOLD[*i].0);
    let stories = order.iter().map(|i| Some(TOLD[*i].1).filter(|s| !s.is_empty()));
    Told { stories: stories.map(|s| s.into_iter().collect()).collect(), order }
}

impl Told {
    fn items(&self) -> Vec<Item<'_>> {
        let all = (0..).zip(self.order.iter().zip(&self.stories));
        all.map(|(id, (at, stories))| Item {
            id,
            day: START + TOLD[*at].0,
            text: TOLD[*at].2,
            lang: "en",
            entities: &[],
            stories,
            category: None,
        })
        .collect()
    }
}

const TITLES: &[(&str, &str)] = &[
    ("Korea", "North Korea and weapons of mass destruction"),
    ("Zika", "2015–16 Zika virus epidemic"),
    ("Truce", "Syrian peace process"),
];

fn guesses(index: &Index<'_>, items: &[usize]) -> Vec<(String, Guess)> {
    let guesses = index.guess_stories(items, &Model::default(), &Options::default());
    let key = |g: &Guess| {
        g.candidates.first().map_or(String::new(), |(c, _)| index.story_key(c.story).to_owned())
    };
    guesses.into_iter().map(|g| (key(&g), g)).collect()
}

#[test]
fn events_go_on_with_their_story() {
    let told = told();
    let items = told.items();
    let index = Index::with_titles(&items, &TITLES.iter().copied().collect(), &Options::default());
    let found = guesses(&index, &[8, 9, 10, 11]);
    let keys: Vec<&str> = found.iter().map(|(k, _)| k.as_str()).collect();
    assert_eq!(keys[..3], ["Korea", "Truce", "Zika"]);
    let (_, other) = &found[3];
    assert!(found[..3].iter().all(|(_, g)| g.known > other.known), "{other:?}");
    assert_eq!(Model::default().decide(other), Decision::Leave);
    for (_, guess) in &found {
        let sum: f32 = guess.candidates.iter().map(|(_, p)| p).sum();
        assert!(guess.candidates.is_empty() || (sum - 1.0).abs() < 1e-4, "all three are kept");
    }
}

#[test]
fn reasons_add_up_to_the_score() {
    let told = told();
    let items = told.items();
    let index = Index::new(&items, &Options::default());
    let (model, found) = (Model::default(), guesses(&index, &[8]));
    let best = &found[0].1.candidates[0].0;
    let reasons = model.reasons(&best.features);
    let sum: f32 = reasons.iter().map(|(_, part)| part).sum();
    assert!((sum - model.score(&best.features)).abs() < 1e-4);
    assert!(reasons.windows(2).all(|w| w[0].1 >= w[1].1));
    assert!(model.weights.iter().all(|w| *w >= 0.0));
}

#[test]
fn a_story_of_the_same_day_is_not_known_yet() {
    let stories = ["Fire"];
    let items = [(10, &stories[..]), (10, &[][..])].map(|(day, stories)| Item {
        id: day as u64,
        day,
        text: "A fire burns at Fort McMurray in Alberta.",
        lang: "en",
        entities: &[],
        stories,
        category: None,
    });
    let index = Index::new(&items, &Options::default());
    assert!(guesses(&index, &[1])[0].1.candidates.is_empty());
}

#[test]
fn a_believed_story_relates_events_and_says_so() {
    let told = told();
    let items = told.items();
    let options = Options::default();
    let mut index = Index::with_titles(&items, &TITLES.iter().copied().collect(), &options);
    let before = index.rank(&[9], &options).remove(0);
    index.believe(9, [("Truce", 0.9)]);
    let after = index.rank(&[9], &options).remove(0);
    let of = |list: &[annals_link::Ranked], other: usize| {
        list.iter().find(|r| r.other == other).map_or(0.0, |r| r.parts.story)
    };
    // The agreement of February.
    assert_eq!(of(&before, 4), 0.0);
    assert!((of(&after, 4) - 0.9 * options.weights.story).abs() < 1e-6);
    let hidden = Options { query_stories: QueryStories::Believed, ..options };
    assert_eq!(of(&index.rank(&[6], &hidden)[0], 4), 0.0, "what is told is hidden");
    let list = index.related_from(9, &Options::default()).remove(0);
    let reason = list[0].reasons.iter().find(|r| r.kind == ReasonKind::Story).unwrap();
    assert_eq!(reason.label, "Syrian peace process");
    assert!(relate(&items, 0, &Options::default()).len() == items.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A day's guesses are the same in the whole archive and in its window alone.
    #[test]
    fn whole_and_window_agree(
        events in prop::collection::vec((0_i32..1_500, 0_usize..12, 0_usize..4), 2..60),
        seed in 0_usize..1_000,
    ) {
        let mut events = events;
        events.sort_unstable();
        let names = ["", "Korea", "Zika", "Truce"];
        let stories: Vec<Vec<&str>> =
            events.iter().map(|(.., s)| Some(names[*s]).filter(|s| !s.is_empty()).into_iter().collect()).collect();
        let items: Vec<Item<'_>> = (0..).zip(events.iter().zip(&stories)).map(|(id, ((day, text, _), stories))| Item {
            id, day: *day, text: TOLD[*text].2, lang: "en", entities: &[], stories, category: None,
        }).collect();
        let options = Options { window_items: 5, ..Options::default() };
        let at = seed % items.len();
        let days: Vec<i32> = items.iter().map(|i| i.day).collect();
        let from = window_start(&days, at, &options);
        let titles = HashMap::new();
        let whole = Index::with_titles(&items, &titles, &options);
        let part = Index::with_titles(&items[from..], &titles, &options);
        let shown = |index: &Index<'_>, at: usize| {
            let guess = index.guess_stories(&[at], &Model::default(), &options).remove(0);
            let keyed: Vec<(String, f32)> =
                guess.candidates.iter().map(|(c, p)| (index.story_key(c.story).to_owned(), *p)).collect();
            (keyed, guess.known, guess.trust)
        };
        prop_assert_eq!(shown(&whole, at), shown(&part, at - from));
    }
}
