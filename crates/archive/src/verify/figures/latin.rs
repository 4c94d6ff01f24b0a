//! Figures in digits, and in the words of English.

use super::{Digits, Figure, digits};

/// Numbers below a hundred.
const SMALL: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];
/// What numbers are multiplied by, and how exactly it is meant: two dozen are some 24.
const SCALES: &[(&str, f64, f64)] = &[
    ("dozen", 12.0, 4.0),
    ("hundred", 100.0, 100.0),
    ("thousand", 1e3, 1e3),
    ("million", 1e6, 1e6),
    ("billion", 1e9, 1e9),
    ("trillion", 1e12, 1e12),
    ("bn", 1e9, 1e9),
    ("tn", 1e12, 1e12),
];
/// Words for a number that nobody counted, and one of what they are many of.
const VAGUE: &[(&str, f64)] = &[
    ("dozens", 12.0),
    ("scores", 20.0),
    ("hundreds", 100.0),
    ("thousands", 1e3),
    ("millions", 1e6),
    ("billions", 1e9),
];
const MONTHS: &[&str] = &[
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
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];
/// What makes four digits a number of people and not a year.
const PEOPLE: &[&str] = &[
    "people",
    "persons",
    "men",
    "women",
    "children",
    "troops",
    "soldiers",
    "civilians",
    "dead",
    "deaths",
    "refugees",
    "migrants",
    "police",
    "workers",
    "homes",
    "houses",
    "protesters",
];
/// Words between a figure and what it counts.
const BETWEEN: &[&str] = &[
    "more",
    "other",
    "others",
    "of",
    "the",
    "about",
    "new",
    "further",
    "additional",
    "its",
    "and",
];

/// A word, small, with its place.
struct Word {
    text: String,
    start: usize,
    end: usize,
}

/// The figures of a text but for those in Han characters.
pub(super) fn figures(chars: &[char]) -> Vec<Figure> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii_digit() {
            match in_digits(chars, at) {
                (Some(figure), end) => {
                    at = end;
                    out.push(figure);
                }
                (None, end) => at = end,
            }
        } else if let Some(word) = word(chars, at) {
            match in_words(chars, &word) {
                Some(figure) => {
                    at = figure.end;
                    out.push(figure);
                }
                None => at = word.end,
            }
        } else {
            at += 1;
        }
    }
    out
}

/// The word that begins at a place: letters of alphabets in a row.
fn word(chars: &[char], start: usize) -> Option<Word> {
    let letter = |c: &&char| c.is_alphabetic() && !super::han::is_han(**c);
    let length = chars[start..].iter().take_while(letter).count();
    let end = start + length;
    // No word that matters is longer.
    let text = || chars[start..end.min(start + 24)].iter().flat_map(|c| c.to_lowercase()).collect();
    (length > 0).then(|| Word { text: text(), start, end })
}

/// The next word behind a place, if only a space or a hyphen lies between.
fn next(chars: &[char], at: usize) -> Option<Word> {
    match chars.get(at) {
        Some(' ' | '-' | '\u{2010}' | '\u{2011}' | '\u{a0}' | '\n') => word(chars, at + 1),
        _ => None,
    }
}

/// The word before a place, if only spaces, a comma or a dot lie between.
fn before(chars: &[char], at: usize) -> String {
    let gap = chars[..at].iter().rev().take(3).take_while(|c| matches!(c, ' ' | ',' | '.')).count();
    let end = at - gap;
    let length = chars[..end].iter().rev().take(24).take_while(|c| c.is_alphabetic()).count();
    chars[end - length..end].iter().flat_map(|c| c.to_lowercase()).collect()
}

