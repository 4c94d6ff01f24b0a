//! Dates as people write them, in many languages, found in running text.
//!
//! [`find_all`] reads from digit to digit: a date without a digit is no date
//! ("last Tuesday"), and everything else in a text costs one look. What is found
//! keeps all its readings, likeliest first; which one holds is for those to decide
//! who know the page.
//!
//! ```
//! use annals_extract::dates::written::{Hints, find_all};
//!
//! let found = find_all("Berlin, Montag, 12. September 2016, 14:30 Uhr", &Hints::default());
//! assert_eq!(found[0].readings[0].edtf(), "2016-09-12T14:30:00");
//! let found = find_all("09/05/2016", &Hints::default());
//! assert_eq!(found[0].readings.len(), 2);
//! ```

mod clock;
mod forms;
mod machine;
mod named;
mod scan;
mod value;
mod words;

pub use machine::read as read_machine;
pub use value::{Clock, Reading};

use annals_model::{Date, Weekday};
use std::ops::Range;

/// The order in which a place writes day, month and year in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// 9/5/2016 is in May.
    DayFirst,
    /// 9/5/2016 is in September.
    MonthFirst,
    /// 16/05/09 is in May 2016.
    YearFirst,
}

/// What is known about a text before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'h> {
    /// The order that other pages of the site showed.
    pub site_order: Option<Order>,
    /// The order that language or country suggest; gives way to `site_order`.
    pub order: Option<Order>,
    /// The text's language, BCP 47.
    pub language: Option<&'h str>,
    /// The last day that a date can be; readings after it are dropped.
    pub not_after: Option<Date>,
    /// The year of dates that name none ("Aug. 26"); without it they are not found.
    pub year: Option<i16>,
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// `2016-05-09`, `2016/05/09`: the year in front.
    YearFirst,
    /// `20160509`.
    Compact,
    /// The month by name: `9 May 2016`.
    Named,
    /// `2016年5月9日`.
    EastAsian,
    /// `9.5.2016`, `09/05/16`: figures whose order is to be known.
    Figures {
        /// What parts them.
        separator: Separator,
        /// The first figure.
        first: u8,
        /// The second figure.
        second: u8,
    },
    /// `9 May`: the year is taken from [`Hints::year`].
    Yearless,
    /// `May 2016`: no day.
    Month,
}

/// What parts the figures of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // they are what they are called
pub enum Separator {
    Dot,
    Slash,
    Hyphen,
}

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, with its day of the week and its time.
    pub range: Range<usize>,
    /// What it can mean, likeliest first; never empty.
    pub readings: Vec<Reading>,
    /// The day of the week written beside it, right or wrong.
    pub weekday: Option<Weekday>,
    /// How it is written.
    pub form: Form,
}

impl Found {
    /// Whether it can mean several days.
    pub fn is_open(&self) -> bool {
        self.readings.len() > 1
    }

    /// In which order a reading takes the figures; `None` where it does not matter.
    pub fn order_of(&self, reading: &Reading) -> Option<Order> {
        let Form::Figures { first, second, .. } = self.form else { return None };
        let (month, day) = (reading.month?, reading.day?);
        let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
        if first == second {
            None
        } else if (day, month) == (first, second) {
            Some(Order::DayFirst)
        } else if (month, day) == (first, second) {
            Some(Order::MonthFirst)
        } else {
            Some(Order::YearFirst)
        }
    }
}

/// Most dates read from one text; longer lists are calendars.
const MOST: usize = 1_000;

/// All dates in a text, in its order, none overlapping.
pub fn find_all(text: &str, hints: &Hints<'_>) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let (mut at, mut floor) = (0, 0);
    while let Some(start) = scan::next_digit(text, at) {
        let Some(number) = scan::number(text, start) else { break };
        at = number.end;
        let Some(mut found) = forms::read(text, start, number, floor, hints) else { continue };
        found.readings.retain(|r| match (hints.not_after, r.first_day()) {
            (Some(last), Some(first)) => first <= last,
            _ => true,
        });
        at = found.range.end.max(at);
        floor = at;
        if found.readings.is_empty() {
            continue;
        }
        all.push(found);
        if all.len() >= MOST {
            break;
        }
    }
    all
}

/// The day of the week that a word names, in any of the languages known.
pub fn weekday(word: &str) -> Option<Weekday> {
    words::weekday(word)
}

/// The first date in a text.
pub fn first(text: &str, hints: &Hints<'_>) -> Option<Found> {
    find_all(text, hints).into_iter().next()
}

#[cfg(test)]
mod tests;
