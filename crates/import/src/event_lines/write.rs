//! Writing event lines: the record as it stands for other tools, the history for annals.

use annals_model::{
    By, Image, Kept, Link, Revision, Source, Status, StoryPath, Summary, Text, Value as Stated,
    history,
};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes one event as a line, in a fixed order of fields.
///
/// The head of the line (`date`, `text`, `category`, …) is the record as it
/// stands and leaves out what is empty; `revisions` is the exact history.
pub fn write(kept: &Kept, out: &mut impl Write) -> io::Result<()> {
    let mut line = Map::new();
    put(&mut line, "id", json!(kept.id.as_str()));
    put(&mut line, "path", json!(kept.path));
    let steps = history::steps(&kept.revisions);
    if let Some(record) = history::fold(&steps) {
        put(&mut line, "date", json!(record.day.to_string()));
        put(&mut line, "text", json!(record.statement.text));
        put(&mut line, "category", json!(record.category));
        // The usual single chain is written flat, as the published WCEP sets do.
        let stories = match record.stories.as_slice() {
            [one] => Value::Array(story_path(one)),
            several => stories(several),
        };
        put(&mut line, "stories", stories);
        put(&mut line, "links", links(&record.statement, &record.statement.links));
        put(&mut line, "summary", summary(record.summary.as_ref()));
        put(&mut line, "sources", sources(&record.sources));
        put(&mut line, "image", image(record.image.as_ref()));
        put(&mut line, "lang", json!(record.lang));
        put(&mut line, "under", json!(record.under.map(|id| id.to_string())));
    }
    put(&mut line, "old_paths", json!(kept.old_paths));
    line.insert("revisions".to_owned(), kept.revisions.iter().map(revision).collect());
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

/// Adds a member unless it says nothing.
fn put(map: &mut Map<String, Value>, key: &str, value: Value) {
    let empty = match &value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    if !empty {
        map.insert(key.to_owned(), value);
    }
}

fn revision(revision: &Revision) -> Value {
    let mut map = Map::new();
    put(&mut map, "number", json!(revision.number));
    put(&mut map, "known_at", json!(revision.known_at.map(|t| t.to_string())));
    put(&mut map, "recorded_at", json!(revision.recorded_at.to_string()));
    let mut by = Map::new();
    match &revision.by {
        By::Importer { name, upstream } => {
            put(&mut by, "importer", json!(name));
            put(&mut by, "upstream", json!(upstream));
        }
        By::Editor { name, reason } => {
            put(&mut by, "editor", json!(name));
            put(&mut by, "reason", json!(reason));
        }
    }
    put(&mut map, "by", Value::Object(by));
    let set = revision.values.iter().map(|v| (v.field().name().to_owned(), stated(v))).collect();
    map.insert("set".to_owned(), Value::Object(set));
    Value::Object(map)
}

fn stated(value: &Stated) -> Value {
    match value {
        Stated::Day(day) => json!(day.to_string()),
        Stated::Statement(text) => {
            let mut map = Map::new();
            put(&mut map, "text", json!(text.text));
            put(&mut map, "links", links(text, &text.links));
            Value::Object(map)
        }
        Stated::Category(category) => json!(category),
        Stated::Stories(paths) => stories(paths),
        Stated::Summary(value) => summary(value.as_ref()),
        Stated::Sources(list) => sources(list),
        Stated::Image(value) => image(value.as_ref()),
        Stated::Lang(lang) => json!(lang),
        Stated::Under(id) => json!(id.map(|id| id.to_string())),
        Stated::Status(status) => match status {
            Status::Published => json!("published"),
            Status::Held(reason) => json!({ "held": reason }),
            Status::Withdrawn(reason) => json!({ "withdrawn": reason }),
            Status::MergedInto(id) => json!({ "merged_into": id.as_str() }),
        },
    }
}

fn stories(paths: &[StoryPath]) -> Value {
    paths.iter().map(|path| Value::Array(story_path(path))).collect()
}

fn story_path(path: &StoryPath) -> Vec<Value> {
    path.iter()
        .map(|story| match &story.target {
            None => json!(story.title),
            Some(target) => json!({ "title": story.title, "target": target.as_str() }),
        })
        .collect()
}

fn links(text: &Text, links: &[Link]) -> Value {
    links
        .iter()
        .map(|link| {
            json!({ "text": text.label(link), "target": link.target.as_str(), "start": link.start })
        })
        .collect()
}

fn summary(summary: Option<&Summary>) -> Value {
    let Some(summary) = summary else { return Value::Null };
    let mut map = Map::new();
    put(&mut map, "text", json!(summary.text));
    put(&mut map, "by", json!(summary.by));
    Value::Object(map)
}

fn sources(sources: &[Source]) -> Value {
    sources
        .iter()
        .map(|source| {
            let mut map = Map::new();
            put(&mut map, "name", json!(source.name));
            put(&mut map, "via", json!(source.via));
            put(&mut map, "url", json!(source.url));
            Value::Object(map)
        })
        .collect()
}

fn image(image: Option<&Image>) -> Value {
    let Some(image) = image else { return Value::Null };
    let mut map = Map::new();
    put(&mut map, "url", json!(image.url));
    put(&mut map, "alt", json!(image.alt));
    put(&mut map, "credit", json!(image.credit));
    Value::Object(map)
}
