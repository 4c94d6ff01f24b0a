//! What is known of a story before any event is compared with it: its title's
//! terms, and which items are part of it.

use crate::index::{Lexicon, Terms};
use crate::space::Entry;
use crate::{Item, Weights};
use std::collections::HashMap;

/// One story of an index.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// The key by which the items name it.
    pub key: &'a str,
    /// As people read it.
    pub title: &'a str,
    /// Its items, in order.
    pub members: Vec<u32>,
    /// The title's words that some item has.
    pub words: Vec<Entry>,
    /// The title's names that some item has.
    pub names: Vec<Entry>,
    /// Words of the title that no item has.
    pub strange: usize,
    /// The title's countries; one that no item has is `u32::MAX`.
    pub places: Vec<u32>,
    /// Years that the title names.
    pub years: Vec<i16>,
}

impl<'a> Known<'a> {
    /// The stories in the order of their numbers.
    pub(crate) fn all(
        items: &'a [Item<'a>],
        numbers: &HashMap<String, u32>,
        titles: &HashMap<&'a str, &'a str>,
        lexicon: &Lexicon<'_>,
        weights: &Weights,
    ) -> Vec<Known<'a>> {
        let mut all: Vec<Known<'a>> = Vec::new();
        for (at, item) in (0..).zip(items) {
            for key in item.stories {
                let Some(story) = numbers.get(*key).map(|n| *n as usize) else { continue };
                if story == all.len() {
                    let title = titles.get(key).copied().unwrap_or(key);
                    all.push(Known::of(key, title, item.lang, lexicon, weights));
                }
                if all[story].members.last() != Some(&at) {
                    all[story].members.push(at);
                }
            }
        }
        all
    }

    fn of(
        key: &'a str,
        title: &'a str,
        lang: &str,
        lexicon: &Lexicon<'_>,
        weights: &Weights,
    ) -> Known<'a> {
        let item =
            Item { id: 0, day: 0, text: title, lang, entities: &[], stories: &[], category: None };
        let terms = Terms::of(&item, weights);
        let number = |ids: &HashMap<String, u32>, terms: &[(String, f32)]| -> Vec<Entry> {
            let known = |(term, weight): &(String, f32)| {
                Some(Entry { id: *ids.get(term)?, weight: *weight })
            };
            terms.iter().filter_map(known).collect()
        };
        let words = number(lexicon.words, &terms.words);
        Known {
            key,
            title,
            members: Vec::new(),
            strange: terms.words.len() - words.len(),
            names: number(lexicon.names, &terms.names),
            words,
            places: terms
                .places
                .iter()
                .map(|p| lexicon.places.get(p).copied().unwrap_or(u32::MAX))
                .collect(),
            years: years(title),
        }
    }
}

/// Numbers of four digits that are years; "2015–16" names both.
fn years(title: &str) -> Vec<i16> {
    let mut out: Vec<i16> = Vec::new();
    for run in title.split(|c: char| !c.is_ascii_digit()) {
        match (run.len(), run.parse::<i16>()) {
            (4, Ok(year)) if (1900..2100).contains(&year) => out.push(year),
            (2, Ok(short)) => {
                if let Some(first) = out.last().copied().filter(|y| y % 100 + 1 == short) {
                    out.push(first + 1);
                }
            }
            _ => {}
        }
    }
    out
}
