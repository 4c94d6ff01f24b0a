//! Mentions to events.

use super::features::{Rarity, compare};
use super::reading::{Reading, read};
use super::{Mention, Options, Pair};
use crate::same_event::agglomerate::{AverageLink, agglomerate};
use std::collections::{BTreeMap, HashMap};

/// Mentions of one head that each is compared with in a group too large to
/// compare all.
const NEIGHBOURS: usize = 40;

/// Log odds of mentions that were not compared.
const APART: f32 = -4.0;

/// The event of each mention, as a number. `groups` gives the group of each
/// document by its number; mentions of documents without a group stay alone.
pub fn cluster(mentions: &[Mention<'_>], groups: &[usize], options: &Options) -> Vec<usize> {
    let readings: Vec<Reading> = mentions.iter().map(read).collect();
    let mut out: Vec<usize> = (0..mentions.len()).collect();
    for members in by_group(mentions, groups).values() {
        let compared = compared(mentions, &readings, members, options.most);
        let nearness: Vec<(usize, usize, f32)> = compared
            .iter()
            .map(|(a, b, features)| (*a, *b, options.weights.log_odds(features)))
            .collect();
        let pairs: Vec<(usize, usize)> = compared.iter().map(|(a, b, _)| (*a, *b)).collect();
        let mut link = AverageLink::new(members.len(), &nearness, APART);
        let home = agglomerate(members.len(), &pairs, options.least, &mut link);
        for (at, member) in members.iter().enumerate() {
            out[*member] = members[home[at]];
        }
    }
    out
}

/// The baseline: mentions of one group whose triggers have the same head.
pub fn by_lemma(mentions: &[Mention<'_>], groups: &[usize]) -> Vec<usize> {
    let mut first: HashMap<(usize, String), usize> = HashMap::new();
    let mut out = Vec::with_capacity(mentions.len());
    for (i, mention) in mentions.iter().enumerate() {
        let head = read(mention).head;
        let group = groups.get(mention.document).copied().filter(|_| !head.is_empty());
        let event = group.map(|g| *first.entry((g, head)).or_insert(i));
        out.push(event.unwrap_or(i));
    }
    out
}

/// The features of all pairs of mentions within groups, for training.
pub fn pairs(mentions: &[Mention<'_>], groups: &[usize]) -> Vec<Pair> {
    let readings: Vec<Reading> = mentions.iter().map(read).collect();
    let mut out = Vec::new();
    for members in by_group(mentions, groups).values() {
        for (a, b, features) in compared(mentions, &readings, members, usize::MAX) {
            out.push(Pair { a: members[a], b: members[b], features });
        }
    }
    out
}

fn by_group(mentions: &[Mention<'_>], groups: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, mention) in mentions.iter().enumerate() {
        if let Some(group) = groups.get(mention.document) {
            out.entry(*group).or_default().push(i);
        }
    }
    out
}

/// Compares the mentions of one group, by their places in it.
fn compared(
    mentions: &[Mention<'_>],
    readings: &[Reading],
    members: &[usize],
    most: usize,
) -> Vec<(usize, usize, [f32; super::N])> {
    let group: Vec<(&Mention<'_>, &Reading)> =
        members.iter().map(|m| (&mentions[*m], &readings[*m])).collect();
    let rarity = Rarity::new(&group);
    let mut out = Vec::new();
    if group.len() <= most {
        for a in 0..group.len() {
            for b in a + 1..group.len() {
                out.push((a, b, compare(group[a], group[b], &rarity)));
            }
        }
        return out;
    }
    let mut by_head: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (_, reading)) in group.iter().enumerate() {
        by_head.entry(&reading.head).or_default().push(at);
    }
    for same in by_head.values() {
        for (i, a) in same.iter().enumerate() {
            for b in same[i + 1..].iter().take(NEIGHBOURS) {
                out.push((*a, *b, compare(group[*a], group[*b], &rarity)));
            }
        }
    }
    out
}
