//! Two people changed one event: both versions side by side.

use super::form::Fields;
use crate::App;
use crate::html::{self, View};
use crate::versions::said_by;
use annals_archive::accounts::Session;
use annals_archive::editing::Conflict;
use annals_archive::pages::lines;
use annals_model::Field;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

/// Shows what an editor wanted beside what others did meanwhile; the form below
/// sends the same act again, on the present version.
pub(super) fn page(
    app: &App,
    headers: &HeaderMap,
    session: &Session,
    conflict: &Conflict,
    fields: &Fields,
) -> Response {
    let mut sides: Vec<(Field, Value)> = Vec::new();
    for value in &conflict.yours {
        let theirs = conflict
            .theirs
            .iter()
            .rev()
            .flat_map(|step| &step.changes)
            .find(|change| change.field() == value.field())
            .map(|change| lines(&change.after));
        let side = json!({
            "field": format!("field-{}", value.field().name()),
            "yours": lines(value), "theirs": theirs,
        });
        sides.push((value.field(), side));
    }
    for change in conflict.theirs.iter().rev().flat_map(|step| &step.changes) {
        if !sides.iter().any(|(field, _)| *field == change.field()) {
            let side = json!({
                "field": format!("field-{}", change.field().name()),
                "yours": null, "theirs": lines(&change.after),
            });
            sides.push((change.field(), side));
        }
    }
    let people: Vec<Value> = conflict
        .theirs
        .iter()
        .map(|step| {
            let (by, reason) = said_by(&step.by);
            json!({ "by": by, "reason": reason })
        })
        .collect();
    // What was typed goes along, with the revision that is seen now.
    let carried: Vec<Value> = fields
        .all()
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "csrf" | "revision"))
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let id = conflict.event.to_string();
    let sides: Vec<Value> = sides.into_iter().map(|(_, side)| side).collect();
    let page = json!({
        "id": id, "csrf": session.csrf, "revision": conflict.revision,
        "expected": conflict.expected, "sides": sides, "people": people, "carried": carried,
    });
    let mut view = View::new("conflict.html", "/e", "conflict", page);
    view.event = Some(&id);
    html::page(app, headers, StatusCode::PRECONDITION_FAILED, view)
}
