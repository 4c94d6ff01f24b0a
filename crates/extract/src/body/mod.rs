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
use annals_model::Block;
use marks::{Marks, Sums};

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
    let good = Sums::new(tree.len(), &segments, |at| choose::good_words(&segments[at]));
    let headline = headline::find(page, &segments);
    let testimony = witness::hear(page.structured, &segments);
    let attested = |at: usize| testimony.as_ref().and_then(|t| t.of(at));
    let mut marks = marks::all(tree, &good, headline.map(|at| segments[at].first));
    for card in cards::find(tree, &segments) {
        for segment in &segments[card] {
            marks[segment.first as usize] = marks[segment.first as usize].with(Marks::JUNK);
        }
    }
    for (at, segment) in segments.iter().enumerate() {
        if attested(at) == Some(true) {
            let mark = &mut marks[segment.first as usize];
            *mark = mark.without(Marks::ASIDE);
        }
    }
    let heading = |s: &segment::Segment| headline::heading(tree, s).is_some();
    let plain: Vec<f32> = segments
        .iter()
        .enumerate()
        .map(|(at, s)| {
            let weight = choose::weight(s, marks[s.first as usize], heading(s));
            match attested(at) {
                Some(true) => weight.max(s.words as f32),
                Some(false) if weight > 0.0 => weight * UNATTESTED,
                _ => weight,
            }
        })
        .collect();
    let plain = choose::discounted(&plain, headline);
    let weights = Sums::new(tree.len(), &segments, |at| plain[at]);
    if let Ok(_) = std::env::var("EXPLAIN") {
        for (at, s) in segments.iter().enumerate() {
            let m = marks[s.first as usize];
            let mut path: Vec<String> = tree
                .ancestors(s.first)
                .map(|a| {
                    format!(
                        "{}{}{}",
                        tree.name(a),
                        if m.has(marks::Marks::JUNK.with(marks::Marks::HIDDEN))
                            && !marks[tree.parent(a) as usize]
                                .has(marks::Marks::JUNK.with(marks::Marks::HIDDEN))
                            && marks[a as usize].has(marks::Marks::JUNK.with(marks::Marks::HIDDEN))
                        {
                            "!!"
                        } else {
                            ""
                        },
                        tree.attr(a, "class")
                            .or(tree.attr(a, "id"))
                            .map(|c| format!(
                                ".{}",
                                c.split_whitespace().take(4).collect::<Vec<_>>().join(".")
                            ))
                            .unwrap_or_default()
                    )
                })
                .collect();
            path.reverse();
            eprintln!(
                "{:6.1} {:?} {}\n        {}",
                plain[at],
                m,
                path.join(">"),
                s.text.chars().take(110).collect::<String>().replace('\n', "|")
            );
        }
    }
    let Some(root) = choose::root(tree, &marks, &weights)
        .or_else(|| choose::last_resort(tree, &segments, &marks))
    else {
        return Body::default();
    };
    let inside = &segments[weights.within(tree, root)];
    if let Ok(_) = std::env::var("EXPLAIN") {
        eprintln!(
            "ROOT {} {:?}",
            tree.name(root),
            tree.attr(root, "class").or(tree.attr(root, "id"))
        );
    }
    let mut keep = keep::decide(tree, root, inside, &marks);
    if let Some(testimony) = &testimony {
        let from = weights.within(tree, root).start;
        testimony.correct(from, &mut keep);
    }
    let kept: Vec<&segment::Segment> =
        inside.iter().zip(&keep).filter(|(_, k)| **k).map(|(s, _)| s).collect();
    let region = kept.first().zip(kept.last()).map(|(first, last)| Region {
        root,
        first: first.first,
        last: last.last,
    });
    let blocks = blocks::make(page, root, &kept, &marks);
    Body { blocks, region }
}

/// All blocks of a piece of HTML that is a text as a whole: a feed's entry.
pub fn whole(page: &Page<'_>) -> Vec<Block> {
    let tree = page.tree;
    let segments = segment::all(tree);
    let good = Sums::new(tree.len(), &segments, |at| choose::good_words(&segments[at]));
    let marks = marks::all(tree, &good, None);
    let kept: Vec<&segment::Segment> =
        segments.iter().filter(|s| !marks[s.first as usize].has(Marks::CAPTION)).collect();
    blocks::make(page, 0, &kept, &marks)
}
