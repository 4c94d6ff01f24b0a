//! What a search's address asks for, and the addresses of searches near it.

use crate::answer::{Problem, encode_query};
use annals_archive::search::{Extent, Kind, Question, Sort};
use annals_model::{Date, Timestamp};
use serde_json::{Value, json};

/// Hits of a page.
const ON_A_PAGE: usize = 20;
/// Filters of one address.
const FILTERS: usize = 20;
/// The deepest page: the index looks no deeper than 10,000 hits.
const LAST_PAGE: usize = 10_000 / ON_A_PAGE;

/// A search as an address has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// The words, as they were typed.
    pub(super) words: String,
    /// Names that every hit has, by kind and key.
    pub(super) names: Vec<(Kind, String)>,
    /// How hits are sorted.
    pub(super) sort: Sort,
    /// Counts from 1.
    pub(super) page: usize,
    from: String,
    to: String,
    as_of: String,
}

impl Asked {
    /// Reads a query: `q=aleppo&story=key&from=2016-09-01`. What is no parameter of
    /// ours is passed over, as addresses from elsewhere have all kinds.
    pub(super) fn read(query: &str) -> Result<Asked, Problem> {
        let mut asked = Asked {
            words: String::new(),
            names: Vec::new(),
            sort: Sort::Relevance,
            page: 1,
            from: String::new(),
            to: String::new(),
            as_of: String::new(),
        };
        for (name, value) in url_pairs(query) {
            let value = value.trim().to_owned();
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "q" => asked.words = value,
                "from" => asked.from = value,
                "to" => asked.to = value,
                "as-of" | "as_of" => asked.as_of = value,
                "page" => {
                    asked.page = value.parse().ok().filter(|p| *p >= 1).unwrap_or(1);
                }
                "sort" => {
                    let sort = Sort::ALL.into_iter().find(|(_, name)| *name == value);
                    asked.sort = sort.map_or(Sort::Relevance, |(sort, _)| sort);
                }
                name => {
                    if let Some(kind) = Kind::ALL.into_iter().find(|k| k.name() == name)
                        && asked.names.len() < FILTERS
                    {
                        asked.names.push((kind, value));
                    }
                }
            }
        }
        if asked.page > LAST_PAGE {
            return Err(Problem::invalid(format!(
                "a search has at most {LAST_PAGE} pages: ask for fewer days instead"
            )));
        }
        Ok(asked)
    }

    /// Whether nothing is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.names.is_empty() && self.from.is_empty() && self.to.is_empty()
    }

    /// The question to the index.
    pub(super) fn question(&self, extent: Extent) -> Result<Question, Problem> {
        Ok(Question {
            query: self.words.clone(),
            from: day(&self.from, "from")?,
            to: day(&self.to, "to")?,
            names: self.names.clone(),
            as_of: moment(&self.as_of)?,
            sort: self.sort,
            offset: (self.page - 1) * ON_A_PAGE,
            limit: ON_A_PAGE,
            extent,
        })
    }

    /// The address's query, always in the same order.
    pub(super) fn query(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                parts.push(format!("{name}={}", encode_query(value)));
            }
        };
        add("q", &self.words);
        for (kind, key) in &self.names {
            add(kind.name(), key);
        }
        add("from", &self.from);
        add("to", &self.to);
        add("as-of", &self.as_of);
        if self.sort != Sort::Relevance {
            let name = Sort::ALL.into_iter().find(|(sort, _)| *sort == self.sort);
            add("sort", name.map_or("", |(_, name)| name));
        }
        if self.page > 1 {
            add("page", &self.page.to_string());
        }
        parts.join("&")
    }

    /// The search for other words.
    pub(super) fn with_words(&self, words: &str) -> Asked {
        Asked { words: words.to_owned(), page: 1, ..self.clone() }
    }

    /// The search among events with one more name.
    pub(super) fn with(&self, kind: Kind, key: &str) -> Asked {
        let mut asked = Asked { page: 1, ..self.clone() };
        asked.names.push((kind, key.to_owned()));
        asked
    }

    /// The search without a name.
    pub(super) fn without(&self, kind: Kind, key: &str) -> Asked {
        let mut asked = Asked { page: 1, ..self.clone() };
        asked.names.retain(|(k, n)| (*k, n.as_str()) != (kind, key));
        asked
    }

    /// The search within some days.
    pub(super) fn between(&self, from: &str, to: &str) -> Asked {
        Asked { page: 1, from: from.to_owned(), to: to.to_owned(), ..self.clone() }
    }

    pub(super) fn page_before(&self) -> Option<Asked> {
        (self.page > 1).then(|| Asked { page: self.page - 1, ..self.clone() })
    }

    pub(super) fn page_after(&self, total: u64) -> Option<Asked> {
        let more = (self.page * ON_A_PAGE) as u64 <= total.saturating_sub(1);
        (more && self.page < LAST_PAGE).then(|| Asked { page: self.page + 1, ..self.clone() })
    }

    /// What is asked, as a title has it.
    pub(super) fn in_words(&self) -> String {
        let mut words = vec![self.words.as_str()];
        words.extend(self.names.iter().map(|(_, key)| key.as_str()));
        words.extend([self.from.as_str(), self.to.as_str()]);
        words.retain(|w| !w.is_empty());
        words.join(", ")
    }

    /// What the form shows again.
    pub(super) fn shown(&self) -> Value {
        let names: Vec<Value> = self
            .names
            .iter()
            .map(|(kind, key)| json!({ "kind": kind.name(), "key": key }))
            .collect();
        json!({ "words": self.words, "from": self.from, "to": self.to, "as_of": self.as_of,
                "names": names, "page": self.page })
    }
}

