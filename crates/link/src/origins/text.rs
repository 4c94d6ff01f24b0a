//! A report's text to sentences and comparable words, with their places.
//!
//! Words are compared by a hash of their light stem; a script without spaces
//! gives a word for each character. All is bounded: what lies beyond the caps
//! is not read.

use super::hash;
use crate::tokens::{Gap, Shape, folded, is_unspaced, tokens};
use crate::vocabulary::is_stop_word;
use crate::words::stem;
use std::collections::HashSet;
use std::ops::Range;

/// Bytes of one report that are read. Long reports have some 50,000; what comes
/// after this many is a book or a mistake.
pub const MOST_BYTES: usize = 400_000;
/// Sentences of one report that are read.
pub const MOST_SENTENCES: usize = 4_000;
/// Bytes of a sentence; a longer one is cut, because two sentences are compared
/// word by word, which costs the product of their lengths.
const SENTENCE_BYTES: usize = 700;
/// Words of a quotation at least: shorter ones are scare quotes and titles.
const QUOTE_WORDS: usize = 4;

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// An article, a pronoun and the like: where it stands tells of the build of
    /// a sentence.
    Frame,
    /// A word with a meaning, which a spinner replaces.
    Plain,
    /// A word with a capital that is not there for the sentence's sake.
    Name,
    /// Digits.
    Number,
}

impl Class {
    /// Whether a rewriter leaves it: a name or a number.
    pub(super) fn is_anchor(self) -> bool {
        matches!(self, Class::Name | Class::Number)
    }
}

/// A word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// What equal words have in common.
    pub key: u64,
    /// The word's place in [`Digest::vocabulary`].
    pub id: u32,
    /// First byte in the report's text.
    pub start: u32,
    /// Byte after its last.
    pub end: u32,
    pub class: Class,
    /// Whether it is of a script without spaces, of which two make about a word.
    pub unspaced: bool,
    /// Whether it stands in quotation marks: independent reports of one event
    /// quote the same words.
    pub quoted: bool,
}

/// A sentence: bytes of the text, and its words.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub bytes: Range<usize>,
    pub words: Range<usize>,
}

/// A text in comparable form.
#[derive(Debug, Clone, Default)]
pub(super) struct Digest {
    pub words: Vec<Word>,
    pub sentences: Vec<Sentence>,
    /// Hashes of the quotations of four words and more, in order.
    pub quotes: Vec<u64>,
    /// The keys of its words, each once, rising, with their classes.
    pub vocabulary: Vec<(u64, Class)>,
    /// For each sentence the places of its words in the vocabulary, each once, rising.
    pub sets: Vec<Vec<u32>>,
}

impl Digest {
    /// Reads a text.
    pub(super) fn new(text: &str) -> Digest {
        let text = head(text, MOST_BYTES);
        let mut digest = Digest::default();
        let mut raw: Vec<RawWord> = Vec::new();
        // Words that stand with a capital within a sentence: names wherever they stand.
        let mut capitals: HashSet<u64> = HashSet::new();
        for bytes in sentences(text).into_iter().take(MOST_SENTENCES) {
            let first = raw.len();
            read(text, &bytes, &mut raw);
            if raw.len() > first {
                capitals.extend(
                    raw[first..].iter().filter(|w| w.capital && w.inner).map(|w| w.word.key),
                );
                digest.sentences.push(Sentence { bytes, words: first..raw.len() });
            }
        }
        digest.words = raw
            .into_iter()
            .map(|mut raw| {
                if raw.capital && (raw.inner || capitals.contains(&raw.word.key)) {
                    raw.word.class = Class::Name;
                }
                raw.word
            })
            .collect();
        digest.quotes = quotes(text, &mut digest.words);
        digest.number();
        digest
    }

