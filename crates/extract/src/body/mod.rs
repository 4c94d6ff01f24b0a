//! The body of an article: which of a page's texts it is, and in which order.
//!
//! 1. `segment.rs` cuts the page into the stretches that readers see as lines.
//! 2. `marks.rs` reads from names and tags what elements say of themselves.
//! 3. `choose.rs` weighs the segments and takes the element with the greatest sum
//!    (maximum subsequence segmentation on the tree: Pasternack and Roth, WWW 2009).
//! 4. `keep.rs` takes out what stands in it and does not belong to it.
//! 5. `blocks.rs` makes paragraphs, headings, lists and quotes of the rest.

mod blocks;
mod cards;
mod choose;
mod headline;
mod keep;
mod marks;
mod phrases;
mod pictures;
mod segment;
mod witness;
mod words;

use crate::page::{Page, Region};
use crate::tree::Tree;
use annals_model::Block;
use marks::{Marks, Sums};
use segment::Segment;
use witness::Testimony;

/// A page's body.
#[derive(Debug, Default)]
pub struct Body {
    /// Its blocks in reading order.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub region: Option<Region>,
}

/// What a word counts that the page's own copy of its text does not have.
const UNATTESTED: f32 = 0.3;

/// Finds the body of the article.
pub fn find(page: &Page<'_>) -> Body {
    let tree = page.tree;
    let segments = segment::all(tree);
    let headline = headline::find(page, &segments);
    let testimony = witness::hear(page.structured, &segments);
    let marks = marks(tree, &segments, headline, testimony.as_ref());
    let weights = weights(tree, &segments, &marks, testimony.as_ref());
    let weights = choose::discounted(&weights, headline);
    let sums = Sums::new(tree.len(), &segments, |at| weights[at]);
    let Some(root) =
        choose::root(tree, &marks, &sums).or_else(|| choose::last_resort(tree, &segments, &marks))
    else {
        return Body::default();
    };
    let within = sums.within(tree, root);
    let inside = &segments[within.clone()];
    let mut keep = keep::decide(tree, root, headline.map(|at| segments[at].first), inside, &marks);
    if let Some(testimony) = &testimony {
        testimony.correct(within.start, &mut keep);
    }
    // The headline stands in the article's title.
    if let Some(at) = headline.filter(|at| within.contains(at)) {
        keep[at - within.start] = false;
    }
    let kept: Vec<&Segment> =
        inside.iter().zip(&keep).filter(|(_, k)| **k).map(|(s, _)| s).collect();
    let region = kept.first().zip(kept.last()).map(|(first, last)| Region {
        root,
        first: first.first,
        last: last.last,
    });
    Body { blocks: blocks::make(page, root, &kept, &marks), region }
}

/// The marks of every node: what elements say of themselves, cards of other
/// articles, and what the page's own copy of its text attests.
fn marks(
    tree: &Tree<'_>,
    segments: &[Segment],
    headline: Option<usize>,
    testimony: Option<&Testimony>,
) -> Vec<Marks> {
    let good = Sums::new(tree.len(), segments, |at| choose::good_words(&segments[at]));
    let mut marks = marks::all(tree, &good, headline.map(|at| segments[at].first));
    for segment in cards::find(tree, segments).into_iter().flat_map(|card| &segments[card]) {
        let mark = &mut marks[segment.first as usize];
        *mark = mark.with(Marks::JUNK);
    }
    for (at, segment) in segments.iter().enumerate() {
        if marks::is_under_picture(tree, segments, at) {
            let mark = &mut marks[segment.first as usize];
            *mark = mark.with(Marks::CAPTION);
        }
        if testimony.and_then(|t| t.of(at)) == Some(true) {
            let mark = &mut marks[segment.first as usize];
            *mark = mark.without(Marks::ASIDE);
        }
    }
    marks
}

/// What each segment speaks for or against the elements around it.
fn weights(
    tree: &Tree<'_>,
    segments: &[Segment],
    marks: &[Marks],
    testimony: Option<&Testimony>,
) -> Vec<f32> {
    let weigh = |(at, segment): (usize, &Segment)| {
        let heading = headline::heading(tree, segment).is_some();
        let weight = choose::weight(segment, marks[segment.first as usize], heading);
        match testimony.and_then(|t| t.of(at)) {
            Some(true) => weight.max(segment.words as f32),
            Some(false) if weight > 0.0 => weight * UNATTESTED,
            _ => weight,
        }
    };
    segments.iter().enumerate().map(weigh).collect()
}

/// All blocks of a piece of HTML that is a text as a whole: a feed's entry.
pub fn whole(page: &Page<'_>) -> Vec<Block> {
    let tree = page.tree;
    let segments = segment::all(tree);
    let good = Sums::new(tree.len(), &segments, |at| choose::good_words(&segments[at]));
    let marks = marks::all(tree, &good, None);
    let kept: Vec<&Segment> =
        segments.iter().filter(|s| !marks[s.first as usize].has(Marks::CAPTION)).collect();
    blocks::make(page, 0, &kept, &marks)
}
