//! Dates as day pages write them: in headings, in the header template, in the page's name.

use annals_model::{Date, MONTHS, date};

/// A date of which a part may be missing, such as the heading `January 5`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Partial {
    /// The year, 1900 to 2199.
    pub(super) year: Option<i16>,
    /// The month, 1 to 12.
    pub(super) month: Option<i8>,
    /// The day of the month, 1 to 31.
    pub(super) day: Option<i8>,
}

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A heading that is a date is shorter than this ("Wednesday, the 24th of September, 2003").
const MAX_PHRASE: usize = 60;

impl Partial {
    /// The whole date, missing parts taken from `context`; `None` where a part
    /// is still missing or the date does not exist.
    pub(super) fn within(self, context: Partial) -> Option<Date> {
        let year = self.year.or(context.year)?;
        let month = self.month.or(context.month)?;
        Date::new(year, month, self.day.or(context.day)?).ok()
    }

    /// Whether it names a day of the year.
    pub(super) fn is_day(self) -> bool {
        self.month.is_some() && self.day.is_some()
    }
}

/// Reads a text that is a date and nothing else: `January 5`, `5 January 2003`,
/// `Sunday, January 5th, 2003`, `2003-01-05`, `2003 January`.
pub(super) fn phrase(text: &str) -> Option<Partial> {
    if text.len() > MAX_PHRASE {
        return None;
    }
    of_words(&words(text))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect()
}

fn of_words(words: &[&str]) -> Option<Partial> {
    let mut found = Partial::default();
    for word in words {
        if let Some(number) = ordinal(word) {
            if word.len() == 4 && (1900..2200).contains(&number) && found.year.is_none() {
                found.year = Some(number);
            } else if word.len() == 8 && found == Partial::default() && words.len() == 1 {
                return compact(word);
            } else if !(1..=31).contains(&number) {
                return None;
            } else if found.month.is_none() && found.year.is_some() && number <= 12 {
                // Only after a year does a bare number mean a month: 2003-01-05.
                found.month = i8::try_from(number).ok();
            } else if found.day.is_none() {
                found.day = i8::try_from(number).ok();
            } else {
                return None;
            }
        } else if let Some(month) = month(word) {
            if found.month.replace(month).is_some() {
                return None;
            }
        } else if !is_filler(word) {
            return None;
        }
    }
    (found.month.is_some() || (found.year.is_some() && found.day.is_none())).then_some(found)
}

/// `20161005`.
fn compact(word: &str) -> Option<Partial> {
    let number: i32 = word.parse().ok()?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let day =
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (1900..2200).contains(&day.year()).then(|| Partial::from(day))
}

impl From<Date> for Partial {
    fn from(day: Date) -> Partial {
        Partial { year: Some(day.year()), month: Some(day.month()), day: Some(day.day()) }
    }
}

/// A number with or without its ordinal ending: `5`, `5th`.
fn ordinal(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    if digits.len() == 8 && ending.is_empty() {
        return Some(i16::MAX);
    }
    let known = ["", "st", "nd", "rd", "th"].iter().any(|e| e.eq_ignore_ascii_case(ending));
    if known { digits.parse().ok() } else { None }
}

/// A month by name, by its first three letters, or by number.
pub(super) fn month_or_number(text: &str) -> Option<i8> {
    let text = text.trim();
    month(text).or_else(|| text.parse().ok().filter(|m| (1..=12).contains(m)))
}

fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|name| {
        word.eq_ignore_ascii_case(name)
            || word.eq_ignore_ascii_case(&name[..3])
            || (word.eq_ignore_ascii_case("sept") && *name == "September")
    })?;
    i8::try_from(at + 1).ok()
}

fn is_filler(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["the", "of"].contains(&word.as_str()) || WEEKDAYS.iter().any(|d| *d == word || d[..3] == word)
}

