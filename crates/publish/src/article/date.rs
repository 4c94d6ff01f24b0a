//! Dates that an HTML `<time>` may name.

use annals_model::Dating;

/// The believed date if HTML allows it as a `datetime`: a year, month or day,
/// or a day with a time, as EDTF level 0 writes them.
pub(super) fn machine_date(dating: &Dating) -> Option<&str> {
    let value = dating.value.as_deref()?;
    let (day, time) = match value.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (value, None),
    };
    let (_, _, has_day) = crate::words::iso_date(day)?;
    match time {
        None => Some(value),
        Some(time) => (has_day.is_some() && is_time(time)).then_some(value),
    }
}

/// `14:30` or `14:30:00`, with `Z` or `+02:00` or without a zone.
fn is_time(text: &str) -> bool {
    let zone = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone);
    let zone_fits = match zone.strip_prefix(['+', '-']) {
        None => matches!(zone, "" | "Z"),
        Some(offset) => offset.len() == 5 && fits(offset, &[23, 59]),
    };
    zone_fits && (fits(clock, &[23, 59]) || fits(clock, &[23, 59, 59]))
}

/// Whether a text is numbers of two digits with colons between, none above its limit.
fn fits(text: &str, limits: &[u8]) -> bool {
    let mut numbers = text.split(':');
    let fitting = |limit: &u8| {
        numbers.next().is_some_and(|n| {
            n.len() == 2
                && n.bytes().all(|b| b.is_ascii_digit())
                && n.parse::<u8>().is_ok_and(|n| n <= *limit)
        })
    };
    limits.iter().all(fitting) && numbers.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_html_knows_are_for_machines() {
        let known = |value: &str| {
            let dating = Dating { value: Some(value.into()), ..Dating::default() };
            machine_date(&dating).is_some()
        };
        for good in [
            "2016",
            "2016-05",
            "2016-05-09",
            "2016-05-09T14:30Z",
            "2016-05-09T14:30:59",
            "2016-05-09T14:30:00+05:30",
        ] {
            assert!(known(good), "{good}");
        }
        for bad in [
            "",
            "2016-5-9",
            "2016-02-30",
            "2016-05T14:30",
            "2016-05-09T",
            "2016-05-09T24:00",
            "2016-05-09T14:30:00+5:30",
            "2016-05-09T14:30ZZ",
            "2016-05-09T+1:+2",
            "2016-05-XX",
            "9 May\"><b>",
        ] {
            assert!(!known(bad), "{bad}");
        }
        assert_eq!(machine_date(&Dating::default()), None);
    }
}
