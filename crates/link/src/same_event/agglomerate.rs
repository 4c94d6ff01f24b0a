//! Joining what belongs together: the two nearest groups are joined, again and
//! again, until no two are near enough. What nearness is, the caller says.

use std::collections::{BTreeSet, BinaryHeap};

/// Groups that can be joined. They are numbered from 0.
pub(crate) trait Groups {
    /// How near two groups are; greater is nearer.
    fn nearness(&self, a: usize, b: usize) -> f32;
    /// Puts the second group into the first.
    fn join(&mut self, into: usize, from: usize);
}

/// A pair in the queue. It is stale once one of the two has changed.
#[derive(PartialEq)]
struct Pair {
    nearness: f32,
    a: usize,
    b: usize,
    ages: (u32, u32),
}

impl Eq for Pair {}

impl Ord for Pair {
    /// The nearest first, of equals the one with the smallest numbers.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.nearness
            .total_cmp(&other.nearness)
            .then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
            .then_with(|| self.ages.cmp(&other.ages))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Joins `n` groups along the given pairs while two are nearer than `least`.
/// Returns the group that each is in at the end. Only groups that a pair ties,
/// directly or through what they were joined with, are compared.
pub(crate) fn agglomerate(
    n: usize,
    pairs: &[(usize, usize)],
    least: f32,
    groups: &mut impl Groups,
) -> Vec<usize> {
    let mut beside: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); n];
    for (a, b) in pairs {
        if a != b {
            beside[*a].insert(*b);
            beside[*b].insert(*a);
        }
    }
    let mut ages = vec![0u32; n];
    let mut home: Vec<usize> = (0..n).collect();
    let mut queue = BinaryHeap::new();
    let offer = |queue: &mut BinaryHeap<Pair>, groups: &_, ages: &[u32], a: usize, b: usize| {
        let (a, b) = (a.min(b), a.max(b));
        let nearness = Groups::nearness(groups, a, b);
        if nearness > least {
            queue.push(Pair { nearness, a, b, ages: (ages[a], ages[b]) });
        }
    };
    for (a, others) in beside.iter().enumerate() {
        for b in others.range(a + 1..) {
            offer(&mut queue, groups, &ages, a, *b);
        }
    }
    while let Some(Pair { a, b, ages: then, .. }) = queue.pop() {
        if (ages[a], ages[b]) != then || home[a] != a || home[b] != b {
            continue;
        }
        groups.join(a, b);
        home[b] = a;
        ages[a] += 1;
        for other in std::mem::take(&mut beside[b]) {
            beside[other].remove(&b);
            if other != a {
                beside[other].insert(a);
                beside[a].insert(other);
            }
        }
        for other in &beside[a] {
            offer(&mut queue, groups, &ages, a, *other);
        }
    }
    (0..n).map(|i| root(&home, i)).collect()
}

fn root(home: &[usize], mut at: usize) -> usize {
    while home[at] != at {
        at = home[at];
    }
    at
}

/// Average nearness over all pairs of members, from the nearness of members
/// that were compared; pairs that were not count as `apart`.
pub(crate) struct AverageLink {
    sums: Vec<std::collections::BTreeMap<usize, (f64, u32)>>,
    sizes: Vec<u32>,
    apart: f32,
}

impl AverageLink {
    /// Single members, with the nearness of those that were compared.
    pub(crate) fn new(n: usize, compared: &[(usize, usize, f32)], apart: f32) -> AverageLink {
        let mut sums = vec![std::collections::BTreeMap::new(); n];
        for (a, b, nearness) in compared {
            sums[*a].insert(*b, (f64::from(*nearness), 1));
            sums[*b].insert(*a, (f64::from(*nearness), 1));
        }
        AverageLink { sums, sizes: vec![1; n], apart }
    }
}

impl Groups for AverageLink {
    fn nearness(&self, a: usize, b: usize) -> f32 {
        let (sum, compared) = self.sums[a].get(&b).copied().unwrap_or((0.0, 0));
        let all = f64::from(self.sizes[a]) * f64::from(self.sizes[b]);
        let rest = (all - f64::from(compared)) * f64::from(self.apart);
        ((sum + rest) / all) as f32
    }

    fn join(&mut self, into: usize, from: usize) {
        self.sizes[into] += self.sizes[from];
        for (other, (sum, compared)) in std::mem::take(&mut self.sums[from]) {
            self.sums[other].remove(&from);
            if other == into {
                continue;
            }
            for (at, of) in [(into, other), (other, into)] {
                let entry = self.sums[at].entry(of).or_insert((0.0, 0));
                entry.0 += sum;
                entry.1 += compared;
            }
        }
        self.sums[into].remove(&from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(n: usize, compared: &[(usize, usize, f32)], least: f32) -> Vec<usize> {
        let pairs: Vec<(usize, usize)> = compared.iter().map(|(a, b, _)| (*a, *b)).collect();
        agglomerate(n, &pairs, least, &mut AverageLink::new(n, compared, -1.0))
    }

    #[test]
    fn the_nearest_join_first_and_the_average_decides() {
        // 0-1 and 2-3 are near; 1-2 is nearly as near, but the average of all four pairs is not.
        let compared = [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.7)];
        assert_eq!(joined(4, &compared, 0.0), [0, 0, 2, 2]);
        let compared = [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.7), (0, 2, 0.6), (0, 3, 0.5)];
        assert_eq!(joined(4, &compared, 0.0), [0, 0, 0, 0]);
    }

    #[test]
    fn equals_are_joined_in_the_order_of_their_numbers() {
        let compared = [(1, 2, 0.5), (0, 1, 0.5)];
        assert_eq!(joined(3, &compared, 0.0), [0, 0, 2]);
        assert_eq!(joined(0, &[], 0.0), Vec::<usize>::new());
    }
}
