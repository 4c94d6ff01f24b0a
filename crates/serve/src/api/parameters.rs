//! Parameters: what each takes, and the reading of a request's own against that.
//!
//! The same descriptions make the OpenAPI document, so that what is documented and
//! what is taken are one.

use super::problems::{INVALID, MISSING, UNKNOWN_PARAMETER};
use crate::answer::Problem;
use annals_model::{Date, Timestamp, history};
use axum::extract::Query;
use axum::http::Uri;

/// Bytes of a query, and parameters in it: more is no question of ours.
const LONGEST_QUERY: usize = 8 * 1024;
const MOST_PARAMETERS: usize = 40;

/// A parameter of an operation.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) place: Place,
    pub(super) takes: Takes,
    /// How often it may be given.
    pub(super) most: usize,
    pub(super) about: &'static str,
    pub(super) example: Option<&'static str>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the path; it is always there.
    Path,
    /// In the query; it may be left out.
    Query,
    /// In the query; it must be there.
    Needed,
}

/// What a parameter's value is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Takes {
    /// An event's id.
    Id,
    /// ISO 8601, `2016-09-09`.
    Day,
    /// A time (RFC 3339), or a day, which means its end in UTC.
    Moment,
    /// A whole number within bounds, and what holds where none is given.
    Number(u32, u32, Option<u32>),
    /// One of some words; the first holds where none is given.
    Word(&'static [&'static str]),
    /// A text of at most so many characters, and not of blanks only.
    Text(usize),
    /// Where a list goes on: what an earlier answer gave as `next`. The format says
    /// of which list.
    Cursor(&'static str),
}

/// An event's id, in the path.
pub(super) static ID: Parameter = Parameter {
    name: "id",
    place: Place::Path,
    takes: Takes::Id,
    most: 1,
    about: "The event's id.",
    example: None,
};

/// How much a page of a list has.
pub(super) static LIMIT: Parameter = Parameter {
    name: "limit",
    place: Place::Query,
    takes: Takes::Number(1, 200, Some(50)),
    most: 1,
    about: "How much a page of the list has at most.",
    example: None,
};

/// Characters of a key, a title or an address.
pub(super) const LONGEST_KEY: usize = 500;