/// The pairs of a query, decoded as forms send them.
fn url_pairs(query: &str) -> Vec<(String, String)> {
    let Ok(uri) = format!("/?{query}").parse::<axum::http::Uri>() else { return Vec::new() };
    axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri)
        .map(|pairs| pairs.0)
        .unwrap_or_default()
}

/// A day, a month (its first or last day) or a year.
fn day(text: &str, name: &str) -> Result<Option<Date>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let last = name == "to";
    let whole = match text.split('-').count() {
        1 => format!("{text}-{}", if last { "12-31" } else { "01-01" }),
        2 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let day: Result<Date, _> = whole.parse();
    match day {
        Ok(day) if last && text.split('-').count() == 2 => Ok(Some(day.last_of_month())),
        Ok(day) => Ok(Some(day)),
        Err(_) => Err(Problem::invalid(format!(
            "`{name}` must be a day, a month or a year: 2016-09-12, 2016-09 or 2016"
        ))),
    }
}

/// A time, or a day, which means its end.
fn moment(text: &str) -> Result<Option<Timestamp>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let whole = if text.len() == 10 { format!("{text}T23:59:59.999999Z") } else { text.to_owned() };
    whole.parse().map(Some).map_err(|_| {
        Problem::invalid("`as-of` must be a time or a day: 2016-09-12T10:00:00Z or 2016-09-12")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_back() {
        let query =
            "q=aleppo%20%22truce%22&story=en%3ATruce&from=2016-09&to=2016&sort=newest&page=3";
        let asked = Asked::read(query).unwrap();
        assert_eq!(asked.words, "aleppo \"truce\"");
        assert_eq!(asked.query(), query);
        let question = asked.question(Extent::Hits).unwrap();
        assert_eq!(question.from.unwrap().to_string(), "2016-09-01");
        assert_eq!(question.to.unwrap().to_string(), "2016-12-31");
        assert_eq!(question.offset, 40);
        assert_eq!(asked.without(Kind::Story, "en:Truce").page, 1);
        assert!(Asked::read("utm=x&q=").unwrap().is_empty());
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        assert!(Asked::read("q=a&page=501").is_err());
        for bad in ["q=a&from=yesterday", "q=a&to=2016-13", "q=a&as-of=never"] {
            let asked = Asked::read(bad).unwrap();
            assert_eq!(asked.question(Extent::Hits).unwrap_err().status, 400, "{bad}");
        }
    }
}
