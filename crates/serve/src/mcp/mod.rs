//! Tools for language models: the Model Context Protocol under `/mcp`.

use crate::App;
use axum::Router;
use std::sync::Arc;

/// Its address.
pub(crate) fn routes(_app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
}
