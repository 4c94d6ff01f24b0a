//! A date as read: how much of it is known, and how it is written as EDTF.

use annals_model::{Date, Precision};

/// One reading of a date: a year at least, down to a second at most.
///
/// Readings compare by what they say: earlier ones first, coarse ones before fine ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    /// The year of the Gregorian calendar.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31, only with a month.
    pub day: Option<i8>,
    /// The time of day, only with a day.
    pub time: Option<Clock>,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock {
    /// 0 to 23.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// 0 to 59, where it was written.
    pub second: Option<i8>,
    /// Minutes that the zone is ahead of UTC, where it was written.
    pub offset: Option<i16>,
}

impl Reading {
    /// A day, if there is such a day.
    pub fn day(year: i32, month: u32, day: u32) -> Option<Reading> {
        let (year, month, day) =
            (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(year, month, day).ok()?;
        Some(Reading { year, month: Some(month), day: Some(day), time: None })
    }

    /// A month, if there is such a month.
    pub fn month(year: i32, month: u32) -> Option<Reading> {
        let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
        Some(Reading { year: i16::try_from(year).ok()?, month: Some(month), day: None, time: None })
    }

    /// A day of the Persian solar calendar.
    pub(super) fn solar(year: u32, month: u32, day: u32) -> Option<Reading> {
        let date = solar_day(year, month, day)?;
        Some(Reading {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
            time: None,
        })
    }

    /// The day, where it is known.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The first day that it may mean.
    pub fn first_day(&self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The seconds since 1970 that it may mean at the earliest: an unknown zone may be
    /// 14 hours ahead. `None` where no time is known.
    pub fn moment(&self) -> Option<i64> {
        let (date, clock) = (self.date()?, self.time?);
        let epoch = Date::new(1970, 1, 1).ok()?;
        let days = i64::from(date.since(epoch).ok()?.get_days());
        let minutes = i64::from(clock.hour) * 60 + i64::from(clock.minute);
        let offset = i64::from(clock.offset.unwrap_or(14 * 60));
        Some(days * 86_400 + (minutes - offset) * 60 + i64::from(clock.second.unwrap_or(0)))
    }

    /// How fine it is.
    pub fn precision(&self) -> Precision {
        match (self.month, self.day, self.time) {
            (None, ..) => Precision::Year,
            (Some(_), None, _) => Precision::Month,
            (Some(_), Some(_), None) => Precision::Day,
            (_, _, Some(clock)) if clock.second.is_none() => Precision::Minute,
            _ => Precision::Second,
        }
    }

    /// As EDTF level 0: `2016`, `2016-05`, `2016-05-09`, `2016-05-09T14:30:00+02:00`.
    /// The standard wants seconds where there are minutes.
    pub fn edtf(&self) -> String {
        let mut out = format!("{:04}", self.year);
        if let Some(month) = self.month {
            out.push_str(&format!("-{month:02}"));
        }
        if let Some(day) = self.day {
            out.push_str(&format!("-{day:02}"));
        }
        if let Some(Clock { hour, minute, second, offset }) = self.time {
            out.push_str(&format!("T{hour:02}:{minute:02}:{:02}", second.unwrap_or(0)));
            match offset {
                Some(0) => out.push('Z'),
                Some(o) => {
                    let sign = if o < 0 { '-' } else { '+' };
                    out.push_str(&format!("{sign}{:02}:{:02}", o.abs() / 60, o.abs() % 60));
                }
                None => {}
            }
        }
        out
    }

    /// Whether two readings can be of one moment: what both know agrees.
    pub fn agrees(&self, other: &Reading) -> bool {
        fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }
}

/// Seconds since 1970 as UTC.
pub(super) fn from_unix(seconds: i64) -> Option<Reading> {
    let days = seconds.div_euclid(86_400);
    let rest = i16::try_from(seconds.rem_euclid(86_400) / 60).ok()?;
    let second = i8::try_from(seconds.rem_euclid(60)).ok()?;
    let date = Date::new(1970, 1, 1).ok()?;
    let date = date.checked_add(annals_model::Span::new().try_days(days).ok()?).ok()?;
    let time = Clock {
        hour: i8::try_from(rest / 60).ok()?,
        minute: i8::try_from(rest % 60).ok()?,
        second: Some(second),
        offset: Some(0),
    };
    Some(Reading {
        year: date.year(),
        month: Some(date.month()),
        day: Some(date.day()),
        time: Some(time),
    })
}

/// The Gregorian day of a day of the Persian solar calendar, by the cycle of
/// 33 years that holds from 1178 to 1633 (Borkowski, 1996).
fn solar_day(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1178..=1633).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let in_month = if month <= 6 { 31 } else { 30 };
    if !(1..=in_month).contains(&day) {
        return None;
    }
    let before = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 };
    // The leap years of each cycle.
    let leap = [1, 5, 9, 13, 17, 22, 26, 30];
    let leaps =
        |y: u32| i64::from(y / 33 * 8) + leap.iter().filter(|l| **l <= y % 33).count() as i64;
    let base = Date::new(2016, 3, 20).ok()?; // 1 Farvardin 1395
    let years = i64::from(year) - 1395;
    let extra = leaps(year - 1) - leaps(1394);
    let days = years * 365 + extra + i64::from(before) + i64::from(day) - 1;
    base.checked_add(annals_model::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn solar_days() {
        // New Year's days of the Persian calendar, as published.
        for (year, gregorian) in [
            (1357, "1978-03-21"),
            (1379, "2000-03-20"),
            (1388, "2009-03-21"),
            (1391, "2012-03-20"),
            (1392, "2013-03-21"),
            (1395, "2016-03-20"),
            (1396, "2017-03-21"),
            (1399, "2020-03-20"),
            (1400, "2021-03-21"),
            (1403, "2024-03-20"),
            (1404, "2025-03-21"),
        ] {
            let day = Reading::solar(year, 1, 1).unwrap();
            assert_eq!(day.edtf(), gregorian, "{year}");
        }
        // The revolution's day, 22 Bahman 1357.
        assert_eq!(Reading::solar(1357, 11, 22).unwrap().edtf(), "1979-02-11");
        assert_eq!(Reading::solar(1395, 13, 1), None);
    }

    #[test]
    fn unix_seconds() {
        assert_eq!(from_unix(1_000_000_000).unwrap().edtf(), "2001-09-09T01:46:40Z");
        assert_eq!(from_unix(-1).unwrap().edtf(), "1969-12-31T23:59:59Z");
        assert_eq!(from_unix(i64::MAX), None);
    }
}
