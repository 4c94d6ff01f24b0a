//! A line of an export: identity, address and the whole history, exactly.

use super::{
    field::{self, Fidelity::Exact, Log},
    object::Object,
    told,
};
use annals_model::{By, EventId, Field, Kept, Revision, Status, Text, Value as Stated};
use serde_json::{Map, Value};

/// Reads the line; `None`, with a note, where identity or history cannot be read:
/// a history with holes would be a false one.
pub(super) fn read(line: &Object, log: &mut Log<'_>) -> Option<Kept> {
    let before = log.notes.len();
    let kept = read_whole(line, log);
    if kept.is_none() && log.notes.len() == before {
        refuse("the history cannot be read", log);
    }
    kept
}

fn refuse(problem: &str, log: &mut Log<'_>) {
    log.note(
        "history-unreadable",
        problem.to_owned(),
        "left the line out; compare it with a fresh export",
    );
}

fn read_whole(line: &Object, log: &mut Log<'_>) -> Option<Kept> {
    let id = told::id("id", line, log)?;
    let path = field::text("path", line.get("path"), log)?;
    if !told::is_path(path) {
        refuse(&format!("`path` is no address inside an archive: {}", crate::quote(path)), log);
        return None;
    }
    let old_paths = told::old_paths(line, log);
    let mut revisions = Vec::new();
    for element in field::list("revisions", line.get("revisions"), log)? {
        revisions.push(revision(element, log)?);
    }
    let states = |f| revisions.iter().any(|r| r.values.iter().any(|v| v.field() == f));
    if !states(Field::Day) || !states(Field::Statement) {
        refuse("no revision states a day, or none a statement", log);
        return None;
    }
    let mut numbers: Vec<u32> = revisions.iter().map(|r| r.number).collect();
    numbers.sort_unstable();
    if numbers.windows(2).any(|w| w[0] == w[1]) {
        refuse("two revisions have the same number", log);
        return None;
    }
    Some(Kept { id, path: path.to_owned(), old_paths, revisions })
}

fn revision(element: &Value, log: &mut Log<'_>) -> Option<Revision> {
    let Value::Object(map) = element else {
        refuse("a revision is no object", log);
        return None;
    };
    let number = map.get("number").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let by = map.get("by").and_then(Value::as_object).and_then(|by| who(by, log));
    let recorded_at = field::moment("recorded_at", map.get("recorded_at"), log);
    let set = map.get("set").and_then(Value::as_object);
    let (Some(number), Some(by), Some(recorded_at), Some(set)) = (number, by, recorded_at, set)
    else {
        refuse("a revision lacks `number`, `recorded_at`, `by` or `set`", log);
        return None;
    };
    let known_at = match map.get("known_at") {
        None | Some(Value::Null) => None,
        given => Some(field::moment("known_at", given, log)?),
    };
    if let Some(key) = set.keys().find(|k| Field::ALL.iter().all(|f| f.name() != k.as_str())) {
        refuse(&format!("a revision sets an unknown field: {}", crate::quote(key)), log);
        return None;
    }
    let mut values = Vec::new();
    for of in Field::ALL {
        if let Some(value) = set.get(of.name()) {
            values.push(stated(of, value, log)?);
        }
    }
    Some(Revision { number, known_at, recorded_at, by, values })
}

fn who(by: &Map<String, Value>, log: &mut Log<'_>) -> Option<By> {
    if let Some(name) = field::text("by.editor", by.get("editor"), log) {
        let reason = field::text("by.reason", by.get("reason"), log).unwrap_or_default();
        return Some(By::Editor { name: name.to_owned(), reason: reason.to_owned() });
    }
    let name = field::text("by.importer", by.get("importer"), log)?;
    let upstream = field::text("by.upstream", by.get("upstream"), log);
    Some(By::Importer { name: name.to_owned(), upstream: upstream.map(str::to_owned) })
}

/// One field that a revision sets; null and the empty list are statements here.
fn stated(of: Field, value: &Value, log: &mut Log<'_>) -> Option<Stated> {
    let notes = log.notes.len();
    let given = Some(value);
    let stated = match of {
        Field::Day => Stated::Day(field::day("day", given, log)?),
        Field::Statement => {
            let map = value.as_object();
            let text = field::text("statement.text", map.and_then(|m| m.get("text")), log);
            let Some(text) = text else {
                refuse("a statement has no `text`", log);
                return None;
            };
            let links = map.and_then(|m| m.get("links"));
            let links = field::links(text, links, "en", Exact, log).unwrap_or_default();
            Stated::Statement(Text::linked(text, links))
        }
        Field::Category => Stated::Category(field::text("category", given, log).map(str::to_owned)),
        Field::Stories => Stated::Stories(field::stories(given, "en", Exact, log)?),
        Field::Summary => Stated::Summary(field::summary(given, Exact, log)),
        Field::Sources => Stated::Sources(field::sources(given, Exact, log)?),
        Field::Image => Stated::Image(field::image(given, Exact, log)),
        Field::Lang => Stated::Lang(field::text("lang", given, log)?.to_owned()),
        Field::Under => Stated::Under(match value {
            Value::Null => None,
            other => Some(event_id("under", other, log)?),
        }),
        Field::Status => Stated::Status(status(value, log)?),
    };
    // Whatever was noted above changed the value: then it is not what was exported.
    (log.notes.len() == notes).then_some(stated)
}

fn event_id(field: &str, value: &Value, log: &mut Log<'_>) -> Option<EventId> {
    match field::text(field, Some(value), log)?.parse() {
        Ok(id) => Some(id),
        Err(error) => {
            refuse(&format!("`{field}`: {error}"), log);
            None
        }
    }
}

/// `"published"`, or an object of one member: `held`, `withdrawn` or `merged_into`.
fn status(value: &Value, log: &mut Log<'_>) -> Option<Status> {
    if value.as_str() == Some("published") {
        return Some(Status::Published);
    }
    let (key, value) = value.as_object().and_then(|m| m.iter().next()).unzip();
    match (key.map(String::as_str), value.and_then(Value::as_str)) {
        (Some("held"), Some(reason)) => Some(Status::Held(reason.to_owned())),
        (Some("withdrawn"), Some(reason)) => Some(Status::Withdrawn(reason.to_owned())),
        (Some("merged_into"), Some(_)) => {
            event_id("merged_into", value?, log).map(Status::MergedInto)
        }
        _ => {
            refuse("a status is none of published, held, withdrawn, merged_into", log);
            None
        }
    }
}
