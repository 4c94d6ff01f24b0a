//! Where words begin and end.
//!
//! A word is a run of letters and digits, with what joins them inside: hyphens,
//! apostrophes, the points of "U.S.", the comma of "1,200". Scripts without
//! spaces between words are runs of their own.

use unicode_normalization::char::is_combining_mark;

/// A run of text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// A word or compound.
    Word { start: usize, end: usize },
    /// Characters of a script without spaces.
    Letters { start: usize, end: usize },
}

/// What a character does to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Core,
    Letter,
    Other,
}

fn class(c: char) -> Class {
    if is_unspaced(c) {
        Class::Letter
    } else if c.is_alphanumeric() || is_combining_mark(c) {
        Class::Core
    } else {
        Class::Other
    }
}

/// Han, and the syllables of Japanese.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
        && c != '\u{30fb}' // the middle dot parts foreign names
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{2bb}' | '\u{2bf}' | '\u{2be}')
}

/// The runs of a text, in order. One pass with a bounded look ahead.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Run> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let (skip, first) = rest.char_indices().find(|(_, c)| class(*c) != Class::Other)?;
        let start = at + skip;
        let kind = class(first);
        let mut end = start;
        let mut before = '\0';
        // Letters since the last point or start, for "U.S.".
        let mut since_point = 0;
        for (i, c) in text[start..].char_indices() {
            let here = start + i;
            let goes_on = match (class(c), kind) {
                (a, b) if a == b => {
                    since_point += 1;
                    true
                }
                (Class::Other, Class::Core) if is_hyphen(c) || is_apostrophe(c) => {
                    since_point = 0;
                    end == here && next_is_core(text, here + c.len_utf8())
                }
                (Class::Other, Class::Core) if c == ',' => {
                    end == here && before.is_ascii_digit() && is_thousands(&text[here + 1..])
                }
                (Class::Other, Class::Core) if c == '.' => {
                    let single = since_point == 1 && before.is_alphabetic();
                    since_point = 0;
                    end == here
                        && (before.is_ascii_digit() && starts_with_digit(&text[here + 1..])
                            || single && is_one_letter(&text[here + 1..]))
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            if class(c) == kind {
                end = here + c.len_utf8();
                before = c;
            } else {
                // A joiner counts only with what follows it, which was looked at.
                end = here + c.len_utf8();
            }
        }
        at = end;
        Some(if kind == Class::Letter {
            Run::Letters { start, end }
        } else {
            Run::Word { start, end }
        })
    })
}

fn next_is_core(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| class(c) == Class::Core)
}

/// Three digits and then none: what follows the comma of "1,200".
fn is_thousands(rest: &str) -> bool {
    let mut chars = rest.chars();
    let three = chars.by_ref().take(3).filter(char::is_ascii_digit).count() == 3;
    three && !chars.next().is_some_and(|c| c.is_ascii_digit())
}

fn starts_with_digit(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit())
}

/// One letter and then none: what follows a point of "U.S.".
fn is_one_letter(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(|c| class(c) == Class::Core && c.is_alphabetic())
        && !chars.next().is_some_and(|c| class(c) == Class::Core)
}

/// The parts of a compound, in bytes of the run; the `s` of a possessive is none.
pub(super) fn parts(run: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut after_apostrophe = false;
    for (at, c) in run.char_indices() {
        if is_hyphen(c) || is_apostrophe(c) {
            push(&mut parts, run, (start, at), after_apostrophe);
            start = at + c.len_utf8();
            after_apostrophe = is_apostrophe(c);
        }
    }
    push(&mut parts, run, (start, run.len()), after_apostrophe);
    parts
}

fn push(parts: &mut Vec<(usize, usize)>, run: &str, (start, end): (usize, usize), owned: bool) {
    let is_possessive = owned && run[start..end].eq_ignore_ascii_case("s") && !parts.is_empty();
    if start < end && !is_possessive {
        parts.push((start, end));
    }
}

/// A part without the comma of thousands and the points of abbreviations; the point
/// of a decimal stays.
pub(super) fn without_points(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut before = ' ';
    for c in part.chars() {
        if c != ',' && (c != '.' || before.is_ascii_digit()) {
            out.push(c);
        }
        before = c;
    }
    out
}
