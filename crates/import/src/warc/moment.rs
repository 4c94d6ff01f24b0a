//! The moments of web archives: `WARC-Date` and the fourteen digits of ARC.
//!
//! WARC 1.0 has seconds in UTC; WARC 1.1 allows fractions and the shorter forms
//! of W3CDTF down to the year. ARC writes `20160926101500`, sometimes shorter.

use annals_model::Timestamp;

/// How sure a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exactness {
    /// To the second or better.
    Full,
    /// Filled up: the beginning of the minute, day, month or year.
    Filled,
}

/// Reads a moment in any of the forms.
pub(super) fn parse(text: &str) -> Option<(Timestamp, Exactness)> {
    let text = text.trim();
    if text.len() > 40 || !text.is_ascii() {
        return None;
    }
    if text.len() >= 20
        && let Ok(at) = text.parse()
    {
        return Some((at, Exactness::Full));
    }
    // Only digits count from here on; an offset or a fraction was read above.
    let plain = text.trim_end_matches(['Z', 'z']);
    let plain = plain.split('.').next().unwrap_or(plain);
    if !plain.bytes().all(|b| b.is_ascii_digit() || b"-:T ".contains(&b)) {
        return None;
    }
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let length = digits.len().min(14);
    if length < 4 || length % 2 == 1 {
        return None;
    }
    let filled = format!("{}{}", &digits[..length], &"00000101000000"[length..]);
    let exactness = if length == 14 { Exactness::Full } else { Exactness::Filled };
    let part = |from: usize| &filled[from..from + 2];
    let iso =
        format!("{}-{}-{}T{}:{}:{}Z", &filled[..4], part(4), part(6), part(8), part(10), part(12));
    Some((iso.parse().ok()?, exactness))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        let cases = [
            ("2016-09-26T10:15:00Z", "2016-09-26T10:15:00Z", Exactness::Full),
            ("2016-09-26T10:15:00.123456789Z", "2016-09-26T10:15:00.123456789Z", Exactness::Full),
            ("2016-09-26T12:15:00+02:00", "2016-09-26T10:15:00Z", Exactness::Full),
            ("2016-09-26T10:15:00", "2016-09-26T10:15:00Z", Exactness::Full),
            ("2016-09-26T10:15Z", "2016-09-26T10:15:00Z", Exactness::Filled),
            ("2016-09", "2016-09-01T00:00:00Z", Exactness::Filled),
            ("2016", "2016-01-01T00:00:00Z", Exactness::Filled),
            ("20160926101500", "2016-09-26T10:15:00Z", Exactness::Full),
            ("20160926", "2016-09-26T00:00:00Z", Exactness::Filled),
        ];
        for (text, expected, exactness) in cases {
            let (at, how) = parse(text).unwrap_or_else(|| panic!("{text} was not read"));
            assert_eq!((at.to_string().as_str(), how), (expected, exactness), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in ["", "soon", "2016-13-01T00:00:00Z", "2016092", "20160931000000", "９９９９"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
