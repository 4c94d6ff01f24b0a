//! The forms of dates, tried at a number.

use super::{
    Form, Found, Hints, Order, Separator, clock,
    named::{between, month_after, month_and_year, named},
    scan::{
        Number, char_at, char_before, number, short_number, skip, skip_back, space, word_at,
        word_before,
    },
    value::Reading,
    words::{self, Month},
};
use std::ops::Range;

/// Years that a written date can have; pages of old newspapers are scanned too.
const YEARS: std::ops::RangeInclusive<u64> = 1600..=2199;
/// Years of the Persian solar calendar that fall into 1921 to 2071.
pub(super) const SOLAR_YEARS: std::ops::RangeInclusive<u64> = 1300..=1450;
/// Years of the Buddhist era, which Thai pages write.
const BUDDHIST_YEARS: std::ops::RangeInclusive<u64> = 2443..=2643;

/// A reading with the stretch that it was read from.
pub(super) struct Part {
    range: Range<usize>,
    readings: Vec<Reading>,
    form: Form,
}

/// The date that begins at a number, or of which the number is the first one.
/// Nothing before `floor` belongs to it.
pub(super) fn read(
    text: &str,
    start: usize,
    number: Number,
    floor: usize,
    hints: &Hints<'_>,
) -> Option<Found> {
    let part = match number.digits {
        8 | 12 | 14 => compact(text, start, number),
        4 => {
            let glued = stands_glued(text, start);
            (!glued)
                .then(|| year_first(text, start, number, hints))
                .flatten()
                .or_else(|| month_and_year(text, start, number, floor, hints))
        }
        1 | 2 => {
            let glued = stands_glued(text, start);
            let east = east_asian_short(text, start, number, hints);
            east.or_else(|| (!glued).then(|| figures(text, start, number, hints)).flatten())
                .or_else(|| named(text, start, number, floor, hints))
        }
        _ => None,
    }?;
    Some(with_surroundings(text, part, floor))
}

/// Whether a number continues a word or a longer number: "v2016", "1.2016", "A4-2016".
fn stands_glued(text: &str, start: usize) -> bool {
    let Some(before) = char_before(text, start) else { return false };
    if before.is_ascii_alphanumeric()
        || matches!(before, '$' | '€' | '£' | '#' | '%' | '=' | '&' | '+')
    {
        return true;
    }
    matches!(before, '.' | '-' | '/' | ',' | ':' | '–' | '_')
        && char_before(text, start - before.len_utf8())
            .is_some_and(|c| c.is_ascii_alphanumeric() && (before != ':' || c.is_ascii_digit()))
}

/// Finds day of the week and time beside a date.
fn with_surroundings(text: &str, part: Part, floor: usize) -> Found {
    let Part { mut range, mut readings, form } = part;
    let mut weekday = None;
    // Before it: "Monday, 9 May", "Mon 9 May", "星期一".
    let gap = |c| space(c) || matches!(c, ',' | '.' | '،' | '|' | '-' | '–' | '(' | ')');
    let stop = skip_back(text, range.start, gap);
    let word = word_before(text, stop);
    if word.start >= floor {
        // "mar. 9 mai" may be a month or a day; such short words count only where the date confirms them.
        if let Some(day) = words::weekday(&text[word.clone()])
            && (word.len() > 3
                || readings.iter().any(|r| r.date().is_some_and(|d| d.weekday() == day)))
        {
            weekday = Some(day);
            range.start = word.start;
        }
    }
    // After it: "2016年5月9日(月)", "09/05/2016 (Monday)".
    if weekday.is_none() {
        let next = skip(text, range.end, |c| space(c) || matches!(c, ',' | '(' | '（'));
        let word = word_at(text, next);
        let mut end = word.end;
        let mut day = words::weekday(&text[word.clone()]);
        if day.is_none() && form == Form::EastAsian {
            // No spaces part the words there: the name of a day has three letters.
            end =
                text[word.clone()].char_indices().nth(3).map_or(word.end, |(i, _)| word.start + i);
            day = words::weekday(&text[word.start..end]);
        }
        if let Some(day) = day {
            let written = &text[word.start..end];
            if written.len() > 4
                || readings.iter().any(|r| r.date().is_some_and(|d| d.weekday() == day))
            {
                weekday = Some(day);
                range.end = skip(text, end, |c| matches!(c, ')' | '）'));
            }
        }
    }
    if form != Form::Month && readings.iter().all(|r| r.time.is_none()) {
        let time =
            clock::after(text, range.end).map(|(time, end)| (time, range.start..end)).or_else(
                || clock::before(text, range.start, floor).map(|(time, s)| (time, s..range.end)),
            );
        if let Some((time, whole)) = time {
            range = whole;
            readings.iter_mut().for_each(|r| r.time = Some(time));
        }
    }
    // The day of the week decides between the readings of figures.
    if let (Some(day), true) = (weekday, readings.len() > 1) {
        let fits = |r: &Reading| r.date().is_some_and(|d| d.weekday() == day);
        if readings.iter().any(fits) {
            readings.retain(fits);
        }
    }
    Found { range, readings, weekday, form }
}

