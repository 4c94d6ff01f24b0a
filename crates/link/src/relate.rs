//! The list that readers see: the best, not too many of one story, with reasons.

use crate::names::Name;
use crate::rank::{Ranked, Scratch};
use crate::{Index, Item, Options, Related};

/// For each item from `from` on, its best earlier events, or those of its own
/// day that stand before it, best first.
///
/// `items` are sorted by day and id; those before `from` are only the window,
/// and none before [`crate::window_start`] are needed. Later events are linked
/// by turning these links round: score, reasons and shared names are those of
/// the pair, and [`Related::days`] is read the other way.
pub fn relate(items: &[Item<'_>], from: usize, options: &Options) -> Vec<Vec<Related>> {
    let index = Index::new(items, options);
    let queries: Vec<usize> = (from..items.len()).collect();
    index.by_day(&queries, options, |scratch, query| {
        let ranked = index.ranked(scratch, query, options);
        let chosen = index.diverse(scratch, &ranked, options);
        let ours = index.names_of(query);
        chosen.into_iter().map(|r| index.related(scratch, query, &ours, &r, options)).collect()
    })
}

impl Index<'_> {
    fn related(
        &self,
        scratch: &mut Scratch,
        query: usize,
        ours: &[Name],
        ranked: &Ranked,
        options: &Options,
    ) -> Related {
        let (reasons, context) = self.explain(scratch, query, ours, ranked, options);
        Related {
            other: ranked.other,
            days: self.days[query].saturating_sub(self.days[ranked.other]),
            score: ranked.score,
            reasons,
            context,
        }
    }

    /// The best that are not too much alike.
    fn diverse(&self, scratch: &mut Scratch, ranked: &[Ranked], options: &Options) -> Vec<Ranked> {
        let mut chosen: Vec<Ranked> = Vec::with_capacity(options.k);
        for candidate in ranked {
            if chosen.len() == options.k {
                break;
            }
            let crowded = self.stories[candidate.other].iter().any(|story| {
                let of_story = chosen.iter().filter(|c| self.stories[c.other].contains(story));
                of_story.count() >= options.per_story
            });
            if crowded || candidate.parts.shared() < options.least_shared {
                continue;
            }
            if chosen.iter().any(|c| self.same_text(scratch, c.other, candidate.other, options)) {
                continue;
            }
            chosen.push(*candidate);
        }
        chosen
    }

    fn same_text(&self, scratch: &mut Scratch, a: usize, b: usize, options: &Options) -> bool {
        let shared = self.shared(&mut scratch.day, crate::day::Kind::Words, a, b);
        shared.iter().map(|(_, product)| product).sum::<f32>() > options.same_text
    }
}
