//! Folded text to the units that the tagger labels: words, or single
//! characters where a script parts no words; punctuation stands alone.

use super::fold::Glyph;
use crate::tokens::is_unspaced;

/// What a unit looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Look {
    /// "France"
    Capital,
    /// "NATO"
    Capitals,
    /// "truce", and words of scripts without case
    Small,
    /// "2016", "5th"
    Number,
    /// One character of Chinese and the like.
    Unspaced,
    /// Anything else but white space.
    Mark,
}

/// One unit; both ends are indices of glyphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub from: u32,
    pub to: u32,
    pub look: Look,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// Cuts a text into units, in order.
pub(super) fn units(text: &[Glyph]) -> Vec<Unit> {
    let mut out = Vec::with_capacity(text.len() / 3);
    let mut at = 0;
    let mut spaced = true;
    while let Some(glyph) = text.get(at) {
        if glyph.plain == ' ' {
            spaced = true;
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let look = if is_unspaced(glyph.plain) {
            Look::Unspaced
        } else if glyph.in_word() {
            while text.get(end).is_some_and(|g| g.in_word()) {
                end += 1;
            }
            look(&text[at..end])
        } else {
            Look::Mark
        };
        out.push(Unit { from: at as u32, to: end as u32, look, spaced });
        spaced = false;
        at = end;
    }
    out
}

fn look(word: &[Glyph]) -> Look {
    let first = word[0].written;
    if first.is_numeric() {
        Look::Number
    } else if !first.is_uppercase() {
        Look::Small
    } else if word.len() > 1 && word.iter().all(|g| !g.written.is_lowercase()) {
        Look::Capitals
    } else {
        Look::Capital
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn words_characters_and_marks() {
        let text = fold("NATO meets, 法国 2nd");
        let looks: Vec<Look> = units(&text).iter().map(|u| u.look).collect();
        use Look::{Capitals, Mark, Number, Small, Unspaced};
        assert_eq!(looks, [Capitals, Small, Mark, Unspaced, Unspaced, Number]);
    }
}
