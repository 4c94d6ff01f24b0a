//! What a day's scores depend on: document frequencies in the window behind it.

use crate::space::{Entry, Space};
use crate::{Index, Options, window_start};
use std::ops::Range;

/// The window of one day, with what was computed of it so far.
///
/// The memory of rarities and lengths only saves time: both are functions of
/// the window alone.
#[derive(Debug)]
pub(crate) struct Day {
    /// The items of the window, the day's own included.
    pub window: Range<usize>,
    stamp: u32,
    /// How many items of the window have each term.
    frequencies: [Vec<u32>; 3],
    rarities: [Vec<(u32, f32)>; 3],
    lengths: [Vec<(u32, f32)>; 2],
}

/// The kinds of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Words,
    Names,
    Category,
}

/// All of them.
const KINDS: [Kind; 3] = [Kind::Words, Kind::Names, Kind::Category];

impl Kind {
    pub(crate) fn space<'i>(self, index: &'i Index<'_>) -> &'i Space {
        match self {
            Kind::Words => &index.words,
            Kind::Names => &index.names,
            Kind::Category => &index.categories,
        }
    }
}

impl Day {
    /// Room for the days of this index; [`Day::turn`] sets the first.
    pub(crate) fn new(index: &Index<'_>) -> Day {
        let room = |n: usize| vec![(0, 0.0); n];
        Day {
            window: 0..0,
            stamp: 0,
            frequencies: KINDS.map(|kind| vec![0; kind.space(index).len()]),
            rarities: [
                room(index.words.len()),
                room(index.names.len()),
                room(index.categories.len()),
            ],
            lengths: [room(index.items.len()), room(index.items.len())],
        }
    }

    /// Makes it the day of the item.
    pub(crate) fn turn(&mut self, index: &Index<'_>, item: usize, options: &Options) {
        let start = window_start(&index.days, item, options);
        let end = index.days.partition_point(|d| *d <= index.days[item]);
        if self.stamp == 0 || self.window != (start..end) {
            self.slide(index, start..end);
            self.stamp += 1;
        }
    }

    /// Counts what comes into the window and what leaves it; a window that goes
    /// back or shares nothing with the last one is counted anew.
    fn slide(&mut self, index: &Index<'_>, to: Range<usize>) {
        let from = self.window.clone();
        let onward = from.start <= to.start && from.end <= to.end && to.start < from.end;
        let (leaving, coming) =
            if onward { (from.start..to.start, from.end..to.end) } else { (from, to.clone()) };
        for kind in KINDS {
            let counts = &mut self.frequencies[kind as usize];
            for item in leaving.clone() {
                for entry in kind.space(index).vector(item) {
                    counts[entry.id as usize] -= 1;
                }
            }
            for item in coming.clone() {
                for entry in kind.space(index).vector(item) {
                    counts[entry.id as usize] += 1;
                }
            }
        }
        self.window = to;
    }

    /// How many items of the window have the term.
    pub(crate) fn frequency(&self, kind: Kind, term: u32) -> u32 {
        self.frequencies[kind as usize][term as usize]
    }

    /// Inverse document frequency in the window: ln(1 + N / (1 + df)).
    pub(crate) fn rarity(&mut self, kind: Kind, term: u32) -> f32 {
        let known = self.rarities[kind as usize][term as usize];
        if known.0 == self.stamp {
            return known.1;
        }
        let frequency = self.frequency(kind, term) as f32;
        let rarity = (1.0 + self.window.len() as f32 / (1.0 + frequency)).ln();
        self.rarities[kind as usize][term as usize] = (self.stamp, rarity);
        rarity
    }

    /// Length of an item's vector of words or names; 0 where it is empty.
    pub(crate) fn length(&mut self, index: &Index<'_>, kind: Kind, item: usize) -> f32 {
        let known = self.lengths[kind as usize][item];
        if known.0 == self.stamp {
            return known.1;
        }
        let mut sum = 0.0;
        for Entry { id, weight } in kind.space(index).vector(item) {
            let x = weight * self.rarity(kind, *id);
            sum += x * x;
        }
        let length = sum.sqrt();
        self.lengths[kind as usize][item] = (self.stamp, length);
        length
    }
}
