//! Whether a draft tells an event that the archive holds already.
//!
//! Compared are the words, the pages cited and the day. What is clear is
//! decided, what is doubtful is held for a person.

use annals_model::{Date, Source, fold_key};
use std::collections::BTreeMap;

/// What the comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Match {
    /// Another event.
    Other,
    /// It may be the same; a person decides. With the likeness, 0 to 1.
    Doubtful(f64),
    /// The same event. With the likeness, 0 to 1, plus 1 where a page is shared.
    Same(f64),
}

/// How alike two statements must be (Dice coefficient of their words). Set by
/// looking at every pair of one day's events in the gold event lines: different
/// events of a day stay below .5 in 99.9% of pairs, rewordings mostly lie above .6.
mod threshold {
    /// The same day: surely one event.
    pub(super) const SAME_DAY: f64 = 0.62;
    /// The same day and a page that only these two cite.
    pub(super) const SAME_DAY_SHARED_PAGE: f64 = 0.34;
    /// The same day: worth a person's look, where the figures agree.
    pub(super) const SAME_DAY_DOUBTFUL: f64 = 0.52;
    /// A neighbouring day and a shared page: re-dated.
    pub(super) const RE_DATED: f64 = 0.6;
    /// A neighbouring day without a shared page: serials ("the strike goes on")
    /// repeat themselves, so this is never more than doubtful.
    pub(super) const RE_DATED_DOUBTFUL: f64 = 0.93;
}

/// How far apart, in days, two datings of one event may lie.
pub const MAX_DAYS_APART: i32 = 3;

/// What is compared of an event.
#[derive(Debug, Clone)]
pub struct Features {
    /// The day that it is filed under.
    pub day: Date,
    words: BTreeMap<String, u32>,
    total: u32,
    figures: Vec<String>,
    /// The pages that it cites.
    pub pages: Vec<String>,
}

impl Features {
    /// Reads the features of an event's statement and sources.
    pub fn new(day: Date, text: &str, sources: &[Source]) -> Features {
        let mut words = BTreeMap::new();
        let mut figures = Vec::new();
        for word in fold_key(text).split(' ') {
            if word.chars().any(|c| c.is_ascii_digit()) {
                figures.push(word.to_owned());
            }
            // Scripts without spaces are compared by pairs of characters.
            let chars: Vec<char> = word.chars().collect();
            if chars.iter().any(|c| matches!(c, '\u{3040}'..='\u{9fff}')) && chars.len() > 2 {
                for pair in chars.windows(2) {
                    *words.entry(pair.iter().collect()).or_insert(0) += 1;
                }
            } else if !word.is_empty() {
                *words.entry(word.to_owned()).or_insert(0) += 1;
            }
        }
        figures.sort();
        let pages = sources.iter().filter_map(Source::page_key).map(str::to_owned).collect();
        Features { day, total: words.values().sum(), words, figures, pages }
    }

    /// Dice coefficient of the two bags of words, 0 to 1.
    pub fn likeness(&self, other: &Features) -> f64 {
        let (small, large) =
            if self.words.len() < other.words.len() { (self, other) } else { (other, self) };
        let both: u32 = small
            .words
            .iter()
            .map(|(word, n)| large.words.get(word).map_or(0, |m| *n.min(m)))
            .sum();
        2.0 * f64::from(both) / f64::from((self.total + other.total).max(1))
    }
}

/// Compares a draft with an event. `shared_page` says that both cite a page
/// that no other event of those days cites.
pub fn compare(draft: &Features, event: &Features, shared_page: bool) -> Match {
    let apart = draft.day.since(event.day).map_or(i32::MAX, |s| s.get_days().abs());
    if apart > MAX_DAYS_APART {
        return Match::Other;
    }
    let likeness = draft.likeness(event);
    let rank = likeness + if shared_page { 1.0 } else { 0.0 };
    if apart == 0 {
        if likeness >= threshold::SAME_DAY
            || (shared_page && likeness >= threshold::SAME_DAY_SHARED_PAGE)
        {
            Match::Same(rank)
        } else if likeness >= threshold::SAME_DAY_DOUBTFUL && draft.figures == event.figures {
            Match::Doubtful(likeness)
        } else {
            Match::Other
        }
    } else if shared_page && likeness >= threshold::RE_DATED {
        Match::Same(rank)
    } else if likeness >= threshold::RE_DATED_DOUBTFUL && draft.figures == event.figures {
        Match::Doubtful(likeness)
    } else {
        Match::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::date;

    fn features(day: i8, text: &str, url: &str) -> Features {
        let source = Source::named("x", Some(url.to_owned()));
        Features::new(date(2016, 9, day), text, &[source])
    }

    fn check(a: &Features, b: &Features, shared: bool) -> &'static str {
        match compare(a, b, shared) {
            Match::Other => "other",
            Match::Doubtful(_) => "doubtful",
            Match::Same(_) => "same",
        }
    }

    #[test]
    fn a_rewording_is_the_same_event_and_a_neighbour_is_not() {
        let first = features(
            19,
            "An air strike hits an aid convoy in Urum al-Kubra, killing at least 12 people.",
            "https://a.org/1",
        );
        let reworded = features(
            19,
            "An air strike on an aid convoy in Urum al-Kubra kills at least 20 people.",
            "https://a.org/2",
        );
        let other = features(
            19,
            "The Syrian army declares the week-long truce over and resumes shelling of Aleppo.",
            "https://a.org/3",
        );
        assert_eq!(check(&first, &reworded, false), "same");
        assert_eq!(check(&first, &other, false), "other");
        assert_eq!(check(&first, &other, true), "other");
    }

    #[test]
    fn another_day_needs_a_shared_page() {
        let text = "The truce between the government and the rebels takes effect at sunset.";
        let (a, b) = (features(12, text, "https://a.org/1"), features(13, text, "https://a.org/1"));
        assert_eq!(check(&a, &b, true), "same");
        assert_eq!(check(&a, &b, false), "doubtful");
        assert_eq!(check(&a, &features(19, text, "https://a.org/1"), true), "other");
    }
}
