//! The list that readers see: the best, not too many of one story, with reasons.

use crate::names::Name;
use crate::rank::{Ranked, Scratch};
use crate::{Index, Item, Options, ReasonKind, Related};

/// For each item from `from` on, its best earlier events, or those of its own
/// day that stand before it, best first.
///
/// `items` are sorted by day and id; those before `from` are only the window,
/// and none before [`crate::window_start`] are needed. Later events are linked
/// by turning these links round: score, reasons and shared names are those of
/// the pair, and [`Related::days`] is read the other way.
pub fn relate(items: &[Item<'_>], from: usize, options: &Options) -> Vec<Vec<Related>> {
    Index::new(items, options).related_from(from, options)
}

impl Index<'_> {
    /// As [`relate`], for items that are indexed already, with what is believed of
    /// their stories ([`Index::believe`]).
    pub fn related_from(&self, from: usize, options: &Options) -> Vec<Vec<Related>> {
        let queries: Vec<usize> = (from..self.items.len()).collect();
        self.by_day(&queries, options, |scratch, query| {
            let ranked = self.ranked(scratch, query, options);
            self.diverse(scratch, query, &ranked, options)
        })
    }

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
    fn diverse(
        &self,
        scratch: &mut Scratch,
        query: usize,
        ranked: &[Ranked],
        options: &Options,
    ) -> Vec<Related> {
        let ours = self.names_of(scratch, query);
        let mut chosen: Vec<Related> = Vec::with_capacity(options.k);
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
            let related = self.related(scratch, query, &ours, candidate, options);
            if tells(&related, self.items[query].category.is_some()) {
                chosen.push(related);
            }
        }
        chosen
    }

    fn same_text(&self, scratch: &mut Scratch, a: usize, b: usize, options: &Options) -> bool {
        let shared = self.shared(&mut scratch.day, crate::day::Kind::Words, a, b);
        shared.iter().map(|(_, product)| product).sum::<f32>() > options.same_text
    }
}

/// How many days apart two events may lie that share one place and nothing else.
/// Seen in a small archive, where a country is rare: a page about Aleppo led to a
/// cartoon of six years before because both name Russia.
const LONE_PLACE_DAYS: i32 = 60;

/// Whether the reasons of a link tie the two events. One country in common does
/// so only where both are of a kind: a championship in Japan is not related to a
/// radar station there.
fn tells(related: &Related, has_category: bool) -> bool {
    let mut ties = related
        .reasons
        .iter()
        .filter(|r| !matches!(r.kind, ReasonKind::Time | ReasonKind::Category))
        .filter(|r| r.score >= LEAST_TIE);
    let of_a_kind = !has_category || related.reasons.iter().any(|r| r.kind == ReasonKind::Category);
    match (ties.next(), ties.next()) {
        (Some(only), None) if only.kind == ReasonKind::Place => {
            related.days <= LONE_PLACE_DAYS && of_a_kind
        }
        (None, _) => false,
        _ => true,
    }
}

/// A reason that adds less than this ties nothing.
const LEAST_TIE: f32 = 0.08;
