//! Versions of events, comparisons, what changed since.

use crate::App;
use axum::Router;
use std::sync::Arc;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
}
