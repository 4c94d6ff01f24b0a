//! Text to the words that it is compared by: stemmed, without stop words.

use crate::tokens::{Shape, Token, folded, is_unspaced, tokens};
use crate::vocabulary::is_stop_word;

/// The words of a text as it is compared by, in the text's order, repeated as
/// often as they stand there: English stems, other languages' words in the
/// lower case, pairs of characters for scripts without spaces.
pub fn words(text: &str, lang: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut out = Vec::with_capacity(tokens.len());
    of_tokens(&tokens, lang, &mut |word, _| out.push(word));
    out
}

/// Hands each word on with the token it came from.
pub(crate) fn of_tokens<'a>(
    tokens: &[Token<'a>],
    lang: &str,
    each: &mut dyn FnMut(String, &Token<'a>),
) {
    let english = lang.is_empty() || lang == "en" || lang.starts_with("en-");
    for token in tokens {
        if token.shape == Shape::Unspaced {
            for pair in pairs(token.text) {
                each(pair.to_owned(), token);
            }
            continue;
        }
        let word = folded(token.text);
        if english {
            if word.len() >= 2 && !is_stop_word(&word) {
                each(stem(word), token);
            }
        } else if word.chars().nth(1).is_some() {
            each(word, token);
        }
    }
}

/// Overlapping pairs of characters; a single character for a run of one.
fn pairs(run: &str) -> impl Iterator<Item = &str> {
    debug_assert!(run.chars().all(is_unspaced));
    let ends = run.char_indices().map(|(i, c)| i + c.len_utf8());
    let starts = run.char_indices().map(|(i, _)| i);
    let single = run.chars().nth(1).is_none();
    starts.zip(ends.skip(usize::from(!single))).map(move |(a, b)| &run[a..b])
}

/// A light English stem: plural, -ed, -ing and -er of verbs folded, no more.
/// Harder stemming joins words that news keeps apart ("general", "generation").
pub(crate) fn stem(mut word: String) -> String {
    if word.len() < 4 || !word.is_ascii() || word.as_bytes()[0].is_ascii_digit() {
        return word;
    }
    let has_vowel =
        |s: &str| s.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    if word.ends_with("ies") && word.len() > 4 {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.ends_with("sses")
        || word.ends_with("shes")
        || word.ends_with("ches")
        || word.ends_with("xes")
    {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
    {
        word.truncate(word.len() - 1);
    }
    for ending in ["ing", "ed"] {
        if let Some(bare) = word.strip_suffix(ending)
            && bare.len() >= 3
            && has_vowel(bare)
        {
            let len = bare.len();
            word.truncate(len);
            let bytes = word.as_bytes();
            let last = bytes[len - 1];
            if last == bytes[len - 2] && !matches!(last, b'l' | b's' | b'z' | b'e' | b'o') {
                word.truncate(len - 1);
            }
            break;
        }
    }
    // "strike", "striking" and "strikes" meet without their e.
    if word.len() > 4 && word.ends_with('e') {
        word.truncate(word.len() - 1);
    }
    if word.len() > 4 && word.ends_with('y') {
        word.truncate(word.len() - 1);
        word.push('i');
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for group in [
            &["strike", "strikes", "striking"][..],
            &["bombing", "bombings", "bombed", "bomb"],
            &["city", "cities"],
            &["talk", "talks", "talked"],
            &["plan", "planned", "planning"],
        ] {
            let stems: Vec<String> = group.iter().map(|w| stem((*w).to_owned())).collect();
            assert!(stems.windows(2).all(|w| w[0] == w[1]), "{stems:?}");
        }
        assert_eq!(stem("crisis".into()), "crisis");
    }

    #[test]
    fn chinese_is_cut_into_pairs() {
        assert_eq!(words("停火协议", "zh"), ["停火", "火协", "协议"]);
        assert_eq!(words("火", "zh"), ["火"]);
    }

    #[test]
    fn stop_words_go() {
        assert_eq!(words("The talks in Geneva are over", "en"), ["talk", "geneva"]);
    }
}
