//! Text to the form in which names are compared, with the way back.
//!
//! Two forms of each character are kept. The *written* one evens out what is
//! only typing: width, kinds of apostrophe and hyphen, white space, the script
//! of Chinese. The *plain* one also drops case and accents: names are looked up
//! by it, and told apart by the written one ("Turkey" and "turkey", "Peña" and
//! "Pena"). The dots of initials go from both ("U.S.").

use super::script;
use crate::tokens::is_unspaced;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// Bytes of a text that are read: some hundred pages. What follows is passed over.
const MOST_BYTES: usize = 200_000;

/// Letters before a dot that ends no sentence: "St.", "Gen.", "U.S.", "Inc.".
const SHORT: usize = 3;

/// One character of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// Without case and accents.
    pub plain: char,
    /// With them.
    pub written: char,
    /// First byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

impl Glyph {
    /// Whether it is part of a word between spaces.
    pub(super) fn in_word(self) -> bool {
        self.plain.is_alphanumeric() && !is_unspaced(self.plain)
    }
}

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for row in script::PAIRS {
        let mut chars = row.chars();
        while let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) {
            out.insert(traditional, simplified);
        }
    }
    out
});

/// The simplified form of a Chinese character; any other as it is.
pub(super) fn simplified(c: char) -> char {
    match c {
        '\u{4e00}'..='\u{9fff}' => SIMPLIFIED.get(&c).copied().unwrap_or(c),
        _ => c,
    }
}

/// The text's glyphs, of its first 200,000 bytes.
pub(super) fn fold(text: &str) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(text.len().min(MOST_BYTES));
    let mut letters = 0; // of the word so far
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if end > MOST_BYTES {
            break;
        }
        let next = chars.peek().map(|(_, n)| *n);
        let written = even(c);
        if written == '.' && (1..=SHORT).contains(&letters) {
            // The dot belongs to the glyph before it only inside "U.S."; at the
            // end it is left out as well, and the name ends before it.
            if next.is_some_and(char::is_alphabetic) {
                letters = 0;
            }
            continue;
        }
        letters = if written.is_alphabetic() && !is_unspaced(written) { letters + 1 } else { 0 };
        if written == ' ' && out.last().is_some_and(|g| g.plain == ' ') {
            continue;
        }
        out.push(Glyph { plain: plain(written), written, start: at as u32, end: end as u32 });
    }
    out
}

/// The character without differences of typing.
fn even(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c) // full width
        }
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{00b4}' | '`' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        // The dot between the parts of a foreign name comes in many kinds.
        '\u{2022}' | '\u{30fb}' | '\u{2027}' | '\u{22c5}' | '\u{ff65}' => '\u{b7}',
        _ if c.is_whitespace() => ' ',
        _ => simplified(c),
    }
}

/// The character in the lower case, without accent.
fn plain(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if is_unspaced(c) {
        return c;
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    match small {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        _ if small.is_alphabetic() => std::iter::once(small).nfd().next().unwrap_or(small),
        _ => small,
    }
}

/// A whole text in its written form.
pub(super) fn written(glyphs: &[Glyph]) -> String {
    glyphs.iter().map(|g| g.written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plainly(text: &str) -> String {
        fold(text).iter().map(|g| g.plain).collect()
    }

    #[test]
    fn typing_case_and_accents_do_not_matter() {
        assert_eq!(plainly("U.S. Senate"), plainly("US senate"));
        assert_eq!(plainly("Côte d’Ivoire"), "cote d'ivoire");
        assert_eq!(plainly("Shinzō  Abe"), "shinzo abe");
        assert_eq!(plainly("ＮＡＴＯ"), "nato");
        assert_eq!(plainly("聯合國"), plainly("联合国"));
        assert_eq!(plainly("安格拉•默克爾"), plainly("安格拉·默克尔"));
    }

    #[test]
    fn accents_and_case_are_kept_beside() {
        assert_eq!(written(&fold("Peña in U.S.")), "Peña in US");
    }

    #[test]
    fn a_sentence_keeps_its_end() {
        assert_eq!(plainly("in Paris. France"), "in paris. france");
    }

    #[test]
    fn glyphs_know_their_place() {
        let text = "É: U.S.";
        for glyph in fold(text) {
            assert!(text.is_char_boundary(glyph.start as usize));
            assert!(text.is_char_boundary(glyph.end as usize));
        }
    }
}
