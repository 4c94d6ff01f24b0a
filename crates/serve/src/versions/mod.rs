//! Versions of an event, any two of them compared, and what changed since a day.

mod changed;
mod compare;

use crate::App;
use crate::answer::Problem;
use crate::html::{self, View};
use annals_archive::live::Live;
use annals_model::{By, EventId, Step, Timestamp, history};
use annals_store::StoredEvent;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/e/{id}/versions", get(versions))
        .route("/e/{id}/compare", get(compared))
        .route("/changes", get(changed::page))
}

/// An event that readers may see, with its versions, oldest first.
fn event(live: &Live, id: &str) -> Result<(StoredEvent, Vec<Step>), Problem> {
    let missing = || Problem::missing().detail("the archive has no event of this id");
    let id: EventId = id.parse().map_err(|_| missing())?;
    let reader = live.archive().store.read()?;
    let event = reader.event(id)?.ok_or_else(missing)?;
    // A held one is shown to nobody but editors, on its form.
    if live.find(&live.state(), &reader, &format!("/e/{id}"))?.is_none() {
        return Err(missing());
    }
    let steps = history::steps(&reader.revisions(event.row)?);
    Ok((event, steps))
}

async fn versions(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let asked = headers.clone();
    let answer = app
        .work(move |app| {
            let (event, steps) = event(&app.live, &id)?;
            let shown: Vec<Value> = steps.iter().rev().map(|s| step(s, &event.path)).collect();
            let page = json!({
                "id": id, "url": event.path, "statement": event.record.statement.text,
                "lang": event.record.lang, "steps": shown, "last": steps.last().map(|s| s.number),
                "before": steps.iter().rev().nth(1).map(|s| s.number),
            });
            let mut view = View::new("versions.html", "/e", "versions", page);
            view.event = Some(&id);
            Ok(html::page(app, &asked, StatusCode::OK, view))
        })
        .await;
    html::or_problem(&app, &headers, answer)
}

/// A version as lists show it.
fn step(step: &Step, path: &str) -> Value {
    let (by, reason) = said_by(&step.by);
    json!({
        "number": step.number, "by": by, "reason": reason,
        "at": step.known_at.filter(|_| step.time_stated).map(|t| t.to_string()),
        "memento": format!("/web/{}{path}.html", stamp(history::known_from(step))),
        "grade": format!("grade-{}", step.grade.name()),
        "statement": step.record.statement.text,
    })
}

/// Who stands behind a revision, and an editor's reason or an importer's upstream.
pub(crate) fn said_by(by: &By) -> (&str, Option<&str>) {
    match by {
        By::Importer { name, upstream } => (name, upstream.as_deref()),
        By::Editor { name, reason } => (name, Some(reason)),
    }
}

/// A moment as addresses have it: `20160909101500`. One with a fraction of a second
/// is rounded up, so that the version that began then is shown.
pub(crate) fn stamp(time: Timestamp) -> String {
    let up = i64::from(time.subsec_nanosecond() > 0);
    let whole = Timestamp::from_second(time.as_second() + up).unwrap_or(time);
    whole.strftime("%Y%m%d%H%M%S").to_string()
}

/// Which versions to compare.
#[derive(Debug, Deserialize)]
struct Pair {
    from: Option<u32>,
    to: Option<u32>,
}

async fn compared(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(pair): Query<Pair>,
) -> Response {
    let asked = headers.clone();
    let answer = app
        .work(move |app| {
            let (event, steps) = event(&app.live, &id)?;
            let find = |number: u32| {
                steps.iter().find(|s| s.number == number).ok_or_else(|| {
                    Problem::missing().detail(format!("the event has no version {number}"))
                })
            };
            let last = steps.last().map_or(1, |s| s.number);
            let to = find(pair.to.unwrap_or(last))?;
            let before = steps.iter().take_while(|s| s.number != to.number).last();
            let from = match (pair.from, before) {
                (Some(number), _) => find(number)?,
                (None, Some(before)) => before,
                (None, None) => to,
            };
            let page = json!({
                "id": id, "url": event.path, "from": step(from, &event.path),
                "to": step(to, &event.path), "lang": to.record.lang,
                "fields": compare::fields(&from.record, &to.record),
            });
            let mut view = View::new("compare.html", "/e", "comparison", page);
            view.event = Some(&id);
            Ok(html::page(app, &asked, StatusCode::OK, view))
        })
        .await;
    html::or_problem(&app, &headers, answer)
}
