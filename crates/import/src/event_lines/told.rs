//! A line as an upstream tells it: one draft with one version.

use super::{
    address,
    field::{self, Fidelity::Tidied, Log},
    object::Object,
};
use crate::Origin;
use annals_model::{By, Draft, EventId, Source, Version, tidy};

/// Category that the published WCEP sets give where the list had none.
const NO_CATEGORY: &str = "uncategorized";

/// Reads the line; `None`, with a note, where it has no day or no text.
pub(super) fn read(origin: &Origin, line: &Object, log: &mut Log<'_>) -> Option<Draft> {
    let day = field::day("date", line.get("date"), log);
    let text = field::text("text", line.get("text"), log).map(tidy).filter(|t| !t.is_empty());
    let (Some(day), Some(text)) = (day, text) else {
        let missing = if day.is_none() { "`date`" } else { "`text`" };
        log.note(
            "line-incomplete",
            format!("the line has no {missing} that can be read"),
            "left the line out; an event needs a day and a text",
        );
        return None;
    };
    let (text, addresses) = match address::apart(&text) {
        Some(apart) if !apart.text.is_empty() => (apart.text, apart.addresses),
        _ => (text, Vec::new()),
    };
    let own_lang = field::text("lang", line.get("lang"), log).map(str::trim);
    let lang = own_lang.filter(|l| is_language_tag(l)).unwrap_or(match origin.lang.as_str() {
        "" => "en",
        lang => lang,
    });
    if let Some(bad) = own_lang.filter(|l| !l.is_empty() && !is_language_tag(l)) {
        log.note(
            "language-unknown",
            format!("`lang` is no language tag: {}", crate::quote(bad)),
            &format!("read the line as `{lang}`"),
        );
    }
    let upstream =
        field::text("origin", line.get("origin"), log).map(tidy).filter(|o| !o.is_empty());
    let version = Version {
        known_at: field::moment("known_at", line.get("known_at"), log).or(origin.known_at),
        by: By::importer("lines", upstream),
        day,
        links: field::links(&text, line.get("links"), lang, Tidied, log),
        category: field::text("category", line.get("category"), log)
            .map(tidy)
            .filter(|c| !c.is_empty() && !c.eq_ignore_ascii_case(NO_CATEGORY)),
        stories: field::stories(line.get("stories"), lang, Tidied, log).filter(|s| !s.is_empty()),
        summary: field::summary(line.get("summary"), Tidied, log),
        sources: sources(line, addresses, log),
        image: field::image(line.get("image"), Tidied, log),
        lang: lang.to_owned(),
        text,
    };
    Some(Draft {
        id: id("id", line, log),
        old_paths: old_paths(line, log),
        // Set by the stream, which knows the lines before this one.
        under: None,
        line: Some(log.line),
        versions: vec![version],
        claimed_related: Vec::new(),
    })
}

/// The line's sources, and the addresses that stood in its text.
fn sources(line: &Object, addresses: Vec<String>, log: &mut Log<'_>) -> Option<Vec<Source>> {
    let mut sources = field::sources(line.get("sources"), Tidied, log).unwrap_or_default();
    for url in addresses {
        log.note(
            "bare-address",
            format!("an address in the text: {}", crate::quote(&url)),
            "took it out of the text and kept it as a source",
        );
        sources.push(Source { url: Some(url), ..Source::default() });
    }
    Some(sources).filter(|s| !s.is_empty())
}

/// An event's id under `key`.
pub(super) fn id(key: &str, line: &Object, log: &mut Log<'_>) -> Option<EventId> {
    let text = field::text(key, line.get(key), log)?.trim();
    let id = text.parse::<EventId>();
    if let Err(error) = &id {
        log.note("id-unreadable", format!("`{key}`: {error}"), "read the line without it");
    }
    id.ok()
}

/// Addresses in an older archive; what cannot be one is noted.
pub(super) fn old_paths(line: &Object, log: &mut Log<'_>) -> Vec<String> {
    let mut paths = field::texts("old_paths", line.get("old_paths"), log);
    paths.retain(|path| {
        let good = is_path(path);
        if !good {
            log.note(
                "old-path-unusable",
                format!("no address inside an archive: {}", crate::quote(path)),
                "left it out; an old address is written `/news/2016/10/5/slug`",
            );
        }
        good
    });
    paths
}

/// Whether a text can be the path of a page: absolute, no climbing, nothing that ends a path.
pub(super) fn is_path(path: &str) -> bool {
    path.len() > 1
        && path.len() <= 2_000
        && path.starts_with('/')
        && !path.ends_with('/')
        && path[1..].split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.contains(['?', '#', '\\', '"', '<', '>'])
        && !path.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// The form of a BCP 47 tag: letters, then groups of letters and digits.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    matches!(first.len(), 2..=8)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| matches!(p.len(), 1..=8) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}
