//! Grading changes: a repaired comma is not a changed death toll.
//!
//! The rules err towards the graver grade: calling a repair material costs a
//! reader a glance, calling a changed toll a repair costs the archive its name.

use crate::{Source, StoryPath, Text, Value, fold_key};
use std::collections::BTreeMap;

/// How much a change matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Nothing that shows: the statement repeats what was known.
    None,
    /// Letters, spaces, punctuation, encoding; links on the same words.
    Typo,
    /// Other words for the same facts.
    Wording,
    /// A number, name, date, place, source or story changed, or a "not" came or went.
    Material,
    /// The first statement: there is nothing to compare it with.
    First,
}

impl Grade {
    /// The name that formats and pages use.
    pub fn name(self) -> &'static str {
        match self {
            Grade::None => "none",
            Grade::Typo => "typo",
            Grade::Wording => "wording",
            Grade::Material => "material",
            Grade::First => "first",
        }
    }
}

/// Words that turn a statement round.
const NEGATIONS: &[&str] = &[
    "not", "no", "never", "none", "without", "nor", "neither", "denies", "deny", "denied", "fails",
    "failed", "refuses", "refused", "rejects", "rejected", "不", "没", "沒", "未", "無", "无",
    "否",
];

/// Numbers, months and weekdays written as words: changing one changes a fact.
const NUMBER_WORDS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "dozen",
    "dozens",
    "score",
    "scores",
    "half",
    "third",
    "quarter",
    "first",
    "second",
    "several",
    "least",
    "most",
    "more",
    "fewer",
    "less",
    "almost",
    "nearly",
    "over",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
];

/// Grades one changed field.
pub fn of(before: &Value, after: &Value) -> Grade {
    match (before, after) {
        (Value::Statement(a), Value::Statement(b)) => statement(a, b),
        (Value::Summary(a), Value::Summary(b)) => match (a, b) {
            (Some(a), Some(b)) => text(&a.text, &b.text).max(Grade::Typo),
            _ => Grade::Wording,
        },
        (Value::Category(a), Value::Category(b)) => {
            if folded(a.as_deref()) == folded(b.as_deref()) { Grade::Typo } else { Grade::Wording }
        }
        (Value::Sources(a), Value::Sources(b)) => sources(a, b),
        (Value::Stories(a), Value::Stories(b)) => stories(a, b),
        (Value::Image(_), Value::Image(_)) => Grade::Wording,
        _ => Grade::Material,
    }
}

fn folded(text: Option<&str>) -> Option<String> {
    text.map(fold_key)
}

/// Links may come and go with a better mark-up; a link that changes its target
/// on the same words means somebody else.
fn statement(before: &Text, after: &Text) -> Grade {
    let mut grade = text(&before.text, &after.text);
    for new in &after.links {
        let label = after.label(new);
        let old: Vec<_> = before.links.iter().filter(|l| before.label(l) == label).collect();
        if !old.is_empty() && old.iter().all(|l| l.target != new.target) {
            grade = grade.max(Grade::Material);
        }
    }
    grade.max(Grade::Typo)
}

/// The same pages under other names, and an address for a name that stood there
/// already, are a repair; another page is another source. Where nobody named a
/// source before, learning of one changes no fact.
fn sources(before: &[Source], after: &[Source]) -> Grade {
    if before.is_empty() {
        return Grade::Wording;
    }
    let same = |a: &Source, b: &Source| match (a.page_key(), b.page_key()) {
        (Some(a), Some(b)) => a == b,
        _ => fold_key(&a.label()) == fold_key(&b.label()),
    };
    let all_in =
        |list: &[Source], other: &[Source]| list.iter().all(|a| other.iter().any(|b| same(a, b)));
    if all_in(before, after) && all_in(after, before) { Grade::Typo } else { Grade::Material }
}

fn stories(before: &[StoryPath], after: &[StoryPath]) -> Grade {
    if before.is_empty() {
        return Grade::Wording;
    }
    let keys = |paths: &[StoryPath]| -> Vec<Vec<_>> {
        paths.iter().map(|p| p.iter().map(crate::StoryRef::key).collect()).collect()
    };
    if keys(before) == keys(after) { Grade::Typo } else { Grade::Material }
}

/// Grades a change of plain text; [`Grade::None`] where the texts are equal.
pub fn text(before: &str, after: &str) -> Grade {
    if before == after {
        return Grade::None;
    }
    let squeeze = |t: &str| fold_key(t).replace(' ', "");
    if squeeze(before) == squeeze(after) {
        // "1.5" and "15" squeeze alike; a moved point in a number is no typo.
        return if numbers(before) == numbers(after) { Grade::Typo } else { Grade::Material };
    }
    if numbers(before) != numbers(after) {
        return Grade::Material;
    }
    let (old, new) = (words(before), words(after));
    let gone = missing(&old, &new);
    let come = missing(&new, &old);
    let states = |w: &&Word| NUMBER_WORDS.contains(&&*w.lower) || NEGATIONS.contains(&&*w.lower);
    if gone.iter().chain(&come).any(states) {
        return Grade::Material;
    }
    let slips = gone.len() == come.len() && gone.iter().zip(&come).all(|(a, b)| is_slip(a, b));
    if slips {
        return Grade::Typo;
    }
    // Inside a sentence a capital marks a name; the first word is capital anyway,
    // so it counts only where another capital word stands a letter away from it.
    let names = |list: &[&Word], other: &[Word]| {
        list.iter().any(|w| {
            if w.name {
                !other.iter().any(|o| is_slip(o, w))
            } else {
                w.capital
                    && other.iter().any(|o| o.capital && slip(o, w) == Some(Slip::OtherLetter))
            }
        })
    };
    if names(&gone, &new) || names(&come, &old) { Grade::Material } else { Grade::Wording }
}

