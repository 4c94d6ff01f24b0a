//! Reading numbers and words at a place in a text, in any script.

use std::ops::Range;

/// A run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// What it says; 0 where it has more than 14 digits.
    pub value: u64,
    /// How many digits it has.
    pub digits: usize,
    /// One past its last byte.
    pub end: usize,
}

/// The first place at or after `from` where a digit stands.
pub(super) fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(b) = bytes.get(at) {
        if b.is_ascii_digit() || (*b >= 0xD9 && digit(bytes, at).is_some()) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The digit at a place and its length: ASCII, Arabic-Indic (U+0660), Persian
/// (U+06F0), Devanagari (U+0966), Thai (U+0E50) and full-width (U+FF10).
fn digit(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let byte = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
    let first = byte(0);
    let (low, base, length) = match first {
        b'0'..=b'9' => return Some((first - b'0', 1)),
        0xD9 => (byte(1), 0xA0, 2),
        0xDB => (byte(1), 0xB0, 2),
        0xE0 if byte(1) == 0xA5 => (byte(2), 0xA6, 3),
        0xE0 if byte(1) == 0xB9 => (byte(2), 0x90, 3),
        0xEF if byte(1) == 0xBC => (byte(2), 0x90, 3),
        _ => return None,
    };
    (base..base + 10).contains(&low).then(|| (low - base, length))
}

/// The number that begins at a place.
pub(super) fn number(text: &str, at: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let (mut value, mut digits, mut end) = (0u64, 0, at);
    while let Some((d, length)) = digit(bytes, end) {
        value = if digits < 14 { value * 10 + u64::from(d) } else { 0 };
        digits += 1;
        end += length;
    }
    (digits > 0).then_some(Number { value, digits, end })
}

/// The number of at most `most` digits that begins at a place.
pub(super) fn short_number(text: &str, at: usize, most: usize) -> Option<Number> {
    number(text, at).filter(|n| n.digits <= most)
}

/// The number that ends at a place, with where it begins.
pub(super) fn number_before(text: &str, end: usize, most: usize) -> Option<(usize, Number)> {
    let bytes = text.as_bytes();
    let mut start = end;
    while start > 0 && end - start <= most {
        let char_start = back(text, start);
        if digit(bytes, char_start).is_none() {
            break;
        }
        start = char_start;
    }
    number(text, start).filter(|n| n.end == end && n.digits <= most).map(|n| (start, n))
}

/// Where the character before a place begins.
fn back(text: &str, at: usize) -> usize {
    let mut start = at.saturating_sub(1);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    start
}

/// The character before a place.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at a place.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Longest word that is read, in bytes: names of months and days are shorter.
const LONGEST_WORD: usize = 48;

/// Whether a character stands in words. Vowel signs of Indic and Thai scripts and
/// the joiner of Persian count, which the alphabet's property leaves out.
fn in_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{900}'..='\u{e7f}' | '\u{200c}' | '\u{301}' | '\'' | 'ʼ')
}

/// The word that begins at a place; empty where none does. Every East Asian
/// letter is a word.
pub(super) fn word_at(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or("");
    let mut end = at;
    for c in rest.chars() {
        if !in_word(c) || digit(text.as_bytes(), end).is_some() || end - at > LONGEST_WORD {
            break;
        }
        end += c.len_utf8();
    }
    at..end
}

/// The word that ends at a place; empty where none does.
pub(super) fn word_before(text: &str, end: usize) -> Range<usize> {
    let rest = text.get(..end).unwrap_or("");
    let mut start = end;
    for c in rest.chars().rev() {
        let next = start - c.len_utf8();
        if !in_word(c) || digit(text.as_bytes(), next).is_some() || end - start > LONGEST_WORD {
            break;
        }
        start = next;
    }
    start..end
}

/// Most characters that may part the pieces of one date.
const WIDEST_GAP: usize = 6;

/// The first place at or after `at` that holds none of the characters given.
pub(super) fn skip(text: &str, at: usize, gap: fn(char) -> bool) -> usize {
    let mut end = at;
    for c in text.get(at..).unwrap_or("").chars().take(WIDEST_GAP) {
        if !gap(c) {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// The last place at or before `at` with none of the characters given before it.
pub(super) fn skip_back(text: &str, at: usize, gap: fn(char) -> bool) -> usize {
    let mut start = at;
    for c in text.get(..at).unwrap_or("").chars().rev().take(WIDEST_GAP) {
        if !gap(c) {
            break;
        }
        start -= c.len_utf8();
    }
    start
}

/// Whether a character is white space of any width.
pub(super) fn space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}')
}