/// The date that an input's name holds, as far as it holds one:
/// `2016-10-05.wiki`, `Portal%3ACurrent_events%2F2016_October_5`, `2003/01/05.wiki`,
/// `January 2003.txt`. What follows an `@` is the time of a revision, not the date.
pub(super) fn of_name(name: &str) -> Partial {
    let name = percent_decode(name);
    let mut parts: Vec<&str> = name.rsplit('/').take(3).collect();
    parts.reverse();
    let stem = parts.last().copied().unwrap_or_default();
    let stem = stem.split('@').next().unwrap_or_default();
    let stem = without_extensions(stem);
    let alone = best_window(&words(stem));
    if alone.is_day() && alone.year.is_some() {
        return alone;
    }
    // Folders may carry the year and the month.
    let mut all: Vec<&str> = Vec::new();
    for part in parts.iter().take(parts.len().saturating_sub(1)) {
        all.extend(words(part));
    }
    all.extend(words(stem));
    let last = all.len().saturating_sub(3);
    match of_words(&all[last..]) {
        Some(found) if found.is_day() && found.year.is_some() => found,
        _ => alone,
    }
}

/// The first run of words that is a whole date, or else a month of a year.
fn best_window(words: &[&str]) -> Partial {
    for size in [3, 1, 2] {
        for window in words.windows(size) {
            if let Some(found) = of_words(window)
                && found.year.is_some()
                && found.month.is_some()
                && (size == 2 || found.day.is_some())
            {
                return found;
            }
        }
    }
    Partial::default()
}

fn without_extensions(mut stem: &str) -> &str {
    for _ in 0..2 {
        match stem.rsplit_once('.') {
            Some((rest, end))
                if !rest.is_empty()
                    && (1..=9).contains(&end.len())
                    && end.bytes().all(|b| b.is_ascii_alphabetic()) =>
            {
                stem = rest;
            }
            _ => break,
        }
    }
    stem
}

/// `%3A` is a colon; what is no such sequence stays as it is.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(h, 16).ok());
        match hex {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The name of the portal's page for a day: `Portal:Current events/2016 October 5`.
pub(super) fn page_title(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|m| MONTHS.get(m)).unwrap_or(&"");
    format!("Portal:Current events/{} {month} {}", day.year(), day.day())
}

/// The earliest day that a page of the portal can be about; a header template
/// with an earlier one is mistyped. The portal's pages reach back to 1994.
pub(super) const EARLIEST: Date = date(1990, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Date> {
        phrase(text).and_then(|p| p.within(Partial { year: Some(1999), ..Partial::default() }))
    }

    #[test]
    fn headings_that_are_dates() {
        let fifth = Some(date(2003, 1, 5));
        for text in [
            "January 5, 2003",
            "5 January 2003",
            "Sunday, January 5th, 2003",
            "2003-01-05",
            "2003 January 5",
            "Sun 5 Jan 2003",
            "the 5th of January, 2003",
            "20030105",
        ] {
            assert_eq!(day(text), fifth, "{text}");
        }
        assert_eq!(day("January 5"), Some(date(1999, 1, 5)));
    }

    #[test]
    fn headings_that_are_not() {
        for text in ["", "May Day", "Sports", "January 32", "February 30", "5", "1 2 3 4", "Sunday"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn names_hold_dates() {
        let of = |name| of_name(name).within(Partial::default());
        let fifth = Some(date(2016, 10, 5));
        for name in [
            "2016-10-05.wiki",
            "a/b/2016 October 5",
            "Portal%3ACurrent_events%2F2016_October_5",
            "Portal_Current_events_2016_October_5.txt",
            "pages/2016-10-05@20161006T120000Z.wiki",
            "20161005.wikitext",
            "pages/2016/10/05.wiki",
            "dump.tar.gz/2016-10-05.wiki",
        ] {
            assert_eq!(of(name), fifth, "{name}");
        }
        let month = of_name("January_2003.wiki");
        assert_eq!((month.year, month.month, month.day), (Some(2003), Some(1), None));
        assert_eq!(of_name("page.wiki"), Partial::default());
    }
}
