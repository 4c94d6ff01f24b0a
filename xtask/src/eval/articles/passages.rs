//! Where a found text and the true one part, for a person to read.

use crate::eval::shingles::places;
use annals_model::{Article, Block};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Letters of a passage that a list shows.
const SHOWN: usize = 400;
/// Letters before a passage that say where it stands.
const BEFORE: usize = 50;

/// A stretch of both texts; at least one of the two is not empty.
struct Passage<'t> {
    truth: &'t str,
    found: &'t str,
    /// Words of the two.
    words: (usize, usize),
    /// The byte of the true text where its words begin.
    at: usize,
    same: bool,
}

/// Prints the passages that differ: what is missing, what is surplus.
pub(super) fn list(truth: &str, found: &str) {
    for passage in passages(truth, found).iter().filter(|passage| !passage.same) {
        println!("  after “…{}”:", line(last(&truth[..passage.at])));
        for (name, text, words) in [
            ("missing", passage.truth, passage.words.0),
            ("surplus", passage.found, passage.words.1),
        ] {
            if words > 0 {
                println!("    {name} ({words} words): {}", shortened(&line(text)));
            }
        }
    }
}

/// Both texts in one: `[-missing-]`, `{+surplus+}`.
pub(super) fn merged(truth: &str, found: &str) -> String {
    let mut out = String::new();
    for passage in passages(truth, found) {
        if passage.same {
            out.push_str(passage.found);
        } else {
            for (open, text, close, words) in [
                ("[-", passage.truth, "-]", passage.words.0),
                ("{+", passage.found, "+}", passage.words.1),
            ] {
                if words > 0 {
                    out.extend([" ", open, text.trim(), close]);
                }
            }
            out.push('\n');
        }
    }
    out
}

/// What stands beside the text: title, dates, the kinds of blocks, the notes.
pub(super) fn about(article: &Article) -> String {
    let kinds: Vec<&str> = article.blocks.iter().map(Block::kind).collect();
    let notes: Vec<String> =
        article.notes.iter().map(|note| format!("{}: {}", note.kind, note.problem)).collect();
    format!(
        "title: {}\nauthors: {}\npublished: {}\nblocks: {}\nnotes: {}\n",
        article.title.as_deref().unwrap_or("-"),
        article.authors.join("; "),
        article.published.value.as_deref().unwrap_or("-"),
        kinds.join(" "),
        notes.join("; "),
    )
}

/// The two texts as passages that are the same or not, in reading order, with
/// what stands between words.
fn passages<'t>(truth: &'t str, found: &'t str) -> Vec<Passage<'t>> {
    let (truth_places, found_places) = (places(truth), places(found));
    fn words<'t>(text: &'t str, places: &[Range<usize>]) -> Vec<&'t str> {
        places.iter().map(|place| &text[place.clone()]).collect()
    }
    let ops = capture_diff_slices(
        Algorithm::Patience,
        &words(truth, &truth_places),
        &words(found, &found_places),
    );
    let passage = |op: DiffOp| {
        let (_, old, new) = op.as_tag_tuple();
        Passage {
            truth: stretch(truth, &truth_places, &old),
            found: stretch(found, &found_places, &new),
            words: (old.len(), new.len()),
            at: start(truth, &truth_places, old.start),
            same: matches!(op, DiffOp::Equal { .. }),
        }
    };
    ops.into_iter().map(passage).collect()
}

/// The text from the first of these words up to the word after the last.
fn stretch<'t>(text: &'t str, places: &[Range<usize>], words: &Range<usize>) -> &'t str {
    &text[start(text, places, words.start)..start(text, places, words.end)]
}

/// Where a word begins; one past the last word, the text's end.
fn start(text: &str, places: &[Range<usize>], word: usize) -> usize {
    places.get(word).map_or(text.len(), |place| place.start)
}

/// The end of a text.
fn last(text: &str) -> &str {
    let letters = text.trim_end().char_indices().rev().nth(BEFORE - 1);
    text.trim_end().get(letters.map_or(0, |(at, _)| at)..).unwrap_or_default()
}

/// On one line, the breaks between paragraphs kept visible.
fn line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ¶ ")
}

/// The two ends of a long passage.
fn shortened(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= SHOWN {
        return text.to_owned();
    }
    let (head, tail) = (&letters[..SHOWN / 2], &letters[letters.len() - SHOWN / 2..]);
    format!("{} […] {}", String::from_iter(head), String::from_iter(tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_stands_in_its_place() {
        let truth = "Oslo is the capital.\n\nIt lies on a fjord.";
        let found = "Oslo is the capital. Advertisement\n\nIt lies on a fjord";
        let text = merged(truth, found);
        assert_eq!(text, "Oslo is the capital.  {+Advertisement+}\nIt lies on a fjord");
        let text = merged(truth, "Oslo is the capital.");
        assert_eq!(text, "Oslo is the capital. [-It lies on a fjord.-]\n");
    }

    #[test]
    fn long_passages_keep_both_ends() {
        let text = shortened(&format!("a{}z", "é".repeat(1000)));
        assert!(text.starts_with('a') && text.ends_with('z') && text.chars().count() < 500);
    }
}
