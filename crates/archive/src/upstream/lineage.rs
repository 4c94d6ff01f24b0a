//! Which bullet of a page's new revision is which of the one before.
//!
//! Equal texts first, then the likest, then what stands where another stood and shares
//! its source. What was listed once and is listed again is the same, too.

use super::bullets::Bullet;
use crate::record::matching::Features;
use annals_model::{Date, Source};
use annals_store::UpstreamItem;
use std::collections::{HashMap, VecDeque};

/// How alike two wordings are at least (Dice coefficient of their words), where nothing
/// else speaks for it: the bound for two events of a day (`record/matching.rs`).
const ALIKE: f64 = 0.62;
/// ... where both cite the same page.
const ALIKE_SHARED: f64 = 0.34;
/// ... where the one stands in the other's place.
const ALIKE_IN_PLACE: f64 = 0.4;
/// ... where they stand in place and cite the same page.
const ALIKE_BOTH: f64 = 0.2;
/// ... to be something that was gone.
const ALIKE_GONE: f64 = 0.8;
/// Bullets that are compared each with each, at most.
const COMPARED: usize = 150;

/// What a bullet is, by position among the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kin {
    /// It says what the item says.
    Same(usize),
    /// It is the item, and says something else.
    Changed(usize),
    /// It is an item that was gone.
    Back(usize),
    /// Nothing that the page listed; in place of an item that is left over, where so.
    New(Option<usize>),
}

/// The kin of each bullet, and the listed items that no bullet is.
pub(super) fn align(
    items: &[UpstreamItem],
    bullets: &[Bullet],
    day: Date,
) -> (Vec<Kin>, Vec<usize>) {
    let mut kin: Vec<Option<Kin>> = vec![None; bullets.len()];
    let mut free: Vec<bool> = items.iter().map(|_| true).collect();
    // What says all the same, then what has the same words.
    for whole in [true, false] {
        let mut places: HashMap<(&str, &[u8]), VecDeque<usize>> = HashMap::new();
        for (at, item) in items.iter().enumerate().filter(|(at, i)| free[*at] && i.gone.is_none()) {
            let content: &[u8] = if whole { &item.content } else { &[] };
            places.entry((item.key.as_str(), content)).or_default().push_back(at);
        }
        for (bullet, kin) in bullets.iter().zip(&mut kin).filter(|(_, kin)| kin.is_none()) {
            let content: &[u8] = if whole { &bullet.content } else { &[] };
            let found = places.get_mut(&(bullet.key.as_str(), content));
            if let Some(at) = found.and_then(VecDeque::pop_front) {
                free[at] = false;
                *kin = Some(if whole { Kin::Same(at) } else { Kin::Changed(at) });
            }
        }
    }
    let places = in_place(items, &free, &kin);
    likest(items, bullets, day, &places, (&mut free, &mut kin));
    gone(items, bullets, day, (&mut free, &mut kin));
    let kin = kin
        .into_iter()
        .enumerate()
        .map(|(at, kin)| kin.unwrap_or_else(|| Kin::New(places[at].filter(|item| free[*item]))));
    let kin = kin.collect();
    let left = (0..items.len()).filter(|at| free[*at] && items[*at].gone.is_none()).collect();
    (kin, left)
}

/// For each bullet the one free item that stands between the same neighbours, where
/// there is one of each.
fn in_place(items: &[UpstreamItem], free: &[bool], kin: &[Option<Kin>]) -> Vec<Option<usize>> {
    let mut places = vec![None; kin.len()];
    let of = |kin: &Option<Kin>| match kin {
        Some(Kin::Same(at) | Kin::Changed(at)) => Some(*at),
        _ => None,
    };
    let mut start = 0;
    let mut low = 0;
    for at in 0..=kin.len() {
        let here = kin.get(at).and_then(of);
        if here.is_none() && at < kin.len() {
            continue;
        }
        let high = here.unwrap_or(items.len());
        if at == start + 1 && low <= high {
            let mut open = (low..high).filter(|i| free[*i] && items[*i].gone.is_none());
            if let (Some(one), None) = (open.next(), open.next()) {
                places[start] = Some(one);
            }
        }
        start = at + 1;
        low = here.map_or(low, |here| here + 1);
    }
    places
}

fn features(text: &str, sources: &[String], day: Date) -> Features {
    let sources: Vec<Source> =
        sources.iter().map(|url| Source::named("", Some(url.clone()))).collect();
    Features::new(day, text, &sources)
}

/// Pairs what is left by likeness, the likest first.
fn likest(
    items: &[UpstreamItem],
    bullets: &[Bullet],
    day: Date,
    places: &[Option<usize>],
    (free, kin): (&mut [bool], &mut [Option<Kin>]),
) {
    let open: Vec<usize> = (0..bullets.len()).filter(|at| kin[*at].is_none()).collect();
    let listed: Vec<usize> =
        (0..items.len()).filter(|at| free[*at] && items[*at].gone.is_none()).collect();
    if open.is_empty() || listed.is_empty() || open.len() > COMPARED || listed.len() > COMPARED {
        return;
    }
    let old: Vec<Features> =
        listed.iter().map(|at| features(&items[*at].text, &items[*at].sources, day)).collect();
    let mut pairs = Vec::new();
    for at in open {
        let new = features(&bullets[at].text, &bullets[at].sources, day);
        for (old, item) in old.iter().zip(&listed) {
            let shared = new.pages.iter().any(|page| old.pages.contains(page));
            let likeness = new.likeness(old);
            let bound = match (places[at] == Some(*item), shared) {
                (true, true) => ALIKE_BOTH,
                (true, false) => ALIKE_IN_PLACE,
                (false, true) => ALIKE_SHARED,
                (false, false) => ALIKE,
            };
            if likeness >= bound {
                pairs.push((likeness - bound, at, *item));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, at, item) in pairs {
        if kin[at].is_none() && free[item] {
            free[item] = false;
            kin[at] = Some(Kin::Changed(item));
        }
    }
}

/// Finds what was listed once; the last removed first.
fn gone(
    items: &[UpstreamItem],
    bullets: &[Bullet],
    day: Date,
    (free, kin): (&mut [bool], &mut [Option<Kin>]),
) {
    let mut old: Vec<usize> =
        (0..items.len()).filter(|at| free[*at] && items[*at].gone.is_some()).collect();
    old.sort_by_key(|at| std::cmp::Reverse(items[*at].gone.as_ref().map(|g| (g.at, g.revision))));
    for (at, bullet) in bullets.iter().enumerate() {
        if kin[at].is_none()
            && let Some(item) = old.iter().find(|i| free[**i] && items[**i].key == bullet.key)
        {
            free[*item] = false;
            kin[at] = Some(Kin::Back(*item));
        }
    }
    old.retain(|at| free[*at]);
    old.truncate(COMPARED);
    let open: Vec<usize> = (0..bullets.len()).filter(|at| kin[*at].is_none()).collect();
    if old.is_empty() || open.len() > COMPARED {
        return;
    }
    let known: Vec<Features> =
        old.iter().map(|at| features(&items[*at].text, &items[*at].sources, day)).collect();
    for at in open {
        let new = features(&bullets[at].text, &bullets[at].sources, day);
        let alike = known
            .iter()
            .zip(&old)
            .find(|(features, item)| free[**item] && new.likeness(features) >= ALIKE_GONE);
        if let Some((_, item)) = alike {
            free[*item] = false;
            kin[at] = Some(Kin::Back(*item));
        }
    }
}
