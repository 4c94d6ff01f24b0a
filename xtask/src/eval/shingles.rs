//! The measures of the scrapinghub article extraction benchmark, as its
//! `evaluate.py` has them: how far two texts share their runs of four words.
//!
//! Ported number by number, so that a figure here is the figure there. What
//! differs: the draws of the bootstrap come from a fixed seed, and figures of
//! no text at all are 0 where the original stops with an error.

use std::collections::HashMap;
use std::ops::Range;
use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// Words in a run.
const RUN: usize = 4;
/// Draws of the bootstrap, the original's default.
const DRAWS: usize = 1000;

/// Shares of one page's runs, which add up to 1; all 0 where both texts are empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    /// In both texts.
    pub right: f64,
    /// In the found text only.
    pub surplus: f64,
    /// In the true text only.
    pub missing: f64,
    /// Whether the texts have the same words.
    pub same: bool,
}

/// Means over pages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Figures {
    /// Harmonic mean of the two means below.
    pub f1: f64,
    /// Mean over the pages for which something was found.
    pub precision: f64,
    /// Mean over the pages that have a text.
    pub recall: f64,
    /// Share of the pages whose words are all right.
    pub accuracy: f64,
}

impl Match {
    /// Compares a page's true text with the one found.
    pub(crate) fn new(truth: &str, found: &str) -> Match {
        let (truth, found) = (words(truth), words(found));
        let mut counts: HashMap<&[&str], (u32, u32)> = HashMap::new();
        for run in runs(&truth) {
            counts.entry(run).or_default().0 += 1;
        }
        for run in runs(&found) {
            counts.entry(run).or_default().1 += 1;
        }
        let (mut right, mut surplus, mut missing) = (0, 0, 0);
        for (truth, found) in counts.into_values() {
            right += truth.min(found);
            surplus += found.saturating_sub(truth);
            missing += truth.saturating_sub(found);
        }
        let all = f64::from((right + surplus + missing).max(1));
        Match {
            right: f64::from(right) / all,
            surplus: f64::from(surplus) / all,
            missing: f64::from(missing) / all,
            same: truth == found,
        }
    }

    /// Share of what was found that is right; `None` where nothing was found.
    pub(crate) fn precision(&self) -> Option<f64> {
        let found = self.right + self.surplus;
        (found > 0.0).then(|| self.right / found)
    }

    /// Share of what is true that was found; `None` where there is no text.
    pub(crate) fn recall(&self) -> Option<f64> {
        let truth = self.right + self.missing;
        (truth > 0.0).then(|| self.right / truth)
    }

    /// The page's own F1, to put pages in order; the benchmark has no such figure.
    pub(crate) fn f1(&self) -> f64 {
        let all = 2.0 * self.right + self.surplus + self.missing;
        if all > 0.0 { 2.0 * self.right / all } else { 1.0 }
    }
}

impl Figures {
    /// The means over pages.
    pub(crate) fn of<'m>(pages: impl Iterator<Item = &'m Match> + Clone) -> Figures {
        let precision = mean(pages.clone().filter_map(Match::precision));
        let recall = mean(pages.clone().filter_map(Match::recall));
        let both = precision + recall;
        Figures {
            f1: if both > 0.0 { 2.0 * precision * recall / both } else { 0.0 },
            precision,
            recall,
            accuracy: mean(pages.map(|page| f64::from(u8::from(page.same)))),
        }
    }

    /// Standard deviations of the figures, by drawing pages with replacement.
    pub(crate) fn deviations(pages: &[Match]) -> Figures {
        let mut draw = Draw(0);
        let draws: Vec<Figures> = (0..DRAWS)
            .map(|_| {
                let drawn: Vec<Match> =
                    pages.iter().map(|_| pages[draw.below(pages.len())]).collect();
                Figures::of(drawn.iter())
            })
            .collect();
        let deviation = |figure: fn(&Figures) -> f64| {
            let mean = mean(draws.iter().map(figure));
            let squares: f64 = draws.iter().map(|draw| (figure(draw) - mean).powi(2)).sum();
            (squares / (DRAWS - 1) as f64).sqrt()
        };
        Figures {
            f1: deviation(|f| f.f1),
            precision: deviation(|f| f.precision),
            recall: deviation(|f| f.recall),
            accuracy: deviation(|f| f.accuracy),
        }
    }
}

/// The words of a text and where each stands, in bytes.
///
/// A word is what Python's `\w+` finds: letters, numbers and `_`; unlike Rust's,
/// it has no combining marks.
pub(crate) fn places(text: &str) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_word(*letter)) {
        let end = at + letter.len_utf8();
        match places.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => places.push(at..end),
        }
    }
    places
}

fn words(text: &str) -> Vec<&str> {
    places(text).into_iter().map(|place| &text[place]).collect()
}

fn is_word(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric() || letter == '_';
    }
    matches!(
        get_general_category(letter),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
            | Category::DecimalNumber
            | Category::LetterNumber
            | Category::OtherNumber
    )
}

/// Runs of words; a shorter text is one run, an empty one has none.
fn runs<'a, 't>(words: &'a [&'t str]) -> impl Iterator<Item = &'a [&'t str]> {
    let short = (!words.is_empty() && words.len() < RUN).then_some(words);
    words.windows(RUN).chain(short)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), value| (sum + value, n + 1));
    if n > 0 { sum / f64::from(n) } else { 0.0 }
}

/// SplitMix64 (Steele, Lea, Flood 2014): draws that are the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

#[cfg(test)]
mod tests;
