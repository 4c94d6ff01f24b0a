//! What day pages are called.

use annals_model::{Date, MONTHS, Span};
use std::fmt;

/// Characters of a title at most (MediaWiki: 255 bytes).
const LONGEST: usize = 200;

/// The pattern of titles: `Portal:Current events/{year} {month name} {day}`; also
/// `{month}`, and `{0month}` and `{0day}` with two digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitlePattern(String);

/// A pattern that names no pages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no pattern for titles of day pages: {1}")]
pub struct TitleError(String, &'static str);

impl Default for TitlePattern {
    fn default() -> TitlePattern {
        TitlePattern("Portal:Current events/{year} {month name} {day}".to_owned())
    }
}

impl TitlePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`TitleError`] where it does not name year, month and day, where something else
    /// stands in braces, or where it holds what no title may hold.
    pub fn parse(text: &str) -> Result<TitlePattern, TitleError> {
        let no = |why| Err(TitleError(text.chars().take(LONGEST).collect(), why));
        if text.len() > LONGEST {
            return no("it is too long");
        }
        let has = |names: &[&str]| names.iter().any(|name| text.contains(name));
        if !(has(&["{year}"])
            && has(&["{month}", "{0month}", "{month name}"])
            && has(&["{day}", "{0day}"]))
        {
            return no("it has to name {year}, {month} or {month name}, and {day}");
        }
        let title = TitlePattern(text.to_owned()).title(annals_model::date(2016, 10, 5));
        if title.contains(['{', '}', '[', ']', '<', '>', '|', '#'])
            || title.contains(char::is_control)
        {
            return no("a title holds none of {}[]<>|#");
        }
        Ok(TitlePattern(text.to_owned()))
    }

    /// The title of a day's page.
    pub fn title(&self, day: Date) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|m| MONTHS.get(m));
        self.0
            .replace("{year}", &day.year().to_string())
            .replace("{month name}", month.unwrap_or(&""))
            .replace("{month}", &day.month().to_string())
            .replace("{0month}", &format!("{:02}", day.month()))
            .replace("{day}", &day.day().to_string())
            .replace("{0day}", &format!("{:02}", day.day()))
    }

    /// Whether a title is that of a day near another: within a year.
    pub(super) fn other_day(&self, title: &str, day: Date) -> Option<Date> {
        (-366..=366)
            .filter_map(|apart: i32| day.checked_add(Span::new().days(apart)).ok())
            .find(|other| *other != day && self.title(*other) == title)
    }
}

impl fmt::Display for TitlePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::date;

    #[test]
    fn titles_name_days() {
        let pattern = TitlePattern::default();
        let title = pattern.title(date(2016, 10, 5));
        assert_eq!(title, "Portal:Current events/2016 October 5");
        assert_eq!(pattern.other_day(&title, date(2016, 10, 6)), Some(date(2016, 10, 5)));
        assert_eq!(pattern.other_day(&title, date(2016, 10, 5)), None);
        let own = TitlePattern::parse("Portal:新闻/{year}年{month}月{0day}日").unwrap();
        assert_eq!(own.title(date(2016, 10, 5)), "Portal:新闻/2016年10月05日");
        for bad in ["", "{year} {month}", "{year} {month} {day} {hour}", "{year}|{month}|{day}"] {
            assert!(TitlePattern::parse(bad).is_err(), "{bad}");
        }
    }
}
