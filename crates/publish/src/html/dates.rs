//! Dates and times as people write them, in the language of the page.
//!
//! The shapes carry ISO 8601; whatever is not ISO 8601 is shown as it stands.

use super::messages::Messages;
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
            part.iter().try_fold(0i16, |n, b| {
                b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0'))
            })
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
            Some(IsoDate::Month(month)) => self.written("date-month", month, style),
            Some(IsoDate::Year(year)) => self.written("date-year", year, style),
            None => iso.to_owned(),
        }
    }

    /// A day in words.
    pub fn day(&self, day: Date, style: Style) -> String {
        let pattern = match style {
            Style::Full => "date-full",
            Style::Plain | Style::Short => "date-plain",
            Style::InYear => "date-in-year",
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

    fn written(&self, pattern: &str, date: Date, style: Style) -> String {
        let month = match style {
            Style::Short | Style::InYear => MONTHS_SHORT[date.month() as usize - 1],
            _ => MONTHS[date.month() as usize - 1],
        };
        let weekday = WEEKDAYS[date.weekday().to_monday_zero_offset() as usize];
        self.fill(
            pattern,
            &[
                ("weekday", self.text(weekday)),
                ("day", &date.day().to_string()),
                ("month", self.text(month)),
                ("year", &date.year().to_string()),
            ],
        )
    }

    /// A month's name without its year.
    pub fn month_name(&self, month: Date) -> &str {
        self.text(MONTHS[month.month() as usize - 1])
    }

    /// The weekday's short name, Monday first: 0 to 6.
    pub fn weekday_short(&self, at: usize) -> &str {
        self.text(WEEKDAYS_SHORT[at % 7])
    }

    /// The weekday's name, Monday first: 0 to 6.
    pub fn weekday(&self, at: usize) -> &str {
        self.text(WEEKDAYS[at % 7])
    }
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

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];
const MONTHS_SHORT: [&str; 12] = [
    "month-short-1",
    "month-short-2",
    "month-short-3",
    "month-short-4",
    "month-short-5",
    "month-short-6",
    "month-short-7",
    "month-short-8",
    "month-short-9",
    "month-short-10",
    "month-short-11",
    "month-short-12",
];
const WEEKDAYS: [&str; 7] = [
    "weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7",
];
const WEEKDAYS_SHORT: [&str; 7] = [
    "weekday-short-1",
    "weekday-short-2",
    "weekday-short-3",
    "weekday-short-4",
    "weekday-short-5",
    "weekday-short-6",
    "weekday-short-7",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_the_page_s_language() {
        let (en, zh) = (Messages::for_lang("en"), Messages::for_lang("zh"));
        assert_eq!(en.date("2016-10-05", Style::Full), "Wednesday, 5 October 2016");
        assert_eq!(zh.date("2016-10-05", Style::Full), "2016年10月5日 星期三");
        assert_eq!(en.date("2016-10-05", Style::Short), "5 Oct 2016");
        assert_eq!((en.date("2016-10", Style::Full), zh.date("2016", Style::Full)), ("October 2016".into(), "2016年".into()));
        assert_eq!(en.time("2018-02-06T13:49:29Z"), "6 February 2018, 13:49 UTC");
        assert_eq!(en.range("2015-10-30", "2016-01-02", Style::Short), "30 Oct 2015 – 2 Jan 2016");
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        let en = Messages::for_lang("en");
        for odd in ["", "2016-13-01", "2016-02-30", "0000-01-01", "soon", "2016-1-1", "20161005", "２016"] {
            assert_eq!(en.date(odd, Style::Full), odd);
        }
        assert_eq!(en.time("2018-02-06T25:00:00Z"), "2018-02-06T25:00:00Z");
        assert!(is_utc("2018-02-06T13:49:29.123Z") && !is_utc("2018-02-06T13:49:29+01:00"));
        assert!(!is_utc("2018-02-06T13:49:29Zé") && !is_utc("2018-02-06T13:4é:29Z"));
    }
}
