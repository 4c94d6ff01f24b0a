//! When a feed need not be asked for: hours, days, and how often it is renewed.
//!
//! RSS 2.0 (`skipHours`, `skipDays`) and RSS 1.0's module of syndication
//! (`sy:updatePeriod`, <https://web.resource.org/rss/1.0/modules/syndication/>).

use annals_model::Weekday;

/// An hour of the day. RSS 0.91 counts from 1, where 24 is midnight.
pub(super) fn hour(text: &str) -> Option<u8> {
    let hour: u8 = text.trim().parse().ok()?;
    (hour <= 24).then_some(hour % 24)
}

/// A day of the week by its English name.
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let text = text.trim().to_ascii_lowercase();
    DAYS.iter().find(|(name, _)| *name == text).map(|(_, day)| *day)
}

/// The length of a period in seconds.
pub(super) fn period(text: &str) -> Option<u64> {
    const DAY: u64 = 86_400;
    Some(match text.trim().to_ascii_lowercase().as_str() {
        "hourly" => 3_600,
        "daily" => DAY,
        "weekly" => 7 * DAY,
        "monthly" => 30 * DAY,
        "yearly" => 365 * DAY,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::feed::{Options, read};
    use annals_model::Weekday;

    #[test]
    fn a_feed_says_when_it_sleeps() {
        let rss = br#"<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
          <channel><title>Tides</title><sy:updatePeriod> Daily </sy:updatePeriod>
          <sy:updateFrequency>4</sy:updateFrequency>
          <skipHours><hour>0</hour><hour>24</hour><hour> 5 </hour><hour>x</hour></skipHours>
          <skipDays><day>Sunday</day><day>Sol</day></skipDays>
          <item><link>https://example.org/1</link></item></channel></rss>"#;
        let about = read(rss, &Options::default()).unwrap().about;
        assert_eq!(about.renewed_every, Some(6 * 3_600));
        assert_eq!(about.skip_hours, [0, 5]);
        assert_eq!(about.skip_days, [Weekday::Sunday]);
    }

    #[test]
    fn frequencies_of_no_sense_divide_nothing() {
        let rss = br#"<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
          <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>
          </channel></rss>"#;
        assert_eq!(read(rss, &Options::default()).unwrap().about.renewed_every, Some(3_600));
    }
}