/// A figure in digits, or why there is none, and where to go on.
fn in_digits(chars: &[char], at: usize) -> (Option<Figure>, usize) {
    let run = at + chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let Some(read) = digits(chars, at) else { return (None, past(chars, run)) };
    let previous = at.checked_sub(1).map(|n| chars[n]);
    let second = at.checked_sub(2).map(|n| chars[n]);
    let in_name = match previous {
        Some('-' | '\u{2010}' | '\u{2011}') => second.is_some_and(|c| c.is_alphabetic()),
        Some('/' | ':' | '#' | '第' | '_') => true,
        Some(c) => c.is_alphanumeric() && !super::han::is_han(c),
        None => false,
    };
    let of_date_or_time = match chars.get(read.end) {
        Some('/' | ':' | '-') => {
            let pair = chars.get(read.end + 1).is_some_and(char::is_ascii_digit);
            let four = read.plain && read.end - at == 4;
            pair && (chars[read.end] != '-' || four)
        }
        Some('年' | '月' | '日' | '号' | '號') => true,
        _ => false,
    };
    if in_name || of_date_or_time {
        return (None, past(chars, read.end));
    }
    let attached = word(chars, read.end);
    let behind = next(chars, read.end);
    if let Some(word) = &attached {
        let scale = SCALES.iter().find(|(name, ..)| *name == word.text);
        let is_unit = matches!(
            word.text.as_str(),
            "km" | "kg" | "m" | "k" | "mm" | "cm" | "kmh" | "mph" | "mw" | "gw" | "ha"
        );
        if scale.is_none() && !is_unit {
            return (None, word.end);
        }
    }
    let of_month = |word: &str| MONTHS.contains(&word);
    let day = read.plain && read.value <= 31.0;
    let previous_word = before(chars, at);
    let next_word = behind.as_ref().map_or("", |word| word.text.as_str());
    if day && (of_month(next_word) || of_month(&previous_word))
        || previous_word == "no" && previous == Some(' ') && second == Some('.')
    {
        return (None, read.end);
    }
    let year = read.plain && read.end - at == 4 && (1900.0..2100.0).contains(&read.value);
    if year && !PEOPLE.contains(&next_word) {
        return (None, read.end);
    }
    let money = matches!(previous, Some('$' | '£' | '€' | '¥'));
    let figure = scaled(chars, at, &read, attached.as_ref().or(behind.as_ref()), money);
    let end = figure.end;
    (Some(figure), end)
}

/// Behind the rest of something that is no figure: `2016-09-13`, `08:00:00`.
fn past(chars: &[char], at: usize) -> usize {
    let more = |c: &&char| c.is_ascii_digit() || matches!(c, ':' | '/' | '-' | '.');
    at + chars[at..].iter().take_while(more).count()
}

/// A number in digits with the words that make it larger.
fn scaled(chars: &[char], start: usize, read: &Digits, word: Option<&Word>, money: bool) -> Figure {
    let scale = word.and_then(|word| {
        let name = match word.text.as_str() {
            "m" if money => "million",
            "k" => "thousand",
            name => name,
        };
        SCALES.iter().find(|(n, ..)| *n == name).map(|(_, by, step)| (*by, *step, word.end))
    });
    let (by, step, end) = match scale {
        Some((by, step, end)) => (by, read.last * step, end),
        None => (1.0, if read.last < 1.0 { read.last } else { 0.0 }, read.end),
    };
    let unit = word.filter(|word| scale.is_none() && word.start == read.end);
    let end = unit.map_or(end, |unit| unit.end);
    let value = read.value * by;
    finish(chars, start, end, (value, value), step, read.also.map(|n| n * by))
}

