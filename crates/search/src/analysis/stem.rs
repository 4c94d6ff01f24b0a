//! A light stemmer for English.
//!
//! It takes off what bends a word and leaves what makes another word of it: the
//! steps 0, 1a, 1b and 5 of Porter's second stemmer (Snowball "english", 2002) without
//! the steps for `-ation`, `-ness` and the like. So "elections" is "election", and
//! neither is "elected". Stems are never shown.

use std::borrow::Cow;

/// The stem of a folded word. Words of other letters, of digits, and short ones stay.
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let mut stem = plural(word);
    past_and_gerund(&mut stem);
    final_e(&mut stem);
    if stem == word { Cow::Borrowed(word) } else { Cow::Owned(stem) }
}

fn is_vowel(letters: &[u8], at: usize) -> bool {
    match letters[at] {
        b'a' | b'e' | b'i' | b'o' | b'u' => true,
        // Y is a consonant at the start and after a vowel.
        b'y' => at > 0 && !matches!(letters[at - 1], b'a' | b'e' | b'i' | b'o' | b'u'),
        _ => false,
    }
}

fn has_vowel(letters: &[u8]) -> bool {
    (0..letters.len()).any(|at| is_vowel(letters, at))
}

/// Where the region after the first consonant behind a vowel begins, from a place on.
fn region(letters: &[u8], from: usize) -> usize {
    (from + 1..letters.len())
        .find(|at| !is_vowel(letters, *at) && is_vowel(letters, at - 1))
        .map_or(letters.len(), |at| at + 1)
}

/// Whether a word ends in a short syllable: "hop", "at", and no `w`, `x` or `y` at the end.
fn ends_short(letters: &[u8]) -> bool {
    match letters.len() {
        0 | 1 => false,
        2 => is_vowel(letters, 0) && !is_vowel(letters, 1),
        n => {
            !is_vowel(letters, n - 3)
                && is_vowel(letters, n - 2)
                && !is_vowel(letters, n - 1)
                && !matches!(letters[n - 1], b'w' | b'x' | b'y')
        }
    }
}

/// Step 1a: plurals.
fn plural(word: &str) -> String {
    if let Some(rest) = word.strip_suffix("sses") {
        return format!("{rest}ss");
    }
    if let Some(rest) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied")) {
        return format!("{rest}{}", if rest.len() > 1 { "y" } else { "ie" });
    }
    if word.ends_with("us") || word.ends_with("ss") {
        return word.to_owned();
    }
    match word.strip_suffix('s') {
        Some(rest) if has_vowel(&rest.as_bytes()[..rest.len() - 1]) => rest.to_owned(),
        _ => word.to_owned(),
    }
}

/// Step 1b: `-ed` and `-ing`.
fn past_and_gerund(word: &mut String) {
    if let Some(rest) = word.strip_suffix("eed") {
        if rest.len() >= region(word.as_bytes(), 0) {
            word.truncate(word.len() - 1);
        }
        return;
    }
    let Some(rest) = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed")) else { return };
    if !has_vowel(rest.as_bytes()) || rest.len() < 3 {
        return;
    }
    word.truncate(rest.len());
    let letters = word.as_bytes();
    let n = letters.len();
    if ["at", "bl", "iz"].iter().any(|end| word.ends_with(end)) {
        word.push('e');
    } else if letters[n - 1] == letters[n - 2]
        && matches!(letters[n - 1], b'b' | b'd' | b'f' | b'g' | b'm' | b'n' | b'p' | b'r' | b't')
    {
        word.pop();
    } else if region(letters, 0) >= n && ends_short(letters) {
        word.push('e');
    }
}

/// Step 5: a silent `e`.
fn final_e(word: &mut String) {
    let Some(rest) = word.strip_suffix('e') else { return };
    let (first, letters) = (region(word.as_bytes(), 0), word.as_bytes());
    let second = region(letters, first);
    if rest.len() >= second || (rest.len() >= first && !ends_short(rest.as_bytes())) {
        word.truncate(rest.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bent_words_meet() {
        for group in [
            &["kill", "kills", "killed", "killing"][..],
            &["ceasefire", "ceasefires"],
            &["strike", "strikes", "striking"],
            &["raise", "raises", "raised", "raising"],
            &["city", "cities"],
            &["carry", "carries", "carried"],
            &["agree", "agrees", "agreed"],
            &["stop", "stops", "stopped", "stopping"],
            &["hope", "hopes", "hoped", "hoping"],
            &["tie", "ties", "tied"],
            &["vote", "votes", "voted", "voting"],
            &["bomb", "bombs", "bombed", "bombing", "bombings"],
            &["class", "classes"],
            &["negotiate", "negotiates", "negotiated", "negotiating"],
        ] {
            let stems: Vec<_> = group.iter().map(|w| stem(w)).collect();
            assert!(stems.windows(2).all(|w| w[0] == w[1]), "{group:?} {stems:?}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in [("hop", "hope"), ("election", "elected"), ("king", "kin"), ("speed", "spe")]
        {
            assert_ne!(stem(a), stem(b));
        }
        assert_eq!(stem("virus"), "virus");
        assert_eq!(stem("bring"), "bring");
        assert_eq!(stem("mh370"), "mh370");
    }

    proptest! {
        #[test]
        fn a_stem_is_never_empty(word in "[a-z]{1,12}") {
            prop_assert!(!stem(&word).is_empty());
        }
    }
}
