//! Lengths of time as people write them in settings: `30s`, `15m`, `2h`, `1d`.

use serde::de::{Deserialize, Deserializer, Error};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How often something is done: a length of time, or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// Again after so long.
    Every(Duration),
    /// Not at all: `never`.
    Never,
}

/// The units with their seconds.
const UNITS: [(char, u64); 4] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];

/// The longest interval: ten years, so that no sum of moments overflows.
const LONGEST: u64 = 3_653 * 86_400;

impl Interval {
    /// So many minutes.
    pub const fn minutes(minutes: u64) -> Interval {
        Interval::Every(Duration::from_secs(minutes * 60))
    }

    /// The length; `None` for never.
    pub fn length(self) -> Option<Duration> {
        match self {
            Interval::Every(length) => Some(length),
            Interval::Never => None,
        }
    }
}

impl FromStr for Interval {
    type Err = String;

    fn from_str(text: &str) -> Result<Interval, String> {
        if text == "never" {
            return Ok(Interval::Never);
        }
        let wrong = || format!("`{text}` is no length of time: write `15m`, `2h`, `1d` or `never`");
        let unit = text.chars().next_back().ok_or_else(wrong)?;
        let (_, each) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
        let number = &text[..text.len() - 1];
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let count: u64 = number.parse().ok().filter(|_| digits).ok_or_else(wrong)?;
        match count.checked_mul(*each) {
            Some(0) => Err(format!("`{text}`: an interval is at least a second")),
            Some(seconds) if seconds <= LONGEST => {
                Ok(Interval::Every(Duration::from_secs(seconds)))
            }
            _ => Err(format!("`{text}`: an interval is at most ten years")),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval::Every(length) = self else { return f.write_str("never") };
        let seconds = length.as_secs();
        let (unit, each) =
            UNITS.into_iter().rev().find(|(_, each)| seconds % each == 0).unwrap_or(('s', 1));
        write!(f, "{}{unit}", seconds / each)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Interval, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_written() {
        for (text, seconds) in [("45s", 45), ("15m", 900), ("2h", 7_200), ("3d", 259_200)] {
            let read: Interval = text.parse().unwrap();
            assert_eq!(read, Interval::Every(Duration::from_secs(seconds)));
            assert_eq!(read.to_string(), text);
        }
        assert_eq!("90m".parse::<Interval>().unwrap(), Interval::minutes(90));
        assert_eq!("never".parse::<Interval>().unwrap().length(), None);
        assert_eq!("120s".parse::<Interval>().unwrap().to_string(), "2m");
    }

    #[test]
    fn what_is_no_length_is_refused() {
        let wrong =
            ["", "m", "15", "-1m", "+1m", "1.5h", "1w", "0s", "15 m", "99999999999999999999h", "5000d", "é"];
        for text in wrong {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
    }
}
