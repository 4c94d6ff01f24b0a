//! Highlights: the words of a text that a query asks for, as plain segments.

use crate::analysis::{Role, Token, stem, tokens};
use std::collections::HashSet;

/// What a query marks in texts.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub(crate) stems: HashSet<String>,
    pub(crate) words: HashSet<String>,
    pub(crate) prefixes: Vec<String>,
    /// Terms with their places.
    pub(crate) phrases: Vec<Vec<(usize, String)>>,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text as it is; to be escaped like any other.
    pub text: String,
    /// Whether the query asks for it.
    pub marked: bool,
}

/// A piece of a text, cut into segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// Joined, they are the piece.
    pub segments: Vec<Segment>,
    /// How many stretches are marked.
    pub marked: usize,
    /// Whether text was left out before it.
    pub cut_before: bool,
    /// Whether text was left out after it.
    pub cut_after: bool,
}

impl Marks {
    /// The piece of a text of at most so many characters that has most marks; the
    /// whole text where it is short enough.
    pub fn fragment(&self, text: &str, most_chars: usize) -> Fragment {
        let ranges = self.ranges(text);
        let (from, to) = window(text, &ranges, most_chars);
        let mut segments = Vec::new();
        let mut at = from;
        let mut marked = 0;
        let mut push = |text: &str, marked| {
            if !text.is_empty() {
                segments.push(Segment { text: text.to_owned(), marked });
            }
        };
        for (start, end) in ranges.into_iter().filter(|(s, e)| *s >= from && *e <= to) {
            push(&text[at..start], false);
            push(&text[start..end], true);
            at = end;
            marked += 1;
        }
        push(&text[at..to], false);
        Fragment { segments, marked, cut_before: from > 0, cut_after: to < text.len() }
    }

    /// The marked stretches in order, none touching another.
    fn ranges(&self, text: &str) -> Vec<(usize, usize)> {
        if self.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(text);
        let mut ranges: Vec<(usize, usize)> =
            tokens.iter().filter(|t| self.marks(t)).map(|t| (t.start, t.end)).collect();
        for phrase in &self.phrases {
            find(phrase, &tokens, &mut ranges);
        }
        ranges.sort_unstable();
        ranges.dedup_by(|next, kept| {
            let overlap = next.0 <= kept.1;
            if overlap {
                kept.1 = kept.1.max(next.1);
            }
            overlap
        });
        ranges
    }

    fn is_empty(&self) -> bool {
        self.stems.is_empty()
            && self.words.is_empty()
            && self.prefixes.is_empty()
            && self.phrases.is_empty()
    }

    fn marks(&self, token: &Token) -> bool {
        self.stems.contains(stem(&token.word).as_ref())
            || token.role != Role::Letter
                && (self.words.contains(&token.word)
                    || self.prefixes.iter().any(|p| token.word.starts_with(p.as_str())))
    }
}

/// Adds the places where a phrase stands.
fn find(phrase: &[(usize, String)], tokens: &[Token], ranges: &mut Vec<(usize, usize)>) {
    let Some((_, first)) = phrase.first() else { return };
    for (at, token) in tokens.iter().enumerate() {
        if stem(&token.word) != *first {
            continue;
        }
        let mut end = token.end;
        // The tokens behind are few, and a phrase is short: each look ahead is bounded.
        let whole = phrase[1..].iter().all(|(place, term)| {
            let wanted = token.position + place;
            let found = tokens[at..]
                .iter()
                .take_while(|t| t.position <= wanted)
                .find(|t| t.position == wanted && stem(&t.word) == *term);
            end = found.map_or(end, |t| end.max(t.end));
            found.is_some()
        });
        if whole {
            ranges.push((token.start, end));
        }
    }
}

/// The stretch of a text to show, cut at spaces where there are some.
fn window(text: &str, ranges: &[(usize, usize)], most_chars: usize) -> (usize, usize) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    if starts.len() <= most_chars.max(1) {
        return (0, text.len());
    }
    let char_of = |byte: usize| starts.partition_point(|s| *s < byte);
    let byte_of = |char: usize| starts.get(char).copied().unwrap_or(text.len());
    // A little before each mark; the first of those with most marks.
    let lead = most_chars / 4;
    let mut best = (0, 0);
    let last_start = starts.len() - most_chars.max(1);
    for (i, (start, _)) in ranges.iter().enumerate() {
        let from = char_of(*start).saturating_sub(lead).min(last_start);
        let to = byte_of(from + most_chars);
        let count = ranges[i..].iter().take_while(|(_, end)| *end <= to).count();
        if count > best.0 {
            best = (count, from);
        }
    }
    let (mut from, mut to) = (byte_of(best.1), byte_of(best.1 + most_chars));
    let room = |at: usize| ranges.iter().all(|(s, e)| at <= *s || at >= *e);
    if from > 0
        && let Some(space) = text[from..to].find(' ')
        && space < to - from - 1
        && ranges.iter().find(|(s, _)| *s >= from).is_none_or(|(s, _)| from + space < *s)
    {
        from += space + 1;
    }
    if to < text.len()
        && let Some(space) = text[from..to].rfind(' ')
        && space > (to - from) / 2
        && room(from + space)
        && ranges.iter().rfind(|(_, e)| *e <= to).is_none_or(|(_, e)| from + space >= *e)
    {
        to = from + space;
    }
    (from, to)
}
