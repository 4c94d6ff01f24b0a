//! The network as a round sees it: what is asked is counted, and nothing more is
//! asked or sent once the watcher shall stop.

use super::{Network, Stop};
use annals_fetch::{
    Answer, Ask, Courier, Fetch, FetchError, HostKnown, Parcel, Receipt, Reservation,
    ReservationsKnown, RobotsKnown, SendError,
};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use url::Url;

/// A network that counts, and that can be stopped.
pub(super) struct Metered<'a> {
    inner: &'a Network,
    stop: &'a Stop,
    requests: AtomicU64,
    bytes: AtomicU64,
    refused: AtomicBool,
}

/// What was asked so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traffic {
    /// Requests that were sent.
    pub(super) requests: u64,
    /// Bytes of content that came, as it was sent.
    pub(super) bytes: u64,
}

const STOPS: &str = "the watcher stops";

impl<'a> Metered<'a> {
    pub(super) fn new(inner: &'a Network, stop: &'a Stop) -> Metered<'a> {
        Metered {
            inner,
            stop,
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            refused: AtomicBool::new(false),
        }
    }

    /// Whether anything can be asked for; else why not.
    pub(super) fn is_there(&self) -> Result<(), &str> {
        self.inner.fetch.as_ref().map(|_| ()).map_err(String::as_str)
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

    fn stops(&self) -> bool {
        let asked = self.stop.is_asked();
        if asked {
            self.refused.store(true, Relaxed);
        }
        asked
    }
}

impl Fetch for Metered<'_> {
    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        let url = || ask.url.to_string();
        if self.stops() {
            return Err(FetchError::Later { url: url(), after: Duration::ZERO, status: None });
        }
        let answer = match &self.inner.fetch {
            Ok(inner) => inner.get(ask),
            Err(why) => return Err(FetchError::Refused { url: url(), why: why.clone() }),
        };
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

    fn reservation(&self, answer: &Answer) -> Reservation {
        match &self.inner.fetch {
            // The host may have to be asked for it.
            Ok(inner) if !self.stop.is_asked() => inner.reservation(answer),
            _ => Reservation::of(answer),
        }
    }

    fn sitemaps(&self, url: &Url) -> Result<Vec<Url>, FetchError> {
        if self.stops() {
            let url = url.to_string();
            return Err(FetchError::Later { url, after: Duration::ZERO, status: None });
        }
        self.inner.fetch.as_ref().map_or(Ok(Vec::new()), |inner| inner.sitemaps(url))
    }

    fn robots_known(&self) -> Vec<RobotsKnown> {
        self.inner.fetch.as_ref().map(|inner| inner.robots_known()).unwrap_or_default()
    }

    fn hosts_known(&self) -> Vec<HostKnown> {
        self.inner.fetch.as_ref().map(|inner| inner.hosts_known()).unwrap_or_default()
    }

    fn reservations_known(&self) -> Vec<ReservationsKnown> {
        self.inner.fetch.as_ref().map(|inner| inner.reservations_known()).unwrap_or_default()
    }

    fn know_reservations(&self, known: Vec<ReservationsKnown>) {
        if let Ok(inner) = &self.inner.fetch {
            inner.know_reservations(known);
        }
    }

    fn know(&self, robots: Vec<RobotsKnown>, hosts: Vec<HostKnown>) {
        if let Ok(inner) = &self.inner.fetch {
            inner.know(robots, hosts);
        }
    }
}

impl Courier for Metered<'_> {
    fn send(&self, parcel: &Parcel<'_>) -> Result<Receipt, SendError> {
        if self.stops() {
            let host = parcel.url.host_str().unwrap_or_default().to_owned();
            return Err(SendError::Refused { host, why: STOPS.into() });
        }
        let receipt = self.inner.courier.send(parcel);
        self.requests.fetch_add(1, Relaxed);
        if let Ok(receipt) = &receipt {
            self.bytes.fetch_add(receipt.body.len() as u64, Relaxed);
        }
        receipt
    }
}
