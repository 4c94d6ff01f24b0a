//! How a text looks: noise, shouting, sentences that are none, figures that leap.

use super::{Sign, clear, weak};
use annals_model::{Date, fold_key};

/// Characters of a bullet that is not too long; the longest of 71,813 has 1,189.
pub(super) const LONGEST: usize = 1_500;

/// Runs of keys as they lie beside each other.
const ROWS: &[&str] = &[
    "asdf", "sdfg", "dfgh", "fghj", "ghjk", "hjkl", "qwer", "wert", "zxcv", "xcvb", "lkjh", "kjhg",
    "fdsa", "jkjk", "dfdf", "sdsd",
];

/// Words in which such a run is sound.
const SOUND: &[&str] = &["qwerty", "wert"];

/// Signs of noise in what was added.
pub(super) fn noise(text: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    if let Some(c) = repeated(text) {
        signs.push(clear(format!("it repeats `{c}`")));
    }
    if let Some(word) = repeated_word(text) {
        signs.push(clear(format!("it repeats `{word}`")));
    }
    if shouts(text) {
        signs.push(clear("it shouts"));
    }
    let mash = text.split(|c: char| !c.is_ascii_alphabetic()).find(|word| {
        // Names are made of anything: Kasasbeh, Asashoryu.
        let name = word.starts_with(|c: char| c.is_ascii_uppercase());
        let word = word.to_ascii_lowercase();
        let rows = ROWS.iter().filter(|row| word.contains(**row)).count();
        let vowels = word.bytes().filter(|b| b"aeiouy".contains(b)).count();
        let sound =
            SOUND.iter().any(|s| word == *s || (word.contains(s) && vowels * 4 >= word.len()));
        (rows > 0 && !name && !sound && !word.contains("wert"))
            || rows > 1
            || (word.len() > 9 && vowels == 0)
    });
    if let Some(word) = mash {
        let word: String = word.chars().take(30).collect();
        signs.push(clear(format!("`{word}` is no word")));
    }
    signs
}

/// A letter or mark five times in a row, or exclamation three times.
fn repeated(text: &str) -> Option<char> {
    let mut last = None;
    let mut times = 0;
    for c in text.chars() {
        let c = c.to_lowercase().next().unwrap_or(c);
        times = if last == Some(c) { times + 1 } else { 1 };
        last = Some(c);
        let most = match c {
            '!' | '?' | '！' | '？' => 3,
            // Numbers, ellipses, rules.
            c if c.is_ascii_digit() || c.is_whitespace() => usize::MAX,
            '.' | '-' | '–' | '—' | '…' | '=' | '_' | '*' | '#' | '0' => 9,
            // Words of three hundred years: no language of lists writes a letter four times.
            c if c.is_alphabetic() => 4,
            _ => 5,
        };
        if times >= most {
            return Some(c);
        }
    }
    None
}

/// A word of two letters or more, four times in a row.
fn repeated_word(text: &str) -> Option<String> {
    let folded = fold_key(text);
    let mut last = "";
    let mut times = 0;
    for word in folded.split(' ') {
        times = if word == last { times + 1 } else { 1 };
        last = word;
        if times >= 4 && word.chars().count() > 1 && !word.chars().all(|c| c.is_ascii_digit()) {
            return Some(word.chars().take(30).collect());
        }
    }
    None
}

/// Whether most of it is in capitals: three long words of them, and two letters of three.
fn shouts(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_lowercase() || c.is_uppercase());
    let (mut all, mut large) = (0_usize, 0_usize);
    for c in letters {
        all += 1;
        large += usize::from(c.is_uppercase());
    }
    let words = text.split(|c: char| !c.is_alphabetic());
    let loud = words.filter(|w| w.chars().count() > 3 && w.chars().all(char::is_uppercase)).count();
    all >= 15 && large * 3 >= all * 2 && loud >= 3
}

/// Signs that a new bullet is no sentence of a list.
pub(super) fn unlike_a_sentence(text: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let dense = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
        .count();
    let words = text.split_whitespace().count();
    if words < 4 && dense < 6 {
        signs.push(weak("it is no sentence"));
    }
    let first = text.chars().find(|c| c.is_alphanumeric());
    let small_name = text.chars().take(12).any(char::is_uppercase);
    if first.is_some_and(char::is_lowercase) && !small_name {
        signs.push(weak("it begins with a small letter"));
    }
    signs
}