pub(super) fn single(range: Range<usize>, reading: Option<Reading>, form: Form) -> Option<Part> {
    reading.map(|r| Part { range, readings: vec![r], form })
}

/// `20160509`, `20160509143000`.
fn compact(text: &str, start: usize, number: Number) -> Option<Part> {
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() && c != 'T');
    if joined(char_before(text, start)) || joined(char_at(text, number.end)) {
        return None;
    }
    let (day, time) = match number.digits {
        8 => (number.value, None),
        12 => (number.value / 10_000, Some(number.value % 10_000 * 100)),
        _ => (number.value / 1_000_000, Some(number.value % 1_000_000)),
    };
    let year = day / 10_000;
    // Telephone and article numbers are more frequent than dates outside these years.
    if !(1990..=2099).contains(&year) {
        return None;
    }
    let mut reading = Reading::day(year as i32, (day / 100 % 100) as u32, (day % 100) as u32)?;
    if let Some(time) = time {
        let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let second = (number.digits == 14).then_some(second as i8);
        reading.time =
            Some(super::Clock { hour: hour as i8, minute: minute as i8, second, offset: None });
    }
    single(start..number.end, Some(reading), Form::Compact)
}

/// Forms that begin with a year of four digits.
fn year_first(text: &str, start: usize, year: Number, hints: &Hints<'_>) -> Option<Part> {
    let y = gregorian(year.value);
    let mark = char_at(text, year.end)?;
    // "2016年5月9日", "2016년 5월 9일"
    let next = skip(text, year.end, space);
    if let Some(sign @ ('年' | '년')) = char_at(text, next) {
        let month = short_number(text, skip(text, next + sign.len_utf8(), space), 2)?;
        let sign_at = skip(text, month.end, space);
        if !matches!(char_at(text, sign_at)?, '月' | '월') {
            return None;
        }
        let month_value = month.value as u32;
        if let Some(day) = short_number(text, skip(text, sign_at + 3, space), 2) {
            let sign_at = skip(text, day.end, space);
            if matches!(char_at(text, sign_at), Some('日' | '일' | '号' | '號')) {
                let reading = Reading::day(y?, month_value, day.value as u32);
                return single(start..sign_at + 3, reading, Form::EastAsian);
            }
        }
        return single(start..sign_at + 3, Reading::month(y?, month_value), Form::Month);
    }
    // "2016-05-09", "2016/5/9", "2016.05.09", "2016. 5. 9."
    if matches!(mark, '-' | '/' | '.' | '_' | '‑' | '–') {
        let after = year.end + mark.len_utf8();
        let loose = |at| if mark == '.' { skip(text, at, space) } else { at };
        if let Some(month) = short_number(text, loose(after), 2)
            && char_at(text, month.end) == Some(mark)
            && let Some(day) = short_number(text, loose(month.end + mark.len_utf8()), 2)
        {
            let (m, d) = (month.value as u32, day.value as u32);
            let reading = match y {
                Some(y) => Reading::day(y, m, d),
                None if SOLAR_YEARS.contains(&year.value) && persian(text, hints) => {
                    Reading::solar(year.value as u32, m, d)
                }
                None => None,
            };
            let mut end = day.end;
            if mark == '.' && char_at(text, end) == Some('.') {
                end += 1;
            }
            // A fourth part makes it a version or an address.
            if char_at(text, end) == Some(mark)
                && char_at(text, end + mark.len_utf8()).is_some_and(|c| c.is_ascii_digit())
            {
                return None;
            }
            return single(start..end, reading, Form::YearFirst);
        }
    }
    // "2016. május 9.", "2016 m. gegužės 9 d.", "2016-May-09"
    let (month, after) = month_after(text, year.end, hints)?;
    let day = short_number(text, skip(text, after, between), 2)?;
    let end = if char_at(text, day.end) == Some('.') { day.end + 1 } else { day.end };
    // "March 2016 5 ..." must not take the next number: a year follows nothing here.
    if number(text, skip(text, day.end, between)).is_some_and(|n| n.digits == 4)
        || char_at(text, day.end) == Some(':')
    {
        return None;
    }
    single(start..end, day_of(month, year.value, day.value), Form::Named)
}

