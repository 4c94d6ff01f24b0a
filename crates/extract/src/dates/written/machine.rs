//! Dates as machines write them: the values of attributes, of metadata and of JSON.

use super::{Form, Found, Hints, Reading, first, value::from_unix};

/// The one date that an attribute's value or a field says, with all its readings.
/// Unix times in seconds and milliseconds are read, and years and months that stand
/// alone; a time of zero is no date.
pub fn read(value: &str, hints: &Hints<'_>) -> Option<Found> {
    let value = value.trim();
    // Longer values are texts.
    if value.len() < 4 || value.len() > 200 {
        return None;
    }
    let all_digits = value.bytes().all(|b| b.is_ascii_digit());
    let number = value.parse::<i64>().ok().filter(|_| all_digits);
    let reading = match (number, value.len()) {
        (Some(year), 4) => {
            let year = i16::try_from(year).ok().filter(|y| (1600..2200).contains(y));
            year.map(|year| Reading { year, month: None, day: None, time: None })
        }
        (Some(seconds), 9 | 10) => from_unix(seconds),
        (Some(milliseconds), 12 | 13) => from_unix(milliseconds.div_euclid(1_000)),
        _ => year_and_month(value),
    };
    let found = match reading {
        Some(reading) => {
            let late = hints.not_after.zip(reading.first_day()).is_some_and(|(l, d)| d > l);
            let form = if reading.day.is_some() { Form::Compact } else { Form::Month };
            let range = 0..value.len();
            (!late).then(|| Found { range, readings: vec![reading], weekday: None, form })
        }
        None => first(value, hints),
    };
    found.filter(|f| f.readings.iter().any(|r| !is_zero(r)))
}

/// Whether it is what a field that was never set says.
fn is_zero(reading: &Reading) -> bool {
    matches!((reading.year, reading.month, reading.day), (1970, Some(1), Some(1)))
        || matches!((reading.year, reading.month, reading.day), (1969, Some(12), Some(31)))
}

/// "2016-05".
fn year_and_month(value: &str) -> Option<Reading> {
    let (year, month) = value.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    Reading::month(year.parse().ok()?, month.parse().ok()?)
}
