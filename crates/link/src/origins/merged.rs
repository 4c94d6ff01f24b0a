//! Reports made of two others, found before it is known what comes from what.
//!
//! A report that has much of two others is either their common origin or made
//! of them. Two excerpts of one text overlap, or the one stands wholly before
//! the other in it. Where the sentences of two reports that have nothing to do
//! with each other take turns, somebody has merged them.

use super::group::{Pairs, sorted};
use super::judge::Derived;
use std::collections::{BTreeMap, BTreeSet};

/// Relatives of a report that are looked at, the nearest; each is held against each.
const LOOKED_AT: usize = 10;
/// Sentences that only one of the two has, at least, for each.
const OWN: usize = 2;
/// Share of the smaller part that both may have.
const COMMON: f32 = 0.25;
/// Turns from the one's sentences to the other's, at least: A, B, A.
const TURNS: usize = 2;
/// Log-odds of direction that this is worth: more than all other signs, less than times.
const MERGED: f32 = 6.0;

/// Sets the direction of the pairs of merged reports, where no times do.
pub(super) fn direct(pairs: &mut Pairs) {
    let mut relatives: BTreeMap<usize, Vec<(f32, usize)>> = BTreeMap::new();
    for (&(a, b), derived) in &*pairs {
        relatives.entry(a).or_default().push((derived.score, b));
        relatives.entry(b).or_default().push((derived.score, a));
    }
    let mut of_two: Vec<(usize, usize)> = Vec::new();
    for (report, mut others) in relatives {
        others.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        others.truncate(LOOKED_AT);
        let parts: Vec<(usize, Kept)> = others
            .iter()
            .filter_map(|&(_, other)| {
                Some((other, kept(pairs.get(&sorted(report, other))?, report < other)))
            })
            .collect();
        for (i, (a, of_a)) in parts.iter().enumerate() {
            for (b, of_b) in &parts[i + 1..] {
                if !pairs.contains_key(&sorted(*a, *b)) && take_turns(of_a, of_b) {
                    of_two.push((*a, report));
                    of_two.push((*b, report));
                }
            }
        }
    }
    for (from, report) in of_two {
        let Some(derived) = pairs.get_mut(&sorted(from, report)) else { continue };
        let toward = if from < report { MERGED } else { -MERGED };
        if derived.direction.abs() < MERGED {
            derived.direction = toward;
        }
    }
}

/// For sentences of a report, how many of their words another has in their order.
pub(super) type Kept = BTreeMap<usize, usize>;

/// What is kept of the sentences of a pair's first or second report.
pub(super) fn kept(derived: &Derived, first: bool) -> Kept {
    let mut out = Kept::new();
    for pair in &derived.aligned {
        let best = out.entry(if first { pair.a } else { pair.b } as usize).or_default();
        *best = (*best).max(pair.kept as usize);
    }
    out
}

/// Whether a sentence is rather the one's, of which it has this many words,
/// than the other's. Reports of one event have a few words of everything.
pub(super) fn rather(mine: usize, other: usize) -> bool {
    mine > other + other / 3 + 1
}

/// Whether the sentences of one report that are two others' alternate.
fn take_turns(a: &Kept, b: &Kept) -> bool {
    let of = |sentence: &usize| {
        let get = |part: &Kept| part.get(sentence).copied().unwrap_or(0);
        let (a, b) = (get(a), get(b));
        if rather(a, b) {
            Some(true)
        } else if rather(b, a) {
            Some(false)
        } else {
            None
        }
    };
    let all: BTreeSet<usize> = a.keys().chain(b.keys()).copied().collect();
    let sides: Vec<bool> = all.iter().filter_map(of).collect();
    let of_a = sides.iter().filter(|side| **side).count();
    let smaller = of_a.min(sides.len() - of_a);
    let common = (all.len() - sides.len()) as f32;
    let turns = sides.windows(2).filter(|two| two[0] != two[1]).count();
    smaller >= OWN && common <= COMMON * (smaller as f32 + common) && turns >= TURNS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_told_from_excerpts() {
        let set = |of: &[usize]| -> Kept { of.iter().map(|sentence| (*sentence, 12)).collect() };
        for (a, b, merged) in [
            (&[0, 1, 4, 5][..], &[2, 3, 6, 7][..], true),
            (&[0, 1, 4], &[2, 3], true),
            (&[0, 1, 2], &[5, 6, 7], false),
            (&[0, 1, 2, 3], &[2, 3, 4, 5], false),
            (&[0, 2], &[1], false),
            (&[], &[], false),
        ] {
            assert_eq!(take_turns(&set(a), &set(b)), merged, "{a:?} {b:?}");
        }
    }
}
