//! Times as Memento writes them: RFC 1123 in headers, 14 digits in addresses.

use crate::answer::Problem;
use annals_model::{Date, Timestamp, history};
use axum::http::HeaderValue;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

/// The time that `Accept-Datetime` asks for; `None` without the header. Anything
/// but an RFC 1123 date in GMT is refused (RFC 7089, section 2.1.1.1).
pub(super) fn accepted(value: Option<&HeaderValue>) -> Result<Option<Timestamp>, Problem> {
    let Some(value) = value else { return Ok(None) };
    let refused = || {
        Problem::invalid(
            "`Accept-Datetime` must be like `Thu, 08 Sep 2016 19:00:00 GMT` (RFC 7089)",
        )
    };
    let text = value.to_str().map_err(|_| refused())?.trim();
    // "Thu, 08 Sep 2016 19:00:00 GMT" has 29 characters.
    if text.len() != 29 || !text.ends_with(" GMT") {
        return Err(refused());
    }
    DateTimeParser::new().parse_timestamp(text).map(Some).map_err(|_| refused())
}

/// A time as headers write it.
pub(super) fn http(time: Timestamp) -> String {
    // Only years that four digits write come here.
    DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap_or_default()
}

/// The whole second that a time lies in; `None` for years that four digits do not write.
pub(super) fn second(time: Timestamp) -> Option<Timestamp> {
    let second = Timestamp::from_second(time.as_microsecond().div_euclid(1_000_000)).ok()?;
    (0..=9999).contains(&second.strftime("%Y").to_string().parse::<i32>().ok()?).then_some(second)
}

/// The last moment of the second that a memento stands for.
pub(super) fn end_of(second: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(second.as_microsecond() + 999_999).unwrap_or(second)
}

/// The 14 digits of a time.
pub(super) fn digits(time: Timestamp) -> String {
    time.strftime("%Y%m%d%H%M%S").to_string()
}

/// The time that 4 to 14 digits mean. What is left out means the end: `2016` is
/// the last second of that year, as `--as-of` has it for days.
pub(super) fn stamp(digits: &str) -> Option<Timestamp> {
    let whole = matches!(digits.len(), 4 | 6 | 8 | 10 | 12 | 14);
    if !whole || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, otherwise: i64| match digits.get(from..from + 2) {
        Some(text) => text.parse::<i64>().ok(),
        None => Some(otherwise),
    };
    let year: i16 = digits[..4].parse().ok()?;
    let month = i8::try_from(part(4, 12)?).ok()?;
    let last = Date::new(year, month, 1).ok()?.days_in_month();
    let day = i8::try_from(part(6, i64::from(last))?).ok()?;
    let (hour, minute, second) = (part(8, 23)?, part(10, 59)?, part(12, 59)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let day = history::day_start(Date::new(year, month, day).ok()?);
    Timestamp::from_second(day.as_second() + hour * 3600 + minute * 60 + second).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<Timestamp>, u16> {
        let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
        accepted(Some(&value)).map_err(|p| p.status)
    }

    #[test]
    fn headers_are_read_strictly() {
        assert_eq!(accepted(None).unwrap(), None);
        let time = read("Thu, 08 Sep 2016 19:00:00 GMT").unwrap().unwrap();
        assert_eq!(time.to_string(), "2016-09-08T19:00:00Z");
        assert_eq!(http(time), "Thu, 08 Sep 2016 19:00:00 GMT");
        for bad in [
            "",
            "yesterday",
            "2016-09-08T19:00:00Z",
            "Fri, 08 Sep 2016 19:00:00 GMT",
            "Thu, 08 Sep 2016 19:00:00 CET",
            "Thu, 08 Sep 2016 25:00:00 GMT",
            "Thu, 32 Sep 2016 19:00:00 GMT",
            "Thu, 08 Sep 2016 19:00:00 +0100",
            "Thursday, 08-Sep-16 19:00:00 GMT",
            "Thu, 08 Sep 2016 19:00:00 GMT, Thu, 08 Sep 2016 19:00:00 GMT",
            "\u{9f}hu, 08 Sep 2016 19:00:00 GM",
        ] {
            assert_eq!(read(bad), Err(400), "{bad}");
        }
    }

    #[test]
    fn digits_mean_the_end_of_what_they_name() {
        let at = |digits: &str| stamp(digits).map(|t| t.to_string());
        assert_eq!(at("20160908190000").as_deref(), Some("2016-09-08T19:00:00Z"));
        assert_eq!(at("201602").as_deref(), Some("2016-02-29T23:59:59Z"));
        assert_eq!(at("2016").as_deref(), Some("2016-12-31T23:59:59Z"));
        assert_eq!(at("00000101000000").as_deref(), Some("0000-01-01T00:00:00Z"));
        for bad in [
            "",
            "2",
            "201",
            "20161",
            "20161301",
            "20160230",
            "20160908240000",
            "20160908190060",
            "99999999999999",
            "-2016010",
            "+2016010",
            "2016090819000",
            "201609081900000",
            "２０１６",
        ] {
            assert_eq!(at(bad), None, "{bad}");
        }
        assert_eq!(digits(stamp("20160908190000").unwrap()), "20160908190000");
    }

    #[test]
    fn fractions_belong_to_their_second() {
        let time: Timestamp = "2016-09-08T19:00:00.9Z".parse().unwrap();
        let whole = second(time).unwrap();
        assert_eq!(digits(whole), "20160908190000");
        assert!(end_of(whole) >= time);
        assert!(second(Timestamp::MIN).is_none());
        assert_eq!(second("1969-12-31T23:59:58.5Z".parse().unwrap()).unwrap().as_second(), -2);
    }
}
