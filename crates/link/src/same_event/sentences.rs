//! An article's text to its sentences, with where they begin.

use crate::tokens::{Gap, tokens};

/// Bytes of a text that are read; the event of a report stands well before.
pub(crate) const MOST_BYTES: usize = 48_000;

/// Bytes of one paragraph: what the tokenizer reads at once.
const PARAGRAPH: usize = 6_000;

/// Sentences of one text that are read.
pub(crate) const MOST_SENTENCES: usize = 400;

/// The sentences of a text: a line end parts them always, a stop where the
/// tokenizer sees one (so not after "Lt." or "U.S." within a name).
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for line in cut(text, MOST_BYTES).lines() {
        let mut line = line;
        while !line.is_empty() && out.len() < MOST_SENTENCES {
            let piece = cut(line, PARAGRAPH);
            of_paragraph(piece, &mut out);
            line = &line[piece.len()..];
        }
    }
    out.truncate(MOST_SENTENCES);
    out
}

fn of_paragraph<'t>(text: &'t str, out: &mut Vec<&'t str>) {
    let mut start = 0;
    let mut last_end = 0;
    for token in tokens(text) {
        let between = text.get(last_end..token.start).unwrap_or("");
        if token.gap == Gap::Sentence && last_end > 0 {
            // The stop itself and closing quotes belong to the sentence before.
            if let Some(stop) = between.rfind(is_stop) {
                let mut end = last_end + stop;
                end += text[end..].chars().next().map_or(0, char::len_utf8);
                let closing: usize =
                    text[end..].chars().take_while(|c| is_closing(*c)).map(char::len_utf8).sum();
                push(&text[start..end + closing], out);
                start = end + closing;
            }
        }
        last_end = token.start + token.text.len();
    }
    push(&text[start..], out);
}

fn push<'t>(sentence: &'t str, out: &mut Vec<&'t str>) {
    let sentence = sentence.trim();
    if sentence.chars().any(char::is_alphanumeric) {
        out.push(sentence);
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\u{3002}' | '\u{ff01}' | '\u{ff1f}')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{201d}' | '\u{2019}' | ')' | '\u{300d}' | '\u{300f}' | '\u{ff09}')
}

/// The beginning of the text, of at most so many bytes.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    let mut most = most.min(text.len());
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    &text[..most]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_part_sentences_and_abbreviations_do_not() {
        assert_eq!(
            sentences(
                "The U.S. sends Lt. Gen. H. R. Smith. \"He left.\" It rained!\nA headline\nMore"
            ),
            [
                "The U.S. sends Lt. Gen. H. R. Smith.",
                "\"He left.\"",
                "It rained!",
                "A headline",
                "More"
            ]
        );
        assert_eq!(sentences("停火。谈判开始"), ["停火。", "谈判开始"]);
        assert!(sentences(" \n . - ").is_empty());
    }

    #[test]
    fn a_huge_line_is_cut() {
        let text = "é".repeat(100_000);
        assert!(sentences(&text).len() <= 9);
        assert!(sentences(&"Go. ".repeat(100_000)).len() == MOST_SENTENCES);
    }
}
