//! The OpenAPI document (version 3.1), from the list of operations.
//!
//! Shapes that pages publish are described by the schema of the published JSON
//! (`annals_publish::json::SCHEMA`), whose definitions become components as they are;
//! the API's own are described by their types.

use crate::api::media::Media;
use crate::api::operations::{self, Answers, Operation};
use crate::api::parameters::{Parameter, Place, Takes};
use crate::api::problems::{self, Kind};
use annals_publish::json;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Where the definitions of the published schema stand there, and here.
const DEFINITIONS: &str = "#/$defs/";
const COMPONENTS: &str = "#/components/schemas/";

const ABOUT: &str = "Everything that the archive publishes, for programs. \
    Answers come as JSON unless `Accept`, or a suffix of the address (`.json`, `.jsonld`, `.xml`, \
    `.md`, `.html`, `.csv`, `.geojson`), asks for another format that the address has. Shapes are \
    those of the published JSON. Lists come in pages: `next` of an answer, or its `Link` header, \
    leads to the page behind it; a cursor stays good whatever is added meanwhile. Every answer \
    has an entity tag for `If-None-Match`. What goes wrong is a problem (RFC 9457) of a kind \
    that `/api/v1/problems` explains. Parameters that are not documented are refused.";

/// The document. `base_url` is where the site stands.
pub(in crate::api) fn document(base_url: Option<&str>) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|s| s.definitions_path = "/components/schemas".into());
    let mut generator = settings.for_serialize().into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations::all() {
        let item = paths.entry(operation.path.to_owned()).or_insert_with(|| json!({}));
        item[operation.method.as_str().to_lowercase()] = describe(operation, &mut generator);
    }
    let mut schemas = published();
    schemas.insert("problem".into(), problem());
    schemas.extend(generator.take_definitions(true));
    let base = base_url.unwrap_or_default().trim_end_matches('/');
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "annals",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
        },
        "servers": [{ "url": format!("{base}/api/v1") }],
        "tags": groups().into_iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// The groups of operations, in the order of the list.
pub(super) fn groups() -> Vec<&'static str> {
    let mut groups = Vec::new();
    for operation in operations::all() {
        if !groups.contains(&operation.group) {
            groups.push(operation.group);
        }
    }
    groups
}

/// The definitions of the published schema, under their names.
fn published() -> Map<String, Value> {
    let moved = json::SCHEMA.replace(DEFINITIONS, COMPONENTS);
    let mut schema: Value = serde_json::from_str(&moved).unwrap_or_default();
    match schema["$defs"].take() {
        Value::Object(definitions) => definitions,
        _ => Map::new(),
    }
}

fn problem() -> Value {
    json!({
        "description": "What went wrong (RFC 9457).",
        "type": "object",
        "properties": {
            "type": {
                "description": "The kind: an address that explains it.",
                "type": "string",
                "format": "uri-reference",
            },
            "title": { "description": "The kind in words.", "type": "string" },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": {
                "description": "What went wrong this time, and what to do.",
                "type": "string",
            },
        },
        "required": ["type", "title", "status"],
    })
}

fn describe(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    responses.insert("200".into(), success(operation, generator));
    if operation.formats.contains(&Media::Html) {
        let header = json!({ "schema": { "type": "string", "format": "uri-reference" } });
        responses.insert(
            "303".into(),
            json!({
                "description": "The page of the site that has it, where HTML is asked for.",
                "headers": { "Location": header },
            }),
        );
    }
    responses.insert("304".into(), json!({ "description": "It is as `If-None-Match` says." }));
    for (status, kinds) in by_status(operation) {
        let names: Vec<String> =
            kinds.iter().map(|k| format!("{} (`{}`)", k.title, k.name)).collect();
        let schema = json!({ "$ref": format!("{COMPONENTS}problem") });
        responses.insert(
            status.to_string(),
            json!({
                "description": format!("{}.", names.join("; or ")),
                "content": { "application/problem+json": { "schema": schema } },
            }),
        );
    }
    let mut described = json!({
        "operationId": operation.name,
        "tags": [operation.group],
        "summary": operation.title,
        "parameters": operation.parameters.iter().map(|p| parameter(p)).collect::<Vec<_>>(),
        "responses": responses,
    });
    if !operation.about.is_empty() {
        described["description"] = operation.about.into();
    }
    described
}

