//! Asking the watcher to stop, from a signal or from a server that ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Whether the work shall end. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Asked>);

#[derive(Debug, Default)]
struct Asked {
    asked: AtomicBool,
    /// Held between looking and resting, so that no asking is missed.
    rests: Mutex<()>,
    changed: Condvar,
}

impl Stop {
    /// Asks to stop: what is in flight is finished, nothing more is begun.
    pub fn ask(&self) {
        let rests = self.0.rests.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.asked.store(true, Ordering::Relaxed);
        drop(rests);
        self.0.changed.notify_all();
    }

    /// Whether it was asked for.
    pub fn is_asked(&self) -> bool {
        self.flag().load(Ordering::Relaxed)
    }

    /// What becomes true when it is asked for.
    pub fn flag(&self) -> &AtomicBool {
        &self.0.asked
    }

    /// Rests so long, or until it is asked to stop; returns whether it was.
    pub fn rest(&self, length: Duration) -> bool {
        let rests = self.0.rests.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.0.changed.wait_timeout_while(rests, length, |()| !self.is_asked()));
        self.is_asked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_ends_when_it_is_asked_to_stop() {
        let stop = Stop::default();
        assert!(!stop.rest(Duration::from_millis(1)));
        let other = stop.clone();
        let asks = std::thread::spawn(move || other.ask());
        assert!(stop.rest(Duration::from_secs(3_600)));
        assert!(stop.is_asked());
        asks.join().unwrap();
    }
}
