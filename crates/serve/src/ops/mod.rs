//! Operations: health, limits, headers that every answer has, the listener.

pub(crate) mod listen;

use crate::App;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// What pages may load and do: what the site itself has, and nothing else
/// (Content Security Policy, level 3).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
     style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

/// Health.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(|| async { "ok\n" }))
}

/// What goes around every answer.
pub(crate) fn layers(routes: Router<Arc<App>>, _app: &Arc<App>) -> Router<Arc<App>> {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    routes
        .layer(CompressionLayer::new())
        .layer(header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
}
