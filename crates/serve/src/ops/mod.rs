//! Operations: health, figures, limits, what goes around every answer, the listener.
//!
//! [`listen`] takes connections in ([`doors`] counts them, [`connection`] times
//! them); [`guard`] goes around every answer: it finds out who asks ([`client`]),
//! whether they ask too often ([`limits`], [`buckets`]), and writes the [`log`].

mod buckets;
pub(crate) mod client;
mod connection;
mod doors;
mod guard;
mod health;
mod limits;
pub(crate) mod listen;
mod log;
mod metrics;
mod sent;
mod settings;
mod watched;

pub use limits::TooOften;
pub use log::{LOG_DEFAULT, LogForm, start_log};
pub use settings::Limits;

use crate::{App, Settings};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use client::host_name;
use limits::Rates;
use metrics::Metrics;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// No search index was heard of.
const NO_INDEX: i64 = -1;

/// How the server fares.
#[derive(Debug)]
pub struct Ops {
    /// How often clients asked.
    rates: Rates,
    metrics: Metrics,
    /// The names of the site.
    hosts: HashSet<String>,
    stopping: AtomicBool,
    index: AtomicI64,
    index_broken: AtomicBool,
    checked: Mutex<Instant>,
    requests: AtomicU64,
    ids: RandomState,
}

impl Ops {
    /// The operations of a server that stands at an address.
    pub(crate) fn new(settings: &Settings, base_url: Option<&str>) -> Ops {
        let mut hosts: HashSet<String> = settings.limits.hosts.iter().cloned().collect();
        let base = base_url.and_then(|url| url.split_once("://"));
        hosts.extend(base.map(|(_, rest)| host_name(rest.split('/').next().unwrap_or_default())));
        Ops {
            rates: Rates::new(&settings.limits),
            metrics: Metrics::new(settings.watch.clone()),
            hosts,
            stopping: AtomicBool::new(false),
            index: AtomicI64::new(NO_INDEX),
            index_broken: AtomicBool::new(false),
            checked: Mutex::new(Instant::now()),
            requests: AtomicU64::new(0),
            ids: RandomState::new(),
        }
    }

    /// Counts an attempt to sign in from an address (`Client::address`) with a name;
    /// to be called before the password is looked at. The machine's own count, too.
    ///
    /// # Errors
    /// The address or the name had too many attempts: 429 with `Retry-After`, as a
    /// response or as a problem.
    pub fn sign_in(&self, address: Option<IpAddr>, name: &str) -> Result<(), TooOften> {
        self.rates.sign_in(address, name)
    }

    /// Says that the search index holds what the archive was at a change.
    pub fn index_at(&self, change: i64) {
        self.index.store(change, Ordering::Relaxed);
        self.index_broken.store(false, Ordering::Relaxed);
    }

    /// Says that the search index cannot be used: `/readyz` passes it on.
    pub fn index_is_broken(&self) {
        self.index_broken.store(true, Ordering::Relaxed);
    }

    /// The archive was looked at for changes; `took` where there was one.
    pub(crate) fn checked(&self, took: Option<Duration>) {
        *self.checked.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        if let Some(took) = took {
            self.metrics.refreshed(took);
        }
    }

    fn since_check(&self, now: Instant) -> Duration {
        let checked = *self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        now.saturating_duration_since(checked)
    }

    fn indexed(&self) -> Option<i64> {
        Some(self.index.load(Ordering::Relaxed)).filter(|change| *change != NO_INDEX)
    }

    fn is_index_broken(&self) -> bool {
        self.index_broken.load(Ordering::Relaxed)
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Whether a host (small letters, no port) is the site, or no name at all.
    fn is_own_host(&self, host: &str) -> bool {
        self.hosts.contains(host) || guard::is_literal(host)
    }

    /// The id that a proxy gave to a request, or a new one: unlike any other of this
    /// process, and not to be guessed from others.
    fn request_id(&self, given: Option<&str>) -> String {
        given.map_or_else(
            || {
                let number = self.requests.fetch_add(1, Ordering::Relaxed);
                format!("{:016x}", self.ids.hash_one(number))
            },
            str::to_owned,
        )
    }
}

/// Health and figures.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::page))
}

/// What goes around every answer.
pub(crate) fn layers(routes: Router<Arc<App>>, app: &Arc<App>) -> Router<Arc<App>> {
    // Pages are kept packed for who takes zstd; for others speed goes before size.
    routes
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(Arc::clone(app), guard::guard))
}
