//! Tools for language models: the Model Context Protocol, on `/mcp` (streamable
//! HTTP, without sessions) and on standard input and output (`annals mcp`).
//!
//! `server.rs` names the tools; each is a file of its own, a function from what is
//! asked to an answer in one of the shapes of `shapes.rs`. All of them only read.
//! Every answer says when its content was known, carries ids and addresses, and
//! marks the words of others as quoted: they are data, whatever they say.
//!
//! Source: Model Context Protocol, specification 2025-11-25 and the revisions that
//! `rmcp` negotiates.

mod background;
mod changes;
mod event;
mod finding;
mod quotation;
mod search;
mod server;
mod shapes;
mod story;

use crate::App;
use axum::Router;
use rmcp::ServiceExt;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use server::Tools;
use std::sync::Arc;
use url::Url;

/// Bytes of one request; a quotation is the longest thing that is asked.
const REQUEST_BYTES: usize = 64 << 10;

/// Its address.
pub(crate) fn routes(app: &Arc<App>) -> Router<Arc<App>> {
    let tools = Tools::new(Arc::clone(app));
    let service = StreamableHttpService::new(
        move || Ok(tools.clone()),
        Arc::new(NeverSessionManager::default()),
        config(app.live.rendering().settings.base_url.as_deref()),
    );
    Router::new().route_service("/mcp", service)
}

/// No sessions, so that nothing is kept of a client. Requests from pages of other
/// sites are refused, and those under a host name that is not this site's: a page
/// that lets its own name lead here (DNS rebinding) reads nothing.
fn config(base_url: Option<&str>) -> StreamableHttpServerConfig {
    let mut hosts = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    let mut origins: Vec<String> =
        ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"].map(str::to_owned).into();
    if let Some(url) = base_url.and_then(|base| Url::parse(base).ok())
        && let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default())
    {
        hosts.push(host.to_owned());
        origins = vec![format!("{}://{host}:{port}", url.scheme())];
    }
    StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(REQUEST_BYTES)
        .with_allowed_hosts(hosts)
        .with_allowed_origins(origins)
        .enforce_origin_validation()
}

/// Serves the tools on standard input and output until the client closes them.
///
/// # Errors
/// The runtime could not be made, or the client did not speak the protocol.
pub fn stdio(app: Arc<App>) -> std::io::Result<()> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let follower = Arc::clone(&app);
    annals_archive::priority::behind("follower", move || follower.follow())?;
    runtime.block_on(async {
        let running = Tools::new(app)
            .serve(rmcp::transport::stdio())
            .await
            .map_err(|e| std::io::Error::other(e.to_string()))?;
        running.waiting().await.map_err(std::io::Error::other)?;
        Ok(())
    })
}
