//! Signals: the first asks the work to stop, the second ends the process.

use annals_archive::watch::Stop;
use std::sync::mpsc;

/// Exit status of a process that a second interrupt ended: 128 and the number of
/// SIGINT, as shells say it.
const ENDED: i32 = 130;

/// From now on, interrupt and terminate ask for `stop`; a second one ends the process
/// at once, which loses nothing but what the open transaction was about to keep.
///
/// # Errors
/// The system has no thread or no handler left.
pub(crate) fn on_signals(stop: Stop) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let (ready, wait) = mpsc::channel();
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        runtime.block_on(async {
            let mut signals = match Signals::new() {
                Ok(signals) => signals,
                Err(error) => {
                    let _ = ready.send(Err(error));
                    return;
                }
            };
            let _ = ready.send(Ok(()));
            signals.next().await;
            stop.ask();
            signals.next().await;
            std::process::exit(ENDED);
        });
    })?;
    wait.recv().unwrap_or_else(|gone| Err(std::io::Error::other(gone)))
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
