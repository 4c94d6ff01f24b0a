//! `/healthz`: the process answers. `/readyz`: it can answer from the archive.

use crate::App;
use crate::answer::Problem;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// Who asks whether the server is ready does not wait longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /healthz`: touches nothing, so that a busy archive does not look dead.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: whether requests should be sent here.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Response {
    if app.ops.is_stopping() {
        return unready("the server is stopping");
    }
    if app.ops.is_index_broken() {
        return unready("the search index cannot be used");
    }
    let reads = app.work(|app| Ok(app.archive().store.read()?.last_change()?));
    match tokio::time::timeout(PATIENCE, reads).await {
        Ok(Ok(_)) => "ready\n".into_response(),
        Ok(Err(_)) => unready("the archive cannot be read"),
        Err(_) => unready("the archive is too slow"),
    }
}

fn unready(why: &str) -> Response {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", "The server is not ready")
        .detail(why)
        .into_response()
}
