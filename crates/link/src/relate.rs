//! The list that readers see: the best, not too many of one story, with reasons.

use crate::names::Name;
use crate::rank::{Ranked, Scratch};
use crate::{Index, Item, Options, ReasonKind, Related};
use std::collections::BTreeSet;

/// What people said of pairs of items: positions of the later item and the earlier one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Pairs that are never related.
    pub never: BTreeSet<(usize, usize)>,
    /// Pairs that always are, and stand first.
    pub always: BTreeSet<(usize, usize)>,
}

/// For each item from `from` on, its best earlier events, or those of its own
/// day that stand before it, best first.
///
/// `items` are sorted by day and id; those before `from` are only the window,
/// and none before [`crate::window_start`] are needed. Later events are linked
/// by turning these links round: score, reasons and shared names are those of
/// the pair, and [`Related::days`] is read the other way.
pub fn relate(items: &[Item<'_>], from: usize, options: &Options) -> Vec<Vec<Related>> {
    relate_as_said(items, from, options, &Said::default())
}

/// As [`relate`], with what people said going before what is computed: forbidden
/// pairs leave their place to others, pinned ones take the first places.
pub fn relate_as_said(
    items: &[Item<'_>],
    from: usize,
    options: &Options,
    said: &Said,
) -> Vec<Vec<Related>> {
    Index::new(items, options).related_as_said(from, options, said)
}

impl Index<'_> {
    /// As [`relate`], for items that are indexed already, with what is believed of
    /// their stories ([`Index::believe`]).
    pub fn related_from(&self, from: usize, options: &Options) -> Vec<Vec<Related>> {
        self.related_as_said(from, options, &Said::default())
    }

    /// As [`relate_as_said`], for items that are indexed already.
    pub fn related_as_said(
        &self,
        from: usize,
        options: &Options,
        said: &Said,
    ) -> Vec<Vec<Related>> {
        let queries: Vec<usize> = (from..self.items.len()).collect();
        self.by_day(&queries, options, |scratch, query| {
            let mut ranked = self.ranked(scratch, query, options);
            ranked.retain(|r| {
                let pair = (query, r.other);
                !said.never.contains(&pair) && !said.always.contains(&pair)
            });
            let pinned = said.always.range((query, 0)..(query, query)).map(|(_, other)| *other);
            let pinned = self.scored(scratch, query, pinned, options);
            self.diverse(scratch, query, &pinned, &ranked, options)
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

    /// The pinned ones, then the best that are not too much alike.
    fn diverse(
        &self,
        scratch: &mut Scratch,
        query: usize,
        pinned: &[Ranked],
        ranked: &[Ranked],
        options: &Options,
    ) -> Vec<Related> {
        let ours = self.names_of(scratch, query);
        let mut chosen: Vec<Related> = Vec::with_capacity(options.k);
        for pin in pinned {
            chosen.push(self.related(scratch, query, &ours, pin, options));
        }
        for candidate in ranked {
            if chosen.len() >= options.k {
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
const LEAST_TIE: f32 = 0.1;

#[cfg(test)]
mod tests {
    use super::*;

    fn item<'a>(id: u64, day: i32, text: &'a str) -> Item<'a> {
        Item { id, day, text, lang: "en", entities: &[], stories: &[], category: None }
    }

    #[test]
    fn what_people_said_goes_first() {
        let items = [
            item(1, 17_052, "Russia and the United States agree in Geneva on a truce in Syria."),
            item(2, 17_053, "A new bridge opens in Lisbon."),
            item(3, 17_063, "The Syrian truce that was agreed in Geneva collapses."),
        ];
        let options = Options::default();
        let others = |said: &Said| -> Vec<usize> {
            relate_as_said(&items, 2, &options, said)[0].iter().map(|r| r.other).collect()
        };
        assert_eq!(others(&Said::default()), [0]);
        let never = Said { never: [(2, 0)].into(), ..Said::default() };
        assert_eq!(others(&never), [0_usize; 0]);
        let always = Said { always: [(2, 1)].into(), ..Said::default() };
        assert_eq!(others(&always), [1, 0]);
    }
}
