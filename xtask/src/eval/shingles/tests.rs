//! The numbers that the benchmark's own functions give for these texts
//! (`string_shingle_matching`, `get_accuracy`, `metrics_from_tp_fp_fns`).

use super::*;

/// True text, found text; shares of the runs in both, in the found one only and
/// in the true one only; whether the words are the same; words of the true text.
type Case = (&'static str, &'static str, [f64; 3], bool, usize);

const CASES: &[Case] = &[
    ("Oslo is the capital of Norway.", "Oslo is the capital of Norway.", [1.0, 0.0, 0.0], true, 6),
    (
        "Oslo is the capital of Norway. It lies on a fjord.",
        "Menu Home Oslo is the capital of Norway.",
        [0.3, 0.2, 0.5],
        false,
        11,
    ),
    // Fewer words than a run has are one run.
    ("Oslo lies there", "Oslo lies here", [0.0, 0.5, 0.5], false, 3),
    ("Oslo lies there", "Oslo lies there, Norway", [0.0, 0.5, 0.5], false, 3),
    // A run counts as often as it stands there.
    (
        "a b c d a b c d a b c d",
        "a b c d a b c d",
        [0.555_555_555_555_555_6, 0.0, 0.444_444_444_444_444_4],
        false,
        12,
    ),
    ("", "Oslo is the capital", [0.0, 1.0, 0.0], false, 0),
    ("Oslo is the capital", "", [0.0, 0.0, 1.0], false, 4),
    ("", "", [0.0, 0.0, 0.0], true, 0),
    // Marks part words, in Devanagari too; superscripts, fractions and Roman numerals are words.
    (
        "snake_case x² ½ Ⅳ 東京は首都 e\u{301}t\u{301}e हिन्दी Ⓐ one",
        "snake_case x² ½ Ⅳ 東京は首都 été हिन्दी Ⓐ one",
        [0.230_769_230_769_230_78, 0.307_692_307_692_307_7, 0.461_538_461_538_461_56],
        false,
        12,
    ),
    ("one two three four five six", "six five four three two one", [0.0, 0.5, 0.5], false, 6),
];

#[track_caller]
fn near(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() < 1e-12, "{what}: {a} is not {b}");
}

#[test]
fn pages_match_as_in_the_original() {
    for (truth, found, [right, surplus, missing], same, words) in CASES {
        let page = Match::new(truth, found);
        near(page.right, *right, truth);
        near(page.surplus, *surplus, truth);
        near(page.missing, *missing, truth);
        assert_eq!(page.same, *same, "{truth:?} {found:?}");
        assert_eq!(places(truth).len(), *words, "{truth:?}");
    }
}

#[test]
fn means_are_those_of_the_original() {
    let pages: Vec<Match> = CASES.iter().map(|case| Match::new(case.0, case.1)).collect();
    let figures = Figures::of(pages.iter());
    near(figures.f1, 0.323_873_434_805_428_46, "F1");
    near(figures.precision, 0.378_571_428_571_428_56, "precision");
    near(figures.recall, 0.282_986_111_111_111_1, "recall");
    near(figures.accuracy, 0.2, "accuracy");
}

#[test]
fn nothing_found_is_zero_and_not_an_error() {
    let pages = [Match::new("Oslo is the capital", "")];
    assert_eq!(Figures::of(pages.iter()), Figures::default());
}

#[test]
fn deviations_are_those_of_the_original() {
    let page = |case: &Case| Match::new(case.0, case.1);
    let pages: Vec<Match> = CASES.iter().chain(CASES).chain(CASES).map(page).collect();
    let found = Figures::deviations(&pages);
    // The original with the seeds 0 to 3, thousand draws each.
    for (figure, range) in [
        (found.f1, 0.0737..0.0778),
        (found.precision, 0.0847..0.0887),
        (found.recall, 0.0702..0.0737),
        (found.accuracy, 0.0722..0.0756),
    ] {
        assert!((range.start * 0.95..range.end * 1.05).contains(&figure), "{found:?}");
    }
    assert_eq!(found, Figures::deviations(&pages), "the draws are the same in every run");
}
