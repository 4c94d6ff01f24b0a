//! The network as a round sees it: what is asked is counted, and nothing more is
//! asked once the watcher shall stop.

use super::Stop;
use annals_fetch::{Answer, Ask, Fetch, FetchError};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// A network that counts, and that can be stopped.
pub(super) struct Metered<'a> {
    inner: &'a dyn Fetch,
    stop: &'a Stop,
    requests: AtomicU64,
    bytes: AtomicU64,
    refused: AtomicBool,
}

/// What was asked so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traffic {
    pub(super) requests: u64,
    pub(super) bytes: u64,
}

impl<'a> Metered<'a> {
    pub(super) fn new(inner: &'a dyn Fetch, stop: &'a Stop) -> Metered<'a> {
        Metered {
            inner,
            stop,
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            refused: AtomicBool::new(false),
        }
    }

    /// What was asked since the start.
    pub(super) fn traffic(&self) -> Traffic {
        Traffic { requests: self.requests.load(Relaxed), bytes: self.bytes.load(Relaxed) }
    }

    /// Whether something was not asked because the watcher shall stop; forgotten
    /// by being asked.
    pub(super) fn take_refused(&self) -> bool {
        self.refused.swap(false, Relaxed)
    }
}

impl Fetch for Metered<'_> {
    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        if self.stop.is_asked() {
            self.refused.store(true, Relaxed);
            let url = ask.url.to_string();
            return Err(FetchError::Later { url, after: Duration::ZERO, status: None });
        }
        let answer = self.inner.get(ask);
        match &answer {
            Ok(answer) => {
                self.requests.fetch_add(answer.exchanges.len() as u64, Relaxed);
                let bytes: usize = answer.exchanges.iter().map(|e| e.body.len()).sum();
                self.bytes.fetch_add(bytes as u64, Relaxed);
            }
            Err(FetchError::Failed { .. } | FetchError::Later { status: Some(_), .. }) => {
                self.requests.fetch_add(1, Relaxed);
            }
            Err(_) => {}
        }
        answer
    }
}