/// Signs that a rewording destroys: what it leaves of the text, and figures that leap
/// without a new source.
pub(super) fn damage(old: &str, new: &str, new_source: bool) -> Vec<Sign> {
    let mut signs = Vec::new();
    let (long, short) = (old.chars().count(), new.chars().count());
    let dense = old.chars().filter(|c| matches!(c, '\u{3040}'..='\u{9fff}')).count() * 2 > long;
    if long >= if dense { 20 } else { 60 } && short * 4 < long {
        signs.push(weak("it leaves little of the text"));
        if new.split_whitespace().count() < 4 && !(dense && short > 6) {
            signs.push(weak("what it leaves is no sentence"));
        }
    }
    if new_source {
        return signs;
    }
    let (old, new) = (words(old), words(new));
    if old.len() != new.len() {
        return signs;
    }
    let other: Vec<_> = old.iter().zip(&new).filter(|(a, b)| a != b).collect();
    if other.is_empty() || other.len() > 3 {
        return signs;
    }
    for (was, is) in other {
        let (Some(was), Some(is)) = (figure(was), figure(is)) else { return signs };
        let years = 1800.0..2100.0;
        if years.contains(&was) && years.contains(&is) {
            if (was - is).abs() >= 3.0 {
                signs.push(clear(format!("a year leaps from {was} to {is}")));
            }
        } else if was.max(is) >= 100.0 * was.min(is).max(1.0) {
            signs.push(clear(format!("a figure leaps from {was} to {is}")));
        }
    }
    signs
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
        .collect()
}

/// A word that is a number: `12`, `1,200`, `7.5`.
fn figure(word: &str) -> Option<f64> {
    let plain: String = word.chars().filter(|c| *c != ',').collect();
    plain.starts_with(|c: char| c.is_ascii_digit()).then(|| plain.parse().ok()).flatten()
}

/// A sign where every source that shows its date is of another year, by two at least.
pub(super) fn old_sources(sources: &[String], day: Date) -> Option<Sign> {
    let years: Vec<i16> = sources.iter().filter_map(|url| year_of(url)).collect();
    let off = |year: &i16| (i32::from(*year) - i32::from(day.year())).abs() >= 2;
    let first = years.first().filter(|_| years.iter().all(off))?;
    // A source without a date among them may be the right one.
    let what = format!("its source is of {first}");
    Some(if years.len() == sources.len() { clear(what) } else { weak(what) })
}

/// The year in an address's path, where a month follows it: `/2016/10/`, `/2016-10-05`,
/// `/20161005`.
pub(super) fn year_of(url: &str) -> Option<i16> {
    let mut rest = url.split_once("://")?.1;
    if let Some(archived) = rest.strip_prefix("web.archive.org/web/") {
        let original = archived.split_once('/')?.1;
        rest = original.split_once("://").map_or(original, |(_, r)| r);
    }
    let path = &rest[rest.find('/')?..];
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut parts = path.split(['/', '-', '_', '.']).filter(|p| !p.is_empty()).peekable();
    while let Some(part) = parts.next() {
        if !part.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let next = parts.peek().copied().unwrap_or_default();
        let month = next.len() <= 2 && next.parse().is_ok_and(|m: u8| (1..=12).contains(&m))
            || matches!(
                next.to_lowercase().get(..3),
                Some(
                    "jan"
                        | "feb"
                        | "mar"
                        | "apr"
                        | "may"
                        | "jun"
                        | "jul"
                        | "aug"
                        | "sep"
                        | "oct"
                        | "nov"
                        | "dec"
                )
            ) && next.len() <= 9;
        let year: i16 = match part.len() {
            4 if month => part.parse().ok()?,
            8 if part[4..6].parse().is_ok_and(|m: u8| (1..=12).contains(&m))
                && part[6..].parse().is_ok_and(|d: u8| (1..=31).contains(&d)) =>
            {
                part[..4].parse().ok()?
            }
            _ => continue,
        };
        if (1990..2100).contains(&year) {
            return Some(year);
        }
    }
    None
}
