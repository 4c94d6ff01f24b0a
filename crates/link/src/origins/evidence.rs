//! What anybody can check of a trace: sentences side by side, what was kept,
//! what was put for what, credits and times.

use super::align::Pair;
use super::credits::Credit;
use super::direction::Read;
use std::collections::BTreeSet;
use std::ops::Range;

/// Kept names and numbers, and changed words, that are named.
const NAMED: usize = 60;
/// Words of a change that is named; longer ones are another sentence.
const CHANGE: usize = 4;

/// Evidence that a report comes from another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Aligned sentences, in the derived report's order.
    pub sentences: Vec<SentencePair>,
    /// Names and numbers that stand in aligned sentences of both, as the
    /// derived report writes them, each once.
    pub kept: Vec<String>,
    /// Words and what was put for them.
    pub changed: Vec<(String, String)>,
    /// Quotations of four words and more that both have.
    pub quotes: usize,
    /// The derived report's agency credits.
    pub credits: Vec<Credit>,
    /// Seconds by which the derived report is later, where both times are known.
    pub later: Option<i64>,
}

/// Two aligned sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct SentencePair {
    /// Bytes of the origin's text.
    pub from: Range<usize>,
    /// Bytes of the derived report's text.
    pub here: Range<usize>,
    /// Share of the words that both have in the same order, 0 to 1.
    pub kept: f32,
}

/// The evidence that `b` comes from `a`.
pub(super) fn evidence(a: &Read<'_>, b: &Read<'_>, pairs: &[Pair]) -> Evidence {
    let quotes: BTreeSet<u64> = b.digest.quotes.iter().copied().collect();
    let mut out = Evidence {
        credits: b.credits.to_vec(),
        later: a.report.published.zip(b.report.published).map(|(a, b)| b.saturating_sub(a)),
        quotes: a.digest.quotes.iter().filter(|q| quotes.contains(q)).count(),
        ..Evidence::default()
    };
    for pair in pairs {
        let (words_a, words_b) = (a.digest.of(pair.a), b.digest.of(pair.b));
        out.sentences.push(SentencePair {
            from: a.digest.sentences[pair.a].bytes.clone(),
            here: b.digest.sentences[pair.b].bytes.clone(),
            kept: 2.0 * pair.diff.kept.len() as f32 / (words_a.len() + words_b.len()).max(1) as f32,
        });
        for &(_, j) in &pair.diff.kept {
            let word = &words_b[j];
            let text = &b.report.text[word.start as usize..word.end as usize];
            if word.class.is_anchor()
                && out.kept.len() < NAMED
                && !out.kept.iter().any(|k| k == text)
            {
                out.kept.push(text.to_owned());
            }
        }
        for (gap_a, gap_b) in pair.diff.gaps(words_a.len(), words_b.len()) {
            let named = |len: usize| (1..=CHANGE).contains(&len);
            if !named(gap_a.len()) || !named(gap_b.len()) || out.changed.len() >= NAMED {
                continue;
            }
            let text =
                |whole: &str, words: &[super::text::Word]| match (words.first(), words.last()) {
                    (Some(first), Some(last)) => {
                        whole[first.start as usize..last.end as usize].to_owned()
                    }
                    _ => String::new(),
                };
            let change =
                (text(a.report.text, &words_a[gap_a]), text(b.report.text, &words_b[gap_b]));
            if !out.changed.contains(&change) {
                out.changed.push(change);
            }
        }
    }
    out
}
