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
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |kind, text: &str| match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => pieces.push(Piece { kind, text: text.to_owned() }),
    };
    if before.len() + after.len() > LIMIT {
        push(PieceKind::Removed, before);
        push(PieceKind::Added, after);
        return pieces;
    }
    for change in TextDiff::from_unicode_words(before, after).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Same,
            ChangeTag::Delete => PieceKind::Removed,
            ChangeTag::Insert => PieceKind::Added,
        };
        push(kind, change.value());
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
