//! What sharing a word is worth: the rarer in news, the more.
//!
//! The shares are of a fixed table and not of the archive, so that a source's verdict
//! depends on the event and the page alone, and not on what else was imported when.

use annals_model::fold_key;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Words by how common they are.
const COMMON: &str = include_str!("common_words.txt");

/// Words that tell nothing of any story.
const STOP: &[&str] = &[
    "the", "a", "an", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or",
    "but", "as", "is", "are", "was", "were", "be", "been", "has", "have", "had", "it", "its",
    "that", "this", "which", "who", "their", "his", "her", "he", "she", "they", "after", "before",
    "over", "into", "than", "not", "no", "says", "said", "say", "will", "would", "about",
    "against", "during", "first",
];

/// Numbers in words, by their value.
const NUMBERS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// What words outside the table are worth.
const RARE: f32 = 3.0;
/// What a pair of signs is worth in a script without spaces: several make a word.
const PAIR: f32 = 0.6;
/// What a figure is worth that stories seldom share.
const FIGURE: f32 = 2.0;
/// What a small number or a year is worth.
const SMALL_FIGURE: f32 = 0.3;

/// By words, what each is worth.
static WORTH: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    let mut worth = HashMap::new();
    let mut now = 0.0;
    for line in COMMON.lines() {
        match line.split_once(' ') {
            Some(("#", _)) => {}
            Some(("=", "2")) => now = 0.2,
            Some(("=", "0.5")) => now = 0.7,
            Some(("=", "0.1")) => now = 1.4,
            Some(("=", _)) => now = 2.0,
            _ => worth.extend(line.split(' ').map(|word| (word, now))),
        }
    }
    worth
});

/// What a term is worth: 0.2 for what every second story says, 3 for what hardly any does.
pub(super) fn worth(term: &str) -> f32 {
    if term.bytes().all(|b| b.is_ascii_digit()) {
        let value: u64 = term.parse().unwrap_or(u64::MAX);
        return match value {
            0..=9 if term.len() < 2 => 0.1,
            0..=12 | 1900..=2100 => SMALL_FIGURE,
            _ => FIGURE,
        };
    }
    if term.chars().all(is_unspaced) {
        return PAIR;
    }
    WORTH.get(term).copied().unwrap_or(RARE)
}

/// Whether a term is a figure that tells stories apart.
pub(super) fn is_figure(term: &str) -> bool {
    worth(term) >= FIGURE && term.bytes().all(|b| b.is_ascii_digit())
}

/// The terms of a text: words without endings, figures, and pairs of signs where a
/// script has no spaces.
pub(super) fn terms(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for word in fold_key(text).split(' ') {
        if word.chars().any(is_unspaced) {
            let signs: Vec<char> = word.chars().collect();
            out.extend(signs.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            out.extend(term(word));
        }
    }
    out
}

/// A folded word as a term; `None` for words that tell nothing.
pub(super) fn term(word: &str) -> Option<String> {
    if let Some(value) = NUMBERS.iter().position(|n| *n == word) {
        return Some(value.to_string());
    }
    let long = word.chars().nth(1).is_some() || word.bytes().all(|b| b.is_ascii_digit());
    if word.is_empty() || !long || STOP.contains(&word) {
        return None;
    }
    Some(stem(word))
}

/// Takes the commonest endings of English off a longer word.
fn stem(word: &str) -> String {
    let length = word.chars().count();
    if length < 5 || word.bytes().all(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    for ending in ["ingly", "edly", "ing", "ies", "ied", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && length - ending.len() >= 4
        {
            return stem.to_owned();
        }
    }
    if length > 5 { word.trim_end_matches('e').to_owned() } else { word.to_owned() }
}

/// Whether a sign belongs to a script that does not part words: Han, kana, Thai.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff
        | 0x0e00..=0x0e7f | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_are_worth_more() {
        assert!(worth("president") < worth("envoy"));
        assert!(worth("envoy") < worth("amatric"));
        assert_eq!(worth("xyzzy"), RARE);
        assert_eq!((worth("2016"), worth("7"), worth("299")), (SMALL_FIGURE, 0.1, FIGURE));
    }

    #[test]
    fn words_lose_their_endings_and_numbers_their_names() {
        let all = terms("Eleven bridges collapsed near Norcia's walls");
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(all, ["11", "bridg", "collaps", "near", "norcia", "wall"]);
        assert_eq!(terms("停火协议").len(), 3);
    }
}
