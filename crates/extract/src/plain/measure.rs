//! What is measured of a line: its words, and whether it is sentences.

use super::vocabulary::{PROSE_WORDS, SENTENCE_WORDS};

/// What may stand after a sentence's last mark.
const CLOSING: &[char] =
    &['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', '）', '*', '_', ' '];
/// What ends a sentence in the scripts that news are written in.
const ENDS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '।', '۔', '؟', '։', '።'];

/// How many words a text has; of scripts without spaces two letters count as one.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace()
        .map(|run| {
            if run.is_ascii() {
                return usize::from(run.bytes().any(|b| b.is_ascii_alphanumeric()));
            }
            match run.chars().filter(|c| is_dense(*c)).count() {
                0 => usize::from(run.chars().any(char::is_alphanumeric)),
                dense => dense.div_ceil(2),
            }
        })
        .sum()
}

/// Whether a text ends as sentences do.
pub(super) fn ends_as_sentence(text: &str) -> bool {
    text.trim_end_matches(CLOSING).ends_with(ENDS)
}

/// Whether a line is sentences, as paragraphs are and headlines are not.
pub(super) fn is_prose(text: &str) -> bool {
    let words = words(text);
    words >= PROSE_WORDS || words >= SENTENCE_WORDS && ends_as_sentence(text)
}

/// How wide a line is on a screen of one width for all letters: East Asian ones take two.
pub(super) fn width(line: &str) -> usize {
    if line.is_ascii() {
        return line.len();
    }
    line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Whether a letter takes two columns and is written without spaces around.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A text in the form in which it is compared with the vocabulary: small letters,
/// straight apostrophes, no marks at its ends.
pub(super) fn key(text: &str) -> String {
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric() && !"©@(".contains(c));
    inner.to_lowercase().replace('’', "'")
}
