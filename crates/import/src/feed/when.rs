//! Dates as feeds write them: RFC 822 with every sloppiness, RFC 3339 and W3CDTF,
//! asctime, other languages' months. What is not understood keeps its text.

use super::months;
use annals_model::{Date, Timestamp};
use jiff::civil::Time;

/// A date of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// As written.
    pub text: String,
    /// What it says, as far as it is understood.
    pub value: Option<Moment>,
}

/// A moment as precise as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day, by the writer's clock; the first of the month or year where no more was said.
    pub date: Date,
    /// The time of day by the writer's clock.
    pub time: Option<Time>,
    /// Seconds east of UTC; `None` where no zone was written or its name says nothing.
    pub offset: Option<i32>,
    /// How much of it was written.
    pub precision: Precision,
}

/// The smallest unit that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// `2003`
    Year,
    /// `2003-12`
    Month,
    /// `2003-12-31`
    Day,
    /// With a time, with or without seconds.
    Time,
}

impl Moment {
    /// The point in time, where time and zone are known.
    pub fn timestamp(&self) -> Option<Timestamp> {
        let seconds = i64::from(self.offset?);
        let local = self.date.to_datetime(self.time?);
        let utc = local.checked_sub(jiff::SignedDuration::from_secs(seconds)).ok()?;
        Some(utc.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    }
}

/// No date is longer; a paragraph in a date's place is not searched for one.
const LONGEST: usize = 100;

/// Zones by name, in minutes. Names of several zones (`IST`, `CST` in Asia) have
/// the meaning of RFC 822 or none.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("met", 60),
    ("mest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("est", -300),
    ("edt", -240),
    ("et", -300),
    ("cst", -360),
    ("cdt", -300),
    ("ct", -360),
    ("mst", -420),
    ("mdt", -360),
    ("mt", -420),
    ("pst", -480),
    ("pdt", -420),
    ("pt", -480),
    ("ast", -240),
    ("adt", -180),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("acst", 570),
    ("awst", 480),
    ("nzst", 720),
    ("nzdt", 780),
    ("sgt", 480),
    ("hkt", 480),
    ("sast", 120),
];

impl When {
    /// Reads a date.
    pub fn read(text: &str) -> When {
        let text = annals_model::tidy(text);
        let value = if text.len() > LONGEST { None } else { moment(&text) };
        When { text, value }
    }
}

fn moment(text: &str) -> Option<Moment> {
    iso(text).or_else(|| words(text))
}

/// `2003-12-31T10:14:55.5+01:00` and its shortened forms; a space for the `T` too.
fn iso(text: &str) -> Option<Moment> {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let sized = |part: &str, len: usize| -> Option<i16> {
        let digits = part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let narrow = |n: i16| i8::try_from(n).ok();
    let (date, precision) = match parts[..] {
        [y, m, d] if d.len() <= 2 && m.len() <= 2 => {
            let (m, d) = (sized(m, m.len())?, sized(d, d.len())?);
            (Date::new(sized(y, 4)?, narrow(m)?, narrow(d)?).ok()?, Precision::Day)
        }
        [y, m] if m.len() == 2 => {
            (Date::new(sized(y, 4)?, narrow(sized(m, 2)?)?, 1).ok()?, Precision::Month)
        }
        [y, day] => (day_of_year(sized(y, 4)?, sized(day, 3)?)?, Precision::Day),
        [y] if y.len() == 4 => (Date::new(sized(y, 4)?, 1, 1).ok()?, Precision::Year),
        [d] if d.len() == 8 && d.is_ascii() => {
            let (y, m, day) = (sized(&d[..4], 4)?, sized(&d[4..6], 2)?, sized(&d[6..], 2)?);
            (Date::new(y, narrow(m)?, narrow(day)?).ok()?, Precision::Day)
        }
        _ => return None,
    };
    if rest.is_empty() {
        return Some(Moment { date, time: None, offset: None, precision });
    }
    if precision != Precision::Day {
        return None;
    }
    let split = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')));
    let (clock, zone) = rest.split_at(split.unwrap_or(rest.len()));
    let (time, days) = clock_time(clock, None)?;
    let zone = zone.trim();
    let offset = if zone.is_empty() { None } else { Some(zone_offset(zone)?) };
    let date = date.checked_add(jiff::Span::new().days(days)).ok()?;
    Some(Moment { date, time: Some(time), offset, precision: Precision::Time })
}

fn day_of_year(year: i16, day: i16) -> Option<Date> {
    let first = Date::new(year, 1, 1).ok()?;
    let date = first.checked_add(jiff::Span::new().days(day - 1)).ok()?;
    (day > 0 && date.year() == year).then_some(date)
}

/// Everything else: words and numbers in nearly any order.
fn words(text: &str) -> Option<Moment> {
    let lower = text.to_lowercase();
    let mut found = Found::default();
    let spaced = lower.replace([',', '(', ')'], " ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    for (at, token) in tokens.iter().enumerate() {
        found.take(at, token)?;
    }
    let year = found.year?;
    let date = Date::new(year, found.month.or(found.weekday_or_month)?, found.day?).ok()?;
    let Some(clock) = found.clock else {
        return Some(Moment { date, time: None, offset: None, precision: Precision::Day });
    };
    let (time, days) = clock_time(clock, found.half)?;
    let date = date.checked_add(jiff::Span::new().days(days)).ok()?;
    Some(Moment { date, time: Some(time), offset: found.offset, precision: Precision::Time })
}

/// The parts of a date, as the words yield them.
#[derive(Debug, Default)]
struct Found<'a> {
    year: Option<i16>,
    month: Option<i8>,
    /// A first word that could be a month or a weekday: French `mar.`
    weekday_or_month: Option<i8>,
    day: Option<i8>,
    clock: Option<&'a str>,
    half: Option<Half>,
    offset: Option<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

impl<'a> Found<'a> {
    /// Finds a place for a word. `None`: this is no date.
    fn take(&mut self, at: usize, word: &'a str) -> Option<()> {
        let number = word.trim_end_matches(['.', 'º', 'ª']);
        if let Some(digits) = number.strip_suffix(['年', '년']) {
            return self.set_year(digits);
        } else if let Some(digits) = number.strip_suffix(['月', '월']) {
            self.month = Some(digits.parse().ok()?);
        } else if let Some(digits) = number.strip_suffix(['日', '일']) {
            self.day = Some(digits.parse().ok()?);
        } else if number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty() {
            return self.take_number(number);
        } else if word.starts_with(['+', '-']) {
            self.offset = Some(zone_offset(word)?);
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            return match word.find(['-', '/', ':']).map(|at| &word[at..=at]) {
                Some(":") => self.take_clock(word),
                Some(_) => self.take_joined(word),
                None => self.take_ordinal(word),
            };
        } else if let Some(half) = half(word) {
            self.half = Some(half);
        } else if let Some(month) = months::month(word) {
            if at == 0 { self.weekday_or_month = Some(month) } else { self.month = Some(month) }
        } else if let Some(offset) = zone_offset(word) {
            self.offset = Some(offset);
        }
        Some(())
    }

    /// `4th`
    fn take_ordinal(&mut self, word: &str) -> Option<()> {
        let day = ["st", "nd", "rd", "th", "er", "e"].iter().find_map(|s| word.strip_suffix(s))?;
        self.day = Some(day.parse().ok()?);
        Some(())
    }

    fn take_number(&mut self, number: &str) -> Option<()> {
        match number.len() {
            1 | 2 if self.day.is_none() => self.day = Some(number.parse().ok()?),
            2 | 4 if self.year.is_none() => return self.set_year(number),
            // A zone without its sign: `0000`.
            4 if self.clock.is_some() => {
                self.offset = if number == "0000" { Some(0) } else { self.offset };
            }
            _ => return None,
        }
        Some(())
    }

    /// Two digits are of the century in which feeds have existed.
    fn set_year(&mut self, digits: &str) -> Option<()> {
        let year: i16 = digits.parse().ok()?;
        self.year = Some(match (digits.len(), year) {
            (2, 90..) => year + 1900,
            (2, _) => year + 2000,
            _ => year,
        });
        Some(())
    }

    /// `10:14:55`, `10:14:55z`, `10:14:55+0100`, `9:15pm`
    fn take_clock(&mut self, word: &'a str) -> Option<()> {
        let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')));
        let (clock, rest) = word.split_at(end.unwrap_or(word.len()));
        self.clock = Some(clock);
        if let Some(half) = half(rest) {
            self.half = Some(half);
        } else if !rest.is_empty() {
            self.offset = Some(zone_offset(rest)?);
        }
        Some(())
    }

    /// `31-dec-2003`, `2004-július-13t9:15-05:00`, `2004/06/13`, `31/12/2003`
    fn take_joined(&mut self, word: &'a str) -> Option<()> {
        let parts: Vec<&str> = word.splitn(3, ['-', '/']).collect();
        let &[a, b, c] = &parts[..] else { return None };
        let (c, clock) = match c.split_once('t') {
            Some((day, clock)) if clock.contains(':') => (day, Some(clock)),
            _ => (c, None),
        };
        let small = |text: &str| text.parse::<i8>().ok().filter(|n| *n > 0);
        let (year, month, day) = match (small(a), months::month(b).or(small(b)), small(c)) {
            (_, month, day) if a.len() == 4 => (a, month?, day?),
            (day, month, _) if months::month(b).is_some() => (c, month?, day?),
            // Day and month can be told apart only where one of them is above twelve.
            (Some(day @ 13..), Some(month), _) => (c, month, day),
            (Some(month), Some(day @ 13..), _) => (c, month, day),
            (Some(one), Some(same), _) if one == same => (c, one, same),
            _ => return None,
        };
        self.month = Some(month);
        self.day = Some(day);
        self.set_year(year)?;
        clock.map_or(Some(()), |clock| self.take_clock(clock))
    }
}

fn half(word: &str) -> Option<Half> {
    match word.trim_end_matches('.') {
        "am" | "a.m" | "오전" | "上午" | "午前" => Some(Half::Morning),
        "pm" | "p.m" | "오후" | "下午" | "午後" => Some(Half::Afternoon),
        _ => None,
    }
}

/// A time of day, and the days to add: `24:00` is the next day's beginning.
fn clock_time(clock: &str, half: Option<Half>) -> Option<(Time, i64)> {
    let mut parts = clock.split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next().map_or(Some(0), |m| m.parse().ok())?;
    let second = parts.next().unwrap_or("0");
    let second = second.split(['.', ',']).next().unwrap_or_default();
    // A leap second is told as the second before it.
    let second: i8 = second.parse().ok().map(|s: i8| if s == 60 { 59 } else { s })?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match (half, hour) {
        (Some(Half::Morning), 12) => 0,
        (Some(Half::Afternoon), 1..=11) => hour + 12,
        _ => hour,
    };
    if hour == 24 && minute == 0 && second == 0 {
        return Some((Time::midnight(), 1));
    }
    Some((Time::new(hour, minute, second, 0).ok()?, 0))
}

/// `+0100`, `-05:00`, `+1`, `gmt+2`, `etc/gmt`, `pst`
fn zone_offset(zone: &str) -> Option<i32> {
    let zone = zone.to_ascii_lowercase();
    let zone = zone.strip_prefix("etc/").unwrap_or(&zone);
    if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == zone) {
        return Some(minutes * 60);
    }
    let zone = zone.strip_prefix("gmt").or_else(|| zone.strip_prefix("utc")).unwrap_or(zone);
    let (sign, digits) = match (zone.strip_prefix('+'), zone.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((h, m)) => (h, m),
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let hours: i32 = hours.parse().ok().filter(|h| (0..=26).contains(h))?;
    let minutes: i32 = minutes.parse().ok().filter(|m| (0..60).contains(m))?;
    Some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let found = When::read(text);
        let shown = found.value.map(|m| match (m.timestamp(), m.time) {
            (Some(t), _) => t.to_string(),
            (None, Some(time)) => format!("{} {time}", m.date),
            (None, None) => format!("{} {:?}", m.date, m.precision),
        });
        assert_eq!(shown.as_deref().unwrap_or("unknown"), expect, "{text}");
    }

    #[test]
    fn rfc_822_and_worse() {
        for text in [
            "Fri, 26 Aug 2016 14:05:09 GMT",
            "Fri, 26 Aug 2016 14:05:09 +0000",
            "26 August 2016 16:05:09 CEST",
            "Friday,26 Aug 16 10:05:09 EDT",
            "Aug 26, 2016 2:05:09 PM UTC",
            "Fri Aug 26 14:05:09 2016 Z",
            "26-Aug-2016 14:05:09 GMT+00:00",
            "Fri, 26 Aug 2016 14:05:09 Etc/GMT",
            "Fri, 26 août 2016 16:05:09 +0200",
            "Παρ, 26 Αυγ 2016 17:05:09 EEST",
            "2016년 08월 26일 오후 11:05:09 KST",
        ] {
            check(text, "2016-08-26T14:05:09Z");
        }
        check("Fri, 26 Aug 2016 14:05:09", "2016-08-26 14:05:09");
        check("Fri, 26 Aug 2016", "2016-08-26 Day");
        check("mar. 3 mai 2016 10:00 +0200", "2016-05-03T08:00:00Z");
    }

    #[test]
    fn iso_and_its_kin() {
        check("2016-08-26T14:05:09Z", "2016-08-26T14:05:09Z");
        check("2016-08-26t16:05:09.123+02:00", "2016-08-26T14:05:09Z");
        check("2016-08-26 14:05", "2016-08-26 14:05:00");
        check("2016-08-26T24:00:00Z", "2016-08-27T00:00:00Z");
        check("20160826", "2016-08-26 Day");
        check("2016-239", "2016-08-26 Day");
        check("2016-08", "2016-08-01 Month");
        check("2016", "2016-01-01 Year");
        check("2016-augusztus-26T9:05-05:00", "2016-08-26T14:05:00Z");
        check("2016/08/26", "2016-08-26 Day");
    }

    #[test]
    fn doubtful_dates_stay_unknown() {
        for text in
            ["", "yesterday", "09/05/2016", "2016-02-30", "32 Aug 2016", "1471615509", "25:99 2016"]
        {
            check(text, "unknown");
        }
        check("26/08/2016", "2016-08-26 Day");
        check(&"9".repeat(1_000), "unknown");
    }
}