/// What an operation may go wrong with, by status.
pub(super) fn by_status(operation: &Operation) -> Vec<(u16, Vec<&'static Kind>)> {
    let mut found: Vec<(u16, Vec<&'static Kind>)> = Vec::new();
    for kind in problems::ALWAYS.iter().chain(operation.problems).copied() {
        let status = kind.status.as_u16();
        match found.iter_mut().find(|(s, _)| *s == status) {
            Some((_, kinds)) => kinds.push(kind),
            None => found.push((status, vec![kind])),
        }
    }
    found.sort_by_key(|(status, _)| *status);
    found
}

fn success(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let mut content = Map::new();
    for media in operation.formats.iter().filter(|m| **m != Media::Html) {
        let schema = match media {
            Media::Json => answer(operation, generator),
            Media::JsonLd | Media::GeoJson => json!({ "type": "object" }),
            _ => json!({ "type": "string" }),
        };
        content.insert(media.media_type().into(), json!({ "schema": schema }));
    }
    let text = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    let mut headers = Map::new();
    headers.insert("ETag".into(), text("The tag of the answer's bytes."));
    if operation.parameters.iter().any(|p| matches!(p.takes, Takes::Cursor(_))) {
        headers.insert("Link".into(), text("`rel=\"next\"`: the page behind, where there is one."));
    }
    json!({ "description": operation.title, "headers": headers, "content": content })
}

fn answer(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    match operation.answers {
        Answers::One(shape) => shape(generator).to_value(),
        Answers::Items(shape) => json!({
            "description": "A page of a list.",
            "type": "object",
            "properties": {
                "items": { "type": "array", "items": shape(generator) },
                "next": {
                    "description": "The cursor of the page behind; absent on the last one.",
                    "type": "string",
                },
                "total": {
                    "description": "Number of things on all pages.",
                    "type": "integer",
                    "minimum": 0,
                },
            },
            "required": ["items"],
            "additionalProperties": false,
        }),
    }
}

fn parameter(parameter: &Parameter) -> Value {
    let one = schema(parameter.takes);
    let schema = match parameter.most {
        1 => one,
        most => json!({ "type": "array", "items": one, "minItems": 1, "maxItems": most }),
    };
    let mut described = json!({
        "name": parameter.name,
        "in": if parameter.place == Place::Path { "path" } else { "query" },
        "required": parameter.place != Place::Query,
        "description": parameter.about,
        "schema": schema,
    });
    if parameter.most > 1 {
        described["style"] = "form".into();
        described["explode"] = true.into();
        let more =
            format!("{} May be given {} times; all must hold.", parameter.about, parameter.most);
        described["description"] = more.into();
    }
    if let Some(example) = parameter.example {
        described["example"] = example.into();
    }
    described
}

fn schema(takes: Takes) -> Value {
    match takes {
        Takes::Id => json!({ "$ref": format!("{COMPONENTS}id") }),
        Takes::Day => json!({ "$ref": format!("{COMPONENTS}day") }),
        Takes::Moment => json!({
            "type": "string",
            "anyOf": [{ "format": "date-time" }, { "format": "date" }],
        }),
        Takes::Number(least, most, default) => {
            let mut schema = json!({ "type": "integer", "minimum": least, "maximum": most });
            if let Some(default) = default {
                schema["default"] = default.into();
            }
            schema
        }
        Takes::Word(words) => json!({ "type": "string", "enum": words, "default": words[0] }),
        Takes::Text(most) => {
            json!({ "type": "string", "minLength": 1, "maxLength": most, "pattern": "[^ \\t\\r\\n]" })
        }
        Takes::Cursor(format) => json!({ "type": "string", "format": format }),
    }
}
