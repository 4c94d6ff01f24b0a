//! New stories: bursts of events that belong together and that no story has.
//!
//! An event that is part of no story joins the nearest earlier one that is part
//! of none either, where the two were told within days of each other and share
//! enough. Chains of such events are a burst; three make one worth proposing. An
//! event joins only what was before it, so a new day adds to bursts and changes
//! none.

use std::collections::BTreeMap;

/// Days within which one event of a burst follows another.
pub const NEAR_DAYS: i32 = 14;

/// What two events of a burst share at least: words, names and places as
/// [`crate::Related`] counts them, time and category apart. Seen on the WCEP
/// events: of pairs with a heading that share as much within [`NEAR_DAYS`], seven
/// in ten have the very same one, among 230.
pub const LEAST_SHARED: f32 = 0.85;

/// Events that make a burst.
pub const LEAST_EVENTS: usize = 3;

/// An event as bursts see it.
#[derive(Debug, Clone, Default)]
pub struct Loose {
    /// Days since 1 January 1970.
    pub day: i32,
    /// Whether it is told to be, or was linked as, part of a story.
    pub in_story: bool,
    /// Its related earlier events: index, and what both share.
    pub related: Vec<(usize, f32)>,
    /// The names that it shares with them, as people read them.
    pub names: Vec<String>,
}

/// Events that may be a new story.
#[derive(Debug, Clone, PartialEq)]
pub struct Burst {
    /// Indices of its events, in order.
    pub events: Vec<usize>,
    /// The names that most of them share, most common first: a title to begin with.
    pub names: Vec<String>,
}

/// Names in a proposed title.
const NAMES: usize = 3;

/// The bursts among events that are sorted by day, by their first event.
pub fn bursts(events: &[Loose]) -> Vec<Burst> {
    let mut first: Vec<usize> = (0..events.len()).collect();
    for (at, event) in events.iter().enumerate().filter(|(_, e)| !e.in_story) {
        let near = event.related.iter().filter(|(other, shared)| {
            let earlier = events.get(*other).filter(|o| *other < at && !o.in_story);
            *shared >= LEAST_SHARED
                && earlier.is_some_and(|o| event.day.saturating_sub(o.day) <= NEAR_DAYS)
        });
        // The nearest; of equals the earlier.
        if let Some((other, _)) = near.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))) {
            first[at] = first[*other];
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, first) in first.iter().enumerate() {
        groups.entry(*first).or_default().push(at);
    }
    groups
        .into_values()
        .filter(|group| group.len() >= LEAST_EVENTS)
        .map(|group| Burst { names: shared_names(events, &group), events: group })
        .collect()
}

/// The names that at least half of the events have; of equals the alphabet's first.
fn shared_names(events: &[Loose], group: &[usize]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for event in group {
        let mut names: Vec<&str> = events[*event].names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut names: Vec<(usize, &str)> = counts
        .into_iter()
        .filter(|(_, count)| 2 * count >= group.len())
        .map(|(name, count)| (count, name))
        .collect();
    names.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    names.into_iter().take(NAMES).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loose(day: i32, related: &[(usize, f32)], names: &[&str]) -> Loose {
        let names = names.iter().map(|n| (*n).to_owned()).collect();
        Loose { day, in_story: false, related: related.to_vec(), names }
    }

    #[test]
    fn what_follows_in_days_is_one_burst() {
        let mut events = vec![
            loose(1, &[], &["Fort McMurray", "Alberta"]),
            loose(2, &[], &["Lisbon"]),
            loose(3, &[(0, 1.2)], &["Fort McMurray", "Alberta"]),
            loose(9, &[(2, 0.9), (1, 0.3)], &["Alberta", "Fort McMurray"]),
            loose(40, &[(3, 1.5)], &["Alberta"]),
        ];
        let found = bursts(&events);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].events, [0, 2, 3], "the last came too late");
        assert_eq!(found[0].names, ["Alberta", "Fort McMurray"]);
        events[2].in_story = true;
        assert!(bursts(&events).is_empty(), "what a story has is none's");
    }

    #[test]
    fn a_new_day_changes_no_earlier_event() {
        let events: Vec<Loose> = (0..40)
            .map(|i: usize| {
                let other = i.saturating_sub(1 + i % 3);
                loose(i as i32 / 3, &[(other, 0.8 + (i % 5) as f32 / 10.0)], &["Aleppo"])
            })
            .collect();
        let whole = bursts(&events);
        for burst in bursts(&events[..30]) {
            let same = whole.iter().find(|b| b.events[0] == burst.events[0]).map(|b| &b.events);
            assert_eq!(same.map(|s| &s[..burst.events.len()]), Some(&burst.events[..]));
        }
    }
}