/// The values that a request gives, each fit for its parameter.
#[derive(Debug, Default)]
pub(super) struct Values(Vec<(&'static str, String)>);

impl Values {
    /// Reads a request's parameters: those of its path, taken apart already, and those
    /// of its query.
    pub(super) fn read(
        parameters: &[&'static Parameter],
        path: Vec<(&'static str, String)>,
        uri: &Uri,
    ) -> Result<Values, Problem> {
        let mut values = Values(path);
        for (name, value) in &values.0 {
            let parameter = parameters.iter().find(|p| p.name == *name);
            if parameter.is_some_and(|p| p.takes.check(value).is_err()) {
                return Err(MISSING.of(format!("there is no `{}`", shortened(value))));
            }
        }
        let query = uri.query().unwrap_or_default();
        if query.len() > LONGEST_QUERY {
            return Err(INVALID.of(format!("the query is longer than {LONGEST_QUERY} bytes")));
        }
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| INVALID.of("the query cannot be read"))?
            .0;
        if pairs.len() > MOST_PARAMETERS {
            return Err(INVALID.of(format!("there are more than {MOST_PARAMETERS} parameters")));
        }
        for (name, value) in pairs {
            let known = parameters.iter().find(|p| p.place != Place::Path && p.name == name);
            let Some(parameter) = known else { return Err(unknown(&name, parameters)) };
            if values.all(parameter.name).count() == parameter.most {
                let most = parameter.most;
                return Err(INVALID.of(format!("`{name}` is given more than {most} times")));
            }
            if let Err(takes) = parameter.takes.check(&value) {
                let value = shortened(&value);
                return Err(INVALID.of(format!("`{name}` takes {takes}, not `{value}`")));
            }
            values.0.push((parameter.name, value));
        }
        for parameter in parameters.iter().filter(|p| p.place == Place::Needed) {
            if values.text(parameter.name).is_none() {
                return Err(INVALID.of(format!("`{}` is missing", parameter.name)));
            }
        }
        Ok(values)
    }

    /// Every value of a parameter, in the order of the query.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    pub(super) fn day(&self, name: &str) -> Option<Date> {
        day(self.text(name)?)
    }

    pub(super) fn moment(&self, name: &str) -> Option<Timestamp> {
        moment(self.text(name)?)
    }

    /// How much a page has at most.
    pub(super) fn limit(&self) -> usize {
        match (self.number(LIMIT.name), LIMIT.takes) {
            (Some(limit), _) | (None, Takes::Number(_, _, Some(limit))) => limit as usize,
            _ => 1,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.text(name)?.parse().ok()
    }
}

impl Takes {
    /// Whether it takes a value; if not, what it takes.
    fn check(self, value: &str) -> Result<(), String> {
        let (fits, takes) = match self {
            Takes::Id => (value.parse::<annals_model::EventId>().is_ok(), "an id".to_owned()),
            Takes::Day => (day(value).is_some(), "a day, `2016-09-09`".to_owned()),
            Takes::Moment => {
                let takes = "a time, `2016-09-09T18:00:00Z`, or a day, `2016-09-09`";
                (moment(value).is_some(), takes.to_owned())
            }
            Takes::Number(least, most, _) => {
                let plain = value.bytes().all(|b| b.is_ascii_digit());
                let fits = value.parse().is_ok_and(|n: u32| plain && (least..=most).contains(&n));
                (fits, format!("a number from {least} to {most}"))
            }
            Takes::Word(words) => (words.contains(&value), format!("one of {}", words.join(", "))),
            Takes::Text(most) => {
                let fits = value.bytes().any(|b| !b" \t\r\n".contains(&b))
                    && value.chars().take(most + 1).count() <= most;
                (fits, format!("a text of at most {most} characters"))
            }
            Takes::Cursor(_) => (!value.is_empty(), "a cursor".to_owned()),
        };
        if fits { Ok(()) } else { Err(takes) }
    }
}

fn unknown(name: &str, parameters: &[&'static Parameter]) -> Problem {
    let known: Vec<String> = parameters
        .iter()
        .filter(|p| p.place != Place::Path)
        .map(|p| format!("`{}`", p.name))
        .collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    UNKNOWN_PARAMETER.of(format!("`{}`; known here: {known}", shortened(name)))
}

/// A value as a message shows it.
fn shortened(value: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = value.chars().take(SHOWN).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}

/// A day as ISO 8601 writes it in full, and nothing looser.
fn day(text: &str) -> Option<Date> {
    let plain = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    text.parse().ok().filter(|_| plain)
}

fn moment(text: &str) -> Option<Timestamp> {
    match day(text) {
        Some(day) => {
            let next = history::day_start(day.tomorrow().ok()?);
            Timestamp::from_microsecond(next.as_microsecond() - 1).ok()
        }
        // RFC 3339 writes a day before every time.
        None => text.parse().ok().filter(|_| text.get(..10).and_then(day).is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static DAY: Parameter = Parameter {
        name: "from",
        place: Place::Query,
        takes: Takes::Day,
        most: 1,
        about: "",
        example: None,
    };

    fn read(query: &str) -> Result<Values, Problem> {
        Values::read(&[&DAY], Vec::new(), &format!("/x?{query}").parse().unwrap())
    }

    #[test]
    fn values_must_fit() {
        assert_eq!(read("from=2016-09-09").unwrap().text("from"), Some("2016-09-09"));
        for bad in
            ["from=20160909", "from=2016-9-9", "from=2016-02-30", "from=", "from=2016-09-09T00:00"]
        {
            assert_eq!(read(bad).unwrap_err().status, 400, "{bad}");
        }
        assert!(read("from=2016-09-09&from=2016-09-10").is_err(), "twice");
        let problem = read("form=2016-09-09").unwrap_err();
        assert!(problem.kind.ends_with("#unknown-parameter"), "{problem:?}");
        assert!(read(&format!("from={}", "x".repeat(LONGEST_QUERY))).is_err());
    }

    #[test]
    fn a_day_means_its_end() {
        assert_eq!(moment("2016-09-09").unwrap().to_string(), "2016-09-09T23:59:59.999999Z");
        assert_eq!(
            moment("2016-09-09T18:00:00+02:00").unwrap().to_string(),
            "2016-09-09T16:00:00Z"
        );
        assert!(moment("yesterday").is_none());
    }

    #[test]
    fn numbers_have_bounds() {
        let takes = Takes::Number(1, 200, Some(50));
        assert!(takes.check("1").is_ok() && takes.check("200").is_ok());
        for bad in ["0", "201", "+5", "-1", "1.0", "99999999999", ""] {
            assert!(takes.check(bad).is_err(), "{bad}");
        }
    }
}
