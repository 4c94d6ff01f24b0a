//! Listening until the process is asked to stop.

use crate::{App, router};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

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

/// Threads that work on questions; as many as `Settings::working` lets through, and some
/// for what waits on files.
const BLOCKING_THREADS: usize = 16;

/// Serves an archive until the process is asked to stop (interrupt or terminate).
/// `ready` hears of the address once it listens.
pub fn run(
    app: Arc<App>,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()
        .map_err(ServeError::Serve)?;
    let follower = Arc::clone(&app);
    std::thread::spawn(move || follower.follow());
    runtime.block_on(async {
        let listener =
            TcpListener::bind(listen).await.map_err(|e| ServeError::Listen(listen, e))?;
        ready(listener.local_addr().map_err(ServeError::Serve)?);
        let stopped = axum::serve(listener, router(app)).with_graceful_shutdown(stop());
        stopped.await.map_err(ServeError::Serve)
    })
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
