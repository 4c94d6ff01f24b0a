//! The fields of a line: what each accepts, for told lines and for exports.
//!
//! A value of the wrong type is noted and read as if it were absent.

use annals_model::{
    Date, EntityKey, Image, Link, Note, Source, StoryPath, StoryRef, Summary, Text, Timestamp, tidy,
};
use serde_json::Value;

/// Where the notes of one line go.
pub(super) struct Log<'n> {
    /// The line's number, from 1.
    pub(super) line: u32,
    /// All notes of the file so far.
    pub(super) notes: &'n mut Vec<Note>,
}

impl Log<'_> {
    /// Adds a note about this line.
    pub(super) fn note(&mut self, kind: &'static str, problem: String, done: &str) {
        self.notes.push(Note { line: Some(self.line), kind, problem, done: done.to_owned() });
    }

    /// Notes a value of the wrong type.
    fn wrong(&mut self, field: &str, expected: &str, found: &Value) {
        let kind = match found {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.note(
            "field-of-wrong-type",
            format!("`{field}` is {kind}, not {expected}: {}", crate::quote(&shortened(found))),
            "read the line without it",
        );
    }
}

/// The beginning of a value, without writing a huge one out.
fn shortened(value: &Value) -> String {
    match value {
        Value::String(text) => text.chars().take(100).collect(),
        Value::Array(list) => format!("[{} elements]", list.len()),
        Value::Object(map) => format!("{{{} members}}", map.len()),
        other => other.to_string(),
    }
}

/// How texts are taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fidelity {
    /// An upstream's line: texts are tidied, what is empty is unknown.
    Tidied,
    /// An export: every character is kept.
    Exact,
}

impl Fidelity {
    fn text(self, text: &str) -> String {
        match self {
            Fidelity::Tidied => tidy(text),
            Fidelity::Exact => text.to_owned(),
        }
    }

    /// The text, or `None` where it says nothing.
    fn stated(self, text: &str) -> Option<String> {
        let text = self.text(text);
        (self == Fidelity::Exact || !text.is_empty()).then_some(text)
    }
}

/// A text; `None` and a note where it is something else. Null is absent.
pub(super) fn text<'v>(
    field: &str,
    value: Option<&'v Value>,
    log: &mut Log<'_>,
) -> Option<&'v str> {
    match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(other) => {
            log.wrong(field, "a text", other);
            None
        }
    }
}

/// A list; a note where it is something else.
pub(super) fn list<'v>(
    field: &str,
    value: Option<&'v Value>,
    log: &mut Log<'_>,
) -> Option<&'v [Value]> {
    match value {
        None | Some(Value::Null) => None,
        Some(Value::Array(list)) => Some(list),
        Some(other) => {
            log.wrong(field, "a list", other);
            None
        }
    }
}

/// A day, `2016-10-05`.
pub(super) fn day(field: &str, value: Option<&Value>, log: &mut Log<'_>) -> Option<Date> {
    let text = text(field, value, log)?.trim();
    // jiff also takes `2016-10-05T10:00` and `20161005`: a day is ten characters,
    // or thirteen where the year has a sign and six digits (an export of a strange record).
    let date = text.parse::<Date>().ok().filter(|_| matches!(text.len(), 10 | 13));
    if date.is_none() {
        log.note(
            "date-unreadable",
            format!("`{field}` is no day: {}", crate::quote(text)),
            "read the line without it; a day is written `2016-10-05`",
        );
    }
    date
}

/// A moment, RFC 3339.
pub(super) fn moment(field: &str, value: Option<&Value>, log: &mut Log<'_>) -> Option<Timestamp> {
    let text = text(field, value, log)?;
    let moment = text.trim().parse::<Timestamp>().ok();
    if moment.is_none() {
        log.note(
            "time-unreadable",
            format!("`{field}` is no time: {}", crate::quote(text)),
            "read the line without it; a time is written `2016-10-05T09:30:00Z`",
        );
    }
    moment
}

