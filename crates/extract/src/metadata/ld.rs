//! What the JSON-LD says of the article, whatever shape the values have: a
//! string, an object, a list of either, a reference to another object.

use super::value::{clean, fold};
use crate::structured::{Structured, types};
use serde_json::{Map, Value};

/// Most values that are read of one list.
const MAX_LIST: usize = 50;

/// A person or an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    /// Whether the page says that it is an organisation.
    pub(super) is_organisation: bool,
}

/// The object that describes the article of the page: the one whose headline the
/// page has elsewhere too, else the first.
pub(super) fn article<'s>(
    structured: &'s Structured,
    headlines: &[String],
) -> Option<&'s Map<String, Value>> {
    let agrees = |item: &&Map<String, Value>| {
        ["headline", "name"].iter().filter_map(|key| item.get(*key)?.as_str()).any(|text| {
            let key = clean(text).map(|t| fold(&t)).unwrap_or_default();
            !key.is_empty() && headlines.iter().any(|h| h.starts_with(&key) || key.starts_with(h))
        })
    };
    let mut found = structured.articles().take(MAX_LIST);
    let best = structured.articles().take(MAX_LIST).find(agrees);
    best.or_else(|| found.next())
}

/// The first text of a value.
pub(super) fn text(item: &Map<String, Value>, key: &str) -> Option<String> {
    list(item.get(key)?).find_map(|v| clean(v.as_str()?))
}

/// All texts of a value; strings with commas stay whole.
pub(super) fn texts(item: &Map<String, Value>, key: &str) -> Vec<String> {
    let Some(value) = item.get(key) else { return Vec::new() };
    let name = |v: &Value| match v {
        Value::String(text) => clean(text),
        Value::Object(object) => text(object, "name"),
        _ => None,
    };
    list(value).filter_map(name).collect()
}

/// The names of a value, which may refer to other objects.
pub(super) fn names(structured: &Structured, item: &Map<String, Value>, key: &str) -> Vec<Named> {
    let mut out = Vec::new();
    let Some(value) = item.get(key) else { return out };
    for value in list(value) {
        match value {
            Value::String(name) => {
                // An address here is a reference to an object of the graph.
                if let Some(object) = structured.by_id(name) {
                    push_names(&mut out, object);
                } else if let Some(name) = clean(name) {
                    out.push(Named { name, is_organisation: false });
                }
            }
            Value::Object(object) => {
                let referred = object
                    .get("@id")
                    .and_then(Value::as_str)
                    .filter(|_| !object.contains_key("name"))
                    .and_then(|id| structured.by_id(id));
                push_names(&mut out, referred.unwrap_or(object));
            }
            _ => {}
        }
    }
    out.truncate(MAX_LIST);
    out
}

fn push_names(out: &mut Vec<Named>, object: &Map<String, Value>) {
    let is_organisation = types(object)
        .any(|t| ["Organization", "NewsMediaOrganization", "Corporation", "Brand"].contains(&t));
    let mut found = texts(object, "name");
    if found.is_empty() {
        let given = text(object, "givenName").unwrap_or_default();
        let family = text(object, "familyName").unwrap_or_default();
        found.extend(clean(&format!("{given} {family}")));
    }
    out.extend(found.into_iter().map(|name| Named { name, is_organisation }));
}

/// The first address of a value: a string, or the `url`, `contentUrl` or `@id` of an object.
pub(super) fn address(item: &Map<String, Value>, key: &str) -> Option<String> {
    list(item.get(key)?).find_map(|value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => ["url", "contentUrl", "@id"]
            .iter()
            .find_map(|key| list(object.get(*key)?).next()?.as_str())
            .map(str::to_owned),
        _ => None,
    })
}

/// Whether a value says no: `false`, "False", "http://schema.org/False".
pub(super) fn says_no(item: &Map<String, Value>, key: &str) -> bool {
    match item.get(key) {
        Some(Value::Bool(yes)) => !yes,
        Some(Value::String(text)) => text.to_ascii_lowercase().ends_with("false"),
        _ => false,
    }
}

/// A list's values, or the value itself.
pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(many) => many.as_slice(),
        one => std::slice::from_ref(one),
    }
    .iter()
    .take(MAX_LIST)
}
