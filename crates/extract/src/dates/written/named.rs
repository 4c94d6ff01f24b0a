//! Dates with the month by name, in the orders and with the words of many languages.

use super::{
    Form, Hints, clock,
    forms::{Part, SOLAR_YEARS, day_of, gregorian, single},
    scan::{Number, char_at, char_before, number, skip, skip_back, space, word_at, word_before},
    value::Reading,
    words::{self, Month},
};

/// Words between day, month and year that mean nothing: "9 de mayo de 2016".
const FILLERS: &[&str] =
    &["de", "of", "del", "di", "d", "den", "da", "du", "the", "al", "von", "r", "m", "lipna"];
/// What makes a number an ordinal, or marks it as a day.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "ère", "re", "e", "te", "ter", "ten", "º", "ª", "o", "a", "го",
    "й", "ого", "日", "ste", "de", "η", "d",
];

/// "9 May 2016", "May 9, 2016", "9 May" with the year from the hints.
pub(super) fn named(
    text: &str,
    start: usize,
    day: Number,
    floor: usize,
    hints: &Hints<'_>,
) -> Option<Part> {
    if !(1..=31).contains(&day.value) {
        return None;
    }
    // "9–12 May" and "9./10. Mai" are spans, "1.500" and "14:30" no days.
    let before = char_before(text, start);
    if matches!(before, Some('-' | '–' | '/' | '.' | ',' | ':' | '&' | '+'))
        && char_before(text, start - before.map_or(0, char::len_utf8))
            .is_some_and(|c| c.is_ascii_digit())
    {
        return None;
    }
    let past_day = after_ordinal(text, day.end);
    // The month behind: "9th of May, 2016"; it counts only if a year follows,
    // because "May 9 March ..." would be read backwards.
    let behind = month_after(text, past_day, hints);
    if let Some((month, after)) = behind
        && let Some((year, end)) = year_after(text, after)
    {
        return single(start..end, day_of(month, year, day.value), Form::Named);
    }
    let ahead = month_before(text, start, floor, hints);
    if let Some((month, from)) = ahead {
        if let Some((year, end)) = year_after(text, past_day) {
            return single(from..end, day_of(month, year, day.value), Form::Named);
        }
        // "Mon May 09 14:30:00 UTC 2016", "May 9 at 2:30 pm, 2016"
        if let Some((time, after)) = clock::after(text, past_day) {
            let (year_at, zone_word) =
                (skip(text, after, between), word_at(text, skip(text, after, space)));
            let year_at = if zone_word.len() >= 3 && zone_word.len() <= 5 {
                skip(text, zone_word.end, space)
            } else {
                year_at
            };
            if let Some((year, end)) = four_digits(text, year_at) {
                let mut reading = day_of(month, year, day.value)?;
                reading.time = Some(time);
                return single(from..end, Some(reading), Form::Named);
            }
        }
    }
    let year = u64::try_from(hints.year?).ok()?;
    if let Some((month, from)) = ahead {
        return single(from..past_day, day_of(month, year, day.value), Form::Yearless);
    }
    let (month, after) = behind?;
    single(start..after, day_of(month, year, day.value), Form::Yearless)
}

pub(super) fn between(c: char) -> bool {
    space(c) || matches!(c, ',' | '.' | '/' | '-' | '،' | '‑' | '–' | '\'' | '’' | '|')
}

/// One past an ordinal's ending: "9th", "1er", "9.", "9日".
fn after_ordinal(text: &str, at: usize) -> usize {
    let mut from = at;
    if matches!(char_at(text, at), Some('º' | 'ª' | '°')) {
        from += 2;
    }
    let word = word_at(text, from);
    if !word.is_empty() && ORDINALS.contains(&text[word.clone()].to_lowercase().as_str()) {
        return word.end;
    }
    // "9 th"
    if char_at(text, from) == Some(' ') {
        let word = word_at(text, from + 1);
        if matches!(&text[word.clone()], "st" | "nd" | "rd" | "th") {
            return word.end;
        }
    }
    from
}

/// The month whose name follows, with where it ends.
pub(super) fn month_after(text: &str, at: usize, hints: &Hints<'_>) -> Option<(Month, usize)> {
    let mut at = skip(text, at, between);
    for _ in 0..2 {
        let word = word_at(text, at);
        if word.is_empty() {
            return None;
        }
        if let Some(month) = words::month(&text[word.clone()], hints.language) {
            return Some((month, word.end));
        }
        // "9May2016" and names of two words.
        let second = word_at(text, skip(text, word.end, space));
        if let Some(month) = words::month(text.get(word.start..second.end)?, hints.language) {
            return Some((month, second.end));
        }
        if !FILLERS.contains(&text[word.clone()].to_lowercase().as_str()) {
            return None;
        }
        at = skip(text, word.end, between);
    }
    None
}

/// The month whose name stands before, with where it begins.
fn month_before(text: &str, at: usize, floor: usize, hints: &Hints<'_>) -> Option<(Month, usize)> {
    let word = word_before(text, skip_back(text, at, between));
    // "the" in "May the 9th"
    let word = if &text[word.clone()] == "the" {
        word_before(text, skip_back(text, word.start, space))
    } else {
        word
    };
    if word.start < floor {
        return None;
    }
    Some((words::month(&text[word.clone()], hints.language)?, word.start))
}

/// The year that follows a day or a month, with where it ends.
fn year_after(text: &str, at: usize) -> Option<(u64, usize)> {
    let mut next = skip(text, at, between);
    for _ in 0..2 {
        let word = word_at(text, next);
        if word.is_empty() || !FILLERS.contains(&text[word.clone()].to_lowercase().as_str()) {
            break;
        }
        next = skip(text, word.end, between);
    }
    if let Some(found) = four_digits(text, next) {
        return Some(found);
    }
    // "9-May-16", "9 May '16"
    let n = number(text, next).filter(|n| n.digits == 2)?;
    let marked = matches!(char_before(text, next), Some('-' | '\'' | '’' | '/'));
    let ends = !matches!(char_at(text, n.end), Some(':' | '.' | 'h' | '%'));
    let year = if n.value < 70 { 2000 + n.value } else { 1900 + n.value };
    (marked && ends).then_some((year, n.end))
}

fn four_digits(text: &str, at: usize) -> Option<(u64, usize)> {
    let n = number(text, at).filter(|n| n.digits == 4)?;
    let known = gregorian(n.value).is_some() || SOLAR_YEARS.contains(&n.value);
    // "May 9, 2016m" is no year, "2016г." and "2016T14:30" are.
    let ends = !char_at(text, n.end).is_some_and(|c| matches!(c, '%' | '€' | '$'));
    (known && ends).then_some((n.value, n.end))
}

/// "May 2016", where the month stands before the year.
pub(super) fn month_and_year(
    text: &str,
    start: usize,
    year: Number,
    floor: usize,
    hints: &Hints<'_>,
) -> Option<Part> {
    let y = gregorian(year.value)?;
    let mut stop = skip_back(text, start, between);
    let mut word = word_before(text, stop);
    if FILLERS.contains(&&text[word.clone()]) {
        stop = skip_back(text, word.start, space);
        word = word_before(text, stop);
    }
    if word.start < floor {
        return None;
    }
    let Some(Month::Common(month)) = words::month(&text[word.clone()], hints.language) else {
        return None;
    };
    // A number before the month was no day of it, or the end of a span.
    let day = skip_back(text, word.start, between);
    if day > floor && char_before(text, day).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    single(word.start..year.end, Reading::month(y, month as u32), Form::Month)
}