/// "5月9日", with the year from the hints.
fn east_asian_short(text: &str, start: usize, month: Number, hints: &Hints<'_>) -> Option<Part> {
    let year = hints.year?;
    let sign = skip(text, month.end, space);
    if !matches!(char_at(text, sign)?, '月' | '월') {
        return None;
    }
    let day = short_number(text, skip(text, sign + 3, space), 2)?;
    let sign = skip(text, day.end, space);
    if !matches!(char_at(text, sign)?, '日' | '일' | '号' | '號') {
        return None;
    }
    let reading = Reading::day(i32::from(year), month.value as u32, day.value as u32);
    single(start..sign + 3, reading, Form::Yearless)
}

/// "9/5/2016", "9.5.16", "9. 5. 2016".
fn figures(text: &str, start: usize, first: Number, hints: &Hints<'_>) -> Option<Part> {
    let mark = char_at(text, first.end)?;
    let separator = match mark {
        '.' => Separator::Dot,
        '/' | '⁄' => Separator::Slash,
        '-' | '‑' | '–' => Separator::Hyphen,
        ' ' if char_at(text, first.end + 1) == Some('/') => Separator::Slash,
        _ => return None,
    };
    let gap = |at: usize| -> Option<usize> {
        let at = if separator == Separator::Slash { skip(text, at, space) } else { at };
        let c = char_at(text, at)?;
        let same = c == mark || (mark == ' ' && c == '/');
        same.then(|| {
            let after = at + c.len_utf8();
            if separator == Separator::Hyphen { after } else { skip(text, after, space) }
        })
    };
    let second = short_number(text, gap(first.end)?, 2)?;
    let third = number(text, gap(second.end)?)?;
    let joined = char_at(text, third.end).is_some_and(|c| c.is_ascii_alphanumeric() && c != 'T');
    let goes_on = char_at(text, third.end) == Some(mark)
        && char_at(text, third.end + mark.len_utf8()).is_some_and(|c| c.is_ascii_digit());
    if joined || goes_on {
        return None;
    }
    let (a, b) = (first.value as u32, second.value as u32);
    let order = hints.site_order.or(hints.order).unwrap_or(match separator {
        // Where figures are parted by dots, the day comes first (CLDR).
        Separator::Dot | Separator::Hyphen => Order::DayFirst,
        Separator::Slash => Order::MonthFirst,
    });
    let mut readings = Vec::with_capacity(2);
    let mut add = |reading: Option<Reading>| {
        if let Some(reading) = reading.filter(|r| !readings.contains(r)) {
            readings.push(reading);
        }
    };
    match third.digits {
        4 => {
            let year = gregorian(third.value)?;
            let (day_first, month_first) = (Reading::day(year, b, a), Reading::day(year, a, b));
            if order == Order::MonthFirst {
                add(month_first);
                add(day_first);
            } else {
                add(day_first);
                add(month_first);
            }
        }
        // "1.2.16" is more often a version or a section than a date.
        2 if first.digits == 2 || second.digits == 2 || separator == Separator::Slash => {
            let century = |y: u32| if y < 70 { 2000 + y as i32 } else { 1900 + y as i32 };
            let c = third.value as u32;
            let readings = [
                (Order::DayFirst, Reading::day(century(c), b, a)),
                (Order::MonthFirst, Reading::day(century(c), a, b)),
                (Order::YearFirst, Reading::day(century(a), b, c)),
            ];
            for (_, reading) in readings.iter().filter(|(o, _)| *o == order) {
                add(*reading);
            }
            for (other, reading) in readings {
                // The year in front is rare enough to need a hint or a lack of other readings.
                if other != order
                    && (other != Order::YearFirst
                        || first.digits == 2 && (b > 12 && a > 12 || a > 31))
                {
                    add(reading);
                }
            }
        }
        _ => return None,
    }
    if readings.is_empty() {
        return None;
    }
    Some(Part {
        range: start..third.end,
        readings,
        form: Form::Figures { separator, first: a as u8, second: b as u8 },
    })
}

/// A year of four digits as one of the Gregorian calendar.
pub(super) fn gregorian(year: u64) -> Option<i32> {
    if YEARS.contains(&year) {
        return Some(year as i32);
    }
    // 2443 to 2643 have no other meaning in a date than the Buddhist era.
    BUDDHIST_YEARS.contains(&year).then(|| year as i32 - 543)
}

pub(super) fn day_of(month: Month, year: u64, day: u64) -> Option<Reading> {
    match month {
        Month::Common(month) => Reading::day(gregorian(year)?, month as u32, day as u32),
        Month::Solar(month) => SOLAR_YEARS
            .contains(&year)
            .then(|| Reading::solar(year as u32, month as u32, day as u32))?,
    }
}

/// Whether a text is Persian: years of its calendar mean nothing elsewhere.
fn persian(text: &str, hints: &Hints<'_>) -> bool {
    hints.language.is_some_and(|l| l.starts_with("fa"))
        || text.contains(['ی', 'گ', 'چ', 'پ', '۰', '۱', '۲', '۳', '۴', '۵'])
}
