//! Listening until the process is asked to stop.

use super::client::Peer;
use super::connection::{Activity, Connection, Timed, Waits};
use super::doors::{Doors, Pass};
use crate::{App, router};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::Service;

/// What can go wrong with serving.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or not ours.
    #[error("could not listen on {0}: {1}\nhint: `--listen 127.0.0.1:0` takes any free port")]
    Listen(SocketAddr, io::Error),
    /// The network broke down.
    #[error("serving stopped: {0}")]
    Serve(io::Error),
}

/// Threads that work on questions: as many as `Settings::working` lets through, and
/// these for what waits on files.
const MORE_THREADS: usize = 8;

/// The longest head of a request, in bytes, and the most headers.
const LONGEST_HEAD: usize = 32 * 1024;
const MOST_HEADERS: usize = 64;

/// Rest after a connection could not be taken: files may have run out.
const AFTER_ERROR: Duration = Duration::from_millis(100);

/// Serves an archive until the process is asked to stop (interrupt or terminate).
/// `ready` hears of the address once it listens.
pub fn run(
    app: Arc<App>,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(app.settings.working + MORE_THREADS)
        .enable_all()
        .build()
        .map_err(ServeError::Serve)?;
    let follower = Arc::clone(&app);
    annals_archive::priority::behind("follower", move || follower.follow())
        .map_err(ServeError::Serve)?;
    let stop_within = app.settings.limits.stop;
    let served = runtime.block_on(async {
        let listener =
            TcpListener::bind(listen).await.map_err(|e| ServeError::Listen(listen, e))?;
        ready(listener.local_addr().map_err(ServeError::Serve)?);
        serve(app, listener, stop()).await;
        Ok(())
    });
    // What still works on a question whose client is gone: a write is whole or not there.
    runtime.shutdown_timeout(stop_within);
    served
}

/// Serves an archive on a listener until `stop` ends: no connection is taken from
/// then on, answers that have begun are finished, within the time that
/// [`crate::Limits::stop`] gives them.
pub async fn serve(app: Arc<App>, listener: TcpListener, stop: impl Future<Output = ()>) {
    let limits = app.settings.limits.clone();
    let doors = Doors::new(limits.connections, limits.connections_each);
    let graceful = GracefulShutdown::new();
    let site = Site { app: Arc::clone(&app), router: router(Arc::clone(&app)) };
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_one(&error) => continue,
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken");
                tokio::time::sleep(AFTER_ERROR).await;
                continue;
            }
        };
        let is_proxy = limits.trusts(address.ip().to_canonical());
        let Some(pass) = doors.enter(address.ip(), is_proxy) else {
            app.ops.metrics.refused.inc();
            continue;
        };
        let watcher = graceful.watcher();
        tokio::spawn(site.clone().connection(stream, Peer(address), pass, watcher));
    }
    drop(listener);
    app.ops.stopping.store(true, Ordering::Relaxed);
    tracing::info!("stopping");
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(limits.stop) => {
            tracing::warn!("some answers did not finish in time");
        }
    }
}

/// Whether an error is one connection's own, and not the listener's.
fn is_of_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// What every connection serves.
#[derive(Clone)]
struct Site {
    app: Arc<App>,
    router: Router,
}

impl Site {
    async fn connection(self, stream: TcpStream, peer: Peer, pass: Pass, watcher: Watcher) {
        let limits = &self.app.settings.limits;
        let metrics = &self.app.ops.metrics;
        // Answers are written whole; waiting for more only delays them.
        let _ = stream.set_nodelay(true);
        let activity = Arc::new(Activity::default());
        let waits = Waits { client: limits.client, idle: limits.idle };
        let stream = TokioIo::new(Timed::new(stream, waits, Arc::clone(&activity)));
        let router = self.router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            activity.begins();
            let connection = Connection { peer, activity: Arc::clone(&activity) };
            request.extensions_mut().insert(connection);
            // A router is always ready.
            router.clone().call(request.map(Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // Both are timed by the stream; this is in case it is wrong.
            .header_read_timeout(limits.idle + limits.client)
            .max_buf_size(2 * LONGEST_HEAD)
            .max_header_size(LONGEST_HEAD)
            .max_headers(MOST_HEADERS)
            .serve_connection(stream, service);
        metrics.connections.inc();
        // What breaks a connection is its client's matter.
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection broke");
        }
        metrics.connections.dec();
        drop(pass);
    }
}

/// Ends when the process is asked to stop.
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
