//! Figures for Prometheus: `/metrics`, for the machine itself and who has the token.

use super::client::Client;
use super::watched::Watched;
use crate::App;
use crate::answer::{self, Problem};
use annals_archive::watch::Status;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

/// Upper bounds of what is counted together, in seconds.
const SECONDS: [f64; 13] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Way {
    route: String,
}

type Decimal = Gauge<f64, AtomicU64>;

/// What is counted, and what is read off when it is asked for.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Way, Histogram, fn() -> Histogram>,
    bytes: Counter,
    pub(super) too_often: Counter,
    pub(super) connections: Gauge,
    pub(super) refused: Counter,
    archive_change: Gauge,
    served_change: Gauge,
    index_change: Gauge,
    index_behind: Gauge,
    checked: Decimal,
    refresh: Decimal,
    refreshes: Counter,
    cache_bytes: Gauge,
    cache_files: Gauge,
    cache_asked: Family<Found, Gauge>,
    working: Gauge,
    sources: Family<Sources, Gauge>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Found {
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Sources {
    state: &'static str,
}

impl Metrics {
    pub(super) fn new(watch: Option<Arc<Status>>) -> Metrics {
        let mut registry = Registry::with_prefix("annals");
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        let metrics = Metrics {
            requests: Family::default(),
            seconds: Family::new_with_constructor(histogram),
            bytes: Counter::default(),
            too_often: Counter::default(),
            connections: Gauge::default(),
            refused: Counter::default(),
            archive_change: Gauge::default(),
            served_change: Gauge::default(),
            index_change: Gauge::default(),
            index_behind: Gauge::default(),
            checked: Gauge::default(),
            refresh: Gauge::default(),
            refreshes: Counter::default(),
            cache_bytes: Gauge::default(),
            cache_files: Gauge::default(),
            cache_asked: Family::default(),
            working: Gauge::default(),
            sources: Family::default(),
            registry: Registry::default(),
        };
        let r = &mut registry;
        let m = &metrics;
        r.register("requests", "Requests by route and status", m.requests.clone());
        r.register_with_unit(
            "request_duration",
            "Time until an answer began, by route",
            Unit::Seconds,
            m.seconds.clone(),
        );
        r.register_with_unit("sent", "Content of answers", Unit::Bytes, m.bytes.clone());
        r.register("too_often", "Requests beyond a client's rate", m.too_often.clone());
        r.register("connections", "Open connections", m.connections.clone());
        r.register("connections_refused", "Connections beyond the limits", m.refused.clone());
        r.register("archive_change", "The archive's last change", m.archive_change.clone());
        r.register("served_change", "The change that pages hold for", m.served_change.clone());
        r.register(
            "index_change",
            "The change that the search index holds for; -1: none",
            m.index_change.clone(),
        );
        r.register("index_behind", "Changes that the search index lacks", m.index_behind.clone());
        r.register_with_unit(
            "since_check",
            "Time since the archive was last looked at for changes",
            Unit::Seconds,
            m.checked.clone(),
        );
        r.register_with_unit(
            "last_refresh_duration",
            "How long taking over the last change took",
            Unit::Seconds,
            m.refresh.clone(),
        );
        r.register("refreshes", "Changes of the archive that were taken over", m.refreshes.clone());
        r.register_with_unit(
            "cache",
            "Rendered pages that are kept",
            Unit::Bytes,
            m.cache_bytes.clone(),
        );
        r.register("cache_files", "Number of rendered files that are kept", m.cache_files.clone());
        r.register("cache_asked", "Questions to the cache since the start", m.cache_asked.clone());
        r.register("working", "Questions that are worked on now", m.working.clone());
        r.register("sources", "Sources of events by how they stand", m.sources.clone());
        if let Some(status) = watch {
            registry.register_collector(Box::new(Watched(status)));
        }
        Metrics { registry, ..metrics }
    }

    /// Counts an answer.
    pub(super) fn answered(&self, route: &str, status: StatusCode, took: Duration) {
        let route = route.to_owned();
        self.seconds.get_or_create(&Way { route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Answered { route, status: status.as_u16() }).inc();
    }

    /// Counts the content of an answer.
    pub(super) fn sent(&self, bytes: u64) {
        self.bytes.inc_by(bytes);
    }

    /// Counts a change that was taken over.
    pub(super) fn refreshed(&self, took: Duration) {
        self.refreshes.inc();
        self.refresh.set(took.as_secs_f64());
    }
}

/// `GET /metrics`
pub(super) async fn page(
    State(app): State<Arc<App>>,
    client: Client,
    headers: HeaderMap,
) -> Response {
    if !may(&app, &client, &headers) {
        return Problem::new(StatusCode::FORBIDDEN, "forbidden", "This is not for you")
            .detail("metrics are for the machine itself, and for who has the metrics_token")
            .into_response();
    }
    let read = app.work(|app| {
        let reader = app.archive().store.read()?;
        Ok((reader.last_change()?, reader.address_counts()?, reader.enriched_counts()?))
    });
    let m = &app.ops.metrics;
    if let Ok((last, (gone, failing), (shown, held))) = read.await {
        for (state, count) in
            [("gone", gone), ("failing", failing), ("shown", shown), ("held", held)]
        {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            m.sources.get_or_create(&Sources { state }).set(count);
        }
        m.archive_change.set(last);
        let index = app.ops.indexed();
        m.index_change.set(index.unwrap_or(-1));
        m.index_behind.set(index.map_or(0, |at| (last - at).max(0)));
    }
    m.served_change.set(app.live.state().change);
    m.checked.set(app.ops.since_check(Instant::now()).as_secs_f64());
    let (files, bytes) = app.cache.size();
    m.cache_files.set(i64::try_from(files).unwrap_or(i64::MAX));
    m.cache_bytes.set(i64::try_from(bytes).unwrap_or(i64::MAX));
    let (hits, misses) = app.cache.asked();
    for (result, count) in [("hit", hits), ("miss", misses)] {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        m.cache_asked.get_or_create(&Found { result }).set(count);
    }
    m.working.set(i64::try_from(app.working_now()).unwrap_or(i64::MAX));
    let mut text = String::with_capacity(8 * 1024);
    if encode(&mut text, &m.registry).is_err() {
        return Problem::internal().into_response();
    }
    let mut response = text.into_response();
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    answer::set(&mut response, header::CONTENT_TYPE, media_type);
    answer::set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

fn may(app: &App, client: &Client, headers: &HeaderMap) -> bool {
    if client.is_local {
        return true;
    }
    let sent = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    match (&app.settings.limits.metrics_token, sent.and_then(|v| v.strip_prefix("Bearer "))) {
        // Digests are compared, so that the time says nothing about the secret.
        (Some(token), Some(sent)) => Sha256::digest(token) == Sha256::digest(sent),
        _ => false,
    }
}
