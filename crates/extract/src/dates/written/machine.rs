//! Dates as machines write them: the values of attributes, of metadata and of JSON.

use super::{Found, Hints, Reading, first, value::from_unix};

/// The one date that an attribute's value or a field says, with all its readings;
/// empty where it says none. Unix times in seconds and milliseconds are read,
/// and years and months that stand alone.
pub fn read(value: &str, hints: &Hints<'_>) -> Vec<Reading> {
    let value = value.trim();
    // Longer values are texts.
    if value.len() < 4 || value.len() > 200 {
        return Vec::new();
    }
    let all_digits = value.bytes().all(|b| b.is_ascii_digit());
    let number = value.parse::<i64>().ok().filter(|_| all_digits);
    let reading = match (number, value.len()) {
        (Some(year), 4) => i16::try_from(year)
            .ok()
            .filter(|y| (1600..2200).contains(y))
            .map(|year| Reading { year, month: None, day: None, time: None }),
        (Some(seconds), 9 | 10) => from_unix(seconds),
        (Some(milliseconds), 12 | 13) => from_unix(milliseconds.div_euclid(1_000)),
        _ => year_and_month(value),
    };
    if let Some(reading) = reading {
        let late = hints.not_after.zip(reading.first_day()).is_some_and(|(last, day)| day > last);
        return if late { Vec::new() } else { vec![reading] };
    }
    // "2016-05-09+02:00" and "2016-05-09 00:00:00.0" are read as text is.
    first(value, hints).map(|Found { readings, .. }| readings).unwrap_or_default()
}

/// "2016-05", and "2016-00-00" for what a form left open.
fn year_and_month(value: &str) -> Option<Reading> {
    let (year, month) = value.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    Reading::month(year.parse().ok()?, month.parse().ok()?)
}
