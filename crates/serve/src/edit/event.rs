//! An event's form.

use super::form::Fields;
use super::session::{for_editor, own_form};
use super::sign::see_other;
use super::{acts, conflict, failed};
use crate::App;
use crate::answer::Problem;
use crate::html::{self, View};
use crate::versions::said_by;
use annals_archive::accounts::Session;
use annals_archive::editing::{ActError, Request};
use annals_model::{By, EventId, Status, history};
use annals_store::StoredEvent;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was done before the form is shown again.
#[derive(Debug, Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

pub(super) async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(query): Query<Done>,
) -> Response {
    let path = format!("/e/{id}/edit");
    for_editor(&app, headers, &path, move |app, asked, session| {
        let event = event(app, &id)?;
        let mut page = form(app, &event, &session)?;
        page["done"] = json!(!query.done.is_empty());
        let id = event.id.to_string();
        let mut view = View::new("edit.html", "/e", "edit", page);
        view.event = Some(&id);
        Ok(html::page(app, asked, StatusCode::OK, view))
    })
    .await
}

/// The event with an id as it was typed.
fn event(app: &App, id: &str) -> Result<StoredEvent, Problem> {
    let missing = || Problem::missing().detail("the archive has no event of this id");
    let id: EventId = id.parse().map_err(|_| missing())?;
    app.archive().store.read()?.event(id)?.ok_or_else(missing)
}

/// What the form shows of an event.
fn form(app: &App, event: &StoredEvent, session: &Session) -> Result<Value, Problem> {
    let revisions = app.archive().store.read()?.revisions(event.row)?;
    let record = &event.record;
    let steps: Vec<Value> = history::steps(&revisions)
        .iter()
        .rev()
        .map(|step| {
            let (by, reason) = said_by(&step.by);
            let editor = matches!(step.by, By::Editor { .. });
            let fields: Vec<&str> = step.changes.iter().map(|c| c.field().name()).collect();
            json!({
                "number": step.number, "by": by, "reason": reason, "editor": editor,
                "at": step.known_at.filter(|_| step.time_stated).map(|t| t.to_string()),
                "grade": format!("grade-{}", step.grade.name()), "fields": fields,
            })
        })
        .collect();
    let (status, reason) = match &record.status {
        Status::Published => ("published", None),
        Status::Held(reason) => ("held", Some(reason.as_str())),
        Status::Withdrawn(reason) => ("withdrawn", Some(reason.as_str())),
        Status::MergedInto(_) => ("merged", None),
    };
    Ok(json!({
        "id": event.id.to_string(), "url": event.path, "csrf": session.csrf, "name": session.account,
        "revision": revisions.len(), "status": status, "status_reason": reason,
        "statement": record.statement.text, "day": record.day.to_string(), "lang": record.lang,
        "category": record.category, "summary": record.summary.as_ref().map(|s| &s.text),
        "summary_by": record.summary.as_ref().and_then(|s| s.by.as_ref()),
        "stories": acts::stories_as_text(record), "sources": acts::sources_as_text(record),
        "steps": steps,
    }))
}

pub(super) async fn act(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    let path = format!("/e/{id}/edit");
    for_editor(&app, headers, &path, move |app, asked, session| {
        own_form(app, asked, &session, &fields)?;
        let event = event(app, &id)?;
        let act = acts::of_event(&id, &event.record, &fields)?;
        let reason = fields.text("reason").to_owned();
        let expected = BTreeMap::from([(id.clone(), fields.number("revision")?)]);
        match super::act(app, &session, &Request { act, reason, expected }) {
            Ok(outcome) => {
                // A merged event's form leads to the one that stays.
                let shown = match fields.text("act") {
                    "merge" => outcome.events.iter().find(|e| e.id != id).map(|e| &e.id),
                    _ => None,
                };
                Ok(see_other(&format!("/e/{}/edit?done=1", shown.unwrap_or(&id))))
            }
            Err(ActError::Conflict(conflict)) => {
                Ok(conflict::page(app, asked, &session, &conflict, &fields))
            }
            Err(error) => Err(failed(error)),
        }
    })
    .await
}
