//! What changed since a day: the revisions that the archive recorded, newest first.

use crate::App;
use crate::answer::{Problem, encode_query};
use crate::html::{self, View};
use annals_model::{Date, Status, Timestamp, history};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Revisions of a page.
const ON_A_PAGE: usize = 50;
/// The deepest page; who wants all asks the API.
const LAST_PAGE: usize = 200;

/// Since when, and which page.
#[derive(Debug, Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    since: String,
    #[serde(default)]
    page: usize,
}

pub(super) async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(asked): Query<Since>,
) -> Response {
    let asked_by = headers.clone();
    let answer = app
        .work(move |app| {
            let since = asked.since.trim();
            let number = asked.page.clamp(1, LAST_PAGE);
            let offset = (number - 1) * ON_A_PAGE;
            let reader = app.archive().store.read()?;
            let found = reader.recorded_since(moment(since)?, offset, ON_A_PAGE + 1)?;
            let more = found.len() > ON_A_PAGE && number < LAST_PAGE;
            let mut changes: Vec<Value> = Vec::new();
            for (row, revision) in found.into_iter().take(ON_A_PAGE) {
                let Some(event) = reader.event_in(row)? else { continue };
                // A held event is shown to nobody but editors.
                if matches!(event.record.status, Status::Held(_)) {
                    continue;
                }
                let revisions = reader.revisions(row)?;
                let recorded = revisions.iter().find(|r| r.number == revision);
                let steps = history::steps(&revisions);
                let Some(step) = steps.iter().find(|s| s.number == revision) else { continue };
                let (by, reason) = super::said_by(&step.by);
                let fields: Vec<&str> = match step.changes.iter().all(|c| c.before.is_none()) {
                    true => Vec::new(),
                    false => step.changes.iter().map(|c| c.field().name()).collect(),
                };
                changes.push(json!({
                    "id": event.id.to_string(), "url": event.path, "number": step.number,
                    "lang": event.record.lang, "statement": event.record.statement.text,
                    "at": recorded.map(|r| r.recorded_at.to_string()), "by": by,
                    "reason": reason, "fields": fields,
                    "grade": format!("grade-{}", step.grade.name()),
                }));
            }
            let next =
                more.then(|| format!("/changes?since={}&page={}", encode_query(since), number + 1));
            let said = json!({ "since": since, "changes": changes, "next": next });
            let view = View::new("changed.html", "/changes", "changed-since", said);
            Ok(html::page(app, &asked_by, StatusCode::OK, view))
        })
        .await;
    html::or_problem(&app, &headers, answer)
}

/// A day means its beginning; nothing means ever.
fn moment(text: &str) -> Result<Timestamp, Problem> {
    if text.is_empty() {
        return Ok(Timestamp::MIN);
    }
    let day = text.parse::<Date>().ok().map(history::day_start);
    day.or_else(|| text.parse().ok()).ok_or_else(|| {
        Problem::invalid("`since` must be a day or a time: 2016-09-12 or 2016-09-12T10:00:00Z")
    })
}
