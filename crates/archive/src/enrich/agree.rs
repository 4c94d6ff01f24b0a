//! Whether a page tells an event: what its text shares with the statement.
//!
//! A list that cites a page is believed to mean it; what is looked for here is the page
//! that is something else now, or always was. So little is asked: names, figures and
//! rare words of the statement, most of them in front.

use super::rarity::{is_figure, is_unspaced, term, terms, worth};
use annals_model::{Date, fold_key};
use std::collections::BTreeSet;

/// Name of the weights and thresholds below; other ones judge all sources anew.
pub(super) const VERSION: &str = "enrich-1";

/// Bytes of a text that are its front, and that are read at all.
const FRONT: usize = 600;
const READ: usize = 6_000;

/// What each feature is worth, made by a logistic regression on 6,470 pairs of a sentence
/// and an article of ECB+ (topics 1 to 35): of the same sub-topic, and of other topics.
/// Features: share of the statement in the front, in the text; what is shared in the
/// front, in the text; share of the names; number of strong terms. Each 0 to 1.
const WEIGHTS: [f32; 6] = [3.0, 3.1, 3.9, 3.5, 3.6, 2.3];
const BIAS: f32 = -4.65;

/// Log odds from which a page tells the event. With it 86 of 100 pairs of one sub-topic
/// agree and 1 of 2,000 of different topics.
const LEAST: f32 = 2.5;
/// How much more is asked of a page that has none of the statement's rare words: a
/// country and a war are many stories'.
const NOTHING_RARE: f32 = 1.5;
/// How much more is asked of a page of another day, and of another year.
const OTHER_DAY: f32 = 2.0;
const OTHER_YEAR: f32 = 6.0;
/// Days before and after the event within which a report of it appears.
const DAYS: std::ops::RangeInclusive<i32> = -2..=30;
/// What of shared terms counts in full.
const ENOUGH: f32 = 15.0;
/// What a term is worth from which it is a strong one, and how many count.
const STRONG: f32 = 2.0;
const STRONG_ONES: f32 = 4.0;
/// What stands for the share of the names where a statement has none.
const NO_NAMES: f32 = 0.3;

/// An event's statement, ready to be compared.
#[derive(Debug)]
pub(super) struct Statement {
    terms: BTreeSet<String>,
    names: BTreeSet<String>,
    day: Date,
}

/// What a page has to be compared by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    /// The day of publication, where it is sure enough to count.
    pub(super) day: Option<Date>,
}

/// How well a page and a statement agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// It tells the event.
    Same,
    /// Its words might do, but it is of another day.
    OtherDay,
    /// It tells something else.
    Other,
}

impl Statement {
    /// `names` are further names in it, that were found otherwise than by capitals.
    pub(super) fn new<'n>(
        text: &str,
        names: impl IntoIterator<Item = &'n str>,
        day: Date,
    ) -> Statement {
        let all = terms(text);
        let mut known: BTreeSet<String> = capitals(text);
        for name in names {
            known.extend(terms(name));
        }
        known.retain(|name| all.contains(name));
        Statement { terms: all, names: known, day }
    }

    /// The log odds that a page tells it, days aside, and how many of its rare terms the
    /// page has.
    fn compare(&self, page: &Page<'_>) -> (f32, usize) {
        let front = terms(&format!("{} . {}", page.title, cut(page.text, FRONT)));
        let read = terms(&format!("{} . {}", page.title, cut(page.text, READ)));
        let sum = |of: &BTreeSet<String>, within: &BTreeSet<String>| -> f32 {
            of.iter().filter(|t| within.contains(*t)).map(|t| worth(t)).sum()
        };
        let share = |part: f32, all: f32| if all > 0.0 { (part / all).min(1.0) } else { 0.0 };
        let all = sum(&self.terms, &self.terms);
        let (in_front, in_text) = (sum(&self.terms, &front), sum(&self.terms, &read));
        let all_names = sum(&self.names, &self.names);
        let names =
            if all_names > 0.0 { share(sum(&self.names, &read), all_names) } else { NO_NAMES };
        let strong = self.terms.iter().filter(|t| worth(t) >= STRONG && read.contains(*t)).count();
        let features = [
            share(in_front, all),
            share(in_text, all),
            (in_front / ENOUGH).min(1.0),
            (in_text / ENOUGH).min(1.0),
            names,
            (strong as f32 / STRONG_ONES).min(1.0),
        ];
        let odds = features.iter().zip(WEIGHTS).map(|(value, weight)| value * weight);
        (BIAS + odds.sum::<f32>(), strong)
    }

    /// Whether a page tells it.
    pub(super) fn agrees(&self, page: &Page<'_>) -> Agreement {
        let (odds, strong) = self.compare(page);
        let least = if strong == 0 { LEAST + NOTHING_RARE } else { LEAST };
        let apart = page.day.map(|day| crate::relink::day_number(day) - self.day_number());
        let more = match apart {
            Some(days) if days.unsigned_abs() > 365 => OTHER_YEAR,
            Some(days) if !DAYS.contains(&days) => OTHER_DAY,
            _ => 0.0,
        };
        if odds < least {
            Agreement::Other
        } else if odds >= least + more {
            Agreement::Same
        } else {
            Agreement::OtherDay
        }
    }

    fn day_number(&self) -> i32 {
        crate::relink::day_number(self.day)
    }

    /// Whether a passage names what the statement names, or has one of its figures: what
    /// a description must do.
    pub(super) fn is_named_in(&self, passage: &str) -> bool {
        let said = terms(passage);
        let telling = |t: &&String| worth(t) >= 0.7 || t.chars().all(is_unspaced);
        let name = self.names.iter().filter(telling).any(|t| said.contains(t));
        let figure = self.terms.iter().any(|t| is_figure(t) && said.contains(t));
        // Where nothing is named, rare words tell it.
        let words = self.terms.iter().filter(|t| worth(t) >= STRONG && said.contains(*t)).count();
        name || figure || words >= if self.names.is_empty() { 1 } else { 2 }
    }
}

