//! JSON: the public shapes as serde writes them, in one compact line, with the
//! schema's address and the kind of page in front. `schema/annals.schema.json`
//! describes every page.

use crate::wire::{Event, List};
use crate::{Format, ReadError};
use serde::{Deserialize, Serialize};

/// The JSON Schema (draft 2020-12) of every page; it is published at [`SCHEMA_PATH`].
pub const SCHEMA: &str = include_str!("../schema/annals.schema.json");

/// Where a site holds the schema, and what pages name in `$schema`.
pub const SCHEMA_PATH: &str = "/schema/annals.schema.json";

/// Opens an event's page; serde's own `{` becomes the comma behind it.
const EVENT_HEAD: &[u8] = br#"{"$schema":"/schema/annals.schema.json","kind":"event""#;

/// Opens a list's page; its kind is a field of its own.
const LIST_HEAD: &[u8] = br#"{"$schema":"/schema/annals.schema.json""#;

/// Appends an event's page.
pub fn event(event: &Event, out: &mut Vec<u8>) {
    object(EVENT_HEAD, event, out);
}

/// Appends a list's page.
pub fn list(list: &List, out: &mut Vec<u8>) {
    object(LIST_HEAD, list, out);
}

/// Writes `head` and then the fields of `value`, which is a struct with at least one field.
fn object(head: &[u8], value: &impl Serialize, out: &mut Vec<u8>) {
    out.extend_from_slice(head);
    let brace = out.len();
    serde_json::to_writer(&mut *out, value)
        .expect("strings, numbers and lists are always written to memory");
    out[brace] = b',';
    out.push(b'\n');
}

/// Reads an event's page back.
///
/// # Errors
/// Where the bytes are no JSON, another kind of page, or lack a field.
pub fn read_event(bytes: &[u8]) -> Result<Event, ReadError> {
    #[derive(Deserialize)]
    struct Head {
        kind: String,
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|e| error(&e))?;
    if head.kind != "event" {
        let problem = format!("a page of kind `{}`, not an event", crate::brief(&head.kind));
        return Err(ReadError::new(Format::Json, 1, problem));
    }
    serde_json::from_slice(bytes).map_err(|e| error(&e))
}

fn error(error: &serde_json::Error) -> ReadError {
    ReadError::new(Format::Json, error.line(), error.to_string())
}