    /// Builds the vocabulary and the sentences' sets.
    fn number(&mut self) {
        self.vocabulary = self.words.iter().map(|w| (w.key, w.class)).collect();
        // Of a word that is a name here and none there, the name.
        self.vocabulary.sort_unstable_by_key(|(key, class)| (*key, std::cmp::Reverse(*class)));
        self.vocabulary.dedup_by_key(|(key, _)| *key);
        for word in &mut self.words {
            word.id = self.vocabulary.partition_point(|(key, _)| *key < word.key) as u32;
        }
        let set = |sentence: &Sentence| {
            let mut set: Vec<u32> =
                self.words[sentence.words.clone()].iter().map(|w| w.id).collect();
            set.sort_unstable();
            set.dedup();
            set
        };
        self.sets = self.sentences.iter().map(set).collect();
    }

    /// The words of a sentence.
    pub(super) fn of(&self, sentence: usize) -> &[Word] {
        &self.words[self.sentences[sentence].words.clone()]
    }

    /// What all texts with the same words in the same order have in common.
    pub(super) fn identity(&self) -> u64 {
        hash::of_all(self.words.iter().map(|w| w.key))
    }
}

/// A word before it is known which words are names.
struct RawWord {
    word: Word,
    capital: bool,
    /// Within a sentence, where a capital means a name.
    inner: bool,
}

fn read(text: &str, bytes: &Range<usize>, out: &mut Vec<RawWord>) {
    let sentence = &text[bytes.clone()];
    for (i, token) in tokens(sentence).into_iter().enumerate() {
        let at = bytes.start + token.start;
        let mut push = |key, start: usize, len: usize, class, capital, unspaced| {
            let inner = i > 0 && token.gap != Gap::Sentence;
            let word = Word {
                id: 0,
                key,
                start: start as u32,
                end: (start + len) as u32,
                class,
                unspaced,
                quoted: false,
            };
            out.push(RawWord { word, capital, inner });
        };
        match token.shape {
            Shape::Unspaced => {
                for (offset, c) in token.text.char_indices() {
                    let key = hash::of_str(c.encode_utf8(&mut [0; 4]));
                    push(key, at + offset, c.len_utf8(), Class::Plain, false, true);
                }
            }
            shape => {
                let word = folded(token.text);
                let class = match shape {
                    Shape::Number => Class::Number,
                    _ if is_stop_word(&word) => Class::Frame,
                    _ => Class::Plain,
                };
                let capital = shape == Shape::Capital && class == Class::Plain;
                push(hash::of_str(&stem(word)), at, token.text.len(), class, capital, false);
            }
        }
    }
}

/// The text's beginning of at most this many bytes.
pub(super) fn head(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Words before whose dot a sentence does not end, beside single capitals.
const ABBREVIATIONS: &[&str] = &[
    "St", "Mr", "Mrs", "Ms", "Dr", "Gen", "Lt", "Col", "Sgt", "Capt", "Maj", "Sen", "Rep", "Gov",
    "Rev", "Hon", "Prof", "Const", "No", "Mt", "Ft", "vs", "Jan", "Feb", "Aug", "Sept", "Oct",
    "Nov", "Dec", "a.m", "p.m", "e.g", "i.e", "approx", "Nr", "bzw", "Mme", "Mlle", "Sra", "Sr",
];

/// Cuts a text into sentences, as spans of bytes without surrounding spaces. A
/// line's end is a sentence's end; closing quotation marks go with the sentence.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    let mut cut = |start: &mut usize, end: usize| {
        let piece = &text[*start..end];
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let from = *start + (piece.len() - piece.trim_start().len());
            out.push(from..from + trimmed.len());
        }
        *start = end;
    };
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        if c == '\n' {
            cut(&mut start, after);
            continue;
        }
        // A sentence that never ends is cut, at a space where there is one.
        let long = after - start;
        if long >= SENTENCE_BYTES
            && (c.is_whitespace() || is_unspaced(c) || long >= 2 * SENTENCE_BYTES)
        {
            cut(&mut start, after);
            continue;
        }
        let wide = matches!(c, '。' | '！' | '？' | '｡' | '؟' | '।');
        if !wide && !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = after;
        while let Some(&(i, n)) = chars.peek() {
            if !matches!(
                n,
                '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '」' | '』' | '.' | '!' | '?' | '。'
            ) {
                break;
            }
            end = i + n.len_utf8();
            chars.next();
        }
        let next = chars.peek().map(|&(_, n)| n);
        let parted = wide || next.is_none_or(char::is_whitespace);
        if parted && (wide || c != '.' || ends(&text[start..at], &text[end..])) {
            cut(&mut start, end);
        }
    }
    cut(&mut start, text.len());
    out
}