/// A list of texts.
pub(super) fn texts(field: &str, value: Option<&Value>, log: &mut Log<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for element in list(field, value, log).unwrap_or_default() {
        match element {
            Value::String(text) => out.push(text.clone()),
            other => log.wrong(field, "a list of texts", other),
        }
    }
    out
}

/// Whether a text can stand as the address of a page: http or https, one word.
pub(super) fn is_web_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        &url[8..]
    } else if lower.starts_with("http://") {
        &url[7..]
    } else {
        return false;
    };
    !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// One chain of headings (a list of elements), or several (a list of lists).
pub(super) fn stories(
    value: Option<&Value>,
    lang: &str,
    fidelity: Fidelity,
    log: &mut Log<'_>,
) -> Option<Vec<StoryPath>> {
    let elements = list("stories", value, log)?;
    let mut paths = Vec::new();
    if elements.first().is_some_and(Value::is_array) {
        for chain in elements {
            match chain {
                Value::Array(chain) => paths.push(story_path(chain, lang, fidelity, log)),
                other => log.wrong("stories", "a list of lists like the first", other),
            }
        }
    } else {
        paths.push(story_path(elements, lang, fidelity, log));
    }
    paths.retain(|p| !p.is_empty());
    Some(paths)
}

fn story_path(chain: &[Value], lang: &str, fidelity: Fidelity, log: &mut Log<'_>) -> StoryPath {
    let mut path = StoryPath::new();
    for element in chain {
        let (title, target) = match element {
            Value::String(title) => (Some(title.as_str()), None),
            Value::Object(map) => (
                text("stories.title", map.get("title"), log),
                text("stories.target", map.get("target"), log),
            ),
            other => {
                log.wrong("stories", "a heading or a list of headings", other);
                continue;
            }
        };
        if let Some(title) = title.and_then(|t| fidelity.stated(t)) {
            let target = target.and_then(|t| entity(lang, t, fidelity));
            path.push(StoryRef { title, target });
        }
    }
    path
}

/// An entity's key. An upstream may leave the language out.
fn entity(lang: &str, target: &str, fidelity: Fidelity) -> Option<EntityKey> {
    match fidelity {
        Fidelity::Tidied => EntityKey::new(lang, target),
        Fidelity::Exact => EntityKey::parse(target).or_else(|| EntityKey::new(lang, target)),
    }
}

/// The pages that report an event: objects or strings, an address or a name.
pub(super) fn sources(
    value: Option<&Value>,
    fidelity: Fidelity,
    log: &mut Log<'_>,
) -> Option<Vec<Source>> {
    let mut sources = Vec::new();
    for element in list("sources", value, log)? {
        let source = match element {
            Value::String(text) if is_web_address(text.trim()) => {
                Source { url: Some(text.trim().to_owned()), ..Source::default() }
            }
            Value::String(text) => Source::named(&fidelity.text(text), None),
            Value::Object(map) => {
                let name = text("sources.name", map.get("name"), log).unwrap_or_default();
                let name = fidelity.text(name);
                let via = text("sources.via", map.get("via"), log);
                let url = text("sources.url", map.get("url"), log);
                let url = url.and_then(|u| address("sources.url", u, fidelity, log));
                match via.and_then(|v| fidelity.stated(v)) {
                    None if fidelity == Fidelity::Tidied => Source::named(&name, url),
                    via => Source { name, via, url },
                }
            }
            other => {
                log.wrong("sources", "a name, an address or an object", other);
                continue;
            }
        };
        if fidelity == Fidelity::Tidied && source.name.is_empty() && source.url.is_none() {
            log.note(
                "source-without-name-or-address",
                format!("a source says nothing: {}", crate::quote(&shortened(element))),
                "left it out",
            );
            continue;
        }
        sources.push(source);
    }
    Some(sources)
}

