//! The formats of answers: their suffixes, their media types, and which one a
//! client gets.

use crate::answer::Problem;
use crate::pages::negotiate;
use axum::http::HeaderMap;

/// A format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    Json,
    JsonLd,
    Xml,
    Markdown,
    /// Not written here: a page of the site, to which the answer leads.
    Html,
    Csv,
    GeoJson,
}

impl Media {
    pub(super) const ALL: [Media; 7] = [
        Media::Json,
        Media::JsonLd,
        Media::Xml,
        Media::Markdown,
        Media::Html,
        Media::Csv,
        Media::GeoJson,
    ];

    /// Behind the last dot of an address.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Media::Json => "json",
            Media::JsonLd => "jsonld",
            Media::Xml => "xml",
            Media::Markdown => "md",
            Media::Html => "html",
            Media::Csv => "csv",
            Media::GeoJson => "geojson",
        }
    }

    /// Without parameters, as `Accept` names it.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Media::Json => "application/json",
            Media::JsonLd => negotiate::LINKED_DATA,
            Media::Xml => "application/xml",
            Media::Markdown => "text/markdown",
            Media::Html => "text/html",
            Media::Csv => "text/csv",
            Media::GeoJson => "application/geo+json",
        }
    }

    /// As `Content-Type` says it.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Media::Xml => "application/xml; charset=utf-8",
            Media::Markdown => "text/markdown; charset=utf-8",
            Media::Html => "text/html; charset=utf-8",
            Media::Csv => "text/csv; charset=utf-8; header=present",
            _ => self.media_type(),
        }
    }
}

/// Takes a format's suffix off the last part of an address.
pub(super) fn split(name: &str) -> (&str, Option<Media>) {
    let Some((stem, suffix)) = name.rsplit_once('.') else { return (name, None) };
    match Media::ALL.into_iter().find(|m| m.suffix() == suffix) {
        Some(media) if !stem.is_empty() => (stem, Some(media)),
        _ => (name, None),
    }
}

/// The format of an answer: the one that the address asks for, else the one that the
/// client likes best, the first one offered where it says nothing.
pub(super) fn choose(
    asked: Option<Media>,
    headers: &HeaderMap,
    offered: &[Media],
) -> Result<Media, Problem> {
    let chosen = match asked {
        Some(media) => offered.iter().find(|m| **m == media),
        None => {
            let types: Vec<&str> = offered.iter().map(|m| m.media_type()).collect();
            negotiate::best(headers, &types).and_then(|at| offered.get(at))
        }
    };
    chosen.copied().ok_or_else(|| {
        let types: Vec<String> =
            offered.iter().map(|m| format!("`{}` (.{})", m.media_type(), m.suffix())).collect();
        super::problems::NOT_ACCEPTABLE.of(format!("this is there as {}", types.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_taken_off_once() {
        assert_eq!(split("events.csv"), ("events", Some(Media::Csv)));
        assert_eq!(split("en:St. Louis"), ("en:St. Louis", None));
        assert_eq!(split("en:data.xml.json"), ("en:data.xml", Some(Media::Json)));
        assert_eq!(split(".json"), (".json", None));
    }
}