/// A figure in words: `two hundred and six`, `a dozen`, `dozens`.
fn in_words(chars: &[char], first: &Word) -> Option<Figure> {
    if let Some((_, one)) = VAGUE.iter().find(|(name, _)| *name == first.text) {
        let mut unit = *one;
        let mut end = first.end;
        // `hundreds of thousands`
        if let Some(of) = next(chars, end).filter(|word| word.text == "of")
            && let Some(many) = next(chars, of.end)
            && let Some((_, by)) = VAGUE.iter().find(|(name, _)| *name == many.text)
        {
            (unit, end) = (unit * by, many.end);
        }
        return Some(finish(chars, first.start, end, (2.0 * unit, 10.0 * unit), 0.0, None));
    }
    if first.text == "tens" {
        let of = next(chars, first.end).filter(|word| word.text == "of")?;
        let many = next(chars, of.end)?;
        let (_, by) = VAGUE.iter().find(|(name, _)| *name == many.text)?;
        return Some(finish(chars, first.start, many.end, (20.0 * by, 100.0 * by), 0.0, None));
    }
    let scale_of = |word: &Word| SCALES.iter().find(|(name, ..)| *name == word.text);
    let small_of = |word: &Word| SMALL.iter().find(|(name, _)| *name == word.text).map(|(_, n)| *n);
    // `a dozen`, `half a million`
    let opening = match first.text.as_str() {
        "half" => next(chars, first.end)
            .filter(|word| word.text == "a" || word.text == "an")
            .and_then(|a| next(chars, a.end))
            .map(|scale| (0.5, scale)),
        "a" | "an" => next(chars, first.end).map(|scale| (1.0, scale)),
        _ => None,
    };
    if let Some((by, word)) = opening {
        let (_, scale, step) = scale_of(&word)?;
        // `a hundred thousand` and the like are rare enough to be read as one scale.
        let value = by * scale;
        return Some(finish(chars, first.start, word.end, (value, value), step * by, None));
    }
    let mut current = small_of(first)?;
    let (mut total, mut step, mut end, mut words) = (0.0, 0.0, first.end, 1);
    let mut tens = current >= 20.0;
    // Larger numbers have no more words than this.
    while words < 16 {
        let Some(word) = next(chars, end) else { break };
        words += 1;
        if let Some((name, by, exactness)) = scale_of(&word) {
            if *name == "hundred" {
                current *= 100.0;
                (step, tens) = (100.0, false);
            } else {
                total += current * by;
                (current, step, tens) = (0.0, *exactness, false);
            }
            end = word.end;
        } else if let Some(n) = small_of(&word) {
            let fits = tens && n < 10.0 || step > 0.0 && (current % 100.0 == 0.0);
            if !fits {
                break;
            }
            current += n;
            (step, tens, end) = (0.0, n >= 20.0, word.end);
        } else if word.text == "and" {
            let Some(after) = next(chars, word.end) else { break };
            // `two and a half million`
            if after.text == "a"
                && let Some(half) = next(chars, after.end).filter(|word| word.text == "half")
                && let Some(scale) = next(chars, half.end)
                && let Some((_, by, exactness)) = scale_of(&scale)
            {
                total += (current + 0.5) * by;
                (current, step, tens, end) = (0.0, exactness / 10.0, false, scale.end);
                continue;
            }
            if step == 0.0 || small_of(&after).is_none() {
                break;
            }
            end = word.end;
        } else {
            break;
        }
    }
    let value = total + current;
    if value < 2.0 {
        return None;
    }
    Some(finish(chars, first.start, end, (value, value), step, None))
}

/// Adds what follows a figure: percent, and what is counted.
fn finish(
    chars: &[char],
    start: usize,
    end: usize,
    (low, high): (f64, f64),
    step: f64,
    also: Option<f64>,
) -> Figure {
    let mut figure = Figure { start, end, low, high, also, step, percent: false, counted: None };
    let sign = chars.get(end).filter(|c| **c != ' ').or(chars.get(end + 1));
    if matches!(sign, Some('%' | '％')) {
        figure.percent = true;
        figure.end = end + if chars[end] == ' ' { 2 } else { 1 };
        return figure;
    }
    let mut at = end;
    for turn in 0..4 {
        let Some(word) = next(chars, at) else { break };
        let two = || next(chars, word.end).filter(|cent| cent.text == "cent");
        if turn == 0 && (word.text == "percent" || word.text == "pct") {
            (figure.percent, figure.end) = (true, word.end);
            return figure;
        }
        if turn == 0
            && word.text == "per"
            && let Some(cent) = two()
        {
            (figure.percent, figure.end) = (true, cent.end);
            return figure;
        }
        at = word.end;
        if BETWEEN.contains(&word.text.as_str()) {
            continue;
        }
        figure.counted = Some(stem(&word.text)).filter(|word| word.chars().count() > 2);
        break;
    }
    figure
}

/// A word without a plural's `s`.
fn stem(word: &str) -> String {
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    if plural { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}
