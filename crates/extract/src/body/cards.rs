//! Cards: a linked heading with a few words, one of several, that lead to other articles.

use super::{headline::heading, segment::Segment};
use crate::tree::{NodeId, Tree};
use std::ops::Range;

/// Longest text of a card, in words.
const WORDS: usize = 100;
/// Most segments of a card.
const SEGMENTS: usize = 12;

/// The segments of every card of the page.
pub(super) fn find(tree: &Tree<'_>, segments: &[Segment]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in 0..segments.len() {
        let linked = segments[at].link_density() > 0.8 && heading(tree, &segments[at]).is_some();
        if linked
            && out.last().is_none_or(|r| !r.contains(&at))
            && let Some(range) = around(tree, segments, at)
        {
            out.push(range);
        }
    }
    out
}

/// The card of a linked heading: the greatest element with this heading alone
/// and few words, if others like it stand beside it.
fn around(tree: &Tree<'_>, segments: &[Segment], at: usize) -> Option<Range<usize>> {
    let mut card: Option<(NodeId, Range<usize>)> = None;
    let (mut from, mut to) = (at, at + 1);
    for element in tree.ancestors(segments[at].block) {
        while from > 0 && segments[from - 1].first > element && to - from <= SEGMENTS {
            from -= 1;
        }
        while to < segments.len() && segments[to].first < tree.end(element) {
            to += 1;
            if to - from > SEGMENTS {
                break;
            }
        }
        if to - from > SEGMENTS {
            break;
        }
        let inside = &segments[from..to];
        let words: usize = inside.iter().map(|s| s.words).sum();
        let headings = inside.iter().filter(|s| heading(tree, s).is_some()).count();
        if words > WORDS || headings > 1 {
            break;
        }
        card = Some((element, from..to));
    }
    let (element, range) = card?;
    let like = |id: &NodeId| {
        *id != element
            && tree.tag(*id) == tree.tag(element)
            && tree.attr(*id, "class") == tree.attr(element, "class")
    };
    // Looking at a few neighbours is enough, and bounded on pages of a million cards.
    tree.children(tree.parent(element)).take(50).any(|id| like(&id)).then_some(range)
}