/// Words that begin with a capital and no sentence.
fn capitals(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut starts = true;
    for token in text.split_whitespace() {
        for word in token.split(|c: char| !c.is_alphanumeric()) {
            let Some(first) = word.chars().next() else { continue };
            if first.is_uppercase() && !starts && word.chars().nth(2).is_some() {
                out.extend(term(&fold_key(word)));
            }
            starts = false;
        }
        starts |= token.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?']);
    }
    out
}

/// The beginning of a text, at most so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..(0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::date;

    const TRUCE: &str = "A ceasefire brokered by Russia and the United States takes effect in \
                         Syria at sunset, with aid convoys to Aleppo to follow.";

    fn page<'a>(title: &'a str, text: &'a str) -> Page<'a> {
        Page { title, text, day: None }
    }

    #[test]
    fn the_same_story_agrees_and_another_does_not() {
        let truce = Statement::new(TRUCE, [], date(2016, 9, 12));
        let same = page(
            "Syria: truce begins as Assad vows to retake country",
            "A ceasefire that Russia and the United States agreed on in Geneva came into force \
             across Syria at sunset on Monday. The United Nations hopes to send aid to Aleppo.",
        );
        assert_eq!(truce.agrees(&same), Agreement::Same);
        let quake = page(
            "Earthquake in central Italy kills dozens",
            "A strong earthquake struck central Italy early on Wednesday. Amatrice and Accumoli \
             lie in ruins, and the toll rises. The United States and Russia offered help.",
        );
        assert_eq!(truce.agrees(&quake), Agreement::Other);
        let front = page("BBC - Homepage", "Breaking news, sport, TV, radio and a whole lot more.");
        assert_eq!(truce.agrees(&front), Agreement::Other);
    }

    #[test]
    fn a_page_of_another_year_is_asked_for_more() {
        let quake = Statement::new(
            "A magnitude 6.6 earthquake strikes near Norcia, Italy.",
            [],
            date(2016, 10, 30),
        );
        let text = "A strong earthquake struck near the town of Norcia in central Italy.";
        let page = |day| Page { title: "Quake in Umbria", text, day };
        assert_eq!(quake.agrees(&page(Some(date(2016, 10, 30)))), Agreement::Same);
        assert_eq!(quake.agrees(&page(Some(date(1979, 9, 19)))), Agreement::OtherDay);
    }

    #[test]
    fn signs_without_spaces_agree_by_pairs() {
        let event = Statement::new(
            "叙利亚停火协议在俄罗斯和美国的斡旋下生效。",
            ["叙利亚", "俄罗斯", "美国"],
            date(2016, 9, 12),
        );
        let same =
            page("叙利亚停火协议生效", "由俄罗斯和美国达成的叙利亚停火协议周一日落时分生效。");
        assert_eq!(event.agrees(&same), Agreement::Same);
        let other = page(
            "意大利中部发生地震",
            "意大利中部凌晨发生强烈地震，造成多人死亡，救援人员赶赴灾区。",
        );
        assert_eq!(event.agrees(&other), Agreement::Other);
    }

    #[test]
    fn a_description_shares_a_name_or_a_figure() {
        let event =
            Statement::new("Typhoon Haiyan kills 1,774 in Tacloban.", [], date(2013, 11, 11));
        assert!(event.is_named_in("Haiyan flattened whole towns."));
        assert!(!event.is_named_in("Sign up for our newsletter to get the latest news."));
    }
}
