//! What a beginning can be completed to, while it is typed.

use crate::analysis::fold;
use crate::view::View;
use crate::{Completion, Kind};
use std::cmp::Reverse;
use std::collections::HashSet;

/// Completions that are returned at most.
pub const MOST_COMPLETIONS: usize = 8;
/// Words among them, where names would fill the list.
const WORDS: usize = 2;
/// Longest text that is completed, in characters.
const LONGEST: usize = 80;

/// Completes the text to names, and its last word to words.
pub(crate) fn complete(view: &View, text: &str) -> Vec<Completion> {
    let text = text.trim_start();
    if text.trim().is_empty() || text.chars().count() > LONGEST {
        return Vec::new();
    }
    let words = words(view, text);
    let room = MOST_COMPLETIONS - words.len().min(WORDS);
    let mut all = names(view, text, room);
    all.extend(words.into_iter().take(MOST_COMPLETIONS - all.len()));
    all
}

fn names(view: &View, text: &str, most: usize) -> Vec<Completion> {
    let counts = view.counts();
    let mut seen = HashSet::new();
    let mut found: Vec<_> = view
        .names()
        .beginning(text)
        .filter_map(|f| {
            let events = counts[f.kind as usize][f.number as usize];
            // A later word of a title is rarely what is meant.
            let weight = if f.at_start { events.saturating_mul(4) } else { events };
            // Stories and entities are what people look for by name.
            let weight = match f.kind {
                Kind::Story | Kind::Entity => weight.saturating_mul(8),
                _ => weight,
            };
            let key = &view.keys.names(f.kind)[f.number as usize].key;
            (events > 0).then_some((Reverse(f.whole), Reverse(weight), f.kind, key, f.number))
        })
        .collect();
    found.sort_unstable();
    found.retain(|(.., kind, _, number)| seen.insert((*kind, *number)));
    // A story and an entity of one name are one line for the reader.
    let mut titles = HashSet::new();
    found
        .into_iter()
        .map(|(.., kind, key, number)| (kind, key, number))
        .filter(|(kind, _, number)| {
            titles.insert(fold(&view.keys.names(*kind)[*number as usize].title))
        })
        .take(most)
        .map(|(kind, key, number)| Completion {
            kind: Some(kind),
            key: key.clone(),
            title: view.keys.names(kind)[number as usize].title.clone(),
            events: u64::from(counts[kind as usize][number as usize]),
        })
        .collect()
}

fn words(view: &View, text: &str) -> Vec<Completion> {
    let at = text
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let start = fold(&text[at..]);
    if start.chars().count() < 2 && start.is_ascii() {
        return Vec::new();
    }
    let vocabulary = view.vocabulary();
    let (found, _) = vocabulary.beginning(&start, MOST_COMPLETIONS);
    found
        .into_iter()
        .map(|word| Completion {
            kind: None,
            key: String::new(),
            title: format!("{}{word}", &text[..at]),
            events: u64::from(vocabulary.count(word)),
        })
        .collect()
}