/// An address as given; an upstream's that is none is noted.
fn address(field: &str, url: &str, fidelity: Fidelity, log: &mut Log<'_>) -> Option<String> {
    if fidelity == Fidelity::Exact {
        return Some(url.to_owned());
    }
    let url = url.trim();
    if url.is_empty() {
        return None;
    }
    if !is_web_address(url) {
        log.note(
            "address-not-web",
            format!("`{field}` is no http or https address: {}", crate::quote(url)),
            "kept the rest without it",
        );
        return None;
    }
    Some(url.to_owned())
}

/// A description: a text, or an object that says whose words they are.
pub(super) fn summary(
    value: Option<&Value>,
    fidelity: Fidelity,
    log: &mut Log<'_>,
) -> Option<Summary> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(Summary { text: fidelity.stated(text)?, by: None }),
        Value::Object(map) => {
            let text_ = text("summary.text", map.get("text"), log)?;
            let by = text("summary.by", map.get("by"), log).and_then(|b| fidelity.stated(b));
            Some(Summary { text: fidelity.stated(text_)?, by })
        }
        other => {
            log.wrong("summary", "a text or an object", other);
            None
        }
    }
}

/// A cover image: an address, or an object with `url`, `alt` and `credit`.
pub(super) fn image(value: Option<&Value>, fidelity: Fidelity, log: &mut Log<'_>) -> Option<Image> {
    match value? {
        Value::Null => None,
        Value::String(url) => {
            let url = address("image", url, fidelity, log)?;
            Some(Image { url, alt: None, credit: None })
        }
        Value::Object(map) => {
            let url = text("image.url", map.get("url"), log)?;
            let url = address("image.url", url, fidelity, log)?;
            let alt = text("image.alt", map.get("alt"), log).and_then(|t| fidelity.stated(t));
            let credit =
                text("image.credit", map.get("credit"), log).and_then(|t| fidelity.stated(t));
            Some(Image { url, alt, credit })
        }
        other => {
            log.wrong("image", "an address or an object", other);
            None
        }
    }
}

/// The links of a text: at `start` where that is right, else where the label is found next.
pub(super) fn links(
    statement: &str,
    value: Option<&Value>,
    lang: &str,
    fidelity: Fidelity,
    log: &mut Log<'_>,
) -> Option<Vec<Link>> {
    let mut links: Vec<Link> = Vec::new();
    let mut from = 0;
    for element in list("links", value, log)? {
        let Value::Object(map) = element else {
            log.wrong("links", "an object with `text` and `target`", element);
            continue;
        };
        let label = text("links.text", map.get("text"), log).map(|t| fidelity.text(t));
        let target = text("links.target", map.get("target"), log);
        let (Some(label), Some(target)) = (label.filter(|l| !l.is_empty()), target) else {
            log.note(
                "link-incomplete",
                "a link has no `text` or no `target`".to_owned(),
                "left the link out",
            );
            continue;
        };
        let given = map.get("start").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let at = given
            .filter(|s| statement.get(*s..).is_some_and(|rest| rest.starts_with(&label)))
            .filter(|s| *s >= from || fidelity == Fidelity::Exact)
            .or_else(|| statement[from..].find(&label).map(|i| from + i))
            // Lists are not always in the order of the text: then the first place that is free.
            .or_else(|| statement[..from].find(&label));
        let Some(target) = entity(lang, target, fidelity) else {
            log.note(
                "link-without-target",
                format!(
                    "the link `{}` leads to no page: {}",
                    crate::quote(&label),
                    crate::quote(target)
                ),
                "left the link out",
            );
            continue;
        };
        match at {
            Some(start) => {
                let end = start + label.len();
                from = from.max(end);
                links.push(Link { start, end, target });
            }
            None => log.note(
                "link-label-not-in-text",
                format!("the text does not hold the link's label: {}", crate::quote(&label)),
                "left the link out",
            ),
        }
    }
    let kept = Text::linked(statement, links.clone());
    if kept.links.len() < links.len() {
        log.note(
            "links-overlap",
            format!("{} of {} links overlap", links.len() - kept.links.len(), links.len()),
            "kept the first of those that overlap",
        );
    }
    Some(kept.links)
}
