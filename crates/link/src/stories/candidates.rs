//! The stories that share something with an event, and what each shares.
//!
//! Everything is added up from the postings of the event's terms over the events
//! of earlier days: a story's heading is known at the end of the day that brings
//! it. Nothing is carried from day to day, so a day's candidates come out the
//! same wherever the index begins, if its window does not lie behind that.

use super::features::{Features, Sums};
use super::{HALF_LIFE, REACH};
use crate::day::Kind;
use crate::rank::Scratch;
use crate::{Index, Options};
use std::ops::Range;

/// Candidates that are looked at closely, the best by a rough score.
const MOST: usize = 100;

/// How strongly a term that a story always has raises the expectation of it.
const SURPRISE: f32 = 0.3;

/// Days in which the nearness of a story's event halves.
const NEARNESS: f32 = 14.0;

/// A story that an event may go on with.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The story's number.
    pub story: usize,
    /// What speaks for it.
    pub features: Features,
}

/// One thread's sums by story; empty between uses.
#[derive(Debug, Default)]
pub(crate) struct Board {
    sums: Vec<Sums>,
    met: Vec<u32>,
    /// Decayed events of each story that have the term at hand.
    with_term: Vec<f32>,
    of_term: Vec<u32>,
    /// What each term tells of each story that has it: story, weight, lifted count.
    told: [Vec<(u32, f32, f32)>; 2],
}

impl Index<'_> {
    /// The key of a story by its number.
    pub fn story_key(&self, story: usize) -> &str {
        self.known[story].key
    }

    /// For each of the items, the stories that it may go on with.
    pub fn story_candidates(&self, queries: &[usize], options: &Options) -> Vec<Vec<Candidate>> {
        self.by_day(queries, options, |scratch, query| self.candidates(scratch, query))
    }

    /// Where events lie that may tell of a story.
    fn story_pool(&self, scratch: &Scratch, today: i32) -> Range<usize> {
        let end = self.days.partition_point(|d| *d < today);
        let start = self.days.partition_point(|d| *d < today.saturating_sub(REACH));
        start.max(scratch.day.window.start).min(end)..end
    }

    /// The story's events in the pool.
    pub(super) fn active(&self, story: u32, pool: &Range<usize>) -> &[u32] {
        let members = &self.known[story as usize].members;
        let from = members.partition_point(|m| (*m as usize) < pool.start);
        let to = members.partition_point(|m| (*m as usize) < pool.end);
        &members[from..to.max(from)]
    }

    /// What is left of an event after the days since.
    pub(super) fn decay(&self, today: i32, item: u32, half_life: f32) -> f32 {
        (-(today.saturating_sub(self.days[item as usize]) as f32) / half_life).exp2()
    }

    pub(crate) fn candidates(&self, scratch: &mut Scratch, query: usize) -> Vec<Candidate> {
        let today = self.days[query];
        let pool = self.story_pool(scratch, today);
        let mut board = std::mem::take(&mut scratch.board);
        board.sums.resize(self.known.len(), Sums::default());
        board.with_term.resize(self.known.len(), 0.0);
        let most = self.add_terms(scratch, &mut board, query, &pool);
        self.add_events(scratch, &mut board, today);
        for story in &board.met {
            let events = self.active(*story, &pool);
            board.sums[*story as usize].mass =
                events.iter().map(|m| self.decay(today, *m, HALF_LIFE)).sum();
        }
        for (kind, told) in board.told.iter_mut().enumerate() {
            for (story, weight, lifted) in told.drain(..) {
                let of = &mut board.sums[story as usize];
                of.expected[kind] += weight * (lifted / (of.mass + 0.5)).ln_1p();
            }
        }
        let rough = |of: &Sums| {
            let expected = of.expected[0] / most[0].max(1.0) + of.expected[1] / most[1].max(1.0);
            of.best[0] + expected + 0.1 * of.mass.ln_1p()
        };
        let mut best: Vec<(f32, u32)> =
            board.met.iter().map(|s| (rough(&board.sums[*s as usize]), *s)).collect();
        best.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        best.truncate(MOST);
        let sums = &board.sums;
        let stories: Vec<(u32, &Sums)> =
            best.iter().map(|(_, s)| (*s, &sums[*s as usize])).collect();
        let candidates = self.features(scratch, query, &stories, &pool);
        for story in board.met.drain(..) {
            board.sums[story as usize] = Sums::default();
        }
        scratch.board = board;
        candidates
    }

    /// Goes through the postings of the event's terms. Returns what the
    /// expectation would come to, were every term always there.
    fn add_terms(
        &self,
        scratch: &mut Scratch,
        board: &mut Board,
        query: usize,
        pool: &Range<usize>,
    ) -> [f32; 2] {
        let today = self.days[query];
        let mut most = [0.0; 2];
        for (k, kind) in [Kind::Words, Kind::Names].into_iter().enumerate() {
            let length = scratch.day.length(self, kind, query);
            if length <= 0.0 {
                continue;
            }
            for entry in kind.space(self).vector(query) {
                let rarity = scratch.day.rarity(kind, entry.id);
                let unit = entry.weight * rarity * rarity / length;
                let events = scratch.day.window.len().max(1) as f32;
                let share = scratch.day.frequency(kind, entry.id).max(1) as f32 / events;
                let lift = SURPRISE / share;
                most[k] += entry.weight * lift.ln_1p();
                for posting in kind.space(self).postings(entry.id, pool) {
                    let at = posting.id as usize;
                    if self.stories[at].is_empty() || unit * posting.weight <= 0.0 {
                        continue;
                    }
                    if scratch.rough[0][at] == 0.0 && scratch.rough[1][at] == 0.0 {
                        scratch.touched.push(posting.id);
                    }
                    scratch.rough[k][at] += unit * posting.weight;
                    let decay = self.decay(today, posting.id, HALF_LIFE);
                    for story in &self.stories[at] {
                        if board.with_term[*story as usize] == 0.0 {
                            board.of_term.push(*story);
                        }
                        board.with_term[*story as usize] += decay;
                    }
                }
                for story in board.of_term.drain(..) {
                    let count = std::mem::take(&mut board.with_term[story as usize]);
                    board.told[k].push((story, entry.weight, count * lift));
                }
            }
        }
        most
    }

    /// Turns the sums of each event into likeness, and that of events into their stories'.
    fn add_events(&self, scratch: &mut Scratch, board: &mut Board, today: i32) {
        let mut touched = std::mem::take(&mut scratch.touched);
        for item in touched.drain(..) {
            let at = item as usize;
            let mut likeness = 0.0;
            for (k, kind) in [Kind::Words, Kind::Names].into_iter().enumerate() {
                let sum = std::mem::take(&mut scratch.rough[k][at]);
                if sum > 0.0 {
                    likeness += 0.5 * sum / scratch.day.length(self, kind, at);
                }
            }
            let near = likeness * self.decay(today, item, NEARNESS);
            for story in &self.stories[at] {
                let of = &mut board.sums[*story as usize];
                if of.best[0] == 0.0 {
                    board.met.push(*story);
                }
                let mut carried = likeness;
                for best in &mut of.best {
                    if carried > *best {
                        std::mem::swap(best, &mut carried);
                    }
                }
                of.nearest_recent = of.nearest_recent.max(near);
            }
        }
        scratch.touched = touched;
    }
}
