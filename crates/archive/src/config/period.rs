//! Lengths of time as people write them in `annals.toml`: "30m", "2h", "1d".

use serde::Deserialize;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A length of time in whole seconds, at most ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Period(Duration);

/// The units, largest first, and their seconds.
const UNITS: &[(char, u64)] =
    &[('w', 7 * 86_400), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The longest, in seconds.
const LONGEST: u64 = 10 * 366 * 86_400;

impl Period {
    /// So many seconds; ten years, if there are more.
    pub const fn seconds(seconds: u64) -> Period {
        Period(Duration::from_secs(if seconds > LONGEST { LONGEST } else { seconds }))
    }

    /// So many minutes.
    pub const fn minutes(minutes: u64) -> Period {
        Period::seconds(minutes.saturating_mul(60))
    }

    /// So many hours.
    pub const fn hours(hours: u64) -> Period {
        Period::minutes(hours.saturating_mul(60))
    }

    /// So many days of 24 hours.
    pub const fn days(days: u64) -> Period {
        Period::hours(days.saturating_mul(24))
    }

    /// As the standard library counts time.
    pub const fn duration(self) -> Duration {
        self.0
    }
}

/// A text that is no length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no length of time: write \"30s\", \"20m\", \"2h\", \"1d\" or \"1w\"")]
pub struct InvalidPeriod(String);

impl FromStr for Period {
    type Err = InvalidPeriod;

    /// Reads numbers with units, `1d` or `1h30m`; `0s` is nothing.
    fn from_str(text: &str) -> Result<Period, InvalidPeriod> {
        let invalid = || InvalidPeriod(text.chars().take(40).collect());
        let mut total = 0_u64;
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(invalid());
        }
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let number: u64 = rest[..digits].parse().map_err(|_| invalid())?;
            let unit = rest[digits..].chars().next().ok_or_else(invalid)?;
            let (_, seconds) = UNITS.iter().find(|(u, _)| *u == unit).ok_or_else(invalid)?;
            total = total.saturating_add(number.saturating_mul(*seconds));
            rest = rest[digits + unit.len_utf8()..].trim_start();
        }
        if total > LONGEST { Err(invalid()) } else { Ok(Period::seconds(total)) }
    }
}

impl TryFrom<String> for Period {
    type Error = InvalidPeriod;

    fn try_from(text: String) -> Result<Period, InvalidPeriod> {
        text.parse()
    }
}

impl fmt::Display for Period {
    /// As it is read: "1h30m".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.0.as_secs();
        if left == 0 {
            return f.write_str("0s");
        }
        // "14d" is what people write; weeks only where nothing is left over.
        let units = if left.is_multiple_of(UNITS[0].1) && left / UNITS[0].1 == 1 {
            UNITS
        } else {
            &UNITS[1..]
        };
        for (unit, seconds) in units {
            if left >= *seconds {
                write!(f, "{}{unit}", left / seconds)?;
                left %= seconds;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_lengths_of_time() {
        let read = |text: &str| text.parse::<Period>();
        assert_eq!(read("30m"), Ok(Period::minutes(30)));
        assert_eq!(read(" 1h 30m "), Ok(Period::minutes(90)));
        assert_eq!(read("2w"), Ok(Period::days(14)));
        assert_eq!(read("0s"), Ok(Period::seconds(0)));
        for wrong in
            ["", "5", "m", "1 m 2", "-1s", "1.5h", "1y", "99999999999999999999s", "600w", "1é"]
        {
            assert!(read(wrong).is_err(), "`{wrong}`");
        }
    }

    #[test]
    fn what_is_shown_reads_back() {
        for seconds in [0, 1, 59, 60, 90, 3_600, 5_400, 86_400, 604_800, 1_209_600, 1_209_601] {
            let period = Period::seconds(seconds);
            assert_eq!(period.to_string().parse(), Ok(period));
        }
        assert_eq!(Period::days(14).to_string(), "14d");
    }
}
