//! What the archive lacks: `/coverage`, for editors.

use super::session::for_editor;
use crate::App;
use crate::answer::Problem;
use crate::html::{self, View};
use annals_archive::ArchiveError;
use annals_archive::coverage::{self, Options};
use annals_archive::enrich;
use annals_model::{Date, Span};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Sources that changed, on one page, and the days that count as lately.
const CHANGED: usize = 25;
const LATELY: i64 = 30;

#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

pub(super) async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> Response {
    for_editor(&app, headers, "/coverage", move |app, asked, session| {
        let now = (app.clock)();
        let (from, to) = (day(&which.from)?, day(&which.to)?);
        let report = match coverage::run(app.archive(), &Options { from, to, now }) {
            Err(ArchiveError::Refused(why)) => return Err(Problem::invalid(why)),
            report => report?,
        };
        let counts: Vec<_> = report
            .counts()
            .into_iter()
            .map(|(kind, count)| json!({ "message": format!("coverage-{}", kind.name()), "count": count }))
            .collect();
        let findings: Vec<_> = report
            .findings
            .iter()
            .map(|f| {
                json!({ "message": format!("coverage-{}", f.kind.name()), "grave": f.grave,
                        "what": f.what, "place": f.place, "since": f.since, "next": f.next })
            })
            .collect();
        let since = now.checked_sub(Span::new().hours(LATELY * 24)).unwrap_or(now);
        let changed = enrich::changed(&app.archive().store.read()?, since, CHANGED)?;
        let lacking: Vec<_> = report.days.iter().filter(|d| d.lacking + d.waiting > 0).collect();
        let said = json!({
            "name": session.account, "from": report.from, "to": report.to, "counts": counts,
            "problems": report.problems(), "findings": findings, "days": lacking,
            "changed": changed,
        });
        let view = View::new("coverage.html", "/coverage", "coverage", said);
        Ok(html::page(app, asked, StatusCode::OK, view))
    })
    .await
}

/// A day as a form sends it; an empty field is none.
fn day(text: &str) -> Result<Option<Date>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Problem::invalid("a day is written 2016-10-05"))
}
