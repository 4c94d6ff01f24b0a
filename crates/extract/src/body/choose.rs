//! Which element holds the body.

use super::{
    marks::{Marks, Sums},
    segment::Segment,
};
use crate::tree::{NodeId, Tag, Tree};

/// What a good word before the headline counts: leads and teasers stand there.
const BEFORE_HEADLINE: f32 = 0.3;
/// Weight of what is no text, after which a good word counts half: the farther
/// from the headline behind other matter, the less likely is it the article.
const HALF_AFTER: f32 = 250.0;
/// How much more an element counts that calls itself the text.
const NAMED: f32 = 1.3;

/// How much a segment speaks for (above 0) or against the element around it
/// being the body: roughly, in words.
pub(super) fn weight(segment: &Segment, marks: Marks, heading: bool) -> f32 {
    let words = segment.words as f32;
    if marks.has(Marks::JUNK.with(Marks::HIDDEN)) {
        return -2.0 - words.min(20.0);
    }
    if marks.has(Marks::CAPTION.with(Marks::META)) || heading {
        return 0.0;
    }
    let good = good_words(segment);
    if good > 0.0 {
        return good;
    }
    // Entries of menus and lists of teasers are short and are links; entries of
    // an article's own lists and tables are short and say nothing either way.
    if segment.link_density() > 0.5 {
        -4.0 - words.min(10.0)
    } else if marks.has(Marks::LIST.with(Marks::TABLE)) {
        0.0
    } else {
        -1.0
    }
}

/// The words of a segment that reads as sentences; 0 for anything else.
pub(super) fn good_words(segment: &Segment) -> f32 {
    let words = segment.words as f32;
    let density = segment.link_density();
    if density > 0.5 {
        return 0.0;
    }
    // "…" after a link: the beginning of another article.
    if !segment.links.is_empty()
        && segment.words < 80
        && (segment.text.ends_with('…') || segment.text.ends_with("..."))
    {
        return 0.0;
    }
    let long = segment.words >= 12;
    let sentence = segment.words >= 5 && segment.ends_as_sentence();
    if (long && (sentence || segment.words >= 20) || sentence && density < 0.35) && !segment.consent
    {
        words.min(100.0) * (1.0 - density)
    } else {
        0.0
    }
}

/// The weights as they count for the choice: less before the headline, and
/// less the more other matter stands between it and the text.
pub(super) fn discounted(weights: &[f32], headline: Option<usize>) -> Vec<f32> {
    let headline = headline.unwrap_or(0);
    let mut other = 0.0_f32;
    let mut out = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        if *weight <= 0.0 {
            if at > headline {
                other -= weight;
            }
            out.push(*weight);
        } else if at < headline {
            out.push(weight * BEFORE_HEADLINE);
        } else {
            out.push(weight / (1.0 + other / HALF_AFTER));
        }
    }
    out
}

/// The element with the greatest sum of weights; the smallest of equal ones.
/// `None` where no text speaks for any.
pub(super) fn root(tree: &Tree<'_>, marks: &[Marks], weights: &Sums) -> Option<NodeId> {
    let mut best = None;
    let mut most = 0.0;
    for id in 0..tree.len() {
        if id != 0 && tree.tag(id).is_none_or(|t| t.is_inline() && t != Tag::Other) {
            continue;
        }
        let sum = weights.of(tree, id);
        let named = marks[id as usize].has(Marks::BODY);
        let sum = if named { sum * NAMED } else { sum };
        // Later nodes are smaller where the one is within the other.
        let deeper = best.is_some_and(|b| tree.is_within(id, b));
        if sum > most || deeper && sum >= most && sum > 0.0 {
            most = sum;
            best = Some(id);
        }
    }
    best.map(|root| widened(tree, marks, root))
}

/// How far above the best element one is looked for that calls itself the text.
const WIDEN: usize = 5;

/// The element around the best one that calls itself the text, or at least the
/// one in which a lone paragraph stands.
fn widened(tree: &Tree<'_>, marks: &[Marks], root: NodeId) -> NodeId {
    let named = |id: &NodeId| marks[*id as usize].has(Marks::BODY);
    if root == 0 || named(&root) {
        return root;
    }
    if let Some(body) = tree.ancestors(root).take(WIDEN).find(named)
        && !tree.below(root).any(|id| named(&id))
    {
        return body;
    }
    let single = |id: &NodeId| {
        matches!(tree.tag(*id), Some(Tag::P | Tag::Li | Tag::Blockquote | Tag::Td | Tag::Th))
    };
    std::iter::once(root).chain(tree.ancestors(root)).find(|id| !single(id)).unwrap_or(root)
}

/// Where nothing speaks for any element: the one around the longest sentences
/// that are not junk; on a page of a few lines without links, the whole page.
pub(super) fn last_resort(
    tree: &Tree<'_>,
    segments: &[Segment],
    marks: &[Marks],
) -> Option<NodeId> {
    let plain = |s: &&Segment| !marks[s.first as usize].has(Marks::ASIDE);
    let longest = segments
        .iter()
        .filter(plain)
        .max_by(|a, b| good_words(a).total_cmp(&good_words(b)))
        .filter(|s| good_words(s) > 0.0);
    if let Some(longest) = longest {
        return Some(widened(tree, marks, longest.block));
    }
    let (words, linked) = segments
        .iter()
        .filter(plain)
        .fold((0, 0), |(words, linked), s| (words + s.words, linked + s.linked));
    (linked * 2 < words).then_some(0)
}
