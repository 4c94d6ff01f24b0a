//! Word-by-word differences of two texts, for people.

use similar::{ChangeTag, TextDiff};

/// A run of text that both wordings share, or that only one has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which wording has it.
    pub kind: PieceKind,
    /// The text, with its white space.
    pub text: String,
}

/// Which wording has a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Both.
    Same,
    /// The earlier one only.
    Removed,
    /// The later one only.
    Added,
}

/// Texts longer than this (bytes, both together) are shown whole, old and new:
/// a statement is a few hundred bytes, and the algorithm is quadratic at worst.
const LIMIT: usize = 40_000;

/// Splits two wordings into the words they share and the words they do not
/// (words as of UAX #29, so that Chinese is compared character by character).
///
/// Pieces alternate: neighbours never have the same kind. Joined, the `Same` and
/// `Removed` pieces are the earlier wording, `Same` and `Added` the later.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    if before.len() + after.len() > LIMIT {
        return pieces(vec![Run::Other { removed: before.to_owned(), added: after.to_owned() }]);
    }
    let mut runs: Vec<Run> = Vec::new();
    for change in TextDiff::from_unicode_words(before, after).iter_all_changes() {
        let text = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(Run::Same(same))) => same.push_str(text),
            (ChangeTag::Equal, _) => runs.push(Run::Same(text.to_owned())),
            (ChangeTag::Delete, Some(Run::Other { removed, .. })) => removed.push_str(text),
            (ChangeTag::Insert, Some(Run::Other { added, .. })) => added.push_str(text),
            (tag, _) => {
                let (mut removed, mut added) = (String::new(), String::new());
                if tag == ChangeTag::Delete { &mut removed } else { &mut added }.push_str(text);
                runs.push(Run::Other { removed, added });
            }
        }
    }
    pieces(join_side_by_side(runs))
}

/// The share of words that two texts have in common, 0 to 1 (Dice: twice the
/// common ones by the sum of both).
pub fn overlap(before: &str, after: &str) -> f32 {
    let words = |text: &str| {
        let mut words: Vec<String> = crate::fold_key(text).split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let (a, b) = (words(before), words(after));
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}

/// A stretch that both have, or one where they differ.
enum Run {
    Same(String),
    Other { removed: String, added: String },
}

/// Words that changed side by side are one change: a space or comma between them
/// that both wordings happen to have would only shred it.
fn join_side_by_side(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    let mut between: Option<String> = None;
    for run in runs {
        match run {
            Run::Same(text)
                if !text.contains(char::is_alphanumeric)
                    && matches!(joined.last(), Some(Run::Other { .. })) =>
            {
                between = Some(text);
            }
            Run::Same(text) => {
                joined.extend(between.take().map(Run::Same));
                match joined.last_mut() {
                    Some(Run::Same(same)) => same.push_str(&text),
                    _ => joined.push(Run::Same(text)),
                }
            }
            Run::Other { removed, added } => match (between.take(), joined.last_mut()) {
                (Some(between), Some(Run::Other { removed: r, added: a })) => {
                    r.push_str(&between);
                    r.push_str(&removed);
                    a.push_str(&between);
                    a.push_str(&added);
                }
                _ => joined.push(Run::Other { removed, added }),
            },
        }
    }
    joined.extend(between.map(Run::Same));
    joined
}

fn pieces(runs: Vec<Run>) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(runs.len() * 2);
    let mut push = |kind, text: String| {
        if !text.is_empty() {
            pieces.push(Piece { kind, text });
        }
    };
    for run in runs {
        match run {
            Run::Same(text) => push(PieceKind::Same, text),
            Run::Other { removed, added } => {
                push(PieceKind::Removed, removed);
                push(PieceKind::Added, added);
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_changed_age_stands_out() {
        let pieces = words("an eight-year-old girl", "a six-year-old girl");
        let shown: Vec<_> = pieces.iter().map(|p| (p.kind, p.text.as_str())).collect();
        assert!(shown.contains(&(PieceKind::Same, "-year-old girl")), "{shown:?}");
    }

    #[test]
    fn words_that_changed_side_by_side_are_one_change() {
        let pieces = words("killed, according to monitors; 18", "killed, one of them; 18");
        let shown: Vec<_> = pieces.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(shown, ["killed, ", "according to monitors", "one of them", "; 18"]);
    }

    proptest! {
        #[test]
        fn pieces_join_to_both_wordings(a in "[ab ,\u{4e2d}]{0,12}", b in "[ab ,\u{4e2d}]{0,12}") {
            let pieces = words(&a, &b);
            let side = |other| -> String {
                pieces.iter().filter(|p| p.kind != other).map(|p| p.text.as_str()).collect()
            };
            prop_assert_eq!(side(PieceKind::Added), a);
            prop_assert_eq!(side(PieceKind::Removed), b);
        }
    }
}
