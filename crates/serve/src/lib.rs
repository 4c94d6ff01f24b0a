//! HTTP. The only room that knows it.
//!
//! [`site`] serves a published folder as any static host would: with the
//! redirects of its `_redirects` file and its own 404 page. The folder is read
//! anew for every request, so that a later publication shows at once.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Router, serve};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// What can go wrong with serving.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or not ours.
    #[error("could not listen on {0}: {1}\nhint: `--listen 127.0.0.1:0` takes any free port")]
    Listen(SocketAddr, std::io::Error),
    /// The network broke down.
    #[error("serving stopped: {0}")]
    Serve(std::io::Error),
}

/// Serves the published site in `dir` until the process is asked to stop
/// (interrupt or terminate). `ready` hears of the address once it listens.
pub fn site(
    dir: &Path,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(ServeError::Serve)?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(listen).await.map_err(|e| ServeError::Listen(listen, e))?;
        ready(listener.local_addr().map_err(ServeError::Serve)?);
        serve(listener, router(dir)).with_graceful_shutdown(stop()).await.map_err(ServeError::Serve)
    })
}

/// The site's routes, without a network; for tests.
pub fn router(dir: &Path) -> Router {
    let moved = Arc::new(Moved { file: dir.join("_redirects"), read: Mutex::default() });
    let header =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    let files = ServeDir::new(dir).not_found_service(ServeFile::new(dir.join("404.html")));
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn_with_state(moved, redirect))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(header(header::CACHE_CONTROL, "no-cache"))
}

/// The moves of a `_redirects` file, kept until the file changes.
struct Moved {
    file: PathBuf,
    read: Mutex<Read>,
}

/// What was read, and when the file was written that it was read from.
#[derive(Default)]
struct Read {
    written: Option<SystemTime>,
    moves: Arc<HashMap<String, String>>,
}

impl Moved {
    fn current(&self) -> Arc<HashMap<String, String>> {
        let changed = std::fs::metadata(&self.file).and_then(|m| m.modified()).ok();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.written != changed || changed.is_none() {
            let text = std::fs::read_to_string(&self.file).unwrap_or_default();
            let lines = text.lines().filter_map(|line| {
                let mut words = line.split_whitespace();
                Some((words.next()?.to_owned(), words.next()?.to_owned()))
            });
            let moves = lines.filter(|(from, to)| from.starts_with('/') && to.starts_with('/'));
            *read = Read { written: changed, moves: Arc::new(moves.collect()) };
        }
        read.moves.clone()
    }
}

async fn redirect(State(moved): State<Arc<Moved>>, request: Request<Body>, next: Next) -> Response {
    let path = request.uri().path();
    if let Some(to) = moved.current().get(path)
        && let Ok(to) = HeaderValue::from_str(to)
    {
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response();
    }
    next.run(request).await
}

async fn stop() {
    let interrupt = async {
        // Without a handler for interrupts the process ends by itself on one.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower::ServiceExt;

    async fn get(router: &Router, path: &str) -> (StatusCode, Option<String>) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let to = response.headers().get(header::LOCATION);
        (response.status(), to.and_then(|v| v.to_str().ok()).map(str::to_owned))
    }

    #[tokio::test]
    async fn pages_moves_and_what_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("index.html"), "home").unwrap();
        std::fs::write(dir.path().join("404.html"), "nothing").unwrap();
        std::fs::write(dir.path().join("_redirects"), "/old.html /new.html 301\nbroken\n").unwrap();
        let router = router(dir.path());
        assert_eq!(get(&router, "/").await.0, StatusCode::OK);
        let moved = (StatusCode::MOVED_PERMANENTLY, Some("/new.html".to_owned()));
        assert_eq!(get(&router, "/old.html").await, moved);
        assert_eq!(get(&router, "/none").await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&router, "/../../etc/hostname").await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&router, "/%2e%2e/%2e%2e/etc/hostname").await.0, StatusCode::NOT_FOUND);
    }
}
