//! Which segments of the chosen element are the body.

use super::{choose::good_words, headline::heading, marks::Marks, phrases, segment::Segment};
use crate::tree::{NodeId, Tag, Tree};

/// Most segments of a company's note on itself.
const NOTE_ON_SENDER: usize = 6;

/// How many paragraphs at the end may be about the author or the site.
const LAST: usize = 4;

/// Decides for each of `segments` whether it stays. `headline` is the node of the
/// headline's text.
pub(super) fn decide(
    tree: &Tree<'_>,
    root: NodeId,
    headline: Option<NodeId>,
    segments: &[Segment],
    marks: &[Marks],
) -> Vec<bool> {
    let of = |s: &Segment| marks[s.first as usize];
    let mut keep: Vec<bool> = segments.iter().map(|s| !of(s).has(Marks::ASIDE)).collect();
    other_matter(tree, root, segments, &mut keep);
    notices(tree, root, headline, segments, &mut keep);
    for (at, segment) in segments.iter().enumerate() {
        if !keep[at] || heading(tree, segment).is_some() {
            continue;
        }
        let quoted = of(segment).has(Marks::QUOTE);
        if segment.link_density() > 0.8 && !quoted
            || phrases::speaks_to_the_reader(&segment.text)
            || segment.consent
        {
            keep[at] = false;
        }
    }
    // What is neither sentences nor stands among them neither begins nor ends a body.
    let good = |at: usize| keep[at] && good_words(&segments[at]) > 0.0;
    let first = (0..segments.len()).find(|at| good(*at));
    let last = (0..segments.len()).rev().find(|at| good(*at));
    if let (Some(first), Some(last)) = (first, last) {
        let begins = around(tree, segments[first].block);
        let ends = around(tree, segments[last].block);
        for (at, stays) in keep.iter_mut().enumerate() {
            let block = segments[at].block;
            *stays &= if at < first {
                around(tree, block) == begins && segments[at].words >= 4
            } else if at > last {
                around(tree, block) == ends
            } else {
                true
            };
        }
    }
    // The last paragraphs may be about the author or the site.
    let mut looked_at = 0;
    for at in (0..segments.len()).rev() {
        if keep[at] && looked_at < LAST && first.is_some_and(|first| at > first) {
            looked_at += 1;
            keep[at] = !phrases::ends_the_page(&segments[at].text);
        }
    }
    // Lines before the text, and between it and a lead, say who wrote it and when.
    for at in 0..first.map_or(0, |first| segments.len().min(first + 3)) {
        let line = !segments[at].ends_as_sentence() && heading(tree, &segments[at]).is_none();
        let text = &segments[at].text;
        keep[at] &= !(line
            && (phrases::tells_of_the_text(text) || segments[at].words <= 10 && has_year(text)));
    }
    // A heading without text below it heads nothing.
    let mut text_below = false;
    for at in (0..segments.len()).rev() {
        if heading(tree, &segments[at]).is_some() {
            keep[at] &= text_below;
            text_below = false;
        } else {
            text_below |= keep[at];
        }
    }
    keep
}

/// Whether a line names a year of the web's, as a date does.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")))
}

/// Takes out the whole of notices on cookies and consent: of their paragraphs
/// only some have the words.
fn notices(
    tree: &Tree<'_>,
    root: NodeId,
    headline: Option<NodeId>,
    segments: &[Segment],
    keep: &mut [bool],
) {
    let all: f32 = segments.iter().map(good_words).sum();
    let mut done = None;
    for segment in segments.iter().filter(|s| s.consent) {
        let notice = around(tree, segment.block);
        if notice <= root || done.is_some_and(|done| tree.is_within(notice, done)) {
            continue;
        }
        done = Some(notice);
        // The segments stand in the page's order, so those of an element are a stretch.
        let from = segments.partition_point(|s| s.first < notice);
        let to = segments.partition_point(|s| s.first < tree.end(notice));
        let words: f32 = segments[from..to].iter().map(good_words).sum();
        // An article about cookies is one, and has the headline.
        let apart = headline.is_some_and(|h| !tree.is_within(h, notice));
        if apart || words < all * 0.5 {
            keep[from..to].fill(false);
        }
    }
}

/// The element in which a paragraph, list or table stands.
fn around(tree: &Tree<'_>, block: NodeId) -> NodeId {
    let part = |id: &NodeId| {
        !matches!(
            tree.tag(*id),
            Some(
                Tag::Li
                    | Tag::Ul
                    | Tag::Ol
                    | Tag::Dl
                    | Tag::Dt
                    | Tag::Dd
                    | Tag::P
                    | Tag::Td
                    | Tag::Th
                    | Tag::Tr
                    | Tag::Tbody
                    | Tag::Thead
                    | Tag::Table
                    | Tag::Blockquote
                    | Tag::H1
                    | Tag::H2
                    | Tag::H3
                    | Tag::H4
                    | Tag::H5
                    | Tag::H6
            )
        )
    };
    std::iter::once(block).chain(tree.ancestors(block)).find(part).unwrap_or(0)
}

/// Takes out what stands under headings such as "Related stories", as far as
/// the element around the heading reaches.
fn other_matter(tree: &Tree<'_>, root: NodeId, segments: &[Segment], keep: &mut [bool]) {
    for at in 0..segments.len() {
        let segment = &segments[at];
        let level = heading(tree, segment);
        let label = segment.words <= 8 && !segment.ends_as_sentence();
        // A note on the sender ends a press release.
        let rest = &segments[at + 1..];
        if at > 2
            && rest.len() <= NOTE_ON_SENDER
            && rest
                .iter()
                .all(|s| heading(tree, s).is_none() || phrases::heads_other_matter(&s.text))
            && (level.is_some() || segment.words <= 6 && !segment.ends_as_sentence())
            && phrases::heads_note_on_sender(&segment.text)
        {
            let end = tree.end(around(tree, segment.block));
            for (next, stays) in segments.iter().zip(keep.iter_mut()).skip(at) {
                *stays &= next.first >= end;
            }
            return;
        }
        if (level.is_some() || label) && phrases::heads_other_matter(&segment.text) {
            keep[at] = false;
            if level.is_some() {
                let end = tree.end(tree.parent(segment.block).max(root));
                for (next, stays) in segments.iter().zip(keep.iter_mut()).skip(at + 1) {
                    let same = heading(tree, next).is_some_and(|l| Some(l) <= level);
                    if next.first >= end || same {
                        break;
                    }
                    *stays = false;
                }
            }
        }
    }
}