/// Whether a dot between these ends a sentence.
fn ends(before: &str, after: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let lone = last.rsplit('.').next().unwrap_or_default();
    let initial = lone.chars().count() == 1 && lone.chars().all(char::is_uppercase);
    let next = after.trim_start().chars().next();
    !(initial
        || ABBREVIATIONS.contains(&last)
        || next.is_some_and(|c| c.is_lowercase() || c == ','))
}

/// Hashes of the quotations, in order; marks their words.
fn quotes(text: &str, words: &mut [Word]) -> Vec<u64> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (None, '"') => open = Some((at, '"')),
            (None, '“' | '„') => open = Some((at, '”')),
            (None, '«') => open = Some((at, '»')),
            (None, '「') => open = Some((at, '」')),
            // A quotation does not go on over a paragraph's end.
            (Some(_), '\n') => open = None,
            (Some((start, close)), c)
                if c == close || (close == '”' && c == '“' && text[start..].starts_with('„')) =>
            {
                open = None;
                let from = words.partition_point(|w| (w.start as usize) < start);
                let to = words.partition_point(|w| (w.start as usize) < at);
                if to >= from + QUOTE_WORDS {
                    words[from..to].iter_mut().for_each(|w| w.quoted = true);
                    out.push(hash::of_all(words[from..to].iter().map(|w| w.key)));
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| &text[s]).collect()
    }

    #[test]
    fn sentences_end_where_they_end() {
        for (text, expect) in [
            (
                "Mr. J. Smith left at 5.30 p.m. on Monday. \"It is over.\" He said so!",
                &["Mr. J. Smith left at 5.30 p.m. on Monday.", "\"It is over.\"", "He said so!"][..],
            ),
            ("长江全长6300公里。它流入东海！", &["长江全长6300公里。", "它流入东海！"]),
            ("One line\nand another\n\n", &["One line", "and another"]),
            ("He said: “Go.” They went.", &["He said: “Go.”", "They went."]),
            ("", &[]),
        ] {
            assert_eq!(cut(text), expect, "{text}");
        }
    }

    #[test]
    fn names_and_numbers_are_anchors() {
        let text = "The Danube rises in Germany. Danube barges carried 1,200 tons.";
        let digest = Digest::new(text);
        let anchors: Vec<&str> = digest
            .words
            .iter()
            .filter(|w| w.class.is_anchor())
            .map(|w| &text[w.start as usize..w.end as usize])
            .collect();
        assert_eq!(anchors, ["Danube", "Germany", "Danube", "1,200"]);
    }

    #[test]
    fn a_script_without_spaces_gives_its_characters() {
        let digest = Digest::new("长江流入东海。");
        assert_eq!(digest.words.len(), 6);
        assert!(digest.words.iter().all(|w| w.unspaced));
    }

    #[test]
    fn quotations_are_found_whatever_the_marks() {
        let one = Digest::new("He said “we will not go home today” there.");
        let two = Digest::new("\"We will not go home today\", he said. 'No'");
        assert_eq!(one.quotes.len(), 1);
        assert_eq!(one.quotes, two.quotes);
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        assert!(sentences(&"word ".repeat(100_000)).iter().all(|s| s.len() <= 2 * SENTENCE_BYTES));
        assert!(sentences(&"x".repeat(100_000)).iter().all(|s| s.len() <= 2 * SENTENCE_BYTES));
    }
}
