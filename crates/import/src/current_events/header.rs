//! The templates that frame a day: `{{Current events|…}}` and `{{Current events header|…}}`.

use super::dates::{self, EARLIEST, Partial};
use super::template;
use annals_model::Date;

/// The page's template as far as it says something of the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// The day that it names.
    pub(super) day: Option<Date>,
    /// What it says instead, where that is no day.
    pub(super) unreadable: Option<String>,
    /// Whether it frames a day; footers and boxes do not.
    pub(super) frames: bool,
    /// Whether it stands at the day's end.
    pub(super) closes: bool,
    /// Whether the day's text stands inside, up to a `}}`.
    pub(super) open: bool,
}

/// Its parameters span no more lines than this.
pub(super) const MAX_LINES: usize = 20;

/// Names of templates that frame a day, without spaces.
const FRAMES: &[&str] = &[
    "currentevents",
    "currenteventsheader",
    "currenteventstop",
    "currenteventsbox",
    "currenteventsday",
];

/// Where the page's template begins in a line.
pub(super) fn find(line: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = line[from..].find("{{") {
        let inside = line[from + at + 2..].trim_start();
        let inside = strip(strip(inside, "template:"), "portal:");
        if starts(inside, "current") {
            let rest = inside[7..].trim_start_matches([' ', '_']);
            if starts(rest, "events") {
                let rest = &rest[6..];
                // `{{Portal:Current events/2006 May 1}}` brings another page in.
                let transcluded = rest.starts_with('/');
                if !transcluded {
                    return Some(from + at);
                }
            }
        }
        from += at + 2;
    }
    None
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with))
}

fn strip<'a>(text: &'a str, prefix: &str) -> &'a str {
    if starts(text, prefix) { text[prefix.len()..].trim_start() } else { text }
}

/// Reads the template at the start of `text` up to its end or to `content=`,
/// and says how many bytes that is; `None` where neither is there yet.
pub(super) fn read(text: &str) -> Option<(Header, usize)> {
    for (at, mark) in text.match_indices(['|', '}']) {
        let rest = &text[at..];
        if rest.starts_with("}}") {
            return Some((partly(&text[..at]), at + 2));
        }
        if mark == "|"
            && let Some(value) = content_value(&rest[1..])
        {
            let mut header = partly(&text[..at]);
            header.open = true;
            return Some((header, text.len() - value.len()));
        }
    }
    None
}

/// What follows `content=`.
fn content_value(parameter: &str) -> Option<&str> {
    let parameter = parameter.trim_start();
    if !starts(parameter, "content") {
        return None;
    }
    parameter[7..].trim_start().strip_prefix('=')
}

/// Reads the parameters in an unfinished template.
pub(super) fn partly(text: &str) -> Header {
    let inside = text.trim_start_matches('{').replace('\n', " ");
    let (name, rest) = template::name_and_rest(&inside);
    let name = name.trim_start_matches("portal:").replace([' ', '/'], "");
    let arguments = template::Arguments::read(rest.unwrap_or_default());
    let frames = FRAMES.contains(&name.as_str());
    let closes = arguments.named("bottom").is_some();
    let mut header = Header { frames, closes, ..Header::default() };
    if !frames {
        return header;
    }
    let positional = |number| Some(arguments.number(number)).filter(|a| !a.is_empty());
    let part = |name, number| arguments.named(name).or(positional(number));
    let (year, month, day) = (part("year", 1), part("month", 2), part("day", 3));
    let given = match (year, month, day) {
        (Some(year), Some(month), Some(day)) => {
            header.day = Partial {
                year: year.parse().ok(),
                month: dates::month_or_number(month),
                day: day.parse().ok(),
            }
            .within(Partial::default());
            format!("{year} {month} {day}")
        }
        _ => {
            // One parameter that holds the whole date.
            let whole = arguments.named("date").or(positional(1)).unwrap_or_default();
            header.day = dates::phrase(whole).and_then(|p| p.within(Partial::default()));
            whole.to_owned()
        }
    };
    header.day = header.day.filter(|day| *day >= EARLIEST);
    if header.day.is_none() && !given.trim().is_empty() {
        header.unreadable = Some(given);
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::date;

    #[test]
    fn every_form_of_the_header() {
        let fourth = Some(date(2006, 5, 4));
        for text in [
            "{{Current events header|2006|05|04}}",
            "{{Current events header|2006|May|4}}",
            "{{current_events_header|year=2006|month=5|day=4}}",
            "{{Current events header|2006 May 4}}",
            "{{Current events|year=2006|month=05|day=4|top=yes}}",
            "{{Portal:Current events header|2006|05|04}}",
            "{{Current events|year=2006|month=05|day=4|content=",
        ] {
            assert_eq!(find(text), Some(0), "{text}");
            let (header, used) = read(text).unwrap();
            assert_eq!((header.day, used), (fourth, text.len()), "{text}");
        }
        assert_eq!(read("{{Current events|year=2006|month=13|day=4}}").unwrap().0.day, None);
        assert_eq!(find("{{Portal:Current events/2006 May 4}}"), None);
        assert!(!read("{{Current events footer}}").unwrap().0.frames);
    }
}
