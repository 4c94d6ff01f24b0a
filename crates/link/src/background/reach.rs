//! What lies behind an event: links followed backwards, and its story so far.

use super::Edge;
use crate::Index;
use crate::day::Day;
use std::collections::HashMap;

/// How many links are followed one after the other. A chain of five needs no
/// more, and behind four links little has to do with the event.
pub const STEPS: usize = 4;

/// Events that are visited by links for one event: bounds the time.
const VISITED: usize = 64;

/// The score of a link that passes on nearly everything; a story in common and
/// half of the words come to about this.
const STRONG: f32 = 1.4;

/// What the strongest link passes on, so that far events are always fainter.
const PASSED_ON: f32 = 0.85;

/// Fainter than this is not followed.
const FAINTEST: f32 = 0.06;

/// Events of the story that are looked at: the newest, and as many spread evenly over the rest.
const OF_STORY: usize = 24;

/// An event that may explain the query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) item: usize,
    /// How strongly links lead to it, 0 to 1; 0 where only the story does.
    pub(super) strength: f32,
    /// How many of the found events have it on their list.
    pub(super) cited: u32,
}

/// The items of each story, in order.
pub(super) struct Stories(Vec<Vec<u32>>);

impl Stories {
    pub(super) fn of(index: &Index<'_>) -> Stories {
        let most = index.stories.iter().flatten().max().map_or(0, |m| *m as usize + 1);
        let mut items = vec![Vec::new(); most];
        for (item, stories) in index.stories.iter().enumerate() {
            for story in stories {
                items[*story as usize].push(item as u32);
            }
        }
        Stories(items)
    }
}

/// The events of earlier days that lead to the query, in the order of items.
pub(super) fn reach(
    index: &Index<'_>,
    day: &Day,
    query: usize,
    lists: &[Vec<Edge>],
    stories: &Stories,
) -> Vec<Found> {
    let today = index.days[query];
    let inside = |item: usize| item >= day.window.start && item < query;
    let mut found: HashMap<usize, (f32, u32)> = HashMap::new();
    let mut layer: Vec<(usize, f32)> = vec![(query, 1.0)];
    for _ in 0..STEPS {
        let mut next: HashMap<usize, f32> = HashMap::new();
        for (item, strength) in &layer {
            for edge in lists.get(*item).into_iter().flatten() {
                let other = edge.other as usize;
                let passed = strength * PASSED_ON * (edge.score / STRONG).clamp(0.0, 1.0);
                if other >= *item || !inside(other) || passed < FAINTEST {
                    continue;
                }
                if let Some((_, cited)) = found.get_mut(&other) {
                    *cited += u32::from(*item != query);
                    continue;
                }
                let best = next.entry(other).or_insert(0.0);
                *best = best.max(passed);
            }
        }
        let mut fresh: Vec<(usize, f32)> = next.into_iter().collect();
        fresh.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        fresh.truncate(VISITED - found.len().min(VISITED));
        for (item, strength) in &fresh {
            found.insert(*item, (*strength, 0));
        }
        layer = fresh;
        if layer.is_empty() {
            break;
        }
    }
    for story in &index.stories[query] {
        let items = stories.0.get(*story as usize).map_or(&[][..], Vec::as_slice);
        let from = items.partition_point(|i| (*i as usize) < day.window.start);
        let to = items.partition_point(|i| (*i as usize) < query);
        let items = &items[from.min(to)..to];
        let (old, new) = items.split_at(items.len().saturating_sub(OF_STORY));
        let apart = old.len().div_ceil(OF_STORY).max(1);
        for item in old.iter().step_by(apart).chain(new) {
            found.entry(*item as usize).or_insert((0.0, 0));
        }
    }
    let mut found: Vec<Found> = found
        .into_iter()
        .filter(|(item, _)| index.days[*item] < today)
        .map(|(item, (strength, cited))| Found { item, strength, cited })
        .collect();
    found.sort_unstable_by_key(|f| f.item);
    found
}
