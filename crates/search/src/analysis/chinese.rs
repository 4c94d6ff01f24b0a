//! Scripts without spaces: jieba's words, and every character.
//!
//! The characters make phrases exact and find a word that the segmentation of a
//! text hides; the words rank. The dictionary is loaded when it is first needed.

use super::{LONGEST_TERM, Role, Token, cut::is_unspaced, fold};
use jieba_rs::Jieba;
use std::sync::OnceLock;

static JIEBA: OnceLock<Jieba> = OnceLock::new();

/// Longest stretch that is segmented at once, in characters: segmenting takes time
/// and memory in proportion, and no sentence is longer.
const LONGEST_STRETCH: usize = 500;

/// Loads the dictionary, so that the first question need not.
pub(crate) fn warm() {
    let _ = JIEBA.get_or_init(Jieba::new);
}

/// Adds the tokens of a run of characters that begins at byte `offset` of the text
/// and at a position; returns how many positions it takes.
pub(super) fn letters(tokens: &mut Vec<Token>, run: &str, offset: usize, position: usize) -> usize {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    let mut taken = 0;
    for stretch in starts.chunks(LONGEST_STRETCH) {
        let (from, count) = (stretch[0], stretch.len());
        let to = starts.get(taken + count).copied().unwrap_or(run.len());
        segment(tokens, &run[from..to], offset + from, position + taken);
        taken += count;
    }
    taken
}

fn segment(tokens: &mut Vec<Token>, stretch: &str, offset: usize, position: usize) {
    let first = tokens.len();
    for (at, (start, c)) in stretch.char_indices().enumerate() {
        debug_assert!(is_unspaced(c));
        let (start, end) = (offset + start, offset + start + c.len_utf8());
        let word = fold(c.encode_utf8(&mut [0; 4]));
        tokens.push(Token { word, start, end, position: position + at, role: Role::Letter });
    }
    for word in JIEBA.get_or_init(Jieba::new).cut_for_search(stretch, true) {
        let length = word.end - word.start;
        if (2..=LONGEST_TERM).contains(&length) {
            tokens.push(Token {
                word: fold(word.word),
                start: offset + word.byte_start,
                end: offset + word.byte_end,
                position: position + word.start,
                role: Role::Segment,
            });
        }
    }
    tokens[first..].sort_by_key(|t| (t.position, t.end));
}