/// A word with what its writing says of it.
#[derive(Debug)]
struct Word {
    lower: String,
    /// Begins with a capital letter.
    capital: bool,
    /// Capital and not at the start of a sentence.
    name: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut starts = true;
    for token in text.split_whitespace() {
        for part in token.split(['-', '–', '—', '/']) {
            let bare = part.trim_matches(|c: char| !c.is_alphanumeric());
            // "Syria's" tells the same name as "Syria".
            let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
            if bare.is_empty() {
                continue;
            }
            let capital = bare.chars().next().is_some_and(char::is_uppercase);
            out.push(Word { lower: fold_key(bare), capital, name: capital && !starts });
            starts = false;
        }
        starts |= token.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', ':']);
    }
    out
}

/// The words of `list` that `other` has fewer of, in order.
fn missing<'a>(list: &'a [Word], other: &[Word]) -> Vec<&'a Word> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in other {
        *left.entry(&word.lower).or_default() += 1;
    }
    list.iter()
        .filter(|w| match left.get_mut(w.lower.as_str()) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

/// Every figure of a text, in order: runs of digits with inner points and commas,
/// and the Chinese numerals.
fn numbers(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    for c in text.chars().chain([' ']) {
        let digit = c.is_ascii_digit() || "一二三四五六七八九十百千万萬亿億".contains(c);
        if digit || (matches!(c, '.' | ',') && !current.is_empty()) {
            if c != ',' {
                current.push(c);
            }
        } else if !current.is_empty() {
            out.push(std::mem::take(&mut current).trim_end_matches('.').to_owned());
        }
    }
    out
}

/// How two words differ, if by no more than a slip of the pen.
#[derive(PartialEq, Eq)]
enum Slip {
    /// Not at all, by one letter more or less, or by two neighbours swapped.
    Misspelt,
    /// By another letter in one place.
    OtherLetter,
}

/// Compares two words; `None` where they differ by more than one letter, or
/// where they are so short that one letter makes another word.
fn slip(a: &Word, b: &Word) -> Option<Slip> {
    if a.lower == b.lower {
        return Some(Slip::Misspelt);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.lower.chars().collect(), b.lower.chars().collect());
    if a.len().min(b.len()) < 4 || a.len().max(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return None;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    match (&a[..a.len() - tail], &b[..b.len() - tail]) {
        ([], [_]) | ([_], []) => Some(Slip::Misspelt),
        ([_], [_]) => Some(Slip::OtherLetter),
        ([w, x], [y, z]) if w == z && x == y => Some(Slip::Misspelt),
        _ => None,
    }
}

/// Whether one word is a misspelling of the other. In what may be a name
/// another letter may be another name, as in Iceland and Ireland.
fn is_slip(a: &Word, b: &Word) -> bool {
    match slip(a, b) {
        Some(Slip::Misspelt) => true,
        Some(Slip::OtherLetter) => !(a.capital || b.capital),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, want: Grade) {
        assert_eq!(text(before, after), want, "{before:?} -> {after:?}");
        assert_eq!(text(after, before), want, "{after:?} -> {before:?}");
    }

    #[test]
    fn letters_and_spaces_are_typos() {
        check("The talks  resume.", "The talks resume", Grade::Typo);
        check("The U.S. agrees", "The US agrees", Grade::Typo);
        check("The ceasefire takes efect", "The ceasefire takes effect", Grade::Typo);
        check("Antonio Gutteres speaks", "Antonio Guteres speaks", Grade::Typo);
        check("a cease-fire", "a ceasefire", Grade::Typo);
    }

    #[test]
    fn other_words_are_wording() {
        check("Aid enters the besieged town", "Relief reaches the besieged town", Grade::Wording);
    }

    #[test]
    fn figures_names_and_denials_are_material() {
        check("an eight-year-old girl", "a six-year-old girl", Grade::Material);
        check("At least 18 people die", "At least 21 people die", Grade::Material);
        check("Some 1.5 million flee", "Some 15 million flee", Grade::Material);
        check("The envoy meets Lavrov today", "The envoy meets Kerry today", Grade::Material);
        check("Iceland wins the vote", "Ireland wins the vote", Grade::Material);
        check("The army confirms the raid", "The army denies the raid", Grade::Material);
        check("It did happen", "It did not happen", Grade::Material);
        check("袭击造成三人死亡", "袭击造成五人死亡", Grade::Material);
    }

    #[test]
    fn the_same_page_under_another_name_is_a_repair() {
        let source = |name, url: &str| Source::named(name, Some(url.into()));
        let a = Value::Sources(vec![source("Reuters", "http://reuters.com/a")]);
        let b = Value::Sources(vec![source("Reuters News", "https://www.reuters.com/a/")]);
        let c = Value::Sources(vec![source("Reuters", "http://reuters.com/b")]);
        assert_eq!(of(&a, &b), Grade::Typo);
        assert_eq!(of(&a, &c), Grade::Material);
        let bare = Value::Sources(vec![Source::named("Reuters", None)]);
        assert_eq!(of(&bare, &a), Grade::Typo);
        assert_eq!(of(&Value::Sources(Vec::new()), &a), Grade::Wording);
        assert_eq!(of(&a, &Value::Sources(Vec::new())), Grade::Material);
    }
}
