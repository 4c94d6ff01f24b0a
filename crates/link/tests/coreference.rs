//! Which mentions tell the same event, through the public surface.
#![allow(clippy::unwrap_used, clippy::single_range_in_vec_init, reason = "test code")]

use annals_link::coreference::{Mention, Options, by_lemma, cluster};
use proptest::prelude::*;
use std::ops::Range;

/// Sentences with their triggers in brackets, and the document of each.
const MARKED: [(usize, &str); 9] = [
    (0, "Bayer [acquired] Monsanto in June 2018 for 63 billion dollars."),
    (0, "The company [said] that it would drop the name."),
    (1, "Bayer's [takeover] of Monsanto for 63 billion dollars was completed in June 2018."),
    (1, "Farmers in Iowa [said] that seed would cost more."),
    (2, "The [acquisition] of Monsanto by Bayer closed in June 2018."),
    (2, "A jury in San Francisco [ordered] Monsanto to pay a gardener in August 2018."),
    (3, "In the [purchase] of Monsanto, Bayer paid 63 billion dollars in June 2018."),
    (3, "A San Francisco jury's [order] to pay a gardener came in August 2018."),
    (4, "Amazon [acquired] Whole Foods in August 2017."),
];

fn unmarked() -> Vec<(usize, String, Vec<Range<usize>>)> {
    MARKED
        .iter()
        .map(|(document, text)| {
            let (from, to) = (text.find('[').unwrap(), text.find(']').unwrap());
            let plain = text.replace(['[', ']'], "");
            (*document, plain, vec![from..to - 1])
        })
        .collect()
}

fn with<R>(check: impl FnOnce(&[Mention<'_>]) -> R) -> R {
    let owned = unmarked();
    let mentions: Vec<Mention<'_>> = owned
        .iter()
        .enumerate()
        .map(|(i, (document, sentence, trigger))| Mention {
            document: *document,
            number: i % 2,
            sentence,
            trigger,
        })
        .collect();
    check(&mentions)
}

#[test]
fn other_words_for_one_event_meet_and_sayings_do_not() {
    with(|mentions| {
        let found = cluster(mentions, &[0, 0, 0, 0, 1], &Options::default());
        assert_eq!(found[0], found[2], "acquired, takeover: {found:?}");
        assert_eq!(found[0], found[4], "acquired, acquisition: {found:?}");
        assert_eq!(found[0], found[6], "acquired, purchase: {found:?}");
        assert_ne!(found[0], found[5], "acquired, ordered");
        assert_ne!(found[1], found[3], "two sayings");
        assert_eq!(found[5], found[7], "ordered, order");
        assert_ne!(found[0], found[8], "another group is another event");
    });
}

#[test]
fn the_baseline_joins_one_lemma_within_a_group() {
    with(|mentions| {
        let found = by_lemma(mentions, &[0, 0, 0, 0, 1]);
        assert_eq!(found[1], found[3]);
        assert_eq!(found[5], found[7]);
        assert_ne!(found[0], found[2]);
        assert_ne!(found[0], found[8]);
    });
}

#[test]
fn documents_without_a_group_stay_alone() {
    with(|mentions| {
        let found = cluster(mentions, &[], &Options::default());
        assert_eq!(found, (0..mentions.len()).collect::<Vec<usize>>());
    });
}

#[test]
fn groups_too_large_to_compare_all_are_joined_by_head() {
    with(|mentions| {
        let options = Options { most: 0, ..Options::default() };
        let found = cluster(mentions, &[0, 0, 0, 0, 0], &options);
        assert_eq!(found[5], found[7]);
        assert_ne!(found[0], found[2], "these have not one head");
    });
}

proptest! {
    #[test]
    fn any_span_of_any_sentence_is_read(
        sentences in prop::collection::vec((".{0,60}", 0..80usize, 0..80usize), 0..12),
    ) {
        let spans: Vec<Vec<Range<usize>>> =
            sentences.iter().map(|(_, a, b)| vec![*a..*b, *b..usize::MAX]).collect();
        let mentions: Vec<Mention<'_>> = sentences
            .iter()
            .zip(&spans)
            .enumerate()
            .map(|(i, ((sentence, ..), trigger))| Mention { document: i % 3, number: i, sentence, trigger })
            .collect();
        let found = cluster(&mentions, &[0, 0, 1], &Options::default());
        prop_assert_eq!(found.len(), mentions.len());
        // Groups never mix.
        for (i, event) in found.iter().enumerate() {
            prop_assert_eq!(mentions[i].document == 2, mentions[*event].document == 2);
        }
        prop_assert_eq!(cluster(&mentions, &[0, 0, 1], &Options::default()), found);
    }
}
