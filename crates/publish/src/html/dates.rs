//! Dates and times as people write them, in the language of the page.
//!
//! The shapes carry ISO 8601; whatever is not ISO 8601 is shown as it stands.

use super::messages::{Messages, Pattern};
use annals_model::Date;

/// A date as precise as it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IsoDate {
    /// `2016-10-05`
    Day(Date),
    /// `2016-10`: the month's first day
    Month(Date),
    /// `2016`: the year's first day
    Year(Date),
}

impl IsoDate {
    /// Reads an ISO 8601 day, month or year of four digits, nothing else.
    pub fn parse(text: &str) -> Option<IsoDate> {
        let number = |range: std::ops::Range<usize>| -> Option<i16> {
            let part = text.as_bytes().get(range)?;
            part.iter()
                .try_fold(0i16, |n, b| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0')))
        };
        let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
        let (year, month, day) = match text.len() {
            10 if dash(4) && dash(7) => (number(0..4)?, number(5..7)?, number(8..10)?),
            7 if dash(4) => (number(0..4)?, number(5..7)?, 1),
            4 => (number(0..4)?, 1, 1),
            _ => return None,
        };
        // The year 0 is not a year of HTML's dates.
        let date = Date::new(year, month as i8, day as i8).ok().filter(|_| year > 0)?;
        Some(match text.len() {
            10 => IsoDate::Day(date),
            7 => IsoDate::Month(date),
            _ => IsoDate::Year(date),
        })
    }
}

/// How much of a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Wednesday, 5 October 2016
    Full,
    /// 5 October 2016
    Plain,
    /// 5 Oct 2016
    Short,
    /// 5 Oct
    InYear,
}

impl Messages {
    /// An ISO day, month or year in words.
    pub fn date(&self, iso: &str, style: Style) -> String {
        match IsoDate::parse(iso) {
            Some(IsoDate::Day(day)) => self.day(day, style),
            Some(IsoDate::Month(month)) => self.written(&self.dates.month, month, style),
            Some(IsoDate::Year(year)) => self.written(&self.dates.year, year, style),
            None => iso.to_owned(),
        }
    }

    /// A day in words.
    pub fn day(&self, day: Date, style: Style) -> String {
        let pattern = match style {
            Style::Full => &self.dates.full,
            Style::Plain | Style::Short => &self.dates.plain,
            Style::InYear => &self.dates.in_year,
        };
        self.written(pattern, day, style)
    }

    /// A time (RFC 3339, UTC) in words, to the minute.
    pub fn time(&self, rfc3339: &str) -> String {
        match (rfc3339.get(..10).and_then(IsoDate::parse), rfc3339.get(11..16)) {
            (Some(IsoDate::Day(day)), Some(time)) if is_utc(rfc3339) => {
                let day = self.day(day, Style::Plain);
                self.fill("date-time", &[("date", &day), ("time", time)])
            }
            _ => rfc3339.to_owned(),
        }
    }

    /// From the first day to the last; one day where both are the same.
    pub fn range(&self, first: &str, last: &str, style: Style) -> String {
        let (from, to) = (self.date(first, style), self.date(last, style));
        if first == last { from } else { self.fill("date-range", &[("from", &from), ("to", &to)]) }
    }

    fn written(&self, pattern: &Pattern, date: Date, style: Style) -> String {
        let months = match style {
            Style::Short | Style::InYear => &self.dates.months_short,
            Style::Full | Style::Plain => &self.dates.months,
        };
        let mut digits = [0u8; 2];
        pattern.fill(&[
            ("day", two_digits(date.day(), &mut digits)),
            ("month", &months[date.month() as usize - 1]),
            ("year", &date.year().to_string()),
            ("weekday", &self.dates.weekdays[date.weekday().to_monday_zero_offset() as usize]),
        ])
    }

    /// A month's name without its year.
    pub fn month_name(&self, month: Date) -> &str {
        &self.dates.months[month.month() as usize - 1]
    }

    /// The weekday's short name, Monday first: 0 to 6.
    pub fn weekday_short(&self, at: usize) -> &str {
        &self.dates.weekdays_short[at % 7]
    }

    /// The weekday's name, Monday first: 0 to 6.
    pub fn weekday(&self, at: usize) -> &str {
        &self.dates.weekdays[at % 7]
    }
}

/// A day of the month as people write it, without a leading zero.
fn two_digits(day: i8, digits: &mut [u8; 2]) -> &str {
    let day = day.unsigned_abs();
    *digits = [b'0' + day / 10 % 10, b'0' + day % 10];
    std::str::from_utf8(&digits[usize::from(day < 10)..]).unwrap_or_default()
}

/// Whether a text is a time in UTC that a `datetime` attribute may hold.
pub(crate) fn is_utc(text: &str) -> bool {
    let bytes = text.as_bytes();
    let two = |at: usize, most: u8| {
        bytes.get(at).zip(bytes.get(at + 1)).is_some_and(|(a, b)| {
            a.is_ascii_digit() && b.is_ascii_digit() && (a - b'0') * 10 + (b - b'0') <= most
        })
    };
    let fraction = |rest: &[u8]| match rest {
        [b'Z'] => true,
        [b'.', digits @ .., b'Z'] => {
            (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    text.get(..10).and_then(IsoDate::parse).is_some()
        && bytes.get(10) == Some(&b'T')
        && two(11, 23)
        && bytes.get(13) == Some(&b':')
        && two(14, 59)
        && bytes.get(16) == Some(&b':')
        && two(17, 59)
        && bytes.get(19..).is_some_and(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_the_page_s_language() {
        let (en, zh) = (Messages::for_lang("en"), Messages::for_lang("zh"));
        assert_eq!(en.date("2016-10-05", Style::Full), "Wednesday, 5 October 2016");
        assert_eq!(zh.date("2016-10-05", Style::Full), "2016年10月5日 星期三");
        assert_eq!(en.date("2016-10-05", Style::Short), "5 Oct 2016");
        assert_eq!(
            (en.date("2016-10", Style::Full), zh.date("2016", Style::Full)),
            ("October 2016".into(), "2016年".into())
        );
        assert_eq!(en.time("2018-02-06T13:49:29Z"), "6 February 2018, 13:49 UTC");
        assert_eq!(en.range("2015-10-30", "2016-01-02", Style::Short), "30 Oct 2015 – 2 Jan 2016");
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        let en = Messages::for_lang("en");
        for odd in
            ["", "2016-13-01", "2016-02-30", "0000-01-01", "soon", "2016-1-1", "20161005", "２016"]
        {
            assert_eq!(en.date(odd, Style::Full), odd);
        }
        assert_eq!(en.time("2018-02-06T25:00:00Z"), "2018-02-06T25:00:00Z");
        assert!(is_utc("2018-02-06T13:49:29.123Z") && !is_utc("2018-02-06T13:49:29+01:00"));
        assert!(!is_utc("2018-02-06T13:49:29Zé") && !is_utc("2018-02-06T13:4é:29Z"));
    }
}
