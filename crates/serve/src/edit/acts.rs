//! From a form to the act that it asks for.

use super::form::Fields;
use crate::answer::Problem;
use annals_archive::editing::{Act, Description, Part, Reference};
use annals_model::Record;
use std::fmt::Write;

/// What stands between the headings of a chain in a form: `Syria › Aleppo`.
const WITHIN: char = '›';
/// What stands between a source's name and its address in a form.
const BETWEEN: char = '|';

/// The act that the form of an event asks for. Fields that say what `record` says
/// already say nothing.
pub(super) fn of_event(id: &str, record: &Record, fields: &Fields) -> Result<Act, Problem> {
    let event = id.to_owned();
    let other = |name: &str| {
        fields
            .some(name)
            .map(|typed| event_id(&typed).to_owned())
            .ok_or_else(|| Problem::invalid(format!("the field `{name}` is empty")))
    };
    let text = |name: &str| {
        fields.some(name).ok_or_else(|| Problem::invalid(format!("the field `{name}` is empty")))
    };
    Ok(match fields.text("act") {
        "reword" => {
            let statement = fields.some("statement").filter(|s| *s != record.statement.text);
            let category = fields.some("category");
            let summary = fields
                .some("summary")
                .map(|text| Description { text, by: fields.some("summary_by") });
            let was = record
                .summary
                .as_ref()
                .map(|s| Description { text: s.text.clone(), by: s.by.clone() });
            Act::Reword {
                event,
                statement,
                links: None,
                category: (category != record.category).then_some(category),
                summary: (summary != was).then_some(summary),
                lang: fields.some("lang").filter(|l| *l != record.lang),
            }
        }
        "redate" => Act::Redate { event, day: text("day")? },
        "stories" => {
            let set = fields.lines("stories").into_iter().map(chain).collect();
            Act::Stories { event, set: Some(set), add: Vec::new(), remove: Vec::new() }
        }
        "sources" => {
            let set = fields.lines("sources").into_iter().map(reference).collect();
            Act::Sources { event, set: Some(set), add: Vec::new(), remove: Vec::new() }
        }
        "split" => {
            let part = |statement: &str| Part { statement: statement.into(), ..Part::default() };
            let keep = fields.some("keep").filter(|s| *s != record.statement.text);
            Act::Split {
                event,
                keep: keep.as_deref().map(part),
                parts: fields.lines("parts").into_iter().map(part).collect(),
            }
        }
        "merge" => Act::Merge { event, into: other("into")? },
        "withdraw" => Act::Withdraw { event },
        "restore" => Act::Restore { event },
        "release" => Act::Release { event },
        "reject" => Act::Reject { event },
        "relate" => Act::Relate { event, other: other("other")? },
        "unrelate" => Act::Unrelate { event, other: other("other")? },
        "cite" => Act::Cite { page: text("page")?, event },
        "uncite" => Act::Uncite { page: text("page")?, event },
        "undo" => Act::Undo { event, revision: fields.number("undone")? },
        unknown => return Err(Problem::invalid(format!("there is no act `{unknown}`"))),
    })
}

/// The act that the form of an entity asks for.
pub(super) fn of_entity(key: &str, fields: &Fields) -> Result<Act, Problem> {
    let entity = key.to_owned();
    let text = |name: &str| {
        fields.some(name).ok_or_else(|| Problem::invalid(format!("the field `{name}` is empty")))
    };
    Ok(match fields.text("act") {
        "entity-merge" => Act::EntityMerge { entity, into: text("into")? },
        "entity-split" => Act::EntitySplit { entity, from: text("from")? },
        "entity-confirm" => Act::EntityConfirm { entity },
        "entity-drop" => Act::EntityDrop { entity },
        "entity-kind" => Act::EntityKind { entity, entity_kind: text("entity_kind")? },
        unknown => return Err(Problem::invalid(format!("there is no act `{unknown}`"))),
    })
}

/// An event's id as people type it: the id, its permanent address, or a path that
/// ends with it.
fn event_id(typed: &str) -> &str {
    let path = typed.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let id = path.split_once("/e/").map_or(path, |(_, rest)| rest);
    id.split(['/', '.']).next().unwrap_or(id)
}

fn chain(line: &str) -> Vec<String> {
    let headings = line.split(WITHIN).map(str::trim).filter(|h| !h.is_empty());
    headings.map(str::to_owned).collect()
}

fn reference(line: &str) -> Reference {
    let (name, url) = match line.split_once(BETWEEN) {
        Some((name, url)) => (name.trim(), Some(url.trim())),
        None if line.starts_with("http://") || line.starts_with("https://") => ("", Some(line)),
        None => (line, None),
    };
    Reference { name: name.to_owned(), url: url.filter(|u| !u.is_empty()).map(str::to_owned) }
}

/// The chains of headings as the form has them, a line each.
pub(super) fn stories_as_text(record: &Record) -> String {
    let mut text = String::new();
    for path in &record.stories {
        let titles: Vec<&str> = path.iter().map(|s| s.title.as_str()).collect();
        let _ = writeln!(text, "{}", titles.join(" › "));
    }
    text
}

/// The sources as the form has them, a line each.
pub(super) fn sources_as_text(record: &Record) -> String {
    let mut text = String::new();
    for source in &record.sources {
        let name = match &source.via {
            Some(via) => format!("{} via {via}", source.name),
            None => source.name.clone(),
        };
        let _ = match &source.url {
            Some(url) => writeln!(text, "{name} | {url}"),
            None => writeln!(text, "{name}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_named_as_people_have_them() {
        for typed in [
            "4oymiquy7qob",
            "/e/4oymiquy7qob",
            "https://news.example.org/e/4oymiquy7qob.html",
            "https://news.example.org/e/4oymiquy7qob/edit?x#y",
        ] {
            assert_eq!(event_id(typed), "4oymiquy7qob", "{typed}");
        }
    }

    #[test]
    fn lines_are_chains_and_sources() {
        assert_eq!(chain("Syria › Aleppo ›"), ["Syria", "Aleppo"]);
        let both = reference("The Ledger | https://ledger.example/a|b");
        assert_eq!(both.url.as_deref(), Some("https://ledger.example/a|b"));
        assert_eq!(reference("https://ledger.example/").name, "");
        assert_eq!(reference("The Ledger").url, None);
    }
}
